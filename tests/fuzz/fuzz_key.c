/* Key files from a stick. What parses is whole: its fields are in their bounds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/limits_int.h"
#include "store/vault_int.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The check at the end keeps a fuzzer out, so it is mended in a second try. */
static void try_parse(const char *text, size_t len)
{
    struct key_file f;
    struct err e = {0};
    if (!key_file_parse(text, len, &f, &e)) {
        if (e.code != ERR_DAMAGED || !e.msg[0])
            BUG("a refusal without a reason");
        return;
    }
    if (!key_name_ok(f.name, strlen(f.name)) || f.passes > ARGON_PASSES_MAX || f.mem_kib > ARGON_MEM_KIB_MAX ||
        f.bound >= len)
        BUG("fields out of bounds");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    try_parse(text, size);
    const char *check = size ? memmem(text, size, "\ncheck: ", 8) : NULL;
    if (!check)
        return 0;
    size_t kept = (size_t)(check + 1 - text);
    uint8_t sum[32];
    char sum_text[44];
    struct str mended;
    crypto_generichash(sum, sizeof sum, data, kept, NULL, 0);
    vault_public_format(sum, sum_text);
    str_init(&mended);
    str_add_n(&mended, text, kept);
    str_add_f(&mended, "check: %s\n", sum_text);
    try_parse(mended.s, mended.len);
    str_release(&mended);
    return 0;
}
