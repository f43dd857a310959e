/* A liaison at the desk: keys on sticks that come and go, pages of requests, a time that somebody else has promised
 * meanwhile, the day's list and files for a stick. SPDX-License-Identifier: GPL-3.0-or-later */
#include "../store/folder.h"
#include "visit.h"

#include "app/liaison_int.h"
#include "base/fs.h"
#include "screens/slip.h"
#include "screens/staff_edit.h"
#include "store/answers.h"
#include "store/audit.h"
#include "store/gate.h"
#include "store/lists.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MANY = 30 };

static const char *passphrase = "demonstration";

static void put(const char *path, const char *text)
{
    char dir[4300];
    snprintf(dir, sizeof dir, "%s", path);
    *strrchr(dir, '/') = 0;
    assert_true(fs_make_dirs(dir, NULL));
    assert_true(fs_write_atomic(path, text, strlen(text), 0600, NULL));
}

static void copy(const char *from, const char *to)
{
    struct arena arena;
    char *text;
    size_t len;
    arena_init(&arena, false);
    assert_true(fs_read_path(from, 1 << 16, &arena, &text, &len, NULL));
    put(to, text);
    arena_release(&arena);
}

/* A machine in a folder, with one stick or none. */
static void plug(bool in, const char *how)
{
    char text[300];
    snprintf(text, sizeof text, "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n%s%s%s",
             in ? "40 22 8:17 / /media/porchlight/blue " : "", in ? how : "",
             in ? ",nosuid - vfat /dev/sdb1 rw\n" : "");
    put(below("machine/proc/self/mountinfo"), text);
    put(below("machine/sys/block/sdb/removable"), "1\n");
    put(below("machine/sys/block/sdb/size"), "60000\n");
    assert_true(fs_make_dirs(below("machine/media/porchlight/blue"), NULL));
}

#define STICK below("machine/media/porchlight/blue")

static void begin(struct visit *v, bool key_here)
{
    remove_tree(below("data"));
    remove_tree(below("machine"));
    plug(false, "");
    if (key_here)
        copy("kiosk-config/demonstration/rivera.key", below("data/keys/rivera.key"));
    static char data[4300], machine[4300];
    snprintf(data, sizeof data, "%s", below("data"));
    snprintf(machine, sizeof machine, "%s", below("machine"));
    visit_begin_with(v, &(struct app_options){.site = "kiosk-config",
                                              .data = data,
                                              .machine = machine,
                                              .w = 1080,
                                              .h = 1920,
                                              .lang = "en",
                                              .clock = clock_fake(VISIT_DAY_S),
                                              .at_once = true});
    visit_touch(v, UI_TILE, 0); /* opens the requests */
    desk_approach(v->app);
    visit_wait(v, 0);
}

static void come_in(struct visit *v)
{
    visit_touch(v, UI_OPTION, 1);
    for (const char *c = passphrase; *c; c++)
        visit_type(v, *c);
    visit_touch(v, UI_CONFIRM, 0);
    assert_string_equal(app_route(v->app), "liaison");
}

static struct liaison_desk *seen(struct visit *v)
{
    return &liaison_of(v->app)->seen;
}

/* A request by code, kept as if the screen had sent it. */
static void send_request(struct visit *v, const char *name)
{
    struct request r = {.topics = 2, .language = "so", .reach = REACH_PHONE, .phone = "+12065550177"};
    struct receipt_secret secret;
    struct err e = {0};
    uint8_t readers[VAULT_READERS_MAX][VAULT_PUBLIC_KEY];
    size_t n = liaison_colleagues(v->app, readers);
    snprintf(r.name, sizeof r.name, "%s", name);
    randombytes_buf(&secret, sizeof secret);
    if (!store_send_as(v->app->store, &r, (const uint8_t(*)[VAULT_PUBLIC_KEY])readers, n, 90, &secret, &e))
        fail_msg("%s", e.msg);
}

