/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "escpos_talk_int.h"

#include "escpos_bytes_int.h"

#include <stdio.h>
#include <string.h>

enum { MOMENT_MS = 300 /* without an answer before the printer is asked why */ };

static bool over(const struct escpos_talk *t)
{
    return t->stopped || t->failed;
}

bool talk_fail(struct escpos_talk *t, enum printer_state why, const char *detail)
{
    t->failed = true;
    t->why = t->state = why;
    t->detail = detail;
    return false;
}

/* What the end of a link's call means where silence is a failure. */
static bool went(struct escpos_talk *t, enum link_end end)
{
    switch (end) {
    case LINK_OK:
        return true;
    case LINK_STOP:
        t->stopped = true;
        return false;
    case LINK_TIME:
        return talk_fail(t, PRINTER_OFFLINE, "it takes no more data");
    case LINK_GONE:
        break;
    }
    link_close(&t->link);
    return talk_fail(t, PRINTER_NOT_THERE, "the line has dropped");
}

/* ---- listening --------------------------------------------------------------------------------------------------- */

static enum link_end next_byte(struct escpos_talk *t, int ms, uint8_t *byte)
{
    while (t->heard_at == t->heard_len) {
        t->heard_at = 0;
        int64_t began = print_now_ms();
        enum link_end end = link_read(&t->link, t->host, t->heard, sizeof t->heard, ms, &t->heard_len);
        if (end != LINK_OK)
            return end;
        if (t->heard_len == 0 && (ms -= (int)(print_now_ms() - began) + 1) <= 0)
            return LINK_TIME;
    }
    *byte = t->heard[t->heard_at++];
    return LINK_OK;
}

/* Until `wanted` is heard, or time is over, or too much nonsense is. */
static enum link_end listen(struct escpos_talk *t, enum escpos_heard wanted, int ms, uint8_t *byte)
{
    int64_t until = print_now_ms() + ms;
    while (t->ear.nonsense <= ESCPOS_NONSENSE_MAX) {
        int64_t left = until - print_now_ms();
        enum link_end end = next_byte(t, left > 0 ? (int)left : 0, byte);
        if (end != LINK_OK)
            return end;
        enum escpos_heard what = escpos_hear(&t->ear, *byte);
        if (what == ESCPOS_PAPER) {
            if (t->on_the_way > 0)
                t->on_the_way--;
            else
                t->ear.nonsense++; /* nobody has asked */
            t->paper = *byte;
        }
        if (what == wanted)
            return LINK_OK;
        if (left <= 0)
            break;
    }
    return LINK_TIME;
}

/* ---- how it is --------------------------------------------------------------------------------------------------- */

/* One question at a time: the answers don't say which they belong to. After one that does not come, no more are asked,
 * or a late answer would be taken for the next. LINK_TIME when nothing at all was answered. */
static enum link_end ask_status(struct escpos_talk *t, struct escpos_status *out)
{
    *out = ESCPOS_STATUS_UNKNOWN;
    for (uint8_t n = 1; n <= 4; n++) {
        const uint8_t ask[3] = {0x10, 0x04, n};
        uint8_t byte;
        enum link_end end = link_write(&t->link, t->host, ask, sizeof ask, t->host->times.work);
        if (end == LINK_OK)
            end = listen(t, ESCPOS_REAL_TIME, t->host->times.answer, &byte);
        if (end == LINK_TIME)
            return n > 1 ? LINK_OK : LINK_TIME;
        if (end != LINK_OK)
            return end;
        out->answer[n] = byte;
    }
    return LINK_OK;
}

bool talk_check(struct escpos_talk *t, bool must_answer)
{
    if (over(t))
        return false;
    if (!t->speaks)
        return true;
    struct escpos_status s;
    enum link_end end = ask_status(t, &s);
    if (end == LINK_STOP || end == LINK_GONE)
        return went(t, end);
    if (end == LINK_TIME) /* it spoke before; whoever waits for something else decides how long */
        return !must_answer || talk_fail(t, PRINTER_OFFLINE, "it answers no more");
    t->state = escpos_state(&s);
    return printer_usable(t->state) || talk_fail(t, t->state, NULL);
}

