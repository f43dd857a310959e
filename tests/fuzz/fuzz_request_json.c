/* A payload as a liaison opens it: padding, then JSON. What is accepted can be written and read again and says the
 * same. SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/request.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct request r, again;
    day_t day, same_day;
    struct err e = {0};
    size_t len;
    if (request_unpad((const char *)data, size, &len) && len >= size)
        BUG("padding of no length");
    if (!request_from_json((const char *)data, size, &r, &day, &e)) {
        if (!e.msg[0])
            BUG("a refusal without a reason");
        return 0;
    }
    struct str one, two;
    str_init(&one);
    str_init(&two);
    request_valid(&r, NULL);
    request_to_json(&r, day, &one);
    if (one.failed || !request_from_json(one.s, one.len, &again, &same_day, &e))
        BUG("cannot read what was written: %s", e.msg);
    request_to_json(&again, same_day, &two);
    if (strcmp(one.s, two.s) != 0)
        BUG("not the same a second time");
    size_t before = one.len;
    request_pad(&one);
    if (!request_unpad(one.s, one.len, &len) || len != before)
        BUG("padding does not come off");
    str_release(&one);
    str_release(&two);
    return 0;
}
