/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is true in this town: each fact with who signed it and how long it may be believed; signing, renewing,
 * withdrawing. */
#include "screens/registry.h"

#include "base/str.h"
#include "content/dates.h"
#include "content/preview.h"
#include "screens/staff_fact_words.h"
#include "screens/staff_kit.h"

#include <stdio.h>
#include <string.h>

enum { SOON_DAYS = 30, FACTS_MAX = 200, PAGES_LOOKED_AT = 60, SENTENCES_SHOWN = 3 };
enum fact_step { FACT_STEP_LOOK, FACT_STEP_VALUE, FACT_STEP_NAME, FACT_STEP_SURE, FACT_STEP_WITHDRAW };

struct facts_state {
    char key[EDIT_KEY_MAX]; /* "": the list */
    enum fact_step step, after_name;
    struct keyboard_state keyboard;
    int days; /* until it expires */
};

/* Those of the program, those that pages need, those of the site: each once. In the frame's memory. */
static size_t keys(const struct view *v, const char **out)
{
    size_t n = 0;
    for (size_t i = 0; fact_words_at(i); i++)
        out[n++] = fact_words_at(i)->key;
    for (size_t p = 0; p < catalogue_count(v->catalogue) + 1; p++) {
        const struct page *page = catalogue_page(v->catalogue, p); /* NULL: the site's own come last */
        size_t count = page ? page->need_count : v->site->fact_count;
        for (size_t i = 0; i < count && n < FACTS_MAX; i++) {
            const char *key = page ? page->needs[i] : v->site->facts[i].key;
            bool there = false;
            for (size_t k = 0; k < n; k++)
                there = there || str_eq(out[k], key);
            if (!there)
                out[n++] = key;
        }
    }
    return n;
}

static const char *title_of(const struct view *v, const char *key)
{
    const struct fact_words *w = fact_words_of(key);
    return w->title ? tr(v, w->title) : arena_strdup(v->ui->frame, key);
}

static const char *value_words(const struct view *v, const char *key, const char *value)
{
    const struct fact_words *w = fact_words_of(key);
    for (size_t i = 0; i < w->choice_count; i++)
        if (str_eq(w->choices[i].value, value))
            return tr(v, w->choices[i].words);
    return w->kind == FACT_PHONE || w->kind == FACT_URL ? arena_printf(v->ui->frame, "\u2066%s\u2069", value) : value;
}

static bool needs(const struct page *p, const char *key)
{
    for (size_t i = 0; i < p->need_count; i++)
        if (str_eq(p->needs[i], key))
            return true;
    return false;
}

static const char *page_title(const struct view *v, const struct page *p)
{
    const struct page_text *t = catalogue_translation(v->catalogue, p, v->session->lang->text.tag, v->today);
    return t ? t->title : p->slug;
}

/* Picture and words for how it stands today. */
static const char *standing(const struct view *v, const struct local_fact *f, const char **icon)
{
    *icon = "icons/warning";
    if (!f || !f->value)
        return tr(v, "Nobody has signed this.");
    if (!local_fact_good(f, v->today))
        return tr_fill(v, "Past its day: {day}", "day", staff_date(v, f->expires), NULL);
    bool soon = f->expires - v->today <= SOON_DAYS;
    *icon = soon ? "icons/clock" : "icons/yes";
    return tr_fill(v, soon ? N_("Only until {day}. Please look at it.") : N_("Signed until {day}"), "day",
                   staff_date(v, f->expires), NULL);
}

static void build_list(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    const char *all[FACTS_MAX];
    size_t n = keys(v, all);
    struct node *list = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 1 : 2, 4, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < n; i++) {
        const struct local_fact *f = site_fact(v->site, all[i]);
        const char *icon, *stands = standing(v, f, &icon);
        size_t hidden = 0;
        for (size_t p = 0; p < catalogue_count(v->catalogue) && !local_fact_good(f, v->today); p++)
            hidden += needs(catalogue_page(v->catalogue, p), all[i]);
        if (hidden)
            stands = arena_printf(u->frame, "%s %s", stands, tr(v, "A page is hidden because of it."));
        staff_line(v, list, UI_ID(UI_OPTION, i), icon, title_of(v, all[i]), stands);
    }
    staff_foot(v, content, NULL, NULL);
}

