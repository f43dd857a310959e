/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slip_int.h"

#include "base/str.h"
#include "device/qr.h"

#include <math.h>
#include <string.h>

#define MM_WIDE 120 /* narrower paper has one column */
#define MM_ROOMY 60 /* an 80 mm roll */

static const struct slip_kind *const kinds[] = {&slip_page,       &slip_resource, &slip_receipt, &slip_answer,
                                                &slip_speak_card, &slip_day_list, &slip_test};
static const char codes_word[] = "/codes";

/* ---- which slip ----------------------------------------------------------------------------------------------------
 */

struct name_of_slip {
    const struct slip_kind *kind;
    char arg[SLIP_KEY_MAX];
    bool codes; /* asked for */
};

static bool parse(const char *what, struct name_of_slip *out)
{
    size_t n = strcspn(what, "/");
    *out = (struct name_of_slip){0};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !out->kind; i++)
        if (strlen(kinds[i]->word) == n && memcmp(kinds[i]->word, what, n) == 0)
            out->kind = kinds[i];
    const char *arg = what[n] ? what + n + 1 : "";
    size_t len = strlen(arg);
    if (str_ends(arg, codes_word)) {
        out->codes = true;
        len -= strlen(codes_word);
    }
    if (!out->kind || len >= sizeof out->arg)
        return false;
    memcpy(out->arg, arg, len);
    return true;
}

static bool discreet(struct view *v, const struct name_of_slip *n)
{
    return n->kind->discreet && n->kind->discreet(v, n->arg);
}

bool slip_there(struct view *v, const char *what)
{
    struct name_of_slip n;
    return parse(what, &n) && n.kind->there(v, n.arg);
}

bool slip_discreet(struct view *v, const char *what)
{
    struct name_of_slip n;
    return parse(what, &n) && discreet(v, &n);
}

const char *slip_name(struct view *v, const char *what)
{
    struct name_of_slip n;
    return parse(what, &n) ? n.kind->name(v, n.arg) : "";
}

const char *slip_payload(struct view *v, const char *what)
{
    struct name_of_slip n;
    if (!parse(what, &n) || !n.kind->payload || !n.kind->there(v, n.arg))
        return NULL;
    return n.kind->payload(v, n.arg, n.codes || !discreet(v, &n));
}

struct node *slip_build(struct view *v, const char *what)
{
    struct name_of_slip n;
    if (!parse(what, &n) || !n.kind->there(v, n.arg))
        return NULL;
    struct node *root = slip_root(v);
    n.kind->build(v, n.arg, n.codes || !discreet(v, &n), root);
    return root;
}

/* ---- parts ---------------------------------------------------------------------------------------------------------
 */

bool slip_wide(const struct ui *u)
{
    return (float)u->w * u->mm_per_px >= MM_WIDE;
}

bool slip_roomy(const struct ui *u)
{
    return (float)u->w * u->mm_per_px >= MM_ROOMY;
}

const struct language *slip_english(const struct view *v)
{
    const struct language *en = site_language(v->site, "en");
    return en ? en : v->session->lang;
}

bool slip_in_english(const struct view *v)
{
    return slip_english(v) == v->session->lang;
}

struct node *slip_root(struct view *v)
{
    struct ui *u = v->ui;
    struct node *root = w_column(u, NULL, 2.2F);
    root->id = UI_ID(UI_SCREEN, 0);
    root->lay.pad = ui_mm(u, 1);
    root->lay.pad_block = ui_mm(u, 1);
    if (v->site->demonstration)
        slip_text(v, root, tr(v, "Demonstration. The names and numbers of this centre are made up."), TYPE_LABEL, NULL)
            ->speech = "";
    return root;
}

struct node *slip_text(struct view *v, struct node *parent, const char *s, enum type_step step,
                       const struct language *lang)
{
    struct node *n = w_text(v->ui, parent, s, step);
    n->text.lang = lang ? &lang->text : NULL;
    n->text.fit = true;
    return n;
}

