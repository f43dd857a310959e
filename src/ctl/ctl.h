/* porchlightctl's subcommands. One table says what each takes; the parser, the usage lines and --help all read it, so
 * they cannot drift apart. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CTL_CTL_H
#define PORCHLIGHT_CTL_CTL_H

#include "base/arena.h"
#include <stddef.h>

/* DESIGN section 7. */
enum ctl_exit {
    CTL_DONE = 0,
    CTL_FAULTS = 1,  /* faults found, or refused */
    CTL_USAGE = 2,   /* the command line is wrong */
    CTL_MACHINE = 3, /* a file, the disk or a device failed */
};

enum { CTL_OPTIONS_MAX = 16, CTL_WORDS_MAX = 16 };

struct ctl_option {
    const char *name;  /* with its dashes: "--site" */
    const char *value; /* what follows it, for the help: "DIR"; NULL for a flag */
    const char *help;  /* one line */
};

/* The command line as parsed. `values[i]` belongs to `options[i]` of the command: the word that followed it, the
 * option's own name for a flag that was given, NULL when absent. Words are what remains, in order; "--" ends the
 * options. */
struct ctl_args {
    const char *values[CTL_OPTIONS_MAX];
    const char *words[CTL_WORDS_MAX];
    size_t word_count;
};

struct ctl_command {
    const char *name;
    const char *words; /* for the usage line: "new | show F"; NULL when the command takes no words */
    const char *help;  /* one line */
    const struct ctl_option *options;
    size_t option_count; /* at most CTL_OPTIONS_MAX */
    /* Results go to stdout, complaints to stderr through ctl_complain. Returns an enum ctl_exit. */
    int (*run)(const struct ctl_args *args);
};

/* One row of main_ctl.c's table each, defined in src/ctl/<name>.c. */
extern const struct ctl_command ctl_check;
extern const struct ctl_command ctl_keys;
extern const struct ctl_command ctl_requests;
extern const struct ctl_command ctl_recordings;
extern const struct ctl_command ctl_stats;
extern const struct ctl_command ctl_pack;
extern const struct ctl_command ctl_pouch;
extern const struct ctl_command ctl_nudge;
extern const struct ctl_command ctl_audit;
extern const struct ctl_command ctl_pin;
extern const struct ctl_command ctl_limits;
extern const struct ctl_command ctl_changes;

/* Where the program's own pictures are: as told, else beside the current folder, else beside the site; NULL when they
 * are nowhere. In the arena or borrowed. */
const char *ctl_icons(const char *told, const char *site, struct arena *a);

/* Prints `porchlightctl: …` to stderr and returns `code`, so `return ctl_complain(CTL_USAGE, …);`. */
int ctl_complain(enum ctl_exit code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
