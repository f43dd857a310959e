/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where staff begin: is the kiosk well, and all that they do. */
#include "screens/registry.h"

#include "screens/staff_today_kit.h"
#include "ui/widgets.h"

/* One row a screen of theirs; the most used first. */
static const struct desk_tile tiles[] = {
    {"staff-facts", "icons/pencil", N_("What is true in this town")},
    {"staff-people", "icons/meet-liaison", N_("People and hours")},
    {"staff-languages", "icons/language", N_("Languages")},
    {"staff-pages", "icons/papers", N_("Pages")},
    {"staff-resources", "icons/hotline", N_("Phone numbers and help")},
    {"staff-settings", "icons/office", N_("Settings of the centre")},
    {"staff-changes", "icons/repeat", N_("What was changed here")},
    {"staff-pin", "icons/lock", N_("A new PIN")},
    {"staff-assist", "icons/hands-together", N_("Together with a visitor")},
    {"staff-voice", "icons/microphone", N_("Record a voice")},
    {"staff-limits", "icons/send", N_("Limits on requests")},
    {"staff-counts", "icons/people-group", N_("Counts")},
    {"staff-audit", "icons/who-reads", N_("Who changed what")},
    {"staff-packs", "icons/globe-more", N_("Packs")},
    {"staff-pouch", "icons/answer", N_("Requests and answers on a stick")},
    {"staff-devices", "icons/print", N_("Try the printer and the sound")},
};
enum { TILES = sizeof tiles / sizeof *tiles };

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    staff_today(v)->stale = true;
    return !*arg;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    (void)v;
    (void)state;
    return act.kind == UI_OPTION ? command_go(COMMAND_GO, "staff-today") : desk_tile_go(tiles, TILES, act);
}

static void build(struct view *v, void *state, struct node *content)
{
    (void)state;
    ready_summary(v, content, UI_ID(UI_OPTION, 0));
    desk_tiles(v, content, tiles, TILES);
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Staff of the centre");
}

const struct screen screen_staff = {.id = "staff",
                                    .icon = "icons/office",
                                    .access = ACCESS_STAFF,
                                    .enter = enter,
                                    .update = update,
                                    .build = build,
                                    .title = title};
