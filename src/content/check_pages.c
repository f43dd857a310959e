/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "check_int.h"
#include "words_int.h"

#include <stdarg.h>
#include <string.h>

/* One page folder: en.md as the measure of the rest. */
struct folder {
    struct check *check;
    const char *slug;
    bool has_original;
    struct page_file original;
    struct page_body body;
};

static void error_at(const struct folder *f, const char *path, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static void error_at(const struct folder *f, const char *path, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    faults_add(f->check->faults, FAULT_ERROR, path, line, "%s", arena_vprintf(&f->check->arena, fmt, ap));
    va_end(ap);
}

/* ---- facts, resources, pictures: any language ---- */

static bool is_needed(const struct page *page, const char *key)
{
    for (size_t i = 0; i < page->need_count; i++)
        if (strcmp(page->needs[i], key) == 0)
            return true;
    return false;
}

static void check_fact(struct check *c, const char *key, const char *path, int line)
{
    const struct local_fact *fact = site_fact(c->site, key);
    char day[11];
    if (!fact) {
        faults_add(c->faults, FAULT_ERROR, path, line, "local.yaml has no usable '%s': the page is not shown", key);
    } else if (!local_fact_good(fact, c->today)) {
        day_format(fact->expires, day);
        faults_add(c->faults, FAULT_ERROR, path, line, "the local fact '%s' expired on %s: the page is not shown", key,
                   day);
    }
}

static void check_uses(const struct folder *f, const struct page_file *file, const struct page_body *body)
{
    for (size_t i = 0; i < body->use_count; i++) {
        const struct page_use *use = &body->uses[i];
        if (!f->has_original || is_needed(&f->original.head.page, use->key))
            continue; /* a needed one is told at the head */
        if (use->condition) {
            if (!site_fact(f->check->site, use->key) && file == &f->original)
                faults_add(f->check->faults, FAULT_WARNING, file->path, use->line,
                           "local.yaml has no usable '%s': this card is not shown", use->key);
            continue;
        }
        check_fact(f->check, use->key, file->path, use->line);
        faults_add(f->check->faults, FAULT_ERROR, file->path, use->line, "'%s' must stand in the needs of en.md",
                   use->key);
    }
}

static void check_texts(const struct folder *f, const struct page_file *file, const struct page_card *card)
{
    struct faults *faults = f->check->faults;
    const struct card *k = &card->card;
    if (has_phone_number(k->title))
        faults_add(faults, FAULT_WARNING, file->path, card->line, "a telephone number belongs in resources.yaml");
    if (looks_zawgyi(k->title))
        faults_add(faults, FAULT_WARNING, file->path, card->line, "this looks like Zawgyi, not Unicode");
    for (size_t i = 0; i < k->sentence_count; i++) {
        if (has_phone_number(k->sentences[i]))
            faults_add(faults, FAULT_WARNING, file->path, card->sentence_lines[i],
                       "a telephone number belongs in resources.yaml");
        if (looks_zawgyi(k->sentences[i]))
            faults_add(faults, FAULT_WARNING, file->path, card->sentence_lines[i],
                       "this looks like Zawgyi, not Unicode");
    }
}

static void check_card(const struct folder *f, const struct page_file *file, const struct page_card *card)
{
    struct check *c = f->check;
    if (card->card.icon)
        check_icon(c, card->card.icon, file->path, card->picture_line);
    if (card->card.media)
        check_photo(c, card->card.media, file->path, card->picture_line);
    if (!card->picture_line)
        error_at(f, file->path, card->line, "the card \"%s\" has no picture", card->card.title);
    for (size_t i = 0; i < card->card.resource_count; i++)
        if (!site_resource(c->site, card->card.resources[i]))
            error_at(f, file->path, card->resource_lines[i], "resources.yaml has no '%s'", card->card.resources[i]);
    check_texts(f, file, card);
}

/* ---- en.md ---- */

static bool same_list(const char *const *a, size_t na, const char *const *b, size_t nb)
{
    for (size_t i = 0; na == nb && i < na; i++)
        if (strcmp(a[i], b[i]) != 0)
            return false;
    return na == nb;
}

static bool same_condition(const struct page_condition *a, const struct page_condition *b)
{
    return str_eq(a->key, b->key) && same_list(a->words, a->word_count, b->words, b->word_count);
}

/* The first card that speaks of `key` being `value`; card_count when none does. */
static size_t card_for(const struct page_body *body, const char *key, const char *value)
{
    size_t i = 0;
    while (i < body->card_count && !(body->cards[i].only.key && strcmp(body->cards[i].only.key, key) == 0 &&
                                     page_condition_met(&body->cards[i].only, value)))
        i++;
    return i;
}

/* Cards of one fact have the same words or none in common: two answers to one question must not both be shown. */
static void check_overlap(const struct folder *f, const struct page_card *card)
{
    for (size_t i = 0; i < card->only.word_count; i++) {
        const struct page_card *first = &f->body.cards[card_for(&f->body, card->only.key, card->only.words[i])];
        if (!same_condition(&first->only, &card->only)) {
            error_at(f, f->original.path, card->line, "the card on line %d speaks of %s=%s too", first->line,
                     card->only.key, card->only.words[i]);
            return;
        }
    }
}

static void check_covered(const struct folder *f, const struct page_card *card)
{
    const char *key = card->only.key;
    if (strcmp(key, "immigration") == 0) {
        for (size_t w = 0; w < IMMIGRATION_WORD_COUNT; w++)
            if (card_for(&f->body, key, immigration_words[w]) == f->body.card_count)
                error_at(f, f->original.path, card->line, "no card says what holds when immigration is %s",
                         immigration_words[w]);
        return;
    }
    const struct local_fact *fact = site_fact(f->check->site, key);
    if (fact && card_for(&f->body, key, fact->value) == f->body.card_count)
        error_at(f, f->original.path, card->line, "no card says what holds when %s is %s, as in local.yaml", key,
                 fact->value);
}

static void check_conditions(const struct folder *f)
{
    for (size_t i = 0; i < f->body.card_count; i++) {
        const struct page_card *card = &f->body.cards[i];
        if (!card->only.key)
            continue;
        check_overlap(f, card);
        bool first = true;
        for (size_t k = 0; k < i; k++)
            first = first && !str_eq(f->body.cards[k].only.key, card->only.key);
        if (first)
            check_covered(f, card);
    }
}

static void check_reading(const struct folder *f)
{
    for (size_t i = 0; i < f->body.card_count; i++) {
        const struct page_card *card = &f->body.cards[i];
        size_t words = 0, syllables = 0, w, s;
        for (size_t k = 0; k < card->card.sentence_count; k++) {
            count_words(card->card.sentences[k], &w, &s);
            words += w;
            syllables += s;
            if (w > WORDS_MAX)
                faults_add(f->check->faults, FAULT_WARNING, f->original.path, card->sentence_lines[k],
                           "a sentence of %zu words; at most %d are easily heard", w, (int)WORDS_MAX);
        }
        double grade = reading_grade(card->card.sentence_count, words, syllables);
        if (grade > GRADE_MAX)
            faults_add(f->check->faults, FAULT_WARNING, f->original.path, card->line,
                       "the card \"%s\" reads at grade %.1f; at most %d is easy", card->card.title, grade,
                       (int)GRADE_MAX);
    }
}

static void check_original(const struct folder *f)
{
    struct check *c = f->check;
    const struct page_head *h = &f->original.head;
    for (size_t i = 0; i < h->page.need_count; i++)
        check_fact(c, h->page.needs[i], f->original.path, h->needs_line);
    if (h->page.icon)
        check_icon(c, h->page.icon, f->original.path, 1);
    if (h->page.checked_on != DAY_NONE && h->page.shelf_life_days > 0) {
        int64_t left = (int64_t)h->page.checked_on + h->page.shelf_life_days - c->today;
        if (left < 0)
            faults_add(c->faults, FAULT_ERROR, f->original.path, 1,
                       "past its shelf life since %lld days: check its facts and renew 'checked'", (long long)-left);
        else if (left <= SOON_DAYS)
            faults_add(c->faults, FAULT_WARNING, f->original.path, 1, "its shelf life ends in %lld days",
                       (long long)left);
    }
    check_conditions(f);
    check_reading(f);
}

/* ---- a translation against en.md ---- */

static void compare_card(const struct folder *f, const struct page_file *file, const struct page_card *en,
                         const struct page_card *mine)
{
    const struct card *a = &en->card, *b = &mine->card;
    int picture = mine->picture_line ? mine->picture_line : mine->line;
    if (!str_eq(a->icon, b->icon) || !str_eq(a->media, b->media))
        error_at(f, file->path, picture, "en.md has another picture here: %s",
                 a->icon    ? a->icon
                 : a->media ? a->media
                            : "none");
    if (!same_list(a->resources, a->resource_count, b->resources, b->resource_count))
        error_at(f, file->path, mine->line, "the card \"%s\" does not have the links of en.md", b->title);
    if (!same_condition(&en->only, &mine->only) && !mine->never)
        error_at(f, file->path, mine->line, "en.md has %s here", en->only.key ? "another {only: …}" : "no {only: …}");
}

static void compare(const struct folder *f, const struct page_file *file, const struct page_body *body)
{
    size_t n = body->card_count < f->body.card_count ? body->card_count : f->body.card_count;
    for (size_t i = 0; i < n; i++)
        compare_card(f, file, &f->body.cards[i], &body->cards[i]);
    if (body->card_count != f->body.card_count)
        faults_add(f->check->faults, FAULT_ERROR, file->path,
                   body->card_count > n ? body->cards[n].line
                   : n                  ? body->cards[n - 1].line
                                        : file->body_line,
                   "%zu cards, but en.md has %zu", body->card_count, f->body.card_count);
    if (file->head.of && strcmp(file->head.of, f->original.hash) != 0)
        faults_add(f->check->faults, FAULT_WARNING, file->path, file->head.of_line,
                   "stale: en.md has changed since; it is now %s", f->original.hash);
}

/* ---- a folder ---- */

static void check_translation(const struct folder *f, const char *tag)
{
    struct check *c = f->check;
    const struct language *language = site_language(c->site, tag);
    const char *path = arena_printf(&c->arena, "pages/%s/%s.md", f->slug, tag);
    if (!language || strcmp(language->text.tag, tag) != 0)
        faults_add(c->faults, FAULT_WARNING, path, 0, "language '%s' is not in languages.yaml", tag);
    struct page_file file;
    struct page_body body;
    if (!page_file_read(&c->site->root, path, false, &c->arena, &file, c->faults))
        return;
    page_body_parse(&file, language ? language->icu_locale : NULL, &c->arena, &body, c->faults);
    for (size_t i = 0; i < body.card_count; i++)
        check_card(f, &file, &body.cards[i]);
    check_uses(f, &file, &body);
    if (file.head.slug && strcmp(file.head.slug, f->slug) != 0)
        error_at(f, path, 1, "the head's slug is '%s', not the folder's", file.head.slug);
    if (f->has_original)
        compare(f, &file, &body);
}

static void check_folder(struct check *c, const char *slug)
{
    struct folder f = {.check = c, .slug = slug};
    const char *path = arena_printf(&c->arena, "pages/%s/en.md", slug);
    const struct language *en = site_language(c->site, "en");
    /* the head's faults were told when the catalogue read it; faults_sort drops doubles */
    f.has_original = page_file_read(&c->site->root, path, true, &c->arena, &f.original, c->faults);
    if (f.has_original) {
        page_body_parse(&f.original, en ? en->icu_locale : NULL, &c->arena, &f.body, c->faults);
        for (size_t i = 0; i < f.body.card_count; i++)
            check_card(&f, &f.original, &f.body.cards[i]);
        check_uses(&f, &f.original, &f.body);
        check_original(&f);
    }
    char **names;
    size_t count;
    if (!fs_list(&c->site->root, arena_printf(&c->arena, "pages/%s", slug), &c->arena, &names, &count, NULL))
        return;
    for (size_t i = 0; i < count; i++)
        if (str_ends(names[i], ".md") && strcmp(names[i], "en.md") != 0)
            check_translation(&f, arena_strndup(&c->arena, names[i], strlen(names[i]) - 3));
}

void check_pages(struct check *c)
{
    char **names;
    size_t count;
    struct arena all;
    arena_init(&all, false);
    if (fs_list(&c->site->root, "pages", &all, &names, &count, NULL))
        for (size_t i = 0; i < count; i++)
            if (fs_is_dir(&c->site->root, arena_printf(&all, "pages/%s", names[i]))) {
                check_folder(c, names[i]);
                arena_reset(&c->arena); /* a thousand pages must not be held at once */
            }
    arena_release(&all);
}
