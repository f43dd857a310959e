/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page to take home: its cards' key sentences in the visitor's language and in English, for whoever helps them; the
 * numbers it names; and a code with the same words for a telephone. */
#include "slip_int.h"

#include "base/str.h"

#include <string.h>

enum { TEXT_BYTES_MAX = 400 /* of the code with the words: a code of 77 modules */, RESOURCES_MAX = 16 };

static const struct page_text *text_of(struct view *v, const char *slug, const struct language *lang)
{
    const struct page *p = catalogue_find(v->catalogue, slug);
    return p ? catalogue_text(v->catalogue, p, lang->text.tag, v->today) : NULL;
}

static bool there(struct view *v, const char *slug)
{
    return text_of(v, slug, v->session->lang) != NULL;
}

/* The numbers a page names, each once. */
static size_t resources_of(struct view *v, const struct page_text *t, const struct resource *out[RESOURCES_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < t->card_count; i++)
        for (size_t k = 0; k < t->cards[i].resource_count && count < RESOURCES_MAX; k++) {
            const struct resource *r = site_resource(v->site, t->cards[i].resources[k]);
            bool good = r && (r->expires == DAY_NONE || r->expires >= v->today);
            for (size_t j = 0; j < count && good; j++)
                good = out[j] != r;
            if (good)
                out[count++] = r;
        }
    return count;
}

static bool discreet(struct view *v, const char *slug)
{
    const struct page_text *t = text_of(v, slug, v->session->lang);
    const struct resource *list[RESOURCES_MAX];
    size_t n = t ? resources_of(v, t, list) : 0;
    for (size_t i = 0; i < n; i++)
        if (list[i]->discreet)
            return true;
    return false;
}

static const char *name(struct view *v, const char *slug)
{
    const struct page_text *t = text_of(v, slug, v->session->lang);
    return !t || discreet(v, slug) ? tr(v, "Information") : t->title;
}

static bool asks(const char *sentence)
{
    return str_ends(sentence, "?") || str_ends(sentence, "؟");
}

/* Of a card, the first sentence; a question goes with what answers it. So a page is one sheet, or two. */
static size_t key_sentences(const struct card *c)
{
    size_t n = c->sentence_count ? 1 : 0;
    while (n < c->sentence_count && asks(c->sentences[n - 1]))
        n++;
    return n;
}

/* On a narrow roll the English of a slip that is in another language is its headings alone: who helps sees what it is
 * about, and it stays shorter than a metre. */
static bool headings_alone(const struct view *v, const struct language *lang)
{
    return !slip_roomy(v->ui) && lang == slip_english(v) && !slip_in_english(v);
}

static void card_words(struct view *v, struct node *parent, const struct card *c, const struct language *lang)
{
    struct node *card = w_column(v->ui, parent, slip_wide(v->ui) ? 1.6F : 0.8F); /* more than between lines */
    slip_heading(v, card, c->title, TYPE_BODY, lang);
    size_t n = headings_alone(v, lang) ? 0 : key_sentences(c);
    for (size_t k = 0; k < n; k++)
        slip_text(v, card, c->sentences[k], TYPE_BODY, lang);
}

static void words(struct view *v, struct node *root, const struct page_text *t, const struct language *lang,
                  const char *title)
{
    slip_heading(v, root, title, TYPE_TITLE, lang);
    for (size_t i = 0; i < t->card_count; i++)
        card_words(v, root, &t->cards[i], lang);
}

/* Wide paper: card beside card, so that two people can read along together. */
static void words_beside(struct view *v, struct node *root, const struct page_text *t, const char *title,
                         const struct page_text *english, const char *english_title)
{
    const struct language *en = slip_english(v);
    struct node *row = slip_columns(v, root);
    slip_heading(v, slip_column(v, row), title, TYPE_TITLE, NULL);
    slip_heading(v, slip_column(v, row), english_title, TYPE_TITLE, en);
    for (size_t i = 0; i < t->card_count || i < english->card_count; i++) {
        row = slip_columns(v, root);
        struct node *mine = slip_column(v, row), *theirs = slip_column(v, row);
        if (i < t->card_count)
            card_words(v, mine, &t->cards[i], NULL);
        if (i < english->card_count)
            card_words(v, theirs, &english->cards[i], en);
    }
}

