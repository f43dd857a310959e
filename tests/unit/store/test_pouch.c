/* Two databases and a stick: in any order, any number of times, nothing lost and nothing twice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "pouch_seen.h"

#include "older.h"
#include "store/audit.h"
#include "store/counters.h"
#include "store/migrate_int.h"
#include "store/share.h"
#include "store/store_int.h"

static void copy_file(const char *from, const char *to)
{
    struct arena a;
    char *bytes;
    size_t len;
    arena_init(&a, false);
    FINE(fs_read_path(from, 1 << 26, &a, &bytes, &len, e));
    FINE(fs_write_atomic(to, bytes, len, 0600, e));
    arena_release(&a);
}

/* A pouch put aside, to be taken in later. */
static const char *keep_aside(const struct office *o, const char *name, const char *where)
{
    static char dirs[4][600];
    static unsigned turn;
    char *dir = dirs[turn++ % 4], from[600], to[700];
    snprintf(dir, sizeof dirs[0], "%s-%s", o->stick, where);
    FINE(fs_make_dirs(dir, e));
    snprintf(from, sizeof from, "%s/%s", o->stick, name);
    snprintf(to, sizeof to, "%s/%s", dir, name);
    copy_file(from, to);
    return dir;
}

static void test_there_and_back(void **state)
{
    (void)state;
    struct office o;
    make_office(&o, "back");
    struct asked a = ask(&o, "Amina"), b = ask(&o, "Bo");
    struct pouch_report r = bring(&o, 0);
    assert_int_equal(r.fresh, 2);
    assert_int_equal(r.files, 1);
    assert_int_equal(state_in(o.copy[0], a.id), REQUEST_NEW);
    struct request got;
    day_t day;
    FINE(store_read(o.copy[0], a.id, o.key[0], &got, &day, e));
    assert_string_equal(got.name, "Amina");
    FINE(store_collect(o.copy[0], b.id, o.key[0], e));
    FINE(store_collect(o.copy[0], b.id, o.key[0], e)); /* once is for ever */
    answer_on(&o, o.copy[0], 0, a.id, 1);
    assert_int_equal(state_in(o.copy[0], b.id), REQUEST_COLLECTED);
    r = bring_back(&o, 0);
    assert_int_equal(r.answered, 1);
    assert_int_equal(r.collected, 1);
    assert_int_equal(r.unproven + r.unknown + r.gone + r.outdone + r.known, 0);
    assert_int_equal(heard(&o, &a), 1);
    assert_int_equal(state_in(o.kiosk, a.id), REQUEST_ANSWERED);
    assert_int_equal(state_in(o.kiosk, b.id), REQUEST_COLLECTED);
    FINE(store_last_collected(o.kiosk, &day, e));
    assert_int_equal(day, clock_today(&o.clock));
    reply(&o, &a, REPLY_ACCEPT);
    FINE(store_finish(o.copy[0], b.id, o.key[0], RETENTION, e));
    r = bring(&o, 0);
    assert_int_equal(r.replied, 1);
    assert_int_equal(r.waiting, 1); /* b's closing */
    assert_int_equal(reply_in(&o, o.copy[0], a.id), REPLY_ACCEPT);
    r = bring_back(&o, 0);
    assert_int_equal(r.closed, 1);
    assert_int_equal(state_in(o.kiosk, b.id), REQUEST_CLOSED);
    r = bring(&o, 0);
    assert_int_equal(r.waiting, 0);
    assert_int_equal(r.known, 2);
    assert_int_equal(out_to(o.copy[0], o.stick).acts, 0); /* all of it has arrived */
    drop_office(&o);
}

