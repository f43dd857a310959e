/* The measured requirements for a public touch screen, judged on one laid-out tree: rows of the table in
 * tests/README.md. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_SCREEN_GEOMETRY_H
#define PORCHLIGHT_TESTS_SCREEN_GEOMETRY_H

#include "stage.h"

#define GEOMETRY_RULES(X)                                                                                              \
    X(TARGET_SIZE, "1: targets of at least 12.7 by 12.7 mm")                                                           \
    X(TARGET_GAP, "2: at least 2.54 mm between targets")                                                               \
    X(CAPITALS, "4: capitals of at least 3.5 mm, body text in its range")                                              \
    X(CLIPPED, "7: no word is cut off or broken out of its line")                                                      \
    X(OUTSIDE, "7: nothing leaves the screen")                                                                         \
    X(IN_PARENT, "7: words stay inside what holds them")                                                               \
    X(OVERLAP, "7: no words over other words")                                                                         \
    X(ROOM, "7: what a screen holds has room, with nothing over a code")                                               \
    X(DIGITS, "a code of digits is read in its order from the left, in every language")                                \
    X(PICTURE, "every picture is there")                                                                               \
    X(LABEL, "10: every control has its word")                                                                         \
    X(DOWN, "15: nothing happens when a finger comes down")                                                            \
    X(FOCUS, "19: every target is reached by `next` alone, and the way goes round")                                    \
    X(RING, "20: the ring of the focus is on the screen")                                                              \
    X(SPEECH, "22: everything that can be read or touched can be heard")                                               \
    X(FRAME, "34: the frame's buttons are at the same place on every screen")                                          \
    X(MIRROR, "in right-to-left the frame's buttons are mirrored")                                                     \
    X(PAGES, "every part of a screen comes up on one of its pages")

enum rule {
#define X(name, words) RULE_##name,
    GEOMETRY_RULES(X)
#undef X
        RULE_COUNT
};

/* How often each rule was broken. The first of each are printed, all of them with PORCHLIGHT_GEOMETRY=all. */
extern int geometry_faults[RULE_COUNT];

/* Where we are, for the messages. */
struct spot {
    struct app *a;
    const struct scene *scene;
    const char *tag;
    enum text_size size;
    bool lower;
    int page;
};

enum { FRAME_IDS = 6 };
extern const enum ui_kind geometry_frame[FRAME_IDS];

/* The frame's places of one glass, size and language. */
struct frame {
    bool known;
    struct box box[FRAME_IDS];
};

void geometry_fault(const struct spot *p, enum rule r, const struct node *n, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* All rules on the tree that is shown. The first tree's frame is kept in `f`, and the others' must be like it. */
void geometry_check(const struct spot *p, const struct node *root, struct frame *f);

#endif
