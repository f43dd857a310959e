/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A liaison's day, out of what was promised; and all that the key opens as a file on a stick, a few requests at a time.
 */
#include "liaison_int.h"

#include "base/fs.h"
#include "base/log.h"
#include "base/vec.h"
#include "screens/slip.h"
#include "store/audit.h"
#include "store/lists.h"
#include "store/opened.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_ROWS = 4 };

/* What is printed, and the file that is being made. */
struct liaison_paper {
    struct day_list list;
    struct day_list_row *rows;
    struct export file;
    bool begun;
    size_t at;
    char folder[USB_PATH];
};

static struct liaison_paper *paper_of(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    if (!l->paper) {
        l->paper = calloc(1, sizeof *l->paper);
        if (!l->paper)
            BUG("out of memory");
    }
    return l->paper;
}

/* ---- the day ----------------------------------------------------------------------------------------------------- */

static const char *or_null(const char *s)
{
    return *s ? s : NULL;
}

static void lay_out(struct app *a)
{
    struct liaison_paper *p = paper_of(a);
    const struct liaison_day *day = &liaison_of(a)->seen.today.meetings;
    free(p->rows);
    p->rows = calloc(day->count ? day->count : 1, sizeof *p->rows);
    if (!p->rows)
        BUG("out of memory");
    for (size_t i = 0; i < day->count; i++) {
        const struct liaison_meeting *m = &day->v[i];
        const struct language *l = m->language[0] ? site_language(a->site, m->language) : NULL;
        bool here = strcmp(m->place, ANSWER_PLACE_CENTRE) == 0;
        p->rows[i] = (struct day_list_row){.minute = m->minute == SLOT_NO_MINUTE ? ANSWER_NO_MINUTE : m->minute,
                                           .part = m->part,
                                           .doubled = liaison_day_doubled(day, i),
                                           .language = l ? l->english : or_null(m->language),
                                           .tag = or_null(m->language),
                                           .dialect = or_null(m->dialect),
                                           .interpreter = m->interpreter,
                                           .reach = m->reach,
                                           .phone = or_null(m->phone),
                                           .safe_parts = m->safe_parts,
                                           .place = here ? a->site->centre : or_null(m->place),
                                           .id = m->short_id,
                                           .name = or_null(m->name)};
    }
    p->list = (struct day_list){.day = day->day, .rows = p->rows, .count = day->count};
    a->view.day_list = &p->list;
}

/* The answers have been read: the few requests of this day are opened whole. */
static void fill(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    struct liaison_today *t = &l->seen.today;
    struct request_row row;
    struct opened_request r;
    liaison_day_release(&t->meetings);
    liaison_day_init(&t->meetings, t->day);
    struct promises all;
    promise_book_list(l->book, NULL, &all);
    for (size_t i = 0; i < all.count; i++) {
        if (all.list[i].day == t->day && store_get(a->store, all.ids[i], &row, NULL) &&
            store_read_opened(a->store, &row, a->behind.desk->key, &r, NULL))
            liaison_day_add(&t->meetings, &r, a->behind.desk->seen.person->key);
        sodium_memzero(&r, sizeof r);
    }
    promises_release(&all);
    t->looking = false;
    lay_out(a);
    a->dirty = true;
}

void liaison_day_shown(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    l->seen.keys.stick = sticks_writable(a) != NULL;
    l->seen.today.looking = true;
    liaison_times_begin(a);
    liaison_day_step(a);
}

void liaison_day_gone(struct app *a)
{
    struct liaison_today *t = &liaison_of(a)->seen.today;
    a->view.day_list = NULL;
    liaison_day_release(&t->meetings);
    t->looking = false;
    t->name[0] = 0;
    if (liaison_of(a)->paper)
        liaison_of(a)->paper->list.count = 0;
}

bool liaison_day_step(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    if (l->seen.today.looking && !l->seen.times.looking)
        fill(a);
    return liaison_file_step(a);
}

