/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/resource.h"

#include "base/err.h"

#include <ctype.h>
#include <string.h>

enum {
    SHORT_DIGITS = 6,     /* 911, 988, and text codes of five or six digits are dialled as they are */
    AMERICAN_DIGITS = 10, /* North American Numbering Plan, without the country's 1 */
    LONGEST_DIGITS = 15   /* ITU-T E.164 */
};

/* Digits of the number and of the extension after "x" or "ext". False when anything else than grouping stands there. */
static bool split_number(const char *s, char digits[LONGEST_DIGITS + 1], char ext[LONGEST_DIGITS + 1], bool *plus)
{
    char *to = digits;
    size_t n = 0;
    *plus = false;
    digits[0] = ext[0] = 0;
    for (; *s; s++) {
        if (*s >= '0' && *s <= '9') {
            if (n == LONGEST_DIGITS)
                return false;
            to[n++] = *s;
            to[n] = 0;
        } else if (*s == '+' && to == digits && n == 0) {
            *plus = true;
        } else if ((*s == 'x' || *s == 'X' || strncasecmp(s, "ext", 3) == 0) && to == digits && n > 0) {
            s += strncasecmp(s, "ext", 3) == 0 ? 2 : 0;
            to = ext;
            n = 0;
        } else if (!strchr(" -().", *s)) {
            return false;
        }
    }
    return digits[0] && (to == digits || ext[0]);
}

bool resource_dial(const char *printed, struct str *out)
{
    char digits[LONGEST_DIGITS + 1], ext[LONGEST_DIGITS + 1];
    bool plus;
    if (!printed || !split_number(printed, digits, ext, &plus))
        return false;
    size_t n = strlen(digits);
    if (n < 3)
        return false;
    bool american = !plus && (n == AMERICAN_DIGITS || (n == AMERICAN_DIGITS + 1 && digits[0] == '1'));
    if (!plus && !american && n > SHORT_DIGITS)
        return false; /* seven digits without their area code reach nobody from a mobile telephone */
    str_add_f(out, "%s%s", plus ? "+" : american ? (n == AMERICAN_DIGITS ? "+1" : "+") : "", digits);
    if (ext[0])
        str_add_f(out, ";ext=%s", ext);
    return true;
}

static bool filled(const char *s)
{
    return s && *s;
}

static bool can_dial(const char *printed)
{
    struct str scratch;
    str_init(&scratch);
    bool ok = resource_dial(printed, &scratch);
    str_release(&scratch);
    return ok;
}

bool resource_has(const struct resource *r, enum qr_kind kind)
{
    switch (kind) {
    case QR_WEB:
        return r->url && str_starts(r->url, "https://");
    case QR_CALL:
        return can_dial(r->phone);
    case QR_CONTACT:
        return can_dial(r->phone) || (!r->discreet && (filled(r->url) || filled(r->address)));
    case QR_TEXT:
        return filled(r->phone) || filled(r->sms) ||
               (!r->discreet && (filled(r->url) || filled(r->address) || filled(r->hours)));
    case QR_KIND_COUNT:
        break;
    }
    BUG("qr kind %d", (int)kind);
}

/* RFC 2426 section 4: backslash, comma, semicolon and line ends are escaped; other controls are dropped. */
static void add_vcard_text(struct str *out, const char *s)
{
    for (; *s; s++) {
        if (*s == '\\' || *s == ',' || *s == ';')
            str_add_c(out, '\\');
        if (*s == '\n')
            str_add(out, "\\n");
        else if (!iscntrl((unsigned char)*s))
            str_add_c(out, *s);
    }
}

static const char *spoken_name(const struct resource *r)
{
    return r->discreet ? "Information" : r->name;
}

static void add_contact(const struct resource *r, struct str *out)
{
    str_add(out, "BEGIN:VCARD\r\nVERSION:3.0\r\nN:");
    add_vcard_text(out, spoken_name(r));
    str_add(out, ";;;;\r\nFN:");
    add_vcard_text(out, spoken_name(r));
    if (can_dial(r->phone)) {
        str_add(out, "\r\nTEL;TYPE=VOICE:");
        resource_dial(r->phone, out);
    }
    if (filled(r->url) && !r->discreet)
        str_add_f(out, "\r\nURL:%s", r->url);
    if (filled(r->address) && !r->discreet) {
        str_add(out, "\r\nADR;TYPE=WORK:;;");
        add_vcard_text(out, r->address);
        str_add(out, ";;;;");
    }
    str_add(out, "\r\nEND:VCARD\r\n");
}

static void add_line(struct str *out, const char *s)
{
    if (!filled(s))
        return;
    if (out->len)
        str_add_c(out, '\n');
    str_add(out, s);
}

static void add_text(const struct resource *r, const char *heading, struct str *out)
{
    struct str lines;
    str_init(&lines);
    add_line(&lines, heading);
    add_line(&lines, spoken_name(r));
    add_line(&lines, r->phone);
    if (filled(r->sms)) {
        add_line(&lines, "SMS ");
        str_add(&lines, r->sms);
        if (filled(r->sms_word))
            str_add_f(&lines, ": %s", r->sms_word);
    }
    add_line(&lines, r->hours);
    if (!r->discreet) {
        add_line(&lines, r->address);
        if (!filled(r->phone) && !filled(r->sms))
            add_line(&lines, r->url);
    }
    str_add_n(out, lines.s, lines.len);
    if (lines.failed)
        out->failed = true;
    str_release(&lines);
}

void resource_payload(const struct resource *r, enum qr_kind kind, const char *heading, struct str *out)
{
    switch (kind) {
    case QR_WEB:
        str_add(out, r->url ? r->url : "");
        return;
    case QR_CALL:
        str_add(out, "tel:");
        resource_dial(r->phone, out);
        return;
    case QR_CONTACT:
        add_contact(r, out);
        return;
    case QR_TEXT:
        add_text(r, heading, out);
        return;
    case QR_KIND_COUNT:
        break;
    }
    BUG("qr kind %d", (int)kind);
}
