/* An answer as the kiosk opens it, and a reply as a liaison does. What is accepted makes sense, can be written and read
 * again and says the same. SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/answer.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_same(const struct str *one, const struct str *two)
{
    if (one->failed || two->failed || strcmp(one->s, two->s) != 0)
        BUG("not the same a second time");
    if (one->len > 2046)
        BUG("an answer of %zu bytes is longer than others", one->len);
}

static void as_answer(const char *data, size_t size, struct str *one, struct str *two)
{
    struct answer a, again;
    struct err e = {0};
    if (!answer_from_json(data, size, &a, &e)) {
        if (!e.msg[0])
            BUG("a refusal without a reason");
        return;
    }
    if (!answer_valid(&a, &e))
        BUG("taken, and yet refused: %s", e.msg);
    answer_to_json(&a, one);
    if (!answer_from_json(one->s, one->len, &again, &e))
        BUG("cannot read what was written: %s", e.msg);
    answer_to_json(&again, two);
    check_same(one, two);
}

static void as_reply(const char *data, size_t size, struct str *one, struct str *two)
{
    struct reply r, again;
    struct err e = {0};
    if (!reply_from_json(data, size, &r, &e)) {
        if (!e.msg[0])
            BUG("a refusal without a reason");
        return;
    }
    reply_to_json(&r, one);
    if (!reply_from_json(one->s, one->len, &again, &e))
        BUG("cannot read what was written: %s", e.msg);
    reply_to_json(&again, two);
    check_same(one, two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str one, two;
    str_init(&one);
    str_init(&two);
    as_answer((const char *)data, size, &one, &two);
    str_clear(&one);
    str_clear(&two);
    as_reply((const char *)data, size, &one, &two);
    str_release(&one);
    str_release(&two);
    return 0;
}
