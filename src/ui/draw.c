/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw.h"
#include "device/qr.h"
#include "device/raster.h"

#include <string.h>

/* What a look is made of. `text` is the colour of words standing on it. */
struct dress {
    enum color fill, edge, text;
    float edge_mm, radius_mm;
    bool box;
};

static const struct dress dresses[LOOK_COUNT] = {
    [LOOK_NONE] = {.text = COLOR_INK},
    [LOOK_GROUND] = {.fill = COLOR_GROUND, .text = COLOR_INK, .box = true},
    [LOOK_CARD] =
        {.fill = COLOR_SURFACE, .edge = COLOR_CHOSEN, .text = COLOR_INK, .edge_mm = 0.4F, .radius_mm = 6, .box = true},
    [LOOK_TILE] =
        {.fill = COLOR_SURFACE, .edge = COLOR_EDGE, .text = COLOR_INK, .edge_mm = 0.4F, .radius_mm = 5, .box = true},
    [LOOK_PRIMARY] = {.fill = COLOR_ACCENT,
                      .edge = COLOR_ACCENT,
                      .text = COLOR_ON_ACCENT,
                      .edge_mm = 0.4F,
                      .radius_mm = 5,
                      .box = true},
    [LOOK_QUIET] =
        {.fill = COLOR_GROUND, .edge = COLOR_EDGE, .text = COLOR_INK, .edge_mm = 0.5F, .radius_mm = 5, .box = true},
    [LOOK_DANGER] = {.fill = COLOR_DANGER,
                     .edge = COLOR_DANGER,
                     .text = COLOR_ON_DANGER,
                     .edge_mm = 0.4F,
                     .radius_mm = 5,
                     .box = true},
    [LOOK_BAR] = {.fill = COLOR_SURFACE, .edge = COLOR_CHOSEN, .text = COLOR_INK, .edge_mm = 0.4F, .box = true},
    [LOOK_BARE] = {.text = COLOR_INK, .radius_mm = 5},
    [LOOK_NOTICE] =
        {.fill = COLOR_CHOSEN, .edge = COLOR_EDGE, .text = COLOR_INK, .edge_mm = 0.3F, .radius_mm = 3, .box = true},
    [LOOK_FIELD] =
        {.fill = COLOR_SURFACE, .edge = COLOR_ACCENT, .text = COLOR_INK, .edge_mm = 0.7F, .radius_mm = 3, .box = true},
    [LOOK_KEY] =
        {.fill = COLOR_SURFACE, .edge = COLOR_EDGE, .text = COLOR_INK, .edge_mm = 0.3F, .radius_mm = 3, .box = true},
    [LOOK_SHADE] = {.text = COLOR_INK},
    [LOOK_QR] = {.text = COLOR_INK},
    [LOOK_INK] = {.fill = COLOR_INK, .text = COLOR_SURFACE, .box = true},
};

static uint32_t mix(uint32_t a, uint32_t b, unsigned percent_b)
{
    uint32_t out = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        uint32_t x = a >> shift & 0xFF, y = b >> shift & 0xFF;
        out |= (x * (100 - percent_b) + y * percent_b) / 100 << shift;
    }
    return out;
}

static void push(struct paint_list *out, struct paint p)
{
    if (p.box.w > 0 && p.box.h > 0)
        VEC_PUSH(&out->list, p);
}

/* The look a node stands on: its own, or the nearest one above that has a box. */
static enum look ground_of(const struct node *n)
{
    for (; n; n = n->parent)
        if (dresses[n->look].box)
            return n->look;
    return LOOK_GROUND;
}

/* The nearest selected node at or above n, up to its target. */
static bool chosen(const struct node *n)
{
    for (; n; n = n->parent) {
        if (n->selected)
            return true;
        if (n->target)
            return false;
    }
    return false;
}

static bool lit(const struct ui *u, const struct node *n)
{
    return u->lit >= 0 && n->spoken == u->lit;
}

