/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hub/message.h"

#include "base/clock.h"

#include <sodium.h>
#include <string.h>

enum {
    WORD_BYTES = 39, /* as base64 52 characters: a line with "Subject: " and the marks has at most 76 (RFC 2047) */
    LINE_BYTES = 57, /* as base64 76 characters (RFC 2045 section 6.8) */
    DAY_S = 86400
};

const char *message_domain(const char *address)
{
    const char *at = strrchr(address, '@');
    return at ? at + 1 : address;
}

static void add_base64(struct str *out, const char *bytes, size_t n)
{
    char text[LINE_BYTES * 2];
    sodium_bin2base64(text, sizeof text, (const unsigned char *)bytes, n, sodium_base64_VARIANT_ORIGINAL);
    str_add(out, text);
}

static bool is_ascii(const char *s)
{
    for (; *s; s++)
        if (*s & 0x80)
            return false;
    return true;
}

static void add_subject(struct str *out, const char *words)
{
    str_add(out, "Subject: ");
    if (is_ascii(words)) {
        str_add_f(out, "%s\r\n", words);
        return;
    }
    for (size_t i = 0, n = strlen(words); i < n;) {
        size_t take = n - i <= WORD_BYTES ? n - i : utf8_cut(words + i, WORD_BYTES);
        str_add(out, i ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
        add_base64(out, words + i, take);
        str_add(out, "?=");
        i += take;
    }
    str_add(out, "\r\n");
}

static void add_body(struct str *out, const char *words)
{
    bool ascii = is_ascii(words);
    str_add_f(out, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=%s\r\nContent-Transfer-Encoding: %s\r\n\r\n",
              ascii ? "us-ascii" : "utf-8", ascii ? "7bit" : "base64");
    if (ascii) {
        str_add_f(out, "%s\r\n", words);
        return;
    }
    for (size_t i = 0, n = strlen(words); i < n; i += LINE_BYTES) {
        add_base64(out, words + i, n - i < LINE_BYTES ? n - i : LINE_BYTES);
        str_add(out, "\r\n");
    }
}

static void add_date(struct str *out, int64_t unix_s)
{
    static const char days[7][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    day_t day = (day_t)(unix_s / DAY_S);
    int s = (int)(unix_s % DAY_S);
    struct ymd d = day_to_ymd(day);
    str_add_f(out, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n", days[day_weekday(day)], d.day,
              months[d.month - 1], d.year, s / 3600, s / 60 % 60, s % 60);
}

void message_write(const struct message *m, struct str *out)
{
    char id[MESSAGE_ID_BYTES * 2 + 1];
    add_date(out, m->unix_s);
    str_add_f(out, "From: %s\r\nTo: ", m->from);
    for (size_t i = 0; i < m->to_count; i++)
        str_add_f(out, "%s%s", i ? ",\r\n " : "", m->to[i]);
    str_add_f(out, "\r\nMessage-ID: <%s@%s>\r\n", sodium_bin2hex(id, sizeof id, m->id, sizeof m->id),
              message_domain(m->from));
    add_subject(out, m->words);
    str_add(out, "Auto-Submitted: auto-generated\r\n"); /* RFC 3834: no holiday notes in return */
    add_body(out, m->words);
}
