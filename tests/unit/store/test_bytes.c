/* What a thief of the disk reads: the folder byte by byte, with the kiosk running and after it, holds no word that was
 * typed or chosen, in UTF-8 or UTF-16. SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

static const char *const typed[] = {
    "Gulnar",   "گلنار", "+12065550199", "2065550199", "Hazaragi",  "fa-AF",      "hurt_at_home", "police_treatment",
    "children", "woman", "community",    "evening",    "come_back", "2026-06-11", "interpreter",  "safe_to_call",
};
enum { TYPED = sizeof typed / sizeof *typed };

static struct request telling(void)
{
    return (struct request){
        .topics = 1u << TOPIC_HURT_AT_HOME | 1u << TOPIC_POLICE_TREATMENT | 1u << TOPIC_CHILDREN,
        .language = "fa-AF",
        .dialect = "Hazaragi",
        .interpreter = INTERPRETER_WOMAN,
        .place = PLACE_COMMUNITY,
        .slots = {{20615, PART_EVENING}}, /* 2026-06-11 */
        .slot_count = 1,
        .reach = REACH_PHONE,
        .phone = "+12065550199",
        .safe_parts = 1u << PART_EVENING,
        .name = "Gulnar گلنار",
    };
}

/* The word in the bytes, as it is or with two bytes a character in either order. */
static bool holds(const char *bytes, size_t size, const char *word)
{
    char little[128], big[128];
    size_t n = 0, len = strlen(word);
    for (size_t i = 0; i < len; n += 2) {
        uint32_t cp = utf8_next(word, len, &i); /* none of ours lies beyond the basic plane */
        little[n] = big[n + 1] = (char)(cp & 0xFF);
        little[n + 1] = big[n] = (char)(cp >> 8);
    }
    return memmem(bytes, size, word, len) || memmem(bytes, size, little, n) || memmem(bytes, size, big, n);
}

/* How many files of the folder hold the word. */
static int files_with(const char *name, const char *word)
{
    struct fs_root root;
    struct arena a;
    char **names, *bytes;
    size_t count, size;
    int found = 0;
    arena_init(&a, false);
    FINE(fs_root_open(&root, below(name), e));
    FINE(fs_list(&root, "", &a, &names, &count, e));
    assert_true(count >= 2);
    for (size_t i = 0; i < count; i++) {
        FINE(fs_read(&root, names[i], 1 << 28, &a, &bytes, &size, e));
        found += holds(bytes, size, word);
    }
    fs_root_close(&root);
    arena_release(&a);
    return found;
}

static void check_silent(const char *name)
{
    for (size_t i = 0; i < TYPED; i++)
        if (files_with(name, typed[i]))
            fail_msg("'%s' can be read in the folder", typed[i]);
    /* the search does find what is there: the tables' own words, and the file's */
    assert_int_equal(files_with(name, "receipt_tag") > 0, 1);
    assert_int_equal(files_with(name, "SQLite format 3") > 0, 1);
}

static void test_the_search_can_find(void **state)
{
    (void)state;
    assert_true(holds("xGulnar", 7, "Gulnar"));
    assert_true(holds("xG\0u\0l\0n\0a\0r\0", 13, "Gulnar"));
    assert_true(holds("\0G\0u\0l\0n\0a\0r", 12, "Gulnar"));
    assert_false(holds("Gulna", 5, "Gulnar"));
}

static void test_nothing_typed_is_on_the_disk(void **state)
{
    (void)state;
    struct clock noon = clock_fake(NOON);
    struct pair p = make_pair("bytes");
    struct store *s = NULL;
    struct receipt_code code = {0};
    struct request r = telling();
    char text[RECEIPT_TEXT_MAX];
    FINE(store_open(&s, below("bytes"), &noon, e));
    for (int i = 0; i < 30; i++)
        FINE(store_send(s, &r, READERS(p), 1, 90, &code, e));
    check_silent("bytes");
    FINE(store_withdraw(s, &code, e));
    check_silent("bytes");
    for (int i = 0; i < 300; i++) /* past the point where SQLite takes the log into the database by itself */
        FINE(store_send(s, &r, READERS(p), 1, 90, &code, e));
    check_silent("bytes");
    store_close(s);
    check_silent("bytes");
    receipt_code_format(&code, text);
    assert_int_equal(files_with("bytes", text), 0);
    struct str json; /* nor the JSON's beginning, that every request shares */
    str_init(&json);
    request_to_json(&r, 20600, &json);
    json.s[24] = 0;
    assert_int_equal(files_with("bytes", json.s), 0);
    str_release(&json);
    vault_key_free(p.key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_search_can_find),
        cmocka_unit_test(test_nothing_typed_is_on_the_disk),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
