/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packs: which is shown, which are on a stick, what one would change before it changes it, and the way back. */
#include "screens/registry.h"

#include "base/str.h"
#include "screens/staff_kit.h"
#include "screens/staff_packs.h"

enum packs_at { AT_LIST, AT_SURE_INSTALL, AT_SURE_BACK };

struct packs_state {
    enum packs_at at;
};

static struct staff_packs *packs(const struct view *v)
{
    return v->desk->staff->packs;
}

static const char *line_words(const struct view *v, const struct pack_line *l)
{
    static const struct {
        const char *word, *name;
    } kinds[] = {{"page", N_("Page")},       {"language", N_("Words of a language")},      {"offered", N_("Language")},
                 {"fact", N_("Fact")},       {"resource", N_("Phone number or help")},     {"person", N_("Person")},
                 {"setting", N_("Setting")}, {"language data", N_("Words of a language")}, {"file", N_("File")}};
    enum { KINDS = sizeof kinds / sizeof *kinds };
    int i = 0;
    while (i < KINDS - 1 && !str_eq(kinds[i].word, l->what))
        i++;
    const struct page *p =
        str_eq(l->what, "page") ? catalogue_find(v->catalogue, l->name) : NULL; /* of what is shown now */
    const struct page_text *t = p ? catalogue_translation(v->catalogue, p, v->session->lang->text.tag, v->today) : NULL;
    return arena_printf(v->ui->frame, "%s: \u2068%s\u2069%s%s%s", tr(v, kinds[i].name), t ? t->title : l->name,
                        *l->in ? " (\u2068" : "", l->in, *l->in ? "\u2069)" : "");
}

static const char pack_refused[] = N_("This kiosk does not take it: it is older than one before, its day is still to "
                                      "come, or it has faults. Ask who made it.");

static void said(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_packs *s = packs(v);
    if (s->result == PACKS_INSTALLED)
        w_notice(u, content, "icons/yes", tr(v, "Done. Visitors see it as soon as you lock the desk."));
    else if (s->result == PACKS_WENT_BACK)
        w_notice(u, content, "icons/yes", tr(v, "The pack before is back. Visitors see it when you lock the desk."));
    else if (s->result == PACKS_FAILED)
        w_notice(u, content, "icons/warning",
                 tr_fill(v, "Not done, nothing has changed: {why}", "why", desk_why(v, s->why, pack_refused), NULL))
            ->last->text.fit_lines = 0;
}

static void build_list(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_packs *s = packs(v);
    said(v, content);
    if (*s->shown.digits)
        w_notice(u, content, "icons/globe-more",
                 tr_fill(v, "The pack of {day} is shown: {word}", "day", staff_date(v, s->shown.date), "word",
                         s->shown.digits, NULL));
    else
        w_notice(u, content, "icons/globe-more", tr(v, "No pack: what came with the kiosk is shown."));
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, MM_GAP, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < s->found_count; i++)
        staff_line(v, list, UI_ID(UI_OPTION, i), "icons/globe-more",
                   arena_printf(u->frame, "\u2068%s\u2069", s->found[i].name),
                   arena_printf(u->frame, "\u2068%s\u2069", s->found[i].stick));
    if (!s->found_count)
        w_text(u, list,
               s->stick_count ? tr(v, "There is no pack on this stick.") : tr(v, "Put in a stick with a pack on it."),
               TYPE_BODY);
    if (*s->shown.digits)
        w_button(u, content, UI_ID(UI_RESET, 0), LOOK_TILE, "icons/repeat", tr(v, "Go back to what was shown before"));
    staff_foot(v, content, NULL, NULL);
}

static void build_lines(struct view *v, struct node *content)
{
    static const struct {
        const char *icon, *word;
    } changes[LINE_CHANGE_COUNT] = {[LINE_ADDED] = {"icons/yes", N_("New")},
                                    [LINE_CHANGED] = {"icons/pencil", N_("Changed")},
                                    [LINE_REMOVED] = {"icons/no", N_("Taken away")}};
    struct ui *u = v->ui;
    const struct staff_packs *s = packs(v);
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 3, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < s->line_count; i++) {
        const struct pack_line *l = &s->lines[i];
        struct node *row = w_row(u, list, 4);
        w_icon(u, row, changes[l->change].icon, 9);
        struct node *t = w_text(
            u, row, arena_printf(u->frame, "%s · %s", tr(v, changes[l->change].word), line_words(v, l)), TYPE_BODY);
        t->lay.grow = 1;
        t->text.fit = true;
    }
    if (!s->line_total)
        w_text(u, list, tr(v, "It would change nothing."), TYPE_BODY);
    if (s->line_total > s->line_count)
        w_text(u, list,
               tr_fill(v, "and {number} more", "number", arena_printf(u->frame, "%zu", s->line_total - s->line_count),
                       NULL),
               TYPE_BODY);
}

