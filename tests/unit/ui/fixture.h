/* What the tests of ui share: the project's own fonts, a frame arena, a glass.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_UI_FIXTURE_H
#define PORCHLIGHT_TESTS_UI_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/fonts.h"
#include "ui/draw.h"
#include "ui/input.h"
#include "ui/layout.h"
#include "ui/tree.h"
#include "ui/widgets.h"

static struct fonts *fonts;
static struct text_engine *engine;
static struct arena frame;

static const struct text_lang en = {.tag = "en", .script = "Latn", .dir = TEXT_LTR};
static const struct text_lang ar = {.tag = "ar", .script = "Arab", .dir = TEXT_RTL};

static inline int open_engine(void **state)
{
    (void)state;
    struct err e;
    arena_init(&frame, true);
    if (!fonts_open(&fonts, "fonts", &e))
        fail_msg("%s", e.msg);
    return text_engine_new(&engine, fonts, &e) ? 0 : -1;
}

static inline int close_engine(void **state)
{
    (void)state;
    text_engine_free(engine);
    fonts_free(fonts);
    arena_release(&frame);
    return 0;
}

/* A glass of 1000 × 1000 px at a quarter of a millimetre a pixel, so that 4 px are 1 mm. */
static inline struct ui glass(void)
{
    return (struct ui){.frame = &frame,
                       .text = engine,
                       .lang = &en,
                       .size = SIZE_MEDIUM,
                       .w = 1000,
                       .h = 1000,
                       .mm_per_px = 0.25F,
                       .lit = -1};
}

static inline struct node *root_of(struct ui *u, enum axis axis)
{
    struct node *n = node_add(u, NULL, ROLE_GROUP, UI_ID(UI_SCREEN, 0));
    n->lay.axis = axis;
    return n;
}

/* A child of a fixed size. */
static inline struct node *block(struct ui *u, struct node *parent, int w, int h)
{
    struct node *n = node_add(u, parent, ROLE_GROUP, UI_ID(UI_NONE, 0));
    n->lay.w = w;
    n->lay.h = h;
    return n;
}

/* A target of a fixed size. */
static inline struct node *button(struct ui *u, struct node *parent, struct ui_id id, int w, int h)
{
    struct node *n = block(u, parent, w, h);
    n->id = id;
    n->role = ROLE_BUTTON;
    n->target = true;
    n->look = LOOK_TILE;
    n->label = "a target";
    return n;
}

#define BOX(n, x_, y_, w_, h_)                                                                                         \
    do {                                                                                                               \
        assert_int_equal((n)->box.x, x_);                                                                              \
        assert_int_equal((n)->box.y, y_);                                                                              \
        assert_int_equal((n)->box.w, w_);                                                                              \
        assert_int_equal((n)->box.h, h_);                                                                              \
    } while (0)

#endif
