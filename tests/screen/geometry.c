/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geometry.h"

#include "text/paragraph_int.h"
#include "ui/tree.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const rule_words[RULE_COUNT] = {
#define X(name, words) [RULE_##name] = words,
    GEOMETRY_RULES(X)
#undef X
};

int geometry_faults[RULE_COUNT];

enum { SHOWN_MAX = 25 };

void geometry_fault(const struct spot *p, enum rule r, const struct node *n, const char *fmt, ...)
{
    if (geometry_faults[r]++ >= SHOWN_MAX && !getenv("PORCHLIGHT_GEOMETRY"))
        return;
    char why[256];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(why, sizeof why, fmt, ap);
    va_end(ap);
    const struct node *named = n;
    while (named && !named->id.kind)
        named = named->parent;
    printf("# %s: %s%s%s %s %s%s %dx%d page %d: %s.%d: %s\n", rule_words[r], p->scene->route,
           *p->scene->variant ? "/" : "", p->scene->variant, p->tag, text_size_word(p->size), p->lower ? " lower" : "",
           p->a->ui.w, p->a->ui.h, p->page, named ? ui_kind_name(named->id.kind) : "", named ? named->id.index : 0,
           why);
}

static float mm(const struct spot *p, int px)
{
    return (float)px * p->a->ui.mm_per_px;
}

/* What a visitor can touch and read: the dialog when there is one. */
static const struct node *top_of(const struct node *root)
{
    const struct node *top = root;
    for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n))
        if (n->role == ROLE_DIALOG)
            top = n;
    return top;
}

static bool below(const struct node *n, const struct node *above)
{
    for (; n; n = n->parent)
        if (n == above)
            return true;
    return false;
}

static bool same_box(const struct box *a, const struct box *b)
{
    return a->x == b->x && a->y == b->y && a->w == b->w && a->h == b->h;
}

/* ---- targets -------------------------------------------------------------------------------------------------------
 */

static void check_targets(const struct spot *p, const struct node *top)
{
    const struct node *list[256];
    size_t count = 0;
    for (const struct node *n = node_next(top, NULL); n; n = node_next(top, n))
        if (n->target && count < 256)
            list[count++] = n;
    float half = p->a->ui.mm_per_px / 2; /* sizes are whole pixels */
    for (size_t i = 0; i < count; i++) {
        const struct box *b = &list[i]->box;
        if (mm(p, b->w) + half < 12.7F || mm(p, b->h) + half < 12.7F)
            geometry_fault(p, RULE_TARGET_SIZE, list[i], "%.1f by %.1f mm", (double)mm(p, b->w), (double)mm(p, b->h));
        for (size_t k = i + 1; k < count; k++) {
            const struct box *c = &list[k]->box;
            int dx = b->x > c->x ? b->x - (c->x + c->w) : c->x - (b->x + b->w);
            int dy = b->y > c->y ? b->y - (c->y + c->h) : c->y - (b->y + b->h);
            int gap = dx > dy ? dx : dy;
            if (mm(p, gap) + half < 2.54F)
                geometry_fault(p, RULE_TARGET_GAP, list[i], "%.2f mm from %s.%d", (double)mm(p, gap),
                               ui_kind_name(list[k]->id.kind), list[k]->id.index);
        }
        bool inside_words = false;
        for (const struct node *n = node_next(list[i], NULL); n; n = node_next(list[i], n))
            inside_words = inside_words || (n->text.s && *n->text.s);
        if (!inside_words && !(list[i]->label && *list[i]->label))
            geometry_fault(p, RULE_LABEL, list[i], "a picture alone, without a label");
    }
}

/* ---- words ---------------------------------------------------------------------------------------------------------
 */

enum { FONT_PX_PER_CAP_MILLI = 714 }; /* Noto Sans: capitals of 0.714 em */

