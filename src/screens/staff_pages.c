/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages: which are shown, and how far each is translated. */
#include "screens/registry.h"

#include "base/str.h"
#include "screens/staff_kit.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS = 8, ROWS_TOGETHER = 40 };

struct pages_state {
    char slug[PAGE_SLUG_MAX + 1]; /* "": all */
    size_t from;                  /* the first language of the matrix */
};

/* How a page stands in a language, whatever its facts and the publish policy say. */
enum stand { STAND_REVIEWED, STAND_DRAFT, STAND_STALE, STAND_MISSING, STAND_COUNT };
static const struct {
    const char *icon, *label;
} stands[STAND_COUNT] = {[STAND_REVIEWED] = {"icons/yes", N_("Reviewed")},
                         [STAND_DRAFT] = {"icons/pencil", N_("Draft")},
                         [STAND_STALE] = {"icons/clock", N_("The English page is newer")},
                         [STAND_MISSING] = {"icons/no", N_("Missing")}};

static enum stand stand_of(const struct view *v, const struct page *p, const char *tag)
{
    const struct page_text *t = catalogue_translation(v->catalogue, p, tag, v->today);
    return !t ? STAND_MISSING : t->stale ? STAND_STALE : t->state == TRANSLATION_DRAFT ? STAND_DRAFT : STAND_REVIEWED;
}

static const char *title_of(const struct view *v, const struct page *p)
{
    const struct page_text *t = catalogue_translation(v->catalogue, p, v->session->lang->text.tag, v->today);
    if (!t)
        t = catalogue_translation(v->catalogue, p, "en", v->today);
    return t ? t->title : p->slug;
}

/* Why it is not shown, or that it is. */
static const char *shown_words(const struct view *v, const struct page *p, const char **icon)
{
    static const char *const words[PAGE_STATUS_COUNT] = {
        [PAGE_SHOWN] = N_("Shown"),
        [PAGE_SHOWN_AS_DRAFT] = N_("Shown as a draft"),
        [PAGE_NOT_TRANSLATED] = N_("Not in this language"),
        [PAGE_NOT_REVIEWED] = N_("Hidden: not reviewed"),
        [PAGE_FACT_MISSING] = N_("Hidden: a fact is not signed"),
        [PAGE_FACT_EXPIRED] = N_("Hidden: a fact is past its day"),
        [PAGE_PAST_SHELF_LIFE] = N_("Hidden: nobody has checked it for too long"),
        [PAGE_TURNED_OFF] = N_("Turned off"),
        [PAGE_BROKEN] = N_("Hidden: it has faults"),
    };
    enum page_status s = catalogue_status(v->catalogue, p, v->session->lang->text.tag, v->today);
    *icon = s <= PAGE_SHOWN_AS_DRAFT ? "icons/yes" : s == PAGE_TURNED_OFF ? "icons/no" : "icons/warning";
    return tr(v, words[s]);
}

static void cells(struct view *v, struct node *row, const struct pages_state *s, const struct page *p)
{
    struct ui *u = v->ui;
    for (size_t i = s->from; i < v->site->offered_count && i < s->from + COLUMNS; i++) {
        if (p) {
            w_icon(u, row, stands[stand_of(v, p, v->site->offered[i]->text.tag)].icon, 8)->lay.w = ui_mm(u, 17);
            continue;
        }
        struct node *t = w_text(u, row, v->site->offered[i]->text.tag, TYPE_LABEL);
        t->lay.w = ui_mm(u, 17);
        t->text.align = TEXT_CENTER;
        t->text.fit = true;
        t->speech = v->site->offered[i]->english;
    }
}

static void legend(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    struct node *grid = w_grid(u, content, ui_portrait(u) ? 2 : 4, 3);
    for (int i = 0; i < STAND_COUNT; i++) {
        struct node *row = w_row(u, grid, 2);
        w_icon(u, row, stands[i].icon, 8);
        struct node *t = w_text(u, row, tr(v, stands[i].label), TYPE_LABEL);
        t->lay.grow = 1;
        t->text.fit = true;
    }
}