/* The title and as many cards as fit, each whole. */
static const char *payload(struct view *v, const char *slug, bool codes)
{
    const struct page_text *t = text_of(v, slug, v->session->lang);
    if (!t || !codes)
        return NULL;
    struct str out;
    str_init(&out);
    str_add(&out, name(v, slug));
    for (size_t i = 0; i < t->card_count; i++) {
        size_t was = out.len;
        const struct card *c = &t->cards[i];
        str_add_c(&out, '\n');
        for (size_t k = 0; k < c->sentence_count && k < key_sentences(c); k++)
            str_add_f(&out, "%s%s", k ? " " : "", c->sentences[k]);
        if (out.len > TEXT_BYTES_MAX) {
            out.s[out.len = was] = 0;
            break;
        }
    }
    const char *kept = arena_strdup(v->ui->frame, out.s);
    str_release(&out);
    return kept;
}

/* What it is for and its number, with the code that calls it beside or below. */
static void number(struct view *v, struct node *parent, const struct resource *r, bool codes)
{
    struct ui *u = v->ui;
    bool beside = slip_roomy(u);
    struct node *row = beside ? w_row(u, parent, 3) : w_column(u, parent, 1);
    struct node *side = w_column(u, row, 0.5F);
    side->lay.grow = beside;
    slip_text(v, side, r->discreet ? tr(v, "Information") : tr(v, r->about), TYPE_BODY, NULL);
    const char *printed = r->phone ? r->phone : r->url ? r->url + strlen("https://") : r->hours ? r->hours : r->name;
    slip_proper(v, side, printed, r->phone ? TYPE_HEADING : TYPE_BODY)->text.bold = true;
    if ((!r->phone && !r->url) || (r->discreet && !codes))
        return;
    struct str leads;
    str_init(&leads);
    resource_payload(r, r->phone ? QR_CALL : QR_WEB, NULL, &leads);
    slip_code(v, row, leads.s, 20, r->phone ? tr(v, "Call") : tr(v, "Web page"), NULL);
    str_release(&leads);
}

static void numbers(struct view *v, struct node *parent, const struct page_text *t, bool codes)
{
    const struct resource *list[RESOURCES_MAX];
    size_t n = resources_of(v, t, list);
    for (size_t i = 0; i < n; i++)
        if (list[i]->phone || !list[i]->discreet || codes) /* its address alone would say what it is */
            number(v, parent, list[i], codes);
}

static void build(struct view *v, const char *slug, bool codes, struct node *root)
{
    struct ui *u = v->ui;
    const struct language *mine = v->session->lang, *en = slip_english(v);
    const struct page_text *t = text_of(v, slug, mine), *english = slip_in_english(v) ? NULL : text_of(v, slug, en);
    const char *english_title = !english ? NULL : discreet(v, slug) ? "Information" : english->title;
    if (slip_wide(u) && english) {
        words_beside(v, root, t, name(v, slug), english, english_title);
    } else {
        words(v, root, t, mine, name(v, slug));
        if (english) {
            slip_rule(v, root);
            words(v, root, english, en, english_title);
        }
    }
    slip_rule(v, root);
    struct node *columns = slip_columns(v, root), *side = slip_column(v, columns);
    numbers(v, side, t, codes);
    slip_code(v, slip_column(v, columns), payload(v, slug, codes), 60, tr(v, "The same words for your phone"), NULL);
    struct node *last = slip_wide(u) ? side : root; /* beside a sheet's large code there is room */
    if (t->state == TRANSLATION_DRAFT || t->stale)
        slip_text(v, last, tr(v, "Draft. No native reader has checked this text yet."), TYPE_LABEL, NULL);
    const struct page *p = catalogue_find(v->catalogue, slug);
    slip_foot(v, last, tr(v, "Questions? Ask here:"), p->checked_on);
}

const struct slip_kind slip_page = {
    .word = "page", .there = there, .discreet = discreet, .name = name, .payload = payload, .build = build};