static void check_capitals(const struct spot *p, const struct node *n)
{
    static const float range[SIZE_COUNT][2] = {[SIZE_SMALL] = {3.5F, 4.2F},
                                               [SIZE_MEDIUM] = {4.8F, 5.6F},
                                               [SIZE_LARGE] = {6.4F, 7.1F},
                                               [SIZE_XLARGE] = {8.5F, 9.0F}};
    for (size_t i = 0; i < n->paragraph->run_count; i++) {
        const struct text_run *run = &n->paragraph->runs[i];
        bool letters = false; /* digits and dots may be another script's */
        for (uint32_t k = 0; k < run->s_len && !letters; k++)
            letters = (run->s[k] | 32) >= 'a' && (run->s[k] | 32) <= 'z';
        if (!run->font || run->script != HB_SCRIPT_LATIN || !letters)
            continue;
        float cap = (float)run->px * FONT_PX_PER_CAP_MILLI / 1000 * p->a->ui.mm_per_px,
              half = 0.36F * p->a->ui.mm_per_px;
        if (cap + half < 3.5F)
            geometry_fault(p, RULE_CAPITALS, n, "capitals of %.2f mm: %s", (double)cap, n->text.s);
        if (n->text.step == TYPE_BODY && !n->text.fit &&
            (cap + half < range[p->size][0] || cap - half > range[p->size][1]))
            geometry_fault(p, RULE_CAPITALS, n, "body text of %.2f mm: %s", (double)cap, n->text.s);
    }
}

/* Where the ink of a text node is: draw.c puts it at the top, or in the middle of more room. */
static struct box ink_of(const struct node *n)
{
    int h = (int)ceilf(n->paragraph->height), room = n->box.h - 2 * n->lay.pad_block, y = n->box.y + n->lay.pad_block;
    if (room > h && n->lay.justify != PLACE_START)
        y += (room - h) / 2;
    float left = (float)(n->box.w - 2 * n->lay.pad), right = 0;
    for (size_t i = 0; i < n->paragraph->line_count; i++) {
        const struct text_line *l = &n->paragraph->lines[i];
        left = fminf(left, l->x);
        right = fmaxf(right, l->x + l->width);
    }
    return (struct box){n->box.x + n->lay.pad + (int)floorf(left), y, (int)ceilf(right - left), h};
}

static bool cross(const struct box *a, const struct box *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

/* Nothing but digits and spaces is a code to copy down: "123 456" must not become "456 123" in right-to-left text. */
static void check_digits(const struct spot *p, const struct node *n)
{
    if (n->text.s[strcspn(n->text.s, "0123456789")] == 0 ||
        n->text.s[strspn(n->text.s, "0123456789 -\xE2\x81\xA6\xA9")])
        return;
    uint32_t last = 0;
    for (size_t i = 0; i < n->paragraph->run_count; i++) {
        const struct text_run *r = &n->paragraph->runs[i];
        if (r->s_len && !memchr("0123456789", r->s[0], 10))
            continue; /* the marks themselves may stand on either side */
        if (r->start < last)
            geometry_fault(p, RULE_DIGITS, n, "'%s' is turned round", n->text.s);
        last = r->start;
    }
}

static void check_words(const struct spot *p, const struct node *top)
{
    const struct node *list[256];
    struct box ink[256];
    size_t count = 0;
    for (const struct node *n = node_next(top, NULL); n; n = node_next(top, n)) {
        if (!n->text.s || !*n->text.s || !n->paragraph)
            continue;
        check_capitals(p, n);
        check_digits(p, n);
        if (n->paragraph->clipped || n->paragraph->overflows)
            geometry_fault(p, RULE_CLIPPED, n, "%s: %s", n->paragraph->clipped ? "cut off" : "wider than its place",
                           n->text.s);
        if (count < 256) {
            ink[count] = ink_of(n);
            list[count++] = n;
        }
    }
    for (size_t i = 0; i < count; i++) {
        for (const struct node *up = list[i]->parent; up; up = up->parent) {
            /* a pixel of rounding is nobody's fault */
            if (ink[i].x < up->box.x - 1 || ink[i].y < up->box.y - 1 ||
                ink[i].x + ink[i].w > up->box.x + up->box.w + 1 || ink[i].y + ink[i].h > up->box.y + up->box.h + 1) {
                geometry_fault(p, RULE_IN_PARENT, list[i], "'%.60s' is %d,%d %dx%d in a box of %d,%d %dx%d",
                               list[i]->text.s, ink[i].x, ink[i].y, ink[i].w, ink[i].h, up->box.x, up->box.y, up->box.w,
                               up->box.h);
                break;
            }
        }
        for (size_t k = i + 1; k < count; k++)
            if (cross(&ink[i], &ink[k]))
                geometry_fault(p, RULE_OVERLAP, list[i], "'%.60s' lies over '%.60s'", list[i]->text.s, list[k]->text.s);
    }
}

static void check_pictures(const struct spot *p, const struct node *root)
{
    for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n)) {
        char path[256];
        if (!n->icon)
            continue;
        if (strncmp(n->icon, "site:", 5) == 0)
            snprintf(path, sizeof path, "kiosk-config/%s", n->icon + 5);
        else
            snprintf(path, sizeof path, "assets/%s.svg", n->icon);
        if (access(path, R_OK) != 0)
            geometry_fault(p, RULE_PICTURE, n, "there is no %s", path);
    }
}

