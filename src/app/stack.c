/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way here: screens one behind the other, each with its own state, wiped when it is left. */

#include "app_int.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct place_shown *stack_top(struct app *a)
{
    return &a->way.at[a->way.depth - 1];
}

static void leave(struct app *a)
{
    struct place_shown *p = stack_top(a);
    if (p->state) {
        explicit_bzero(p->state, p->screen->state_size);
        free(p->state);
    }
    *p = (struct place_shown){0};
    a->way.depth--;
}

bool stack_go(struct app *a, const char *route, bool replace)
{
    const struct screen *s = screen_find(route);
    if (!s || strlen(route) >= ROUTES_MAX || !desk_admits(a, s))
        return false;
    void *state = s->state_size ? calloc(1, s->state_size) : NULL;
    if (s->state_size && !state)
        BUG("out of memory");
    size_t n = strlen(s->id);
    if (!s->enter(&a->view, state, route[n] == '/' ? route + n + 1 : "")) {
        free(state);
        return false;
    }
    if (a->way.depth && (replace || a->way.depth == STACK_MAX))
        leave(a);
    struct place_shown *p = &a->way.at[a->way.depth++];
    *p = (struct place_shown){.screen = s, .state = state};
    snprintf(p->route, sizeof p->route, "%s", route);
    services_forget(a->services);
    if (strncmp(route, "print/", strlen("print/")) == 0)
        printing_enter(a);
    text_engine_trim(a->text, 24);
    pictures_trim(a->pictures, PICTURES_BYTES);
    ahead_restart(a);
    a->dirty = true;
    liaison_shown(a);
    staff_shown(a);
    return true;
}

void stack_back(struct app *a)
{
    if (a->way.depth > 1)
        leave(a);
    ahead_restart(a);
    a->dirty = true;
    liaison_shown(a);
    staff_shown(a);
}

void stack_reset(struct app *a)
{
    while (a->way.depth)
        leave(a);
    if (!stack_go(a, "welcome", false))
        BUG("there is no welcome screen");
}

void stack_home(struct app *a)
{
    stack_reset(a);
    if (!stack_go(a, desk_start(a), false))
        BUG("there is no home screen");
}
