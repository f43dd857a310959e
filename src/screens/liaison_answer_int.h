/* The answering screen's two files: liaison_answer.c decides, liaison_answer_looks.c shows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_LIAISON_ANSWER_INT_H
#define PORCHLIGHT_SCREENS_LIAISON_ANSWER_INT_H

#include "screens/liaison.h"

enum answering { ANSWERING_WHAT, ANSWERING_WHEN, ANSWERING_WHERE, ANSWERING_WHICH, ANSWERING_LOOK, ANSWERING_COUNT };

struct answer_view {
    enum answering step;
};

bool liaison_answer_can_choose(const struct liaison_desk *d, enum answer_phrase p);
bool liaison_answer_has_place(const struct answer *a); /* a place can be said */
bool liaison_answer_asks(
    const struct liaison_desk *d); /* more may be promised than is known, and it was not accepted */
bool liaison_answer_done(const struct answer *a, enum answering step);
const struct resource *liaison_answer_resource(const struct view *v, unsigned i); /* NULL: none that is shown */
void liaison_answer_build(struct view *v, void *state, struct node *content);

#endif
