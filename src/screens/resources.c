/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help and links: every number and office, then one of them with its codes. */
#include "screens/registry.h"

#include "base/str.h"
#include "device/qr.h"
#include "ui/widgets.h"

#include <string.h>

static bool current(const struct view *v, const struct resource *r)
{
    return r->expires == DAY_NONE || r->expires >= v->today;
}

static bool enter_list(struct view *v, void *state, const char *arg)
{
    (void)v;
    (void)state;
    return !*arg;
}

static struct command update_list(struct view *v, void *state, struct ui_id act)
{
    (void)state;
    if (act.kind == UI_RESOURCE && act.index < v->site->resource_count)
        return command_go(COMMAND_GO, "resource/%s", v->site->resources[act.index].key);
    return command_of(act.kind == UI_BACK ? COMMAND_BACK : COMMAND_NONE);
}

/* A telephone number keeps its order inside right-to-left text. */
static const char *isolate(struct view *v, const char *number)
{
    return arena_printf(v->ui->frame, "\u2066%s\u2069", number);
}

static void row_of(struct view *v, struct node *list, const struct resource *r, size_t i)
{
    struct ui *u = v->ui;
    struct node *n = node_add(u, list, ROLE_BUTTON, UI_ID(UI_RESOURCE, i));
    n->look = LOOK_TILE;
    n->target = true;
    n->label = r->phone ? arena_printf(u->frame, "%s. %s. %s", tr(v, r->about), r->name, isolate(v, r->phone))
                        : arena_printf(u->frame, "%s. %s", tr(v, r->about), r->name);
    n->lay.axis = AXIS_ROW;
    n->lay.align = PLACE_CENTER;
    n->lay.gap = ui_mm(u, 5);
    n->lay.pad = ui_mm(u, 5);
    n->lay.pad_block = ui_mm(u, 2.5F);
    n->lay.min_h = ui_mm(u, 26);
    w_icon(u, n, arena_printf(u->frame, "icons/%s", r->icon ? r->icon : "hotline"), 18);
    struct node *words = w_column(u, n, 1);
    words->lay.grow = 1;
    w_text(u, words, tr(v, r->about), TYPE_BODY)->text.bold = true;
    struct node *name = w_text(u, words, r->name, TYPE_LABEL);
    name->text.color = COLOR_QUIET;
    name->text.fit_lines = u->size == SIZE_XLARGE;
    if (r->phone)
        w_text(u, words, isolate(v, r->phone), TYPE_BODY);
    w_icon(u, n, "icons/qr", 12);
}

static void build_list(struct view *v, void *state, struct node *content)
{
    (void)state;
    struct ui *u = v->ui;
    struct node *list = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 1 : 2, 4, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < v->site->resource_count; i++)
        if (current(v, &v->site->resources[i]))
            row_of(v, list, &v->site->resources[i], i);
    w_back(u, content, tr(v, "Back"));
}

static const char *title_list(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Phone numbers and help");
}

struct one_state {
    char key[48];
    enum qr_kind kind;
};

static const struct resource *one(const struct view *v, const struct one_state *s)
{
    const struct resource *r = site_resource(v->site, s->key);
    return r && current(v, r) ? r : NULL;
}

static const struct {
    const char *icon, *label;
} kinds[QR_KIND_COUNT] = {[QR_WEB] = {"icons/link", N_("Web page")},
                          [QR_CALL] = {"icons/phone", N_("Call")},
                          [QR_CONTACT] = {"icons/contact-card", N_("Save the number")},
                          [QR_TEXT] = {"icons/message", N_("Words only")}};

static bool enter_one(struct view *v, void *state, const char *arg)
{
    struct one_state *s = state;
    if (strlen(arg) >= sizeof s->key)
        return false;
    memcpy(s->key, arg, strlen(arg) + 1);
    const struct resource *r = one(v, s);
    if (!r)
        return false;
    s->kind = QR_CALL; /* works without data */
    for (int k = 0; k < QR_KIND_COUNT && !resource_has(r, s->kind); k++)
        s->kind = (enum qr_kind)k;
    return true;
}

static struct command update_one(struct view *v, void *state, struct ui_id act)
{
    struct one_state *s = state;
    const struct resource *r = one(v, s);
    if (act.kind == UI_PRINT && r)
        return command_go(COMMAND_GO, "print/resource/%s", r->key);
    if (act.kind == UI_QR_KIND && r && act.index < QR_KIND_COUNT && resource_has(r, (enum qr_kind)act.index)) {
        s->kind = (enum qr_kind)act.index;
        return command_of(COMMAND_REDRAW);
    }
    return command_of(act.kind == UI_BACK ? COMMAND_BACK : COMMAND_NONE);
}

