/* The tree a screen declares each frame, in the frame arena. One tree serves eyes (draw), ears (speech order), fingers
 * and keys (input, focus) and tests (JSON). Sides are start and end; layout mirrors for right-to-left.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_UI_NODE_H
#define PORCHLIGHT_UI_NODE_H

#include "base/arena.h"
#include "text/paragraph.h"
#include "ui/id.h"
#include "ui/look.h"
#include "ui/node_layout.h"
#include "ui/theme.h"

enum role {
    ROLE_GROUP,
    ROLE_TEXT,
    ROLE_HEADING,
    ROLE_BUTTON,
    ROLE_IMAGE,
    ROLE_QR,
    ROLE_FIELD,
    ROLE_DOTS,
    ROLE_DIALOG,
    ROLE_PAPER, /* a piece of what will be printed */
    ROLE_COUNT
};

struct node_text {
    const char *s;                /* drawn; NULL: none */
    const struct text_lang *lang; /* NULL: the tree's */
    enum type_step step;
    enum text_align align;
    bool bold, fit;   /* fit: made smaller, to no less than 3.5 mm capitals, so that no word is broken … */
    int fit_lines;    /* … and that it takes no more lines than this, 0: any number */
    int caret;        /* byte offset, or -1 */
    enum color color; /* COLOR_GROUND means the look's own */
};

struct qr;

struct node_dots {
    int count, at;
};

struct raster;

/* The rows [y, y + h) of a raster, shrunk into the node's box. */
struct node_strip {
    const struct raster *raster;
    int y, h;
};

struct node {
    struct ui_id id;
    enum role role;
    enum look look;
    struct node_layout lay;
    struct node_text text;
    const char *label;  /* accessible name where there is no text; NULL: the text */
    const char *speech; /* what is said; NULL: label or text; "": silent */
    const char *icon;   /* "icons/home", "scenes/welcome" below assets/; "site:photos/x.jpg" below the site */
    enum tone tone;
    bool mirror; /* the picture is turned round in right-to-left */
    const struct qr *qr;
    union {
        struct node_dots dots;   /* ROLE_DOTS */
        struct node_strip strip; /* ROLE_PAPER */
    };
    enum { NODE_SHOWN, NODE_HIDDEN, NODE_OFF_PAGE /* by layout: a pager shows another of its pages */ } hidden;
    bool target, selected, disabled, is_private; /* is_private: typed by the visitor, never spoken */
    struct node *parent, *first, *last, *next;
    /* from layout */
    struct box box;
    const struct paragraph *paragraph;
    int spoken, focus; /* index of the speech piece, -1: silent; order among targets from 1, 0: no target */
};

/* What building and laying out a tree needs. */
struct ui {
    struct arena *frame;
    struct text_engine *text;
    const struct text_lang *lang; /* of the tree; its direction mirrors the layout */
    enum theme theme;
    enum text_size size;
    int w, h; /* px */
    float mm_per_px;
    bool paper;              /* laid out to be printed: theme_paper_mm instead of `size`, px are the printer's dots */
    int page_at, page_count; /* the pager's page that is wanted; from layout: how many it has, at least 1 */
    float scale;             /* from layout: of the letters below UI_CONTENT; less than 1 when they would not fit */
    bool lacking;            /* from layout: even so there is not enough room */
    int lit;                 /* speech piece being spoken, -1: none */
    struct ui_id focus;      /* UI_NONE: no ring */
    struct ui_id pressed;    /* held down by a finger */
};

int ui_mm(const struct ui *u, float mm); /* px, rounded; at least 1 for a positive length */
static inline bool ui_rtl(const struct ui *u)
{
    return u->lang->dir == TEXT_RTL;
}
/* Taller than wide, or nearly so: half of an upright glass is laid out as upright glass is. */
static inline bool ui_portrait(const struct ui *u)
{
    return u->h * 5 >= u->w * 4;
}

/* A zeroed child at the end of `parent` (NULL: a root). */
struct node *node_add(struct ui *u, struct node *parent, enum role role, struct ui_id id);

/* Depth-first walk over what layout left visible: node_next(root, NULL) is root; NULL at the end. */
struct node *node_next(const struct node *root, const struct node *after);

/* The visible node with this id, or NULL. */
struct node *node_find(const struct node *root, struct ui_id id);

#endif
