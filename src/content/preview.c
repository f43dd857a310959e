/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/preview.h"

#include "base/str.h"
#include "page_int.h"

#include <string.h>

/* The sentence with the fact in it; the other facts as they are. */
static const char *filled(const struct site *s, const char *text, const char *key, const char *value, struct arena *a)
{
    struct str out;
    str_init(&out);
    for (const char *open; (open = strstr(text, "{{local.")) != NULL;) {
        const char *name = open + strlen("{{local."), *close = strstr(name, "}}");
        if (!close)
            break;
        const char *other = arena_strndup(a, name, (size_t)(close - name));
        const struct local_fact *fact = site_fact(s, other);
        const char *says = str_eq(other, key) ? value : fact ? fact->value : NULL;
        str_add_n(&out, text, (size_t)(open - text));
        str_add(&out, "\u2068");
        str_add(&out, says ? says : "…");
        str_add(&out, "\u2069");
        text = close + 2;
    }
    str_add(&out, text);
    const char *kept = arena_strdup(a, out.s);
    str_release(&out);
    return kept;
}

size_t preview_sentences(const struct site *s, const char *slug, const char *tag, const char *key, const char *value,
                         struct arena *a, const char **out, size_t max)
{
    struct arena scratch;
    struct page_file file;
    struct page_body body;
    size_t n = 0;
    arena_init(&scratch, false);
    const char *own = arena_printf(&scratch, "pages/%s/%s.md", slug, tag);
    const char *path = fs_stat(&s->root, own, NULL, NULL) ? own : arena_printf(&scratch, "pages/%s/en.md", slug);
    const struct language *lang = site_language(s, path == own ? tag : "en");
    const char *use = arena_printf(&scratch, "{{local.%s}}", key);
    if (page_file_read(&s->root, path, path != own || str_eq(tag, "en"), &scratch, &file, NULL)) {
        page_body_parse(&file, lang ? lang->icu_locale : NULL, &scratch, &body, NULL);
        for (size_t i = 0; i < body.card_count; i++) {
            const struct page_card *c = &body.cards[i];
            bool asked = str_eq(c->only.key, key), met = asked && page_condition_met(&c->only, value);
            for (size_t k = 0; k < c->card.sentence_count && n < max; k++)
                if (met || (!asked && strstr(c->card.sentences[k], use)))
                    out[n++] = filled(s, c->card.sentences[k], key, value, a);
        }
    }
    arena_release(&scratch);
    return n;
}
