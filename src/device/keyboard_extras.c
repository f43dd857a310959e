/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keyboard_layout_int.h"

#include <string.h>

/* Only comfort: letters that nothing here names still reach the MORE page through CLDR. Rows end at twelve keys. */
static const struct keyboard_extras extras[] = {
    /* hamza forms and madda are in every second word but behind Shift in `ara` */
    {.tag = "ar", .script = USCRIPT_ARABIC, .add = {[2] = "أ|ؤ", [3] = "إ آ"}, .signs = "«»،؛"},
    /* xkb's "la" with accents on dead keys: a block of the six letters at the end of three rows instead */
    {.tag = "es", .script = USCRIPT_LATIN, .add = {[1] = "á|Á é|É", [2] = "í|Í ó|Ó", [3] = "ú|Ú ü|Ü"}, .signs = "¿¡«»"},
    /* آ opens many words, ژ and the hamza seat are ordinary letters, ZWNJ stands in every second verb; the levels 3
     * hold the Pashto letters, wanted for names */
    {.tag = "fa", .script = USCRIPT_ARABIC, .add = {[0] = "ئ|ؤ", [2] = "آ|أ", [3] = "ژ \u200c"}, .signs = "«»،؛"},
    /* Seven of the commonest letters and medials are behind Shift in `mm` (ရ on the key of the digit 7). ASCII
     * punctuation leaves the letter pages: Burmese uses ၊ and ။. */
    {.tag = "my",
     .script = USCRIPT_MYANMAR,
     .drop = "-',.?`\"$%^*()",
     .add = {[0] = "ဝ ဲ", [2] = "ရ ယ", [3] = "ွ ှ ံ"},
     .signs = "၏၌၍၎"},
    /* the apostrophe is a letter of Ukrainian; the Russian letters are for names and for those who mix the two */
    {.tag = "uk",
     .script = USCRIPT_CYRILLIC,
     .drop = "'ʼ",
     .add = {[3] = ",|? '|ʼ"},
     .more = "ёыэъўЁЫЭЪЎ",
     .signs = "«»’№"},
};

/* "fa-AF" finds "fa"; "fas" does not. */
static bool is_language(const char *tag, const char *language)
{
    size_t n = strlen(language);
    return strncmp(tag, language, n) == 0 && (tag[n] == 0 || tag[n] == '-' || tag[n] == '_');
}

const struct keyboard_extras *keyboard_extras_find(const char *tag, UScriptCode script)
{
    for (size_t i = 0; i < sizeof extras / sizeof *extras; i++)
        if (extras[i].script == script && is_language(tag, extras[i].tag))
            return &extras[i];
    return NULL;
}