/* The sentences of the pages, as visitors will read them. */
static void preview(struct view *v, struct node *list, const char *key, const char *value)
{
    struct ui *u = v->ui;
    bool first = true;
    for (size_t p = 0; p < catalogue_count(v->catalogue) && p < PAGES_LOOKED_AT; p++) {
        const struct page *page = catalogue_page(v->catalogue, p);
        const char *s[SENTENCES_SHOWN];
        size_t n = preview_sentences(v->site, page->slug, v->session->lang->text.tag, key, value, u->frame, s,
                                     SENTENCES_SHOWN);
        if (!n)
            continue;
        struct node *card = w_column(u, list, 2);
        card->look = LOOK_CARD;
        card->lay.pad = ui_mm(u, 6);
        card->lay.pad_block = ui_mm(u, 4);
        if (first)
            w_text(u, card, tr(v, "Visitors read:"), TYPE_LABEL)->text.color = COLOR_QUIET;
        first = false;
        w_heading(u, card, page_title(v, page), TYPE_LABEL);
        for (size_t i = 0; i < n; i++)
            w_text(u, card, s[i], TYPE_BODY);
    }
}

static void build_look(struct view *v, const struct facts_state *s, struct node *content)
{
    struct ui *u = v->ui;
    const struct local_fact *f = site_fact(v->site, s->key);
    const char *icon, *stands = standing(v, f, &icon);
    bool there = f && f->value;
    staff_said(v, content);
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 4, tr(v, "Up"), tr(v, "More"));
    w_text(u, list, tr(v, fact_words_of(s->key)->explain), TYPE_BODY);
    if (there)
        w_heading(u, list, value_words(v, s->key, f->value), TYPE_HEADING);
    struct node *n = w_notice(u, list, icon, stands);
    n->last->text.fit_lines = 0;
    if (there)
        w_text(u, list, tr_fill(v, "Signed by {name} on {day}", "name", f->by, "day", staff_date(v, f->on), NULL),
               TYPE_LABEL);
    for (size_t p = 0; p < catalogue_count(v->catalogue); p++)
        if (needs(catalogue_page(v->catalogue, p), s->key))
            w_text(u, list,
                   tr_fill(v,
                           local_fact_good(f, v->today) ? N_("This page needs it: {page}")
                                                        : N_("This page is hidden because of it: {page}"),
                           "page", page_title(v, catalogue_page(v->catalogue, p)), NULL),
                   TYPE_LABEL);
    if (there) {
        preview(v, list, s->key, f->value);
        const char *name = staff_edit(v)->by;
        w_button(u, content, UI_ID(UI_CONFIRM, 0), LOOK_PRIMARY, "icons/yes",
                 *name ? tr_fill(v, "Still true. Signed by {name} today", "name", name, NULL) : tr(v, "Still true"));
    }
    struct node *row = w_grid(u, content,
                              there && !(ui_portrait(u) && u->size == SIZE_XLARGE) ? 3
                              : there                                              ? 1
                                                                                   : 2,
                              MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    if (there)
        w_button(u, row, UI_ID(UI_WITHDRAW, 0), LOOK_QUIET, "icons/no", tr(v, "Not true any more"));
    w_button(u, row, UI_ID(UI_EDIT, 0), there ? LOOK_QUIET : LOOK_PRIMARY, "icons/pencil",
             there ? tr(v, "Change") : tr(v, "Sign it"));
}

static void build_value(struct view *v, const struct facts_state *s, struct node *content)
{
    struct ui *u = v->ui;
    const struct fact_words *w = fact_words_of(s->key);
    const struct staff_edit *e = staff_edit(v);
    if (w->kind == FACT_CHOICE) {
        w_text(u, content, tr(v, w->explain), TYPE_BODY)->text.fit = true;
        struct node *list = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 1 : 2, 4, tr(v, "Up"), tr(v, "More"));
        for (size_t i = 0; i < w->choice_count; i++)
            staff_line(v, list, UI_ID(UI_OPTION, i), NULL, tr(v, w->choices[i].words), NULL)->selected =
                str_eq(w->choices[i].value, e->text);
        staff_foot(v, content, NULL, NULL);
        return;
    }
    staff_typing(v, content, tr(v, w->explain), NULL, e->text, &s->keyboard, false); /* the title says of what */
    staff_foot(v, content, "icons/next", tr(v, "Next"))->disabled = !*e->text;
}