/* The code, as big as its place allows, in whole pixels a module and never under 0.8 mm. */
static void code(struct view *v, struct node *parent, const struct resource *r, enum qr_kind kind)
{
    struct ui *u = v->ui;
    struct str payload;
    str_init(&payload);
    resource_payload(r, kind, r->discreet ? NULL : tr(v, r->about), &payload);
    const struct qr *qr = v->qr(v->services, payload.s);
    str_release(&payload);
    if (!qr) {
        w_notice(u, parent, "icons/warning", tr(v, "This does not fit a code."));
        return;
    }
    w_qr(u, parent, UI_ID(UI_QR, kind), qr, qr->size, ui_mm(u, ui_portrait(u) ? 120 : 100), tr(v, kinds[kind].label));
}

static void words_of(struct view *v, struct node *list, const struct resource *r, enum qr_kind kind)
{
    struct ui *u = v->ui;
    const char *where = kind == QR_WEB ? r->url : r->phone;
    if (where) {
        struct node *t = w_heading(u, list, isolate(v, where), kind == QR_WEB ? TYPE_BODY : TYPE_TITLE);
        t->text.align = TEXT_CENTER;
    }
    struct node *name = w_text(u, list, r->name, TYPE_BODY);
    name->text.align = TEXT_CENTER;
    if (r->hours) {
        struct node *h = w_text(u, list, tr_fill(v, "Open: {hours}", "hours", r->hours, NULL), TYPE_BODY);
        h->text.align = TEXT_CENTER;
    }
    if (r->interpreter)
        w_text(u, list, tr(v, "An interpreter can join the call. Say the name of your language in English."), TYPE_BODY)
            ->text.align = TEXT_CENTER;
    if (r->discreet)
        w_notice(u, list, "icons/warning",
                 tr(v, "If someone looks at your phone, they may find this. Do not scan it if that is not safe."));
    if (r->checked_on != DAY_NONE) {
        struct node *c =
            w_text(u, list, tr_fill(v, "Checked on {day}", "day", view_date(v, r->checked_on), NULL), TYPE_LABEL);
        c->text.align = TEXT_CENTER;
        c->text.color = COLOR_QUIET;
    }
}

/* The kinds of code and the way back; on lying glass, which is low, in one row. */
static void tabs(struct view *v, struct node *content, const struct resource *r, enum qr_kind kind)
{
    struct ui *u = v->ui;
    bool upright = ui_portrait(u);
    int count = 0;
    for (int k = 0; k < QR_KIND_COUNT; k++)
        count += resource_has(r, (enum qr_kind)k);
    struct node *row = w_grid(u, content, upright ? count : count + 1, MM_GAP);
    if (!upright)
        w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    for (int k = 0; k < QR_KIND_COUNT; k++) {
        if (!resource_has(r, (enum qr_kind)k))
            continue;
        const char *label = tr(v, kinds[k].label);
        struct node *t = upright ? w_tile(u, row, UI_ID(UI_QR_KIND, k), kinds[k].icon, 13, label)
                                 : w_button(u, row, UI_ID(UI_QR_KIND, k), LOOK_TILE, kinds[k].icon, label);
        t->selected = kind == (enum qr_kind)k;
        t->last->text.fit_lines = !upright && u->size == SIZE_XLARGE ? 1 : 2;
    }
    if (!upright)
        return;
    row = w_grid(u, content, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    w_button(u, row, UI_ID(UI_PRINT, 0), LOOK_TILE, "icons/print", tr(v, "Print it"));
}

static void build_one(struct view *v, void *state, struct node *content)
{
    struct one_state *s = state;
    struct ui *u = v->ui;
    const struct resource *r = one(v, s);
    if (!r)
        return;
    struct node *list, *side = content;
    if (!ui_portrait(u)) {
        struct node *row = w_row(u, content, 12);
        row->lay.grow = 1;
        row->lay.align = PLACE_STRETCH;
        side = w_column(u, row, 0);
        side->lay.w = ui_mm(u, u->size == SIZE_XLARGE ? 96 : 130);
        side->lay.justify = PLACE_CENTER;
        code(v, side, r, s->kind);
        side = w_column(u, row, 0);
        side->lay.grow = 1;
    }
    list = w_pager(u, side, AXIS_COLUMN, 0, 5, tr(v, "Up"), tr(v, "More"));
    list->lay.justify = PLACE_CENTER;
    if (ui_portrait(u))
        code(v, list, r, s->kind);
    words_of(v, list, r, s->kind);
    if (!ui_portrait(u))
        w_button(u, list, UI_ID(UI_PRINT, 0), LOOK_TILE, "icons/print", tr(v, "Print it"));
    tabs(v, content, r, s->kind);
}

static const char *title_one(struct view *v, void *state)
{
    const struct resource *r = one(v, state);
    return r ? tr(v, r->about) : "";
}

const struct screen screen_resources = {.id = "resources",
                                        .icon = "icons/hotline",
                                        .enter = enter_list,
                                        .update = update_list,
                                        .build = build_list,
                                        .title = title_list};
const struct screen screen_resource = {.id = "resource",
                                       .state_size = sizeof(struct one_state),
                                       .icon = "icons/qr",
                                       .enter = enter_one,
                                       .update = update_one,
                                       .build = build_one,
                                       .title = title_one};
