/* Filling lines. A line is cut where HarfBuzz says that nothing changes, or its end is shaped again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "paragraph_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A run is drawn as one surface, so it is cut before it gets wider than any screen. */
enum { RUN_WIDTH_MAX = 4096 * 64 };

/* Trap 4: a paragraph's pitch comes from its ink, but from at least the ink of plain Latin letters, so that "Aa" and
 * "Áy" get equal rows: ascenders stand 0.06 over the capitals of Noto Sans, descenders hang 0.34 of them. Air between
 * lines: 0.43 of the capitals makes Latin 1.85 capitals or 1.32 em from line to line; scripts with tall ink need no
 * more. */
#define TOP_LEAST 1.08F
#define BOTTOM_LEAST 0.34F
#define AIR_DEFAULT 0.43F

static const char ellipsis[] = "\xE2\x80\xA6";

struct fill {
    struct text_engine *t;
    struct shaped *s;
    int64_t width; /* 26.6, or -1: no limit */
    int max_lines;
    struct fill_room *room;
    struct ink ink;
    bool clipped, overflows;
};

/* How far a line has been built, to go back to. */
struct mark_back {
    size_t runs, marks;
    struct ink ink;
};

static struct mark_back here(const struct fill *f)
{
    return (struct mark_back){.runs = f->room->runs.len, .marks = f->room->marks.len, .ink = f->ink};
}

static void back_to(struct fill *f, struct mark_back m)
{
    f->room->runs.len = f->room->levels.len = m.runs;
    f->room->marks.len = m.marks;
    f->ink = m.ink;
}

static uint32_t byte_of(const struct shaped *s, size_t cluster, uint32_t end)
{
    return cluster < s->cluster_count && s->clusters[cluster].at < end ? s->clusters[cluster].at : end;
}

static bool is_space(const struct shaped *s, size_t cluster)
{
    uint32_t at = s->clusters[cluster].at;
    size_t i = at;
    uint32_t c = utf8_next(s->text, s->len, &i);
    bool space = c == ' ' || c == 0x3000 || c == 0x200B || (c >= 0x2000 && c <= 0x200A && c != 0x2007);
    return space && (cluster + 1 >= s->cluster_count || s->clusters[cluster + 1].at >= i);
}

/* One run of the clusters [from, to), which lie in one item and end at byte `end`; returns its width. */
static int64_t push_run(struct fill *f, const struct item *item, const struct cluster *from, size_t n, uint32_t end)
{
    int64_t width = 0;
    struct text_run run = {.font = item->font,
                           .px = item->px,
                           .script = item->script,
                           .rtl = item->level & 1,
                           .s = f->s->text + from->at,
                           .s_len = end - from->at,
                           .start = from->at,
                           .end = end,
                           .first_mark = (uint32_t)f->room->marks.len,
                           .mark_count = (uint32_t)n};
    for (size_t i = 0; i < n; i++) {
        VEC_PUSH(&f->room->marks, ((struct text_mark){.at = from[i].at, .adv = PX26(from[i].adv)}));
        run.over_l = from[i].over_l > run.over_l ? from[i].over_l : run.over_l;
        run.over_r = from[i].over_r > run.over_r ? from[i].over_r : run.over_r;
        width += from[i].adv;
    }
    run.width = PX26(width);
    VEC_PUSH(&f->room->runs, run);
    VEC_PUSH(&f->room->levels, item->level);
    return width;
}

/* The part [from, to) of an item as it stands alone: where an end is unsafe, the letters up to the next safe place are
 * shaped again. */
static void shape_part(struct fill *f, const struct item *item, size_t from, size_t to, uint32_t end)
{
    const struct cluster *c = f->s->clusters;
    size_t head = from, tail = to;
    if (from > item->first && c[from].unsafe)
        for (head = from + 1; head < to && c[head].unsafe; head++)
            ;
    if (to < item->first + (size_t)item->count && c[to].unsafe)
        for (tail = to - 1; tail > head && c[tail].unsafe; tail--)
            ;
    if (tail <= head && tail < to) { /* one region, or two that meet */
        head = to;
        tail = to;
    }
    f->room->again.len = 0;
    if (head > from)
        shape_run(f->t, item, f->s->text, c[from].at, head < to ? c[head].at : end, &f->room->again, &f->ink);
    for (size_t i = head; i < tail; i++)
        VEC_PUSH(&f->room->again, c[i]);
    if (tail < to)
        shape_run(f->t, item, f->s->text, c[tail].at, end, &f->room->again, &f->ink);
}

