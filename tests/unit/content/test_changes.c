/* What staff change on the kiosk: laid over the site entry by entry, never half, whatever stands in the files; written
 * only when the site takes it, and kept when the disk is full. SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/changes.h"
#include "scratch_site.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
/* cmocka needs four of the above */
#include <cmocka.h>

#define FILES(...) ((const struct scratch_file[]){__VA_ARGS__, {NULL, NULL}})

struct kiosk {
    struct scratch_site scratch;
    char data[80];
    struct changes_place place;
    struct site *site;
    struct faults faults;
};

static const char site_people[] =
    "people:\n  - key: one\n    name: Officer One\n    languages: [en]\n"
    "    hours: [{day: mon, from: \"09:00\", to: \"12:00\"}]\n    days_off: [2026-11-26]\n"
    "    public_key: SMg9VTeZtwW0YgVwHLuFweRr94QTxywoLjj01Y2_DmY\n";
static const char site_settings[] = "centre: Test Centre\nphone: 206-555-0100\nlanguages: [en, es]\npublish: draft\n"
                                    "requests: {keep_days: 60, warn_uncollected_days: 7}\n";

static void reopen(struct kiosk *k)
{
    struct err e = {0};
    site_free(k->site);
    faults_release(&k->faults);
    faults_init(&k->faults);
    assert_true(site_open_changed(&k->site, k->place.site, &(struct site_changes){.data = k->data}, &k->faults, &e));
    faults_sort(&k->faults);
}

static void kiosk_make(struct kiosk *k, const struct scratch_file *changed)
{
    *k = (struct kiosk){.site = NULL};
    scratch_make(&k->scratch, FILES({"people.yaml", site_people}, {"site.yaml", site_settings}));
    snprintf(k->data, sizeof k->data, "%s/data", k->scratch.dir);
    k->place = (struct changes_place){k->scratch.site, k->data};
    faults_init(&k->faults);
    scratch_write(&k->scratch, "../data/there", "", 0);
    for (; changed && changed->path; changed++) {
        char path[128];
        snprintf(path, sizeof path, "../data/changes/%s", changed->path);
        scratch_write(&k->scratch, path, changed->text, strlen(changed->text));
    }
    reopen(k);
}

static void kiosk_remove(struct kiosk *k)
{
    site_free(k->site);
    faults_release(&k->faults);
    scratch_remove(&k->scratch);
}

/* The only fault, at this place with these words; or none when path is NULL. */
static void assert_fault(const struct kiosk *k, enum fault_level level, const char *path, int line, const char *words)
{
    for (size_t i = 0; i < k->faults.len; i++)
        if (!path || k->faults.len > 1)
            print_error("%s:%d: %s\n", k->faults.v[i].path, k->faults.v[i].line, k->faults.v[i].message);
    assert_int_equal(k->faults.len, path ? 1 : 0);
    if (!path)
        return;
    assert_string_equal(k->faults.v[0].path, path);
    assert_int_equal(k->faults.v[0].line, line);
    assert_int_equal(k->faults.v[0].level, level);
    assert_non_null(strstr(k->faults.v[0].message, words));
}

