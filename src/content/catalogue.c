/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/catalogue.h"

#include "base/str.h"
#include "base/vec.h"
#include "page_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One page in one language, read when first asked for. */
struct shelf {
    char tag[LANGUAGE_TAG_MAX];
    bool there;  /* the file exists */
    bool broken; /* and nothing of it can be shown */
    struct page_text text;
    day_t from, to;    /* the days on which the cards are these: a card's {only: …} fact may expire */
    const char **uses; /* local facts that the text inserts, in the head's needs or not */
    size_t use_count;
};

struct entry {
    struct page page; /* first: catalogue hands out pointers to it */
    bool core, broken;
    char hash[BODY_HASH_MAX]; /* "" until asked for */
    VEC(struct shelf *) shelves;
};

struct offer {
    char tag[LANGUAGE_TAG_MAX];
    bool offered;
};

/* In how many core pages' folders <tag>.md is. */
struct core_tag {
    char tag[LANGUAGE_TAG_MAX];
    size_t count;
};

struct catalogue {
    const struct site *site;
    struct arena arena;
    struct entry *entries;
    size_t count;
    VEC(struct offer) offers;
    VEC(struct core_tag) core_tags; /* counted when a language is first asked for */
    size_t core_count, core_at;     /* the tag found last: folders list the same names in much the same order */
    bool core_counted;
};

/* ---- at the start: folders and heads ---- */

static void copy_texts(struct arena *a, const char *const **texts, size_t count)
{
    const char **copy = ARENA_ARRAY(a, const char *, count);
    for (size_t i = 0; i < count; i++)
        copy[i] = arena_strdup(a, (*texts)[i]);
    *texts = copy;
}

static void keep_head(struct arena *a, struct entry *e, const struct page_file *file, const char *slug)
{
    struct page *p = &e->page;
    *p = file->head.page;
    p->slug = arena_strdup(a, slug);
    p->icon = arena_strdup(a, p->icon ? p->icon : "");
    p->checked_by = arena_strdup(a, p->checked_by);
    copy_texts(a, &p->needs, p->need_count);
    copy_texts(a, &p->sources, p->source_count);
    e->core = file->head.core;
    e->broken = !file->head_ok;
}

/* Folders whose names differ only by case, or by _ for -, are one page twice. */
static char folded(char c)
{
    return c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int compare_slugs(const char *a, const char *b)
{
    while (*a && folded(*a) == folded(*b))
        a++, b++;
    return (unsigned char)folded(*a) - (unsigned char)folded(*b);
}

static int by_slug(const void *x, const void *y)
{
    const char *a = *(char *const *)x, *b = *(char *const *)y;
    int by = compare_slugs(a, b);
    return by ? by : strcmp(a, b);
}

static void find_doubles(char *const *folders, size_t count, struct arena *a, struct faults *faults)
{
    char **sorted = ARENA_ARRAY(a, char *, count + 1);
    memcpy(sorted, folders, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_slug);
    for (size_t i = 1; i < count; i++)
        if (compare_slugs(sorted[i - 1], sorted[i]) == 0)
            faults_add(faults, FAULT_ERROR, arena_printf(a, "pages/%s/en.md", sorted[i]), 0,
                       "two pages with one slug: pages/%s is '%s' too", sorted[i - 1], sorted[i]);
}

/* A head that names another page than its folder does. */
static void check_stated(char *const *folders, size_t count, size_t mine, const char *path, const char *stated,
                         struct faults *faults)
{
    if (!stated || strcmp(stated, folders[mine]) == 0)
        return;
    for (size_t i = 0; i < count; i++)
        if (i != mine && compare_slugs(folders[i], stated) == 0) {
            faults_add(faults, FAULT_ERROR, path, 0, "two pages with one slug: pages/%s is '%s' too", folders[i],
                       stated);
            return;
        }
    faults_add(faults, FAULT_ERROR, path, 0, "the head's slug is '%s' but the folder is '%s'", stated, folders[mine]);
}

static int by_place(const void *x, const void *y)
{
    const struct page *a = &((const struct entry *)x)->page, *b = &((const struct entry *)y)->page;
    int by = ((int)a->group > (int)b->group) - ((int)a->group < (int)b->group);
    if (by == 0)
        by = (a->order > b->order) - (a->order < b->order);
    return by ? by : strcmp(a->slug, b->slug);
}

static void read_folder(struct catalogue *c, char *const *folders, size_t count, size_t i, struct arena *scratch,
                        struct faults *faults)
{
    const char *folder = arena_printf(scratch, "pages/%s", folders[i]);
    const char *path = arena_printf(scratch, "%s/en.md", folder);
    if (!fs_is_dir(&c->site->root, folder)) {
        if (strcmp(folders[i], "README.md") != 0)
            faults_add(faults, FAULT_ERROR, folder, 0, "only folders stand here, one a page, inside the site");
        return;
    }
    struct page_file file;
    bool ok = page_head_read(&c->site->root, path, scratch, &file, faults);
    check_stated(folders, count, i, path, ok ? file.head.slug : NULL, faults);
    if (!page_slug_valid(folders[i])) {
        faults_add(faults, FAULT_ERROR, folder, 0,
                   "a page's folder is named with small letters a-z, digits and -, at most %d", (int)PAGE_SLUG_MAX);
        return;
    }
    if (ok && file.head.title)
        keep_head(&c->arena, &c->entries[c->count++], &file, folders[i]);
}

struct catalogue *catalogue_new(const struct site *site, struct faults *faults)
{
    struct catalogue *c = calloc(1, sizeof *c);
    if (!c)
        BUG("out of memory");
    c->site = site;
    arena_init(&c->arena, false);
    struct arena scratch, names;
    arena_init(&scratch, false);
    arena_init(&names, false);
    char **folders;
    size_t count;
    struct err e = {0};
    if (fs_list(&site->root, "pages", &names, &folders, &count, &e)) {
        c->entries = ARENA_ARRAY(&c->arena, struct entry, count);
        find_doubles(folders, count, &names, faults);
        for (size_t i = 0; i < count; i++) {
            read_folder(c, folders, count, i, &scratch, faults);
            arena_reset(&scratch);
        }
        if (c->count)
            qsort(c->entries, c->count, sizeof *c->entries, by_place);
    } else {
        faults_add(faults, FAULT_ERROR, "pages", 0, "%s", e.msg);
    }
    arena_release(&names);
    arena_release(&scratch);
    return c;
}

void catalogue_free(struct catalogue *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->count; i++)
        VEC_RELEASE(&c->entries[i].shelves);
    VEC_RELEASE(&c->offers);
    VEC_RELEASE(&c->core_tags);
    arena_release(&c->arena);
    free(c);
}