static void draw_box(const struct ui *u, const struct node *n, struct paint_list *out)
{
    const struct dress *d = &dresses[n->look];
    bool pressed = n->target && ui_id_eq(u->pressed, n->id) && u->pressed.kind;
    bool bare = !d->box;
    if (bare && !pressed && !n->selected && !lit(u, n))
        return;
    uint32_t fill = theme_color(u->theme, bare ? COLOR_SURFACE : d->fill),
             edge = theme_color(u->theme, bare ? COLOR_SURFACE : d->edge);
    int edge_w = ui_mm(u, d->edge_mm);
    if (n->selected) {
        fill = theme_color(u->theme, COLOR_CHOSEN);
        edge = theme_color(u->theme, COLOR_ACCENT);
        edge_w = ui_mm(u, 1.2F);
    }
    if (n->disabled && d->box) {
        fill = theme_color(u->theme, COLOR_GROUND);
        edge = mix(theme_color(u->theme, COLOR_EDGE), fill, 50);
    }
    if (lit(u, n)) {
        if (n->look == LOOK_PRIMARY || n->look == LOOK_DANGER) {
            edge = theme_color(u->theme, COLOR_FOCUS);
            edge_w = ui_mm(u, 1.6F);
        } else {
            fill = theme_color(u->theme, COLOR_LIT);
        }
    }
    if (pressed) { /* by its edge: a darker fill would take contrast from the words (VVSG 7.1-C) */
        bool accent = !n->selected && (n->look == LOOK_PRIMARY || n->look == LOOK_DANGER);
        edge = theme_color(u->theme, accent ? COLOR_ON_ACCENT : COLOR_INK);
        edge_w = ui_mm(u, 2);
    }
    struct box b = n->box;
    if (bare && n->text.s && !n->target) {
        /* a lit sentence gets air round it */
        int air = ui_mm(u, 2);
        b = (struct box){b.x - air, b.y - air / 2, b.w + 2 * air, b.h + air};
    }
    push(out, (struct paint){.kind = PAINT_BOX,
                             .box = b,
                             .fill = fill,
                             .edge = edge,
                             .edge_w = edge_w,
                             .radius = d->radius_mm > 0 ? ui_mm(u, d->radius_mm) : (bare ? ui_mm(u, 2) : 0)});
}

static void draw_text(const struct ui *u, const struct node *n, struct paint_list *out)
{
    const struct dress *d = &dresses[ground_of(n)];
    uint32_t color = theme_color(u->theme, chosen(n)                       ? COLOR_INK
                                           : n->text.color != COLOR_GROUND ? n->text.color
                                                                           : d->text);
    bool off = false;
    for (const struct node *p = n; p && !off; p = p->parent)
        off = p->disabled;
    if (off)
        color = mix(theme_color(u->theme, COLOR_INK), theme_color(u->theme, COLOR_GROUND), 55);
    int w = n->box.w - 2 * n->lay.pad, h = (int)n->paragraph->height;
    int y = n->box.y + n->lay.pad_block, room = n->box.h - 2 * n->lay.pad_block;
    if (room > h && n->lay.justify != PLACE_START)
        y += (room - h) / 2;
    push(out, (struct paint){.kind = PAINT_TEXT,
                             .box = {n->box.x + n->lay.pad, y, w, h + 1},
                             .fill = color,
                             .paragraph = n->paragraph});
    if (n->text.caret < 0)
        return;
    struct text_rect c = paragraph_caret(n->paragraph, (size_t)n->text.caret);
    push(out, (struct paint){.kind = PAINT_BOX,
                             .fill = theme_color(u->theme, COLOR_ACCENT),
                             .box = {n->box.x + n->lay.pad + (int)c.x, y + (int)c.y, ui_mm(u, 0.7F), (int)c.h}});
}

static enum tone tone_of(const struct node *n)
{
    if (n->tone != TONE_PLAIN)
        return n->tone;
    if (chosen(n))
        return TONE_PLAIN;
    enum look ground = ground_of(n);
    return ground == LOOK_PRIMARY ? TONE_ON_ACCENT : ground == LOOK_DANGER ? TONE_ON_DANGER : TONE_PLAIN;
}

static void draw_icon(const struct ui *u, const struct node *n, struct paint_list *out)
{
    int pad = n->lay.pad, pad_block = n->lay.pad_block;
    push(out,
         (struct paint){.kind = PAINT_ICON,
                        .icon = n->icon,
                        .theme = u->theme,
                        .tone = tone_of(n),
                        .mirror = n->mirror && ui_rtl(u),
                        .box = {n->box.x + pad, n->box.y + pad_block, n->box.w - 2 * pad, n->box.h - 2 * pad_block}});
}

