/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Today at a glance: a line for each part of the kiosk; a touch leads to where it is mended. */
#include "screens/registry.h"

#include "screens/staff_today_kit.h"

/* NULL: nothing on the glass mends it. */
static const struct {
    const char *icon, *route;
} parts[READY_PART_COUNT] = {
    [READY_REQUESTS] = {"icons/send", "staff-limits"},
    [READY_KEYS] = {"icons/meet-liaison", "staff-people"},
    [READY_PRINTER] = {"icons/print", "staff-devices"},
    [READY_SOUND] = {"icons/listen", "staff-devices"},
    [READY_DISK] = {"icons/days-kept", NULL},
    [READY_CLOCK] = {"icons/clock", "staff-clock"},
    [READY_CONTENT] = {"icons/review", "staff-pages"},
    [READY_PAGES] = {"icons/papers", "staff-pages"},
    [READY_EXPIRY] = {"icons/calendar", "staff-facts"},
    [READY_PACK] = {"icons/globe-more", "staff-packs"},
    [READY_NUDGE] = {"icons/message", NULL},
    [READY_STARTED] = {"icons/kiosk", "staff-audit"},
};

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    staff_today(v)->stale = true;
    return !*arg;
}

static void build(struct view *v, void *state, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_today *t = staff_today(v);
    (void)state;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, MM_GAP, tr(v, "Up"), tr(v, "More"));
    for (int i = 0; i < READY_PART_COUNT; i++) {
        const struct ready *r = &t->parts[i];
        struct node *n = staff_line(v, list, UI_ID(UI_OPTION, i), parts[i].icon, ready_words(v, r),
                                    ready_verdict_words(v, r->verdict));
        w_icon(u, n, ready_verdict_icon(r->verdict), 10);
        if (!parts[i].route) { /* only to be read */
            n->role = ROLE_GROUP;
            n->look = LOOK_CARD;
            n->target = false;
            n->label = NULL;
        }
    }
    staff_foot(v, content, NULL, NULL);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    (void)v;
    (void)state;
    if (act.kind == UI_BACK)
        return command_of(COMMAND_BACK);
    if (act.kind == UI_OPTION && act.index < READY_PART_COUNT && parts[act.index].route)
        return command_go(COMMAND_GO, "%s", parts[act.index].route);
    return command_of(COMMAND_NONE);
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Today at a glance");
}

const struct screen screen_staff_today = {.id = "staff-today",
                                          .icon = "icons/review",
                                          .access = ACCESS_STAFF,
                                          .enter = enter,
                                          .update = update,
                                          .build = build,
                                          .title = title};
