/* keymap -> caps (what each position types on each level) -> pages. SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/keyboard_layout.h"

#include "base/log.h"
#include "base/str.h"
#include "keyboard_layout_int.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/ulocdata.h>
#include <unicode/unorm2.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>
#include <xkbcommon/xkbcommon.h>

enum {
    LEVELS = 4,
    TEXT_MAX = 24,      /* bytes of one key's text: four code points and more */
    CAPS_MAX = 13,      /* positions in a row of a PC keyboard */
    COMFORT_MAX = 12,   /* keys a row: 22 mm each on a 268 mm wide glass */
    MORE_PER_ROW = 10,  /* while they fit */
    NAME_PART_MAX = 32, /* of "layout(variant)" */
};

enum { DOTTED_CIRCLE = 0x25CC, ZWNJ = 0x200C };

/* One position of the keyboard. Empty text: nothing, a dead key, or something that has no place on the glass. */
struct cap {
    char text[LEVELS][TEXT_MAX];
};

struct board {
    struct cap caps[KEYBOARD_ROWS][CAPS_MAX];
    size_t counts[KEYBOARD_ROWS];
    UScriptCode script; /* of the letters on level 1 */
    const struct keyboard_extras *extras;
    const char *tag;
    struct arena *arena;
    USet *covered; /* every code point, canonically decomposed, that some key types */
};

/* From the top row and from the left, as on a PC; the keys beside the letters come where they stand. */
static const char *const positions[KEYBOARD_ROWS][CAPS_MAX + 1] = {
    {"TLDE", "AE01", "AE02", "AE03", "AE04", "AE05", "AE06", "AE07", "AE08", "AE09", "AE10", "AE11", "AE12"},
    {"AD01", "AD02", "AD03", "AD04", "AD05", "AD06", "AD07", "AD08", "AD09", "AD10", "AD11", "AD12"},
    {"AC01", "AC02", "AC03", "AC04", "AC05", "AC06", "AC07", "AC08", "AC09", "AC10", "AC11", "BKSL"},
    {"AB01", "AB02", "AB03", "AB04", "AB05", "AB06", "AB07", "AB08", "AB09", "AB10", "AB11"},
};

/* Signs that stay among the letters; all others are on SIGNS. */
static const char letter_page_signs[] = ".,'-?!@¿¡،؟؛«»၊။។";

/* ---- characters ----------------------------------------------------------------------------------------------------
 */

static uint32_t first_cp(const char *s)
{
    size_t i = 0;
    return utf8_next(s, strlen(s), &i);
}

static bool in_list(const char *list, uint32_t cp)
{
    size_t n = list ? strlen(list) : 0;
    for (size_t i = 0; i < n;)
        if (utf8_next(list, n, &i) == cp)
            return true;
    return false;
}

static bool is_letter_or_mark(uint32_t cp)
{
    return (U_GET_GC_MASK((UChar32)cp) & (U_GC_L_MASK | U_GC_M_MASK)) || cp == ZWNJ;
}

static bool is_mark(uint32_t cp)
{
    return (U_GET_GC_MASK((UChar32)cp) & U_GC_M_MASK) != 0;
}

static bool is_digit(uint32_t cp)
{
    return u_charType((UChar32)cp) == U_DECIMAL_DIGIT_NUMBER;
}

/* Something one can see, or ZWNJ: no spaces, controls, bidi marks, private use. */
static bool is_typeable(uint32_t cp)
{
    return cp == ZWNJ ||
           (U_GET_GC_MASK((UChar32)cp) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK | U_GC_P_MASK | U_GC_S_MASK));
}

/* Arabic presentation forms (the lam-alef keys) become the letters that they stand for. */
static void unfold_presentation_form(char text[TEXT_MAX])
{
    uint32_t cp = first_cp(text);
    if (!((cp >= 0xFB50 && cp <= 0xFDFF) || (cp >= 0xFE70 && cp <= 0xFEFC)))
        return;
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&status);
    UChar from[4], to[TEXT_MAX];
    int32_t n = 0;
    u_strFromUTF8(from, 4, &n, text, -1, &status);
    n = unorm2_normalize(nfkc, from, n, to, TEXT_MAX, &status);
    u_strToUTF8(text, TEXT_MAX, NULL, to, n, &status);
    if (U_FAILURE(status))
        text[0] = 0;
}

