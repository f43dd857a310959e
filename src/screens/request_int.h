/* The request screen's state, shared by its two files: request.c decides, request_steps.c shows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_REQUEST_INT_H
#define PORCHLIGHT_SCREENS_REQUEST_INT_H

#include "domain/form.h"
#include "screens/screen.h"
#include "ui/keyboard.h"

struct request_state {
    enum form_step step;
    struct keyboard_state keyboard;
    bool typing;       /* the dialect, on the language question */
    bool wrong_number; /* what was typed is no telephone number */
};

void request_build_step(struct view *v, struct request_state *s, struct node *content);

/* The keyboard that is up, or NULL; and how many the language has. */
const struct keyboard_layout *request_keyboard(const struct view *v, const struct keyboard_state *k);
int request_keyboards(const struct view *v);

/* The question of when: days on which somebody can be met, with the times chosen. The request asks it, and who wants
 * another time than the one that was offered. */
void request_build_when(struct view *v, struct node *content, const struct request_slot *chosen, size_t count);

/* A touched time (UI_SLOT) is chosen or given back; false when nobody offers it. */
bool request_choose_slot(const struct view *v, struct ui_id act, struct request_slot slots[REQUEST_SLOTS_MAX],
                         size_t *count);

/* The parts of a day on which some liaison can be met: bit 1u << enum day_part. */
uint32_t request_offered(const struct view *v, day_t day);

#endif
