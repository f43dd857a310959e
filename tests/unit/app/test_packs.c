/* A pack that is installed while the kiosk runs: whoever is here keeps what they see; the next visitor sees the new.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../content/packing.h"
#include "../store/folder.h"
#include "site_copy.h"
#include "visit.h"

static void install(const char *site, day_t day)
{
    char path[4300];
    struct pack p;
    struct faults faults;
    faults_init(&faults);
    snprintf(path, sizeof path, "%s/new.pack", folder);
    pack_to_file(site, day, NULL, path);
    FINE(pack_open(&p, path, e));
    const struct install_options o = {.today = day, .force = true, .faults = &faults};
    FINE(install_pack(&p, below("data"), &o, e));
    pack_close(&p);
    faults_release(&faults);
}

static void test_between_two_visitors(void **state)
{
    (void)state;
    struct visit v;
    day_t day = VISIT_DAY_S / 86400;
    site_copy(below("new"));
    site_remove(below("new"), "pages/police");
    visit_begin(&v, "kiosk-config", below("data"), 540, 960);
    assert_false(app_site_changed(v.app));
    assert_true(app_go(v.app, "page/police"));
    install(below("new"), day);
    assert_false(app_site_changed(v.app)); /* somebody is here */
    assert_true(app_go(v.app, "page/police/2"));
    app_end_session(v.app);
    assert_true(app_site_changed(v.app));
    visit_end(&v);
    visit_begin(&v, "kiosk-config", below("data"), 540, 960);
    assert_false(app_site_changed(v.app));
    assert_false(app_go(v.app, "page/police"));
    assert_true(app_go(v.app, "page/call-911"));
    app_end_session(v.app);
    FINE(install_back(below("data"), e));
    assert_true(app_site_changed(v.app));
    visit_end(&v);
    visit_begin(&v, "kiosk-config", below("data"), 540, 960);
    assert_true(app_go(v.app, "page/police"));
    visit_end(&v);
    visit_begin(&v, "kiosk-config", NULL, 540, 960); /* without a data folder as before */
    assert_true(app_go(v.app, "page/police"));
    visit_end(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_between_two_visitors)};
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