/* ---- keymap -> caps -------------------------------------------------------------------------------------------------
 */

/* "af(ps)" into "af" and "ps"; false when it cannot be the name of a layout. */
static bool split_name(const char *name, char layout[NAME_PART_MAX], char variant[NAME_PART_MAX])
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    size_t n = strspn(name, allowed);
    if (n == 0 || n >= NAME_PART_MAX)
        return false;
    memcpy(layout, name, n);
    layout[n] = variant[0] = 0;
    if (name[n] == 0)
        return true;
    const char *inner = name + n + 1;
    size_t m = strspn(inner, allowed);
    if (name[n] != '(' || m == 0 || m >= NAME_PART_MAX || strcmp(inner + m, ")") != 0)
        return false;
    memcpy(variant, inner, m);
    variant[m] = 0;
    return true;
}

static void read_cap(struct xkb_keymap *keymap, xkb_keycode_t code, struct cap *cap)
{
    for (xkb_level_index_t level = 0; level < LEVELS; level++) {
        const xkb_keysym_t *syms = NULL;
        char *text = cap->text[level];
        text[0] = 0;
        if (xkb_keymap_key_get_syms_by_level(keymap, code, 0, level, &syms) != 1)
            continue;
        if (xkb_keysym_to_utf8(syms[0], text, TEXT_MAX) <= 0 || !is_typeable(first_cp(text)))
            text[0] = 0;
        unfold_presentation_form(text);
    }
}

static void read_caps(struct xkb_keymap *keymap, struct board *b)
{
    for (size_t row = 0; row < KEYBOARD_ROWS; row++)
        for (size_t i = 0; i < CAPS_MAX && positions[row][i]; i++) {
            xkb_keycode_t code = xkb_keymap_key_by_name(keymap, positions[row][i]);
            if (code == XKB_KEYCODE_INVALID)
                continue;
            struct cap cap = {0};
            read_cap(keymap, code, &cap);
            /* the key left of 1 counts only when it bears something that stays on PLAIN: ذ, or an apostrophe */
            uint32_t plain = first_cp(cap.text[0]);
            if (strcmp(positions[row][i], "TLDE") == 0 && !is_letter_or_mark(plain) && plain != '\'')
                continue;
            b->caps[row][b->counts[row]++] = cap;
        }
}

static UScriptCode board_script(const struct board *b)
{
    for (size_t row = 1; row < KEYBOARD_ROWS; row++)
        for (size_t i = 0; i < b->counts[row]; i++) {
            uint32_t cp = first_cp(b->caps[row][i].text[0]);
            UErrorCode status = U_ZERO_ERROR;
            if (u_isalpha((UChar32)cp))
                return uscript_getScript((UChar32)cp, &status);
        }
    return USCRIPT_COMMON;
}

static bool load_caps(struct board *b, const char *name, struct err *e)
{
    char layout[NAME_PART_MAX], variant[NAME_PART_MAX];
    if (!split_name(name, layout, variant))
        return err_set(e, ERR_NOT_FOUND, "no keyboard layout is called '%.40s'", name);
    struct xkb_context *context = xkb_context_new(XKB_CONTEXT_NO_ENVIRONMENT_NAMES);
    if (!context)
        return err_set(e, ERR_FAILED, "no keyboard layouts: is xkb-data installed?");
    xkb_context_set_log_level(context, XKB_LOG_LEVEL_CRITICAL); /* we report in our own words */
    struct xkb_rule_names names = {
        .rules = "evdev", .model = "pc105", .layout = layout, .variant = variant, .options = ""};
    struct xkb_keymap *keymap = xkb_keymap_new_from_names(context, &names, XKB_KEYMAP_COMPILE_NO_FLAGS);
    if (keymap)
        read_caps(keymap, b);
    xkb_keymap_unref(keymap);
    xkb_context_unref(context);
    if (!keymap)
        return err_set(e, ERR_NOT_FOUND, "no keyboard layout is called '%.40s'", name);
    b->script = board_script(b);
    return true;
}

