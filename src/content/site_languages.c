/* languages.yaml. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "site_int.h"

#include <string.h>

static const char *const dir_words[] = {[TEXT_LTR] = "ltr", [TEXT_RTL] = "rtl", NULL};
static const char *const break_words[] = {[TEXT_BREAK_SPACE] = "space",
                                          [TEXT_BREAK_ICU] = "icu",
                                          [TEXT_BREAK_ZWSP] = "zwsp",
                                          [TEXT_BREAK_CHAR] = "char",
                                          NULL};
_Static_assert(sizeof break_words / sizeof *break_words == TEXT_BREAK_COUNT + 1, "one word a rule, and NULL");

#define AT(member) .at = offsetof(struct language, member)

static const struct field fields[] = {
    {.name = "tag", .kind = FIELD_TAG, .required = true, AT(text.tag)},
    {.name = "autonym", .kind = FIELD_TEXT, .required = true, AT(autonym)},
    {.name = "english", .kind = FIELD_TEXT, .required = true, AT(english)},
    {.name = "script", .kind = FIELD_TEXT, .required = true, AT(text.script)},
    {.name = "dir", .kind = FIELD_WORD, .required = true, AT(text.dir), .words = dir_words},
    {.name = "break", .kind = FIELD_WORD, AT(text.line_break), .words = break_words},
    {.name = "icu_locale", .kind = FIELD_TEXT, AT(icu_locale)},
    {.name = "digits", .kind = FIELD_TEXT, AT(digits)},
    {.name = "months", .kind = FIELD_FIXED, AT(months), .min = 12, .max = 12},
    {.name = "weekdays", .kind = FIELD_FIXED, AT(weekdays), .min = 7, .max = 7},
    {.name = "first_weekday", .kind = FIELD_WORD, AT(first_weekday), .words = weekday_words},
    {.name = "keyboards", .kind = FIELD_FIXED, AT(keyboards), .min = 1, .max = LANGUAGE_KEYBOARDS_MAX},
    {.name = "voice", .kind = FIELD_TEXT, AT(voice)},
    {.name = "autonym_checked", .kind = FIELD_BOOL, AT(autonym_checked)},
};

static const struct language english = {
    .text = {.tag = "en", .script = "Latn", .dir = TEXT_LTR, .line_break = TEXT_BREAK_SPACE},
    .autonym = "English",
    .english = "English",
    .icu_locale = "en_US",
    .first_weekday = 6,
    .keyboards = {"us"},
    .voice = "en-us",
    .autonym_checked = true,
};

static void defaults(void *out)
{
    struct language *l = out;
    l->first_weekday = 6; /* the host country's week begins on Sunday */
}

static bool finish(struct schema_run *run, const struct yaml_node *map, void *out)
{
    struct language *l = out;
    const struct yaml_node *script = yaml_get(map, "script"), *digits = yaml_get(map, "digits");
    if (l->text.script && (strlen(l->text.script) != 4 || strspn(l->text.script, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                                                 "abcdefghijklmnopqrstuvwxyz") != 4)) {
        schema_fault(run, script, "'script' is '%s' but must be four letters (ISO 15924), like Latn", l->text.script);
        return false;
    }
    if (l->digits && utf8_count(l->digits) != 10) {
        schema_fault(run, digits, "'digits' must be the ten digits from 0 to 9");
        l->digits = NULL;
    }
    struct site_context *c = run->context;
    for (size_t i = 0; l->text.tag && i < c->keys.len; i++)
        if (strcasecmp(c->keys.v[i], l->text.tag) == 0) {
            schema_fault(run, yaml_get(map, "tag"), "the tag '%s' is taken by an earlier entry", l->text.tag);
            return false;
        }
    if (l->text.tag)
        VEC_PUSH(&c->keys, l->text.tag);
    return true;
}

static const struct schema schema = {.what = "a language",
                                     SCHEMA_FIELDS(fields),
                                     .size = sizeof(struct language),
                                     .defaults = defaults,
                                     .finish = finish};

void site_read_languages(struct site *s, struct faults *faults)
{
    struct site_context context = {.site = s};
    size_t count;
    const struct language *all = site_items(s, "languages.yaml", "languages", &schema, &context, &count, faults);
    VEC_RELEASE(&context.keys);
    if (count == 0) {
        all = &english;
        count = 1;
    }
    const struct language **list = ARENA_ARRAY(&s->arena, const struct language *, count);
    for (size_t i = 0; i < count; i++)
        list[i] = &all[i];
    s->languages = list;
    s->language_count = count;
}
