/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A PIN or a passphrase is tried: Argon2id takes up to a second, so a thread does it while the screen says "one
 * moment"; the database is touched on this thread only. Keys lie in DATA/keys, wrapped, or on a stick. */
#include "desk_int.h"

#include "base/fs.h"
#include "base/log.h"
#include "store/audit.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

struct desk_door {
    int which; /* -1: the PIN; else which of the keys */
    bool running, started, cancelled;
    atomic_bool done;
    pthread_t thread;
    char secret[DESK_SECRET_MAX];
    char hash[GATE_HASH];
    char path[KEY_PATH_MAX];
    char paths[DESK_KEYS_MAX][KEY_PATH_MAX]; /* of desk->keys */
    bool right;
    struct vault_key *key;
    struct err err;
};

struct desk_door *door_new(void)
{
    struct desk_door *d = sodium_malloc(sizeof *d);
    if (!d)
        BUG("out of memory");
    memset(d, 0, sizeof *d);
    return d;
}

static void clear(struct desk_door *d)
{
    sodium_memzero(d->secret, sizeof d->secret);
    sodium_memzero(d->hash, sizeof d->hash);
    vault_key_free(d->key);
    d->key = NULL;
    d->running = d->started = d->cancelled = d->right = false;
}

void door_free(struct desk_door *d)
{
    if (!d)
        return;
    if (d->started)
        pthread_join(d->thread, NULL);
    clear(d);
    sodium_free(d);
}

bool door_running(const struct desk_door *d)
{
    return d->running && !d->cancelled;
}

void door_cancel(struct desk_door *d)
{
    d->cancelled = d->running;
}

/* ---- which keys are here -------------------------------------------------------------------------------------------
 */

/* A key whose owner is in people.yaml is offered; any other file is passed over. */
static void offer_key(struct app *a, const char *path, const char *source)
{
    struct desk *seen = &a->behind.desk->seen;
    char name[120];
    uint8_t public_key[VAULT_PUBLIC_KEY];
    if (seen->key_count == DESK_KEYS_MAX || strlen(path) >= KEY_PATH_MAX ||
        !vault_key_peek(path, name, public_key, NULL))
        return;
    const struct person *p = site_person_by_key(a->site, public_key);
    if (!p)
        return;
    struct desk_key *k = &seen->keys[seen->key_count];
    k->person = p;
    snprintf(k->source, sizeof k->source, "%s", source);
    memcpy(a->behind.desk->door->paths[seen->key_count++], path, strlen(path) + 1);
}

static void keys_in(struct app *a, const char *folder, const char *source)
{
    struct fs_root root;
    if (!fs_root_open(&root, folder, NULL))
        return;
    struct arena arena;
    arena_init(&arena, false);
    char **names;
    size_t count;
    if (fs_list(&root, "", &arena, &names, &count, NULL))
        for (size_t i = 0; i < count; i++)
            if (str_ends(names[i], ".key"))
                offer_key(a, arena_printf(&arena, "%s/%s", folder, names[i]), source);
    arena_release(&arena);
    fs_root_close(&root);
}

/* A stick's may be anything: only names that can be keys' are looked into. */
static void keys_on(struct app *a, const struct usb_stick *stick)
{
    struct usb_key found[USB_KEYS_MAX];
    char path[KEY_PATH_MAX];
    size_t count = 0;
    if (!usb_find_keys(stick->path, found, &count, NULL))
        return;
    for (size_t i = 0; i < count; i++)
        if (snprintf(path, sizeof path, "%s/%s", stick->path, found[i].name) < (int)sizeof path)
            offer_key(a, path, sticks_name(stick));
}

void door_look(struct app *a)
{
    struct desk *seen = &a->behind.desk->seen;
    char hash[GATE_HASH], folder[KEY_PATH_MAX];
    seen->key_count = 0;
    memset(seen->keys, 0, sizeof seen->keys);
    seen->pin_set = a->store && store_pin_hash(a->store, hash, NULL);
    sodium_memzero(hash, sizeof hash);
    seen->refusal = !a->store ? DESK_NO_STORE : seen->pin_set ? DESK_FINE : DESK_NO_PIN;
    if (!a->options.data || !a->store)
        return;
    snprintf(folder, sizeof folder, "%s/keys", a->options.data);
    keys_in(a, folder, "");
    const struct usb_state *sticks = sticks_now(a);
    for (size_t i = 0; i < sticks->count; i++)
        keys_on(a, &sticks->sticks[i]);
}

void door_look_again(struct app *a)
{
    struct app_desk *d = a->behind.desk;
    struct desk_key before[DESK_KEYS_MAX];
    size_t count = d->seen.key_count;
    enum desk_refusal refusal = d->seen.refusal;
    memcpy(before, d->seen.keys, sizeof before);
    door_look(a);
    a->dirty = true;
    if (count == d->seen.key_count && memcmp(before, d->seen.keys, sizeof before) == 0) {
        d->seen.refusal = refusal;
    } else if (!d->door->running) {
        sodium_memzero(d->seen.secret, sizeof d->seen.secret);
        stack_go(a, "unlock", true);
    }
}