bool liaison_printing(struct app *a, const char *what)
{
    char count[AUDIT_SUBJECT];
    struct err e = {0};
    if (strcmp(what, "day-list") != 0)
        return true;
    if (!liaison_of(a))
        return false;
    snprintf(count, sizeof count, "%zu", liaison_of(a)->seen.today.meetings.count);
    if (liaison_record(a, AUDIT_REQUESTS_PRINTED, count, &e))
        return true;
    log_error("a day's list is not printed: %s", e.msg);
    return false;
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

static void end_file(struct app *a)
{
    struct liaison_paper *p = liaison_of(a)->paper;
    liaison_of(a)->seen.today.saving = false;
    if (p && p->begun)
        export_release(&p->file);
    if (p)
        p->begun = false;
    a->dirty = true;
}

static void begin_file(struct app *a, enum export_format format)
{
    struct app_liaison *l = liaison_of(a);
    struct liaison_today *t = &l->seen.today;
    struct liaison_paper *p = paper_of(a);
    const struct usb_stick *stick = sticks_writable(a);
    struct request_row none;
    struct err e = {0};
    size_t count;
    if (!stick || t->saving)
        return;
    if (!store_list(a->store, 0, 0, &none, &count, &t->to_save, &e)) {
        liaison_done(a, DONE_FAILED, &e);
        return;
    }
    const struct export_settings settings = {.format = format,
                                             .zone = a->site->zone,
                                             .meeting_min = a->site->meeting_min,
                                             .now_s = a->options.clock.unix_s(&a->options.clock),
                                             .officer = a->behind.desk->seen.person->key,
                                             .centre = a->site->centre,
                                             .places = a->site->places,
                                             .place_count = a->site->place_count};
    snprintf(p->folder, sizeof p->folder, "%s", stick->path);
    export_begin(&p->file, &settings);
    p->begun = true;
    p->at = t->saved = 0;
    t->name[0] = 0;
    t->saving = true;
    while (a->options.at_once && liaison_file_step(a))
        continue;
}

/* Recorded first: nothing leaves the kiosk that the audit does not tell of. */
static void write_file(struct app *a)
{
    static const char *const words[EXPORT_FORMAT_COUNT] = {
        [EXPORT_ICS] = "ics", [EXPORT_CSV] = "csv", [EXPORT_JSON] = "json"};
    struct liaison_paper *p = paper_of(a);
    struct liaison_today *t = &liaison_of(a)->seen.today;
    const char *word = words[p->file.settings.format];
    char day[11], subject[AUDIT_SUBJECT], path[USB_PATH + SAVED_NAME], name[SAVED_NAME];
    struct err e = {0};
    day_format(clock_today(&a->options.clock), day);
    snprintf(name, sizeof name, "porchlight-%s.%s", day, word);
    snprintf(path, sizeof path, "%s/%s", p->folder, name);
    snprintf(subject, sizeof subject, "%s %zu", word, p->file.count);
    bool ok = (export_end(&p->file) || err_set(&e, ERR_FAILED, "out of memory")) &&
              liaison_record(a, AUDIT_REQUESTS_EXPORTED, subject, &e);
    if (ok && !fs_write_atomic(path, p->file.out.s, p->file.out.len, 0600, &e)) {
        liaison_not_done(a, AUDIT_REQUESTS_EXPORTED);
        ok = false;
    }
    if (ok)
        memcpy(t->name, name, sizeof name);
    else
        liaison_done(a, DONE_FAILED, &e);
}

bool liaison_file_step(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    struct request_row rows[STEP_ROWS];
    struct opened_request r;
    struct err e = {0};
    size_t count = 0;
    if (!l->seen.today.saving)
        return false;
    struct liaison_paper *p = paper_of(a);
    if (!store_list(a->store, p->at, STEP_ROWS, rows, &count, NULL, &e)) {
        liaison_done(a, DONE_FAILED, &e);
        end_file(a);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (store_read_opened(a->store, &rows[i], a->behind.desk->key, &r, NULL))
            export_add(&p->file, &r);
        sodium_memzero(&r, sizeof r);
    }
    p->at += count;
    l->seen.today.saved = p->at;
    if (count == STEP_ROWS)
        return true;
    write_file(a);
    end_file(a);
    return false;
}

void liaison_day_order(struct app *a, int order)
{
    if (order == LIAISON_DAY_TURN) {
        stack_top(a)->page_at = 0;
        liaison_day_shown(a);
    } else if (order >= LIAISON_DAY_SAVE && order < (int)LIAISON_DAY_SAVE + (int)EXPORT_FORMAT_COUNT) {
        begin_file(a, (enum export_format)(order - LIAISON_DAY_SAVE));
    }
}

void liaison_day_end(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    liaison_day_gone(a);
    end_file(a);
    if (l->paper)
        free(l->paper->rows);
    free(l->paper);
    l->paper = NULL;
}