static void draw_dots(const struct ui *u, const struct node *n, struct paint_list *out)
{
    int size = ui_mm(u, 3), gap = ui_mm(u, 2.5F), width = n->dots.count * size + (n->dots.count - 1) * gap;
    int x0 = n->box.x + (n->box.w - width) / 2;
    for (int i = 0; i < n->dots.count; i++) {
        int place = ui_rtl(u) ? n->dots.count - 1 - i : i;
        bool here = i == n->dots.at;
        struct box b = {x0 + place * (size + gap), n->box.y + (n->box.h - size) / 2, size, size};
        push(out, (struct paint){.kind = PAINT_BOX,
                                 .box = b,
                                 .radius = size / 2,
                                 .fill = theme_color(u->theme, here ? COLOR_ACCENT : COLOR_GROUND),
                                 .edge = theme_color(u->theme, here ? COLOR_ACCENT : COLOR_EDGE),
                                 .edge_w = ui_mm(u, 0.5F)});
    }
}

/* A tick in the corner: colour is never the only sign of a choice (WCAG 1.4.1). */
static void draw_tick(const struct ui *u, const struct node *n, struct paint_list *out)
{
    int size = ui_mm(u, 9), in = ui_mm(u, 1.5F);
    int x = ui_rtl(u) ? n->box.x + in : n->box.x + n->box.w - size - in;
    push(out, (struct paint){.kind = PAINT_ICON,
                             .icon = "icons/yes",
                             .theme = u->theme,
                             .tone = TONE_PLAIN,
                             .box = {x, n->box.y + in, size, size}});
}

static void draw_ring(const struct ui *u, const struct node *n, struct paint_list *out)
{
    int air = ui_mm(u, 0.9F), w = ui_mm(u, 1.3F);
    struct box b = {n->box.x - air, n->box.y - air, n->box.w + 2 * air, n->box.h + 2 * air};
    push(out, (struct paint){.kind = PAINT_BOX,
                             .box = b,
                             .no_fill = true,
                             .edge = theme_color(u->theme, COLOR_FOCUS),
                             .edge_w = w,
                             .radius = ui_mm(u, dresses[n->look].radius_mm + 0.9F)});
}

void draw(const struct ui *u, const struct node *root, struct paint_list *out)
{
    const struct node *ring = NULL;
    for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n)) {
        if (n->look == LOOK_SHADE)
            push(out, (struct paint){.kind = PAINT_SHADE, .box = n->box, .fill = theme_color(u->theme, COLOR_SHADE)});
        else
            draw_box(u, n, out);
        if (n->text.s && n->paragraph)
            draw_text(u, n, out);
        if (n->icon)
            draw_icon(u, n, out);
        if (n->qr)
            push(out, (struct paint){.kind = PAINT_QR, .box = n->box, .qr = n->qr});
        if (n->role == ROLE_PAPER)
            push(out, (struct paint){.kind = PAINT_PAPER, .box = n->box, .strip = n->strip});
        if (n->role == ROLE_DOTS)
            draw_dots(u, n, out);
        if (n->selected && n->look != LOOK_KEY && n->box.h > ui_mm(u, 14))
            draw_tick(u, n, out);
        if (u->focus.kind && n->focus && ui_id_eq(u->focus, n->id))
            ring = n;
    }
    if (ring)
        draw_ring(u, ring, out); /* above everything: it must never be hidden (WCAG 2.4.11) */
}

/* FNV-1a: the lists are short, and a wrong match only leaves a stale cell until the next change. */
static uint64_t add_number(uint64_t h, uint64_t number)
{
    return (h ^ number) * 0x100000001B3ULL;
}

static uint64_t add(uint64_t h, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++)
        h = add_number(h, p[i]);
    return h;
}

uint64_t paint_hash(const struct paint *p)
{
    uint64_t h = 0xCBF29CE484222325ULL;
    int numbers[] = {(int)p->kind, p->box.x,  p->box.y,   p->box.w,      p->box.h,     (int)p->fill, (int)p->edge,
                     p->radius,    p->edge_w, p->no_fill, (int)p->theme, (int)p->tone, p->mirror};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        h = add_number(h, (unsigned)numbers[i]);
    h = add_number(h, (uintptr_t)p->paragraph);
    if (p->paragraph) /* an address may be used again after a trim */
        h = add(h, p->paragraph->text, p->paragraph->len);
    if (p->icon)
        h = add(h, p->icon, strlen(p->icon));
    if (p->qr) /* the same: a stale code would lead somebody to the wrong place */
        h = add(h, p->qr->dark, (size_t)p->qr->size * (size_t)p->qr->size);
    if (p->strip.raster) {
        h = add_number(h, (unsigned)p->strip.y);
        h = add(h, p->strip.raster->bits + (size_t)p->strip.y * p->strip.raster->stride,
                (size_t)p->strip.h * p->strip.raster->stride);
    }
    return h;
}
