/* A mail server that says nothing: the screen lives on, the kiosk ends at once, and what was begun is not begun again
 * by a restart. SPDX-License-Identifier: GPL-3.0-or-later */
#include "../store/folder.h"
#include "site_copy.h"
#include "store/nudges.h"
#include "visit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/stat.h>
/* cmocka needs four of the above */
#include <cmocka.h>

/* Takes a connection and never says a word. */
static int silent_server(int *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(fd, 8), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
    *port = ntohs(at.sin_port);
    return fd;
}

static bool somebody_calls(int server, int ms)
{
    struct pollfd p = {.fd = server, .events = POLLIN};
    return poll(&p, 1, ms) > 0;
}

/* The kiosk in earnest, with its thread; at four in the afternoon somebody's request waits. */
static void open_kiosk(struct visit *v, const char *site, const char *data, int64_t unix_s)
{
    visit_begin_with(
        v,
        &(struct app_options){
            .site = site, .data = data, .w = 540, .h = 960, .lang = "en", .clock = clock_fake(unix_s), .nudges = true});
}

static struct nudge_state kept(const struct visit *v)
{
    struct nudge_state s;
    assert_true(store_nudge_state(v->app->store, NUDGE_MAIL, &s, NULL));
    return s;
}

static void put_one_request(const struct visit *v)
{
    uint8_t readers[1][VAULT_PUBLIC_KEY];
    struct request r = {.topics = 1, .language = "en", .reach = REACH_COME_BACK};
    struct receipt_code code;
    memcpy(readers[0], v->app->site->people[0].public_key, VAULT_PUBLIC_KEY);
    assert_true(store_send(v->app->store, &r, (const uint8_t(*)[VAULT_PUBLIC_KEY])readers, 1, 90, &code, NULL));
}

static void a_server_that_says_nothing(void **state)
{
    (void)state;
    int port = 0, server = silent_server(&port);
    struct visit v;
    site_copy(below("site"));
    site_add(below("site"), "site.yaml",
             "nudge:\n  at: [\"09:00\"]\n  mail: {server: \"smtp://127.0.0.1:%d\", from: k@example.org, to: "
             "[a@example.org], require_tls: false}\n",
             port);
    open_kiosk(&v, below("site"), below("data"), VISIT_DAY_S);
    put_one_request(&v);
    int wait = app_tick(v.app);
    assert_true(wait > 60 * 60 * 1000); /* it sleeps until the moment, not by the minute */
    assert_false(somebody_calls(server, 0));
    clock_advance(app_clock(v.app), 20 * 3600 * 1000);
    wait = app_tick(v.app);
    assert_in_range(wait, 500, 1000); /* no more than two looks a second while it waits for the server */
    assert_true(somebody_calls(server, 20000));
    assert_true(app_go(v.app, "home")); /* nobody at the screen notices */
    assert_true(app_root(v.app) != NULL);
    struct nudge_state s = kept(&v);
    assert_int_equal(s.failures, 1); /* written down before it was tried */
    assert_int_equal(s.last_trouble, NUDGE_UNFINISHED);
    assert_true(s.retry_at > s.tried_at);
    int64_t now = v.app->options.clock.unix_s(&v.app->options.clock);
    int line = accept(server, NULL, NULL);
    struct clock real = clock_system();
    int64_t before = real.mono_ms(&real);
    visit_end(&v); /* a stalled server does not hold a kiosk that is to end */
    assert_true(real.mono_ms(&real) - before < 2000);
    char byte;
    assert_int_equal(read(line, &byte, 1), 0); /* nothing was said to the server; the line is closed */
    close(line);
    open_kiosk(&v, below("site"), below("data"), now);
    visit_wait(&v, 1000);
    assert_false(somebody_calls(server, 100));
    assert_int_equal(kept(&v).failures, 1);
    clock_advance(app_clock(v.app), 300 * 1000);
    app_tick(v.app);
    assert_true(somebody_calls(server, 20000)); /* five minutes later, once more */
    assert_int_equal(kept(&v).failures, 2);
    visit_end(&v);
    close(server);
}

/* A request that comes between a failed try and the next is told of at the next moment: the try must not write the
 * number of before over it. */
static void one_that_comes_between_tries(void **state)
{
    (void)state;
    struct visit v;
    struct nudge_state s;
    char drop[4300];
    snprintf(drop, sizeof drop, "%s", below("drop"));
    site_copy(below("between-site"));
    site_add(below("between-site"), "site.yaml", "nudge:\n  at: [\"09:00\"]\n  file: %s\n", drop);
    open_kiosk(&v, below("between-site"), below("between"), VISIT_DAY_S);
    v.app->options.at_once = true;
    put_one_request(&v);
    clock_advance(app_clock(v.app), 20 * 3600 * 1000);
    app_tick(v.app);
    assert_true(store_nudge_state(v.app->store, NUDGE_FILE, &s, NULL));
    assert_int_equal(s.failures, 1); /* there is no such folder */
    put_one_request(&v);
    assert_int_equal(mkdir(drop, 0700), 0);
    clock_advance(app_clock(v.app), 300 * 1000);
    app_tick(v.app);
    assert_true(store_nudge_state(v.app->store, NUDGE_FILE, &s, NULL));
    assert_int_equal(s.told, 1);
    assert_int_equal(s.untold, 1);
    visit_end(&v);
}

static void not_asked_for(void **state)
{
    (void)state;
    struct visit v;
    open_kiosk(&v, "kiosk-config", below("quiet"), VISIT_DAY_S);
    assert_null(v.app->behind.nudge);
    assert_int_equal(nudge_tick(v.app), -1);
    visit_end(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_server_that_says_nothing),
                                       cmocka_unit_test(one_that_comes_between_tries), cmocka_unit_test(not_asked_for)};
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