/* Each thing that a pouch has done stands in the kiosk's audit, and the copy holds a head of it. */
static void test_audit(void **state)
{
    (void)state;
    static const enum audit_action told[] = {AUDIT_POUCH_IN, AUDIT_REQUEST_ANSWERED, AUDIT_POUCH_OUT};
    struct office o;
    struct audit_record list[8];
    struct audit_report whole;
    size_t count;
    int64_t number;
    make_office(&o, "audit");
    struct asked a = ask(&o, "Amina");
    bring(&o, 0);
    answer_on(&o, o.copy[0], 0, a.id, 1);
    bring_back(&o, 0);
    FINE(store_audit_list(o.kiosk, 0, 8, list, &count, NULL, e));
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(list[i].what, told[i]);
    assert_string_equal(list[1].actor, "liaison");
    assert_memory_equal(list[1].subject, a.id, 8);
    FINE(store_audit_verify(o.kiosk, &whole, e));
    struct pouch_report r = bring(&o, 0);
    FINE(store_audit_knows(o.kiosk, r.audit, &number, e));
    assert_int_equal(number, 4);
    struct pouch_made m;
    REFUSES(pouch_out(o.kiosk, "/nowhere/at/all", NULL, &m, e), ERR_NO_DEVICE);
    FINE(store_audit_list(o.kiosk, 0, 8, list, &count, NULL, e));
    assert_int_equal(list[0].what, AUDIT_NOT_DONE);
    drop_office(&o);
}

static void add_answers(void *to, const struct tally_cell *sum)
{
    if (sum->what == COUNTED_ANSWERED || sum->what == COUNTED_WAITED)
        *(int *)to += sum->count;
}

/* An answer that came by stick is one more answered in the kiosk's sums, and once however often it is changed. */
static void test_counted(void **state)
{
    (void)state;
    struct office o;
    struct asked asked[COUNT_LEAST];
    int sum = 0;
    make_office(&o, "counted");
    for (int i = 0; i < COUNT_LEAST; i++)
        asked[i] = ask(&o, "Amina");
    bring(&o, 0);
    for (int i = 0; i < COUNT_LEAST; i++)
        answer_on(&o, o.copy[0], 0, asked[i].id, 1);
    bring_back(&o, 0);
    answer_on(&o, o.copy[0], 0, asked[0].id, 2);
    bring_back(&o, 0);
    FINE(store_counts(o.kiosk, DAY_NONE, DAY_NONE, true, add_answers, &sum, e));
    assert_int_equal(sum, 2 * COUNT_LEAST);
    drop_office(&o);
}

static void test_again_changes_nothing(void **state)
{
    (void)state;
    struct office o;
    make_office(&o, "again");
    struct asked a = ask(&o, "Amina");
    bring(&o, 0);
    struct pouch_report r = in_from(&o, o.copy[0], o.stick);
    assert_int_equal(r.known, 1);
    assert_int_equal(r.fresh, 0);
    answer_on(&o, o.copy[0], 0, a.id, 1);
    bring_back(&o, 0);
    struct request_row before, after;
    FINE(store_get(o.kiosk, a.id, &before, e));
    reply(&o, &a, REPLY_ACCEPT);
    for (int i = 0; i < 3; i++) {
        r = in_from(&o, o.kiosk, o.stick);
        assert_int_equal(r.known, 1);
        assert_int_equal(r.answered, 0);
    }
    FINE(store_get(o.kiosk, a.id, &after, e));
    assert_int_equal(before.state, after.state);
    assert_int_equal(before.expires, after.expires);
    assert_int_equal(reply_in(&o, o.kiosk, a.id), REPLY_ACCEPT); /* it is to this answer, and stays */
    drop_office(&o);
}

/* The answers of one liaison, the older pouch after the newer. */
static void test_out_of_order(void **state)
{
    (void)state;
    struct office o;
    make_office(&o, "order");
    struct asked a = ask(&o, "Amina");
    bring(&o, 0);
    answer_on(&o, o.copy[0], 0, a.id, 1);
    const char *first = keep_aside(&o, out_to(o.copy[0], o.stick).name, "first");
    answer_on(&o, o.copy[0], 0, a.id, 2);
    bring_back(&o, 0);
    assert_int_equal(heard(&o, &a), 2);
    struct pouch_report r = in_from(&o, o.kiosk, first);
    assert_int_equal(r.outdone, 1);
    assert_int_equal(heard(&o, &a), 2);
    /* and the kiosk's: the reply of today is not undone by the pouch of yesterday */
    reply(&o, &a, REPLY_ACCEPT);
    const char *old = keep_aside(&o, out_to(o.kiosk, o.stick).name, "old");
    reply(&o, &a, REPLY_OTHER_TIME);
    bring(&o, 0);
    r = in_from(&o, o.copy[0], old);
    assert_true(r.older);
    assert_int_equal(reply_in(&o, o.copy[0], a.id), REPLY_OTHER_TIME);
    drop_office(&o);
}

