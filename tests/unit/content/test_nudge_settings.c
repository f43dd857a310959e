/* `nudge:` in site.yaml: what is good is read, what is not is told with its line and never half used.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/nudge_settings.h"
#include "scratch_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs four of the above */
#include <cmocka.h>

#define HEAD "centre: C\nlanguages: [en]\n" /* `nudge:` stands on line 3 */
#define GOOD_MAIL "server: smtp://mail.example.org:587, from: k@example.org, to: [a@example.org]"
#define FAULTS(...) ((const char *const[]){__VA_ARGS__, NULL})

struct read {
    struct scratch_site site;
    struct arena arena;
    struct faults faults;
    struct nudge_settings s;
};

static void begin(struct read *r, const char *nudge)
{
    char text[4000];
    snprintf(text, sizeof text, "%s%s", HEAD, nudge);
    scratch_make(&r->site, (const struct scratch_file[]){{"site.yaml", text}, {NULL, NULL}});
    arena_init(&r->arena, false);
    faults_init(&r->faults);
    nudge_settings_read(r->site.site, &r->arena, &r->s, &r->faults);
}

static void end(struct read *r)
{
    faults_release(&r->faults);
    arena_release(&r->arena);
    scratch_remove(&r->site);
}

/* `porchlightctl check` says just this, and what sends sees the same faults. */
static void faulty(const char *nudge, const char *const *expected, bool mail)
{
    char text[4000];
    snprintf(text, sizeof text, "%s%s", HEAD, nudge);
    assert_faults((const struct scratch_file[]){{"site.yaml", text}, {NULL, NULL}}, expected);
    struct read r;
    size_t count = 0;
    while (expected[count])
        count++;
    begin(&r, nudge);
    assert_int_equal(r.faults.len, count);
    assert_int_equal(nudge_has(&r.s, NUDGE_MAIL), mail);
    end(&r);
}

static void all_of_it(void **state)
{
    (void)state;
    struct read r;
    begin(&r, "nudge:\n"
              "  mail:\n"
              "    server: smtps://mail.example.org:465\n"
              "    from: kiosk+lobby@riverside.example\n"
              "    to: [a.b@example.org, c@localhost]\n"
              "    user: kiosk@example.org\n"
              "    password_file: /etc/porchlight/password\n"
              "    ca_file: /etc/ssl/own.pem\n"
              "  file: /srv/share\n"
              "  at: [\"16:00\", \"08:30\"]\n"
              "  hours_apart: 6\n"
              "  remind_days: 3\n"
              "  quiet_hours: {from: \"20:00\", to: \"07:00\"}\n");
    assert_int_equal(r.faults.len, 0);
    struct arena other;
    struct nudge_settings copy;
    arena_init(&other, false);
    nudge_settings_copy(&r.s, &other, &copy);
    end(&r); /* the copy stands alone */
    assert_string_equal(copy.mail.server, "smtps://mail.example.org:465");
    assert_string_equal(copy.mail.from, "kiosk+lobby@riverside.example");
    assert_int_equal(copy.mail.to_count, 2);
    assert_string_equal(copy.mail.to[1], "c@localhost");
    assert_string_equal(copy.mail.user, "kiosk@example.org");
    assert_string_equal(copy.mail.password_file, "/etc/porchlight/password");
    assert_string_equal(copy.mail.ca_file, "/etc/ssl/own.pem");
    assert_true(copy.mail.require_tls);
    assert_string_equal(copy.folder, "/srv/share");
    assert_int_equal(copy.rules.moment_count, 2);
    assert_int_equal(copy.rules.moments[0], 8 * 60 + 30);
    assert_int_equal(copy.rules.moments[1], 16 * 60);
    assert_int_equal(copy.rules.hours_apart, 6);
    assert_int_equal(copy.rules.remind_days, 3);
    assert_int_equal(copy.rules.quiet_from, 20 * 60);
    assert_int_equal(copy.rules.quiet_to, 7 * 60);
    assert_true(nudge_has(&copy, NUDGE_MAIL) && nudge_has(&copy, NUDGE_FILE));
    arena_release(&other);
}

static void without_it_nobody_is_told(void **state)
{
    (void)state;
    static const char *const none[] = {"", "nudge:\n"};
    for (size_t i = 0; i < 2; i++) {
        struct read r;
        begin(&r, none[i]);
        assert_int_equal(r.faults.len, 0);
        assert_false(nudge_has(&r.s, NUDGE_MAIL) || nudge_has(&r.s, NUDGE_FILE));
        end(&r);
    }
    struct arena a;
    struct nudge_settings s;
    arena_init(&a, false);
    nudge_settings_read("/nonexistent", &a, &s, NULL);
    assert_false(nudge_has(&s, NUDGE_MAIL));
    arena_release(&a);
    faulty("nudge: yes\n", FAULTS("site.yaml:3: 'nudge' must be a map"), false);
    faulty("nudge: {at: [\"09:00\"]}\n", FAULTS("site.yaml:3: needs 'mail' or 'file'"), false);
    faulty("nudge: {mail: {}}\n",
           FAULTS("site.yaml:3: needs 'from'", "site.yaml:3: needs 'server'", "site.yaml:3: needs 'to'"), false);
}

