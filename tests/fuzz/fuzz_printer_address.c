/* A printer's address and a queue's name as somebody may write them. What parses lies in its bounds and below /dev.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/printer_settings.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_address(const char *text)
{
    struct printer_address a;
    struct err e = {0};
    if (!printer_address_parse(text, &a, &e)) {
        if (!e.msg[0])
            BUG("a refusal without a reason");
        return;
    }
    if (!a.place[0] || a.link >= PRINTER_LINK_COUNT || a.flow >= SERIAL_FLOW_COUNT || a.port < 1 || a.port > 65535 ||
        a.baud < 9600 || a.baud > 115200)
        BUG("fields out of bounds");
    if (a.link != PRINTER_LINK_TCP && (strncmp(a.place, "/dev/", 5) != 0 || strstr(a.place, "/../")))
        BUG("a device that is none: %s", a.place);
    if (strpbrk(a.place, " \n\t'\"\\$`;&|<>"))
        BUG("a place with signs in it that no place has");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text)
        BUG("out of memory");
    if (size)
        memcpy(text, data, size);
    text[size] = 0;
    try_address(text);
    if (printer_queue_valid(text) && strpbrk(text, "/#? '\"\\\n"))
        BUG("a queue's name with a sign that CUPS does not allow");
    free(text);
    return 0;
}
