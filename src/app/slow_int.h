/* One slow step at a time on a thread of its own: while a stick is read the screen lives.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_SLOW_INT_H
#define PORCHLIGHT_APP_SLOW_INT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct slow {
    pthread_t thread;
    bool running, started;
    atomic_bool done;
    void (*run)(void *of);
    void *of;
};

/* Nothing may be running. `of` is the thread's alone until slow_finished. `at_once`: it has run when this returns. */
void slow_start(struct slow *s, void (*run)(void *of), void *of, bool at_once);
/* True once, when it has ended. */
bool slow_finished(struct slow *s);
/* Waits for it. */
void slow_end(struct slow *s);

#endif
