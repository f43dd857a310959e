/* A liaison's answer as the visitor sees and hears it. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_MY_ANSWER_INT_H
#define PORCHLIGHT_SCREENS_MY_ANSWER_INT_H

#include "screens/screen.h"

/* The sentences, the time with its pictures, the place, and what was said to it, of session->told. */
void my_answer_build(struct view *v, struct node *list);

/* The buttons that answer the answer: only where there is something to say. */
void my_answer_buttons(struct view *v, struct node *list);

#endif