/* The days that may be chosen: no longer than the kind of fact allows. */
static const int day_choices[] = {30, 90, 180, 365};
enum { DAY_CHOICES = sizeof day_choices / sizeof *day_choices };

static void build_sure(struct view *v, const struct facts_state *s, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_edit *e = staff_edit(v);
    staff_said(v, content);
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 4, tr(v, "Up"), tr(v, "More"));
    w_heading(u, list, value_words(v, s->key, e->text), TYPE_HEADING);
    w_text(u, list, tr_fill(v, "Signed by {name} on {day}", "name", e->by, "day", staff_date(v, v->today), NULL),
           TYPE_BODY);
    w_text(u, list, tr_fill(v, "It is believed until {day}.", "day", staff_date(v, v->today + s->days), NULL),
           TYPE_BODY);
    int choices = 0;
    while (choices < DAY_CHOICES && day_choices[choices] <= fact_words_of(s->key)->days)
        choices++;
    struct node *grid = w_grid(u, list, u->size == SIZE_XLARGE && ui_portrait(u) && choices > 3 ? 2 : choices, MM_GAP);
    for (int i = 0; i < choices; i++)
        w_button(u, grid, UI_ID(UI_SLOT, i), LOOK_TILE, NULL,
                 tr_fill(v, "{n} days", "n", date_number(v->session->lang, day_choices[i], u->frame), NULL))
            ->selected = day_choices[i] == s->days;
    preview(v, list, s->key, e->text);
    staff_foot(v, content, "icons/yes", tr(v, "I sign it"));
}

static void build_withdraw(struct view *v, const struct facts_state *s, struct node *content)
{
    struct ui *u = v->ui;
    const struct local_fact *f = site_fact(v->site, s->key);
    staff_said(v, content);
    if (f && f->value)
        w_heading(u, content, value_words(v, s->key, f->value), TYPE_HEADING)->text.fit = true;
    w_text(u, content, tr(v, "Pages that need it disappear at once, in every language, until it is signed again."),
           TYPE_BODY);
    w_text(u, content,
           tr_fill(v, "Signed by {name} on {day}", "name", staff_edit(v)->by, "day", staff_date(v, v->today), NULL),
           TYPE_BODY);
    w_spring(u, content);
    staff_foot(v, content, "icons/no", tr(v, "Not true any more"));
}

static void build(struct view *v, void *state, struct node *content)
{
    struct facts_state *s = state;
    if (!*s->key)
        build_list(v, content);
    else if (s->step == FACT_STEP_LOOK)
        build_look(v, s, content);
    else if (s->step == FACT_STEP_VALUE)
        build_value(v, s, content);
    else if (s->step == FACT_STEP_SURE)
        build_sure(v, s, content);
    else if (s->step == FACT_STEP_WITHDRAW)
        build_withdraw(v, s, content);
    else {
        staff_typing(v, content, tr(v, "Your name"), tr(v, "Who signs? Staff and the next pack see this name."),
                     staff_edit(v)->by, &s->keyboard, false);
        staff_foot(v, content, "icons/next", tr(v, "Next"))->disabled = !*staff_edit(v)->by;
    }
}

/* On to `step`, by way of the name when nobody has said it yet. */
static struct command on_to(struct view *v, struct facts_state *s, enum fact_step step)
{
    s->after_name = step;
    staff_edit(v)->result = EDIT_NONE;
    s->step = *staff_edit(v)->by ? step : FACT_STEP_NAME;
    return command_of(COMMAND_REDRAW);
}

static struct command sign(struct view *v, struct facts_state *s)
{
    staff_key(v, s->key);
    staff_edit(v)->until = v->today + s->days;
    s->step = FACT_STEP_LOOK;
    return staff_do(EDIT_SIGN);
}

static struct command renew(struct view *v, struct facts_state *s)
{
    struct staff_edit *e = staff_edit(v);
    const struct local_fact *f = site_fact(v->site, s->key);
    if (!f || !f->value)
        return command_of(COMMAND_NONE);
    snprintf(e->text, sizeof e->text, "%s", f->value);
    return *e->by ? sign(v, s) : on_to(v, s, FACT_STEP_SURE);
}