/* ---- the try -------------------------------------------------------------------------------------------------------
 */

static void *try_it(void *arg)
{
    struct desk_door *d = arg;
    d->right = d->which < 0 ? gate_pin_right(d->hash, d->secret) : vault_key_open(d->path, d->secret, &d->key, &d->err);
    atomic_store(&d->done, true);
    return NULL;
}

static enum gate_door door_of(int which)
{
    return which < 0 ? GATE_STAFF : GATE_LIAISON;
}

static bool prepare(struct app *a, struct desk_door *d, int which)
{
    struct desk *seen = &a->behind.desk->seen;
    if (!a->store) {
        seen->refusal = DESK_NO_STORE;
        return false;
    }
    seen->wait_s = store_gate_wait_s(a->store, door_of(which));
    if (seen->wait_s > 0) {
        seen->refusal = DESK_WAIT;
        return false;
    }
    d->which = which;
    if (which < 0)
        return store_pin_hash(a->store, d->hash, NULL);
    if ((size_t)which >= seen->key_count)
        return false;
    memcpy(d->path, d->paths[which], sizeof d->path);
    return true;
}

void desk_unlock(struct app *a, int which)
{
    struct app_desk *desk = a->behind.desk;
    struct desk_door *d = desk->door;
    if (d->running)
        return;
    bool ready = desk->seen.role == DESK_LOCKED && prepare(a, d, which);
    if (ready)
        memcpy(d->secret, desk->seen.secret, sizeof d->secret);
    sodium_memzero(desk->seen.secret, sizeof desk->seen.secret);
    a->dirty = true;
    if (!ready)
        return;
    d->running = true;
    d->err = (struct err){0};
    atomic_store(&d->done, false);
    if (!a->options.at_once && pthread_create(&d->thread, NULL, try_it, d) == 0) {
        d->started = true;
        return;
    }
    try_it(d);
    desk_poll(a);
}

/* Who works with the store from now on, and that they came. Who cannot be recorded may still come in: a full disk must
 * not keep out the people who can empty it. */
static void introduce(struct app *a, const struct person *person)
{
    char actor[AUDIT_ACTOR];
    struct err e = {0};
    snprintf(actor, sizeof actor, "%s%s", person ? "liaison:" : "staff", person ? person->key : "");
    if (!store_act_as(a->store, actor, &e) ||
        !store_audit(a->store, actor, AUDIT_UNLOCKED, person ? "liaison" : "staff", &e))
        log_warn("the audit does not tell who came in: %s", e.msg);
}

static void let_in(struct app *a, struct desk_door *d, const struct person *person)
{
    struct app_desk *desk = a->behind.desk;
    store_gate_right(a->store, door_of(d->which));
    introduce(a, person);
    sodium_memzero(&desk->seen, sizeof desk->seen);
    desk->seen.role = d->which < 0 ? DESK_STAFF : DESK_LIAISON;
    desk->seen.person = person;
    desk->key = d->key;
    d->key = NULL;
    if (desk->seen.role == DESK_STAFF)
        staff_open(a);
    else {
        memcpy(desk->key_path, d->path, sizeof desk->key_path);
        liaison_open(a);
    }
    stack_home(a);
}

static void refuse(struct app *a, struct desk_door *d)
{
    struct desk *seen = &a->behind.desk->seen;
    if (d->which >= 0 && d->err.code != ERR_REFUSED) {
        log_warn("a key could not be opened: %s", d->err.msg);
        seen->refusal = DESK_BAD_KEY;
        return;
    }
    store_gate_wrong(a->store, door_of(d->which));
    struct err e = {0};
    if (!store_audit(a->store, "kiosk", AUDIT_UNLOCK_REFUSED, d->which < 0 ? "staff" : "liaison", &e))
        log_warn("the audit does not tell of a wrong try: %s", e.msg);
    seen->wait_s = store_gate_wait_s(a->store, door_of(d->which));
    seen->refusal = seen->wait_s > 0 ? DESK_WAIT : DESK_WRONG;
}

void desk_poll(struct app *a)
{
    struct desk_door *d = a->behind.desk->door;
    staff_poll(a);
    liaison_poll(a);
    if (!d->running || !atomic_load(&d->done))
        return;
    if (d->started)
        pthread_join(d->thread, NULL);
    if (!d->cancelled && a->store) {
        /* Who it is the opened key says, not the file's first look: sticks, their files and the people may have changed
         * since. */
        const struct person *person =
            d->right && d->which >= 0 ? site_person_by_key(a->site, vault_key_public(d->key)) : NULL;
        if (d->right && d->which >= 0 && !person)
            d->right = err_set(&d->err, ERR_DAMAGED, "it is not the key that was there, and nobody's in people.yaml");
        if (d->right)
            let_in(a, d, person);
        else
            refuse(a, d);
        a->dirty = true;
    }
    clear(d);
}
