/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "I speak …": to be shown to anyone, and cut to the size of a purse. */
#include "slip_int.h"

#include "base/str.h"

static bool there(struct view *v, const char *arg)
{
    (void)v;
    return !*arg;
}

static const char *name(struct view *v, const char *arg)
{
    (void)arg;
    return tr(v, "I speak …");
}

static const char *in_english(struct view *v)
{
    return arena_printf(v->ui->frame, "I speak %s. Please get me an interpreter.", v->session->lang->english);
}

static const char *payload(struct view *v, const char *arg, bool codes)
{
    (void)arg;
    (void)codes;
    return in_english(v);
}

static void centred(struct node *n)
{
    n->text.align = TEXT_CENTER;
}

/* How an interpreter is called in this town, as somebody of the place has signed it; for the one who reads the card. */
static void language_line(struct view *v, struct node *card)
{
    const struct local_fact *f = site_fact(v->site, "language_line");
    if (local_fact_good(f, v->today))
        centred(slip_text(v, card, f->value, TYPE_BODY, slip_english(v)));
}

static void build(struct view *v, const char *arg, bool codes, struct node *root)
{
    (void)arg;
    (void)codes;
    struct ui *u = v->ui;
    const struct language *mine = v->session->lang, *en = slip_english(v);
    struct node *card = w_column(u, root, 4);
    card->look = LOOK_TILE; /* with an edge to cut along */
    card->lay.pad = ui_mm(u, 4);
    card->lay.pad_block = ui_mm(u, 4);
    w_icon(u, card, "icons/interpreter", slip_wide(u) ? 60 : 34)->lay.w = 0;
    centred(slip_heading(v, card, arena_printf(u->frame, "I speak %s.", mine->english), TYPE_HUGE, en));
    centred(slip_heading(v, card, "Please get me an interpreter.", TYPE_TITLE, en));
    language_line(v, card);
    if (slip_in_english(v))
        return;
    slip_rule(v, card);
    centred(
        slip_heading(v, card, tr_fill(v, "I speak {language}.", "language", mine->autonym, NULL), TYPE_TITLE, mine));
    centred(slip_heading(v, card, tr(v, "Please get me an interpreter."), TYPE_HEADING, mine));
}

const struct slip_kind slip_speak_card = {
    .word = "speak-card", .there = there, .name = name, .payload = payload, .build = build};