size_t catalogue_count(const struct catalogue *c)
{
    return c->count;
}

const struct page *catalogue_page(const struct catalogue *c, size_t i)
{
    return i < c->count ? &c->entries[i].page : NULL;
}

const struct page *catalogue_find(const struct catalogue *c, const char *slug)
{
    for (size_t i = 0; slug && i < c->count; i++)
        if (strcmp(c->entries[i].page.slug, slug) == 0)
            return &c->entries[i].page;
    return NULL;
}

/* A page is the first member of its entry. */
static struct entry *entry_of(struct catalogue *c, const struct page *p)
{
    size_t i = (size_t)((const struct entry *)p - c->entries);
    if (i >= c->count || &c->entries[i].page != p)
        BUG("a page that is not of this catalogue");
    return &c->entries[i];
}

/* ---- when first shown: the text ---- */

/* A copy with {{local.key}} replaced by the fact, isolated so that a number or a Latin name keeps its place in
 * right-to-left text (U+2068 first strong isolate … U+2069). */
static char *filled(struct catalogue *c, const char *text)
{
    if (!text || !strstr(text, "{{"))
        return arena_strdup(&c->arena, text);
    struct str out;
    str_init(&out);
    for (const char *p = text, *open; *p; p = open) {
        open = strstr(p, "{{local.");
        const char *close = open ? strstr(open, "}}") : NULL;
        if (!close) {
            str_add(&out, p);
            break;
        }
        str_add_n(&out, p, (size_t)(open - p));
        char key[64] = "";
        if ((size_t)(close - open - 8) < sizeof key)
            memcpy(key, open + 8, (size_t)(close - open - 8));
        const struct local_fact *fact = site_fact(c->site, key);
        str_add(&out, "\xE2\x81\xA8");
        str_add(&out, fact && fact->value ? fact->value : ""); /* a withdrawn fact has none */
        str_add(&out, "\xE2\x81\xA9");
        open = close + 2;
    }
    char *copy = arena_strndup(&c->arena, out.s, out.len);
    str_release(&out);
    return copy;
}

static void fill_card(struct catalogue *c, const struct card *from, struct card *to)
{
    struct arena *a = &c->arena;
    *to = (struct card){.title = filled(c, from->title),
                        .icon = arena_strdup(a, from->icon),
                        .media = arena_strdup(a, from->media),
                        .picture_label = filled(c, from->picture_label),
                        .sentence_count = from->sentence_count,
                        .resources = from->resources,
                        .resource_count = from->resource_count};
    const char **sentences = ARENA_ARRAY(a, const char *, from->sentence_count);
    for (size_t i = 0; i < from->sentence_count; i++)
        sentences[i] = filled(c, from->sentences[i]);
    to->sentences = sentences;
    copy_texts(a, &to->resources, to->resource_count);
}

