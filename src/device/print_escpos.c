/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job's way: ask how the printer is, bring in order what an earlier job has left, send band by band and no faster
 * than the printer says that it prints, cut, and believe "printed" only from the printer. Little is ever on the way, so
 * that little comes out of a job that is called back. */
#include "print_escpos_int.h"

#include "escpos_bytes_int.h"
#include "escpos_talk_int.h"

#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DOTS_PER_MM = 8, /* 203 dpi */
    CLEAR_MM = 12    /* from the head to the cutter or the tear bar, at most */
};

struct escpos {
    const struct printer_settings *settings;
    struct printer_address address;
    /* Before the first job, and after one that broke off: a slip may hang in the printer, or the rest of a band may be
     * waited for. What comes next would be printed as its end. */
    bool unsure, broken;
    /* What it could do before. Silence of one that has spoken is trouble. */
    bool spoke, counted;
};

void *print_escpos_new(const struct printer_settings *s)
{
    struct escpos *x = calloc(1, sizeof *x);
    struct err e = {0};
    if (!x)
        BUG("out of memory");
    if (!printer_address_parse(s->address, &x->address, &e))
        BUG("settings that were not checked: %s", e.msg);
    x->settings = s;
    x->unsure = true;
    return x;
}

static void escpos_free(void *self)
{
    free(self);
}

/* ---- on paper ---------------------------------------------------------------------------------------------------- */

static bool send_white(struct escpos_talk *t, int mm)
{
    uint8_t bytes[ESCPOS_BAND_MAX];
    for (int rows = mm * DOTS_PER_MM; rows > 0; rows -= ESCPOS_BAND_ROWS)
        if (!talk_send(t, bytes, escpos_white(bytes, rows)))
            return false;
    return true;
}

static bool send_cut(const struct escpos *x, struct escpos_talk *t)
{
    return !x->settings->cutter || talk_send(t, ESCPOS_CUT, sizeof ESCPOS_CUT - 1);
}

static bool open_talk(struct escpos *x, struct escpos_talk *t, struct print_host *h)
{
    if (!talk_open(t, h, &x->address))
        return false;
    x->spoke |= t->speaks;
    return t->speaks || !x->spoke || talk_fail(t, PRINTER_OFFLINE, "it answers no more");
}

/* Gives the printer what it may still wait for, sets it back to how it is when switched on, and learns whether it
 * counts. */
static bool reset(struct escpos *x, struct escpos_talk *t)
{
    uint8_t bytes[ESCPOS_BAND_MAX];
    bool padded = x->unsure || x->broken;
    const struct print_times *times = &t->host->times;
    if (padded && !talk_send(t, bytes, escpos_padding(bytes, paper_area(x->settings->paper).w)))
        return false;
    if (!talk_send(t, ESCPOS_RESET, sizeof ESCPOS_RESET - 1) ||
        !talk_probe(t, x->counted ? times->work : times->answer, padded))
        return false;
    x->counted |= t->counts;
    return t->counts || !x->counted || talk_fail(t, PRINTER_OFFLINE, "it does not go on");
}

/* Moves what hangs in the printer out of the way of the next slip. */
static bool push_out(struct escpos *x, struct escpos_talk *t)
{
    if (!x->unsure && !x->broken)
        return !t->stopped && !t->failed;
    int mm = x->settings->feed_bottom_mm > CLEAR_MM ? x->settings->feed_bottom_mm : CLEAR_MM;
    if (!send_white(t, mm) || !send_cut(x, t) || !talk_settle(t) || !talk_check(t, true))
        return false;
    x->unsure = x->broken = false;
    return true;
}

/* ---- a job ------------------------------------------------------------------------------------------------------- */

struct progress {
    int64_t sent, all; /* rows */
};

static bool send_slip(struct escpos *x, struct escpos_talk *t, const struct raster *r, struct progress *p)
{
    uint8_t bytes[ESCPOS_BAND_MAX];
    bool ok = send_white(t, x->settings->feed_top_mm);
    for (int y = 0, rows = 0; ok && y < r->h; y += rows) {
        ok = talk_send(t, bytes, escpos_band(bytes, r, y, &rows)) && talk_count(t, ESCPOS_ON_THE_WAY);
        p->sent += rows;
        t->host->progress(t->host, (int)(p->sent * 100 / p->all));
        if (ok && t->state == PRINTER_PAPER_LOW)
            t->host->status(t->host, PRINTER_PAPER_LOW);
    }
    explicit_bzero(bytes, sizeof bytes);
    return ok && send_white(t, x->settings->feed_bottom_mm) && send_cut(x, t);
}

static bool send_all(struct escpos *x, struct escpos_talk *t, const struct print_work *work)
{
    struct progress p = {0};
    for (size_t i = 0; i < work->count; i++)
        p.all += (int64_t)work->pages[i].h * work->copies;
    x->broken = true; /* until its end is known */
    for (int c = 0; c < work->copies; c++)
        for (size_t i = 0; i < work->count; i++)
            if (!send_slip(x, t, &work->pages[i], &p))
                return false;
    return talk_settle(t) && talk_check(t, true);
}

/* After a job that broke off in the middle: takes back what can be, and cuts the rest off while the printer can. */
static void tidy(struct escpos *x, struct escpos_talk *t, struct printer_status *out)
{
    t->host->tidying = true;
    if (t->link.fd >= 0 && (t->speaks || t->counts))
        talk_clear(t);
    out->left_over = true;
    if (t->link.fd < 0 || t->failed || !talk_check(t, true))
        return;
    if (reset(x, t) && push_out(x, t))
        out->left_over = !t->counts; /* one that does not say what it has done may still do it */
}

static void tell_end(struct escpos_talk *t, bool all, struct print_end *end)
{
    *end = (struct print_end){.state = PRINT_FAILED, .why = t->why};
    if (all)
        end->state = t->counts ? PRINT_PRINTED : PRINT_SENT;
    else if (t->stopped)
        end->state = PRINT_CANCELLED;
    else
        snprintf(end->message, sizeof end->message, t->detail ? "%s (%s)" : "%s%s", print_state_message(t->why),
                 t->detail ? t->detail : "");
}

static void escpos_print(void *self, struct print_host *h, const struct print_work *work, struct print_end *end,
                         struct printer_status *out)
{
    struct escpos *x = self;
    struct escpos_talk t;
    bool ready = open_talk(x, &t, h) && reset(x, &t) && push_out(x, &t);
    bool all = ready && send_all(x, &t, work);
    tell_end(&t, all, end);
    enum printer_state state = t.state;
    if (all) {
        x->broken = false;
        out->left_over = false;
        link_close(&t.link);
    } else {
        if (x->broken)
            tidy(x, &t, out);
        state = t.state;
        link_abort(&t.link);
    }
    print_status_set(out, state, t.failed ? t.detail : NULL);
}

static void escpos_look(void *self, struct print_host *h, struct printer_status *out)
{
    struct escpos *x = self;
    struct escpos_talk t;
    bool ready = open_talk(x, &t, h);
    if (ready && x->broken && reset(x, &t) && push_out(x, &t))
        out->left_over = !t.counts;
    if (!t.stopped)
        print_status_set(out, t.state, t.failed ? t.detail : NULL);
    link_close(&t.link);
}

const struct print_driver print_escpos_driver = {.look = escpos_look, .print = escpos_print, .free = escpos_free};
