/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a liaison officer begins. */
#include "screens/registry.h"

#include "content/dates.h"
#include "screens/liaison.h"
#include "ui/widgets.h"

static const struct desk_tile tiles[] = {
    {"liaison-requests", "icons/my-request", N_("Requests")},
    {"liaison-day", "icons/calendar", N_("My days")},
    {"liaison-keys", "icons/lock", N_("My key")},
};
enum { TILES = sizeof tiles / sizeof *tiles };

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)v;
    (void)state;
    return !*arg;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    (void)v;
    (void)state;
    return desk_tile_go(tiles, TILES, act);
}

static void build(struct view *v, void *state, struct node *content)
{
    (void)state;
    const struct liaison_list *l = &v->desk->liaison->list;
    liaison_notice(v, content);
    const char *words = l->new_count ? tr_fill(v, "New requests that nobody has read: {count}", "count",
                                               date_number(v->session->lang, (int)l->new_count, v->ui->frame), NULL)
                                     : tr(v, "There is no new request.");
    w_notice(v->ui, content, l->new_count ? "icons/answer" : "icons/yes", words);
    desk_tiles(v, content, tiles, TILES);
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return v->desk->person->name;
}

const struct screen screen_liaison = {.id = "liaison",
                                      .icon = "icons/meet-liaison",
                                      .access = ACCESS_LIAISON,
                                      .enter = enter,
                                      .update = update,
                                      .build = build,
                                      .title = title};