/* The file was a liaison's when it was offered, and is a stranger's own key when it is opened. */
static void another_key_in_its_place(void **state)
{
    (void)state;
    struct visit v;
    struct err e = {0};
    uint8_t public_key[VAULT_PUBLIC_KEY];
    begin(&v, true);
    if (!vault_key_new("stranger", passphrase, below("data/stranger"), public_key, &e))
        fail_msg("%s", e.msg);
    assert_int_equal(rename(below("data/stranger"), below("data/keys/rivera.key")), 0);
    visit_touch(&v, UI_OPTION, 1);
    for (const char *c = passphrase; *c; c++)
        visit_type(&v, *c);
    visit_touch(&v, UI_CONFIRM, 0);
    assert_string_equal(app_route(v.app), "unlock");
    assert_int_equal(v.app->behind.desk->seen.role, DESK_LOCKED);
    assert_int_equal(v.app->behind.desk->seen.refusal, DESK_BAD_KEY);
    assert_null(v.app->behind.desk->key);
    visit_end(&v);
}

static void key_on_a_stick(void **state)
{
    (void)state;
    struct visit v;
    begin(&v, false);
    struct desk *d = desk_seen(v.app->behind.desk);
    assert_int_equal(d->key_count, 0);
    copy("kiosk-config/demonstration/rivera.key", below("machine/media/porchlight/blue/mine.key"));
    put(below("machine/media/porchlight/blue/other.key"), "no key at all");
    plug(true, "rw");
    visit_wait(&v, 1100);
    assert_int_equal(d->key_count, 1);
    assert_string_equal(d->keys[0].source, "blue");
    /* pulled out while the passphrase is typed: what was typed is gone, and nothing is tried */
    visit_touch(&v, UI_OPTION, 1);
    visit_type(&v, 'd');
    assert_string_equal(d->secret, "d");
    plug(false, "");
    visit_wait(&v, 1100);
    assert_int_equal(d->key_count, 0);
    assert_string_equal(d->secret, "");
    plug(true, "rw");
    visit_wait(&v, 1100);
    come_in(&v);
    /* kept on the kiosk as well */
    visit_touch(&v, UI_TILE, 2);
    assert_string_equal(app_route(v.app), "liaison-keys");
    assert_false(seen(&v)->keys.kept);
    visit_touch(&v, UI_OPTION, 0);
    assert_int_equal(seen(&v)->done, DONE_KEPT);
    assert_true(seen(&v)->keys.kept);
    struct stat st;
    assert_int_equal(stat(below("data/keys/rivera.key"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    /* a new one on the stick */
    visit_touch(&v, UI_OPTION, 2);
    for (int field = 0; field < 2; field++) {
        if (field)
            visit_touch(&v, UI_FIELD, 1);
        for (const char *c = passphrase; *c; c++)
            visit_type(&v, *c);
    }
    visit_touch(&v, UI_KEPT, 1);
    assert_int_equal(seen(&v)->done, DONE_MADE);
    assert_int_equal(strlen(seen(&v)->keys.made), 43);
    assert_int_equal(stat(below("machine/media/porchlight/blue/rivera.key"), &st), 0);
    /* the stick goes: no button offers it any more */
    plug(false, "");
    assert_int_equal(unlink(below("machine/media/porchlight/blue/mine.key")), 0);
    visit_wait(&v, 1100);
    assert_false(seen(&v)->keys.stick);
    visit_touch(&v, UI_OPTION, 1);
    visit_touch(&v, UI_CONFIRM, 0);
    assert_int_equal(seen(&v)->done, DONE_TAKEN_AWAY);
    assert_int_not_equal(stat(below("data/keys/rivera.key"), &st), 0);
    visit_touch(&v, UI_OPTION, 0); /* and cannot be kept again: the stick is out */
    assert_int_equal(seen(&v)->done, DONE_FAILED);
    visit_end(&v);
}

static void pages(void **state)
{
    (void)state;
    struct visit v;
    begin(&v, true);
    for (int i = 0; i < MANY; i++) {
        clock_advance(app_clock(v.app), 3600 * 1000); /* more in an hour are held to be a flood */
        send_request(&v, "someone");
    }
    desk_approach(v.app);
    visit_wait(&v, 0);
    come_in(&v);
    assert_int_equal(seen(&v)->list.new_count, MANY);
    visit_touch(&v, UI_TILE, 0);
    assert_int_equal(seen(&v)->list.count, LIAISON_ROWS);
    visit_touch(&v, UI_TURN, 1);
    visit_touch(&v, UI_TURN, 1);
    assert_int_equal(seen(&v)->list.count, MANY - 2 * LIAISON_ROWS);
    assert_false(seen(&v)->list.more);
    visit_touch(&v, UI_REQUEST, 0);
    visit_touch(&v, UI_BACK, 0);
    assert_int_equal(seen(&v)->list.page, 2); /* back where it was, one less */
    assert_int_equal(seen(&v)->list.count, MANY - 2 * LIAISON_ROWS - 1);
    visit_touch(&v, UI_TURN, 0);
    assert_int_equal(seen(&v)->list.page, 1);
    visit_end(&v);
}

/* The screen's way to the time step, with the first free time chosen. */
static void to_the_preview(struct visit *v)
{
    visit_touch(v, UI_REQUEST, 0);
    visit_touch(v, UI_EDIT, 0);
    visit_touch(v, UI_OPTION, ANSWER_MEET);
    visit_touch(v, UI_NEXT, 0);
    visit_touch(v, UI_SLOT, 0);
    visit_touch(v, UI_NEXT, 0);
    visit_touch(v, UI_NEXT, 0);
}

static void promised_meanwhile(void **state)
{
    (void)state;
    struct visit v;
    struct err e = {0};
    begin(&v, true);
    send_request(&v, "one");
    send_request(&v, "two");
    come_in(&v);
    visit_touch(&v, UI_TILE, 0);
    to_the_preview(&v);
    struct answer same = seen(&v)->draft;
    size_t offered = seen(&v)->times.count;
    strcpy(same.officer, "rivera");
    /* another program gives the same hour to the other visitor */
    struct store *beside = NULL;
    struct request_row rows[2];
    size_t count;
    assert_true(store_open_beside(&beside, below("data"), app_clock(v.app), true, &e));
    assert_true(store_list_of(beside, LIST_NEW, 0, 2, rows, &count, NULL, &e));
    assert_int_equal(count, 1);
    const uint8_t(*none)[VAULT_PUBLIC_KEY] = NULL;
    assert_true(store_answer(beside, rows[0].id, &same, v.app->behind.desk->key, none, 0, 90, &e));
    store_close(beside);
    visit_touch(&v, UI_SEND, 0);
    assert_string_equal(app_route(v.app), "liaison-answer");
    assert_int_equal(seen(&v)->done, DONE_TIME_TAKEN);
    assert_int_equal(seen(&v)->times.count, offered - 1);
    visit_touch(&v, UI_SLOT, 0);
    visit_touch(&v, UI_NEXT, 0);
    visit_touch(&v, UI_NEXT, 0);
    visit_touch(&v, UI_SEND, 0);
    assert_int_equal(seen(&v)->done, DONE_SENT);
    visit_end(&v);
}

/* Answered on the kiosk and on a copy that came back by stick: neither saw the other's promise. The day tells. */
static void one_hour_for_two(void **state)
{
    (void)state;
    struct visit v;
    struct err e = {0};
    struct request_row rows[3];
    size_t count;
    begin(&v, true);
    send_request(&v, "one");
    send_request(&v, "two");
    send_request(&v, "three");
    come_in(&v);
    struct answer a = answer_empty();
    a.phrases = 1u << ANSWER_PHONE;
    a.day = clock_today(app_clock(v.app));
    strcpy(a.officer, "rivera");
    assert_true(store_list_of(v.app->store, LIST_NEW, 0, 3, rows, &count, NULL, &e));
    assert_int_equal(count, 3);
    for (int i = 0; i < 3; i++) {
        a.minute = i < 2 ? 600 : 660;
        assert_true(store_answer(v.app->store, rows[i].id, &a, v.app->behind.desk->key, NULL, 0, 90, &e));
    }
    assert_true(app_go(v.app, "liaison-day"));
    visit_wait(&v, 0);
    const struct liaison_day *day = &seen(&v)->today.meetings;
    for (int i = 0; i < 100 && day->count < 3; i++)
        visit_wait(&v, 100);
    assert_int_equal(day->count, 3);
    size_t told = 0;
    for (const struct node *n = app_root(v.app); n; n = node_next(app_root(v.app), n))
        told += n->text.s && strstr(n->text.s, "Somebody else has this hour too") != NULL;
    assert_int_equal(told, 2);
    assert_true(v.app->view.day_list->rows[0].doubled && v.app->view.day_list->rows[1].doubled);
    assert_false(v.app->view.day_list->rows[2].doubled);
    visit_end(&v);
}

/* The key was lost and replaced: what the old one promised is not known, and that is said before any time is given. */
static void promised_with_a_lost_key(void **state)
{
    (void)state;
    struct visit v;
    struct err e = {0};
    struct request_row rows[2];
    size_t count;
    uint8_t lost[1][VAULT_PUBLIC_KEY];
    struct vault_key *old;
    begin(&v, true);
    send_request(&v, "two");
    struct request r = {.topics = 1};
    struct receipt_secret secret = {.seed = {7}};
    assert_true(vault_key_new("old", passphrase, below("lost.key"), lost[0], &e));
    assert_true(vault_key_open(below("lost.key"), passphrase, &old, &e));
    assert_true(store_send_as(v.app->store, &r, (const uint8_t(*)[VAULT_PUBLIC_KEY])lost, 1, 90, &secret, &e));
    assert_true(store_find_as(v.app->store, &secret, &rows[0], NULL, &e));
    struct answer given = answer_empty();
    given.phrases = 1u << ANSWER_PHONE;
    given.day = clock_today(app_clock(v.app)) + 2;
    given.minute = 600;
    strcpy(given.officer, "rivera");
    assert_true(store_answer(v.app->store, rows[0].id, &given, old, NULL, 0, 90, &e));
    vault_key_free(old);
    come_in(&v);
    visit_touch(&v, UI_TILE, 0);
    visit_touch(&v, UI_REQUEST, 0);
    visit_touch(&v, UI_EDIT, 0);
    visit_touch(&v, UI_OPTION, ANSWER_MEET);
    visit_touch(&v, UI_NEXT, 0);
    assert_int_equal(seen(&v)->times.unread, 1);
    assert_false(visit_can_touch(&v, UI_SLOT, 0));
    visit_touch(&v, UI_CONFIRM, 0);
    visit_touch(&v, UI_SLOT, 0);
    visit_touch(&v, UI_NEXT, 0);
    visit_touch(&v, UI_NEXT, 0);
    visit_touch(&v, UI_SEND, 0);
    assert_int_equal(seen(&v)->done, DONE_SENT);
    assert_true(store_list_of(v.app->store, LIST_ANSWERED, 0, 2, rows, &count, NULL, &e));
    assert_int_equal(count, 2);
    visit_end(&v);
}

/* A new PIN takes two tenths of a second and more: the touch that asks for it does not wait for that. */
static void a_pin_beside_the_screen(void **state)
{
    (void)state;
    struct visit v;
    struct err e = {0};
    begin(&v, true);
    assert_true(store_pin_set(v.app->store, "246810", &e));
    desk_approach(v.app);
    visit_wait(&v, 0);
    visit_touch(&v, UI_OPTION, 0);
    for (const char *c = "246810"; *c; c++)
        visit_touch(&v, UI_KEY, (unsigned)(*c - '0'));
    visit_touch(&v, UI_CONFIRM, 0);
    assert_string_equal(app_route(v.app), "staff");
    assert_true(app_go(v.app, "staff-pin"));
    struct staff_edit *s = v.app->behind.desk->seen.staff->edit;
    strcpy(s->pin[0], "246810");
    strcpy(s->pin[1], "135791");
    strcpy(s->pin[2], "135791");
    v.app->options.at_once = false;
    staff_carry_out(v.app, STAFF_EDIT * STAFF_ORDERS + EDIT_PIN);
    assert_int_equal(s->result, EDIT_NONE); /* the thread's answer is looked at by the next tick alone */
    assert_true(desk_busy(v.app));
    assert_string_equal(s->pin[0], "");
    while (desk_busy(v.app))
        visit_wait(&v, 0);
    assert_int_equal(s->result, EDIT_KEPT);
    v.app->options.at_once = true;
    strcpy(s->pin[0], "246810");
    strcpy(s->pin[1], "975310");
    staff_carry_out(v.app, STAFF_EDIT * STAFF_ORDERS + EDIT_PIN);
    assert_int_equal(s->result, EDIT_PIN_WRONG);
    visit_end(&v);
}

static bool file_has(const char *name, const char *words)
{
    struct arena arena;
    char *text = NULL, path[4300];
    size_t len = 0;
    snprintf(path, sizeof path, "%s/%s", STICK, name);
    arena_init(&arena, false);
    bool has = fs_read_path(path, 1 << 20, &arena, &text, &len, NULL) && memmem(text, len, words, strlen(words));
    arena_release(&arena);
    return has;
}

static void day_and_files(void **state)
{
    (void)state;
    struct visit v;
    struct err e = {0};
    begin(&v, true);
    send_request(&v, "Qxzwv");
    send_request(&v, "Qxzwv");
    come_in(&v);
    visit_touch(&v, UI_TILE, 0);
    to_the_preview(&v);
    day_t day = seen(&v)->draft.day;
    visit_touch(&v, UI_SEND, 0);
    visit_touch(&v, UI_HOME, 0);
    visit_touch(&v, UI_TILE, 1);
    assert_string_equal(app_route(v.app), "liaison-day");
    assert_false(visit_can_touch(&v, UI_PRINT, 0)); /* no printer, no stick: no button */
    assert_false(visit_can_touch(&v, UI_TAKE, 0));
    for (day_t at = v.app->view.today; at < day; at++)
        visit_touch(&v, UI_TURN, 1);
    assert_int_equal(seen(&v)->today.meetings.count, 1);
    assert_string_equal(seen(&v)->today.meetings.v[0].name, "Qxzwv");
    assert_non_null(v.app->view.day_list);
    assert_string_equal(v.app->view.day_list->rows[0].language, "Somali");
    assert_true(slip_there(&v.app->view, "day-list"));
    plug(true, "rw");
    visit_wait(&v, 1100);
    static const char *const names[] = {"porchlight-2026-11-24.ics", "porchlight-2026-11-24.csv",
                                        "porchlight-2026-11-24.json"};
    for (unsigned i = 0; i < 3; i++) {
        visit_touch(&v, UI_TAKE, i);
        assert_false(file_has(names[i], "")); /* asked first */
        visit_touch(&v, UI_CONFIRM, 0);
        assert_string_equal(seen(&v)->today.name, names[i]);
        assert_int_equal(file_has(names[i], "Qxzwv"), i > 0);
        struct audit_record last;
        size_t n;
        assert_true(store_audit_list(v.app->store, 0, 1, &last, &n, NULL, &e));
        assert_int_equal(last.what, AUDIT_REQUESTS_EXPORTED);
        assert_string_equal(last.subject, i == 0 ? "ics 1" : i == 1 ? "csv 2" : "json 2");
    }
    assert_true(file_has(names[0], "BEGIN:VEVENT"));
    /* printed or not printed: the audit has it before a dot is on paper */
    assert_true(liaison_printing(v.app, "day-list"));
    visit_touch(&v, UI_HOME, 0);
    assert_null(v.app->view.day_list);
    assert_int_equal(seen(&v)->today.meetings.count, 0);
    visit_touch(&v, UI_LEAVE, 0);
    assert_false(liaison_printing(v.app, "day-list")); /* nobody is here who may */
    assert_true(liaison_printing(v.app, "receipt"));
    visit_end(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_key_in_its_place),
        cmocka_unit_test(key_on_a_stick),
        cmocka_unit_test(pages),
        cmocka_unit_test(promised_meanwhile),
        cmocka_unit_test(one_hour_for_two),
        cmocka_unit_test(promised_with_a_lost_key),
        cmocka_unit_test(a_pin_beside_the_screen),
        cmocka_unit_test(day_and_files),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