static void test_taken_back_stays_so(void **state)
{
    (void)state;
    struct office o;
    make_office(&o, "taken");
    struct asked a = ask(&o, "Amina"), b = ask(&o, "Bo");
    bring(&o, 0);
    const char *old = keep_aside(&o, out_to(o.kiosk, o.stick).name, "old");
    answer_on(&o, o.copy[0], 0, a.id, 1);
    FINE(store_withdraw_as(o.kiosk, &a.secret, e));
    struct pouch_report r = bring_back(&o, 0);
    assert_int_equal(r.gone, 1);
    assert_int_equal(r.answered, 0);
    assert_int_equal(state_in(o.kiosk, a.id), REQUEST_STATE_COUNT);
    r = bring(&o, 0);
    assert_int_equal(r.erased, 1);
    assert_int_equal(state_in(o.copy[0], a.id), REQUEST_STATE_COUNT);
    assert_int_equal(state_in(o.copy[0], b.id), REQUEST_NEW);
    r = in_from(&o, o.copy[0], old); /* has it still */
    assert_int_equal(r.fresh, 0);
    assert_int_equal(state_in(o.copy[0], a.id), REQUEST_STATE_COUNT);
    assert_int_equal(bring(&o, 0).erased, 0);
    assert_int_equal(bring(&o, 1).fresh, 1); /* and another copy never sees it */
    drop_office(&o);
}

/* Two liaisons answer the same request, neither knowing of the other: whichever pouch comes first, one answer is heard,
 * read by both, and the other's liaison is told. */
static int both_answer(const char *name, bool second_first)
{
    struct office o;
    make_office(&o, name);
    struct asked a = ask(&o, "Amina");
    bring(&o, 0);
    bring(&o, 1);
    answer_on(&o, o.copy[0], 0, a.id, 1);
    answer_on(&o, o.copy[1], 1, a.id, 2);
    struct pouch_report first = bring_back(&o, second_first), other = bring_back(&o, !second_first);
    assert_int_equal(first.answered, 1);
    assert_int_equal(other.answered + other.outdone, 1);
    int winner = heard(&o, &a);
    int loser_lost = (int)bring(&o, winner == 1 ? 1 : 0).outdone,
        winner_lost = (int)bring(&o, winner == 1 ? 0 : 1).outdone;
    assert_int_equal(loser_lost, 1);
    assert_int_equal(winner_lost, 0);
    assert_int_equal(read_in(&o, o.copy[0], a.id), winner);
    assert_int_equal(read_in(&o, o.copy[1], a.id), winner);
    /* the copies agree, and nothing is left to carry */
    assert_int_equal(out_to(o.copy[0], o.stick).acts + out_to(o.copy[1], o.stick).acts, 0);
    /* an answer that knows of it stands above it */
    answer_on(&o, o.copy[1], 1, a.id, 3);
    bring_back(&o, 1);
    assert_int_equal(heard(&o, &a), 3);
    drop_office(&o);
    return winner;
}

static void test_two_liaisons(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        char name[32];
        snprintf(name, sizeof name, "two%d", i);
        both_answer(name, i % 2);
    }
}

