/* One page file: a YAML head between two lines of ---, and a CommonMark body. The head is cheap and read at the start;
 * the body is read when the page is first shown. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_PAGE_INT_H
#define PORCHLIGHT_CONTENT_PAGE_INT_H

#include "base/fs.h"
#include "content/faults.h"
#include "domain/page.h"

enum { BODY_HASH_MAX = 13 /* 12 hex digits and NUL */, SENTENCES_MAX = 3 };

struct page_head {
    struct page page; /* en.md only */
    const char *slug; /* stated in the head; NULL */
    const char *title;
    bool core;
    enum translation_state state;
    const char *by; /* of a translation */
    day_t on;
    const char *of; /* NULL when the head has none */
    int of_line, needs_line;
};

struct page_file {
    const char *path;
    struct page_head head;
    bool head_ok;             /* all that must be there is there */
    char hash[BODY_HASH_MAX]; /* of the body as it lies on the disk */
    const char *body;         /* cleaned */
    size_t body_len;
    int body_line; /* of its first line in the file */
};

/* Reads the file and its head. `original` for en.md. False, with its fault, when the file cannot be read or has no
 * head. */
bool page_file_read(const struct fs_root *root, const char *path, bool original, struct arena *a, struct page_file *out,
                    struct faults *faults);

/* The head of an en.md alone: neither hash nor body, and the body's bytes are not looked at. For the start, where a
 * thousand of them are read. */
bool page_head_read(const struct fs_root *root, const char *path, struct arena *a, struct page_file *out,
                    struct faults *faults);

/* Where a local fact is asked for. */
struct page_use {
    const char *key;
    int line;
    bool condition; /* of a card: without the fact the card is left out; else the whole page */
};

/* {only: key=word|word}: the card is there only when the local fact `key` is one of the words. */
struct page_condition {
    const char *key; /* NULL: always there */
    const char *const *words;
    size_t word_count;
};

/* Whether a fact's value meets the condition. Two words for one immigration variant are the same. */
bool page_condition_met(const struct page_condition *only, const char *value);

struct page_card {
    struct card card; /* sentences, title and label with {{local.key}} still in them */
    int line;
    int *sentence_lines;
    int *resource_lines;
    int picture_line;
    struct page_condition only;
    bool never; /* its condition cannot be understood: not shown */
};

struct page_body {
    struct page_card *cards;
    size_t card_count;
    struct page_use *uses;
    size_t use_count;
};

/* Parses the body into cards; `icu_locale` (NULL for the root's rules) decides where sentences end. Never fails: what
 * is not understood is a fault and left out. */
void page_body_parse(const struct page_file *file, const char *icu_locale, struct arena *a, struct page_body *out,
                     struct faults *faults);

/* Called with each sentence, trimmed; borrowed. */
typedef void sentence_fn(void *context, const char *s, size_t len);

/* Splits by ICU's sentence rules, `icu_locale` NULL for the root's. Burmese little section (U+104A), which Unicode
 * counts as an end, is a comma in today's writing and ends nothing. Nothing inside {{…}} ends a sentence. */
void sentences_split(const char *text, size_t len, const char *icu_locale, sentence_fn *each, void *context);

#endif
