/* What a liaison opened is nowhere in the program's memory once its screen is left, and neither the key nor its
 * passphrase once the desk is locked: by the button, by idleness, by the end of the program. Not under
 * the sanitizers: their memory is not the program's.
 * modes: debug
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../store/folder.h"
#include "memory.h"
#include "visit.h"

#include "app/desk_int.h"
#include "store/vault_int.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MASK = MEMORY_MASK };

/* Letters in an order that no word has; masked here too. */
static const struct memory_needle name = {
    {'q' ^ MASK, 'x' ^ MASK, 'z' ^ MASK, 'w' ^ MASK, 'v' ^ MASK, 'k' ^ MASK, 'j' ^ MASK, 'q' ^ MASK}, 8};
static const struct memory_needle passphrase = {
    {'j' ^ MASK, 'v' ^ MASK, 'x' ^ MASK, 'q' ^ MASK, 'w' ^ MASK, 'z' ^ MASK, 'k' ^ MASK, 'f' ^ MASK, 'q' ^ MASK}, 9};
static const struct memory_needle number = {{'2' ^ MASK, '0' ^ MASK, '6' ^ MASK, '9' ^ MASK, '1' ^ MASK, '8' ^ MASK,
                                             '3' ^ MASK, '4' ^ MASK, '7' ^ MASK, '5' ^ MASK},
                                            10};

static void letters(struct visit *v, const struct memory_needle *n, bool digits)
{
    for (size_t i = 0; i < n->len; i++)
        if (digits)
            visit_touch(v, UI_KEY, (unsigned)((n->masked[i] ^ MASK) - '0'));
        else
            visit_type(v, (char)(n->masked[i] ^ MASK));
}

/* A kiosk whose first liaison's key is ours, with one request sealed to it, and nobody there. */
static void begin(struct visit *v)
{
    char path[4300], keys[4300], words[32] = "";
    uint8_t public_key[VAULT_PUBLIC_KEY];
    remove_tree(below("data"));
    visit_begin(v, "kiosk-config", below("data"), 1080, 1920);
    snprintf(keys, sizeof keys, "%s", below("data/keys"));
    snprintf(path, sizeof path, "%s/ours.key", keys);
    mkdir(keys, 0700);
    for (size_t i = 0; i < passphrase.len; i++)
        words[i] = (char)(passphrase.masked[i] ^ MASK);
    assert_true(vault_key_new("ours", words, path, public_key, NULL));
    explicit_bzero(words, sizeof words);
    /* the site is the app's; its first liaison gets our key */
    memcpy((void *)(uintptr_t)v->app->site->people[0].public_key, public_key, sizeof public_key);
    visit_touch(v, UI_TILE, 0);
    app_go(v->app, "request/reach");
    visit_touch(v, UI_OPTION, REACH_PHONE);
    visit_touch(v, UI_NEXT, 0);
    letters(v, &number, true);
    visit_touch(v, UI_NEXT, 0);
    letters(v, &name, false);
    visit_touch(v, UI_NEXT, 0);
    visit_touch(v, UI_SEND, 0);
    assert_string_equal(app_route(v->app), "receipt");
    visit_touch(v, UI_LEAVE, 0);
    assert_int_equal(memory_count(&name, true), 0);
}

/* In by key and passphrase; what the key's bytes are. */
static struct memory_needle come_in(struct visit *v)
{
    desk_approach(v->app);
    visit_wait(v, 0);
    visit_touch(v, UI_OPTION, 1);
    letters(v, &passphrase, false);
    visit_touch(v, UI_CONFIRM, 0);
    assert_string_equal(app_route(v->app), "liaison");
    assert_int_equal(memory_count(&passphrase, true), 0);
    return memory_needle_bytes(v->app->behind.desk->key->secret, crypto_box_SECRETKEYBYTES);
}

static void read_it(struct visit *v, enum ui_kind further)
{
    visit_touch(v, UI_TILE, 0);
    assert_string_equal(app_route(v->app), "liaison-requests");
    visit_touch(v, UI_REQUEST, 0);
    assert_string_equal(app_route(v->app), "liaison-request");
    assert_true(memory_count(&name, false) > 0);
    assert_true(memory_count(&number, false) > 0);
    if (further != UI_NONE)
        visit_touch(v, further, 0);
}

static void nothing_left(const struct memory_needle *key)
{
    assert_int_equal(memory_count(&name, true), 0);
    assert_int_equal(memory_count(&number, true), 0);
    assert_int_equal(memory_count(&passphrase, true), 0);
    assert_int_equal(memory_count(key, true), 0);
}

static void left_screen_and_locked(void **state)
{
    (void)state;
    struct visit v;
    begin(&v);
    struct memory_needle key = come_in(&v);
    assert_true(memory_count(&key, false) > 0);
    read_it(&v, UI_HOME);
    assert_string_equal(app_route(v.app), "liaison");
    assert_int_equal(memory_count(&name, true), 0); /* still unlocked, and nothing open */
    assert_int_equal(memory_count(&number, true), 0);
    visit_touch(&v, UI_TILE, 0);
    visit_touch(&v, UI_GROUP, 1);
    visit_touch(&v, UI_REQUEST, 0);
    visit_touch(&v, UI_EDIT, 0);
    assert_string_equal(app_route(v.app), "liaison-answer");
    clock_advance(app_clock(v.app), INPUT_REPEAT_MS);
    assert_true(app_tap(v.app, UI_ID(UI_LEAVE, 0))); /* at once: no later frame may have to do the wiping */
    nothing_left(&key);
    visit_end(&v);
}

static void left_to_itself(void **state)
{
    (void)state;
    struct visit v;
    begin(&v);
    struct memory_needle key = come_in(&v);
    read_it(&v, UI_NONE);
    visit_wait(&v, (int64_t)v.app->site->idle_warn_s * 1000);
    visit_wait(&v, (int64_t)v.app->site->idle_reset_s * 1000);
    assert_string_equal(app_route(v.app), "welcome");
    nothing_left(&key);
    visit_end(&v);
}

/* SIGTERM ends the program through app_close. */
static void power_down(void **state)
{
    (void)state;
    struct visit v;
    begin(&v);
    struct memory_needle key = come_in(&v);
    read_it(&v, UI_NONE);
    visit_end(&v);
    nothing_left(&key);
}

/* A passphrase that is being typed, and one for a new key. */
static void typing(void **state)
{
    (void)state;
    struct visit v;
    begin(&v);
    desk_approach(v.app);
    visit_wait(&v, 0);
    visit_touch(&v, UI_OPTION, 1);
    letters(&v, &passphrase, false);
    assert_true(memory_count(&passphrase, false) > 0);
    visit_touch(&v, UI_LEAVE, 0);
    assert_int_equal(memory_count(&passphrase, true), 0);
    struct memory_needle key = come_in(&v);
    visit_touch(&v, UI_TILE, 2);
    visit_touch(&v, UI_OPTION, 2);
    letters(&v, &passphrase, false);
    visit_touch(&v, UI_FIELD, 1);
    letters(&v, &passphrase, false);
    assert_true(memory_count(&passphrase, false) > 0);
    visit_touch(&v, UI_KEPT, 0);
    assert_int_equal(memory_count(&passphrase, true), 0);
    visit_touch(&v, UI_LEAVE, 0);
    nothing_left(&key);
    visit_end(&v);
}

int main(void)
{
    memory_open();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(left_screen_and_locked),
        cmocka_unit_test(left_to_itself),
        cmocka_unit_test(power_down),
        cmocka_unit_test(typing),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