bool talk_open(struct escpos_talk *t, struct print_host *h, const struct printer_address *a)
{
    struct err e = {0};
    struct escpos_status s;
    *t = (struct escpos_talk){.host = h, .state = PRINTER_UNKNOWN, .paper = -1};
    if (!link_open(&t->link, a, h, &e)) {
        if (h->stop(h)) {
            t->stopped = true;
            return false;
        }
        snprintf(t->text, sizeof t->text, "%.*s", (int)sizeof t->text - 1, e.msg);
        return talk_fail(t, PRINTER_NOT_THERE, t->text);
    }
    enum link_end end = ask_status(t, &s);
    if (end == LINK_STOP || end == LINK_GONE)
        return went(t, end);
    t->speaks = end == LINK_OK;
    t->state = escpos_state(&s);
    if (t->ear.nonsense > (t->speaks ? ESCPOS_NONSENSE_MAX : 0))
        return talk_fail(t, PRINTER_OFFLINE, "what it answers makes no sense: is it ESC/POS, and its speed right?");
    return printer_usable(t->state) || talk_fail(t, t->state, NULL);
}

/* ---- sending ------------------------------------------------------------------------------------------------------
 */

bool talk_send(struct escpos_talk *t, const void *bytes, size_t len)
{
    return !over(t) && went(t, link_write(&t->link, t->host, bytes, len, t->host->times.work));
}

static bool ask_paper(struct escpos_talk *t)
{
    t->on_the_way++;
    return talk_send(t, ESCPOS_ASK_PAPER, sizeof ESCPOS_ASK_PAPER - 1);
}

bool talk_probe(struct escpos_talk *t, int ms, bool strangers)
{
    uint8_t byte;
    if (over(t) || !ask_paper(t))
        return false;
    enum link_end end = listen(t, ESCPOS_PAPER, ms, &byte);
    t->counts = end == LINK_OK;
    while (strangers && end == LINK_OK && t->ear.nonsense <= ESCPOS_NONSENSE_MAX)
        end = listen(t, ESCPOS_PAPER, MOMENT_MS, &byte);
    if (end == LINK_TIME) {
        t->on_the_way = 0;
        return true;
    }
    return went(t, end);
}

/* One more answer to GS r. */
static bool await_paper(struct escpos_talk *t)
{
    int64_t until = print_now_ms() + t->host->times.work;
    int moment = MOMENT_MS < t->host->times.answer ? MOMENT_MS : t->host->times.answer;
    int before = t->on_the_way; /* an answer may come while talk_check listens for others */
    while (t->on_the_way == before) {
        uint8_t byte;
        enum link_end end = listen(t, ESCPOS_PAPER, moment, &byte);
        if (end == LINK_STOP || end == LINK_GONE)
            return went(t, end);
        if (end == LINK_OK)
            break;
        if (!talk_check(t, false))
            return false;
        if (t->ear.nonsense > ESCPOS_NONSENSE_MAX)
            return talk_fail(t, PRINTER_OFFLINE, "what it answers makes no sense");
        if (print_now_ms() >= until)
            return talk_fail(t, PRINTER_OFFLINE, "it has stopped printing");
    }
    /* the sensor sees the end while some paper is still left to print on; only a printer that says no more than this is
     * taken at this word */
    return t->speaks || !(t->paper & 12) || talk_fail(t, PRINTER_PAPER_OUT, NULL);
}

bool talk_count(struct escpos_talk *t, int may_wait)
{
    if (over(t))
        return false;
    if (!t->counts)
        return true;
    if (!ask_paper(t))
        return false;
    while (t->on_the_way > may_wait)
        if (!await_paper(t))
            return false;
    return true;
}

bool talk_settle(struct escpos_talk *t)
{
    if (over(t))
        return false;
    return t->counts ? talk_count(t, 0) : went(t, link_drain(&t->link, t->host, t->host->times.work));
}

bool talk_clear(struct escpos_talk *t)
{
    uint8_t byte;
    if (t->link.fd < 0)
        return false;
    t->stopped = t->failed = false;
    link_blurt(&t->link, ESCPOS_CLEAR, sizeof ESCPOS_CLEAR - 1);
    enum link_end end = listen(t, ESCPOS_CLEARED, t->host->times.answer, &byte);
    if (end == LINK_OK)
        t->on_the_way = 0; /* its questions are forgotten too */
    else if (end != LINK_TIME)
        went(t, end);
    return end == LINK_OK;
}
