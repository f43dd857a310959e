/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screens/staff_kit.h"

#include "base/str.h"
#include "content/dates.h"

#include <stdio.h>
#include <string.h>

bool staff_changed(const struct view *v, enum change_file file, const char *key, const char *field)
{
    const struct changes *c = staff_edit(v)->changes;
    for (size_t i = 0; c && i < c->rows.len; i++)
        if (c->rows.v[i].file == file && str_eq(c->rows.v[i].key, key) && c->rows.v[i].state == CHANGE_USED &&
            (!field || str_eq(c->rows.v[i].field, field)))
            return true;
    return false;
}

struct staff_edit *staff_enter(struct view *v)
{
    struct staff_edit *s = staff_edit(v);
    s->result = EDIT_NONE;
    return s;
}

void staff_key(struct view *v, const char *key)
{
    struct staff_edit *s = staff_edit(v);
    snprintf(s->key, sizeof s->key, "%s", key);
}

void staff_said(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_edit *s = staff_edit(v);
    bool good = s->result == EDIT_KEPT || s->result == EDIT_UNDONE;
    const char *words = NULL;
    if (s->result == EDIT_KEPT)
        words = tr(v, "Kept. Visitors see it now.");
    else if (s->result == EDIT_UNDONE)
        words = tr(v, "It is as it was before.");
    else if (s->result == EDIT_NOT_KEPT)
        words = tr_fill(v, "Not kept, nothing has changed: {why}", "why",
                        desk_why(v, s->why, N_("What was typed or chosen does not fit. Look at it again.")), NULL);
    if (!words)
        return;
    struct node *row = w_row(u, content, MM_GAP);
    struct node *n = w_notice(u, row, good ? "icons/yes" : "icons/warning", words);
    n->lay.grow = 1;
    n->lay.min_h = ui_mm(u, MM_TARGET);
    n->last->text.fit_lines = 0;
    if (s->result == EDIT_KEPT && s->can_undo)
        w_button(u, row, UI_ID(UI_CLEAR, 0), LOOK_QUIET, "icons/repeat", tr(v, "Undo"));
}

struct node *staff_line(struct view *v, struct node *list, struct ui_id id, const char *icon, const char *words,
                        const char *quiet)
{
    struct ui *u = v->ui;
    struct node *n = node_add(u, list, ROLE_BUTTON, id);
    n->look = LOOK_TILE;
    n->target = true;
    n->label = quiet ? arena_printf(u->frame, "%s. %s", words, quiet) : words;
    n->lay.axis = AXIS_ROW;
    n->lay.align = PLACE_CENTER;
    n->lay.gap = ui_mm(u, 5);
    n->lay.pad = ui_mm(u, 5);
    n->lay.pad_block = ui_mm(u, 2.5F);
    n->lay.min_h = ui_mm(u, 24);
    n->lay.max_h = ui_mm(u, 36);
    if (icon)
        w_icon(u, n, icon, 14);
    struct node *column = w_column(u, n, 1);
    column->lay.grow = 1;
    struct node *t = w_text(u, column, words, TYPE_BODY);
    t->text.bold = true;
    t->text.fit = true;
    if (quiet) {
        struct node *q = w_text(u, column, quiet, TYPE_LABEL);
        q->text.color = COLOR_QUIET;
        q->text.fit = true;
    }
    return n;
}

const char *staff_date(const struct view *v, day_t day)
{
    int year = day_to_ymd(day).year;
    return arena_printf(v->ui->frame, "%s %s", view_date(v, day), date_number(v->session->lang, year, v->ui->frame));
}

const char *staff_hours(const struct view *v, int from_min, int to_min)
{
    return arena_printf(v->ui->frame, "\u2066%d:%02d–%d:%02d\u2069", from_min / 60, from_min % 60, to_min / 60,
                        to_min % 60);
}

struct node *staff_card(struct view *v, struct node *parent)
{
    struct node *box = w_column(v->ui, parent, 2);
    box->look = LOOK_CARD;
    box->lay.pad = ui_mm(v->ui, 5);
    box->lay.pad_block = ui_mm(v->ui, 3);
    box->lay.max_h = ui_mm(v->ui, 44);
    box->lay.justify = PLACE_CENTER;
    return box;
}

void staff_stepper(struct view *v, struct node *parent, int i, const char *label, const char *value)
{
    struct ui *u = v->ui;
    struct node *box = staff_card(v, parent);
    w_text(u, box, label, TYPE_LABEL)->text.color = COLOR_QUIET;
    struct node *row = w_row(u, box, MM_GAP);
    struct node *less = w_button(u, row, UI_ID(UI_SLOT, 2 * i), LOOK_TILE, "icons/more-down", NULL);
    less->label = arena_printf(u->frame, "%s: %s", label, tr(v, "less"));
    struct node *t = w_text(u, row, value, TYPE_HEADING);
    t->lay.grow = 1;
    t->text.align = TEXT_CENTER;
    t->text.bold = true;
    t->text.fit = true;
    struct node *more = w_button(u, row, UI_ID(UI_SLOT, 2 * i + 1), LOOK_TILE, "icons/more-up", NULL);
    more->label = arena_printf(u->frame, "%s: %s", label, tr(v, "more"));
}

struct node *staff_foot(struct view *v, struct node *content, const char *icon, const char *label)
{
    struct ui *u = v->ui;
    if (!label) {
        w_back(u, content, tr(v, "Back"));
        return NULL;
    }
    struct node *row = w_grid(u, content, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    struct node *on = w_button(u, row, UI_ID(UI_CONFIRM, 0), LOOK_PRIMARY, icon, label);
    on->first->mirror = str_eq(icon, "icons/next");
    return on;
}

void staff_typing(struct view *v, struct node *content, const char *label, const char *hint, const char *text,
                  const struct keyboard_state *k, bool numbers)
{
    struct ui *u = v->ui;
    desk_near_keys(v, content);
    w_heading(u, content, label, TYPE_BODY);
    if (hint && (ui_portrait(u) || u->size < SIZE_XLARGE))
        w_text(u, content, hint, TYPE_LABEL);
    desk_field(v, content, UI_ID(UI_FIELD, 0), label, text, true, false);
    if (!ui_portrait(u))
        w_spring(u, content);
    if (numbers)
        number_pad_build(u, content, true, tr(v, "Erase the last number"));
    else
        desk_keyboard(v, content, k);
}

bool staff_typed(struct view *v, struct keyboard_state *k, bool numbers, struct ui_id act, char *text, size_t size)
{
    return numbers ? number_pad_act(act, text, size) : desk_type(v, k, act, text, size);
}
