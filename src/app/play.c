/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journeys: a script does what a visitor does, through the same events as a finger, and says what must be seen.
 * tests/journey/README.md lists the words. The clock is the script's: only `wait` moves it. */
#include "app_int.h"

#include "app/offscreen.h"
#include "app/run.h"
#include "base/arena.h"
#include "base/fs.h"
#include "base/log.h"
#include "device/keyboard_layout.h"
#include "ui/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCRIPT_MAX = 1 << 20, WORD_MAX = 256 };

struct player {
    struct offscreen f;
    const char *script, *dir;
    int line, shots;
};

/* Runs what is due now: the vault's answer, the idle warning. */
static void settle(struct player *p)
{
    app_tick(p->f.app);
    offscreen_paint(&p->f);
}

static bool fail(struct player *p, struct err *e, const char *why, const char *what)
{
    return err_set(e, ERR_FAILED, "%s:%d: %s '%s' (on screen '%s')", p->script, p->line, why, what,
                   app_route(p->f.app));
}

/* "X Y" */
static bool point(const char *s, int *x, int *y)
{
    char *end;
    long a = strtol(s, &end, 10);
    if (end == s || *end != ' ')
        return false;
    s = end;
    long b = strtol(s, &end, 10);
    *x = (int)a;
    *y = (int)b;
    return end != s && !*end && a == *x && b == *y;
}

/* A touch after which time has passed: the repeat rule does not swallow the next one. */
static bool unhurried(struct player *p, struct ui_id id)
{
    clock_advance(app_clock(p->f.app), INPUT_REPEAT_MS);
    return app_tap(p->f.app, id);
}

/* As a person looks for something on a screen of several pages: from the first to the last. False after the last. */
static bool turn(struct player *p, bool *from_top)
{
    bool moved = false;
    while (!*from_top && unhurried(p, UI_ID(UI_LESS, 0)))
        moved = true;
    *from_top = true;
    bool more = moved || unhurried(p, UI_ID(UI_MORE, 0));
    clock_advance(app_clock(p->f.app), INPUT_REPEAT_MS);
    return more;
}

static bool do_tap(struct player *p, const char *arg, struct err *e)
{
    int x = 0, y = 0;
    struct ui_id id;
    if (point(arg, &x, &y)) {
        app_press(p->f.app, x, y);
        offscreen_paint(&p->f);
        app_release(p->f.app, x, y);
        return true;
    }
    if (!ui_id_parse(arg, &id))
        return fail(p, e, "no such name", arg);
    bool from_top = false;
    do
        if (app_tap(p->f.app, id))
            return true;
    while (turn(p, &from_top));
    return fail(p, e, "nothing to touch", arg);
}

/* press X Y, release X Y: for what a tap cannot say, such as sliding off. */
static bool do_half(struct player *p, const char *arg, bool down, struct err *e)
{
    int x = 0, y = 0;
    if (!point(arg, &x, &y))
        return fail(p, e, "two numbers are needed", arg);
    if (down)
        app_press(p->f.app, x, y);
    else
        app_release(p->f.app, x, y);
    return true;
}

static bool do_key(struct player *p, const char *arg, struct err *e)
{
    static const char *const names[UI_KEY_COUNT] = {"next", "prev", "up", "down", "left", "right", "select", "back"};
    for (int k = 0; k < UI_KEY_COUNT; k++)
        if (strcmp(names[k], arg) == 0) {
            app_key(p->f.app, (enum ui_key)k);
            return true;
        }
    return fail(p, e, "no such key", arg);
}

/* The key of the keyboard on the screen whose text this is. */
static const struct node *key_with(const struct node *root, const char *text, size_t n)
{
    for (const struct node *k = node_next(root, NULL); k; k = node_next(root, k))
        if (k->id.kind == UI_KEY && k->focus && k->label && strlen(k->label) == n && memcmp(k->label, text, n) == 0)
            return k;
    return NULL;
}

