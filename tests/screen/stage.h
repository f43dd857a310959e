/* Every screen of a visit on a glass of any size, laid out but not painted. SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef PORCHLIGHT_TESTS_SCREEN_STAGE_H
#define PORCHLIGHT_TESTS_SCREEN_STAGE_H

#include "app/app_int.h"

/* 24 November 2026, three in the afternoon UTC. */
enum { STAGE_DAY_S = 20781 * 86400 + 15 * 3600 };

/* A screen in one of the states it can be in. */
struct scene {
    char route[ROUTE_MAX];
    const char *variant;            /* "" or what is special */
    const char *dialog;             /* NULL, "idle", "busy", "no-voice" */
    void (*prepare)(struct app *a); /* after the route was entered; NULL: nothing */
};

struct scenes {
    VEC(struct scene) list;
};

/* A kiosk of the demonstration site, with nothing kept. The clock stands still. */
struct app *stage_open(int w, int h);

/* All scenes of the site. `a` is asked for its pages and resources. */
void stage_scenes(struct app *a, struct scenes *out);

/* Goes there; false when this language has no such page. */
bool stage_go(struct app *a, const struct scene *s, const char *tag, enum text_size size, enum theme theme, bool lower);

/* The tree of the scene on page `page` of its pager; a->ui.page_count says how many there are. */
const struct node *stage_tree(struct app *a, const struct scene *s, int page);

#endif