/* One answers, one closes, neither knowing: the answer is to be heard. Knowing: the later act counts. */
static void test_answered_and_closed(void **state)
{
    (void)state;
    for (int order = 0; order < 2; order++) {
        struct office o;
        make_office(&o, order ? "ac1" : "ac0");
        struct asked a = ask(&o, "Amina");
        bring(&o, 0);
        bring(&o, 1);
        answer_on(&o, o.copy[0], 0, a.id, 1);
        FINE(store_finish(o.copy[1], a.id, o.key[1], RETENTION, e));
        bring_back(&o, order);
        bring_back(&o, !order);
        assert_int_equal(state_in(o.kiosk, a.id), REQUEST_ANSWERED);
        bring(&o, 0);
        bring(&o, 1);
        assert_int_equal(state_in(o.copy[0], a.id), REQUEST_ANSWERED);
        assert_int_equal(state_in(o.copy[1], a.id), REQUEST_ANSWERED);
        FINE(store_finish(o.copy[1], a.id, o.key[1], RETENTION, e));
        bring_back(&o, 1);
        assert_int_equal(state_in(o.kiosk, a.id), REQUEST_CLOSED);
        assert_int_equal(heard(&o, &a), 1);
        answer_on(&o, o.kiosk, 0, a.id, 4); /* at the kiosk itself */
        assert_int_equal(bring_back(&o, 1).known, 1);
        assert_int_equal(heard(&o, &a), 4);
        bring(&o, 0);
        assert_int_equal(state_in(o.copy[0], a.id), REQUEST_ANSWERED);
        assert_int_equal(read_in(&o, o.copy[0], a.id), 4);
        drop_office(&o);
    }
}

static void test_only_the_right_ones(void **state)
{
    (void)state;
    struct office o, other;
    make_office(&o, "right");
    make_office(&other, "wrong");
    struct asked a = ask(&o, "Amina");
    struct pouch_report r = {0};
    struct pouch_trust t = trust_of(&o);
    ask(&other, "Zed");
    REFUSES(pouch_in_all(o.copy[0], o.stick, NULL, NULL, &r, e), ERR_NOT_FOUND);
    REFUSES(pouch_in_all(o.copy[0], "/nowhere/at/all", NULL, NULL, &r, e), ERR_NO_DEVICE);
    struct pouch_made m;
    REFUSES(pouch_out(o.copy[0], o.stick, NULL, &m, e), ERR_REFUSED); /* it knows no kiosk yet */
    bring(&o, 0);
    m = out_to(other.kiosk, o.stick);
    REFUSES(pouch_in(o.copy[0], o.stick, m.name, NULL, NULL, &r, e), ERR_REFUSED);
    assert_int_equal(in_from(&o, o.copy[0], o.stick).known, 1);                /* the other's is left alone */
    REFUSES(pouch_in_all(o.copy[1], o.stick, NULL, NULL, &r, e), ERR_REFUSED); /* which of the two? */
    m = out_to(o.kiosk, o.stick);
    REFUSES(pouch_in(o.kiosk, o.stick, m.name, &t, NULL, &r, e), ERR_REFUSED); /* its own */
    REFUSES(pouch_in_all(o.kiosk, o.stick, &t, NULL, &r, e), ERR_NOT_FOUND);
    answer_on(&o, o.copy[0], 0, a.id, 1);
    m = out_to(o.copy[0], o.stick);
    REFUSES(pouch_in(other.kiosk, o.stick, m.name, &t, NULL, &r, e), ERR_REFUSED);
    REFUSES(pouch_in(o.copy[0], o.stick, m.name, NULL, NULL, &r, e), ERR_REFUSED);
    assert_int_equal(state_in(other.kiosk, a.id), REQUEST_STATE_COUNT);
    /* nobody of people.yaml: told, and nothing is changed */
    t.liaisons = (const uint8_t(*)[VAULT_PUBLIC_KEY])other.keys;
    r = (struct pouch_report){0};
    FINE(pouch_in(o.kiosk, o.stick, m.name, &t, NULL, &r, e));
    assert_int_equal(r.unproven, 1);
    assert_int_equal(state_in(o.kiosk, a.id), REQUEST_NEW);
    char mine[POUCH_KIOSK], theirs[POUCH_KIOSK];
    FINE(pouch_kiosk(o.kiosk, mine, e));
    FINE(pouch_kiosk(o.copy[0], theirs, e));
    assert_string_equal(mine, theirs);
    FINE(pouch_kiosk(o.copy[1], theirs, e));
    assert_string_equal(theirs, "");
    drop_office(&o);
    drop_office(&other);
}

