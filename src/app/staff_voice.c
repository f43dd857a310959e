/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recording a voice. What the microphone hears is in locked memory, becomes the bytes of a recording on a thread, and
 * lies in no file until it is kept. Whatever leaves the screen throws it away: one function, let_go. */
#include "staff_int.h"

#include "base/log.h"
#include "content/readings.h"
#include "content/recordings.h"
#include "device/recorder.h"
#include "device/take.h"
#include "screens/staff_voice.h"
#include "slow_int.h"
#include "store/audit.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOOK_MS = 66 /* the level is shown fifteen times a second */, LEVEL_FALLS = 6 };

/* `job` is the thread's while it runs. */
struct voice_work {
    struct staff_voice seen; /* first */
    struct arena arena;      /* the words and paths below */
    struct {
        VEC(struct voice_words) rows;
    } words;
    struct {
        VEC(const char *) paths;
    } older;
    struct recorder *recorder; /* open while it counts down and hears; its samples are the job's after that */
    int64_t counting_ms;       /* when the count began */
    struct take_file taken;
    struct slow slow;
    struct voice_job {
        int16_t *samples;
        size_t count;
        enum take_verdict verdict;
        struct take_file file;
        struct err err;
        bool ok, gone; /* gone: the microphone was pulled out */
    } job;
};

static struct voice_work *work(const struct app *a)
{
    return (struct voice_work *)staff_seen(a)->voice;
}

/* ---- the words, and whose voice they have ------------------------------------------------------------------------ */

static enum voice_from from_of(const struct app *a, const char *tag, const char *words, bool machine)
{
    char path[RECORDING_PATH_MAX], kept[RECORDING_KEPT_PATH_MAX];
    recording_path(tag, words, path);
    if (recording_kept(a->options.data, path, kept))
        return FROM_HERE;
    return fs_stat(&a->site->root, path, NULL, NULL) ? FROM_SITE : machine ? FROM_MACHINE : FROM_NOBODY;
}

static bool machine_speaks(const struct app *a, const struct language *l)
{
    const struct speech_piece p = {.text = "1", .voice = l->voice};
    return l->voice && (!a->speech || speech_can_say(a->speech, &p));
}

static void count_cards(struct app *a, const struct language *l, struct voice_cards *out)
{
    struct readings all;
    *out = (struct voice_cards){.machine = machine_speaks(a, l)};
    readings_list(&all, a->catalogue, a->strings, l->text.tag, a->view.today);
    for (size_t i = 0; i < all.rows.len;) {
        const struct reading *first = &all.rows.v[i];
        bool spoken = true;
        for (; i < all.rows.len && str_eq(all.rows.v[i].page, first->page) && all.rows.v[i].card == first->card; i++)
            spoken = spoken && from_of(a, l->text.tag, all.rows.v[i].words, false) >= FROM_SITE;
        if (first->card == 0 || str_eq(first->page, READINGS_SCREENS))
            continue;
        out->all++;
        out->spoken += spoken;
    }
    readings_release(&all);
}

static bool is_of(const struct readings *all, const char *tag, const char *path)
{
    for (size_t i = 0; i < all->rows.len; i++) {
        char its[RECORDING_PATH_MAX];
        recording_path(tag, all->rows.v[i].words, its);
        if (str_eq(its, path))
            return true;
    }
    return false;
}

/* Recordings made here whose words visitors will not hear again. */
static void find_older(struct app *a, struct voice_work *w, const char *tag)
{
    struct readings all;
    struct err e = {0};
    char **paths;
    size_t n = 0;
    w->older.paths.len = 0;
    if (a->options.data && !recordings_kept(a->options.data, tag, &w->arena, &paths, &n, &e))
        log_warn("the recordings of this kiosk cannot be listed: %s", e.msg);
    if (n) {
        readings_list_hidden(&all, a->catalogue, a->strings, tag, a->view.today);
        for (size_t i = 0; i < n && w->older.paths.len < VOICE_OLDER_MAX; i++)
            if (!is_of(&all, tag, paths[i]))
                VEC_PUSH(&w->older.paths, paths[i]);
        readings_release(&all);
    }
    w->seen.older = w->older.paths.len;
}

static void list_words(struct app *a, struct voice_work *w, const struct language *l)
{
    struct readings all;
    bool machine = machine_speaks(a, l);
    readings_list(&all, a->catalogue, a->strings, l->text.tag, a->view.today);
    for (size_t i = 0; i < all.rows.len; i++) {
        const struct reading *r = &all.rows.v[i];
        VEC_PUSH(&w->words.rows,
                 ((struct voice_words){.page = arena_strdup(&w->arena, r->page),
                                       .card = r->card,
                                       .words = arena_strdup(&w->arena, r->words), /* the site may be read again */
                                       .from = from_of(a, l->text.tag, r->words, machine)}));
    }
    readings_release(&all);
}

