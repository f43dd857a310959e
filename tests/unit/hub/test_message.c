/* A mail's bytes, all of them. SPDX-License-Identifier: GPL-3.0-or-later */
#include "hub/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs four of the above */
#include <cmocka.h>

static const char *const two[] = {"a@example.org", "b@example.net"};

static void write_one(const char *words, size_t to, int64_t unix_s, struct str *out)
{
    struct message m = {.from = "kiosk@riverside.example", .to = two, .to_count = to, .words = words, .unix_s = unix_s};
    for (uint8_t i = 0; i < MESSAGE_ID_BYTES; i++)
        m.id[i] = i;
    str_init(out);
    message_write(&m, out);
    assert_false(out->failed);
}

static void ascii(void **state)
{
    (void)state;
    struct str s;
    write_one("3 new at Riverside", 2, 1795536000 /* 2026-11-24 16:00 UTC */, &s);
    assert_string_equal(s.s, "Date: Tue, 24 Nov 2026 16:00:00 +0000\r\n"
                             "From: kiosk@riverside.example\r\n"
                             "To: a@example.org,\r\n b@example.net\r\n"
                             "Message-ID: <000102030405060708090a0b0c0d0e0f@riverside.example>\r\n"
                             "Subject: 3 new at Riverside\r\n"
                             "Auto-Submitted: auto-generated\r\n"
                             "MIME-Version: 1.0\r\n"
                             "Content-Type: text/plain; charset=us-ascii\r\n"
                             "Content-Transfer-Encoding: 7bit\r\n"
                             "\r\n"
                             "3 new at Riverside\r\n");
    str_release(&s);
}

static void not_ascii(void **state)
{
    (void)state;
    struct str s;
    write_one("1 new at Caf\xc3\xa9", 1, 0, &s);
    assert_string_equal(s.s, "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"
                             "From: kiosk@riverside.example\r\n"
                             "To: a@example.org\r\n"
                             "Message-ID: <000102030405060708090a0b0c0d0e0f@riverside.example>\r\n"
                             "Subject: =?UTF-8?B?MSBuZXcgYXQgQ2Fmw6k=?=\r\n"
                             "Auto-Submitted: auto-generated\r\n"
                             "MIME-Version: 1.0\r\n"
                             "Content-Type: text/plain; charset=utf-8\r\n"
                             "Content-Transfer-Encoding: base64\r\n"
                             "\r\n"
                             "MSBuZXcgYXQgQ2Fmw6k=\r\n");
    str_release(&s);
}

/* Each line within 76 bytes and ASCII; no encoded word ends inside a letter. */
static void long_words(void **state)
{
    (void)state;
    char words[160] = {0};
    for (size_t i = 0; i + 3 < sizeof words; i += 3)
        memcpy(words + i, "\xe1\x80\x80", 3); /* Burmese ka */
    struct str s;
    write_one(words, 1, 1795536000, &s);
    for (const char *line = s.s; *line;) {
        size_t n = strcspn(line, "\r\n");
        assert_true(n <= 76);
        for (size_t i = 0; i < n; i++)
            assert_true(line[i] >= ' ' && line[i] <= '~');
        assert_memory_equal(line + n, "\r\n", 2);
        line += n + 2;
    }
    /* 39 bytes are 13 letters and 52 characters: no padding before the last */
    assert_non_null(strstr(s.s, "?=\r\n =?UTF-8?B?4YCA"));
    assert_null(strstr(s.s, "=?=\r\n ="));
    str_release(&s);
}

static void the_senders_domain(void **state)
{
    (void)state;
    assert_string_equal(message_domain("kiosk@riverside.example"), "riverside.example");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ascii), cmocka_unit_test(not_ascii),
                                       cmocka_unit_test(long_words), cmocka_unit_test(the_senders_domain)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