#define FINE(call)                                                                                                     \
    do {                                                                                                               \
        struct err e_ = {0}, *e = &e_;                                                                                 \
        if (!(call))                                                                                                   \
            fail_msg("%s: %s", #call, e->msg);                                                                         \
    } while (0)
#define REFUSED(call, words)                                                                                           \
    do {                                                                                                               \
        struct err e_ = {0}, *e = &e_;                                                                                 \
        assert_false(call);                                                                                            \
        assert_int_equal(e->code, ERR_REFUSED);                                                                        \
        assert_non_null(strstr(e->msg, words));                                                                        \
    } while (0)

static day_t day(int month, int d)
{
    return day_from_ymd((struct ymd){2026, month, d});
}

/* ---- laying over ----------------------------------------------------------------------------------------------------
 */

static void the_last_to_sign_a_fact_is_believed(void **state)
{
    (void)state;
    static const struct {
        const char *text, *value;
    } cases[] = {
        {"immigration: {value: no_ask_law, by: B, on: 2026-11-20, expires: 2027-02-01}\n", "no_ask_law"},
        {"immigration: {value: no_ask_law, by: B, on: 2026-11-01, expires: 2027-02-01}\n", "no_ask_law"},
        {"immigration: {value: no_ask_law, by: B, on: 2026-10-31, expires: 2027-02-01}\n", "no_rule"},
        {"immigration: {off: true, by: B, on: 2026-11-20}\n", NULL},
        {"immigration: {off: true, by: B, on: 2026-10-20}\n", "no_rule"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kiosk k;
        kiosk_make(&k, FILES({"local.yaml", cases[i].text}));
        assert_fault(&k, FAULT_ERROR, NULL, 0, NULL);
        const struct local_fact *f = site_fact(k.site, "immigration");
        assert_non_null(f);
        if (cases[i].value)
            assert_string_equal(f->value, cases[i].value);
        else
            assert_false(local_fact_good(f, scratch_today()));
        kiosk_remove(&k);
    }
}

static void one_bad_fact_is_told_and_the_rest_is_used(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(&k, FILES({"local.yaml", "immigration: {value: maybe, by: B, on: 2026-11-20, expires: 2027-02-01}\n"
                                        "phone: {value: 206-555-0111, by: B, on: 2026-11-20, expires: 2027-02-01}\n"}));
    assert_fault(&k, FAULT_ERROR, "changes/local.yaml", 1, "must be one of");
    assert_string_equal(site_fact(k.site, "immigration")->value, "no_rule");
    assert_string_equal(site_fact(k.site, "phone")->value, "206-555-0111");
    kiosk_remove(&k);
}

static void a_person_is_changed_field_by_field(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(&k, FILES({"people.yaml", "people:\n  - {key: one, days_off: [2026-12-01 to 2026-12-05]}\n"}));
    assert_fault(&k, FAULT_ERROR, NULL, 0, NULL);
    const struct person *p = &k.site->people[0];
    assert_int_equal(p->hours.day_off_count, 1);
    assert_int_equal(p->hours.days_off[0].last, day(12, 5));
    assert_int_equal(p->hours.weekly_count, 1);
    assert_string_equal(p->name, "Officer One");
    assert_true(p->has_key);
    kiosk_remove(&k);
}

static void an_entry_is_used_whole_or_not_at_all(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(&k, FILES({"people.yaml", "people:\n  - key: one\n    days_off: []\n"
                                         "    hours: [{day: mon, from: \"12:00\", to: \"09:00\"}]\n"}));
    assert_fault(&k, FAULT_ERROR, "changes/people.yaml", 4, "'to' must be later");
    assert_int_equal(k.site->people[0].hours.day_off_count, 1);
    assert_int_equal(k.site->people[0].hours.weekly[0].to_min, 12 * 60);
    kiosk_remove(&k);
}

static void what_is_not_staffs_to_change_is_not_changed(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(
        &k, FILES({"people.yaml", "people:\n  - {key: one, public_key: 4jUFgUl_2FNZWZRy-opNTuig-L9vL3CAg9eNxPsysCs}\n"},
                  {"site.yaml", "packs: {needed: 1, keys: []}\ncentre: Mine\nphone: 206-555-0177\n"}));
    assert_int_equal(k.faults.errors, 3);
    assert_int_equal(k.site->people[0].public_key[0], 0x48);
    assert_string_equal(k.site->centre, "Test Centre");
    assert_string_equal(k.site->centre_phone, "206-555-0177");
    kiosk_remove(&k);
}

static void who_is_not_in_the_site_any_more_is_told(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(&k, FILES({"people.yaml", "people:\n  - {key: gone, days_off: []}\n"}));
    assert_fault(&k, FAULT_WARNING, "changes/people.yaml", 2, "no person 'gone' any more");
    struct changes c;
    FINE(changes_list(&c, &k.place, e));
    assert_int_equal(c.rows.len, 1);
    assert_int_equal(c.rows.v[0].state, CHANGE_ORPHAN);
    changes_release(&c);
    kiosk_remove(&k);
}

static void a_resource_is_changed_or_off(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(&k, FILES({"resources.yaml", "resources:\n  - {key: centre, phone: 206-555-0199, hours: Mon}\n"}));
    assert_fault(&k, FAULT_ERROR, NULL, 0, NULL);
    assert_string_equal(k.site->resources[0].phone, "206-555-0199");
    assert_string_equal(k.site->resources[0].name, "Test Centre");
    kiosk_remove(&k);
    kiosk_make(&k, FILES({"resources.yaml", "resources:\n  - {key: centre, phone: ask}\n"}));
    assert_fault(&k, FAULT_ERROR, "changes/resources.yaml", 2, "nobody can dial");
    assert_string_equal(k.site->resources[0].phone, "206-555-0142");
    kiosk_remove(&k);
    kiosk_make(&k, FILES({"resources.yaml", "resources:\n  - {key: centre, off: true}\n"}));
    assert_null(site_resource(k.site, "centre"));
    kiosk_remove(&k);
}

static void languages_are_staffs_and_a_new_pack_adds_to_them(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(&k, FILES({"site.yaml", "languages: [es]\nlanguages_off: [en]\n"}));
    assert_fault(&k, FAULT_ERROR, NULL, 0, NULL);
    assert_int_equal(k.site->offered_count, 1);
    assert_string_equal(k.site->offered[0]->text.tag, "es");
    const char newer[] = "centre: Test Centre\nlanguages: [en, my, es]\npublish: draft\n";
    scratch_write(&k.scratch, "site.yaml", newer, strlen(newer));
    reopen(&k);
    assert_int_equal(k.site->offered_count, 2);
    assert_string_equal(k.site->offered[1]->text.tag, "my");
    kiosk_remove(&k);
    kiosk_make(&k, FILES({"site.yaml", "languages: [tlh, es, es]\n"}));
    assert_fault(&k, FAULT_WARNING, "changes/site.yaml", 1, "no language 'tlh' any more");
    assert_int_equal(k.site->offered_count, 2);
    assert_string_equal(k.site->offered[0]->text.tag, "es");
    kiosk_remove(&k);
}

static void each_setting_stands_for_itself(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(&k, FILES({"site.yaml", "publish: sometimes\nrequests: {keep_days: 30}\npages_off: [a]\n"}));
    assert_fault(&k, FAULT_ERROR, "changes/site.yaml", 1, "must be one of");
    assert_int_equal(k.site->publish, PUBLISH_DRAFT);
    assert_int_equal(k.site->retention_days, 30);
    assert_int_equal(k.site->intake_warn_days, 7);
    struct catalogue *c = catalogue_new(k.site, &k.faults);
    assert_int_equal(catalogue_status(c, catalogue_find(c, "a"), "en", scratch_today()), PAGE_TURNED_OFF);
    catalogue_free(c);
    kiosk_remove(&k);
}

static void whatever_lies_in_the_folder_the_site_stands(void **state)
{
    (void)state;
    static const char *const names[] = {"local.yaml", "people.yaml", "resources.yaml", "site.yaml"};
    static const char *const texts[] = {"",
                                        "- a\n- b\n",
                                        "a: &x {}\nb: *x\n",
                                        "\x80\xff{{{[[[",
                                        "people: {}\n",
                                        "people:\n  - one\n  - {key: [a]}\n",
                                        "languages: {a: b}\nsound: 7\n",
                                        "key: value\noff: true\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct scratch_file files[5] = {{NULL, NULL}};
        for (size_t n = 0; n < 4; n++)
            files[n] = (struct scratch_file){names[n], texts[i]};
        struct kiosk k;
        kiosk_make(&k, files);
        for (size_t f = 0; f < k.faults.len; f++)
            assert_int_equal(strncmp(k.faults.v[f].path, "changes/", 8), 0);
        assert_string_equal(site_fact(k.site, "immigration")->value, "no_rule");
        assert_int_equal(k.site->person_count, 1);
        assert_int_equal(k.site->resource_count, 1);
        assert_int_equal(k.site->offered_count, 2);
        assert_string_equal(k.site->centre_phone, "206-555-0100");
        struct changes c;
        FINE(changes_list(&c, &k.place, e));
        changes_release(&c);
        kiosk_remove(&k);
    }
}

static void a_link_out_of_the_folder_is_not_followed(void **state)
{
    (void)state;
    struct kiosk k;
    char path[160];
    kiosk_make(&k, NULL);
    snprintf(path, sizeof path, "%s/changes", k.data);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/changes/local.yaml", k.data);
    assert_int_equal(symlink("/dev/zero", path), 0);
    snprintf(path, sizeof path, "%s/changes/site.yaml", k.data);
    assert_int_equal(mkdir(path, 0700), 0);
    reopen(&k);
    assert_int_equal(k.faults.errors, 2);
    assert_string_equal(k.faults.v[0].path, "changes/local.yaml");
    assert_string_equal(site_fact(k.site, "immigration")->value, "no_rule");
    kiosk_remove(&k);
}

/* ---- making changes ---------------------------------------------------------------------------------------------- */

static const struct local_fact signed_fact = {.key = "immigration", .value = "no_ask_policy", .by = "Ana \"B\" \\ Ñ"};

static struct local_fact sign_today(void)
{
    struct local_fact f = signed_fact;
    f.on = scratch_today();
    f.expires = f.on + 90;
    return f;
}

static void every_change_comes_back_as_it_was_made(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(&k, NULL);
    struct local_fact fact = sign_today();
    const struct weekly_hours rows[] = {{.weekday = 1, .from_min = 540, .to_min = 600, .where = "Library"},
                                        {.weekday = 3, .from_min = 600, .to_min = 1440, .week = WEEK_LAST}};
    const struct day_range off[] = {{day(12, 24), day(12, 24)}, {day(12, 26), day(12, 31)}};
    const struct dated_hours dated[] = {{.day = day(12, 19), .from_min = 600, .to_min = 660, .extra = true}};
    const char *const order[] = {"es"}, *const languages_off[] = {"en"}, *const pages[] = {"a"};
    FINE(changes_sign(&k.place, &fact, e));
    FINE(changes_hours(&k.place, "one", rows, 2, e));
    FINE(changes_days_off(&k.place, "one", off, 2, e));
    FINE(changes_dated(&k.place, "one", dated, 1, e));
    FINE(changes_hours(&k.place, NULL, rows, 2, e));
    FINE(changes_days_off(&k.place, NULL, off, 1, e));
    FINE(changes_languages(&k.place, order, 1, languages_off, 1, e));
    FINE(changes_pages_off(&k.place, pages, 1, e));
    FINE(changes_setting(&k.place, "requests.keep_days", "30", e));
    FINE(changes_setting(&k.place, "publish", "reviewed", e));
    FINE(changes_resource(&k.place, "centre", "phone", "206-555-0188", e));
    FINE(changes_checked(&k.place, "centre", "Ana", day(11, 24), day(12, 24), e));
    reopen(&k);
    assert_fault(&k, FAULT_ERROR, NULL, 0, NULL);
    const struct person *p = &k.site->people[0];
    assert_string_equal(site_fact(k.site, "immigration")->by, fact.by);
    assert_int_equal(p->hours.weekly_count, 2);
    assert_string_equal(p->hours.weekly[0].where, "Library");
    assert_int_equal(p->hours.weekly[1].week, WEEK_LAST);
    assert_int_equal(p->hours.weekly[1].to_min, 1440);
    assert_int_equal(p->hours.days_off[1].first, day(12, 26));
    assert_true(p->hours.dated[0].extra);
    assert_int_equal(k.site->opening.weekly_count, 2);
    assert_int_equal(k.site->opening.day_off_count, 1);
    assert_int_equal(k.site->offered_count, 1);
    assert_int_equal(k.site->page_off_count, 1);
    assert_int_equal(k.site->retention_days, 30);
    assert_int_equal(k.site->intake_warn_days, 7);
    assert_int_equal(k.site->publish, PUBLISH_REVIEWED);
    assert_string_equal(k.site->resources[0].phone, "206-555-0188");
    assert_string_equal(k.site->resources[0].checked_by, "Ana");
    assert_int_equal(k.site->resources[0].expires, day(12, 24));
    kiosk_remove(&k);
}

static size_t changed(struct kiosk *k)
{
    struct changes c;
    FINE(changes_list(&c, &k->place, e));
    size_t n = c.rows.len;
    changes_release(&c);
    return n;
}

static void what_is_as_in_the_pack_is_no_change(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(&k, NULL);
    const struct day_range none = {0}, same = {day(11, 26), day(11, 26)};
    const char *const order[] = {"en", "es"};
    FINE(changes_days_off(&k.place, "one", &none, 0, e));
    FINE(changes_setting(&k.place, "requests.keep_days", "30", e));
    FINE(changes_pages_off(&k.place, order, 1, e));
    assert_int_equal(changed(&k), 3);
    FINE(changes_days_off(&k.place, "one", &same, 1, e));
    FINE(changes_setting(&k.place, "requests.keep_days", "60", e));
    FINE(changes_pages_off(&k.place, NULL, 0, e));
    FINE(changes_languages(&k.place, order, 2, NULL, 0, e));
    assert_int_equal(changed(&k), 0);
    FINE(changes_resource(&k.place, "centre", "off", "true", e));
    assert_int_equal(changed(&k), 1);
    FINE(changes_take_back(&k.place, CHANGE_RESOURCES, "centre", "off", e));
    FINE(changes_take_back(&k.place, CHANGE_FACTS, "nothing", NULL, e));
    assert_int_equal(changed(&k), 0);
    reopen(&k);
    assert_fault(&k, FAULT_ERROR, NULL, 0, NULL);
    kiosk_remove(&k);
}

static void what_the_site_would_refuse_is_not_written(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(&k, NULL);
    struct local_fact fact = sign_today();
    const struct weekly_hours wrong = {.weekday = 1, .from_min = 600, .to_min = 540};
    fact.value = "perhaps";
    REFUSED(changes_sign(&k.place, &fact, e), "must be one of");
    fact = sign_today();
    fact.expires = fact.on - 1;
    REFUSED(changes_sign(&k.place, &fact, e), "before");
    fact = sign_today();
    fact.by = "";
    REFUSED(changes_sign(&k.place, &fact, e), "empty");
    REFUSED(changes_hours(&k.place, "one", &wrong, 1, e), "later");
    REFUSED(changes_resource(&k.place, "centre", "phone", "call us", e), "dial");
    REFUSED(changes_setting(&k.place, "requests.keep_days", "0", e), "number");
    REFUSED(changes_setting(&k.place, "centre", "Mine", e), "cannot be changed");
    REFUSED(changes_languages(&k.place, NULL, 0, NULL, 0, e), "at least one");
    assert_int_equal(changed(&k), 0);
    kiosk_remove(&k);
}

static void a_damaged_file_is_kept_beside(void **state)
{
    (void)state;
    struct kiosk k;
    char path[160];
    kiosk_make(&k, FILES({"local.yaml", "phone: {value: 206-555-0111, by: B, on: 2026-11-20, expires: 2027-02-01}\n"
                                        "broken: {value: \"\n"}));
    struct local_fact fact = sign_today();
    FINE(changes_sign(&k.place, &fact, e));
    reopen(&k);
    assert_fault(&k, FAULT_ERROR, NULL, 0, NULL);
    assert_string_equal(site_fact(k.site, "phone")->value, "206-555-0111");
    snprintf(path, sizeof path, "%s/changes/local.yaml.damaged", k.data);
    assert_int_equal(access(path, R_OK), 0);
    kiosk_remove(&k);
}

/* Too big to be read: not one byte of it is lost when staff change something. */
static void a_huge_file_is_kept_beside(void **state)
{
    enum { HUGE_BYTES = 64 << 20 };
    (void)state;
    struct kiosk k;
    struct stat st;
    char path[160];
    kiosk_make(&k, FILES({"local.yaml", "phone: {value: 206-555-0111, by: B, on: 2026-11-20, expires: 2027-02-01}\n"}));
    snprintf(path, sizeof path, "%s/changes/local.yaml", k.data);
    assert_int_equal(truncate(path, HUGE_BYTES), 0);
    struct local_fact fact = sign_today();
    FINE(changes_sign(&k.place, &fact, e));
    snprintf(path, sizeof path, "%s/changes/local.yaml.damaged", k.data);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, HUGE_BYTES);
    kiosk_remove(&k);
}

static void a_full_disk_loses_nothing(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(&k, NULL);
    struct local_fact fact = sign_today(), next = fact;
    FINE(changes_sign(&k.place, &fact, e));
    next.value = "no_ask_law";
    struct rlimit before, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 40; /* bytes: less than the file needs */
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    struct err e = {0};
    bool kept = changes_sign(&k.place, &next, &e);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(kept);
    assert_true(e.msg[0]);
    reopen(&k);
    assert_fault(&k, FAULT_ERROR, NULL, 0, NULL);
    assert_string_equal(site_fact(k.site, "immigration")->value, fact.value);
    kiosk_remove(&k);
}

static void the_list_says_what_the_pack_says(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(&k,
               FILES({"local.yaml", "immigration: {value: no_ask_law, by: B, on: 2026-10-01, expires: 2027-01-01}\n"},
                     {"people.yaml", "people:\n  - {key: one, days_off: [soon]}\n"},
                     {"site.yaml", "phone: 206-555-0177\n"}));
    struct changes c;
    FINE(changes_list(&c, &k.place, e));
    assert_int_equal(c.rows.len, 3);
    assert_int_equal(c.rows.v[0].state, CHANGE_OLDER);
    assert_int_equal(c.rows.v[1].state, CHANGE_FAULTY);
    assert_string_equal(c.rows.v[1].field, "days_off");
    assert_int_equal(c.rows.v[2].state, CHANGE_USED);
    assert_string_equal(c.rows.v[2].now, "206-555-0177");
    assert_string_equal(c.rows.v[2].site, "206-555-0100");
    changes_release(&c);
    kiosk_remove(&k);
}

static void the_site_is_opened_again_where_it_stands(void **state)
{
    (void)state;
    struct kiosk k;
    kiosk_make(&k, NULL);
    const struct site *before = k.site;
    const struct language *language = site_language(k.site, "es");
    FINE(changes_setting(&k.place, "phone", "206-555-0166", e));
    FINE(site_reopen(k.site, &(struct site_changes){.data = k.data}, &k.faults, e));
    assert_ptr_equal(k.site, before);
    assert_ptr_equal(site_language(k.site, "es"), language);
    assert_ptr_equal(k.site->offered[1], language);
    assert_string_equal(language->english, "Spanish");
    assert_string_equal(k.site->centre_phone, "206-555-0166");
    assert_true(fs_is_dir(&k.site->root, "pages"));
    kiosk_remove(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_to_sign_a_fact_is_believed),
        cmocka_unit_test(one_bad_fact_is_told_and_the_rest_is_used),
        cmocka_unit_test(a_person_is_changed_field_by_field),
        cmocka_unit_test(an_entry_is_used_whole_or_not_at_all),
        cmocka_unit_test(what_is_not_staffs_to_change_is_not_changed),
        cmocka_unit_test(who_is_not_in_the_site_any_more_is_told),
        cmocka_unit_test(a_resource_is_changed_or_off),
        cmocka_unit_test(languages_are_staffs_and_a_new_pack_adds_to_them),
        cmocka_unit_test(each_setting_stands_for_itself),
        cmocka_unit_test(whatever_lies_in_the_folder_the_site_stands),
        cmocka_unit_test(a_link_out_of_the_folder_is_not_followed),
        cmocka_unit_test(every_change_comes_back_as_it_was_made),
        cmocka_unit_test(what_is_as_in_the_pack_is_no_change),
        cmocka_unit_test(what_the_site_would_refuse_is_not_written),
        cmocka_unit_test(a_damaged_file_is_kept_beside),
        cmocka_unit_test(a_huge_file_is_kept_beside),
        cmocka_unit_test(a_full_disk_loses_nothing),
        cmocka_unit_test(the_list_says_what_the_pack_says),
        cmocka_unit_test(the_site_is_opened_again_where_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
