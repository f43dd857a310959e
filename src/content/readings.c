/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/readings.h"

#include <string.h>

static void add(struct readings *out, const char *page, int card, const char *words)
{
    if (words && *words)
        VEC_PUSH(&out->rows, ((struct reading){page, card, words}));
}

static void add_page(struct readings *out, const struct page *p, const struct page_text *t)
{
    add(out, p->slug, 0, t->title);
    for (size_t k = 0; k < t->card_count; k++) {
        int card = (int)k + 1;
        add(out, p->slug, card, t->cards[k].title);
        add(out, p->slug, card, t->cards[k].picture_label);
        for (size_t s = 0; s < t->cards[k].sentence_count; s++)
            add(out, p->slug, card, t->cards[k].sentences[s]);
    }
}

static void list(struct readings *out, struct catalogue *c, struct strings *strings, const char *tag, day_t today,
                 bool hidden)
{
    *out = (struct readings){0};
    for (size_t i = 0; i < catalogue_count(c); i++) {
        const struct page *p = catalogue_page(c, i);
        const struct page_text *t = catalogue_text(c, p, tag, today);
        if (!t && hidden)
            t = catalogue_translation(c, p, tag, today);
        if (t)
            add_page(out, p, t);
    }
    const char *id;
    int n = 0;
    for (size_t i = 0; (id = strings_at(strings, i)); i++)
        if (!strchr(id, '{'))
            add(out, READINGS_SCREENS, ++n, strings_get(strings, tag, NULL, id));
}

void readings_list(struct readings *out, struct catalogue *c, struct strings *strings, const char *tag, day_t today)
{
    list(out, c, strings, tag, today, false);
}

void readings_list_hidden(struct readings *out, struct catalogue *c, struct strings *strings, const char *tag,
                          day_t today)
{
    list(out, c, strings, tag, today, true);
}

void readings_release(struct readings *r)
{
    VEC_RELEASE(&r->rows);
}
