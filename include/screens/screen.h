/* Screens: one file, one row in the registry. A screen sees a view, never SDL, the database or a device.
 * update(state, action) says what should happen; app carries it out; build(state) declares the tree.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_SCREEN_H
#define PORCHLIGHT_SCREENS_SCREEN_H

#include "content/catalogue.h"
#include "screens/command.h"
#include "screens/health.h"
#include "screens/session.h"
#include "ui/node.h"
#include <stdbool.h>
#include <stddef.h>

struct desk;
struct keyboard_layout;
struct qr;
struct slip_picture;
struct day_list;

/* What a screen may look at. */
struct view {
    struct ui *ui;
    struct session *session;
    const struct site *site;
    struct catalogue *catalogue;
    struct strings *strings;
    struct health health;
    const struct printing *printing; /* never NULL */
    const struct day_list *day_list; /* what the slip day-list is of; set by a liaison's screen, NULL at the end */
    day_t today;
    int minute;        /* of the day, local */
    bool busy;         /* the vault is at work */
    bool at_desk;      /* staff or a liaison are here: a visitors' screen leads back to the desk */
    bool beside;       /* this is the half of who helps a visitor: without the bar, which is the visitor's */
    struct desk *desk; /* screens/desk.h; NULL where there is none: pictures of the visitors' screens */
    /* services of the app, with caches behind them; borrowed results live for the screen */
    void *services;
    const struct qr *(*qr)(void *services, const char *payload); /* NULL when it does not fit a code */
    const struct keyboard_layout *(*keyboard)(void *services, const char *name, const char *tag); /* NULL: none */
    const struct slip_picture *(*slip)(void *services, const char *what); /* NULL: there is none */
};

/* Who may see a screen. ACCESS_DOOR: the desk's own, before anybody is known. */
enum access { ACCESS_VISITOR, ACCESS_DOOR, ACCESS_STAFF, ACCESS_LIAISON };

struct screen {
    const char *id; /* the route's first word */
    enum access access;
    size_t state_size; /* zeroed before enter, wiped after leave */
    bool no_frame;     /* draws its own header and bar */
    bool bilingual;    /* speaks English beside the visitor's language by itself: in assisted mode it is shown whole */
    /* `arg` is the route after "id/", or "". False: there is no such place. */
    bool (*enter)(struct view *v, void *state, const char *arg);
    struct command (*update)(struct view *v, void *state, struct ui_id act);
    void (*build)(struct view *v, void *state, struct node *content);
    const char *(*title)(struct view *v, void *state);
    /* The i-th place a visitor is likely to go to next, for getting its pictures and words ready while nobody waits;
     * false past the last. `lang`, when set, is the language it will be in. NULL: none. */
    bool (*ahead)(struct view *v, void *state, size_t i, char route[ROUTE_MAX], const struct language **lang);
    /* the icon beside the title; NULL: none */
    const char *icon;
};

const struct screen *screen_find(const char *route); /* by the route's first word; NULL when unknown */
const struct screen *screen_at(size_t i);            /* NULL past the end */

/* The whole tree of a screen: header, content, bar. `dialog` is "idle", "busy", "no-voice" or NULL. */
struct node *screen_build(struct view *v, const struct screen *s, void *state, const char *dialog, int seconds);

/* The translation of an English sentence into the visitor's language. */
const char *tr(const struct view *v, const char *msgid);
/* The same in a language of one's choice. */
const char *tr_in(const struct view *v, const struct language *lang, const char *msgid);
/* Marks a msgid in a table for the list of strings. */
#define N_(msgid) msgid

/* msgid with {name} replaced; `pairs` is name, value, name, value, …, NULL. In the frame arena; values are isolated
 * (U+2068…U+2069). */
const char *tr_fill(const struct view *v, const char *msgid, ...) __attribute__((sentinel));

/* Honest intake: when nobody has collected for too long, a notice that says so and names other ways; else nothing. True
 * when it was said. */
bool view_nobody_collects(const struct view *v, struct node *parent);

/* The comma of the visitor's script, with its space. */
const char *view_comma(const struct view *v);

/* "Monday" and "24 November" in the visitor's language; in the frame arena. */
const char *view_weekday(const struct view *v, day_t day);
const char *view_date(const struct view *v, day_t day);

/* True when the page is shown in the visitor's language today. */
bool view_page_shown(const struct view *v, const char *slug);

#endif
