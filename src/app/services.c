/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app_int.h"

#include "base/log.h"
#include "base/vec.h"
#include "device/keyboard_layout.h"
#include "device/qr.h"

#include <stdlib.h>
#include <string.h>

enum { CODES_MAX = 8 };

/* One that was asked for, kept while the program runs: trees point at it. */
struct keyboard {
    const char *name, *tag;
    struct keyboard_layout layout;
    bool good;
};

struct app_services {
    struct {
        char *payload;
        struct qr *qr; /* its own block: trees and paint lists point at it */
    } codes[CODES_MAX];
    size_t code_count;
    VEC(struct keyboard *) keyboards;
    struct arena arena;
};

struct app_services *services_new(void)
{
    struct app_services *s = calloc(1, sizeof *s);
    if (!s)
        BUG("out of memory");
    arena_init(&s->arena, false);
    return s;
}

void services_forget(struct app_services *s)
{
    for (size_t i = 0; i < s->code_count; i++) {
        explicit_bzero(s->codes[i].payload, strlen(s->codes[i].payload));
        explicit_bzero(s->codes[i].qr, sizeof *s->codes[i].qr);
        free(s->codes[i].payload);
        free(s->codes[i].qr);
    }
    s->code_count = 0;
}

void services_free(struct app_services *s)
{
    if (!s)
        return;
    services_forget(s);
    VEC_RELEASE(&s->keyboards);
    arena_release(&s->arena);
    free(s);
}

const struct qr *services_qr(void *services, const char *payload)
{
    struct app_services *s = services;
    for (size_t i = 0; i < s->code_count; i++)
        if (strcmp(s->codes[i].payload, payload) == 0)
            return s->codes[i].qr;
    struct qr *qr = malloc(sizeof *qr);
    char *copy = strdup(payload);
    if (!qr || !copy)
        BUG("out of memory");
    struct err e = {0};
    if (!qr_encode(payload, qr, &e)) {
        log_warn("%s", e.msg);
        free(qr);
        free(copy);
        return NULL;
    }
    if (s->code_count == CODES_MAX)
        services_forget(s);
    s->codes[s->code_count].payload = copy;
    s->codes[s->code_count++].qr = qr;
    return qr;
}

static const struct keyboard *keyboard_new(struct app_services *s, const char *name, const char *tag)
{
    struct err e = {0};
    struct keyboard *k = ARENA_NEW(&s->arena, struct keyboard);
    k->name = arena_strdup(&s->arena, name);
    k->tag = arena_strdup(&s->arena, tag);
    k->good = keyboard_layout_load(&k->layout, name, tag, &s->arena, &e);
    if (!k->good)
        log_warn("no keyboard '%s': %s", name, e.msg);
    VEC_PUSH(&s->keyboards, k);
    return k;
}

const struct keyboard_layout *services_keyboard(void *services, const char *name, const char *tag)
{
    struct app_services *s = services;
    const struct keyboard *k = NULL;
    for (size_t i = 0; i < s->keyboards.len && !k; i++)
        if (strcmp(s->keyboards.v[i]->name, name) == 0 && strcmp(s->keyboards.v[i]->tag, tag) == 0)
            k = s->keyboards.v[i];
    if (!k)
        k = keyboard_new(s, name, tag);
    return k->good ? &k->layout : NULL;
}
