/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "base/vec.h"
#include "domain/rules.h"
#include "page_int.h"
#include "schema_int.h"
#include "textfile_int.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

/* cmark 0.30 can take time that grows with the square of one paragraph: no honest one is longer. */
enum { BLOCK_MAX = 4096 };

struct lines {
    size_t *v;
    size_t len, cap;
};

struct walk {
    const struct page_file *file;
    const char *locale;
    struct arena *a;
    struct faults *faults;
    VEC(struct page_card) cards;
    VEC(struct page_use) uses;
    /* the current card's */
    VEC(const char *) sentences;
    VEC(int) sentence_lines;
    VEC(const char *) resources;
    VEC(int) resource_lines;
    /* the block whose sentences are being split: its text, first line, and where in the text its other lines begin */
    const char *block_text;
    int block_line;
    const struct lines *breaks;
};

static int line_of(const struct walk *w, cmark_node *node)
{
    return w->file->body_line + cmark_node_get_start_line(node) - 1;
}

static void fault(struct walk *w, int line, const char *what)
{
    faults_add(w->faults, FAULT_ERROR, w->file->path, line, "%s", what);
}

static struct page_card *current(struct walk *w)
{
    return w->cards.len ? &w->cards.v[w->cards.len - 1] : NULL;
}

static void *copy_of(struct arena *a, const void *v, size_t count, size_t size)
{
    void *copy = arena_array(a, count, size);
    if (count)
        memcpy(copy, v, count * size);
    return copy;
}

/* Moves what has been gathered into the current card. */
static void close_card(struct walk *w)
{
    struct page_card *c = current(w);
    if (!c)
        return;
    c->card.sentences = copy_of(w->a, w->sentences.v, w->sentences.len, sizeof *w->sentences.v);
    c->card.sentence_count = w->sentences.len;
    c->sentence_lines = copy_of(w->a, w->sentence_lines.v, w->sentence_lines.len, sizeof(int));
    c->card.resources = copy_of(w->a, w->resources.v, w->resources.len, sizeof *w->resources.v);
    c->card.resource_count = w->resources.len;
    c->resource_lines = copy_of(w->a, w->resource_lines.v, w->resource_lines.len, sizeof(int));
    if (c->card.sentence_count > SENTENCES_MAX)
        faults_add(w->faults, FAULT_ERROR, w->file->path, c->sentence_lines[SENTENCES_MAX],
                   "the card \"%s\" has %zu sentences; at most %d fit", c->card.title, c->card.sentence_count,
                   (int)SENTENCES_MAX);
    if (c->card.sentence_count == 0)
        faults_add(w->faults, FAULT_ERROR, w->file->path, c->line, "the card \"%s\" says nothing", c->card.title);
    w->sentences.len = w->sentence_lines.len = w->resources.len = w->resource_lines.len = 0;
}

/* Entities such as &#27; bring in what textfile_clean has kept out. */
static char *finished(struct walk *w, struct str *s, int line)
{
    size_t before = w->faults ? w->faults->len : 0;
    char *text = arena_strndup(w->a, s->s, s->len);
    struct faults local;
    faults_init(&local);
    size_t len = textfile_clean(text, strlen(text), w->file->path, &local);
    text[len] = 0;
    if (local.len && before == (w->faults ? w->faults->len : 0))
        fault(w, line, "a character code (&#…;) that no text may hold");
    faults_release(&local);
    return text;
}

/* The line of a place in the current block's text. */
static int line_at(const struct walk *w, const char *at)
{
    size_t offset = (size_t)(at - w->block_text), i = 0;
    while (i < w->breaks->len && w->breaks->v[i] <= offset)
        i++;
    return w->block_line + (int)i;
}

static const struct lines no_breaks = {.len = 0};

static void begin_block(struct walk *w, const char *text, int line, const struct lines *breaks)
{
    w->block_text = text;
    w->block_line = line;
    w->breaks = breaks;
}

/* Notes each {{local.key}} of the block; complains of braces that are none. */
static void note_uses(struct walk *w)
{
    for (const char *p = w->block_text; (p = strstr(p, "{{")); p += 2) {
        const char *end = strstr(p, "}}");
        char *key = end ? arena_strndup(w->a, p + 2, (size_t)(end - p) - 2) : NULL;
        if (key && str_starts(key, "local.") && key_valid(key + 6))
            VEC_PUSH(&w->uses, ((struct page_use){key + 6, line_at(w, p), false}));
        else
            fault(w, line_at(w, p), "{{ must be followed by local.key and }}");
    }
}

