/* The commands of `porchlight`. Each returns false with a reason. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_RUN_H
#define PORCHLIGHT_APP_RUN_H

#include "app/app.h"
#include "domain/printer_settings.h"

/* In a window of the options' size, or full screen when it is 0 × 0; until SIGTERM or the window closes. NO_DEVICE
 * without a display. */
bool run_kiosk(const struct app_options *o, struct err *e);

struct shot_options {
    const char *screen; /* route */
    enum text_size size;
    enum theme theme;
    bool lower;
    const char *out;  /* PNG; NULL: drawn all the same */
    const char *tree; /* JSON; NULL: none */
};

/* One screen, drawn, as a picture and as JSON. NOT_FOUND for an unknown screen. */
bool shot(const struct app_options *o, const struct shot_options *s, struct err *e);

/* Every visitor screen in each language of `langs` (comma-separated) as NN-ID.TAG.png and .json ("/" in an id becomes
 * "-") and index.html in `dir`, which is made. */
bool tour(const struct app_options *o, const struct shot_options *look, const char *langs, const char *dir,
          struct err *e);

struct slip_options {
    const char *what;   /* screens/slip.h; also day-list, of nobody's day */
    const char *papers; /* 58, 80, a4 or letter */
    const char *out;    /* PNG of one bit a dot; further sheets get -2, -3 … before .png; NULL: made all the same */
    const char *tree;   /* JSON; NULL: none */
};

/* A slip as a printer would get it, in the language of the options. Where `what`, `papers` or the language is a list
 * with commas, each of each; `out` is then a folder that is there, the files are SLIP.TAG-PAPER.png ("/" in a slip
 * becomes "-"), and there is no tree. NOT_FOUND when there is no such slip in a language today. */
bool slip_shot(const struct app_options *o, const struct slip_options *s, struct err *e);
bool slip_papers_known(const char *papers);

/* A journey from a script: tests/journey/README.md has the words. `dir` receives its shots; NULL: they are skipped.
 * FAILED with script:line: when an expectation does not hold. */
bool play(const struct app_options *o, const char *script, const char *dir, struct err *e);

/* Is everything ready? Prints a line a part, or JSON. True when nothing a visitor needs is missing. */
bool doctor(const struct app_options *o, bool json, struct err *e);

#endif
