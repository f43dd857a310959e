/* kill -9 at any moment of a change by staff, 60 times: the fact that is shown is the old one or the new one, and the
 * site has no fault. limit: 60
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/fs_tree.h"
#include "content/changes.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { KILLS = 60, MOST_KILLS = 600, LONGEST_US = 6000 };

static const char where[] = "kiosk-config";
static char data[] = "/tmp/porchlight-changes-XXXXXX";
static const day_t day = 20781; /* 2026-11-24 */

/* Signs number after number until it is killed. */
static void sign_for_ever(int n)
{
    const struct changes_place p = {.site = where, .data = data};
    struct err e = {0};
    for (;; n++) {
        char value[32];
        snprintf(value, sizeof value, "%d", n);
        const struct local_fact fact = {.key = "count", .value = value, .by = "Ana", .on = day, .expires = day + 90};
        if (!changes_sign(&p, &fact, &e))
            _exit(1);
    }
}

static int shown(void)
{
    struct site *site;
    struct faults faults;
    struct err e = {0};
    faults_init(&faults);
    assert_true(site_open_changed(&site, where, &(struct site_changes){.data = data}, &faults, &e));
    assert_int_equal(faults.len, 0);
    const struct local_fact *fact = site_fact(site, "count");
    int n = fact ? (int)strtol(fact->value, NULL, 10) : 0;
    if (fact)
        assert_string_equal(fact->by, "Ana");
    site_free(site);
    faults_release(&faults);
    return n;
}

static void a_kill_leaves_the_old_or_the_new(void **state)
{
    (void)state;
    struct err e = {0};
    assert_non_null(mkdtemp(data));
    int before = 0, moved = 0;
    /* a busy machine is given longer, until one change at least has come through */
    for (int i = 0; i < KILLS || (!moved && i < MOST_KILLS); i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            sign_for_ever(before + 1);
        long us = 500 + (long)i * LONGEST_US / KILLS;
        nanosleep(&(struct timespec){0, us * 1000}, NULL);
        int status;
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status)); /* it had not failed by itself */
        int now = shown();
        assert_true(now >= before);
        moved += now > before;
        before = now;
    }
    assert_true(moved > 0);
    assert_true(fs_remove_tree(data, &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_kill_leaves_the_old_or_the_new)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
