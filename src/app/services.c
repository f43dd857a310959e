/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app_int.h"

#include "base/log.h"
#include "base/vec.h"
#include "device/keyboard_layout.h"
#include "device/qr.h"
#include "paper_int.h"

#include <stdlib.h>
#include <string.h>

/* One that was asked for, kept while the program runs: trees point at it. */
struct keyboard {
    const char *name, *tag;
    struct keyboard_layout layout;
    bool good;
};

/* A code and what it says; each in a block of its own: trees and paint lists point at it. */
struct code {
    char *payload;
    struct qr *qr;
};

struct app_services {
    struct app *app; /* NULL: codes alone */
    struct paper *paper;
    VEC(struct code) codes; /* of the screen that is shown */
    VEC(struct keyboard *) keyboards;
    struct arena arena;
};

struct app_services *services_new(struct app *a)
{
    struct app_services *s = calloc(1, sizeof *s);
    if (!s)
        BUG("out of memory");
    arena_init(&s->arena, false);
    s->app = a;
    s->paper = a ? paper_new(a) : NULL;
    return s;
}

void services_forget(struct app_services *s)
{
    for (size_t i = 0; i < s->codes.len; i++) {
        struct code *c = &s->codes.v[i];
        explicit_bzero(c->payload, strlen(c->payload));
        explicit_bzero(c->qr, sizeof *c->qr);
        free(c->payload);
        free(c->qr);
    }
    s->codes.len = 0;
    if (s->paper)
        paper_forget(s->paper);
}

void services_free(struct app_services *s)
{
    if (!s)
        return;
    services_forget(s);
    paper_free(s->paper);
    VEC_RELEASE(&s->codes);
    VEC_RELEASE(&s->keyboards);
    arena_release(&s->arena);
    free(s);
}

const struct qr *services_qr(void *services, const char *payload)
{
    struct app_services *s = services;
    for (size_t i = 0; i < s->codes.len; i++)
        if (strcmp(s->codes.v[i].payload, payload) == 0)
            return s->codes.v[i].qr;
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
    VEC_PUSH(&s->codes, ((struct code){copy, qr}));
    return qr;
}

struct paper *services_paper(struct app_services *s)
{
    return s->paper;
}

const struct slip_picture *services_slip(void *services, const char *what)
{
    struct app_services *s = services;
    struct err e = {0};
    if (paper_make(s->paper, what, printing_area(s->app), &e))
        return paper_picture(s->paper);
    log_warn("%s", e.msg);
    return NULL;
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
