/* Time zones: the civil time of a place and the instants of the world, both ways, across every change of the clocks.
 * Read from the system's tzdata (RFC 8536, TZif version 2 and later) or from the text of TZ (POSIX). A zone never
 * changes once it is made: any number of threads may ask it. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_BASE_ZONE_H
#define PORCHLIGHT_BASE_ZONE_H

#include "base/day.h"
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct zone;

enum { ZONE_NAME_MAX = 64, ZONE_FILE_MAX = 64 * 1024 /* bytes; the largest of tzdata has 4 KB */ };

/* By its name in tzdata, "America/Boise". NOT_FOUND when tzdata has no such zone, FAILED when the name or the file
 * makes no sense. */
bool zone_new(struct zone **out, const char *name, struct err *e);

/* The machine's: what TZ says, else /etc/localtime, else UTC. Never fails. */
struct zone *zone_machine(void);

/* From the bytes of a TZif file, which may be anyone's; from a POSIX text such as "PST8PDT,M3.2.0,M11.1.0". */
bool zone_from_file(struct zone **out, const char *name, const char *bytes, size_t len, struct err *e);
bool zone_from_text(struct zone **out, const char *text, struct err *e);
void zone_free(const struct zone *z); /* accepts NULL */

const char *zone_name(const struct zone *z); /* as it was asked for; of the machine's, what TZ says, or "" */

/* Seconds to add to UTC at that instant. */
int32_t zone_offset_s(const struct zone *z, int64_t unix_s);

/* The civil day and minute (0–1439) at an instant; false outside the years 0–9999. */
bool zone_civil(const struct zone *z, int64_t unix_s, day_t *day, int *minute);

/* How often a civil time happens: in the gap when clocks go forward never, in the overlap when they go back twice. */
enum zone_times { ZONE_NEVER, ZONE_ONCE, ZONE_TWICE };

/* The instant of a civil time; of two, the first. *unix_s is untouched for ZONE_NEVER. `minute` may reach 1440, the end
 * of the day. */
enum zone_times zone_instant(const struct zone *z, day_t day, int minute, int64_t *unix_s);

#endif