static void add_sentence(void *context, const char *s, size_t len)
{
    struct walk *w = context;
    VEC_PUSH(&w->sentences, (const char *)arena_strndup(w->a, s, len));
    VEC_PUSH(&w->sentence_lines, line_at(w, s));
}

/* ---- what stands inside a paragraph or heading ---- */

struct inlines {
    struct walk *w;
    struct str text;  /* what is read */
    struct str label; /* of the image that is open */
    bool in_image;    /* text goes to the label */
    int in_link;      /* depth of resource links */
    bool outside;     /* letters stand outside links */
    bool heading;
    int line;
    struct lines breaks; /* where in `text` each further line begins */
};

static void add_text(struct inlines *in, const char *s)
{
    if (!s)
        return;
    str_add(in->in_image ? &in->label : &in->text, s);
    in->outside = in->outside || (!in->in_image && !in->in_link && s[strspn(s, " .")]);
}

static void open_image(struct inlines *in, cmark_node *node)
{
    if (in->in_image)
        fault(in->w, in->line, "a picture inside a picture's label");
    in->in_image = true;
    str_clear(&in->label);
    (void)node;
}

static bool path_ok(const char *path)
{
    return *path && *path != '/' && !strstr(path, "..") && !strchr(path, '\\') && strlen(path) < 200;
}

static void close_image(struct inlines *in, cmark_node *node)
{
    in->in_image = false;
    struct walk *w = in->w;
    struct page_card *c = current(w);
    const char *url = cmark_node_get_url(node);
    if (in->heading || !c) {
        fault(w, in->line, "a picture stands below its card's ## line");
        return;
    }
    if (c->picture_line) {
        fault(w, in->line, "a card has one picture");
        return;
    }
    if (str_starts(url, "icon:") && key_valid(url + 5))
        c->card.icon = arena_strdup(w->a, url + 5);
    else if (str_starts(url, "media:") && path_ok(url + 6))
        c->card.media = arena_strdup(w->a, url + 6);
    else {
        faults_add(w->faults, FAULT_ERROR, w->file->path, in->line,
                   "a picture is (icon:name) or (media:path below the site), not '%.80s'", url);
        return;
    }
    c->picture_line = in->line;
    c->card.picture_label = finished(w, &in->label, in->line);
    begin_block(w, c->card.picture_label, in->line, &no_breaks);
    note_uses(w);
    if (!*c->card.picture_label)
        fault(w, in->line, "a picture needs its words between the brackets: they are spoken");
}

static void close_link(struct inlines *in, cmark_node *node)
{
    struct walk *w = in->w;
    const char *url = cmark_node_get_url(node);
    in->in_link--;
    if (!str_starts(url, "resource:") || !key_valid(url + 9)) {
        faults_add(w->faults, FAULT_ERROR, w->file->path, in->line,
                   "a link is (resource:key), not '%.80s': the machine shows no other pages", url);
        return;
    }
    if (in->heading || !current(w)) {
        fault(w, in->line, "a link stands below its card's ## line");
        return;
    }
    VEC_PUSH(&w->resources, (const char *)arena_strdup(w->a, url + 9));
    VEC_PUSH(&w->resource_lines, in->line);
}

static void read_inline(struct inlines *in, cmark_node *node, bool enter)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        add_text(in, cmark_node_get_literal(node));
        return;
    case CMARK_NODE_CODE:
        fault(in->w, in->line, "`code` is not used here");
        add_text(in, cmark_node_get_literal(node));
        return;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        add_text(in, " ");
        VEC_PUSH(&in->breaks, in->text.len);
        in->line++;
        return;
    case CMARK_NODE_HTML_INLINE:
        fault(in->w, in->line, "HTML is not used here");
        return;
    case CMARK_NODE_IMAGE:
        if (enter)
            open_image(in, node);
        else
            close_image(in, node);
        return;
    case CMARK_NODE_LINK:
        if (enter)
            in->in_link++;
        else
            close_link(in, node);
        return;
    default: /* emphasis: its words are kept */
        return;
    }
}

