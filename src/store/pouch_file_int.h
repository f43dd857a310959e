/* A pouch's file on a stick. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_POUCH_FILE_INT_H
#define PORCHLIGHT_STORE_POUCH_FILE_INT_H

#include "store/pouch_int.h"

/* The file's name, from its head. */
void pouch_name(const struct pouch_head *h, char out[POUCH_NAME]);
void pouch_kiosk_text(const uint8_t kiosk[CARRY_KIOSK], char out[POUCH_KIOSK]);

struct pouch_writer;
/* Begins a pouch of about `size` bytes. Errors as pouch_out. */
bool pouch_write_begin(struct pouch_writer **out, const char *dir, const struct pouch_head *h, uint64_t size,
                       const struct pouch_progress *p, struct err *e);
bool pouch_write(struct pouch_writer *w, const struct pouch_record *r, struct err *e);
/* Ends, signs (a kiosk's, by its seed), makes it durable, reads it back, gives it its name. */
bool pouch_write_end(struct pouch_writer *w, const uint8_t *seed, uint64_t *bytes, struct err *e);
void pouch_write_free(struct pouch_writer *w); /* what has not ended is removed; accepts NULL */

/* A file of a stick in memory of ours: nothing on the stick can change it any more. The memory is that of a file
 * without a name in `beside`, so that a large one does not crowd the machine. */
struct pouch_copy {
    const uint8_t *bytes;
    size_t size;
    void *map;
};
bool pouch_fetch(const char *dir, const char *name, const char *beside, uint64_t most, const struct pouch_progress *p,
                 struct pouch_copy *out, struct err *e);
void pouch_fetch_free(struct pouch_copy *c);

#endif
