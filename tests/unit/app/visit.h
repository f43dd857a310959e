/* A visit to the kiosk without its window: fingers, keys and a clock that the test moves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_APP_VISIT_H
#define PORCHLIGHT_TESTS_APP_VISIT_H

#include "app/app_int.h"
#include "app/offscreen.h"

/* 24 November 2026, three in the afternoon UTC. */
enum { VISIT_DAY_S = 20781 * 86400 + 15 * 3600 };

struct visit {
    struct offscreen screen;
    struct app *app; /* the screen's */
};

/* Of `site`, on a glass of w × h; `data` NULL: nothing is kept. A kiosk that does not start ends the test. */
void visit_begin(struct visit *v, const char *site, const char *data, int w, int h);
void visit_begin_with(struct visit *v, const struct app_options *o);
void visit_end(struct visit *v);

/* Lets ms pass and paints what has changed; then the likely next screens are got ready, as while nobody touches. */
void visit_wait(struct visit *v, int64_t ms);

/* Touches a target, looking for it on the further pages of its list too. One that is nowhere ends the test. */
void visit_touch(struct visit *v, enum ui_kind kind, unsigned index);
bool visit_can_touch(struct visit *v, enum ui_kind kind, unsigned index);

/* Touches the key that types this letter. */
void visit_type(struct visit *v, char letter);

#endif
