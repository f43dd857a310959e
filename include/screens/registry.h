/* Every screen, one row each. The order is the tour's; the desk's screens come after the visitors'.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_REGISTRY_H
#define PORCHLIGHT_SCREENS_REGISTRY_H

#include "screens/screen.h"

extern const struct screen screen_welcome, screen_home, screen_page, screen_meet, screen_request, screen_receipt,
    screen_my_request, screen_resources, screen_resource, screen_speak_card, screen_emergency, screen_access,
    screen_about, screen_print;

/* the desk's */
extern const struct screen screen_desk_unlock, screen_staff, screen_staff_assist, screen_liaison, screen_liaison_list,
    screen_liaison_request, screen_liaison_answer, screen_liaison_keys, screen_liaison_day;

/* the staff's */
extern const struct screen screen_staff_facts, screen_staff_people, screen_staff_languages, screen_staff_pages,
    screen_staff_resources, screen_staff_settings, screen_staff_changes, screen_staff_pin, screen_staff_today,
    screen_staff_limits, screen_staff_clock, screen_staff_counts, screen_staff_audit, screen_staff_packs,
    screen_staff_pouch, screen_staff_devices, screen_staff_voice, screen_staff_voice_read;

#endif