static void the_rest_is_told_at_nine(void **state)
{
    (void)state;
    struct read r;
    begin(&r, "nudge: {mail: {" GOOD_MAIL "}}\n");
    assert_true(nudge_has(&r.s, NUDGE_MAIL) && r.s.mail.require_tls);
    assert_int_equal(r.s.rules.moment_count, 1);
    assert_int_equal(r.s.rules.moments[0], 9 * 60);
    assert_true(r.s.rules.hours_apart > 0 && r.s.rules.remind_days == 7);
    end(&r);
}

static void servers_that_are_more_than_a_server(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "http://mail.example.org",
        "smtp://",
        "smtp://user:word@mail.example.org",
        "smtp://mail.example.org/x",
        "smtp://mail.example.org:0",
        "smtp://mail.example.org:65536",
        "smtp://mail.example.org:25x",
        "smtp://mail.example.org:",
        "smtp://mail example.org",
        "smtp://-a.example",
        "smtp://a-.example",
        "smtp://a..example",
        "smtp://mail.example.org?x",
        "smtp://mail.example.org#x",
        "smtp://[::1",
        "smtp://[x]",
        "smtp://[::1]x",
        "file:///etc/passwd",
        "SMTP://mail.example.org",
        "mail.example.org:587",
        "smtp://mail.example.org\\r\\nRSET",
        "smtp://m\xc3\xa4il.example",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[400];
        snprintf(text, sizeof text, "nudge: {mail: {server: \"%s\", from: k@example.org, to: [a@example.org]}}\n",
                 bad[i]);
        struct read r;
        begin(&r, text);
        if (r.faults.len == 0 || nudge_has(&r.s, NUDGE_MAIL))
            fail_msg("%s", bad[i]);
        assert_int_equal(r.faults.v[0].line, 3);
        end(&r);
    }
    static const char *const good[] = {"smtp://localhost", "smtp://[::1]:2525", "smtp://[fe80::1]",
                                       "smtps://10.0.0.1:465", "smtp://a.b-c.example:1"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char text[400];
        snprintf(text, sizeof text, "nudge: {mail: {server: \"%s\", from: k@example.org, to: [a@example.org]}}\n",
                 good[i]);
        struct read r;
        begin(&r, text);
        if (r.faults.len || !nudge_has(&r.s, NUDGE_MAIL))
            fail_msg("%s: %s", good[i], r.faults.len ? r.faults.v[0].message : "not taken");
        end(&r);
    }
}

static void addresses_that_are_more_than_an_address(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "a",
        "@example.org",
        "a@",
        "a@b@c.example",
        "a b@example.org",
        "a@example.org\\r\\nBcc: x@y.example",
        "a@example.org\\nDATA",
        "<a@example.org>",
        "A <a@example.org>",
        "\\\"a b\\\"@example.org",
        ".a@example.org",
        "a.@example.org",
        "a..b@example.org",
        "a@-example.org",
        "a@example..org",
        "a@[127.0.0.1]",
        "a,b@example.org",
        "a@example.org,b@example.org",
        "a@example.org;",
        "m\xc3\xa4x@example.org",
        "a\\tb@example.org",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.org",
        "(x)a@example.org",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        for (int as_sender = 0; as_sender < 2; as_sender++) {
            char text[600];
            snprintf(text, sizeof text,
                     "nudge: {mail: {server: smtp://mail.example.org, from: \"%s\", to: [\"%s\"]}}\n",
                     as_sender ? bad[i] : "k@example.org", as_sender ? "a@example.org" : bad[i]);
            struct read r;
            begin(&r, text);
            if (r.faults.len == 0 || nudge_has(&r.s, NUDGE_MAIL))
                fail_msg("%s", bad[i]);
            end(&r);
        }
    /* one that is wrong does not silence the others */
    faulty("nudge:\n  mail: {server: smtp://mail.example.org, from: k@example.org,\n    to: [x, a@example.org, "
           "a@example.org]}\n",
           FAULTS("site.yaml:5: 'a@example.org' stands there twice", "site.yaml:5: 'x' is not an address"), true);
    faulty("nudge: {mail: {server: smtp://mail.example.org, from: k@example.org, to: []}}\n",
           FAULTS("site.yaml:3: 'to' has no address"), false);
    faulty("nudge: {mail: {server: smtp://mail.example.org, from: k@example.org, to: [a1@x.org, a2@x.org, a3@x.org, "
           "a4@x.org, "
           "a5@x.org, a6@x.org, a7@x.org, a8@x.org, a9@x.org, b1@x.org, b2@x.org]}}\n",
           FAULTS("site.yaml:3: at most 10 addresses"), true);
}