static void build_matrix(struct view *v, const struct pages_state *s, struct node *content)
{
    struct ui *u = v->ui;
    bool wide = u->size < SIZE_XLARGE;
    staff_said(v, content);
    if (wide) {
        legend(v, content);
        struct node *head = w_row(u, content, 0);
        head->lay.pad = ui_mm(u, 5);
        w_spring(u, head);
        cells(v, head, s, NULL);
    }
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 3, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < catalogue_count(v->catalogue) && i < ROWS_TOGETHER; i++) {
        const struct page *p = catalogue_page(v->catalogue, i);
        const char *icon, *shown = shown_words(v, p, &icon);
        struct node *n = staff_line(v, list, UI_ID(UI_OPTION, i), icon, title_of(v, p), shown);
        n->lay.gap = 0;
        n->first->lay.w = ui_mm(u, 18);
        if (wide)
            cells(v, n, s, p);
    }
    struct node *row = w_grid(u, content, v->site->offered_count > COLUMNS && wide ? 2 : 1, MM_GAP);
    bool draft = v->site->publish == PUBLISH_DRAFT;
    w_button(u, row, UI_ID(UI_EDIT, 0), LOOK_TILE, "icons/review",
             draft ? tr(v, "Drafts are shown, with a notice") : tr(v, "Only reviewed pages are shown"))
        ->selected = draft;
    if (v->site->offered_count > COLUMNS && wide)
        w_button(u, row, UI_ID(UI_TURN, 0), LOOK_TILE, "icons/language", tr(v, "More languages"));
    staff_foot(v, content, NULL, NULL);
}

static void build_one(struct view *v, const struct page *p, struct node *content)
{
    struct ui *u = v->ui;
    const char *icon, *shown = shown_words(v, p, &icon);
    bool off = catalogue_status(v->catalogue, p, "en", v->today) == PAGE_TURNED_OFF;
    staff_said(v, content);
    w_notice(u, content, icon, shown);
    struct node *list =
        w_pager(u, content, AXIS_GRID, ui_portrait(u) && u->size >= SIZE_LARGE ? 1 : 2, 4, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < v->site->offered_count; i++) {
        const struct language *l = v->site->offered[i];
        enum stand stand = stand_of(v, p, l->text.tag);
        struct node *row = w_row(u, list, 3);
        row->lay.max_h = ui_mm(u, 26);
        w_icon(u, row, stands[stand].icon, 10);
        struct node *words = w_column(u, row, 0);
        words->lay.grow = 1;
        struct node *name = w_text(u, words, arena_printf(u->frame, "\u2068%s\u2069", l->autonym), TYPE_BODY);
        name->text.lang = &l->text;
        name->text.align = (l->text.dir == TEXT_RTL) == ui_rtl(u) ? TEXT_START : TEXT_END;
        w_text(u, words, tr(v, stands[stand].label), TYPE_LABEL)->text.color = COLOR_QUIET;
    }
    if (!off)
        w_text(u, content, tr(v, "Turned off, it is gone from the first pages in every language."), TYPE_LABEL);
    staff_foot(v, content, off ? "icons/yes" : "icons/no", off ? tr(v, "Turn it on") : tr(v, "Turn it off"));
}

static void build(struct view *v, void *state, struct node *content)
{
    const struct pages_state *s = state;
    const struct page *p = catalogue_find(v->catalogue, s->slug);
    if (p)
        build_one(v, p, content);
    else
        build_matrix(v, s, content);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct pages_state *s = state;
    struct staff_edit *e = staff_edit(v);
    switch (act.kind) {
    case UI_BACK:
        return command_of(COMMAND_BACK);
    case UI_CLEAR:
        return staff_do(EDIT_UNDO);
    case UI_OPTION:
        if (*s->slug || act.index >= catalogue_count(v->catalogue))
            return command_of(COMMAND_NONE);
        return command_go(COMMAND_GO, "staff-pages/%s", catalogue_page(v->catalogue, act.index)->slug);
    case UI_TURN:
        s->from = s->from + COLUMNS < v->site->offered_count ? s->from + COLUMNS : 0;
        return command_of(COMMAND_REDRAW);
    case UI_CONFIRM:
        staff_key(v, s->slug);
        return *s->slug ? staff_do(EDIT_PAGE_TURN) : command_of(COMMAND_NONE);
    case UI_EDIT:
        staff_key(v, "publish");
        snprintf(e->text, sizeof e->text, "%s", v->site->publish == PUBLISH_DRAFT ? "reviewed" : "draft");
        return staff_do(EDIT_SETTING);
    default:
        return command_of(COMMAND_NONE);
    }
}

static bool enter(struct view *v, void *state, const char *arg)
{
    struct pages_state *s = state;
    if (strlen(arg) >= sizeof s->slug || (*arg && !catalogue_find(v->catalogue, arg)))
        return false;
    memcpy(s->slug, arg, strlen(arg) + 1);
    staff_enter(v);
    return true;
}

static const char *title(struct view *v, void *state)
{
    const struct pages_state *s = state;
    const struct page *p = catalogue_find(v->catalogue, s->slug);
    return p ? title_of(v, p) : tr(v, "Pages");
}

const struct screen screen_staff_pages = {.id = "staff-pages",
                                          .icon = "icons/papers",
                                          .access = ACCESS_STAFF,
                                          .state_size = sizeof(struct pages_state),
                                          .enter = enter,
                                          .update = update,
                                          .build = build,
                                          .title = title};
