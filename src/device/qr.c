/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/qr.h"

#include "base/str.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>

/* The number that means UTF-8 in the AIM ECI register. Only text beyond ASCII carries it: the plain telephone numbers
 * and links that matter most stay readable by the oldest scanners, a few of which stumble over any ECI. A byte order
 * mark would work as a hint too, but then a contact card no longer begins with BEGIN:VCARD. */
enum { ECI_UTF8 = 26 };

static bool is_ascii(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s >= 0x80)
            return false;
    return true;
}

/* NULL with errno set when it does not fit. `version` 0 lets the library choose the smallest. */
static QRcode *encode(const char *payload, int version, QRecLevel level)
{
    if (is_ascii(payload)) /* splits into digits, capitals and bytes, so a telephone number takes fewer modules */
        return QRcode_encodeString(payload, version, level, QR_MODE_8, 1);
    QRinput *input = QRinput_new2(version, level);
    if (!input)
        return NULL;
    QRcode *code = NULL;
    if (QRinput_appendECIheader(input, ECI_UTF8) == 0 &&
        QRinput_append(input, QR_MODE_8, (int)strlen(payload), (const unsigned char *)payload) == 0)
        code = QRcode_encodeInput(input);
    int saved = errno;
    QRinput_free(input);
    errno = saved;
    return code;
}

/* A visitor's code passes through here: what the library's hands hold of it is wiped where we can reach it. */
static void drop(QRcode *code)
{
    if (code)
        explicit_bzero(code->data, (size_t)code->width * (size_t)code->width);
    QRcode_free(code);
}

bool qr_encode(const char *payload, struct qr *out, struct err *e)
{
    out->size = 0;
    size_t len = strlen(payload);
    if (len == 0)
        return err_set(e, ERR_FAILED, "a QR code needs some text");
    /* no symbol holds more than 7,089 digits (version 40-L); keeps a hostile length away from the library's ints */
    if (len > 7089)
        return err_set(e, ERR_TOO_BIG, "too long for a QR code: %zu bytes", len);
    if (!utf8_valid(payload, len, NULL))
        return err_set(e, ERR_FAILED, "the text for a QR code is not UTF-8");

    QRcode *code = encode(payload, 0, QR_ECLEVEL_M);
    if (!code && errno == ERANGE)
        return err_set(e, ERR_TOO_BIG, "too long for a QR code: %zu bytes", len);
    if (!code)
        return err_errno(e, errno, "cannot make a QR code");
    QRcode *stronger = encode(payload, code->version, QR_ECLEVEL_Q);
    if (stronger && stronger->version == code->version) {
        drop(code);
        code = stronger;
    } else {
        drop(stronger);
    }
    out->size = code->width;
    for (int i = 0; i < code->width * code->width; i++)
        out->dark[i] = code->data[i] & 1; /* the other bits say which part of the symbol a module is */
    drop(code);
    return true;
}