/* The part [from, to) of an item in the line that ends at byte `end`. */
static int64_t push_part(struct fill *f, const struct item *item, size_t from, size_t to, uint32_t end)
{
    const struct shaped *s = f->s;
    size_t item_end = item->first + (size_t)item->count;
    bool cut = (from > item->first && s->clusters[from].unsafe) || (to < item_end && s->clusters[to].unsafe);
    const struct cluster *c = &s->clusters[from];
    size_t n = to - from;
    if (cut) {
        shape_part(f, item, from, to, end);
        c = f->room->again.v;
        n = f->room->again.len;
    }
    int64_t total = 0, wide = 0;
    size_t first = 0;
    for (size_t i = 0; i < n; i++) {
        wide += c[i].adv;
        bool cut_here = (wide > RUN_WIDTH_MAX && !c[i].unsafe) || wide > (int64_t)RUN_WIDTH_MAX * 4;
        if (cut_here && i > first) {
            total += push_run(f, item, c + first, i - first, c[i].at);
            first = i;
            wide = c[i].adv;
        }
    }
    return total + push_run(f, item, c + first, n - first, end);
}

static size_t item_of(const struct shaped *s, size_t cluster)
{
    size_t lo = 0, hi = s->item_count;
    while (hi - lo > 1) {
        size_t mid = (lo + hi) / 2;
        if (s->items[mid].first <= cluster)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

/* Appends the runs of the clusters [from, to), in logical order; returns their width. */
static int64_t push_line(struct fill *f, size_t from, size_t to, uint32_t end)
{
    int64_t width = 0;
    if (from >= to)
        return 0;
    for (size_t i = item_of(f->s, from); i < f->s->item_count && f->s->items[i].first < to; i++) {
        const struct item *item = &f->s->items[i];
        size_t a = from > item->first ? from : item->first;
        size_t b = to < item->first + (size_t)item->count ? to : item->first + (size_t)item->count;
        if (a < b)
            width += push_part(f, item, a, b, b < to || item->end < end ? item->end : end);
    }
    return width;
}

static bool fits(const struct fill *f, int64_t width)
{
    return f->width < 0 || width <= f->width;
}

/* Turns the runs since `m` into visual order (rule L2 of UAX #9) and closes the line. */
static void close_line(struct fill *f, struct mark_back m, uint32_t start, uint32_t end, int64_t width)
{
    size_t n = f->room->runs.len - m.runs;
    struct text_line line = {.start = start, .end = end, .width = PX26(width), .first_run = m.runs, .run_count = n};
    if (n > 1) {
        int32_t *map = malloc(n * sizeof *map);
        struct text_run *runs = malloc(n * sizeof *runs);
        if (!map || !runs)
            BUG("out of memory");
        ubidi_reorderVisual(f->room->levels.v + m.runs, (int32_t)n, map);
        for (size_t i = 0; i < n; i++)
            runs[i] = f->room->runs.v[m.runs + (size_t)map[i]];
        memcpy(f->room->runs.v + m.runs, runs, n * sizeof *runs);
        free(map);
        free(runs);
    }
    VEC_PUSH(&f->room->lines, line);
}

/* ---- choosing where a line ends ---- */

static int boundary(const struct fill *f, size_t cluster)
{
    return f->s->breaks[f->s->clusters[cluster].at] & ~BREAK_GRAPHEME;
}

/* Lines [c, e) of the text that ends with cluster c1 at byte pe, if it fits. A line cut softly loses its spaces; one
 * that ends with the text keeps them as long as there is room, for the caret. */
static bool try_line(struct fill *f, size_t c, size_t e, size_t c1, uint32_t pe, bool force)
{
    struct mark_back m = here(f);
    const struct shaped *s = f->s;
    uint32_t start = byte_of(s, c, pe), end = e < c1 ? s->clusters[e].at : pe;
    size_t bare = e;
    while (bare > c && is_space(s, bare - 1))
        bare--;
    if (e == c1 && bare < e) {
        int64_t width = push_line(f, c, e, end);
        if (fits(f, width)) {
            close_line(f, m, start, end, width);
            return true;
        }
        back_to(f, m);
    }
    int64_t width = push_line(f, c, bare, bare < e ? s->clusters[bare].at : end);
    if (!fits(f, width) && !force) {
        back_to(f, m);
        return false;
    }
    f->overflows |= !fits(f, width);
    close_line(f, m, start, end, width);
    return true;
}

/* The first cluster that no longer fits after c; spaces at the end hang over and need no room. */
static size_t first_unfit(const struct fill *f, size_t c, size_t c1, int64_t room)
{
    int64_t width = 0;
    if (f->width < 0)
        return c1;
    for (size_t k = c; k < c1; k++) {
        width += f->s->clusters[k].adv;
        if (width > room && !is_space(f->s, k))
            return k;
    }
    return c1;
}

static bool is_grapheme(struct fill *f, size_t cluster)
{
    struct shaped *s = f->s;
    if (!s->has_graphemes) {
        analyse_graphemes(&f->t->a, s->text, s->len, s->breaks);
        s->has_graphemes = true;
    }
    return (s->breaks[s->clusters[cluster].at] & BREAK_GRAPHEME) != 0;
}

/* Makes one line from cluster c; returns the cluster after it. */
static size_t next_line(struct fill *f, size_t c, size_t c1, uint32_t pe)
{
    size_t k = first_unfit(f, c, c1, f->width);
    for (int least = BREAK_GOOD; least >= BREAK_POOR; least--)
        for (size_t e = k; e > c; e--)
            if ((e == c1 || boundary(f, e) >= least) && try_line(f, c, e, c1, pe, false))
                return e;
    for (size_t e = k; e > c; e--) /* a word longer than the line */
        if ((e == c1 || is_grapheme(f, e)) && try_line(f, c, e, c1, pe, false))
            return e;
    size_t e = c + 1;
    while (e < c1 && !is_grapheme(f, e))
        e++;
    try_line(f, c, e, c1, pe, true);
    return e;
}

/* The face for "…": the language's own when it has one. */
static struct item ellipsis_item(const struct fill *f)
{
    const struct shaped *s = f->s;
    struct fonts *fonts = f->t->fonts;
    struct font *font = s->item_count ? s->items[0].font : NULL, *other;
    for (size_t i = 0; (!font || !font_has(font, 0x2026)) && fonts_fallback(fonts, i, s->bold, &other); i++)
        font = other ? other : font;
    return (struct item){.end = sizeof ellipsis - 1,
                         .font = font,
                         .px = font ? fonts_px(fonts, font, s->cap_px) : FONT_PX_MIN,
                         .script = s->item_count && font == s->items[0].font ? s->items[0].script : HB_SCRIPT_LATIN,
                         .level = s->lang.dir == TEXT_RTL ? 1 : 0};
}

static int64_t push_ellipsis(struct fill *f, const struct item *item, uint32_t at)
{
    f->room->again.len = 0;
    shape_run(f->t, item, ellipsis, 0, item->end, &f->room->again, &f->ink);
    for (size_t i = 0; i < f->room->again.len; i++)
        f->room->again.v[i].at = at;
    int64_t width = push_run(f, item, f->room->again.v, f->room->again.len, at);
    struct text_run *run = &f->room->runs.v[f->room->runs.len - 1];
    run->s = ellipsis;
    run->s_len = sizeof ellipsis - 1;
    return width;
}

/* The last line allowed, with "…" where the text goes on. */
static void clipped_line(struct fill *f, size_t c, size_t c1, uint32_t pe)
{
    const struct shaped *s = f->s;
    struct item item = ellipsis_item(f);
    struct mark_back m = here(f);
    uint32_t start = byte_of(s, c, pe);
    int64_t dots = push_ellipsis(f, &item, start);
    back_to(f, m);
    f->clipped = true;
    for (size_t e = first_unfit(f, c, c1, f->width - dots);; e--) {
        size_t bare = e;
        while (bare > c && is_space(s, bare - 1))
            bare--;
        if (e > c && e < c1 && !is_grapheme(f, e))
            continue;
        uint32_t end = byte_of(s, bare, pe);
        int64_t width = push_line(f, c, bare, end);
        width += push_ellipsis(f, &item, end);
        if (e == c || fits(f, width)) {
            f->overflows |= !fits(f, width);
            close_line(f, m, start, end, width);
            return;
        }
        back_to(f, m);
    }
}

/* The text between two newlines: clusters [c, c1), ending at byte pe. False when max_lines has been reached. */
static bool fill_part(struct fill *f, size_t c, size_t c1, uint32_t ps, uint32_t pe, bool last)
{
    do {
        struct mark_back m = here(f);
        size_t begin = c;
        if (c == c1)
            close_line(f, m, ps, pe, 0);
        else
            c = next_line(f, c, c1, pe);
        if (f->max_lines <= 0 || f->room->lines.len < (size_t)f->max_lines || (c == c1 && last))
            continue;
        f->room->lines.len--;
        back_to(f, m);
        clipped_line(f, begin, c1, pe);
        return false;
    } while (c < c1);
    return true;
}

static uint32_t without_newline(const char *s, uint32_t start, uint32_t end)
{
    if (end > start && s[end - 1] == '\n')
        return end - 1;
    if (end >= start + 3 &&
        (memcmp(s + end - 3, "\xE2\x80\xA8", 3) == 0 || memcmp(s + end - 3, "\xE2\x80\xA9", 3) == 0))
        return end - 3;
    return end;
}

static void fill_all(struct fill *f)
{
    const struct shaped *s = f->s;
    size_t c = 0;
    for (uint32_t start = 0, next;; start = next) {
        next = start + 1;
        while (next < s->len && (s->breaks[next] & ~BREAK_GRAPHEME) != BREAK_LINE)
            next++;
        if (next > s->len)
            next = (uint32_t)s->len;
        uint32_t end = without_newline(s->text, start, next);
        size_t c1 = c;
        while (c1 < s->cluster_count && s->clusters[c1].at < end)
            c1++;
        if (!fill_part(f, c, c1, start, end, next >= s->len) || next >= s->len)
            return;
        c = c1;
    }
}

/* ---- placing ---- */

static float aligned(const struct text_style *style, float room)
{
    bool at_left = (style->align == TEXT_START) == (style->lang->dir == TEXT_LTR);
    float x = style->align == TEXT_CENTER ? room / 2 : at_left ? 0 : room;
    return roundf(x); /* runs are drawn at whole pixels */
}

static void place_lines(struct paragraph *p, struct text_line *lines, struct text_run *runs,
                        const struct text_mark *marks, const struct text_style *style, float width)
{
    float widest = 0;
    for (size_t i = 0; i < p->line_count; i++)
        widest = lines[i].width > widest ? lines[i].width : widest;
    p->width = ceilf(widest);
    if (width > 0 && p->width > width && widest <= width)
        p->width = width;
    float left = 0, right = p->width;
    for (size_t i = 0; i < p->line_count; i++) {
        struct text_line *line = &lines[i];
        line->x = aligned(style, (width > 0 ? width : p->width) - line->width);
        float x = line->x;
        for (size_t r = line->first_run; r < line->first_run + line->run_count; r++) {
            runs[r].x = x;
            runs[r].marks = marks + runs[r].first_mark;
            left = fminf(left, x - runs[r].over_l);
            x += runs[r].width;
            right = fmaxf(right, x + runs[r].over_r);
        }
    }
    p->ink_left = floorf(left);
    p->ink_right = ceilf(right);
}

static void place_rows(struct paragraph *p, struct text_line *lines, struct ink ink, const struct text_style *style)
{
    float cap = style->cap_px > 0 ? style->cap_px : 0;
    /* light hinting may move an edge outwards by a pixel, and SDL2_ttf rounds a mark's place upwards */
    float top = ceilf(fmaxf(PX26(ink.top), TOP_LEAST * cap)) + 2;
    float bottom = ceilf(fmaxf(PX26(ink.bottom), BOTTOM_LEAST * cap)) + 1;
    float air = style->line_gap > 0 ? style->line_gap * (top + bottom) : AIR_DEFAULT * cap;
    p->pitch = top + bottom + roundf(air);
    for (size_t i = 0; i < p->line_count; i++)
        lines[i].baseline = top + p->pitch * (float)i;
    p->height = top + bottom + p->pitch * (float)(p->line_count - 1);
}

static void *take_copy(char **at, const void *from, size_t bytes)
{
    void *p = *at;
    if (bytes)
        memcpy(p, from, bytes);
    *at += (bytes + 7) / 8 * 8;
    return p;
}

static struct paragraph *pack(const struct fill *f, const struct text_style *style, float width, size_t head,
                              size_t *bytes)
{
    const struct shaped *s = f->s;
    size_t lines = f->room->lines.len * sizeof(struct text_line), runs = f->room->runs.len * sizeof(struct text_run),
           marks = f->room->marks.len * sizeof(struct text_mark);
    *bytes = head + sizeof(struct paragraph) + lines + runs + marks + s->len + 1 + 40;
    char *block = calloc(1, *bytes);
    if (!block)
        BUG("out of memory");
    char *at = block + head + sizeof(struct paragraph);
    struct paragraph *p = (struct paragraph *)(block + head);
    struct text_line *line = take_copy(&at, f->room->lines.v, lines);
    struct text_run *run = take_copy(&at, f->room->runs.v, runs);
    struct text_mark *mark = take_copy(&at, f->room->marks.v, marks);
    char *text = take_copy(&at, s->text, s->len + 1);
    for (size_t i = 0; i < f->room->runs.len; i++)
        if (run[i].s != ellipsis)
            run[i].s = text + run[i].start;
    *p = (struct paragraph){.text = text,
                            .len = s->len,
                            .lines = line,
                            .line_count = f->room->lines.len,
                            .runs = run,
                            .run_count = f->room->runs.len,
                            .rtl = s->lang.dir == TEXT_RTL,
                            .clipped = f->clipped,
                            .overflows = f->overflows};
    place_lines(p, line, run, mark, style, width);
    place_rows(p, line, f->ink, style);
    return p;
}

static struct fill fill_begin(struct text_engine *t, struct shaped *s)
{
    struct fill_room *room = &t->room;
    room->lines.len = room->runs.len = room->levels.len = room->marks.len = 0;
    return (struct fill){.t = t, .s = s, .room = room, .width = -1, .ink = s->ink};
}

void fill_room_release(struct fill_room *room)
{
    VEC_RELEASE(&room->lines);
    VEC_RELEASE(&room->runs);
    VEC_RELEASE(&room->levels);
    VEC_RELEASE(&room->marks);
    VEC_RELEASE(&room->again);
}

/* ---- a last line of one word ---- */

enum { EVEN_STEP = 6, EVEN_LEAST = 58 /* percent of the width */, SHORT_LAST = 34 };

static void fill_again(struct fill *f, int64_t width)
{
    f->width = width;
    f->room->lines.len = f->room->runs.len = f->room->levels.len = f->room->marks.len = 0;
    f->ink = f->s->ink;
    f->clipped = f->overflows = false;
    fill_all(f);
}

static bool last_is_short(const struct fill *f)
{
    return f->room->lines.v[f->room->lines.len - 1].width < PX26(f->width) * SHORT_LAST / 100;
}

/* Breaks a little earlier as long as that costs no further line; when the last line stays short, as before. */
static void even_out(struct fill *f)
{
    int64_t full = f->width;
    size_t count = f->room->lines.len;
    bool better = false;
    if (full < 0 || count < 2 || f->clipped || f->overflows || !last_is_short(f))
        return;
    for (int percent = 100 - EVEN_STEP; percent >= EVEN_LEAST && !better; percent -= EVEN_STEP) {
        fill_again(f, full * percent / 100);
        if (f->room->lines.len != count || f->clipped || f->overflows)
            break;
        better = !last_is_short(f);
    }
    if (!better)
        fill_again(f, full);
}

struct paragraph *lines_fill(struct text_engine *t, struct shaped *s, const struct text_style *style, float width,
                             size_t head, size_t *bytes)
{
    struct fill f = fill_begin(t, s);
    f.max_lines = style->max_lines;
    if (width > 0)
        f.width = width < 1e6F ? (int64_t)(width * 64) : (int64_t)64000000;
    fill_all(&f);
    if (style->even)
        even_out(&f);
    return pack(&f, style, width, head, bytes);
}

float lines_min_width(struct text_engine *t, struct shaped *s)
{
    if (s->min_width >= 0)
        return s->min_width;
    struct fill f = fill_begin(t, s);
    int64_t widest = 0;
    for (size_t c = 0, e; c < s->cluster_count; c = e) {
        for (e = c + 1; e < s->cluster_count && boundary(&f, e) < BREAK_GOOD; e++)
            ;
        size_t bare = e;
        while (bare > c && is_space(s, bare - 1))
            bare--;
        struct mark_back m = here(&f);
        int64_t width = push_line(&f, c, bare, byte_of(s, bare, (uint32_t)s->len));
        back_to(&f, m);
        widest = width > widest ? width : widest;
    }
    s->min_width = ceilf(PX26(widest));
    return s->min_width;
}
