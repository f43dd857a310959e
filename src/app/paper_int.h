/* Slips as dots: the trees of screens/slip.h, laid out for paper, drawn as a screen is drawn, and made black and white.
 * One slip at a time, kept for the preview until another is made or the screen is left.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_PAPER_INT_H
#define PORCHLIGHT_APP_PAPER_INT_H

#include "base/err.h"
#include "device/printer.h"
#include "domain/printer_settings.h"
#include "screens/slip.h"

struct app;
struct paper;

struct paper *paper_new(struct app *a); /* `a` is borrowed */
void paper_free(struct paper *p);       /* accepts NULL */
void paper_forget(struct paper *p);     /* the slip, its words and its codes are wiped */

/* Makes the slip of today and of the session's language; at once when it is the one made last. NOT_FOUND when there is
 * none, FAILED when it is too long for the paper. */
bool paper_make(struct paper *p, const char *what, struct print_area area, struct err *e);

/* Of the slip made last. Borrowed until paper_make and paper_forget. */
const struct slip_picture *paper_picture(const struct paper *p);
size_t paper_sheets(const struct paper *p, const struct raster **sheets); /* at least 1 after paper_make */

/* The tree it was made from, laid out, and what it was laid out for. */
const struct node *paper_tree(const struct paper *p, const struct ui **u);

/* A copy for the printer; *count is 0 on false. */
bool paper_copy(const struct paper *p, struct raster out[PRINT_PAGES_MAX], size_t *count, struct err *e);

#endif