static void build_offer(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_packs *s = packs(v);
    const struct pack_told *p = &s->offered;
    struct node *t = w_heading(
        u, content, arena_printf(u->frame, "\u2068%s\u2069 · \u2068%s\u2069", p->centre, staff_date(v, p->date)),
        TYPE_BODY);
    t->text.fit = true;
    w_text(u, content, tr_fill(v, "Read these digits to who made it: {word}", "word", p->digits, NULL), TYPE_BODY)
        ->text.fit = true;
    if (s->trusted)
        w_notice(u, content, "icons/yes", tr_fill(v, "Signed by {names}", "names", p->signers, NULL));
    else
        w_notice(u, content, "icons/no",
                 tr(v, "Not to be trusted: too few of the people whom this kiosk trusts have signed it."));
    if (*p->notes && u->size < SIZE_XLARGE)
        w_text(u, content, arena_printf(u->frame, "\u2068%s\u2069", p->notes), TYPE_LABEL)->text.fit_lines = 3;
    build_lines(v, content);
    if (s->trusted)
        staff_foot(v, content, "icons/globe-more", tr(v, "Install it"));
    else
        staff_foot(v, content, NULL, NULL);
}

static void build(struct view *v, void *state, struct node *content)
{
    const struct packs_state *st = state;
    struct ui *u = v->ui;
    if (st->at == AT_LIST && !packs(v)->open) {
        build_list(v, content);
    } else if (st->at == AT_LIST) {
        build_offer(v, content);
    } else {
        bool install = st->at == AT_SURE_INSTALL;
        const struct pack_told *p = install ? &packs(v)->offered : &packs(v)->shown;
        w_heading(u, content, install ? tr(v, "Show this pack to all visitors?") : tr(v, "Take this pack away again?"),
                  TYPE_HEADING);
        w_text(u, content,
               install ? tr(v, "You can go back to what is shown now with one touch.")
                       : tr(v, "Visitors see what was shown before it."),
               TYPE_BODY);
        w_text(u, content, arena_printf(u->frame, "\u2068%s\u2069 · \u2068%s\u2069", p->centre, staff_date(v, p->date)),
               TYPE_BODY)
            ->text.fit = true;
        w_spring(u, content);
        staff_foot(v, content, "icons/yes", install ? tr(v, "Yes, install it") : tr(v, "Yes, go back"));
    }
}

static struct command go(struct packs_state *st, enum packs_at at)
{
    st->at = at;
    return command_of(COMMAND_REDRAW);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct packs_state *st = state;
    struct staff_packs *s = packs(v);
    bool install = st->at == AT_SURE_INSTALL;
    switch (act.kind) {
    case UI_BACK:
        if (st->at != AT_LIST)
            return go(st, AT_LIST);
        return s->open ? staff_order(STAFF_PACKS, PACKS_CLOSE) : command_of(COMMAND_BACK);
    case UI_OPTION:
        if (st->at != AT_LIST || s->open || act.index >= s->found_count)
            return command_of(COMMAND_NONE);
        s->which = act.index;
        return staff_order(STAFF_PACKS, PACKS_OPEN);
    case UI_RESET:
        return st->at == AT_LIST && !s->open ? go(st, AT_SURE_BACK) : command_of(COMMAND_NONE);
    case UI_CONFIRM:
        if (st->at == AT_LIST)
            return s->open && s->trusted ? go(st, AT_SURE_INSTALL) : command_of(COMMAND_NONE);
        st->at = AT_LIST;
        return staff_order(STAFF_PACKS, install ? PACKS_INSTALL : PACKS_BACK);
    default:
        return command_of(COMMAND_NONE);
    }
}

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    packs(v)->result = PACKS_NONE;
    packs(v)->open = false;
    return !*arg;
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Packs");
}

const struct screen screen_staff_packs = {.id = "staff-packs",
                                          .icon = "icons/globe-more",
                                          .access = ACCESS_STAFF,
                                          .state_size = sizeof(struct packs_state),
                                          .enter = enter,
                                          .update = update,
                                          .build = build,
                                          .title = title};