static void check_outside(const struct spot *p, const struct node *root)
{
    for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n)) {
        const struct box *b = &n->box;
        bool seen = n->target || n->icon || n->qr || n->text.s || n->look != LOOK_NONE;
        if (seen && (b->x < 0 || b->y < 0 || b->x + b->w > p->a->ui.w || b->y + b->h > p->a->ui.h))
            geometry_fault(p, RULE_OUTSIDE, n, "%d,%d %dx%d", b->x, b->y, b->w, b->h);
        if ((n->target || n->qr || (n->text.s && *n->text.s)) && (b->w <= 0 || b->h <= 0))
            geometry_fault(p, RULE_OUTSIDE, n, "has no size: %dx%d", b->w, b->h);
    }
}

static void check_room(const struct spot *p, const struct node *root, const struct node *top)
{
    if (p->a->ui.lacking)
        geometry_fault(p, RULE_ROOM, root, "the smallest letters are still too big");
    for (const struct node *code = node_next(top, NULL); code; code = node_next(top, code))
        for (const struct node *n = node_next(top, NULL); code->qr && n; n = node_next(top, n))
            if (n != code && (n->target || n->text.s || n->icon) && cross(&n->box, &code->box))
                geometry_fault(p, RULE_ROOM, n, "lies over the code");
}

/* ---- ears ----------------------------------------------------------------------------------------------------------
 */

static bool deliberately_silent(const struct node *n)
{
    /* the demonstration's strip, the forty letters of a keyboard (each says itself when touched by a key), a code half
     * entered */
    for (; n; n = n->parent)
        if (n->speech && !*n->speech)
            return true;
    return false;
}

static bool heard(const struct node *n)
{
    if (n->spoken >= 0)
        return true;
    for (const struct node *up = n->parent; up; up = up->parent)
        if (up->spoken >= 0)
            return true;
    return false;
}

static void check_speech(const struct spot *p, const struct node *top)
{
    for (const struct node *n = node_next(top, NULL); n; n = node_next(top, n)) {
        const char *says = node_speech(n);
        if (n->target && !(says && *says))
            geometry_fault(p, RULE_SPEECH, n, "a target that says nothing");
        bool meaning = n->role == ROLE_QR || n->id.kind == UI_RECEIPT_PICTURE ||
                       (n->id.kind == UI_PICTURE && strncmp(p->scene->route, "page/", 5) == 0 &&
                        strncmp(n->icon, "scenes/", 7) != 0);
        if (meaning && !(n->spoken >= 0 || n->first))
            geometry_fault(p, RULE_SPEECH, n, "a picture with a meaning that is not said");
        if (n->text.s && *n->text.s && !n->is_private && !heard(n) && !deliberately_silent(n))
            geometry_fault(p, RULE_SPEECH, n, "words that cannot be heard: %s", n->text.s);
        if (n->is_private && n->spoken >= 0)
            geometry_fault(p, RULE_SPEECH, n, "private words would be said aloud");
    }
}

