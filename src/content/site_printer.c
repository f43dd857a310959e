/* site.yaml's `printer:`. SPDX-License-Identifier: GPL-3.0-or-later */
#include "site_int.h"

#include "domain/printer_settings.h"

#include <string.h>

static const char *const kind_words[] = {
    [PRINTER_KIND_NONE] = "none", [PRINTER_KIND_ESCPOS] = "escpos", [PRINTER_KIND_CUPS] = "cups", NULL};
static const char *const paper_words[] = {
    [PAPER_58MM] = "58mm", [PAPER_80MM] = "80mm", [PAPER_A4] = "A4", [PAPER_LETTER] = "Letter", NULL};
_Static_assert(sizeof kind_words / sizeof *kind_words == PRINTER_KIND_COUNT + 1, "a word for each kind");
_Static_assert(sizeof paper_words / sizeof *paper_words == PAPER_KIND_COUNT + 1, "a word for each paper");

#define AT(member) .at = offsetof(struct printer_settings, member)

static const struct field printer_fields[] = {
    {.name = "kind", .kind = FIELD_WORD, .wanted = true, AT(kind), .words = kind_words},
    {.name = "address", .kind = FIELD_TEXT, AT(address)},
    {.name = "queue", .kind = FIELD_TEXT, AT(address)}, /* what CUPS calls it; one of the two may stand */
    {.name = "paper", .kind = FIELD_WORD, AT(paper), .words = paper_words},
    {.name = "cutter", .kind = FIELD_BOOL, AT(cutter)},
    {.name = "feed_top_mm", .kind = FIELD_INT, AT(feed_top_mm), .min = 0, .max = PRINTER_FEED_MAX_MM},
    {.name = "feed_bottom_mm", .kind = FIELD_INT, AT(feed_bottom_mm), .min = 0, .max = PRINTER_FEED_MAX_MM},
};

/* A paper that is not one of ours is a fault already; the default in its place would be a guess. */
static bool paper_guessed(const struct yaml_node *map)
{
    const struct yaml_node *paper = yaml_get(map, "paper");
    if (!paper || (paper->kind == YAML_TEXT && !*paper->text))
        return false;
    for (size_t i = 0; paper->kind == YAML_TEXT && paper_words[i]; i++)
        if (strcmp(paper->text, paper_words[i]) == 0)
            return false;
    return true;
}

/* With a fault that leaves open where and on what to print, nothing is printed. */
static bool printer_finish(struct schema_run *run, const struct yaml_node *map, void *out)
{
    struct printer_settings *s = out;
    const struct yaml_node *address = yaml_get(map, "address"), *queue = yaml_get(map, "queue");
    const struct yaml_node *wrong = s->kind == PRINTER_KIND_CUPS ? address : queue;
    struct err e = {0};
    if (s->kind == PRINTER_KIND_NONE)
        return true;
    if (wrong) {
        schema_fault(run, wrong, "%s",
                     s->kind == PRINTER_KIND_CUPS ? "a printer of kind cups has 'queue', not 'address'"
                                                  : "a printer of kind escpos has 'address', not 'queue'");
        s->kind = PRINTER_KIND_NONE;
    } else if (!printer_settings_check(s, &e)) {
        const struct yaml_node *at = address ? address : queue;
        schema_fault(run, at ? at : map, "%s", e.msg);
        s->kind = PRINTER_KIND_NONE;
    } else if (paper_guessed(map)) {
        s->kind = PRINTER_KIND_NONE;
    }
    return true;
}

const struct schema printer_schema = {.what = "'printer'", SCHEMA_FIELDS(printer_fields), .finish = printer_finish};
