/* What an ESC/POS printer says back, byte by byte. Pure. The bits are those of Epson's command reference (DLE EOT, GS
 * r, GS a, DLE DC4 function 8), which the other makers repeat. Whatever comes is believed only where its fixed bits are
 * right. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_ESCPOS_ANSWER_INT_H
#define PORCHLIGHT_DEVICE_ESCPOS_ANSWER_INT_H

#include "device/print_state.h"

#include <stdbool.h>
#include <stdint.h>

enum escpos_heard {
    ESCPOS_NOTHING,   /* in the middle of something longer */
    ESCPOS_REAL_TIME, /* the answer to DLE EOT n: `byte` */
    ESCPOS_PAPER,     /* the answer to GS r 1: all that was sent before it has been worked off; `byte` */
    ESCPOS_CLEARED,   /* the answer to DLE DC4 8: its buffers are empty */
    ESCPOS_NONSENSE,
    ESCPOS_HEARD_COUNT
};

/* Zeroed at the start of a connection. */
struct escpos_ear {
    int status_left; /* bytes to come of an automatic status, four in all, that nobody asked for */
    bool block;      /* in a block that begins with 37H and ends with NUL */
    int block_len;
    uint8_t identifier; /* of the block */
    unsigned nonsense;  /* how much of it so far */
};

enum { ESCPOS_BLOCK_MAX = 80, ESCPOS_NONSENSE_MAX = 64 /* more is not a printer that we can speak with */ };

enum escpos_heard escpos_hear(struct escpos_ear *ear, uint8_t byte);

/* The answers to DLE EOT 1 to 4, at [1] to [4]; -1 where none came. */
struct escpos_status {
    int answer[5];
};
#define ESCPOS_STATUS_UNKNOWN ((struct escpos_status){.answer = {-1, -1, -1, -1, -1}})

/* The worst that they tell; UNKNOWN when none came. */
enum printer_state escpos_state(const struct escpos_status *s);

#endif
