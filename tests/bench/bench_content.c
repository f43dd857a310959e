/* How much longer the kiosk takes to start with 1,000 pages in 30 languages than with the demonstration's six pages in
 * the same languages; and with 30 languages than with eight. All pages are core pages, the dearest kind: a language is
 * offered only when it has them all. The starts alternate. DESIGN section 8. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kit.h"
#include "made_site.h"

#include <stdio.h>

enum { STARTS = 15, PAGES = 1000, LANGUAGES = 30, GROWTH_MS = 50 };

/* A site, and how long the starts with it took, ms. */
struct start {
    char site[KIT_PATH_MAX + 16];
    double ms[STARTS];
};

static double start_once(const struct start *s, const char *screen)
{
    const char *argv[] = {kit_porchlight(), "shot", "--site", s->site,     "--screen", screen,
                          "--lang",         "en",   "--size", "1080x1920", NULL};
    struct kit_times t;
    if (!kit_run(argv, &t))
        kit_give_up("%s shot did not run with %s", argv[0], s->site);
    return t.alone;
}

static double median(struct start *s)
{
    return kit_percentile(s->ms, STARTS, 50);
}

int main(void)
{
    char folder[KIT_PATH_MAX];
    struct start eight, thirty, thousand;
    kit_folder_make(folder);
    snprintf(eight.site, sizeof eight.site, "%s/eight", folder);
    snprintf(thirty.site, sizeof thirty.site, "%s/thirty", folder);
    snprintf(thousand.site, sizeof thousand.site, "%s/thousand", folder);
    made_site(eight.site, 0, 0);
    made_site(thirty.site, LANGUAGES, 0);
    made_site(thousand.site, LANGUAGES, PAGES);
    struct start *const all[] = {&eight, &thirty, &thousand};
    for (int i = -1; i < STARTS; i++) /* the first of each warms the page cache */
        for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
            double ms = start_once(all[k], "welcome");
            if (i >= 0)
                all[k]->ms[i] = ms;
        }
    double grown = median(&thousand) - median(&thirty);
    kit_row("1,000 pages in 30 languages: the start takes longer by", "<= 50 ms",
            grown <= GROWTH_MS ? KIT_OK : KIT_OVER, "%.0f ms (%.0f - %.0f)", grown, median(&thousand), median(&thirty));
    kit_row("  30 languages instead of 8: the start takes longer by", "", KIT_COMPARES, "%.0f ms (%.0f - %.0f)",
            median(&thirty) - median(&eight), median(&thirty), median(&eight));
    kit_row("  home with 1,000 pages, their titles read, from the start", "", KIT_COMPARES, "%.0f ms",
            start_once(&thousand, "home"));
    kit_folder_remove(folder);
    return 0;
}
