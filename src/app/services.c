/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app_int.h"

#include "base/log.h"
#include "device/keyboard_layout.h"
#include "device/qr.h"

#include <stdlib.h>
#include <string.h>

enum { CODES_MAX = 8, KEYBOARDS_MAX = 24 };

struct app_services {
    struct {
        char *payload;
        struct qr *qr; /* its own block: trees and paint lists point at it */
    } codes[CODES_MAX];
    size_t code_count;
    struct {
        char name[32], tag[LANGUAGE_TAG_MAX];
        struct keyboard_layout layout;
        bool good;
    } keyboards[KEYBOARDS_MAX];
    size_t keyboard_count;
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

const struct keyboard_layout *services_keyboard(void *services, const char *name, const char *tag)
{
    struct app_services *s = services;
    size_t i = 0;
    while (i < s->keyboard_count && (strcmp(s->keyboards[i].name, name) != 0 || strcmp(s->keyboards[i].tag, tag) != 0))
        i++;
    if (i == s->keyboard_count) {
        if (i == KEYBOARDS_MAX || strlen(name) >= sizeof s->keyboards[i].name ||
            strlen(tag) >= sizeof s->keyboards[i].tag)
            return NULL;
        struct err e = {0};
        memcpy(s->keyboards[i].name, name, strlen(name) + 1);
        memcpy(s->keyboards[i].tag, tag, strlen(tag) + 1);
        s->keyboards[i].good = keyboard_layout_load(&s->keyboards[i].layout, name, tag, &s->arena, &e);
        if (!s->keyboards[i].good)
            log_warn("no keyboard '%s': %s", name, e.msg);
        s->keyboard_count++;
    }
    return s->keyboards[i].good ? &s->keyboards[i].layout : NULL;
}
