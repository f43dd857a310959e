/* What the benchmarks share: clocks, medians, rows of the table, programs started and timed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_BENCH_KIT_H
#define PORCHLIGHT_TESTS_BENCH_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

double kit_wall_ms(void);
double kit_cpu_ms(void); /* of this thread */

/* Sorts. Of no values: 0. */
double kit_percentile(double *v, size_t n, unsigned percent);

/* One row of bench.sh's table; `measured` by printf. A row of KIT_COMPARES only stands beside another. */
enum kit_verdict { KIT_OVER, KIT_OK, KIT_COMPARES };
void kit_row(const char *what, const char *reach, enum kit_verdict verdict, const char *measured, ...)
    __attribute__((format(printf, 4, 5)));

/* How long a program took, from before its start until its end. `alone`: wall less the time it stood ready but another
 * program had the processor, so that a busy machine measures about the same. */
struct kit_times {
    double wall, alone, cpu; /* ms */
};

/* `argv` ends with NULL and has at most KIT_WORDS_MAX words. False when it cannot be started or does not end with 0.
 * Its output is thrown away. */
enum { KIT_WORDS_MAX = 31 };
bool kit_run(const char *const argv[], struct kit_times *out);

/* The program measured: PORCHLIGHT, set by bench.sh. Ends the bench when it is not set. */
const char *kit_porchlight(void);

/* A new folder in TMPDIR, which kit_folder_remove() deletes with all that is in it. */
enum { KIT_PATH_MAX = 512 };
void kit_folder_make(char path[KIT_PATH_MAX]);
void kit_folder_remove(const char *path);

/* Said on stderr, and exit 1. */
void kit_give_up(const char *why, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
