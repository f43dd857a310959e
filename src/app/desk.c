/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is at the desk: the corner that leads there, what may be seen, and the lock. The door itself is desk_door.c. */
#include "desk_int.h"

#include <sodium.h>
#include <string.h>

enum { HOLD_MS = 5000, CORNER_MM = 20 };

struct app_desk *desk_new(void)
{
    struct app_desk *d = sodium_malloc(sizeof *d);
    if (!d)
        BUG("out of memory");
    memset(d, 0, sizeof *d);
    d->door = door_new();
    return d;
}

void desk_free(struct app_desk *d)
{
    if (!d)
        return;
    door_free(d->door);
    vault_key_free(d->key);
    sodium_free(d);
}

struct desk *desk_seen(struct app_desk *d)
{
    return &d->seen;
}

const char *desk_start(const struct app *a)
{
    const struct desk *d = &a->behind.desk->seen;
    return d->role == DESK_LOCKED ? "home" : desk_home(d);
}

bool desk_admits(const struct app *a, const struct screen *s)
{
    enum desk_role role = a->behind.desk->seen.role;
    return s->access == ACCESS_VISITOR || (s->access == ACCESS_DOOR && role == DESK_LOCKED) ||
           (s->access == ACCESS_STAFF && role == DESK_STAFF) || (s->access == ACCESS_LIAISON && role == DESK_LIAISON);
}

void desk_lock(struct app *a)
{
    struct app_desk *d = a->behind.desk;
    staff_close(a);
    liaison_close(a);
    door_cancel(d->door);
    vault_key_free(d->key);
    d->key = NULL;
    sodium_memzero(d->key_path, sizeof d->key_path);
    sodium_memzero(&d->seen, sizeof d->seen);
}

bool desk_busy(const struct app *a)
{
    return door_running(a->behind.desk->door) || staff_busy(a) || liaison_busy(a);
}

/* In the language that was shown, when the desk speaks it; else in the first that it speaks. */
static void keep_language(struct app *a, const struct language *shown)
{
    const struct language *l = NULL, *first = desk_language(&a->view, 0);
    for (size_t i = 0; (l = desk_language(&a->view, i)) && l != shown; i++)
        ;
    l = l ? l : first;
    if (!l)
        return;
    a->session.lang = l;
    a->ui.lang = &l->text;
}

void desk_next_language(struct app *a)
{
    const struct language *l = NULL;
    for (size_t i = 0; (l = desk_language(&a->view, i)); i++)
        if (l == a->session.lang) {
            l = desk_language(&a->view, i + 1);
            break;
        }
    if (!l)
        l = desk_language(&a->view, 0);
    if (l)
        a->session.lang = l;
    a->ui.lang = &a->session.lang->text;
    a->dirty = true;
}

void desk_approach(struct app *a)
{
    const struct language *shown = a->session.lang;
    app_end_session(a);
    keep_language(a, shown);
    door_look(a);
    stack_go(a, "unlock", false);
    a->idle.touched_ms = a->options.clock.mono_ms(&a->options.clock);
}

/* ---- the corner ----------------------------------------------------------------------------------------------------
 */

void desk_finger_down(struct app *a, int x, int y)
{
    int corner = ui_mm(&a->ui, CORNER_MM);
    bool locked = a->behind.desk->seen.role == DESK_LOCKED && stack_top(a)->screen->access == ACCESS_VISITOR;
    a->behind.held = locked && x >= 0 && y >= 0 && x < corner && y < corner;
    a->behind.held_ms = a->options.clock.mono_ms(&a->options.clock);
}

void desk_finger_up(struct app *a)
{
    a->behind.held = false;
}

int desk_finger_due_ms(struct app *a)
{
    if (!a->behind.held)
        return -1;
    int64_t held = a->options.clock.mono_ms(&a->options.clock) - a->behind.held_ms;
    if (held < HOLD_MS)
        return (int)(HOLD_MS - held);
    a->behind.held = false;
    input_cancel(&a->input);
    desk_approach(a);
    return -1;
}