/* The n-th text of a page, from 1; the end when there is none. */
static size_t nth(const struct voice_work *w, const char *page, unsigned long n)
{
    for (size_t i = 0; i < w->words.rows.len; i++)
        if (str_eq(w->words.rows.v[i].page, page) && --n == 0)
            return i;
    return w->words.rows.len;
}

/* The next word of a route, up to a slash; cut to fit. */
static const char *next_word(const char *route, char *out, size_t size)
{
    const char *from = *route == '/' ? route + 1 : route;
    size_t n = strcspn(from, "/");
    snprintf(out, size, "%.*s", (int)n, from);
    return from + n;
}

/* Fills what the screens see, by the route that is shown. */
static void look(struct app *a)
{
    struct voice_work *w = work(a);
    struct staff_voice *s = &w->seen;
    char tag[LANGUAGE_TAG_MAX], page[PAGE_SLUG_MAX + 1], n[16];
    const char *route = stack_top(a)->route;
    route = next_word(route + strcspn(route, "/"), tag, sizeof tag);
    next_word(next_word(route, page, sizeof page), n, sizeof n);
    if (!str_eq(tag, s->tag) || !*tag)
        s->agreed = false;
    snprintf(s->tag, sizeof s->tag, "%s", tag);
    snprintf(s->page, sizeof s->page, "%s", page);
    w->words.rows.len = w->older.paths.len = 0;
    arena_reset(&w->arena);
    const struct language *l = *tag ? site_language(a->site, tag) : NULL;
    for (size_t i = 0; !l && i < a->site->offered_count && i < VOICE_LANGUAGES; i++)
        count_cards(a, a->site->offered[i], &s->languages[i]);
    if (l) {
        list_words(a, w, l);
        find_older(a, w, l->text.tag);
    }
    s->words = w->words.rows.v;
    s->count = w->words.rows.len;
    s->at = nth(w, page, strtoul(n, NULL, 10));
}

static const struct language *language(const struct app *a)
{
    return site_language(a->site, work(a)->seen.tag);
}

static const struct voice_words *here(const struct app *a)
{
    const struct staff_voice *s = &work(a)->seen;
    return s->at < s->count ? &s->words[s->at] : NULL;
}

/* ---- the take ---------------------------------------------------------------------------------------------------- */

/* Closes the microphone; what it heard and nobody has kept is wiped. */
static void let_go(struct voice_work *w)
{
    if (w->slow.running)
        slow_end(&w->slow);
    take_file_release(&w->job.file);
    take_file_release(&w->taken);
    recorder_free(w->recorder);
    w->recorder = NULL;
    w->job = (struct voice_job){0};
    w->seen.phase = VOICE_READY;
    w->seen.level = 0;
}

static void say_what(struct app *a, enum voice_said said, const struct err *e)
{
    struct staff_voice *s = &work(a)->seen;
    s->said = said;
    s->why = e ? e->code : ERR_NONE;
    a->dirty = true;
}

static void begin(struct app *a)
{
    struct voice_work *w = work(a);
    struct err e = {0};
    let_go(w);
    say_what(a, SAID_NOTHING, NULL);
    if (!w->seen.agreed || !here(a))
        return;
    if (!recorder_open(&w->recorder, &e)) {
        log_warn("%s", e.msg);
        say_what(a, SAID_NO_MICROPHONE, &e);
        return;
    }
    w->counting_ms = a->options.clock.mono_ms(&a->options.clock);
    w->seen.count_down = VOICE_COUNT_S;
    w->seen.left_s = RECORDER_MAX_S;
    w->seen.phase = VOICE_COUNTING;
}

/* On the thread. */
static void make(void *of)
{
    struct voice_job *j = of;
    size_t from, count = j->count;
    j->verdict = take_prepare(j->samples, &from, &count);
    j->ok = j->verdict == TAKE_NOTHING || take_encode(j->samples + from, count, &j->file, &j->err);
}