struct node *slip_heading(struct view *v, struct node *parent, const char *s, enum type_step step,
                          const struct language *lang)
{
    struct node *n = slip_text(v, parent, s, step, lang);
    n->role = ROLE_HEADING;
    n->text.bold = true;
    return n;
}

struct node *slip_proper(struct view *v, struct node *parent, const char *s, enum type_step step)
{
    struct node *n = slip_text(v, parent, arena_printf(v->ui->frame, "\u2066%s\u2069", s), step, slip_english(v));
    n->text.align = ui_rtl(v->ui) ? TEXT_END : TEXT_START;
    return n;
}

void slip_rule(struct view *v, struct node *parent)
{
    struct node *n = node_add(v->ui, parent, ROLE_GROUP, UI_ID(UI_NONE, 0));
    n->look = LOOK_INK;
    n->lay.h = ui_mm(v->ui, 0.35F);
}

struct node *slip_columns(struct view *v, struct node *parent)
{
    if (!slip_wide(v->ui)) /* every line is a part of its own */
        return parent;
    struct node *n = w_row(v->ui, parent, 10);
    n->lay.align = PLACE_START;
    return n;
}

struct node *slip_column(struct view *v, struct node *columns)
{
    if (!slip_wide(v->ui))
        return columns;
    struct node *n = w_column(v->ui, columns, 1.5F);
    n->lay.grow = 1;
    return n;
}

/* An address may go on in the next line after a dot or a stroke, not in the middle of a word (U+200B). */
static const char *may_break(struct view *v, const char *address)
{
    struct str out;
    str_init(&out);
    for (; *address; address++) {
        str_add_c(&out, *address);
        if (*address == '.' || *address == '/')
            str_add_cp(&out, 0x200B);
    }
    const char *kept = arena_strdup(v->ui->frame, out.s);
    str_release(&out);
    return kept;
}

struct node *slip_code(struct view *v, struct node *parent, const char *payload, float side_mm, const char *label,
                       const char *words)
{
    struct ui *u = v->ui;
    const struct qr *qr = payload ? v->qr(v->services, payload) : NULL;
    if (!qr)
        return NULL;
    int all = qr->size + 2 * QR_QUIET, least = (int)ceilf(MM_PRINT_MODULE / u->mm_per_px - 0.01F);
    int room = u->w - 2 * ui_mm(u, 1), module = ui_mm(u, side_mm) / all;
    if (module < least)
        module = least;
    if (module * all > room)
        return NULL;
    struct node *place = w_column(u, parent, 0.5F);
    struct node *n = node_add(u, place, ROLE_QR, UI_ID(UI_QR, 0));
    n->look = LOOK_QR;
    n->qr = qr;
    n->label = label;
    n->lay.w = n->lay.h = module * all;
    place->lay.min_w = n->lay.w;
    slip_text(v, place, label, TYPE_LABEL, NULL)->text.align = TEXT_CENTER;
    place->last->speech = ""; /* the code says it */
    if (words)
        slip_text(v, place, may_break(v, words), TYPE_LABEL, slip_english(v))->text.align = TEXT_CENTER;
    return place;
}

const char *slip_day(struct view *v, day_t day)
{
    return arena_printf(v->ui->frame, "%s%s%s", view_weekday(v, day), view_comma(v), view_date(v, day));
}

void slip_foot(struct view *v, struct node *root, const char *ask, day_t checked_on)
{
    slip_rule(v, root);
    struct node *foot = w_column(v->ui, root, 1);
    if (ask)
        slip_text(v, foot, ask, TYPE_LABEL, NULL);
    slip_proper(v, foot, v->site->centre, TYPE_LABEL)->text.bold = true;
    if (v->site->centre_phone)
        slip_proper(v, foot, v->site->centre_phone, TYPE_LABEL);
    if (checked_on != DAY_NONE)
        slip_text(v, foot, tr_fill(v, "Checked on {day}", "day", view_date(v, checked_on), NULL), TYPE_LABEL, NULL);
}