static void a_login_is_whole_and_never_in_the_clear(void **state)
{
    (void)state;
    faulty("nudge: {mail: {" GOOD_MAIL ", user: kiosk}}\n", FAULTS("site.yaml:3: together or not at all"), false);
    faulty("nudge: {mail: {" GOOD_MAIL ", password_file: /etc/p}}\n", FAULTS("site.yaml:3: together or not at all"),
           false);
    faulty("nudge:\n  mail: {" GOOD_MAIL ",\n    user: kiosk, password_file: /etc/p,\n    require_tls: false}\n",
           FAULTS("site.yaml:6: needs 'require_tls: true'"), false);
    faulty("nudge: {mail: {" GOOD_MAIL ", user: \"ki osk\", password_file: /etc/p}}\n",
           FAULTS("site.yaml:3: a sign that no login has"), false);
    faulty("nudge: {mail: {" GOOD_MAIL ", password: secret}}\n", FAULTS("site.yaml:3: 'mail' has no 'password'"), true);
    faulty("nudge: {mail: {" GOOD_MAIL ", user: kiosk, password_file: /etc/../etc/p}}\n",
           FAULTS("site.yaml:3: a path without '..'"), false);
    faulty("nudge: {mail: {" GOOD_MAIL ", user: kiosk, password_file: secret.txt}}\n",
           FAULTS("site.yaml:3: beginning with /"), false);
    faulty("nudge: {mail: {" GOOD_MAIL ", ca_file: own.pem}}\n", FAULTS("site.yaml:3: beginning with /"), false);
    faulty("nudge: {mail: {" GOOD_MAIL ", require_tls: perhaps}}\n", FAULTS("site.yaml:3: true or false"), true);
}

static void no_secret_in_the_site(void **state)
{
    (void)state;
    struct read r;
    char text[600];
    begin(&r, "");
    snprintf(text, sizeof text,
             HEAD "nudge: {mail: {" GOOD_MAIL ", user: kiosk, password_file: %s/secret}, file: %s}\n", r.site.site,
             r.site.site);
    scratch_write(&r.site, "site.yaml", text, strlen(text));
    nudge_settings_read(r.site.site, &r.arena, &r.s, &r.faults);
    assert_int_equal(r.faults.len, 2);
    assert_non_null(strstr(r.faults.v[0].message, "outside the site's folder"));
    assert_non_null(strstr(r.faults.v[1].message, "outside the site's folder"));
    assert_false(nudge_has(&r.s, NUDGE_MAIL) || nudge_has(&r.s, NUDGE_FILE));
    end(&r);
}

static void moments(void **state)
{
    (void)state;
    faulty("nudge:\n  file: /srv\n  at: [\"9:00\", \"24:00\", \"10:00\", \"10:00\"]\n",
           FAULTS("site.yaml:5: '24:00' but must have times", "site.yaml:5: '9:00' but must have times",
                  "site.yaml:5: at most 4 times, each once"),
           false);
    faulty("nudge:\n  file: /srv\n  at: [\"03:00\"]\n  quiet_hours: {from: \"22:00\", to: \"06:00\"}\n",
           FAULTS("site.yaml:5: '03:00' of 'at' lies in the quiet hours", "site.yaml:5: no time that can be used"),
           false);
    faulty("nudge:\n  file: /srv\n  quiet_hours: {from: \"08:00\", to: \"10:00\"}\n",
           FAULTS("site.yaml:4: lies in the quiet hours: give 'at'"), false);
    faulty("nudge:\n  file: /srv\n  at: []\n", FAULTS("site.yaml:5: no time that can be used"), false);
    faulty("nudge:\n  file: /srv\n  at: now\n", FAULTS("site.yaml:5: must be a list"), false);
    faulty("nudge:\n  file: /srv\n  hours_apart: 0\n  remind_days: 91\n  quiet_hours: {from: \"25:00\"}\n",
           FAULTS("site.yaml:5: from 1 to 168", "site.yaml:6: from 1 to 90", "site.yaml:7: a time like",
                  "site.yaml:7: needs 'to'"),
           false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_it),
        cmocka_unit_test(without_it_nobody_is_told),
        cmocka_unit_test(the_rest_is_told_at_nine),
        cmocka_unit_test(servers_that_are_more_than_a_server),
        cmocka_unit_test(addresses_that_are_more_than_an_address),
        cmocka_unit_test(a_login_is_whole_and_never_in_the_clear),
        cmocka_unit_test(no_secret_in_the_site),
        cmocka_unit_test(moments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
