/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language wall: the first screen is the choice of language. */
#include "screens/registry.h"

#include "ui/widgets.h"

#include <stdio.h>
#include <string.h>

/* The languages that can be chosen now, in staff's order. */
static const struct language *offered(const struct view *v, size_t wanted)
{
    size_t k = 0;
    for (size_t i = 0; i < v->site->offered_count; i++)
        if (catalogue_offers(v->catalogue, v->strings, v->site->offered[i]->text.tag) && k++ == wanted)
            return v->site->offered[i];
    return NULL;
}

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)v;
    (void)state;
    return !*arg;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    (void)state;
    if (act.kind != UI_TILE)
        return command_of(COMMAND_NONE);
    const struct language *l = offered(v, act.index);
    if (!l)
        return command_of(COMMAND_NONE);
    v->session->lang = l;
    v->session->chosen = true;
    return command_of(COMMAND_LANGUAGE);
}

static void language_tile(struct view *v, struct node *grid, const struct language *l, size_t i)
{
    struct ui *u = v->ui;
    struct node *n = w_tile(u, grid, UI_ID(UI_TILE, i), NULL, 0, NULL);
    n->lay.min_h = ui_mm(u, 26);
    n->lay.max_h = ui_mm(u, 52);
    n->lay.gap = ui_mm(u, 1);
    n->label = l->autonym;
    n->selected = v->session->chosen && v->session->lang == l;
    n->text.lang = &l->text; /* of the label: a group draws no text itself */
    struct node *own = w_text(u, n, l->autonym, TYPE_TITLE);
    own->text.lang = &l->text;
    own->text.align = TEXT_CENTER;
    own->text.bold = true;
    own->text.fit = true;
    struct node *english = w_text(u, n, l->english, TYPE_LABEL);
    const struct language *en = site_language(v->site, "en");
    english->text.lang = en ? &en->text : NULL;
    english->text.align = TEXT_CENTER;
    english->text.color = COLOR_QUIET;
}

static void tools(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    struct node *row = w_grid(u, content, 3, MM_GAP);
    w_button(u, row, UI_ID(UI_ACCESS, 0), LOOK_QUIET, "icons/access", tr(v, "Text and colour"));
    w_button(u, row, UI_ID(UI_LISTEN, 0), LOOK_QUIET, u->lit >= 0 ? "icons/listen-stop" : "icons/listen",
             u->lit >= 0 ? tr(v, "Stop") : tr(v, "Listen"));
    w_button(u, row, UI_ID(UI_EMERGENCY, 0), LOOK_DANGER, "icons/emergency", tr(v, "Emergency"));
}

static void build(struct view *v, void *state, struct node *content)
{
    (void)state;
    struct ui *u = v->ui;
    if (!v->session->lower) {
        struct node *scene = w_picture(u, content, "scenes/welcome", NULL, 20, ui_portrait(u) ? 92 : 56);
        scene->lay.h = 0;
    }
    struct node *centre = w_heading(u, content, v->site->centre, TYPE_TITLE);
    centre->id = UI_ID(UI_TITLE, 0);
    centre->text.align = TEXT_CENTER;
    centre->text.fit = true;
    size_t count = 0;
    while (offered(v, count))
        count++;
    int columns = ui_portrait(u) ? (count > 14 ? 3 : 2) : (count > 12 ? 5 : 4);
    if (u->size >= SIZE_LARGE && columns > 2)
        columns--;
    struct node *grid = w_pager(u, content, AXIS_GRID, columns, MM_GAP, tr(v, "Up"), tr(v, "More languages"));
    grid->parent->lay.grow = 4;
    grid->lay.justify = PLACE_CENTER;
    for (size_t i = 0; i < count; i++)
        language_tile(v, grid, offered(v, i), i);
    tools(v, content);
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return v->site->centre;
}

enum { AHEAD_LANGUAGES = 8, AHEAD_PAGES = 12 };

/* Pictures are the same in all languages: drawn while nobody is here, they are there for the first touch of each
 * screen. Home in the languages comes last, so that its words are the last to be forgotten. */
static bool ahead(struct view *v, void *state, size_t i, char route[ROUTE_MAX], const struct language **lang)
{
    static const char *const near[] = {"meet", "my-request", "about", "resources", "request/topic", "speak-card"};
    enum { NEAR = sizeof near / sizeof *near };
    (void)state;
    size_t pages = catalogue_count(v->catalogue);
    pages = pages < AHEAD_PAGES ? pages : AHEAD_PAGES;
    *lang = NULL;
    if (i < pages) {
        snprintf(route, ROUTE_MAX, "page/%s/1", catalogue_page(v->catalogue, i)->slug);
        return true;
    }
    i -= pages;
    if (i < NEAR) {
        snprintf(route, ROUTE_MAX, "%s", near[i]);
        return true;
    }
    i -= NEAR;
    memcpy(route, "home", sizeof "home");
    *lang = i < AHEAD_LANGUAGES ? offered(v, i) : NULL;
    return *lang != NULL;
}

const struct screen screen_welcome = {.id = "welcome",
                                      .ahead = ahead,
                                      .no_frame = true,
                                      .enter = enter,
                                      .update = update,
                                      .build = build,
                                      .title = title};
