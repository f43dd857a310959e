/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slow_int.h"

static void *body(void *arg)
{
    struct slow *s = arg;
    s->run(s->of);
    atomic_store(&s->done, true);
    return NULL;
}

void slow_start(struct slow *s, void (*run)(void *of), void *of, bool at_once)
{
    s->run = run;
    s->of = of;
    s->running = true;
    atomic_store(&s->done, false);
    s->started = !at_once && pthread_create(&s->thread, NULL, body, s) == 0;
    if (!s->started)
        body(s);
}

bool slow_finished(struct slow *s)
{
    if (!s->running || !atomic_load(&s->done))
        return false;
    slow_end(s);
    return true;
}

void slow_end(struct slow *s)
{
    if (s->started)
        pthread_join(s->thread, NULL);
    s->running = s->started = false;
}