/* ---- keys ----------------------------------------------------------------------------------------------------------
 */

static void cover(USet *covered, const char *text)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
    UChar from[TEXT_MAX], to[TEXT_MAX * 4];
    int32_t n = 0;
    u_strFromUTF8(from, TEXT_MAX, &n, text, -1, &status);
    n = unorm2_normalize(nfd, from, n, to, TEXT_MAX * 4, &status);
    if (U_FAILURE(status))
        return;
    uset_addAllCodePoints(covered, from, u_strlen(from));
    uset_addAllCodePoints(covered, to, n);
}

/* A dead accent reaches nothing by itself, so a letter counts when all its parts have keys. */
static bool is_covered(const USet *covered, const UChar *letter, int32_t len)
{
    if (uset_containsAllCodePoints(covered, letter, len))
        return true;
    UErrorCode status = U_ZERO_ERROR;
    UChar parts[TEXT_MAX * 4];
    int32_t n = unorm2_normalize(unorm2_getNFDInstance(&status), letter, len, parts, TEXT_MAX * 4, &status);
    return U_SUCCESS(status) && uset_containsAllCodePoints(covered, parts, n);
}

static void add_key(struct board *b, struct keyboard_page *page, size_t row, const char *text)
{
    if (!text[0] || page->counts[row] == KEYBOARD_KEYS_MAX)
        return;
    struct keyboard_key key = {.text = arena_strdup(b->arena, text)};
    uint32_t cp = first_cp(text);
    if (cp == ZWNJ) {
        key.label = "ZWNJ";
    } else if (is_mark(cp)) {
        struct str label;
        str_init(&label);
        str_add_cp(&label, DOTTED_CIRCLE);
        str_add(&label, text);
        key.label = arena_strdup(b->arena, label.s);
        str_release(&label);
    } else {
        key.label = key.text;
    }
    page->keys[row][page->counts[row]++] = key;
    cover(b->covered, text);
}

/* What this level of this position shows on PLAIN or SHIFT, or "". */
static const char *kept(const struct board *b, size_t row, const struct cap *cap, int level)
{
    const char *text = cap->text[level];
    uint32_t cp = first_cp(text);
    if (!text[0] || (b->extras && in_list(b->extras->drop, cp)))
        return "";
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)cp, &status);
    bool ours = script == b->script || script == USCRIPT_COMMON || script == USCRIPT_INHERITED;
    if ((is_letter_or_mark(cp) && ours) || in_list(letter_page_signs, cp))
        return text;
    /* the digits row: digits, and above them whatever a PC has there, for those who know it by heart */
    if (row == 0 && is_digit(first_cp(cap->text[0])))
        return text;
    return "";
}

/* Keys that a language gets beyond its layout: "plain|shift plain …". */
static void add_extra_keys(struct board *b, const char *spec, size_t row, struct keyboard_page *plain,
                           struct keyboard_page *shift)
{
    while (spec && *spec) {
        size_t n = strcspn(spec, " ");
        char item[2 * TEXT_MAX];
        snprintf(item, sizeof item, "%.*s", (int)n, spec);
        char *second = strchr(item, '|');
        if (second)
            *second++ = 0;
        add_key(b, plain, row, item);
        add_key(b, shift, row, second ? second : item);
        spec += n + (spec[n] == ' ');
    }
}

static void build_letters(struct board *b, struct keyboard_page *plain, struct keyboard_page *shift)
{
    for (size_t row = 0; row < KEYBOARD_ROWS; row++) {
        for (size_t i = 0; i < b->counts[row]; i++) {
            const struct cap *cap = &b->caps[row][i];
            const char *first = kept(b, row, cap, 0), *second = kept(b, row, cap, 1);
            add_key(b, plain, row, first[0] ? first : second);
            add_key(b, shift, row, second[0] ? second : first);
        }
        if (b->extras)
            add_extra_keys(b, b->extras->add[row], row, plain, shift);
    }
}

