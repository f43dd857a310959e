/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page: one card at a time. After the last card comes what to do now: take it along, talk to a person, and whether it
 * helped. */
#include "screens/registry.h"

#include "base/str.h"
#include "ui/widgets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLUG_MAX = 48 };

struct page_state {
    char slug[SLUG_MAX];
    size_t card; /* from 1; card_count + 1 is the end card */
    int helped;  /* 0 not said, 1 yes, 2 not sure */
    bool about;  /* came by the short way "about" */
};

static const struct page_text *text_of(struct view *v, const struct page_state *s)
{
    const struct page *p = catalogue_find(v->catalogue, s->slug);
    return p ? catalogue_text(v->catalogue, p, v->session->lang->text.tag, v->today) : NULL;
}

static bool enter_slug(struct view *v, struct page_state *s, const char *slug, size_t n, const char *card)
{
    if (n == 0 || n >= sizeof s->slug)
        return false;
    memcpy(s->slug, slug, n);
    const struct page_text *t = text_of(v, s);
    s->card = 1;
    if (*card) {
        char *end;
        unsigned long k = strtoul(card, &end, 10);
        if (*end || k == 0)
            return false;
        s->card = (size_t)k;
    }
    return t && s->card <= t->card_count + 1;
}

static bool enter(struct view *v, void *state, const char *arg)
{
    size_t n = strcspn(arg, "/");
    return enter_slug(v, state, arg, n, arg[n] ? arg + n + 1 : "");
}

static bool enter_about(struct view *v, void *state, const char *arg)
{
    struct page_state *s = state;
    s->about = true;
    return enter_slug(v, state, "about-machine", strlen("about-machine"), arg);
}

static struct command turn(const struct page_state *s, size_t card)
{
    if (s->about)
        return command_go(COMMAND_REPLACE, "about/%zu", card);
    return command_go(COMMAND_REPLACE, "page/%s/%zu", s->slug, card);
}

/* The first answer is counted; after that the faces only show what was said. */
static struct command helped(struct page_state *s, int answer)
{
    struct command c = command_go(s->helped ? COMMAND_REDRAW : COMMAND_HELPED, "%s", s->slug);
    c.value = s->helped = answer;
    return c;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct page_state *s = state;
    const struct page_text *t = text_of(v, s);
    if (!t) /* the language changed and this page is not in it */
        return command_of(COMMAND_HOME);
    const struct card *c = s->card <= t->card_count ? &t->cards[s->card - 1] : NULL;
    switch (act.kind) {
    case UI_NEXT:
        return s->card <= t->card_count ? turn(s, s->card + 1) : command_of(COMMAND_HOME);
    case UI_BACK:
        return s->card > 1 ? turn(s, s->card - 1) : command_of(COMMAND_BACK);
    case UI_RESOURCE:
        if (c && act.index < c->resource_count)
            return command_go(COMMAND_GO, "resource/%s", c->resources[act.index]);
        break;
    case UI_ASK:
        return command_go(COMMAND_GO, "request");
    case UI_TAKE:
        return command_go(COMMAND_GO, "print/page/%s", s->slug);
    case UI_HELPED:
        return helped(s, act.index == 0 ? 1 : 2);
    default:
        break;
    }
    return command_of(COMMAND_NONE);
}

static void draft_notice(struct view *v, struct node *content, const struct page_text *t)
{
    if (t->state == TRANSLATION_DRAFT || t->stale)
        w_notice(v->ui, content, "icons/pencil", tr(v, "Draft. No native reader has checked this text yet."));
}

