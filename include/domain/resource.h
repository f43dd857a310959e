/* Hotlines, offices, media and links, and what their QR codes say. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_RESOURCE_H
#define PORCHLIGHT_DOMAIN_RESOURCE_H

#include "base/clock.h"
#include "base/str.h"
#include <stdbool.h>
#include <stddef.h>

enum resource_kind { RESOURCE_HOTLINE, RESOURCE_OFFICE, RESOURCE_MEDIA, RESOURCE_LINK, RESOURCE_KIND_COUNT };

struct resource {
    const char *key;   /* [a-z0-9_-]{1,40} */
    const char *name;  /* proper name, not translated */
    const char *about; /* an interface string (msgid) that says what it is for */
    const char *icon;
    enum resource_kind kind;
    const char *phone;            /* as printed, "1-800-799-7233"; NULL when none */
    const char *sms;              /* number to text; NULL */
    const char *sms_word;         /* word to text ("START"); NULL */
    const char *url;              /* https only; NULL */
    const char *address;          /* one line; NULL */
    const char *hours;            /* as printed; NULL when unknown */
    const char *const *languages; /* tags; empty with `interpreter` means by interpreter */
    size_t language_count;
    bool interpreter;    /* telephone interpreters are added */
    bool discreet;       /* may be dangerous on a shared phone: neutral label, safety note, no automatic print */
    const char *caution; /* for staff */
    const char *checked_by;
    day_t checked_on, expires;
};

/* The number as a machine dials it, appended: "+18007997233"; up to six digits stay as they are (911, 88788); ten
 * digits, or eleven that begin with 1, are North American; what follows "x" or "ext" becomes ";ext=" (RFC 3966). False,
 * with nothing appended, when no telephone number can be made of it. */
bool resource_dial(const char *printed, struct str *out);

/* Which code: the web one needs data; the other three work without. */
enum qr_kind { QR_WEB, QR_CALL, QR_CONTACT, QR_TEXT, QR_KIND_COUNT };

bool resource_has(const struct resource *r, enum qr_kind kind);

/* Appends the code's payload: the https URL as it is; `tel:+18007997233` (RFC 3966; short numbers like 911 stay
 * `tel:911`); a vCard 3.0 (RFC 2426) with name, phone, url and, when present, address; or plain text in the
 * visitor's language: `heading` (may be NULL), name, number, hours on lines of their own. A discreet resource is
 * named "Information" in the last two, and its card leaves out url and address: either would say what it is. */
void resource_payload(const struct resource *r, enum qr_kind kind, const char *heading, struct str *out);

#endif
