/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens what the liaison's screens show: a page of requests, or one. Each costs up to 2 ms (store/envelope.h). */
#include "liaison_int.h"

#include "base/log.h"
#include "store/answers.h"
#include "store/lists.h"
#include "store/pouch.h"

#include <sodium.h>
#include <string.h>

_Static_assert((int)STATE_COUNT == (int)REQUEST_STATE_COUNT && (int)STATE_CLOSED == (int)REQUEST_CLOSED &&
                   (int)STATE_ANSWERED == (int)REQUEST_ANSWERED && (int)LIAISON_ID == (int)REQUEST_ID_TEXT,
               "the screens' states are the store's");
static const enum request_list lists[FILTER_COUNT] = {[FILTER_NEW] = LIST_NEW,
                                                      [FILTER_WAITING] = LIST_WAITING,
                                                      [FILTER_ANSWERED] = LIST_ANSWERED,
                                                      [FILTER_ALL] = LIST_ALL};

size_t liaison_colleagues(const struct app *a, uint8_t keys[VAULT_READERS_MAX][VAULT_PUBLIC_KEY])
{
    size_t n = 0;
    for (size_t i = 0; i < a->site->person_count && n < VAULT_READERS_MAX; i++)
        if (a->site->people[i].has_key)
            memcpy(keys[n++], a->site->people[i].public_key, VAULT_PUBLIC_KEY);
    return n;
}

static void read_answer(struct app *a, struct liaison_item *it)
{
    struct opened_answer given;
    struct err e = {0};
    const struct vault_key *key = a->behind.desk->key;
    it->answered = store_read_answer(a->store, it->id, key, &given, &e);
    if (it->answered) {
        it->answer = given.answer;
        it->by = site_person_by_key(a->site, given.by);
        store_read_reply(a->store, it->id, key, &it->reply, NULL);
    } else if (e.code != ERR_NOT_FOUND && e.code != ERR_REFUSED) {
        log_error("%s", e.msg);
    }
    sodium_memzero(&given, sizeof given);
}

static void read_row(struct app *a, const struct request_row *row, struct liaison_item *it)
{
    struct err e = {0};
    day_t received;
    sodium_memzero(it, sizeof *it);
    memcpy(it->id, row->id, sizeof it->id);
    it->state = (enum liaison_state)row->state;
    it->received = row->received;
    it->expires = row->expires;
    if (store_read(a->store, row->id, a->behind.desk->key, &it->request, &received, &e))
        it->opening = OPENING_OPEN;
    else
        it->opening = e.code == ERR_REFUSED ? OPENING_NOT_MINE : OPENING_DAMAGED;
    if (it->opening == OPENING_DAMAGED)
        log_error("%s", e.msg);
    if (it->opening == OPENING_OPEN && row->state >= REQUEST_ANSWERED)
        read_answer(a, it);
}

void liaison_read_page(struct app *a)
{
    struct liaison_list *l = &liaison_of(a)->seen.list;
    struct request_row rows[LIAISON_ROWS];
    struct err e = {0};
    sodium_memzero(l->items, sizeof l->items);
    l->failed =
        !store_list_of(a->store, lists[l->filter], l->page * LIAISON_ROWS, LIAISON_ROWS, rows, &l->count, &l->more, &e);
    if (l->failed) {
        log_error("the requests could not be listed: %s", e.msg);
        l->count = 0;
        l->more = false;
    }
    for (size_t i = 0; i < l->count; i++)
        read_row(a, &rows[i], &l->items[i]);
}

/* Opening one marks it as collected, as the command does: a visitor is told that it has been read. */
void liaison_read_item(struct app *a, bool collect)
{
    struct app_liaison *l = liaison_of(a);
    struct liaison_item *it = &l->seen.item;
    struct request_row row;
    struct err e = {0};
    sodium_memzero(it, sizeof *it);
    if (!l->current[0] || !store_get(a->store, l->current, &row, NULL))
        return;
    read_row(a, &row, it);
    if (!collect || it->opening != OPENING_OPEN || it->state != STATE_NEW)
        return;
    if (store_collect(a->store, l->current, a->behind.desk->key, &e) && store_get(a->store, l->current, &row, &e)) {
        it->state = (enum liaison_state)row.state;
        it->expires = row.expires;
    } else {
        liaison_done(a, DONE_FAILED, &e);
    }
    app_refresh_health(a);
}
