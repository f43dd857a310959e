/* Faults in a site: every one is kept, with where it stands. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_FAULTS_H
#define PORCHLIGHT_CONTENT_FAULTS_H

#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>

enum fault_level { FAULT_ERROR, FAULT_WARNING }; /* a warning does not make `porchlightctl check` fail */

struct fault {
    enum fault_level level;
    const char *path; /* relative to the site */
    int line;         /* from 1; 0 when the file as a whole is meant */
    const char *message;
};

/* Owns its texts. faults_add takes NULL for a caller that does not want to know. At most FAULTS_MAX are kept; then one
 * last fault says that there are more. */
enum { FAULTS_MAX = 10000 };
struct faults {
    struct arena arena;
    struct fault *v;
    size_t len, cap;
    size_t errors;
};

void faults_init(struct faults *f);
void faults_release(struct faults *f);
void faults_add(struct faults *f, enum fault_level level, const char *path, int line, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* By path, line, message; doubles fall away. */
void faults_sort(struct faults *f);

#endif
