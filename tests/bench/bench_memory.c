/* What the kiosk keeps in memory after a tour of all screens in all languages that are offered: the demonstration's
 * eight, and thirty. Each tour is a process of its own, forked before anything is opened, and does what the loop does:
 * frames, and the likely next screens made ready in between. The surface of 1080 × 1920 (8 MB) is in it, as a window's
 * is. DESIGN section 8. SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit.h"
#include "made_site.h"

#include "app/offscreen.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LANGUAGES = 30, REACH_MB = 64 };

struct memory {
    size_t languages;
    double rss_mb, peak_mb, own_mb; /* own: neither a file's pages nor shared */
};

static double field_mb(const char *file, const char *name)
{
    char line[256];
    long kb = 0;
    size_t n = strlen(name);
    FILE *f = fopen(file, "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, name, n) == 0 && sscanf(line + n, ": %ld", &kb) == 1)
            break;
    if (f)
        fclose(f);
    return (double)kb / 1024;
}

/* A visitor looks; what is likely to come next is made ready. */
static void look(struct offscreen *f)
{
    do
        offscreen_paint(f);
    while (app_tick(f->app) == 0);
}

/* The next visitor, of the next language on the wall; false after the last. */
static bool next_language(struct offscreen *f, size_t n)
{
    app_end_session(f->app);
    look(f);
    while (!app_tap(f->app, UI_ID(UI_TILE, n)))
        if (!app_tap(f->app, UI_ID(UI_MORE, 0)))
            return false;
        else
            look(f);
    look(f);
    return true;
}

static void tour(const char *site, struct memory *out)
{
    struct app_options o = {.site = site, .w = 1080, .h = 1920, .clock = clock_system(), .at_once = true};
    struct offscreen f;
    struct routes routes;
    struct err e = {0};
    size_t languages = 0;
    app_tune_heap();
    routes_of(site, &routes);
    if (!offscreen_open(&f, &o, &e))
        kit_give_up("%s", e.msg);
    while (next_language(&f, languages)) {
        languages++;
        app_sample_receipt(f.app);
        for (size_t i = 0; i < routes.list.len; i++)
            if (app_go(f.app, routes.list.v[i]))
                look(&f);
    }
    out->languages = languages;
    out->rss_mb = field_mb("/proc/self/status", "VmRSS");
    out->peak_mb = field_mb("/proc/self/status", "VmHWM");
    out->own_mb = field_mb("/proc/self/smaps_rollup", "Private_Dirty");
}

static struct memory in_a_process(const char *site)
{
    struct memory m;
    int ends[2], status;
    if (pipe(ends) != 0)
        kit_give_up("no pipe");
    pid_t pid = fork();
    if (pid == 0) {
        tour(site, &m);
        _exit(write(ends[1], &m, sizeof m) == (ssize_t)sizeof m ? 0 : 1);
    }
    close(ends[1]);
    bool ok = pid > 0 && read(ends[0], &m, sizeof m) == (ssize_t)sizeof m;
    close(ends[0]);
    if (!ok || waitpid(pid, &status, 0) != pid || status != 0)
        kit_give_up("the tour of %s did not come to its end", site);
    return m;
}

static void bench(const char *what, const char *site, size_t languages)
{
    struct memory m = in_a_process(site);
    if (m.languages != languages)
        kit_give_up("the tour of %s found %zu languages, not %zu", site, m.languages, languages);
    kit_row(what, "<= 64 MB", m.rss_mb <= REACH_MB ? KIT_OK : KIT_OVER, "%.0f MB (most %.0f; own %.0f)", m.rss_mb,
            m.peak_mb, m.own_mb);
}

int main(void)
{
    char folder[KIT_PATH_MAX], site[KIT_PATH_MAX + 16];
    kit_folder_make(folder);
    snprintf(site, sizeof site, "%s/thirty", folder);
    made_site(site, LANGUAGES, 0);
    bench("memory after all screens in 8 languages", "kiosk-config", 8);
    bench("memory after all screens in 30 languages", site, LANGUAGES);
    kit_folder_remove(folder);
    return 0;
}