/* Whether the card is there today; narrows the days for which that is so. */
static bool card_is_there(struct catalogue *c, struct shelf *s, const struct page_card *card, day_t today)
{
    if (!card->only.key)
        return !card->never;
    const struct local_fact *fact = site_fact(c->site, card->only.key);
    bool good = local_fact_good(fact, today);
    if (good && fact->expires < s->to)
        s->to = fact->expires;
    if (!good && fact && fact->expires != DAY_NONE && fact->expires >= s->from)
        s->from = fact->expires + 1; /* a clock that is set back makes it good again */
    return good && page_condition_met(&card->only, fact->value);
}

static void fill_text(struct catalogue *c, struct shelf *s, const struct page_file *file, const struct page_body *body,
                      const char *original_hash, day_t today)
{
    struct arena *a = &c->arena;
    struct card *cards = ARENA_ARRAY(a, struct card, body->card_count);
    size_t count = 0;
    for (size_t i = 0; i < body->card_count; i++)
        if (card_is_there(c, s, &body->cards[i], today))
            fill_card(c, &body->cards[i].card, &cards[count++]);
    const struct page_head *h = &file->head;
    s->text = (struct page_text){.tag = s->tag,
                                 .title = arena_strdup(a, h->title),
                                 .state = h->state,
                                 .translated_by = arena_strdup(a, h->by),
                                 .translated_on = h->on,
                                 .stale = h->state != TRANSLATION_ORIGINAL && !str_eq(h->of, original_hash),
                                 .cards = cards,
                                 .card_count = count};
    s->uses = ARENA_ARRAY(a, const char *, body->use_count);
    for (size_t i = 0; i < body->use_count; i++)
        if (!body->uses[i].condition)
            s->uses[s->use_count++] = arena_strdup(a, body->uses[i].key);
}

static const char *hash_of(struct catalogue *c, struct entry *e)
{
    if (!e->hash[0]) {
        struct arena scratch;
        struct page_file file;
        arena_init(&scratch, false);
        if (page_file_read(&c->site->root, arena_printf(&scratch, "pages/%s/en.md", e->page.slug), true, &scratch,
                           &file, NULL))
            memcpy(e->hash, file.hash, sizeof e->hash);
        arena_release(&scratch);
    }
    return e->hash;
}

static struct shelf *read_shelf(struct catalogue *c, struct entry *e, const char *tag, day_t today)
{
    struct shelf *s = ARENA_NEW(&c->arena, struct shelf);
    *s = (struct shelf){.from = DAY_NONE, .to = INT32_MAX};
    memcpy(s->tag, tag, strlen(tag) + 1);
    struct arena scratch;
    arena_init(&scratch, false);
    const char *path = arena_printf(&scratch, "pages/%s/%s.md", e->page.slug, s->tag);
    bool original = strcmp(tag, "en") == 0;
    s->there = fs_stat(&c->site->root, path, NULL, NULL);
    struct page_file file;
    if (s->there && page_file_read(&c->site->root, path, original, &scratch, &file, NULL) && file.head.title) {
        const struct language *language = site_language(c->site, tag);
        struct page_body body;
        page_body_parse(&file, language ? language->icu_locale : NULL, &scratch, &body, NULL);
        fill_text(c, s, &file, &body, hash_of(c, e), today);
        s->broken = !file.head_ok || s->text.card_count == 0;
    } else {
        s->broken = true;
    }
    arena_release(&scratch);
    return s;
}

static const struct shelf *shelf_of(struct catalogue *c, struct entry *e, const char *tag, day_t today)
{
    if (strlen(tag) >= LANGUAGE_TAG_MAX || strchr(tag, '/'))
        return NULL;
    for (size_t i = 0; i < e->shelves.len; i++) {
        struct shelf **s = &e->shelves.v[i];
        if (strcmp((*s)->tag, tag) != 0)
            continue;
        if (today < (*s)->from || today > (*s)->to) /* the old one stays in the arena: someone may still show it */
            *s = read_shelf(c, e, tag, today);
        return *s;
    }
    VEC_PUSH(&e->shelves, read_shelf(c, e, tag, today));
    return e->shelves.v[e->shelves.len - 1];
}