/* Types on the on-screen keyboard, key by key, turning its pages and layouts until the letter is found. */
static bool do_type(struct player *p, const char *arg, struct err *e)
{
    for (size_t i = 0, end = strlen(arg); i < end;) {
        size_t next = i;
        utf8_next(arg, end, &next);
        bool done = false;
        if (arg[i] == ' ')
            done = app_tap(p->f.app, UI_ID(UI_KEY_SPACE, 0));
        for (int tries = 0; !done && tries < 24; tries++) {
            const struct node *k = key_with(app_root(p->f.app), arg + i, next - i);
            if (k) {
                done = app_tap(p->f.app, k->id);
                break;
            }
            bool layout = tries % 4 == 3;
            if (!unhurried(p, UI_ID(layout ? UI_KEY_LAYOUT : UI_KEY_SHIFT, 0)))
                app_tap(p->f.app, UI_ID(layout ? UI_KEY_SHIFT : UI_KEY_LAYOUT, 0));
        }
        if (!done)
            return fail(p, e, "no key for the rest of", arg + i);
        i = next;
    }
    return true;
}

/* The middle of a target on the screen. */
static bool middle(struct player *p, const char *name, int *x, int *y, struct err *e)
{
    struct ui_id id;
    const struct node *n = ui_id_parse(name, &id) ? node_find(app_root(p->f.app), id) : NULL;
    if (!n || !n->focus)
        return fail(p, e, "nothing to touch", name);
    *x = n->box.x + n->box.w / 2;
    *y = n->box.y + n->box.h / 2;
    return true;
}

/* touch WORDS: the target that is called so, on whatever page of the screen. */
static bool do_touch(struct player *p, const char *words, struct err *e)
{
    bool from_top = false;
    do {
        const struct node *root = app_root(p->f.app);
        for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n))
            if (n->focus && n->label && strcmp(n->label, words) == 0)
                return app_tap(p->f.app, n->id) || fail(p, e, "something lies over", words);
    } while (turn(p, &from_top));
    return fail(p, e, "nothing to touch is called", words);
}

/* double NAME: a trembling finger, twice at the same place a tenth of a second apart. */
static bool do_double(struct player *p, const char *name, struct err *e)
{
    int x = 0, y = 0;
    if (!middle(p, name, &x, &y, e))
        return false;
    for (int i = 0; i < 2; i++) {
        app_press(p->f.app, x, y);
        offscreen_paint(&p->f);
        app_release(p->f.app, x, y);
        clock_advance(app_clock(p->f.app), 100);
        settle(p);
    }
    return true;
}

/* slide NAME NAME: comes down on the one and leaves the glass on the other. */
static bool do_slide(struct player *p, char *arg, struct err *e)
{
    int x = 0, y = 0, to_x = 0, to_y = 0;
    char *to = strchr(arg, ' ');
    if (!to)
        return fail(p, e, "slide from where to where?", arg);
    *to++ = 0;
    if (!middle(p, arg, &x, &y, e) || !middle(p, to, &to_x, &to_y, e))
        return false;
    app_press(p->f.app, x, y);
    offscreen_paint(&p->f);
    app_release(p->f.app, to_x, to_y);
    return true;
}

/* reach NAME: presses `next` until the ring is there, as somebody with two switches does. */
static bool do_reach(struct player *p, const char *name, struct err *e)
{
    struct ui_id id;
    if (!ui_id_parse(name, &id))
        return fail(p, e, "no such name", name);
    for (int i = 0; i < 400; i++) {
        app_root(p->f.app);
        if (ui_id_eq(p->f.app->input.focus, id))
            return true;
        app_key(p->f.app, UI_KEY_NEXT);
    }
    return fail(p, e, "`next` never comes to", name);
}

static bool tree_has_text(const struct node *root, const char *words)
{
    for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n))
        if ((n->text.s && strstr(n->text.s, words)) || (n->label && strstr(n->label, words)))
            return true;
    return false;
}

/* find WORDS: on whatever page of the screen. */
static bool do_find(struct player *p, const char *words, struct err *e)
{
    bool from_top = false;
    do
        if (tree_has_text(app_root(p->f.app), words))
            return true;
    while (turn(p, &from_top));
    return fail(p, e, "no page has the words", words);
}

