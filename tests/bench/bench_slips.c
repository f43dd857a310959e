/* Every slip on every paper in every language, from its name to its dots. The first of a process that has printed
 * nothing yet: the kiosk stood at its wall, a visitor chose the language and looked at its home. Then all of them in
 * one process, with the slip's own keeping emptied each time. What is timed is this thread's work, so that a busy
 * machine measures nearly the same. SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit.h"

#include "app/app_int.h"
#include "app/offscreen.h"
#include "app/paper_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REACH_MS = 50, AGAIN = 3 };

static const char *const slips[] = {"page/victim-rights", "page/police", "resource/centre",
                                    "resource/dv/codes",  "receipt",     "answer",
                                    "speak-card",         "day-list",    "test"};
static const char *const papers[PAPER_KIND_COUNT] = {"58 mm", "80 mm", "A4", "Letter"};
enum { SLIPS = sizeof slips / sizeof *slips };

/* On the wall; each time a kiosk is started for it, so not all: English, Arabic and Burmese. */
static const size_t first_languages[] = {0, 2, 7};

/* Of one paper; the slowest is named. */
struct times {
    VEC(double) list;
    double longest;
    char where[96];
};

static void keep(struct times *t, double ms, const char *what, const char *tag)
{
    VEC_PUSH(&t->list, ms);
    if (ms <= t->longest)
        return;
    t->longest = ms;
    snprintf(t->where, sizeof t->where, "%s in %s", what, tag);
}

static void look(struct offscreen *f)
{
    do
        offscreen_paint(f);
    while (app_tick(f->app) == 0);
}

static double make_once(struct paper *p, const char *what, enum paper_kind kind)
{
    struct err e = {0};
    paper_forget(p);
    double from = kit_cpu_ms();
    if (!paper_make(p, what, paper_area(kind), &e))
        kit_give_up("%s: %s", what, e.msg);
    return kit_cpu_ms() - from;
}

static void open_kiosk(struct offscreen *f)
{
    struct app_options o = {.site = "kiosk-config", .w = 1080, .h = 1920, .clock = clock_system(), .at_once = true};
    struct err e = {0};
    if (!offscreen_open(f, &o, &e))
        kit_give_up("%s", e.msg);
    offscreen_paint(f);
}

/* As a visitor comes to it. The tag of the language, or NULL when there are no more. */
static const char *choose(struct offscreen *f, size_t language)
{
    const struct site *site = f->app->site;
    if (language >= site->offered_count)
        return NULL;
    app_end_session(f->app);
    offscreen_paint(f);
    app_tap(f->app, UI_ID(UI_TILE, language));
    look(f);
    app_sample_slips(f->app);
    return site->offered[language]->text.tag;
}

/* What a child found, through its pipe. */
struct found {
    double ms;
    char tag[16];
};

/* In a process of its own. */
static void first_of_all(size_t language, const char *what, enum paper_kind kind, struct found *out)
{
    int ends[2], status;
    if (pipe(ends) != 0)
        kit_give_up("no pipe");
    pid_t pid = fork();
    if (pid == 0) {
        struct offscreen f;
        open_kiosk(&f);
        const char *tag = choose(&f, language);
        *out = (struct found){.ms = make_once(services_paper(f.app->services), what, kind)};
        snprintf(out->tag, sizeof out->tag, "%s", tag ? tag : "");
        _exit(write(ends[1], out, sizeof *out) == (ssize_t)sizeof *out ? 0 : 1);
    }
    close(ends[1]);
    if (pid < 0 || read(ends[0], out, sizeof *out) != (ssize_t)sizeof *out || waitpid(pid, &status, 0) != pid)
        kit_give_up("%s was not made", what);
    close(ends[0]);
}

static void first_slips(enum paper_kind kind, struct times *t)
{
    struct found found;
    for (int s = 0; s < SLIPS; s++)
        for (size_t l = 0; l < sizeof first_languages / sizeof *first_languages; l++) {
            first_of_all(first_languages[l], slips[s], kind, &found);
            keep(t, found.ms, slips[s], found.tag);
        }
}

static void more_slips(struct offscreen *f, enum paper_kind kind, struct times *t)
{
    const char *tag;
    for (size_t l = 0; (tag = choose(f, l)); l++)
        for (int i = 0; i < AGAIN * SLIPS; i++)
            keep(t, make_once(services_paper(f->app->services), slips[i % SLIPS], kind), slips[i % SLIPS], tag);
}

static void row(const char *paper, const char *how, struct times *t)
{
    char what[80];
    snprintf(what, sizeof what, "a slip on %s, %s", paper, how);
    kit_row(what, "max <= 50 ms", t->longest <= REACH_MS ? KIT_OK : KIT_OVER, "p50 %.1f max %.1f ms (%s)",
            kit_percentile(t->list.v, t->list.len, 50), t->longest, t->where);
    VEC_RELEASE(&t->list);
}

int main(void)
{
    struct offscreen f;
    app_tune_heap();
    for (int k = PAPER_80MM; k <= PAPER_A4; k++) { /* the other two have as many dots across, or nearly */
        struct times t = {0};
        first_slips((enum paper_kind)k, &t);
        row(papers[k], "the first since the start", &t);
    }
    open_kiosk(&f);
    for (int k = 0; k < PAPER_KIND_COUNT; k++) {
        struct times t = {0};
        more_slips(&f, (enum paper_kind)k, &t);
        row(papers[k], "any later one", &t);
    }
    offscreen_close(&f);
    return 0;
}