static void test_whose_folder(void **state)
{
    (void)state;
    struct office o;
    struct store *s = NULL;
    make_office(&o, "whose");
    drop_office(&o);
    REFUSES(store_open(&s, below("whose/copy0"), &o.clock, e), ERR_REFUSED);
    REFUSES(store_open_copy(&s, below("whose/kiosk"), &o.clock, e), ERR_REFUSED);
    FINE(store_open_beside(&s, below("whose/copy0"), &o.clock, true, e));
    assert_true(store_is_copy(s));
    store_close(s);
    FINE(store_open_beside(&s, below("whose/kiosk"), &o.clock, true, e));
    assert_false(store_is_copy(s));
    store_close(s);
}

/* A new liaison is let in at the kiosk: the answers stay the same answers, with their replies, and the new liaison's
 * copy opens them. */
static void test_sealed_anew(void **state)
{
    (void)state;
    struct office o;
    struct request q;
    day_t day;
    bool changed;
    make_office(&o, "anew");
    struct pair fresh = make_pair("anew-fresh");
    struct asked a = ask(&o, "Amina"), b = ask(&o, "Bo");
    bring(&o, 0);
    bring(&o, 1);
    answer_on(&o, o.copy[0], 0, a.id, 1);
    answer_on(&o, o.copy[0], 0, b.id, 2);
    bring_back(&o, 0);
    reply(&o, &a, REPLY_ACCEPT);
    FINE(store_share(o.kiosk, a.id, o.key[0], READERS(fresh), 1, &changed, e));
    assert_true(changed);
    REFUSES(store_share(o.copy[0], a.id, o.key[0], READERS(fresh), 1, &changed, e), ERR_REFUSED);
    assert_int_equal(bring_back(&o, 0).known, 2); /* again: no new answer */
    assert_int_equal(reply_in(&o, o.kiosk, a.id), REPLY_ACCEPT);
    struct pouch_report r = bring(&o, 0);
    assert_int_equal(r.outdone + r.answered + r.waiting, 0);
    assert_int_equal(r.replied, 1);
    bring(&o, 1); /* the copy of somebody's whose key was lost; the new key opens it now */
    FINE(store_read(o.copy[1], a.id, fresh.key, &q, &day, e));
    struct opened_answer seen;
    FINE(store_read_answer(o.copy[1], a.id, fresh.key, &seen, e));
    struct reply said;
    FINE(store_read_reply(o.copy[1], a.id, fresh.key, &said, e));
    assert_int_equal(out_to(o.copy[0], o.stick).acts, 0);
    vault_key_free(fresh.key);
    drop_office(&o);
}

/* What is past its day is not taken in; what the kiosk keeps longer comes again. */
static void test_last_days(void **state)
{
    (void)state;
    struct office o;
    make_office(&o, "days");
    o.clock.synced = by_a_server;
    struct asked a = ask(&o, "Amina"), b = ask(&o, "Bo");
    const char *old = keep_aside(&o, out_to(o.kiosk, o.stick).name, "old");
    bring(&o, 0);
    clock_advance(&o.clock, 50 * 86400000LL);
    answer_on(&o, o.kiosk, 0, b.id, 1); /* kept for 90 days from now */
    clock_advance(&o.clock, 50 * 86400000LL);
    size_t erased;
    FINE(store_erase_expired(o.kiosk, &erased, e));
    assert_int_equal(erased, 1);
    FINE(store_erase_expired(o.copy[0], &erased, e));
    assert_int_equal(erased, 2);
    assert_int_equal(bring(&o, 0).fresh, 1);
    assert_int_equal(state_in(o.copy[0], a.id), REQUEST_STATE_COUNT);
    assert_int_equal(read_in(&o, o.copy[0], b.id), 1);
    assert_int_equal(in_from(&o, o.copy[1], old).fresh, 0);
    drop_office(&o);
}