static void turning(struct view *v, struct node *content, const struct page_text *t, const struct page_state *s)
{
    struct ui *u = v->ui;
    bool end = s->card > t->card_count;
    struct node *row = w_row(u, content, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    w_dots(u, row, (int)t->card_count + 1, (int)s->card - 1);
    if (end) {
        w_button(u, row, UI_ID(UI_NEXT, 0), LOOK_PRIMARY, "icons/home", tr(v, "Done"));
    } else {
        struct node *next = w_button(u, row, UI_ID(UI_NEXT, 0), LOOK_PRIMARY, "icons/next", tr(v, "Next"));
        next->first->mirror = true;
    }
}

static void card_words(struct view *v, struct node *list, const struct card *c)
{
    struct ui *u = v->ui;
    struct node *h = w_heading(u, list, c->title, TYPE_TITLE);
    h->id = UI_ID(UI_HEADING, 0);
    h->text.fit = true;
    for (size_t i = 0; i < c->sentence_count; i++)
        w_text(u, list, c->sentences[i], u->size == SIZE_XLARGE ? TYPE_BODY : TYPE_HEADING)->id = UI_ID(UI_SENTENCE, i);
    for (size_t i = 0; i < c->resource_count; i++) {
        const struct resource *r = site_resource(v->site, c->resources[i]);
        if (r)
            w_button(u, list, UI_ID(UI_RESOURCE, i), LOOK_TILE, "icons/qr",
                     r->phone ? arena_printf(u->frame, "%s · \u2066%s\u2069", tr(v, r->about), r->phone)
                              : tr(v, r->about));
    }
}

/* The picture on a panel of its own, as large as the words leave room for. */
static void panel(struct view *v, struct node *parent, const char *picture, const char *label, float min_mm,
                  float max_mm)
{
    struct ui *u = v->ui;
    struct node *n = w_picture(u, parent, picture, label, min_mm, max_mm);
    if (str_starts(picture, "icons/scene-")) /* has a ground of its own */
        return;
    n->look = LOOK_CARD;
    n->lay.pad = n->lay.pad_block = ui_mm(u, 10);
}

static void build_card(struct view *v, struct node *content, const struct card *c)
{
    struct ui *u = v->ui;
    const char *picture = c->media  ? arena_printf(u->frame, "site:%s", c->media)
                          : c->icon ? arena_printf(u->frame, "icons/%s", c->icon)
                                    : NULL;
    struct node *list;
    if (ui_portrait(u)) {
        list = w_pager(u, content, AXIS_COLUMN, 0, 6, tr(v, "Up"), tr(v, "More"));
        list->lay.justify = PLACE_CENTER;
        if (picture && !v->session->lower)
            panel(v, list, picture, c->picture_label, 60, 150);
    } else {
        struct node *row = w_row(u, content, 12);
        row->lay.grow = 1;
        row->lay.align = PLACE_STRETCH;
        if (picture && !v->session->lower) {
            struct node *side = w_column(u, row, 0);
            side->lay.w = u->w * (u->size == SIZE_XLARGE ? 22 : 36) / 100;
            panel(v, side, picture, c->picture_label, 40, 0);
        }
        struct node *words = w_column(u, row, 0);
        words->lay.grow = 1;
        list = w_pager(u, words, AXIS_COLUMN, 0, 6, tr(v, "Up"), tr(v, "More"));
        list->lay.justify = PLACE_CENTER;
    }
    card_words(v, list, c);
}

static void build_end(struct view *v, struct node *content, const struct page_state *s)
{
    struct ui *u = v->ui;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 8, tr(v, "Up"), tr(v, "More"));
    list->lay.justify = PLACE_CENTER;
    struct node *talk =
        w_button(u, list, UI_ID(UI_ASK, 0), LOOK_PRIMARY, "icons/in-person", tr(v, "Talk to a person about this"));
    talk->lay.min_h = ui_mm(u, 30);
    w_button(u, list, UI_ID(UI_TAKE, 0), LOOK_TILE, "icons/print", tr(v, "Take it with you"))->lay.min_h = ui_mm(u, 30);
    struct node *q = w_heading(u, list, s->helped ? tr(v, "Thank you") : tr(v, "Did this help you?"), TYPE_HEADING);
    q->text.align = TEXT_CENTER;
    struct node *faces = w_grid(u, list, 2, MM_GAP);
    struct node *yes = w_tile(u, faces, UI_ID(UI_HELPED, 0), "icons/face-happy", 26, tr(v, "Yes"));
    struct node *unsure = w_tile(u, faces, UI_ID(UI_HELPED, 1), "icons/face-unsure", 26, tr(v, "Not really"));
    yes->selected = s->helped == 1;
    unsure->selected = s->helped == 2;
}

static void build(struct view *v, void *state, struct node *content)
{
    struct page_state *s = state;
    const struct page_text *t = text_of(v, s);
    if (!t) {
        w_text(v->ui, content, tr(v, "This page is not in your language yet. Please ask at the desk."), TYPE_BODY);
        w_button(v->ui, content, UI_ID(UI_HOME, 1), LOOK_PRIMARY, "icons/home", tr(v, "Home"));
        return;
    }
    if (s->card > t->card_count + 1)
        s->card = t->card_count + 1;
    draft_notice(v, content, t);
    if (s->card <= t->card_count)
        build_card(v, content, &t->cards[s->card - 1]);
    else
        build_end(v, content, s);
    turning(v, content, t, s);
}

static const char *title(struct view *v, void *state)
{
    const struct page_text *t = text_of(v, state);
    return t ? t->title : "";
}

static bool ahead(struct view *v, void *state, size_t i, char route[ROUTE_MAX], const struct language **lang)
{
    (void)v;
    (void)lang;
    const struct page_state *s = state;
    size_t card = i == 0 ? s->card + 1 : s->card - 1;
    if (i > 1 || card == 0)
        return false;
    if (s->about)
        snprintf(route, ROUTE_MAX, "about/%zu", card);
    else
        snprintf(route, ROUTE_MAX, "page/%s/%zu", s->slug, card);
    return true;
}

const struct screen screen_page = {.id = "page",
                                   .ahead = ahead,
                                   .state_size = sizeof(struct page_state),
                                   .enter = enter,
                                   .update = update,
                                   .build = build,
                                   .title = title};

const struct screen screen_about = {.id = "about",
                                    .ahead = ahead,
                                    .state_size = sizeof(struct page_state),
                                    .icon = "icons/kiosk",
                                    .enter = enter_about,
                                    .update = update,
                                    .build = build,
                                    .title = title};
