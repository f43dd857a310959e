/* What a screen or a command calls: the pouches of a whole stick, and whose database it is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/pouch.h"

#include "store/pouch_file_int.h"

#include <string.h>

bool store_is_copy(struct store *s)
{
    return carry_is_copy(s);
}

bool pouch_kiosk(struct store *s, char out[POUCH_KIOSK], struct err *e)
{
    struct carry_self self;
    if (!carry_load(s, &self, e))
        return false;
    out[0] = 0;
    if (self.has_key)
        pouch_kiosk_text(self.kiosk, out);
    sodium_memzero(self.seed, sizeof self.seed);
    return true;
}

/* The proof first: if we are stopped between the two, the kiosk still hears of it. */
bool store_collect(struct store *s, const char *id, const struct vault_key *liaison, struct err *e)
{
    struct request_row row;
    uint8_t bytes[REQUEST_ID_BYTES] = {0};
    if (!store_get(s, id, &row, e) || !request_id_parse(id, bytes, e))
        return false;
    if (row.state == REQUEST_NEW && store_is_copy(s)) {
        if (!db_begin(s, e))
            return false;
        if (!carry_note(s, bytes, CARRY_COLLECTED, liaison, NULL, e) ||
            !db_commit(s, "cannot note the collection", e)) {
            db_rollback(s);
            return false;
        }
    }
    return store_mark_collected(s, id, e);
}

/* Its name says for whom it is; what its bytes say is judged by pouch_in. A copy that knows no kiosk yet takes the one
 * kiosk whose pouch is there. */
static bool meant_for(const struct pouch_found *f, const struct carry_self *self, const char *kiosk)
{
    bool from_kiosk = strlen(f->name) < POUCH_NAME - 1;
    return from_kiosk == self->copy && (!self->has_key || strncmp(f->name + 6, kiosk, 8) == 0);
}

/* Why there is nothing to do, for whoever stands there with the stick. */
static bool nothing_for_us(const struct carry_self *self, size_t pouches, struct err *e)
{
    if (!pouches)
        return err_set(e, ERR_NOT_FOUND, "there is no pouch");
    if (self->copy)
        return err_set(e, ERR_NOT_FOUND, "there is no pouch of this copy's kiosk, only other ones");
    return err_set(e, ERR_NOT_FOUND,
                   "no pouch has come back for this kiosk: there are only other ones. A liaison's "
                   "computer makes one with 'pouch out'");
}

bool pouch_in_all(struct store *s, const char *dir, const struct pouch_trust *trust, const struct pouch_progress *p,
                  struct pouch_report *out, struct err *e)
{
    struct pouch_found found[POUCH_FILES_MAX];
    struct carry_self self;
    struct err first = {0}, why = {0};
    char kiosk[POUCH_KIOSK] = "";
    size_t count, meant = 0;
    if (!carry_load(s, &self, e) || !pouch_find(dir, found, &count, e))
        return false;
    sodium_memzero(self.seed, sizeof self.seed);
    if (self.has_key)
        pouch_kiosk_text(self.kiosk, kiosk);
    for (size_t i = 0; i < count; i++)
        meant += meant_for(&found[i], &self, kiosk);
    if (!meant)
        return nothing_for_us(&self, count, e);
    if (!self.has_key && meant > 1)
        return err_set(e, ERR_REFUSED, "pouches of %zu kiosks are there: give the file, and each kiosk its own folder",
                       meant);
    for (size_t i = 0; i < count; i++)
        if (meant_for(&found[i], &self, kiosk) && !pouch_in(s, dir, found[i].name, trust, p, out, &why) && !first.code)
            first = why;
    if (first.code)
        err_set(e, first.code, "%s", first.msg);
    return !first.code;
}
