/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "escpos_answer_int.h"

/* Fixed bits: a real-time answer is 0xx1xx10, the first byte of an automatic status 0xx1xx00, its others and the answer
 * to GS r are 0xx0xxxx. */
static bool is_real_time(uint8_t b)
{
    return (b & 0x93) == 0x12;
}

static bool is_automatic(uint8_t b)
{
    return (b & 0x93) == 0x10;
}

/* Two sensors, each told by two bits that are the same. */
static bool is_paper(uint8_t b)
{
    return (b & 0x90) == 0 && ((b & 3) == 0 || (b & 3) == 3) && ((b & 12) == 0 || (b & 12) == 12);
}

enum { BLOCK_HEADER = 0x37, BLOCK_CLEARED = 0x25, XON = 0x11, XOFF = 0x13 };

static enum escpos_heard nonsense(struct escpos_ear *ear)
{
    if (ear->nonsense <= ESCPOS_NONSENSE_MAX)
        ear->nonsense++;
    return ESCPOS_NONSENSE;
}

static enum escpos_heard hear_block(struct escpos_ear *ear, uint8_t byte)
{
    ear->block_len++;
    if (ear->block_len == 1)
        ear->identifier = byte;
    if (byte == 0) {
        ear->block = false;
        return ear->identifier == BLOCK_CLEARED && ear->block_len == 2 ? ESCPOS_CLEARED : ESCPOS_NOTHING;
    }
    if (ear->block_len < ESCPOS_BLOCK_MAX)
        return ESCPOS_NOTHING;
    ear->block = false;
    return nonsense(ear);
}

enum escpos_heard escpos_hear(struct escpos_ear *ear, uint8_t byte)
{
    if (ear->block)
        return hear_block(ear, byte);
    if (ear->status_left > 0) {
        ear->status_left--;
        if ((byte & 0x90) == 0)
            return ESCPOS_NOTHING;
        ear->status_left = 0; /* it was none after all: what this byte is stands below */
        nonsense(ear);
    }
    if (byte == BLOCK_HEADER) {
        ear->block = true;
        ear->block_len = 0;
        return ESCPOS_NOTHING;
    }
    if (byte == XON || byte == XOFF)
        return ESCPOS_NOTHING;
    if (is_real_time(byte))
        return ESCPOS_REAL_TIME;
    if (is_automatic(byte)) {
        ear->status_left = 3;
        return ESCPOS_NOTHING;
    }
    return is_paper(byte) ? ESCPOS_PAPER : nonsense(ear);
}

enum printer_state escpos_state(const struct escpos_status *s)
{
    enum {
        OFFLINE = 0x08,    /* of DLE EOT 1 */
        COVER_OPEN = 0x04, /* of 2 */
        PAPER_STOP = 0x20, /* of 2 */
        IN_ERROR = 0x40,   /* of 2 */
        CUTTER = 0x08,     /* of 3 */
        UNMENDABLE = 0x20, /* of 3 */
        TOO_HOT = 0x40,    /* of 3: goes over by itself, but nothing prints until then */
        NEAR_END = 0x0C,   /* of 4 */
        PAPER_END = 0x60,  /* of 4 */
    };
    int bits[5];
    bool any = false;
    for (int n = 1; n <= 4; n++) {
        any = any || s->answer[n] >= 0;
        bits[n] = s->answer[n] >= 0 ? s->answer[n] : 0;
    }
    if (!any)
        return PRINTER_UNKNOWN;
    if (bits[2] & COVER_OPEN) /* first: with the cover open the paper's sensors see none */
        return PRINTER_COVER_OPEN;
    if (bits[2] & PAPER_STOP || bits[4] & PAPER_END)
        return PRINTER_PAPER_OUT;
    if (bits[3] & CUTTER)
        return PRINTER_CUTTER;
    if (bits[1] & OFFLINE || bits[2] & IN_ERROR || bits[3] & (UNMENDABLE | TOO_HOT))
        return PRINTER_OFFLINE;
    return bits[4] & NEAR_END ? PRINTER_PAPER_LOW : PRINTER_READY;
}