/* ---- keys and fingers ----------------------------------------------------------------------------------------------
 */

static void check_focus(const struct spot *p, const struct node *root, const struct node *top)
{
    struct input in = {0};
    struct ui_id out;
    int targets = 0, reached = 0;
    for (const struct node *n = node_next(top, NULL); n; n = node_next(top, n))
        targets += n->focus != 0;
    struct ui_id first = {0};
    for (int i = 0; i < targets; i++) {
        input_key(&in, root, UI_KEY_NEXT, 0, &out);
        if (i == 0)
            first = in.focus;
        else if (ui_id_eq(in.focus, first))
            break;
        reached++;
        const struct node *n = node_find(top, in.focus);
        int air = ui_mm(&p->a->ui, 0.9F);
        if (!n || !below(n, top))
            geometry_fault(p, RULE_FOCUS, n, "the focus left the dialog");
        else if (n->box.x < air || n->box.y < air || n->box.x + n->box.w + air > p->a->ui.w ||
                 n->box.y + n->box.h + air > p->a->ui.h)
            geometry_fault(p, RULE_RING, n, "the ring leaves the screen");
    }
    if (reached != targets)
        geometry_fault(p, RULE_FOCUS, top, "%d of %d targets are reached; two may have the same id", reached, targets);
    input_key(&in, root, UI_KEY_NEXT, 0, &out);
    if (targets && !ui_id_eq(in.focus, first))
        geometry_fault(p, RULE_FOCUS, top, "the way does not go round");
}

static void check_press(const struct spot *p, const struct node *top)
{
    struct session before = p->a->session;
    for (const struct node *n = node_next(top, NULL); n; n = node_next(top, n)) {
        if (!n->focus)
            continue;
        struct input in = {0};
        input_press(&in, duo_half(p->a, n->box.x, n->box.y), n->box.x + n->box.w / 2, n->box.y + n->box.h / 2);
        if (!ui_id_eq(in.pressed, n->id))
            geometry_fault(p, RULE_DOWN, n, "its middle belongs to %s.%d", ui_kind_name(in.pressed.kind),
                           in.pressed.index);
    }
    if (memcmp(&before, &p->a->session, sizeof before) != 0)
        geometry_fault(p, RULE_DOWN, top, "a finger that only came down has changed something");
}

/* ---- the frame -----------------------------------------------------------------------------------------------------
 */

const enum ui_kind geometry_frame[FRAME_IDS] = {UI_HOME, UI_LANGUAGE, UI_LISTEN, UI_ACCESS, UI_LEAVE, UI_EMERGENCY};

static void check_frame(const struct spot *p, const struct node *root, struct frame *f)
{
    for (int i = 0; i < FRAME_IDS; i++) {
        const struct node *n = node_find(root, UI_ID(geometry_frame[i], 0));
        if (!n && geometry_frame[i] == UI_EMERGENCY && stack_top(p->a)->screen->access != ACCESS_VISITOR)
            continue;
        if (!n) {
            geometry_fault(p, RULE_FRAME, root, "has no %s", ui_kind_name(geometry_frame[i]));
            continue;
        }
        if (!f->known)
            f->box[i] = n->box;
        else if (!same_box(&n->box, &f->box[i]))
            geometry_fault(p, RULE_FRAME, n, "at %d,%d %dx%d, elsewhere at %d,%d %dx%d", n->box.x, n->box.y, n->box.w,
                           n->box.h, f->box[i].x, f->box[i].y, f->box[i].w, f->box[i].h);
    }
    f->known = true;
}

void geometry_check(const struct spot *p, const struct node *root, struct frame *f)
{
    const struct node *top = top_of(root);
    check_targets(p, top);
    check_words(p, top);
    check_pictures(p, root);
    check_outside(p, root);
    check_room(p, root, top);
    check_speech(p, top);
    check_focus(p, root, top);
    check_press(p, top);
    if (!stack_top(p->a)->screen->no_frame)
        check_frame(p, root, f);
}
