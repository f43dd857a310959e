/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is other than in the pack, each with the way back to it. */
#include "screens/registry.h"

#include "base/str.h"
#include "screens/staff_fact_words.h"
#include "screens/staff_kit.h"

#include <string.h>

enum { ROWS_MAX = 300 };

struct changes_state {
    bool sure;
    size_t which;
};

static const struct change *at(const struct view *v, size_t i)
{
    const struct changes *c = staff_edit(v)->changes;
    return c && i < c->rows.len && i < ROWS_MAX ? &c->rows.v[i] : NULL;
}

/* "Officer Rivera: days off" */
static const char *name_of(const struct view *v, const struct change *c)
{
    static const struct {
        const char *field, *label;
    } labels[] = {
        {"hours", N_("hours")},
        {"days_off", N_("days off")},
        {"exceptions", N_("other hours on some days")},
        {"languages", N_("languages")},
        {"languages_off", N_("languages turned off")},
        {"phone", N_("telephone number")},
        {"checked", N_("who checked it")},
        {"expires", N_("how long it is believed")},
        {"off", N_("turned off")},
        {"pages_off", N_("pages turned off")},
        {"publish", N_("drafts of pages")},
        {"opening", N_("opening hours")},
        {"closed", N_("days off")},
        {"opening_exceptions", N_("other hours on some days")},
        {"requests", N_("how long requests are kept")},
        {"sound", N_("loudness")},
    };
    const struct person *p = c->file == CHANGE_PEOPLE ? site_person(v->site, c->key) : NULL;
    const struct resource *r = c->file == CHANGE_RESOURCES ? site_resource(v->site, c->key) : NULL;
    const struct fact_words *w = fact_words_of(c->key);
    const char *field = c->field, *owner = p ? p->name : r ? r->name : *c->key ? c->key : v->site->centre;
    if (c->file == CHANGE_FACTS)
        return w->title ? tr(v, w->title) : c->key;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (str_eq(labels[i].field, c->field))
            field = tr(v, labels[i].label);
    return arena_printf(v->ui->frame, "\u2068%s\u2069: %s", owner, field);
}

static const char *state_words(const struct view *v, const struct change *c, const char **icon)
{
    static const char *const words[CHANGE_STATE_COUNT] = {
        [CHANGE_USED] = N_("Changed here."),
        [CHANGE_OLDER] = N_("The pack's is newer and is used."),
        [CHANGE_ORPHAN] = N_("The pack has this no more. It is not used."),
        [CHANGE_FAULTY] = N_("It cannot be read. The pack's is used."),
    };
    *icon = c->state == CHANGE_USED     ? "icons/pencil"
            : c->state == CHANGE_FAULTY ? "icons/warning"
                                        : "icons/information";
    return tr(v, words[c->state]);
}

static void build_sure(struct view *v, const struct change *c, struct node *content)
{
    struct ui *u = v->ui;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 4, tr(v, "Up"), tr(v, "More"));
    const char *icon, *words = state_words(v, c, &icon);
    w_heading(u, list, name_of(v, c), TYPE_HEADING);
    w_text(u, list, words, TYPE_BODY);
    w_text(u, list, tr(v, "Here:"), TYPE_LABEL)->text.color = COLOR_QUIET;
    w_text(u, list, arena_printf(u->frame, "\u2066%s\u2069", c->now), TYPE_LABEL);
    w_text(u, list, tr(v, "In the pack:"), TYPE_LABEL)->text.color = COLOR_QUIET;
    w_text(u, list, c->site ? arena_printf(u->frame, "\u2066%s\u2069", c->site) : tr(v, "nothing"), TYPE_LABEL);
    staff_foot(v, content, "icons/repeat", tr(v, "As in the pack"));
}

static void build(struct view *v, void *state, struct node *content)
{
    const struct changes_state *s = state;
    struct ui *u = v->ui;
    const struct change *c = at(v, s->which);
    if (s->sure && c) {
        build_sure(v, c, content);
        return;
    }
    staff_said(v, content);
    struct node *list = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 1 : 2, 4, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; (c = at(v, i)); i++) {
        const char *icon, *words = state_words(v, c, &icon);
        staff_line(v, list, UI_ID(UI_OPTION, i), icon, name_of(v, c), words);
    }
    if (!at(v, 0))
        w_text(u, list,
               staff_edit(v)->changes ? tr(v, "Nothing. All is as in the pack.") : tr(v, "It cannot be read now."),
               TYPE_BODY);
    staff_foot(v, content, NULL, NULL);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct changes_state *s = state;
    switch (act.kind) {
    case UI_OPTION:
        if (s->sure || !at(v, act.index))
            return command_of(COMMAND_NONE);
        *s = (struct changes_state){true, act.index};
        staff_edit(v)->result = EDIT_NONE;
        return command_of(COMMAND_REDRAW);
    case UI_CONFIRM:
        if (!s->sure)
            return command_of(COMMAND_NONE);
        staff_edit(v)->change = s->which;
        s->sure = false;
        return staff_do(EDIT_TAKE_BACK);
    case UI_CLEAR:
        return staff_do(EDIT_UNDO);
    case UI_BACK:
        if (!s->sure)
            return command_of(COMMAND_BACK);
        s->sure = false;
        return command_of(COMMAND_REDRAW);
    default:
        return command_of(COMMAND_NONE);
    }
}

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    staff_enter(v);
    return !*arg;
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "What was changed here");
}

const struct screen screen_staff_changes = {.id = "staff-changes",
                                            .icon = "icons/repeat",
                                            .access = ACCESS_STAFF,
                                            .state_size = sizeof(struct changes_state),
                                            .enter = enter,
                                            .update = update,
                                            .build = build,
                                            .title = title};
