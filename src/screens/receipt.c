/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receipt: three pictures and six digits. Nothing on it speaks of police. */
#include "screens/registry.h"

#include "device/qr.h"
#include "screens/form_words.h"
#include "screens/receipt_words.h"
#include "ui/widgets.h"

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    return !*arg && v->session->has_receipt;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    (void)v;
    (void)state;
    if (act.kind == UI_PRINT)
        return command_go(COMMAND_GO, "print/receipt");
    return command_of(act.kind == UI_KEPT ? COMMAND_HOME : COMMAND_NONE);
}

static void pictures(struct view *v, struct node *list, const struct receipt_code *c)
{
    struct ui *u = v->ui;
    struct node *grid = w_grid(u, list, RECEIPT_PICTURES, 4);
    for (int i = 0; i < RECEIPT_PICTURES; i++) {
        struct node *n = node_add(u, grid, ROLE_IMAGE, UI_ID(UI_RECEIPT_PICTURE, i));
        n->look = LOOK_CARD;
        n->lay.gap = ui_mm(u, 2);
        n->lay.pad = ui_mm(u, 4);
        n->lay.pad_block = ui_mm(u, 4);
        w_icon(u, n, arena_printf(u->frame, "receipt/%s", receipt_picture_name(c->picture[i])),
               ui_portrait(u) ? 62 : 44)
            ->lay.w = 0;
        struct node *t = w_text(u, n, tr(v, form_picture(c->picture[i])), TYPE_BODY);
        t->text.align = TEXT_CENTER;
        t->text.fit = true;
        t->text.bold = true;
    }
}

/* Plain text that any phone keeps: the centre's name and the code, with no word about police. What it is for goes to
 * `words`, or beside it when that is NULL. */
static void code_on_phone(struct view *v, struct node *parent, struct node *words, const struct receipt_code *c)
{
    struct ui *u = v->ui;
    const struct qr *qr = v->qr(v->services, receipt_payload(v, c));
    if (!qr)
        return;
    float side_mm = ui_portrait(u) ? 80 : 58;
    struct node *row = ui_portrait(u) ? w_row(u, parent, 6) : w_column(u, parent, 5);
    row->lay.justify = PLACE_CENTER;
    struct node *place = w_column(u, row, 0);
    struct node *n =
        w_qr(u, place, UI_ID(UI_QR, 0), qr, qr->size, ui_mm(u, side_mm), tr(v, "The same code for your phone"));
    place->lay.w = place->lay.h = n->lay.max_h;
    struct node *t = w_text(u, words ? words : row,
                            tr(v, "Take a photo of this screen, or scan this to keep it on your phone."), TYPE_BODY);
    t->lay.grow = ui_portrait(u);
}

static void what_it_is(struct view *v, struct node *list)
{
    w_text(v->ui, list,
           tr(v, "Your request is kept. This is your code. Come back with it to hear the answer, or to take the "
                 "request back."),
           TYPE_BODY);
}

static void digits(struct view *v, struct node *list, const struct receipt_code *c)
{
    struct node *d = w_heading(v->ui, list, receipt_digits(v, c), TYPE_HUGE);
    d->id = UI_ID(UI_RECEIPT_DIGITS, 0);
    d->text.align = TEXT_CENTER;
    d->speech = receipt_digits_said(v, c);
}

static void build(struct view *v, void *state, struct node *content)
{
    (void)state;
    struct ui *u = v->ui;
    const struct receipt_code *c = &v->session->receipt;
    /* what has to be kept comes before what explains it where both don't fit on one page */
    bool beside = !ui_portrait(u), code_first = beside && u->size >= SIZE_LARGE;
    struct node *place = content, *list, *phone;
    if (beside) {
        place = w_row(u, content, 12);
        place->lay.grow = 1;
        place->lay.align = PLACE_STRETCH;
    }
    list = w_pager(u, place, AXIS_COLUMN, 0, 5, tr(v, "Up"), tr(v, "More"));
    list->lay.justify = PLACE_CENTER;
    phone = list;
    if (beside) {
        phone = w_column(u, place, 5);
        phone->lay.justify = PLACE_CENTER;
        phone->lay.w = code_first ? ui_mm(u, 70) : u->w * 30 / 100;
    }
    if (!code_first)
        what_it_is(v, list);
    pictures(v, list, c);
    digits(v, list, c);
    if (code_first)
        what_it_is(v, list);
    code_on_phone(v, phone, code_first ? list : NULL, c);
    w_text(u, list, tr(v, "Whoever has this code can open the answer. Keep it safe."), TYPE_BODY);
    view_nobody_collects(v, list);
    struct node *row = w_grid(u, content, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_PRINT, 0), LOOK_TILE, "icons/print", tr(v, "Print it"));
    struct node *kept = w_button(u, row, UI_ID(UI_KEPT, 0), LOOK_PRIMARY, "icons/kept-it", tr(v, "I have kept it"));
    kept->lay.min_h = ui_mm(u, 26);
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Your code");
}

const struct screen screen_receipt = {
    .id = "receipt", .icon = "icons/receipt", .enter = enter, .update = update, .build = build, .title = title};