/* ---- MORE ----------------------------------------------------------------------------------------------------------
 */

/* Letters of the layout's own script on levels 3 and 4 (Pashto's in the Dari layout), that no key has yet. */
static void more_from_levels(const struct board *b, struct str *out)
{
    if (b->script == USCRIPT_LATIN) /* there they are ð, ŧ, ħ: nobody's letters here; CLDR brings the wanted ones */
        return;
    for (size_t row = 0; row < KEYBOARD_ROWS; row++)
        for (size_t i = 0; i < b->counts[row]; i++)
            for (int level = 2; level < LEVELS; level++) {
                const char *text = b->caps[row][i].text[level];
                uint32_t cp = first_cp(text);
                if (text[0] && is_letter_or_mark(cp) && uscript_hasScript((UChar32)cp, b->script) &&
                    !uset_contains(b->covered, (UChar32)cp) && !in_list(out->s, cp))
                    str_add(out, text);
            }
}

/* The language's letters by CLDR; NULL when CLDR does not know it. The caller closes the set. */
static USet *exemplars(const char *tag)
{
    char locale[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    uloc_forLanguageTag(tag, locale, sizeof locale, NULL, &status);
    ULocaleData *data = ulocdata_open(locale, &status);
    if (U_FAILURE(status))
        return NULL;
    USet *set = status == U_USING_DEFAULT_WARNING
                    ? NULL
                    : ulocdata_getExemplarSet(data, NULL, 0, ULOCDATA_ES_STANDARD, &status);
    ulocdata_close(data);
    if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING) { /* the machine's own language instead: not wanted */
        uset_close(set);
        return NULL;
    }
    return set;
}

static void add_if_missing(const struct board *b, UChar32 cp, struct str *out)
{
    UChar letter[2];
    int32_t n = 0;
    U16_APPEND_UNSAFE(letter, n, cp);
    if (is_letter_or_mark((uint32_t)cp) && uscript_hasScript(cp, b->script) && !is_covered(b->covered, letter, n) &&
        !in_list(out->s, (uint32_t)cp))
        str_add_cp(out, (uint32_t)cp);
}

static void more_from_language(const struct board *b, struct str *out)
{
    USet *set = exemplars(b->tag);
    if (!set)
        return;
    for (int upper = 0; upper < 2; upper++) /* small letters first, then their capitals */
        for (int32_t item = 0, count = uset_getItemCount(set); item < count; item++) {
            UChar32 from = 0, to = -1;
            UErrorCode status = U_ZERO_ERROR;
            if (uset_getItem(set, item, &from, &to, NULL, 0, &status) != 0)
                continue; /* a string such as "dz": its letters have their own items */
            for (UChar32 cp = from; cp <= to; cp++)
                add_if_missing(b, upper ? u_toupper(cp) : cp, out);
        }
    uset_close(set);
}

static void build_more(struct board *b, struct keyboard_page *page)
{
    struct str letters;
    str_init(&letters);
    if (b->extras && b->extras->more)
        str_add(&letters, b->extras->more);
    else
        more_from_levels(b, &letters);
    more_from_language(b, &letters);

    size_t total = utf8_count(letters.s), per_row = MORE_PER_ROW;
    if (total > MORE_PER_ROW * KEYBOARD_ROWS)
        per_row = KEYBOARD_KEYS_MAX;
    if (total > per_row * KEYBOARD_ROWS)
        log_warn("keyboard for '%s': %zu letters have no key", b->tag, total - per_row * KEYBOARD_ROWS);
    size_t key = 0;
    for (size_t i = 0; i < letters.len && key < per_row * KEYBOARD_ROWS; key++) {
        size_t start = i;
        char text[8] = "";
        utf8_next(letters.s, letters.len, &i);
        memcpy(text, letters.s + start, i - start);
        add_key(b, page, key / per_row, text);
    }
    str_release(&letters);
}

/* ---- SIGNS ---------------------------------------------------------------------------------------------------------
 */

