/* The doors of staff and liaisons: a PIN that is worth guessing at, and what guessing costs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/audit.h"
#include "store/gate.h"

static struct store *open_gate(const char *name, const struct clock *clock)
{
    struct store *s = NULL;
    FINE(store_open(&s, below(name), clock, e));
    return s;
}

static void test_fit(void **state)
{
    (void)state;
    static const char *const bad[] = {"",       "12345",   "1234567890123", "12345a", "111111",
                                      "123456", "9876543", "12 456",        "٢٤٦٨١٠", "000000000000"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        REFUSES(gate_pin_fit(bad[i], e), ERR_REFUSED);
    FINE(gate_pin_fit("246810", e));
    FINE(gate_pin_fit("112233445566", e));
}

static void test_set(void **state)
{
    (void)state;
    struct clock clock = clock_fake(NOON);
    struct store *s = open_gate("set", &clock);
    char hash[GATE_HASH], again[GATE_HASH];
    REFUSES(store_pin_hash(s, hash, e), ERR_NOT_FOUND);
    REFUSES(store_pin_set(s, "123456", e), ERR_REFUSED);
    REFUSES(store_pin_hash(s, hash, e), ERR_NOT_FOUND);
    FINE(store_pin_set(s, "246810", e));
    FINE(store_pin_hash(s, hash, e));
    assert_true(gate_pin_right(hash, "246810"));
    assert_false(gate_pin_right(hash, "246811"));
    assert_false(gate_pin_right(hash, ""));
    FINE(store_pin_set(s, "135791", e));
    FINE(store_pin_hash(s, again, e));
    struct audit_record told[4];
    size_t count;
    FINE(store_audit_list(s, 0, 4, told, &count, NULL, e)); /* both that were set, and not the one that was refused */
    assert_int_equal(count, 2);
    assert_int_equal(told[0].what, AUDIT_PIN_CHANGED);
    assert_false(gate_pin_right(again, "246810"));
    assert_true(gate_pin_right(again, "135791"));
    assert_false(gate_pin_right("", "135791"));
    /* a hash that would take the machine's memory is not tried */
    assert_false(gate_pin_right("$argon2id$v=19$m=4000000,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$"
                                "c29tZXNhbHRzb21lc2FsdHNvbWVzYWx0c29tZXNhbHQ",
                                "135791"));
    store_close(s);
}

static void wrong_times(struct store *s, enum gate_door door, int times)
{
    for (int i = 0; i < times; i++)
        store_gate_wrong(s, door);
}

static void test_waits_and_doors(void **state)
{
    (void)state;
    struct clock clock = clock_fake(NOON);
    struct store *s = open_gate("waits", &clock);
    wrong_times(s, GATE_STAFF, 2);
    assert_int_equal(store_gate_wait_s(s, GATE_STAFF), 0);
    store_gate_wrong(s, GATE_STAFF);
    assert_int_equal(store_gate_wait_s(s, GATE_STAFF), 5);
    assert_int_equal(store_gate_wait_s(s, GATE_LIAISON), 0); /* the other door does not wait */
    assert_int_equal(store_wait_s(s), 0);                    /* nor do visitors */
    wrong_times(s, GATE_STAFF, 20);
    assert_int_equal(store_gate_wait_s(s, GATE_STAFF), 1800);
    clock_advance(&clock, 1000 * 1000);
    assert_int_equal(store_gate_wait_s(s, GATE_STAFF), 800);
    store_gate_right(s, GATE_STAFF);
    assert_int_equal(store_gate_wait_s(s, GATE_STAFF), 0);
    store_close(s);
}

static void test_restart(void **state)
{
    (void)state;
    struct clock clock = clock_fake(NOON);
    struct store *s = open_gate("restart", &clock);
    wrong_times(s, GATE_LIAISON, 6); /* 40 s */
    store_close(s);
    clock_advance(&clock, 10 * 1000);
    s = open_gate("restart", &clock);
    assert_int_equal(store_gate_wait_s(s, GATE_LIAISON), 30);
    store_close(s);
    clock = clock_fake(NOON - 86400); /* a date set back begins the wait again */
    s = open_gate("restart", &clock);
    assert_int_equal(store_gate_wait_s(s, GATE_LIAISON), 40);
    store_close(s);
}

static void test_set_anew_beside(void **state)
{
    (void)state;
    struct clock clock = clock_fake(NOON);
    struct store *s = open_gate("beside", &clock), *beside = NULL;
    wrong_times(s, GATE_STAFF, 10);
    assert_true(store_gate_wait_s(s, GATE_STAFF) > 0);
    FINE(store_open_beside(&beside, below("beside"), &clock, true, e));
    FINE(store_pin_set(beside, "246810", e));
    store_close(beside);
    assert_int_equal(store_gate_wait_s(s, GATE_STAFF), 0);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit),
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_waits_and_doors),
        cmocka_unit_test(test_restart),
        cmocka_unit_test(test_set_anew_beside),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