static void finish(struct app *a)
{
    struct voice_work *w = work(a);
    struct voice_job j = w->job;
    w->job = (struct voice_job){0};
    recorder_free(w->recorder); /* wipes the samples */
    w->recorder = NULL;
    bool there = j.ok && j.verdict != TAKE_NOTHING;
    if (there)
        w->taken = j.file;
    else
        take_file_release(&j.file);
    w->seen.phase = there ? VOICE_TAKEN : VOICE_READY;
    if (!j.ok)
        say_what(a, SAID_NOT_DONE, &j.err);
    else if (j.gone)
        say_what(a, SAID_PULLED_OUT, NULL);
    else
        say_what(a, !there ? SAID_NOT_HEARD : j.verdict == TAKE_CLIPPED ? SAID_TOO_LOUD : SAID_NOTHING, NULL);
}

static void stop(struct app *a, bool gone)
{
    struct voice_work *w = work(a);
    if (w->seen.phase == VOICE_COUNTING) {
        let_go(w);
        say_what(a, gone ? SAID_PULLED_OUT : SAID_NOTHING, NULL);
    }
    if (w->seen.phase != VOICE_HEARING)
        return;
    w->job = (struct voice_job){.gone = gone};
    w->job.samples = recorder_stop(w->recorder, &w->job.count);
    w->seen.phase = VOICE_MAKING;
    w->seen.level = 0;
    slow_start(&w->slow, make, &w->job, a->options.at_once);
    if (slow_finished(&w->slow))
        finish(a);
    a->dirty = true;
}

static void count_down(struct app *a)
{
    struct voice_work *w = work(a);
    int64_t ms = a->options.clock.mono_ms(&a->options.clock) - w->counting_ms;
    int left = VOICE_COUNT_S - (int)(ms / 1000);
    if (left <= 0) {
        recorder_begin(w->recorder);
        w->seen.phase = VOICE_HEARING;
    }
    a->dirty = a->dirty || left != w->seen.count_down;
    w->seen.count_down = left;
}

static void hear(struct app *a)
{
    struct voice_work *w = work(a);
    struct staff_voice *s = &w->seen;
    struct recorder_now now = recorder_look(w->recorder);
    int fallen = s->level - LEVEL_FALLS; /* it rises at once and falls slowly, so that an eye can follow */
    s->level = now.level > fallen ? now.level : fallen > 0 ? fallen : 0;
    s->left_s = RECORDER_MAX_S - now.ms / 1000;
    a->dirty = true;
    if (now.full || now.gone)
        stop(a, now.gone);
}

/* ---- orders ------------------------------------------------------------------------------------------------------ */

/* A record first, the change after it: none is made without one. */
static bool record(struct app *a, enum audit_action what, const char *subject, struct err *e)
{
    return a->store ? store_audit(a->store, "staff", what, subject, e)
                    : err_set(e, ERR_FAILED, "the database is not open, so nothing can be recorded");
}

static void not_done(struct app *a, enum audit_action what, const struct err *why)
{
    struct err quiet = {0};
    log_warn("'%s' failed: %s", audit_word(what), why->msg);
    if (!record(a, AUDIT_NOT_DONE, audit_word(what), &quiet))
        log_warn("the audit does not tell that '%s' failed: %s", audit_word(what), quiet.msg);
    say_what(a, SAID_NOT_DONE, why);
}

/* "my police/3", "my screens/17": the language, the page and its card. */
static void subject_of(const struct app *a, const struct voice_words *words, char out[AUDIT_SUBJECT])
{
    snprintf(out, AUDIT_SUBJECT, "%s %s/%d", work(a)->seen.tag,
             str_eq(words->page, READINGS_SCREENS) ? "screens" : words->page, words->card);
}

static void keep(struct app *a)
{
    struct voice_work *w = work(a);
    const struct voice_words *words = here(a);
    char path[RECORDING_PATH_MAX], subject[AUDIT_SUBJECT];
    struct err e = {0};
    if (w->seen.phase != VOICE_TAKEN || !words)
        return;
    recording_path(language(a)->text.tag, words->words, path);
    subject_of(a, words, subject);
    if (!record(a, AUDIT_RECORDING_KEPT, subject, &e)) {
        say_what(a, SAID_NOT_DONE, &e);
        return;
    }
    if (!recording_keep(a->options.data, path, w->taken.bytes, w->taken.len, &e)) {
        not_done(a, AUDIT_RECORDING_KEPT, &e); /* what was recorded is still there, to be tried again */
        return;
    }
    let_go(w);
    w->words.rows.v[w->seen.at].from = FROM_HERE;
    say_what(a, SAID_KEPT, NULL);
}

static void remove_path(struct app *a, const char *path, const char *subject)
{
    struct err e = {0};
    if (!record(a, AUDIT_RECORDING_REMOVED, subject, &e))
        say_what(a, SAID_NOT_DONE, &e);
    else if (!recording_remove(a->options.data, path, &e))
        not_done(a, AUDIT_RECORDING_REMOVED, &e);
    else
        say_what(a, SAID_REMOVED, NULL);
}