static void add_each(struct board *b, struct keyboard_page *page, size_t row, const char *list)
{
    size_t n = list ? strlen(list) : 0;
    for (size_t i = 0; i < n && page->counts[row] < COMFORT_MAX;) {
        size_t start = i;
        char text[8] = "";
        utf8_next(list, n, &i);
        memcpy(text, list + start, i - start);
        add_key(b, page, row, text);
    }
}

/* The digits of the layout that are not ASCII, in the order of the keys; false when there are none. */
static bool native_digits(const struct board *b, struct str *out)
{
    for (size_t i = 0; i < b->counts[0]; i++)
        for (int level = 0; level < LEVELS; level++) {
            uint32_t cp = first_cp(b->caps[0][i].text[level]);
            if (cp > 0x7F && is_digit(cp) && utf8_count(out->s) < 10)
                str_add_cp(out, cp);
        }
    return out->len > 0;
}

static void build_signs(struct board *b, struct keyboard_page *page)
{
    struct str digits;
    str_init(&digits);
    const char *own = b->extras && b->extras->signs ? b->extras->signs : "";
    size_t half = 0; /* the first two of the language's signs end row 1, the others row 2 */
    for (int k = 0; k < 2 && own[half]; k++)
        utf8_next(own, strlen(own), &half);
    char first[TEXT_MAX] = "";
    memcpy(first, own, half);

    add_each(b, page, 0, "1234567890");
    add_each(b, page, 1, "@#&%*+=/()");
    add_each(b, page, 1, first);
    add_each(b, page, 2, "-_:;\"'!?.,");
    add_each(b, page, 2, own + half);
    add_each(b, page, 3, native_digits(b, &digits) ? digits.s : "$€£°~<>[]{}\\");
    str_release(&digits);
}

/* ---- the whole -----------------------------------------------------------------------------------------------------
 */

static bool same_page(const struct keyboard_page *a, const struct keyboard_page *b)
{
    for (size_t row = 0; row < KEYBOARD_ROWS; row++) {
        if (a->counts[row] != b->counts[row])
            return false;
        for (size_t i = 0; i < a->counts[row]; i++)
            if (strcmp(a->keys[row][i].text, b->keys[row][i].text) != 0)
                return false;
    }
    return true;
}

static bool is_empty(const struct keyboard_page *page)
{
    for (size_t row = 0; row < KEYBOARD_ROWS; row++)
        if (page->counts[row])
            return false;
    return true;
}

bool keyboard_layout_load(struct keyboard_layout *out, const char *name, const char *tag, struct arena *a,
                          struct err *e)
{
    *out = (struct keyboard_layout){0};
    struct board *b = ARENA_NEW(a, struct board);
    b->tag = tag;
    b->arena = a;
    if (!load_caps(b, name, e))
        return false;
    b->extras = keyboard_extras_find(tag, b->script);
    b->covered = uset_openEmpty();

    struct keyboard_page *pages = ARENA_ARRAY(a, struct keyboard_page, KEYBOARD_PAGE_KIND_COUNT);
    for (int kind = 0; kind < KEYBOARD_PAGE_KIND_COUNT; kind++)
        pages[kind].kind = (enum keyboard_page_kind)kind;
    build_letters(b, &pages[KEYBOARD_PLAIN], &pages[KEYBOARD_SHIFT]);
    build_more(b, &pages[KEYBOARD_MORE]);
    build_signs(b, &pages[KEYBOARD_SIGNS]);
    uset_close(b->covered);

    for (int kind = 0; kind < KEYBOARD_PAGE_KIND_COUNT; kind++) {
        bool repeats = kind == KEYBOARD_SHIFT && same_page(&pages[KEYBOARD_PLAIN], &pages[KEYBOARD_SHIFT]);
        if (!repeats && !is_empty(&pages[kind]))
            out->pages[out->page_count++] = pages[kind];
    }
    return true;
}
_Static_assert((int)KEYBOARD_PAGE_KIND_COUNT == (int)KEYBOARD_PAGES_MAX, "a layout has room for one page of each kind");
