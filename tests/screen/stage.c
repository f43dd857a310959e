/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include "ui/layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct app *stage_open(int w, int h)
{
    struct app_options o = {.site = "kiosk-config", .w = w, .h = h, .clock = clock_fake(STAGE_DAY_S), .at_once = true};
    struct app *a = NULL;
    struct err e = {0};
    if (!app_open(&a, &o, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        abort();
    }
    a->view.health.sound = true; /* so that loudness and speed are on the screen, whatever this machine has */
    return a;
}

static void touch(struct app *a, enum ui_kind kind, int index)
{
    struct place_shown *top = stack_top(a);
    top->screen->update(&a->view, top->state, UI_ID(kind, index));
}

/* The longest that the form can become: every answer given. */
static void all_answers(struct app *a)
{
    struct request *r = &a->session.request;
    *r = (struct request){.topics = (1U << TOPIC_COUNT) - 1,
                          .interpreter = INTERPRETER_NOT_NEEDED,
                          .interpreter_not_from_my_community = true,
                          .place = PLACE_COMMUNITY,
                          .reach = REACH_PHONE,
                          .phone = "+12065550142",
                          .safe_parts = 7};
    snprintf(r->language, sizeof r->language, "%s", a->session.lang->text.tag);
    snprintf(r->dialect, sizeof r->dialect, "%s", "the way it is spoken in the hills");
    snprintf(r->name, sizeof r->name, "%s", "Ann Other");
    for (int i = 0; i < 9; i++)
        r->slots[r->slot_count++] =
            (struct request_slot){.day = a->view.today + 1 + i / 3, .part = (enum day_part)(i % 3)};
}

static void few_answers(struct app *a)
{
    a->session.request =
        (struct request){.topics = 1U << TOPIC_QUESTION, .place = PLACE_HERE, .reach = REACH_COME_BACK};
}

static void not_sent(struct app *a)
{
    all_answers(a);
    a->session.send_failed = true;
}

static void nobody_collects(struct app *a)
{
    a->view.health.nobody_collects = true;
}

static void no_vault(struct app *a)
{
    a->view.health.vault = false;
}

static void typing(struct app *a)
{
    touch(a, UI_FIELD, 0);
}

static void wrong_number(struct app *a)
{
    touch(a, UI_KEY, 1);
    touch(a, UI_NEXT, 0);
}

static void shifted(struct app *a)
{
    touch(a, UI_KEY_SHIFT, 0);
}

static void helped(struct app *a)
{
    touch(a, UI_HELPED, 0);
}

static void three_pictures(struct app *a)
{
    for (int i = 0; i < RECEIPT_PICTURES; i++)
        touch(a, UI_RECEIPT_PICTURE, 20 * i);
}

static void looked_up(struct app *a, enum lookup what)
{
    a->session.lookup = what;
    a->session.lookup_wait_s = 30;
}

#define LOOKUPS(X) X(WRONG) X(WAIT) X(NEW) X(COLLECTED) X(ANSWERED) X(CLOSED) X(FAILED) X(ERASED)
#define X(what)                                                                                                        \
    static void look_##what(struct app *a)                                                                             \
    {                                                                                                                  \
        looked_up(a, LOOKUP_##what);                                                                                   \
    }
LOOKUPS(X)
#undef X

/* An answer with as much in it as one can have: two cards, an interpreter, a way to help. */
static void answer_of(struct app *a, uint32_t phrases, enum reply_kind said)
{
    looked_up(a, LOOKUP_ANSWERED);
    struct told *t = &a->session.told;
    *t = (struct told){.there = true, .answer = answer_empty(), .reply.kind = said};
    t->answer.phrases = phrases;
    if (answer_offers_time(&t->answer)) {
        t->answer.day = a->view.today + 8;
        t->answer.minute = 13 * 60 + 30;
        snprintf(t->answer.officer, sizeof t->answer.officer, "%s", a->site->people[0].key);
    }
    if (phrases & (1U << ANSWER_MEET))
        snprintf(t->answer.place, sizeof t->answer.place, "%s", "Riverside Library");
    if (phrases & (1U << ANSWER_RESOURCE))
        snprintf(t->answer.resource, sizeof t->answer.resource, "%s", a->site->resources[0].key);
}

static void answer_meet(struct app *a)
{
    answer_of(a, 1U << ANSWER_MEET, REPLY_NONE);
}

static void answer_all(struct app *a)
{
    answer_of(a,
              1U << ANSWER_MEET | 1U << ANSWER_INTERPRETER | 1U << ANSWER_DESK | 1U << ANSWER_OTHER_WAY |
                  1U << ANSWER_RESOURCE | 1U << ANSWER_THANKS,
              REPLY_OTHER_TIME);
}

static void answer_accepted(struct app *a)
{
    answer_of(a, 1U << ANSWER_CANNOT_THEN | 1U << ANSWER_INTERPRETER, REPLY_ACCEPT);
    snprintf(a->session.told.answer.place, sizeof a->session.told.answer.place, "%s", ANSWER_PLACE_CENTRE);
}

static void answer_call(struct app *a)
{
    answer_of(a, 1U << ANSWER_WILL_CALL, REPLY_NONE);
    a->session.told.not_sent = true;
}

static void answer_phone(struct app *a)
{
    answer_of(a, 1U << ANSWER_PHONE, REPLY_NONE);
}

static void answer_finished(struct app *a)
{
    answer_of(a, 1U << ANSWER_THANKS, REPLY_NONE);
    looked_up(a, LOOKUP_CLOSED);
}

static void answer_taking_back(struct app *a)
{
    answer_meet(a);
    touch(a, UI_WITHDRAW, 0);
}

static void another_time(struct app *a)
{
    answer_meet(a);
    touch(a, UI_OTHER_TIME, 0);
    for (int i = 0; i < 28 * PART_COUNT; i++) /* all that are offered */
        touch(a, UI_SLOT, i);
}

static void confirming(struct app *a)
{
    looked_up(a, LOOKUP_NEW);
    touch(a, UI_WITHDRAW, 0);
}

/* ---- paper ------------------------------------------------------------------------------------------------------ */

static struct printing printing;

static void paper_is(struct app *a, enum paper_health paper)
{
    a->view.health.printer.paper = paper;
}

static void paper_ready(struct app *a)
{
    paper_is(a, PAPER_READY);
}

static void paper_out(struct app *a)
{
    paper_is(a, PAPER_OUT);
}

/* As if the job of the slip on the screen had come so far. */
static void job_is(struct app *a, enum print_phase phase, int percent)
{
    paper_is(a, PAPER_READY);
    printing = (struct printing){.phase = phase, .percent = percent, .why = PAPER_TROUBLE};
    snprintf(printing.what, sizeof printing.what, "%s", stack_top(a)->route + strlen("print/"));
    a->view.printing = &printing;
}

static void job_begun(struct app *a)
{
    job_is(a, PRINT_PHASE_WAITING, 0);
}

static void job_half(struct app *a)
{
    job_is(a, PRINT_PHASE_PRINTING, 50);
}

static void job_printed(struct app *a)
{
    job_is(a, PRINT_PHASE_PRINTED, 100);
}

static void job_sent(struct app *a)
{
    job_is(a, PRINT_PHASE_SENT, 100);
}

static void job_failed(struct app *a)
{
    job_is(a, PRINT_PHASE_FAILED, 30);
}

static void with_codes(struct app *a)
{
    paper_is(a, PAPER_READY);
    touch(a, UI_OPTION, 1);
}

static void no_printer_with_codes(struct app *a)
{
    touch(a, UI_OPTION, 1);
}

static void add(struct scenes *out, const char *route, const char *variant, const char *dialog,
                void (*prepare)(struct app *))
{
    struct scene s = {.variant = variant, .dialog = dialog, .prepare = prepare};
    snprintf(s.route, sizeof s.route, "%s", route);
    VEC_PUSH(&out->list, s);
}

static void add_slips(const struct app *a, struct scenes *out)
{
    char route[ROUTE_MAX];
    for (size_t i = 0; i < catalogue_count(a->catalogue); i++) {
        snprintf(route, sizeof route, "print/page/%s", catalogue_page(a->catalogue, i)->slug);
        add(out, route, "", NULL, i % 2 ? NULL : paper_ready);
    }
    add(out, "print/resource/centre", "", NULL, NULL);
    add(out, "print/resource/dv", "no printer", NULL, NULL);
    add(out, "print/resource/dv", "no printer, with codes", NULL, no_printer_with_codes);
    add(out, "print/resource/dv", "with codes", NULL, with_codes);
    add(out, "print/speak-card", "", NULL, paper_ready);
    add(out, "print/answer", "", NULL, paper_ready);
    add(out, "print/receipt", "no printer", NULL, NULL);
    add(out, "print/receipt", "no paper", NULL, paper_out);
    add(out, "print/receipt", "ready", NULL, paper_ready);
    add(out, "print/receipt", "waiting", NULL, job_begun);
    add(out, "print/receipt", "half", NULL, job_half);
    add(out, "print/receipt", "printed", NULL, job_printed);
    add(out, "print/receipt", "sent", NULL, job_sent);
    add(out, "print/receipt", "failed", NULL, job_failed);
}

void stage_scenes(struct app *a, struct scenes *out)
{
    char route[ROUTE_MAX];
    add(out, "welcome", "", NULL, NULL);
    add(out, "welcome", "idle", "idle", NULL);
    add(out, "home", "", NULL, NULL);
    add(out, "home", "idle", "idle", NULL);
    add(out, "home", "no voice", "no-voice", NULL);
    for (size_t i = 0; i < catalogue_count(a->catalogue); i++)
        for (int card = 1; card <= 40; card++) {
            snprintf(route, sizeof route, "page/%s/%d", catalogue_page(a->catalogue, i)->slug, card);
            add(out, route, "", NULL, NULL);
        }
    add(out, "page/police/6", "helped", NULL, helped);
    for (int card = 1; card <= 8; card++) {
        snprintf(route, sizeof route, "about/%d", card);
        add(out, route, "", NULL, NULL);
    }
    add(out, "meet", "", NULL, NULL);
    for (int s = 0; s < STEP_COUNT; s++) {
        snprintf(route, sizeof route, "request/%s", form_step_word((enum form_step)s));
        add(out, route, "", NULL, NULL);
        if (s != STEP_LANGUAGE) /* the keyboard is not up there yet */
            add(out, route, "all answered", NULL, all_answers);
    }
    add(out, "request/topic", "nobody collects", NULL, nobody_collects);
    add(out, "request/topic", "no vault", NULL, no_vault);
    add(out, "request/language", "typing", NULL, typing);
    add(out, "request/phone", "wrong number", NULL, wrong_number);
    add(out, "request/name", "more letters", NULL, shifted);
    add(out, "request/review", "few answers", NULL, few_answers);
    add(out, "request/review", "not sent", NULL, not_sent);
    add(out, "request/review", "busy", "busy", all_answers);
    add(out, "receipt", "", NULL, NULL);
    add(out, "my-request", "", NULL, NULL);
    add(out, "my-request", "digits", NULL, three_pictures);
    add(out, "my-request", "taking back", NULL, confirming);
#define X(what) add(out, "my-request", #what, NULL, look_##what);
    LOOKUPS(X)
#undef X
    add(out, "my-request", "answer", NULL, answer_meet);
    add(out, "my-request", "answer, all", NULL, answer_all);
    add(out, "my-request", "answer, accepted", NULL, answer_accepted);
    add(out, "my-request", "answer, call", NULL, answer_call);
    add(out, "my-request", "answer, phone", NULL, answer_phone);
    add(out, "my-request", "answer, finished", NULL, answer_finished);
    add(out, "my-request", "answer, taking back", NULL, answer_taking_back);
    add(out, "my-request", "another time", NULL, another_time);
    add(out, "resources", "", NULL, NULL);
    for (size_t i = 0; i < a->site->resource_count; i++) {
        snprintf(route, sizeof route, "resource/%s", a->site->resources[i].key);
        add(out, route, "", NULL, NULL);
    }
    add(out, "speak-card", "", NULL, NULL);
    add_slips(a, out);
    add(out, "emergency", "", NULL, NULL);
    add(out, "access", "", NULL, NULL);
}

bool stage_go(struct app *a, const struct scene *s, const char *tag, enum text_size size, enum theme theme, bool lower)
{
    const struct language *l = language_find(a->site->languages, a->site->language_count, tag);
    if (!l)
        return false;
    memset(&a->session, 0, sizeof a->session);
    a->session.lang = l;
    a->session.volume = 60;
    a->session.rate = 100;
    a->session.size = size;
    a->session.theme = theme;
    a->session.lower = lower;
    a->view.health.vault = true;
    a->view.health.nobody_collects = false;
    a->view.health.printer = printing_health(a);
    a->view.printing = printing_shown(a->behind.printing);
    app_changed(a);
    if (strcmp(s->route, "receipt") == 0 || strcmp(s->route, "print/receipt") == 0)
        app_sample_receipt(a);
    if (strcmp(s->route, "print/answer") == 0)
        app_sample_answer(a);
    if (!app_go(a, s->route))
        return false;
    if (s->prepare)
        s->prepare(a);
    return true;
}

const struct node *stage_tree(struct app *a, const struct scene *s, int page)
{
    struct place_shown *top = stack_top(a);
    arena_reset(&a->frame);
    a->ui.theme = a->session.theme;
    a->ui.size = a->session.size;
    a->ui.page_at = page;
    a->root = screen_build(&a->view, top->screen, top->state, s->dialog, 20);
    layout(&a->ui, a->root);
    return a->root;
}
