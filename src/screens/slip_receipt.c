/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receipt on paper: three pictures with their words, six digits, a code, how long it is good and whom to ask. Who
 * finds it reads nothing about police, a meeting or a request. */
#include "slip_int.h"

#include "base/str.h"
#include "screens/form_words.h"
#include "screens/receipt_words.h"

static bool there(struct view *v, const char *arg)
{
    return !*arg && v->session->has_receipt;
}

static const char *name(struct view *v, const char *arg)
{
    (void)arg;
    return tr(v, "Your code");
}

static const char *payload(struct view *v, const char *arg, bool codes)
{
    (void)arg;
    (void)codes;
    return receipt_payload(v, &v->session->receipt);
}

/* One below the other: their order is the same in every language. */
static void pictures(struct view *v, struct node *parent, const struct receipt_code *c)
{
    struct ui *u = v->ui;
    for (int i = 0; i < RECEIPT_PICTURES; i++) {
        struct node *row = w_row(u, parent, 5);
        row->id = UI_ID(UI_RECEIPT_PICTURE, i);
        w_icon(u, row, arena_printf(u->frame, "receipt/%s", receipt_picture_name(c->picture[i])), 18);
        slip_heading(v, row, tr(v, form_picture(c->picture[i])), TYPE_TITLE, NULL)->lay.grow = 1;
    }
}

static void build(struct view *v, const char *arg, bool codes, struct node *root)
{
    const struct receipt_code *c = &v->session->receipt;
    slip_heading(v, root, name(v, arg), TYPE_TITLE, NULL);
    slip_text(v, root, slip_day(v, v->today), TYPE_BODY, NULL);
    slip_rule(v, root);
    struct node *columns = slip_columns(v, root), *first = slip_column(v, columns), *second = slip_column(v, columns);
    pictures(v, first, c);
    struct node *digits = slip_heading(v, first, receipt_digits(v, c), TYPE_HUGE, slip_english(v));
    digits->id = UI_ID(UI_RECEIPT_DIGITS, 0);
    digits->text.align = TEXT_CENTER;
    digits->speech = receipt_digits_said(v, c);
    slip_code(v, second, payload(v, arg, codes), 42, tr(v, "The same code for your phone"), NULL);
    struct node *kept = w_column(v->ui, root, 1);
    slip_text(v, kept, tr(v, "Come back with this code to hear the answer."), TYPE_BODY, NULL);
    slip_text(v, kept,
              tr_fill(v, "It is kept until {day}. Then it is erased.", "day",
                      view_date(v, v->today + v->site->retention_days), NULL),
              TYPE_BODY, NULL);
    slip_text(v, kept, tr(v, "Whoever has this code can open the answer. Keep it safe."), TYPE_BODY, NULL);
    slip_foot(v, root, tr(v, "If there is no answer, ask here:"), DAY_NONE);
}

const struct slip_kind slip_receipt = {
    .word = "receipt", .there = there, .name = name, .payload = payload, .build = build};