/* The kiosk's disk died and an older copy of it was put back: the answer that it lost comes again. */
static void test_kiosk_from_a_backup(void **state)
{
    (void)state;
    struct office o;
    make_office(&o, "backup");
    struct asked a = ask(&o, "Amina");
    bring(&o, 0);
    store_close(o.kiosk);
    copy_file(below("backup/kiosk/porchlight.db"), below("backup/saved"));
    FINE(store_open(&o.kiosk, below("backup/kiosk"), &o.clock, e));
    answer_on(&o, o.copy[0], 0, a.id, 1);
    bring_back(&o, 0);
    assert_int_equal(bring(&o, 0).waiting, 0);
    store_close(o.kiosk);
    unlink(below("backup/kiosk/porchlight.db-wal"));
    copy_file(below("backup/saved"), below("backup/kiosk/porchlight.db"));
    FINE(store_open(&o.kiosk, below("backup/kiosk"), &o.clock, e));
    assert_int_equal(heard(&o, &a), -1);
    assert_int_equal(bring(&o, 0).waiting, 1);
    assert_int_equal(bring_back(&o, 0).answered, 1);
    assert_int_equal(heard(&o, &a), 1);
    drop_office(&o);
}

/* Answers of before there were pouches. */
static void test_older_database(void **state)
{
    (void)state;
    struct office o;
    make_office(&o, "older");
    struct asked a = ask(&o, "Amina"), b = ask(&o, "Bo");
    answer_on(&o, o.kiosk, 0, a.id, 1);
    FINE(store_finish(o.kiosk, b.id, o.key[0], RETENTION, e));
    go_back(o.kiosk, 5);
    struct pouch_made m;
    REFUSES(pouch_out(o.kiosk, o.stick, NULL, &m, e), ERR_REFUSED);
    FINE(db_migrate(o.kiosk->db, e));
    struct pouch_report r = bring(&o, 0);
    assert_int_equal(r.fresh, 2);
    assert_int_equal(read_in(&o, o.copy[0], a.id), 1);
    assert_int_equal(state_in(o.copy[0], a.id), REQUEST_ANSWERED);
    assert_int_equal(state_in(o.copy[0], b.id), REQUEST_CLOSED);
    answer_on(&o, o.copy[0], 0, a.id, 2);
    bring_back(&o, 0);
    assert_int_equal(heard(&o, &a), 2);
    drop_office(&o);
}

static bool stop_at_once(void *context, uint64_t done, uint64_t of)
{
    (void)done;
    (void)of;
    return ++*(int *)context < 1;
}

static void test_stopped(void **state)
{
    (void)state;
    struct office o;
    make_office(&o, "stopped");
    ask(&o, "Amina");
    int calls = 0;
    struct pouch_progress p = {stop_at_once, &calls};
    struct pouch_made m;
    REFUSES(pouch_out(o.kiosk, o.stick, &p, &m, e), ERR_REFUSED);
    assert_true(calls > 0);
    struct pouch_found found[POUCH_FILES_MAX];
    size_t count;
    FINE(pouch_find(o.stick, found, &count, e));
    assert_int_equal(count, 0);
    m = out_to(o.kiosk, o.stick);
    struct pouch_report r = {0};
    REFUSES(pouch_in(o.copy[0], o.stick, m.name, NULL, &p, &r, e), ERR_REFUSED);
    assert_int_equal(in_from(&o, o.copy[0], o.stick).fresh, 1);
    drop_office(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_audit),
        cmocka_unit_test(test_counted),
        cmocka_unit_test(test_again_changes_nothing),
        cmocka_unit_test(test_out_of_order),
        cmocka_unit_test(test_taken_back_stays_so),
        cmocka_unit_test(test_two_liaisons),
        cmocka_unit_test(test_answered_and_closed),
        cmocka_unit_test(test_only_the_right_ones),
        cmocka_unit_test(test_whose_folder),
        cmocka_unit_test(test_last_days),
        cmocka_unit_test(test_sealed_anew),

        cmocka_unit_test(test_kiosk_from_a_backup),
        cmocka_unit_test(test_older_database),
        cmocka_unit_test(test_stopped),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