static void remove_here(struct app *a)
{
    const struct voice_words *words = here(a);
    char path[RECORDING_PATH_MAX], subject[AUDIT_SUBJECT];
    if (!words || words->from != FROM_HERE)
        return;
    recording_path(language(a)->text.tag, words->words, path);
    subject_of(a, words, subject);
    remove_path(a, path, subject);
    look(a);
}

static void remove_older(struct app *a)
{
    struct voice_work *w = work(a);
    char subject[AUDIT_SUBJECT];
    if (w->seen.older_at >= w->older.paths.len)
        return;
    const char *path = w->older.paths.v[w->seen.older_at];
    snprintf(subject, sizeof subject, "%s older words", w->seen.tag);
    remove_path(a, path, subject);
    look(a);
}

static void play_older(struct app *a)
{
    struct voice_work *w = work(a);
    char kept[RECORDING_KEPT_PATH_MAX];
    if (w->seen.older_at < w->older.paths.len &&
        recording_kept(a->options.data, w->older.paths.v[w->seen.older_at], kept))
        say_one(a, &(struct speech_piece){.recording = kept}, UI_ID(UI_NONE, 0));
}

static void play_here(struct app *a)
{
    struct voice_work *w = work(a);
    const struct speech_piece taken = {.held = {w->taken.bytes, w->taken.len}};
    if (w->taken.bytes)
        say_one(a, &taken, UI_ID(UI_SENTENCE, 0));
    else if (here(a))
        say_as_heard(a, language(a), here(a)->words, UI_ID(UI_SENTENCE, 0));
}

static void voice_carry(struct app *a, int order)
{
    struct voice_work *w = work(a);
    if (w->slow.running)
        return;
    switch ((enum voice_order)order) {
    case VOICE_RECORD:
        begin(a);
        break;
    case VOICE_STOP:
        stop(a, false);
        break;
    case VOICE_HEAR:
        play_here(a);
        break;
    case VOICE_KEEP:
        keep(a);
        break;
    case VOICE_THROW_AWAY:
        let_go(w);
        say_what(a, SAID_NOTHING, NULL);
        break;
    case VOICE_REMOVE:
        remove_here(a);
        break;
    case VOICE_HEAR_OLDER:
        play_older(a);
        break;
    case VOICE_REMOVE_OLDER:
        remove_older(a);
        break;
    case VOICE_ORDER_COUNT:
        break;
    }
    a->dirty = true;
}

/* ---- the part ---------------------------------------------------------------------------------------------------- */

static void voice_open(struct app *a)
{
    struct voice_work *w = sodium_malloc(sizeof *w);
    if (!w)
        BUG("out of memory");
    sodium_memzero(w, sizeof *w);
    arena_init(&w->arena, false);
    staff_seen(a)->voice = &w->seen;
}

static void voice_close(struct app *a)
{
    struct voice_work *w = work(a);
    let_go(w);
    VEC_RELEASE(&w->words.rows);
    VEC_RELEASE(&w->older.paths);
    arena_release(&w->arena);
    sodium_free(w);
    staff_seen(a)->voice = NULL;
}

static void voice_shown(struct app *a)
{
    struct voice_work *w = work(a);
    const struct screen *shown = stack_top(a)->screen;
    let_go(w);
    w->seen.said = SAID_NOTHING;
    if (shown == screen_find("staff-voice") || shown == screen_find("staff-voice-read"))
        look(a);
}

static void voice_poll(struct app *a)
{
    struct voice_work *w = work(a);
    if (w->seen.phase == VOICE_COUNTING)
        count_down(a);
    else if (w->seen.phase == VOICE_HEARING)
        hear(a);
    else if (slow_finished(&w->slow))
        finish(a);
}

static int voice_due(const struct app *a)
{
    enum voice_phase p = work(a)->seen.phase;
    return p == VOICE_COUNTING || p == VOICE_HEARING ? LOOK_MS : -1;
}

static bool voice_busy(const struct app *a)
{
    return work(a)->slow.running;
}

bool staff_hears(const struct app *a)
{
    return staff_seen(a) && work(a)->recorder;
}

const struct staff_work staff_voice_work = {.open = voice_open,
                                            .close = voice_close,
                                            .carry = voice_carry,
                                            .poll = voice_poll,
                                            .due = voice_due,
                                            .shown = voice_shown,
                                            .busy = voice_busy};
