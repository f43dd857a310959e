/* Whatever a receipt printer answers: the ear's state stays in its bounds, and every status means something.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"
#include "device/escpos_answer_int.h"

#include <stddef.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct escpos_ear ear = {0};
    struct escpos_status status = ESCPOS_STATUS_UNKNOWN;
    int n = 1;
    for (size_t i = 0; i < size; i++) {
        enum escpos_heard what = escpos_hear(&ear, data[i]);
        if (what >= ESCPOS_HEARD_COUNT || ear.status_left < 0 || ear.status_left > 3 || ear.block_len < 0 ||
            ear.block_len > ESCPOS_BLOCK_MAX || ear.nonsense > ESCPOS_NONSENSE_MAX + 2)
            BUG("out of bounds");
        if (what == ESCPOS_REAL_TIME && (data[i] & 0x93) != 0x12)
            BUG("an answer whose fixed bits are wrong was believed");
        if (what == ESCPOS_PAPER && (data[i] & 0x90) != 0)
            BUG("a count whose fixed bits are wrong was believed");
        if (what != ESCPOS_REAL_TIME)
            continue;
        status.answer[n] = data[i];
        n = n % 4 + 1;
        enum printer_state s = escpos_state(&status);
        if (s >= PRINTER_STATE_COUNT || s == PRINTER_UNKNOWN || s == PRINTER_NONE)
            BUG("a status that means nothing");
        if ((status.answer[2] > 0 && status.answer[2] & 0x20) && printer_usable(s))
            BUG("without paper it can print");
    }
    return 0;
}
