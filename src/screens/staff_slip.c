/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What staff print to see whether the printer is well: a ruler, greys of single dots, a code, and every language that
 * is offered here, so that a missing font is seen before a visitor sees it. In the language of the desk. */
#include "slip_int.h"

static bool there(struct view *v, const char *arg)
{
    (void)v;
    return !*arg;
}

static const char *name(struct view *v, const char *arg)
{
    (void)arg;
    return tr(v, "Test page");
}

static struct node *bar(struct ui *u, struct node *parent, int w, int h)
{
    struct node *n = node_add(u, parent, ROLE_GROUP, UI_ID(UI_NONE, 0));
    n->look = LOOK_INK;
    n->lay.w = w;
    n->lay.h = h;
    return n;
}

static struct node *tight_row(struct ui *u, struct node *parent)
{
    struct node *row = w_row(u, parent, 0);
    row->lay.align = PLACE_START;
    row->lay.unmirrored = true;
    return row;
}

/* A mark each millimetre, longer ones at five and ten; marks stand where the dots are nearest, so nothing adds up. */
static void ruler(struct view *v, struct node *root)
{
    struct ui *u = v->ui;
    int mm = (int)((float)(u->w - 2 * root->lay.pad) * u->mm_per_px);
    struct node *place = w_column(u, root, 0.5F), *marks = tight_row(u, place), *numbers = tight_row(u, place);
    for (int i = 0; i < mm; i++) {
        struct node *cell = w_column(u, marks, 0);
        cell->lay.align = PLACE_START;
        cell->lay.w = ui_mm(u, (float)(i + 1)) - ui_mm(u, (float)i);
        bar(u, cell, 2, ui_mm(u, i % 10 == 0 ? 5 : i % 5 == 0 ? 3.5F : 2));
    }
    for (int i = 0; i + 10 <= mm; i += 10) {
        struct node *n = slip_text(v, numbers, arena_printf(u->frame, "%d", i), TYPE_LABEL, slip_english(v));
        n->lay.w = ui_mm(u, (float)(i + 10)) - ui_mm(u, (float)i);
    }
}

/* Lines of `on` dots every `pitch` dots: a head with a dead dot shows a white line through all of them. */
static void greys(struct view *v, struct node *root)
{
    static const struct {
        int on, pitch;
    } swatches[] = {{1, 4}, {1, 2}, {3, 4}, {1, 1}};
    struct ui *u = v->ui;
    int count = sizeof swatches / sizeof *swatches, w = (u->w - 2 * root->lay.pad) / count;
    struct node *row = tight_row(u, root);
    for (int s = 0; s < count; s++) {
        struct node *swatch = tight_row(u, row);
        swatch->lay.w = w;
        if (swatches[s].pitch == 1)
            bar(u, swatch, w, ui_mm(u, 8));
        for (int x = 0; swatches[s].pitch > 1 && x + swatches[s].pitch <= w; x += swatches[s].pitch) {
            struct node *cell = w_column(u, swatch, 0);
            cell->lay.align = PLACE_START;
            cell->lay.w = swatches[s].pitch;
            bar(u, cell, swatches[s].on, ui_mm(u, 8));
        }
    }
}

static void languages(struct view *v, struct node *root)
{
    struct ui *u = v->ui;
    struct node *grid = w_grid(u, root, slip_wide(u) ? 4 : 2, 2);
    for (size_t i = 0; i < v->site->offered_count; i++) {
        const struct language *l = v->site->offered[i];
        struct node *cell = w_column(u, grid, 0);
        slip_text(v, cell, l->autonym, TYPE_BODY, l)->text.align = l->text.dir == u->lang->dir ? TEXT_START : TEXT_END;
        slip_proper(v, cell, l->text.tag, TYPE_LABEL);
    }
}

static void build(struct view *v, const char *arg, bool codes, struct node *root)
{
    (void)codes;
    struct ui *u = v->ui;
    char day[11];
    int dpi = (int)(25.4F / u->mm_per_px + 0.5F);
    day_format(v->today, day);
    slip_heading(v, root, name(v, arg), TYPE_TITLE, NULL);
    slip_text(
        v, root,
        arena_printf(u->frame, "\u2066%s · %.0f mm · %d dpi\u2069", day, (double)((float)u->w * u->mm_per_px), dpi),
        TYPE_BODY, NULL);
    ruler(v, root);
    greys(v, root);
    slip_code(v, root, "Porchlight", 30, "Porchlight", NULL);
    languages(v, root);
    slip_text(
        v, root,
        tr(v, "Are all lines whole? Is the ruler right? Is every language there? Does a telephone read the code?"),
        TYPE_BODY, NULL);
}

const struct slip_kind slip_test = {.word = "test", .there = there, .name = name, .build = build};