static bool is_off(const struct site *site, const char *slug)
{
    for (size_t i = 0; i < site->page_off_count; i++)
        if (strcmp(site->pages_off[i], slug) == 0)
            return true;
    return false;
}

static enum page_status status_of(struct catalogue *c, struct entry *e, const char *tag, day_t today,
                                  const struct shelf **shelf)
{
    const struct site *site = c->site;
    if (e->broken)
        return PAGE_BROKEN;
    if (is_off(site, e->page.slug))
        return PAGE_TURNED_OFF;
    enum page_status status = page_facts_status(&e->page, site->facts, site->fact_count, today);
    if (status != PAGE_SHOWN)
        return status;
    const struct shelf *s = *shelf = shelf_of(c, e, tag, today);
    if (!s || !s->there)
        return PAGE_NOT_TRANSLATED;
    /* a fact that the text inserts is needed though the head forgets it */
    const struct page uses = {.needs = s->uses, .need_count = s->use_count, .checked_on = today};
    status = page_facts_status(&uses, site->facts, site->fact_count, today);
    if (status != PAGE_SHOWN)
        return status;
    return s->broken ? PAGE_BROKEN : translation_status(&s->text, site->publish);
}

enum page_status catalogue_status(struct catalogue *c, const struct page *p, const char *tag, day_t today)
{
    const struct shelf *shelf;
    return status_of(c, entry_of(c, p), tag, today, &shelf);
}

const struct page_text *catalogue_text(struct catalogue *c, const struct page *p, const char *tag, day_t today)
{
    const struct shelf *shelf = NULL;
    enum page_status status = status_of(c, entry_of(c, p), tag, today, &shelf);
    return shelf && (status == PAGE_SHOWN || status == PAGE_SHOWN_AS_DRAFT) ? &shelf->text : NULL;
}

const struct page_text *catalogue_translation(struct catalogue *c, const struct page *p, const char *tag, day_t today)
{
    const struct shelf *s = shelf_of(c, entry_of(c, p), tag, today);
    return s && s->there && s->text.title ? &s->text : NULL;
}

bool catalogue_body_hash(struct catalogue *c, const struct page *p, char out[13])
{
    const char *hash = hash_of(c, entry_of(c, p));
    memcpy(out, hash, BODY_HASH_MAX);
    return *hash != 0;
}

/* ---- which languages are whole ---- */

static void count_file(void *context, const char *name)
{
    struct catalogue *c = context;
    size_t n = strlen(name);
    if (n < 4 || n - 3 >= LANGUAGE_TAG_MAX || strcmp(name + n - 3, ".md") != 0)
        return;
    n -= 3;
    for (size_t i = 0; i < c->core_tags.len; i++) {
        c->core_at = (c->core_at + 1) % c->core_tags.len;
        struct core_tag *t = &c->core_tags.v[c->core_at];
        if (memcmp(t->tag, name, n) == 0 && t->tag[n] == 0) {
            t->count++;
            return;
        }
    }
    struct core_tag t = {.count = 1};
    memcpy(t.tag, name, n);
    VEC_PUSH(&c->core_tags, t);
    c->core_at = c->core_tags.len - 1;
}

static void count_core(struct catalogue *c)
{
    c->core_counted = true;
    for (size_t i = 0; i < c->count; i++) {
        char folder[PAGE_SLUG_MAX + 16];
        if (!c->entries[i].core)
            continue;
        c->core_count++;
        snprintf(folder, sizeof folder, "pages/%s", c->entries[i].page.slug);
        fs_each_file(&c->site->root, folder, count_file, c);
    }
}

/* That the files are there is enough: reading them all would cost the start, and so would asking for each. */
static bool has_core(struct catalogue *c, const char *tag)
{
    if (!c->core_counted)
        count_core(c);
    for (size_t i = 0; i < c->core_tags.len; i++)
        if (strcmp(c->core_tags.v[i].tag, tag) == 0)
            return c->core_tags.v[i].count == c->core_count;
    return c->core_count == 0;
}

bool catalogue_offers(struct catalogue *c, struct strings *strings, const char *tag)
{
    for (size_t i = 0; i < c->offers.len; i++)
        if (strcmp(c->offers.v[i].tag, tag) == 0)
            return c->offers.v[i].offered;
    if (strlen(tag) >= LANGUAGE_TAG_MAX || strchr(tag, '/'))
        return false;
    struct offer offer = {.offered = strings_complete(strings, tag, STRINGS_VISITOR) && has_core(c, tag)};
    memcpy(offer.tag, tag, strlen(tag) + 1);
    VEC_PUSH(&c->offers, offer);
    return offer.offered;
}