static struct command confirm(struct view *v, struct facts_state *s)
{
    const struct staff_edit *e = staff_edit(v);
    switch (s->step) {
    case FACT_STEP_LOOK:
        return renew(v, s);
    case FACT_STEP_VALUE:
        return *e->text && fact_words_of(s->key)->kind != FACT_CHOICE ? on_to(v, s, FACT_STEP_SURE)
                                                                      : command_of(COMMAND_NONE);
    case FACT_STEP_NAME:
        return *e->by ? on_to(v, s, s->after_name) : command_of(COMMAND_NONE);
    case FACT_STEP_WITHDRAW:
        staff_key(v, s->key);
        s->step = FACT_STEP_LOOK;
        return staff_do(EDIT_WITHDRAW);
    default:
        return sign(v, s);
    }
}

static struct command choose(struct view *v, struct facts_state *s, size_t i)
{
    struct staff_edit *e = staff_edit(v);
    const struct fact_words *w = fact_words_of(s->key);
    const char *all[FACTS_MAX];
    if (!*s->key)
        return i < keys(v, all) ? command_go(COMMAND_GO, "staff-facts/%s", all[i]) : command_of(COMMAND_NONE);
    if (s->step != FACT_STEP_VALUE || i >= w->choice_count)
        return command_of(COMMAND_NONE);
    snprintf(e->text, sizeof e->text, "%s", w->choices[i].value);
    return on_to(v, s, FACT_STEP_SURE);
}

static struct command back(struct view *v, struct facts_state *s)
{
    if (s->step == FACT_STEP_LOOK)
        return command_of(COMMAND_BACK);
    s->step = FACT_STEP_LOOK;
    staff_edit(v)->result = EDIT_NONE;
    return command_of(COMMAND_REDRAW);
}

static struct command begin_change(struct view *v, struct facts_state *s)
{
    struct staff_edit *e = staff_edit(v);
    const struct local_fact *f = site_fact(v->site, s->key);
    snprintf(e->text, sizeof e->text, "%s", f && f->value ? f->value : "");
    s->step = FACT_STEP_VALUE;
    return command_of(COMMAND_REDRAW);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct facts_state *s = state;
    struct staff_edit *e = staff_edit(v);
    switch (act.kind) {
    case UI_BACK:
        return back(v, s);
    case UI_OPTION:
        return choose(v, s, act.index);
    case UI_CONFIRM:
        return *s->key ? confirm(v, s) : command_of(COMMAND_NONE);
    case UI_EDIT:
        return s->step == FACT_STEP_LOOK && *s->key ? begin_change(v, s) : command_of(COMMAND_NONE);
    case UI_WITHDRAW:
        return s->step == FACT_STEP_LOOK && *s->key ? on_to(v, s, FACT_STEP_WITHDRAW) : command_of(COMMAND_NONE);
    case UI_CLEAR:
        return staff_do(EDIT_UNDO);
    case UI_SLOT:
        if (act.index >= DAY_CHOICES || day_choices[act.index] > fact_words_of(s->key)->days)
            return command_of(COMMAND_NONE);
        s->days = day_choices[act.index];
        return command_of(COMMAND_REDRAW);
    default:
        break;
    }
    bool typed = s->step == FACT_STEP_VALUE  ? staff_typed(v, &s->keyboard, false, act, e->text, sizeof e->text)
                 : s->step == FACT_STEP_NAME ? staff_typed(v, &s->keyboard, false, act, e->by, sizeof e->by)
                                             : false;
    return command_of(typed ? COMMAND_REDRAW : COMMAND_NONE);
}

static bool enter(struct view *v, void *state, const char *arg)
{
    struct facts_state *s = state;
    if (strlen(arg) >= sizeof s->key)
        return false;
    memcpy(s->key, arg, strlen(arg) + 1);
    s->days = fact_words_of(arg)->days;
    staff_enter(v);
    return true;
}

static const char *title(struct view *v, void *state)
{
    const struct facts_state *s = state;
    return *s->key ? title_of(v, s->key) : tr(v, "What is true in this town");
}

const struct screen screen_staff_facts = {.id = "staff-facts",
                                          .icon = "icons/pencil",
                                          .access = ACCESS_STAFF,
                                          .state_size = sizeof(struct facts_state),
                                          .enter = enter,
                                          .update = update,
                                          .build = build,
                                          .title = title};
