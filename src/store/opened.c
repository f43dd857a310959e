/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/opened.h"

#include "store/answers.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

const char *request_state_word(enum request_state s)
{
    static const char *const words[] = {"new", "collected", "answered", "closed"};
    _Static_assert(sizeof words / sizeof *words == REQUEST_STATE_COUNT, "a word for each state");
    if ((unsigned)s >= REQUEST_STATE_COUNT)
        BUG("request state %d", (int)s);
    return words[s];
}

/* What could not be read of an answer or a reply; false when it is the machine that failed. */
static bool passed_over(const struct err *why, enum opened_part *part, struct err *e)
{
    *part = why->code == ERR_NOT_FOUND ? OPENED_NOT_THERE : why->code == ERR_REFUSED ? OPENED_FOREIGN : OPENED_DAMAGED;
    bool known = why->code == ERR_NOT_FOUND || why->code == ERR_REFUSED || why->code == ERR_DAMAGED;
    return known || err_set(e, why->code, "%s", why->msg);
}

static bool read_answer(struct store *s, const struct vault_key *key, struct opened_request *out, struct err *e)
{
    struct opened_answer given;
    struct err why = {0};
    if (!store_read_answer(s, out->id, key, &given, &why))
        return passed_over(&why, &out->answered, e);
    out->answered = OPENED_READ;
    out->answer = given.answer;
    vault_public_format(given.by, out->answer_by);
    sodium_memzero(&given, sizeof given);
    return true;
}

static bool read_reply(struct store *s, const struct vault_key *key, struct opened_request *out, struct err *e)
{
    struct err why = {0};
    if (!store_read_reply(s, out->id, key, &out->reply, &why))
        return passed_over(&why, &out->replied, e);
    out->replied = OPENED_READ;
    return true;
}

bool store_read_opened(struct store *s, const struct request_row *row, const struct vault_key *key,
                       struct opened_request *out, struct err *e)
{
    memset(out, 0, sizeof *out);
    memcpy(out->id, row->id, sizeof out->id);
    out->received = row->received;
    out->expires = row->expires;
    out->state = request_state_word(row->state);
    bool ok = store_read(s, row->id, key, &out->request, &out->received, e) && read_answer(s, key, out, e) &&
              read_reply(s, key, out, e);
    if (!ok)
        sodium_memzero(out, sizeof *out);
    return ok;
}

/* All rows as they are at one moment; the caller frees them. */
static bool all_rows(struct store *s, struct request_row **rows, size_t *count, struct err *e)
{
    enum { MORE = 64 }; /* that may come between the two statements */
    size_t total = 0, none = 0;
    struct request_row first;
    if (!store_list(s, 0, 1, &first, &none, &total, e))
        return false;
    *rows = calloc(total + MORE, sizeof **rows);
    if (!*rows)
        return err_set(e, ERR_FAILED, "out of memory");
    if (store_list(s, 0, total + MORE, *rows, count, NULL, e))
        return true;
    free(*rows);
    return false;
}

bool store_each_opened(struct store *s, const struct vault_key *key,
                       bool (*each)(void *context, const struct opened_request *r), void *context,
                       struct opened_count *count, struct err *e)
{
    struct request_row *rows;
    size_t n = 0;
    struct opened_request one;
    *count = (struct opened_count){0};
    if (!all_rows(s, &rows, &n, e))
        return false;
    bool ok = true, go_on = true;
    for (size_t i = 0; i < n && ok && go_on; i++) {
        struct err why = {0};
        if (store_read_opened(s, &rows[i], key, &one, &why)) {
            count->opened++;
            go_on = each(context, &one);
            sodium_memzero(&one, sizeof one);
        } else if (why.code == ERR_REFUSED) {
            count->foreign++;
        } else if (why.code == ERR_DAMAGED) {
            count->damaged++;
        } else if (why.code != ERR_NOT_FOUND) { /* taken back while we read */
            ok = err_set(e, why.code, "%s", why.msg);
        }
    }
    free(rows);
    return ok;
}

struct day_wish {
    struct liaison_day *list;
    const char *officer;
};

static bool add_to_day(void *context, const struct opened_request *r)
{
    const struct day_wish *w = context;
    liaison_day_add(w->list, r, w->officer);
    return true;
}

bool store_liaison_day(struct store *s, const struct vault_key *key, const char *officer, day_t day,
                       struct liaison_day *out, struct opened_count *count, struct err *e)
{
    struct day_wish w = {out, officer};
    liaison_day_init(out, day);
    return store_each_opened(s, key, add_to_day, &w, count, e);
}
