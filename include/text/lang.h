/* What the text engine must know of a language. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TEXT_LANG_H
#define PORCHLIGHT_TEXT_LANG_H

enum text_dir { TEXT_LTR, TEXT_RTL };

/* Where a line may end. ICU chooses its dictionary by script, which is wrong for Karen and Shan (they go through
 * the Burmese one), so the rule is the language's, not the script's. */
enum text_break {
    TEXT_BREAK_SPACE, /* ICU's ordinary rules */
    TEXT_BREAK_ICU,   /* ICU's dictionary for the script: Burmese, Khmer, Lao, Thai */
    TEXT_BREAK_ZWSP,  /* only at spaces, punctuation and U+200B */
    TEXT_BREAK_CHAR,  /* per character with ICU's kinsoku rules: Chinese */
    TEXT_BREAK_COUNT
};

struct text_lang {
    const char *tag;    /* BCP 47, as in languages.yaml */
    const char *script; /* ISO 15924, chooses the face: "Latn", "Arab", "Aran" for Nastaliq, … */
    enum text_dir dir;
    enum text_break line_break;
};

#endif
