/* What is printed, as a tree of the same nodes as a screen: laid out in the printer's dots, so that every script prints
 * as it shows, what is previewed is what comes out, a slip is tested as a tree and its words can be heard. Pure.
 *
 * A slip is named by the rest of the route print/…:
 *   page/<slug>, resource/<key>      in the visitor's language and English; add /codes for one that is discreet
 *   receipt, answer                  of the session; no word on them speaks of police
 *   speak-card
 *   day-list                         of view->day_list: for a liaison alone
 *   test                             for staff
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_SLIP_H
#define PORCHLIGHT_SCREENS_SLIP_H

#include "screens/screen.h"

/* Modules of a printed code: at least 4 dots at 203 dpi. */
#define MM_PRINT_MODULE 0.5f

/* Whether it can be made now: there is such a page, a receipt, an answer with a day. */
bool slip_there(struct view *v, const char *what);

/* Who finds it may be dangerous for the one who carries it: its title says "Information", and it has codes only when
 * they are asked for. */
bool slip_discreet(struct view *v, const char *what);

/* What it is called on the screen, in the visitor's language; neutral where the slip is. */
const char *slip_name(struct view *v, const char *what);

/* The payload of the code to show when there is no paper, or NULL. In the frame's memory. */
const char *slip_payload(struct view *v, const char *what);

/* The tree, in v->ui->frame; v->ui->paper is set and v->ui->w is the paper's width. NULL unless slip_there. Its
 * children are the parts between which a sheet may end. */
struct node *slip_build(struct view *v, const char *what);

/* A slip as it will come out, its parts from the top; borrowed until the screen is left. */
struct slip_word {
    const char *s; /* to be heard */
    const struct text_lang *lang;
};
struct slip_part {
    struct node_strip strip;
    const struct slip_word *words;
    size_t word_count;
};
struct slip_picture {
    int w; /* dots */
    float mm_per_dot;
    const struct slip_part *parts;
    size_t part_count;
};

/* One meeting of a liaison's day. Strings are borrowed; what is not known is NULL or the enum's UNSAID. */
struct day_list_row {
    int minute;           /* after midnight; ANSWER_NO_MINUTE: `part` says when */
    enum day_part part;   /* PART_COUNT: not said */
    bool doubled;         /* another one has the same hour */
    const char *language; /* in English: "Dari" */
    const char *tag;      /* fa-AF */
    const char *dialect;
    enum interpreter interpreter;
    enum reach reach;
    const char *phone;   /* when they want to be called */
    uint32_t safe_parts; /* when it is safe to call: bit 1u << enum day_part; 0: not said */
    const char *place;
    const char *id;   /* short: the first letters of the request's */
    const char *name; /* only if given */
};

struct day_list {
    day_t day;
    const struct day_list_row *rows; /* in the order of the day */
    size_t count;
};

#endif
