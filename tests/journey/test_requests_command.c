/* A liaison at a shell: porchlightctl keys and requests, against a database that a kiosk holds open.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../unit/store/help.h"

#include "store/store_int.h"

#include <jansson.h>
#include <sys/wait.h>

static char out_text[65536], err_text[65536]; /* of the last command */
static struct clock noon;

static void read_back(FILE *f, char *to, size_t cap)
{
    rewind(f);
    to[fread(to, 1, cap - 1, f)] = 0;
    fclose(f);
}

/* Runs porchlightctl with the words, the passphrase's line on file 0 (none: an empty file); its exit status. */
#define CTL(passphrase, ...) run_ctl(passphrase, (const char *const[]){"porchlightctl", __VA_ARGS__, NULL})
static int run_ctl(const char *passphrase, const char *const *words)
{
    FILE *in = tmpfile(), *out = tmpfile(), *err = tmpfile();
    assert_true(in && out && err);
    if (passphrase)
        fprintf(in, "%s\n", passphrase);
    rewind(in);
    pid_t child = fork();
    if (child == 0) {
        setsid(); /* no terminal: nothing can hang waiting for one */
        dup2(fileno(in), 0);
        dup2(fileno(out), 1);
        dup2(fileno(err), 2);
        union {
            const char *const *in;
            char *const *out;
        } argv = {.in = words};
        execv(getenv("PORCHLIGHTCTL"), argv.out);
        _exit(127);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    fclose(in);
    read_back(out, out_text, sizeof out_text);
    read_back(err, err_text, sizeof err_text);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* The key that the tests read with: made by the command itself, at its real cost. */
static char key_path[4300], foreign_path[4300], data[4300];
static struct pair officer, other;

static void test_keys(void **state)
{
    (void)state;
    assert_int_equal(CTL("correct horse", "keys", "new", "--name", "Officer Rivera", "--out", below("made.key"),
                         "--passphrase-fd", "0"),
                     0);
    uint8_t public_key[32];
    char line[60];
    assert_int_equal(sscanf(out_text, "public_key: %43s", line), 1);
    assert_true(vault_public_parse(line, public_key));
    assert_int_equal(CTL(NULL, "keys", "show", below("made.key")), 0);
    assert_non_null(strstr(out_text, "name: Officer Rivera\n"));
    assert_non_null(strstr(out_text, line));
    struct vault_key *k = NULL;
    FINE(vault_key_open(below("made.key"), "correct horse", &k, e));
    assert_memory_equal(vault_key_public(k), public_key, 32);
    vault_key_free(k);
}

static void test_keys_refusals(void **state)
{
    (void)state;
    assert_int_equal(CTL("short", "keys", "new", "--name", "A", "--out", below("no.key"), "--passphrase-fd", "0"), 1);
    assert_int_equal(CTL("correct horse", "keys", "new", "--name", "A", "--out", key_path, "--passphrase-fd", "0"), 1);
    assert_non_null(strstr(err_text, "there already"));
    assert_int_equal(CTL("correct horse", "keys", "new", "--name", "A"), 2);
    assert_int_equal(CTL("correct horse", "keys", "new", "--name", "A", "--out", below("no.key")), 2); /* no terminal */
    assert_int_equal(CTL("x", "keys", "new", "--name", "A", "--out", below("no.key"), "--passphrase-fd", "zero"), 2);
    assert_int_equal(CTL(NULL, "keys", "new", "--name", "A", "--out", below("no.key"), "--passphrase-fd", "0"), 2);
    assert_int_equal(CTL(NULL, "keys", "show", below("nowhere")), 3);
    assert_int_equal(CTL(NULL, "keys", "show", "/etc/passwd"), 1);
    assert_int_equal(CTL(NULL, "keys"), 2);
    assert_int_equal(CTL(NULL, "keys", "show"), 2);
    struct stat st;
    assert_int_equal(stat(below("no.key"), &st), -1);
}

static void test_list_and_show(void **state)
{
    (void)state;
    struct store *s = NULL;
    FINE(store_open(&s, data, &noon, e)); /* the kiosk runs all the while */
    struct receipt_code code = send_one(s, &officer, "Amina \x1b[2J");
    struct request_row row;
    FINE(store_find(s, &code, &row, NULL, e));
    assert_int_equal(
        CTL("correct horse", "requests", "list", "--data", data, "--key", key_path, "--passphrase-fd", "0"), 0);
    assert_non_null(strstr(out_text, "stolen"));
    assert_null(strstr(out_text, "Amina")); /* a list is for the screen of a shared room */
    char eight[9];
    snprintf(eight, sizeof eight, "%.8s", row.id);
    assert_non_null(strstr(out_text, eight));
    FINE(store_find(s, &code, &row, NULL, e));
    assert_int_equal(row.state, REQUEST_NEW); /* listing changes nothing */

    assert_int_equal(
        CTL("correct horse", "requests", "list", "--json", "--data", data, "--key", key_path, "--passphrase-fd", "0"),
        0);
    json_t *all = json_loads(out_text, 0, NULL);
    assert_int_equal(json_array_size(all), 1);
    const json_t *one = json_array_get(all, 0);
    assert_string_equal(json_string_value(json_object_get(one, "id")), row.id);
    assert_string_equal(json_string_value(json_object_get(one, "language")), "so");
    assert_string_equal(json_string_value(json_object_get(one, "state")), "new");
    assert_string_equal(json_string_value(json_array_get(json_object_get(one, "topics"), 0)), "stolen");
    json_decref(all);

    assert_int_equal(
        CTL("correct horse", "requests", "show", eight, "--data", data, "--key", key_path, "--passphrase-fd", "0"), 0);
    assert_non_null(strstr(out_text, "Amina"));
    assert_null(strchr(out_text, '\x1b')); /* nothing a visitor types reaches the terminal as a command */
    FINE(store_find(s, &code, &row, NULL, e));
    assert_int_equal(row.state, REQUEST_COLLECTED);
    day_t day;
    FINE(store_last_collected(s, &day, e));
    assert_int_not_equal(day, DAY_NONE);

    assert_int_equal(CTL("correct horse", "requests", "show", row.id, "--json", "--data", data, "--key", key_path,
                         "--passphrase-fd", "0"),
                     0);
    json_t *shown = json_loads(out_text, 0, NULL);
    const json_t *request = json_object_get(shown, "request");
    assert_string_equal(json_string_value(json_object_get(request, "reach")), "come_back");
    json_decref(shown);
    FINE(store_withdraw(s, &code, e));
    store_close(s);
}

/* The list is the screen's: who waits the longest stands first, and a flood stands behind. */
static void test_list_in_line(void **state)
{
    (void)state;
    struct store *s = NULL;
    struct clock clock = clock_fake(NOON);
    FINE(store_open(&s, below("line"), &clock, e));
    struct receipt_code read = send_one(s, &officer, "Amina"), waits = send_one(s, &officer, "Bilan");
    struct request_row row, first;
    FINE(store_find(s, &waits, &first, NULL, e));
    clock_advance(&clock, 86400 * 1000);
    for (int i = 0; i < 3; i++)
        send_one(s, &officer, "spam");
    FINE(store_find(s, &read, &row, NULL, e));
    FINE(store_mark_collected(s, row.id, e));
    assert_int_equal(CTL("correct horse", "requests", "list", "--json", "--data", below("line"), "--key", key_path,
                         "--passphrase-fd", "0"),
                     0);
    json_t *all = json_loads(out_text, 0, NULL);
    assert_int_equal(json_array_size(all), 5);
    assert_string_equal(json_string_value(json_object_get(json_array_get(all, 0), "id")), first.id);
    assert_string_equal(json_string_value(json_object_get(json_array_get(all, 4), "id")), row.id);
    json_decref(all);
    store_close(s);
}

static void test_requests_refusals(void **state)
{
    (void)state;
    struct store *s = NULL;
    FINE(store_open(&s, data, &noon, e));
    struct receipt_code code = send_one(s, &officer, "Amina");
    static const char *const list[] = {"requests", "list"};
    assert_int_equal(CTL("wrong horse!", list[0], list[1], "--data", data, "--key", key_path, "--passphrase-fd", "0"),
                     1);
    assert_non_null(strstr(err_text, "wrong passphrase"));
    assert_int_equal(
        CTL("correct horse", list[0], list[1], "--data", data, "--key", foreign_path, "--passphrase-fd", "0"), 1);
    assert_non_null(strstr(err_text, "sealed to this key"));
    assert_string_equal(out_text, "");
    assert_int_equal(
        CTL("correct horse", list[0], list[1], "--data", below("nowhere"), "--key", key_path, "--passphrase-fd", "0"),
        3);
    assert_int_equal(
        CTL("correct horse", list[0], list[1], "--data", data, "--key", "/etc/passwd", "--passphrase-fd", "0"), 1);
    assert_int_equal(CTL("correct horse", list[0], list[1], "--data", data), 2);
    assert_int_equal(CTL("correct horse", list[0], "show", "--data", data, "--key", key_path), 2);
    assert_int_equal(
        CTL("correct horse", list[0], "show", "zz", "--data", data, "--key", key_path, "--passphrase-fd", "0"), 1);
    assert_int_equal(CTL("correct horse", list[0], "show", "00000000000000000000000000000000", "--data", data, "--key",
                         key_path, "--passphrase-fd", "0"),
                     1);
    assert_int_equal(CTL("correct horse", list[0], "erase", "--data", data, "--key", key_path), 2);
    FINE(store_withdraw(s, &code, e));
    store_close(s);
}

/* One request that was tampered with does not hide the others, and is named. */
static void test_one_damaged(void **state)
{
    (void)state;
    struct store *s = NULL;
    FINE(store_open(&s, data, &noon, e));
    send_one(s, &officer, "Amina");
    send_one(s, &officer, "Bilan");
    FINE(db_exec(s->db, "UPDATE request SET received = received + 1 WHERE slot = (SELECT max(slot) FROM request)", "x",
                 e));
    assert_int_equal(
        CTL("correct horse", "requests", "list", "--data", data, "--key", key_path, "--passphrase-fd", "0"), 1);
    assert_non_null(strstr(out_text, "stolen"));
    assert_non_null(strstr(err_text, "changed"));
    store_close(s);
}

static int setup(void **state)
{
    if (!getenv("PORCHLIGHTCTL") || make_folder(state) != 0)
        return -1;
    noon = clock_fake(NOON);
    officer = make_pair("officer");
    other = make_pair("other");
    snprintf(key_path, sizeof key_path, "%s/officer.key", folder);
    snprintf(foreign_path, sizeof foreign_path, "%s/other.key", folder);
    snprintf(data, sizeof data, "%s/data", folder);
    return 0;
}

static int teardown(void **state)
{
    vault_key_free(officer.key);
    vault_key_free(other.key);
    return drop_folder(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),          cmocka_unit_test(test_keys_refusals),
        cmocka_unit_test(test_list_and_show), cmocka_unit_test(test_requests_refusals),
        cmocka_unit_test(test_list_in_line),  cmocka_unit_test(test_one_damaged),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