static bool check(struct player *p, const char *kind, const char *rest, struct err *e)
{
    const struct node *root = app_root(p->f.app);
    struct ui_id id;
    if (strcmp(kind, "screen") == 0)
        return strcmp(app_route(p->f.app), rest) == 0 || fail(p, e, "expected screen", rest);
    if (strcmp(kind, "text") == 0)
        return tree_has_text(root, rest) || fail(p, e, "expected the words", rest);
    if (strcmp(kind, "no-text") == 0)
        return !tree_has_text(root, rest) || fail(p, e, "did not expect the words", rest);
    if (strcmp(kind, "size") == 0)
        return strcmp(text_size_word(app_session(p->f.app)->size), rest) == 0 || fail(p, e, "expected letters", rest);
    if (strcmp(kind, "contrast") == 0)
        return strcmp(theme_word(app_session(p->f.app)->theme), rest) == 0 || fail(p, e, "expected colours", rest);
    if (strcmp(kind, "lang") == 0)
        return strcmp(app_session(p->f.app)->lang->text.tag, rest) == 0 || fail(p, e, "expected language", rest);
    if (!ui_id_parse(rest, &id))
        return fail(p, e, "no such name", rest);
    const struct node *n = node_find(root, id);
    if (strcmp(kind, "node") == 0)
        return n || fail(p, e, "expected", rest);
    if (strcmp(kind, "no-node") == 0)
        return !n || fail(p, e, "did not expect", rest);
    if (strcmp(kind, "selected") == 0)
        return (n && n->selected) || fail(p, e, "expected as chosen:", rest);
    if (strcmp(kind, "focus") == 0)
        return (n && n->focus) || fail(p, e, "expected as touchable:", rest);
    if (strcmp(kind, "ring") == 0)
        return ui_id_eq(p->f.app->input.focus, id) || fail(p, e, "expected the ring at", rest);
    return fail(p, e, "no such expectation", kind);
}

static bool do_expect(struct player *p, const char *arg, struct err *e)
{
    char kind[32];
    size_t n = strcspn(arg, " ");
    if (!arg[n] || n >= sizeof kind)
        return fail(p, e, "expect what?", arg);
    memcpy(kind, arg, n);
    kind[n] = 0;
    return check(p, kind, arg + n + 1, e);
}

/* wait SECONDS: in steps, as time comes to a kiosk. */
static bool do_wait(struct player *p, const char *arg, struct err *e)
{
    char *end;
    double s = strtod(arg, &end);
    if (*end || s < 0 || s > 1e6)
        return fail(p, e, "not a number of seconds", arg);
    for (int64_t left = (int64_t)(s * 1000); left > 0;) {
        int due = app_tick(p->f.app); /* 0: there is something to do before time goes on */
        int64_t step = due >= 0 && due < left ? due : left;
        clock_advance(app_clock(p->f.app), step);
        left -= step;
        settle(p);
    }
    return true;
}

/* hold SECONDS */
static bool do_hold(struct player *p, const char *arg, struct err *e)
{
    app_press(p->f.app, 1, 1);
    bool ok = do_wait(p, arg, e);
    app_release(p->f.app, 1, 1);
    return ok;
}

static bool do_shot(struct player *p, const char *arg, struct err *e)
{
    if (!p->dir)
        return true;
    char path[4096];
    p->shots++;
    snprintf(path, sizeof path, "%s/%02d-%s.png", p->dir, p->shots, arg);
    if (!offscreen_save(&p->f, path, e))
        return false;
    snprintf(path, sizeof path, "%s/%02d-%s.json", p->dir, p->shots, arg);
    return offscreen_save_tree(&p->f, path, e);
}

/* enter-code remembered with `remember-code`: the code of a real receipt is never in a script. */
static struct receipt_code remembered;

static bool do_enter_code(struct player *p, struct err *e)
{
    for (int i = 0; i < RECEIPT_PICTURES; i++) {
        clock_advance(app_clock(p->f.app), INPUT_REPEAT_MS);
        char id[32];
        snprintf(id, sizeof id, "receipt-picture.%d", remembered.picture[i]);
        if (!do_tap(p, id, e))
            return false;
    }
    for (int i = 0; i < RECEIPT_DIGITS; i++)
        if (!unhurried(p, UI_ID(UI_KEY, remembered.digit[i])))
            return fail(p, e, "no number pad for", "enter-code");
    return true;
}

/* pause: says so and waits for a line on the input, while somebody else does something: a liaison answers. */
static bool do_pause(struct player *p, struct err *e)
{
    int c;
    puts("paused");
    fflush(stdout);
    while ((c = getchar()) != '\n')
        if (c == EOF)
            return fail(p, e, "nobody ends the", "pause");
    return true;
}

/* await KIND WORDS: as expect, but what is waited for comes in its own time (a sound device), which goes on meanwhile.
 */