/* Reads what stands inside a paragraph or heading. `in` is released by the caller. */
static void read_inlines(struct walk *w, cmark_node *block, bool heading, struct inlines *in)
{
    *in = (struct inlines){.w = w, .heading = heading, .line = line_of(w, block)};
    str_init(&in->text);
    str_init(&in->label);
    cmark_iter *it = cmark_iter_new(block);
    for (cmark_event_type event; (event = cmark_iter_next(it)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(it);
        if (node != block)
            read_inline(in, node, event == CMARK_EVENT_ENTER);
    }
    cmark_iter_free(it);
}

static void release_inlines(struct inlines *in)
{
    str_release(&in->text);
    str_release(&in->label);
    VEC_RELEASE(&in->breaks);
}

/* ---- blocks ---- */

static void paragraph(struct walk *w, cmark_node *node)
{
    struct inlines in;
    int line = line_of(w, node);
    if (!current(w)) {
        fault(w, line, "text before the first ## line belongs to no card");
        return;
    }
    read_inlines(w, node, false, &in);
    if (in.outside) { /* a paragraph that is only a link adds its code, not a sentence */
        const char *text = finished(w, &in.text, line);
        begin_block(w, text, line, &in.breaks);
        note_uses(w);
        sentences_split(text, strlen(text), w->locale, add_sentence, w);
        w->breaks = &no_breaks;
    }
    release_inlines(&in);
}

static char *trimmed(char *s)
{
    s += strspn(s, " ");
    for (size_t n = strlen(s); n && s[n - 1] == ' '; n--)
        s[n - 1] = 0;
    return s;
}

/* `key=word|word`; key NULL, with a fault, when it is not so. */
static struct page_condition read_condition(struct walk *w, const char *only, int line)
{
    size_t key_len = strcspn(only, "=");
    char *key = arena_strndup(w->a, only, key_len);
    VEC(const char *) words = {0};
    bool ok = only[key_len] == '=' && key_valid(key);
    const char *p = only + key_len;
    while (ok && *p) { /* at = or | */
        size_t n = strcspn(p + 1, "|");
        const char *word = arena_strndup(w->a, p + 1, n);
        ok = key_valid(word);
        if (ok && strcmp(key, "immigration") == 0 && immigration_from_word(word) == IMMIGRATION_COUNT)
            faults_add(w->faults, FAULT_ERROR, w->file->path, line, "'%s' is no value that immigration can have", word);
        VEC_PUSH(&words, word);
        p += 1 + n;
    }
    if (!ok)
        faults_add(w->faults, FAULT_ERROR, w->file->path, line,
                   "{only: %s} must be {only: key=value}, values joined by |", only);
    struct page_condition c = {
        .key = ok ? key : NULL, .words = copy_of(w->a, words.v, words.len, sizeof *words.v), .word_count = words.len};
    VEC_RELEASE(&words);
    return c;
}

/* Takes a {only: …} from the end of the title. False when it cannot be understood: such a card must not be shown, since
 * nobody can say when it is true. */
static bool take_condition(struct walk *w, struct page_card *c, char *title)
{
    char *open = strrchr(title, '{');
    if (!open || (open > title && open[-1] == '{')) /* {{local.key}} */
        return true;
    char *close = strchr(open, '}');
    if (!close || close[1 + strspn(close + 1, " ")] || !str_starts(open, "{only:")) {
        fault(w, c->line, "a title's braces must be {only: key=value} at its end");
        return false;
    }
    *close = *open = 0;
    c->only = read_condition(w, trimmed(open + 6), c->line);
    if (c->only.key)
        VEC_PUSH(&w->uses, ((struct page_use){c->only.key, c->line, true}));
    return c->only.key != NULL;
}

static void heading(struct walk *w, cmark_node *node)
{
    int line = line_of(w, node);
    if (cmark_node_get_heading_level(node) != 2) {
        fault(w, line, "only ## begins a card; the page's title stands in its head");
        return;
    }
    close_card(w);
    if (w->cards.len == PAGE_CARDS_MAX) {
        faults_add(w->faults, FAULT_ERROR, w->file->path, line, "a page has at most %d cards", (int)PAGE_CARDS_MAX);
        return;
    }
    struct inlines in;
    read_inlines(w, node, true, &in);
    struct page_card c = {.line = line};
    char *title = finished(w, &in.text, line);
    c.never = !take_condition(w, &c, title);
    c.card.title = trimmed(title);
    begin_block(w, c.card.title, line, &in.breaks);
    note_uses(w);
    if (!*c.card.title)
        fault(w, line, "a card needs a title after ##");
    VEC_PUSH(&w->cards, c);
    w->breaks = &no_breaks;
    release_inlines(&in);
}

static void list(struct walk *w, cmark_node *node)
{
    for (cmark_node *item = cmark_node_first_child(node); item; item = cmark_node_next(item))
        for (cmark_node *child = cmark_node_first_child(item); child; child = cmark_node_next(child)) {
            if (cmark_node_get_type(child) == CMARK_NODE_PARAGRAPH)
                paragraph(w, child);
            else
                fault(w, line_of(w, child), "a list holds only sentences");
        }
}

static void block(struct walk *w, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HEADING:
        heading(w, node);
        return;
    case CMARK_NODE_PARAGRAPH:
        paragraph(w, node);
        return;
    case CMARK_NODE_LIST:
        list(w, node);
        return;
    case CMARK_NODE_HTML_BLOCK:
        fault(w, line_of(w, node), "HTML is not used here");
        return;
    default:
        fault(w, line_of(w, node), "only cards (##), pictures, sentences and lists are used here");
        return;
    }
}

