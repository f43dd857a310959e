/* Is the kiosk ready for a visitor? One judgement a part, for the doctor and for the staff's screen: what was found
 * goes in, a verdict with its words comes out. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_READINESS_INT_H
#define PORCHLIGHT_APP_READINESS_INT_H

#include "content/catalogue.h"
#include "device/print_state.h"
#include "domain/nudge.h"
#include "screens/staff_today.h"
#include "store/clock_watch.h"
#include "store/intake.h"

struct ready ready_failed(const struct err *e); /* a part that could not be looked at */

struct ready ready_requests(const struct store_status *st, day_t today, int warn_days);
struct ready ready_keys(const struct site *site);
struct ready ready_printer(const struct printer_settings *settings, enum printer_state state, const char *message);
struct ready ready_sound(const char *trouble); /* NULL: a sound device opens */
struct ready ready_disk(const char *data);
/* `here`: with the site's zone; `watch`: what the requests say of it, NULL: nothing. */
struct ready ready_clock(const struct clock *here, const struct clock_watch *watch);
/* `dir`: the site that is shown; `icons`: the program's pictures. Some 50 ms. */
struct ready ready_content(const char *dir, const char *data, const char *icons, day_t today);
/* Which of two folders is shown, so that nobody changes the other and wonders; `site`: the one that came along. */
struct ready ready_pack(const char *data, const char *site);
/* By one channel; `by`: its name. */
struct ready ready_nudge(const struct zone *zone, const char *by, const struct nudge_state *s);
struct ready ready_no_nudges(void);

/* ---- for staff alone: */
/* Pages that are hidden today in every language that is offered, but for those turned off. */
struct ready ready_pages(const struct site *site, struct catalogue *c, day_t today);
/* Facts, resources and pages whose last day is near or over. */
struct ready ready_expiry(const struct site *site, const struct catalogue *c, day_t today);
struct ready ready_started(const struct zone *zone, int64_t unix_s);

#endif
