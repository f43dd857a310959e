/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/photo.h"

#include <stdint.h>
#include <string.h>

static uint32_t big_endian(const unsigned char *p, int bytes)
{
    uint32_t v = 0;
    for (int i = 0; i < bytes; i++)
        v = v << 8 | p[i];
    return v;
}

static bool size_ok(uint32_t w, uint32_t h, struct err *e)
{
    if (w == 0 || h == 0)
        return err_set(e, ERR_FAILED, "the picture is empty");
    if ((uint64_t)w * h > PHOTO_PIXELS_MAX)
        return err_set(e, ERR_TOO_BIG, "the picture has %u × %u pixels; at most %d million are shown", w, h,
                       PHOTO_PIXELS_MAX / 1000000);
    return true;
}

/* PNG (ISO/IEC 15948), 11.2.2: the signature, then IHDR with width and height. */
static bool png_ok(const unsigned char *p, size_t len, struct err *e)
{
    enum { WIDTH_AT = 16, HEIGHT_AT = 20, LEAST = 33 };
    if (len < LEAST || memcmp(p + 12, "IHDR", 4) != 0)
        return err_set(e, ERR_FAILED, "the PNG file is cut short");
    return size_ok(big_endian(p + WIDTH_AT, 4), big_endian(p + HEIGHT_AT, 4), e);
}

/* JPEG (ITU-T T.81), B.2.2: the frame header SOF0 … SOF15 without DHT, JPG and DAC. */
static bool is_frame(unsigned marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static bool jpeg_ok(const unsigned char *p, size_t len, struct err *e)
{
    for (size_t i = 2; i + 9 < len && p[i] == 0xFF;) {
        unsigned marker = p[i + 1];
        if (marker == 0xFF) { /* a fill byte */
            i++;
            continue;
        }
        if (is_frame(marker))
            return size_ok(big_endian(p + i + 7, 2), big_endian(p + i + 5, 2), e);
        i += 2 + big_endian(p + i + 2, 2);
    }
    return err_set(e, ERR_FAILED, "the JPEG file is cut short");
}

bool photo_ok(const char *bytes, size_t len, struct err *e)
{
    const unsigned char *p = (const unsigned char *)bytes;
    if (len >= 8 && memcmp(p, "\x89PNG\r\n\x1A\n", 8) == 0)
        return png_ok(p, len, e);
    if (len >= 3 && memcmp(p, "\xFF\xD8\xFF", 3) == 0)
        return jpeg_ok(p, len, e);
    return err_set(e, ERR_FAILED, "it is neither a PNG nor a JPEG picture");
}
