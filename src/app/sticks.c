/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sticks, while somebody of the desk may want one: looked for once a second, at the door and behind it. */
#include "desk_int.h"

#include "base/log.h"
#include "base/str.h"

#include <string.h>

enum { LOOK_MS = 1000 };

static const char *root_of(const struct app *a)
{
    return a->options.machine ? a->options.machine : "";
}

static bool look(struct app *a)
{
    struct desk_sticks *s = &a->behind.desk->sticks;
    struct err e = {0};
    s->looked_ms = a->options.clock.mono_ms(&a->options.clock);
    s->looked = true;
    if (!usb_changed(&s->watch, root_of(a)))
        return false;
    if (!usb_list(root_of(a), &s->now, &e)) {
        log_warn("sticks cannot be seen: %s", e.msg);
        s->now = (struct usb_state){0};
    }
    return true;
}

const struct usb_state *sticks_now(struct app *a)
{
    look(a);
    return &a->behind.desk->sticks.now;
}

const struct usb_stick *sticks_writable(struct app *a)
{
    const struct usb_state *s = &a->behind.desk->sticks.now;
    for (size_t i = 0; i < s->count; i++)
        if (!s->sticks[i].read_only)
            return &s->sticks[i];
    return NULL;
}

const char *sticks_name(const struct usb_stick *s)
{
    const char *slash = strrchr(s->path, '/');
    bool fine = slash && slash[1] && utf8_valid(slash + 1, strlen(slash + 1), NULL);
    for (const char *c = slash; fine && c && *c; c++)
        fine = (unsigned char)*c >= 0x20 && *c != 0x7F;
    return fine && strlen(slash + 1) < DESK_SOURCE_MAX ? slash + 1 : s->name;
}

int desk_sticks_due_ms(struct app *a)
{
    struct desk_sticks *s = &a->behind.desk->sticks;
    bool door = stack_top(a)->screen->access == ACCESS_DOOR;
    enum desk_role role = a->behind.desk->seen.role;
    if (!door && role == DESK_LOCKED)
        return -1;
    int64_t since = a->options.clock.mono_ms(&a->options.clock) - s->looked_ms;
    if (s->looked && since < LOOK_MS)
        return (int)(LOOK_MS - since);
    if (look(a)) {
        if (door)
            door_look_again(a);
        else if (role == DESK_STAFF)
            staff_sticks_changed(a);
        else
            liaison_sticks_changed(a);
    }
    return LOOK_MS;
}