/* A copy in which paragraphs over the limit are blank lines, with a fault each. */
static char *without_giants(struct walk *w, size_t *len)
{
    char *text = arena_strndup(w->a, w->file->body, w->file->body_len);
    *len = w->file->body_len;
    int line = w->file->body_line, first_line = line, told = 0;
    size_t start = 0, blanked = 0; /* the paragraph's start; how far the text is blank already */
    for (size_t at = 0; at < *len; line++) {
        const char *end = memchr(text + at, '\n', *len - at);
        size_t n = end ? (size_t)(end - text) - at : *len - at;
        bool blank = strspn(text + at, " \t") >= n;
        at += n + (end != NULL);
        if (blank) {
            start = at;
            first_line = line + 1;
        } else if (at - start > BLOCK_MAX) {
            if (told != first_line)
                faults_add(w->faults, FAULT_ERROR, w->file->path, first_line,
                           "a paragraph of more than %d bytes is not read", (int)BLOCK_MAX);
            told = first_line;
            for (size_t i = start > blanked ? start : blanked; i < at; i++)
                text[i] = text[i] == '\n' ? '\n' : ' ';
            blanked = at;
        }
    }
    return text;
}

bool page_condition_met(const struct page_condition *only, const char *value)
{
    if (!only->key)
        return true;
    bool variants = strcmp(only->key, "immigration") == 0;
    enum immigration_variant mine = immigration_from_word(variants ? value : NULL);
    for (size_t i = 0; value && i < only->word_count; i++)
        if (strcmp(only->words[i], value) == 0 ||
            (mine != IMMIGRATION_COUNT && immigration_from_word(only->words[i]) == mine))
            return true;
    return false;
}

void page_body_parse(const struct page_file *file, const char *icu_locale, struct arena *a, struct page_body *out,
                     struct faults *faults)
{
    struct walk w = {.file = file, .locale = icu_locale, .a = a, .faults = faults};
    size_t len;
    char *text = without_giants(&w, &len);
    cmark_node *document = cmark_parse_document(text, len, CMARK_OPT_DEFAULT);
    for (cmark_node *node = cmark_node_first_child(document); node; node = cmark_node_next(node))
        block(&w, node);
    close_card(&w);
    cmark_node_free(document);
    if (w.cards.len == 0)
        fault(&w, file->body_line, "the page has no card: a card begins with ##");
    out->cards = copy_of(a, w.cards.v, w.cards.len, sizeof *w.cards.v);
    out->card_count = w.cards.len;
    out->uses = copy_of(a, w.uses.v, w.uses.len, sizeof *w.uses.v);
    out->use_count = w.uses.len;
    VEC_RELEASE(&w.cards);
    VEC_RELEASE(&w.uses);
    VEC_RELEASE(&w.sentences);
    VEC_RELEASE(&w.sentence_lines);
    VEC_RELEASE(&w.resources);
    VEC_RELEASE(&w.resource_lines);
}
