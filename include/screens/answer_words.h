/* The sentences and pictures of a liaison's set phrases. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_ANSWER_WORDS_H
#define PORCHLIGHT_SCREENS_ANSWER_WORDS_H

#include "domain/answer.h"
#include "screens/form_words.h"

struct form_word answer_word(enum answer_phrase p);

/* What was said to an answer. Not for REPLY_NONE. */
struct form_word answer_reply(enum reply_kind k);

/* The button that accepts: a visitor comes, or will be at the telephone. */
struct form_word answer_accept(const struct answer *a);

#endif