static bool do_await(struct player *p, const char *arg, struct err *e)
{
    enum { STEP_MS = 20, LIMIT_MS = 20000 };
    struct err quiet = {0};
    for (int ms = 0; ms < LIMIT_MS; ms += STEP_MS) {
        settle(p);
        if (do_expect(p, arg, &quiet))
            return true;
        SDL_Delay(STEP_MS);
        clock_advance(app_clock(p->f.app), STEP_MS);
    }
    return do_expect(p, arg, e);
}

static bool is_word(const char *word, const char *wanted)
{
    return strcmp(word, wanted) == 0;
}

/* What a hand does that a plain tap does not say. */
static bool do_other(struct player *p, const char *word, char *arg, struct err *e)
{
    if (is_word(word, "touch"))
        return do_touch(p, arg, e);
    if (is_word(word, "double"))
        return do_double(p, arg, e);
    if (is_word(word, "slide"))
        return do_slide(p, arg, e);
    if (is_word(word, "reach"))
        return do_reach(p, arg, e);
    if (is_word(word, "find"))
        return do_find(p, arg, e);
    if (is_word(word, "hold")) /* a finger in the corner that leads to the desk, for so many seconds */
        return do_hold(p, arg, e);
    if (is_word(word, "await"))
        return do_await(p, arg, e);
    if (is_word(word, "pause"))
        return do_pause(p, e);
    return fail(p, e, "no such word", word);
}

static bool do_line(struct player *p, char *line, struct err *e)
{
    char *word = line + strspn(line, " \t");
    word[strcspn(word, "\r\n")] = 0;
    if (!*word || *word == '#')
        return true;
    char *arg = word + strcspn(word, " \t");
    if (*arg)
        *arg++ = 0;
    arg += strspn(arg, " \t");
    clock_advance(app_clock(p->f.app), 600); /* nobody is faster; and the repeat rule has passed */
    bool ok;
    if (strcmp(word, "tap") == 0)
        ok = do_tap(p, arg, e);
    else if (strcmp(word, "press") == 0 || strcmp(word, "release") == 0)
        ok = do_half(p, arg, word[0] == 'p', e);
    else if (strcmp(word, "key") == 0)
        ok = do_key(p, arg, e);
    else if (strcmp(word, "type") == 0)
        ok = do_type(p, arg, e);
    else if (strcmp(word, "wait") == 0)
        ok = do_wait(p, arg, e);
    else if (strcmp(word, "expect") == 0)
        ok = do_expect(p, arg, e);
    else if (strcmp(word, "shot") == 0)
        ok = do_shot(p, arg, e);
    else if (strcmp(word, "go") == 0)
        ok = app_go(p->f.app, arg) || fail(p, e, "there is no screen", arg);
    else if (strcmp(word, "remember-code") == 0)
        ok = app_session(p->f.app)->has_receipt || fail(p, e, "no receipt for", word);
    else if (strcmp(word, "enter-code") == 0)
        ok = do_enter_code(p, e);
    else
        ok = do_other(p, word, arg, e);
    if (ok && strcmp(word, "remember-code") == 0)
        remembered = app_session(p->f.app)->receipt;
    settle(p);
    return ok;
}

bool play(const struct app_options *o, const char *script, const char *dir, struct err *e)
{
    struct arena a;
    arena_init(&a, false);
    char *text;
    size_t len;
    struct player p = {.script = script, .dir = dir};
    struct app_options mine = *o;
    /* it begins now, or at the hour that --today gives, and moves with the script alone */
    mine.clock = clock_fake(o->clock.unix_s(&o->clock));
    mine.nudges = true;
    bool ok = fs_read_path(script, SCRIPT_MAX, &a, &text, &len, e);
    if (ok && !utf8_valid(text, len, NULL))
        ok = err_set(e, ERR_FAILED, "%s: not UTF-8", script);
    ok = ok && (!dir || fs_make_dirs(dir, e)) && offscreen_open(&p.f, &mine, e);
    if (ok)
        settle(&p);
    char *save = NULL;
    /* strtok_r would swallow empty lines, and with them the line numbers */
    for (char *line = ok ? text : NULL; line && ok; line = save) {
        char *nl = strchr(line, '\n');
        save = nl ? nl + 1 : NULL;
        if (nl)
            *nl = 0;
        p.line++;
        ok = do_line(&p, line, e);
    }
    offscreen_close(&p.f);
    explicit_bzero(&remembered, sizeof remembered);
    arena_release(&a);
    return ok;
}
