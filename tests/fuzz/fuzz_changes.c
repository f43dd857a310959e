/* Files of changes laid over a sound site: the first byte says which of them the rest is. Whatever it holds, the site
 * opens, and what it does not change stands. SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/changes.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct site *site;
    struct faults faults;
    struct err e = {0};
    if (!size)
        return 0;
    enum change_file file = (enum change_file)(data[0] % CHANGE_FILE_COUNT);
    char *text = malloc(size);
    if (!text)
        abort();
    memcpy(text, data + 1, size - 1);
    text[size - 1] = 0;
    faults_init(&faults);
    const struct site_changes changes = {.data = "/nowhere", .file = change_file_name(file), .text = text};
    if (!site_open_changed(&site, "kiosk-config", &changes, &faults, &e))
        abort();
    for (size_t i = 0; i < faults.len; i++)
        if (faults.v[i].line < 1 && faults.v[i].level == FAULT_ERROR)
            abort(); /* each has its line */
    if (!site->offered_count || !*site->centre || site->person_count != 2 || !site->people[0].has_key)
        abort();
    site_free(site);
    faults_release(&faults);
    free(text);
    return 0;
}
