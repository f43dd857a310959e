/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two questions are asked of a node: how wide would it like to be, and how high is it at a given width; then boxes are
 * handed down. Text answers from the paragraph cache, so asking twice costs a look-up. */
#include "ui/layout.h"

#include "base/err.h"

#include <math.h>
#include <stdint.h>

#define EACH_SHOWN(c, n)                                                                                               \
    for (struct node *c = (n)->first; c; c = c->next)                                                                  \
        if (!c->hidden)

static int clamp(int v, int low, int high)
{
    if (high > 0 && v > high)
        v = high;
    return v < low ? low : v;
}

static int shown(const struct node *n)
{
    int count = 0;
    EACH_SHOWN(c, n)
    count++;
    return count;
}

#define CAP_MM_MIN 3.5F /* VVSG "small", facts.md row 4 */

static bool in_content(const struct node *n)
{
    while (n && n->id.kind != UI_CONTENT)
        n = n->parent;
    return n != NULL;
}

static float cap_mm_min(const struct ui *u)
{
    return u->paper ? MM_PAPER_CAP : CAP_MM_MIN;
}

static struct text_style style_of(const struct ui *u, const struct node *n)
{
    float mm =
        u->paper ? theme_paper_mm(n->text.step) : theme_step_mm(u->size, n->text.step) * (in_content(n) ? u->scale : 1);
    return (struct text_style){.lang = n->text.lang ? n->text.lang : u->lang,
                               .cap_px = fmaxf(mm, cap_mm_min(u)) / u->mm_per_px,
                               .align = n->text.align,
                               .bold = n->text.bold,
                               .even = n->text.caret < 0 && !n->is_private};
}

/* Half-pixel steps, so that neighbours end up equal. */
static float smaller(float cap, float wanted, float least)
{
    return fmaxf(floorf(fminf(wanted, cap - 0.5F) * 2) / 2, least);
}

/* The paragraph of a node at a width. `fit` text is made smaller until no word has to be broken and it has the lines it
 * may have, but no smaller than 3.5 mm capitals. */
static const struct paragraph *text_at(const struct ui *u, const struct node *n, int width)
{
    struct text_style s = style_of(u, n);
    float least = cap_mm_min(u) / u->mm_per_px;
    if (n->text.fit && width > 0) {
        float need = paragraph_min_width(u->text, n->text.s, &s);
        /* hinted widths do not shrink quite as the size does, hence again */
        while (need > (float)width && s.cap_px > least) {
            s.cap_px = smaller(s.cap_px, s.cap_px * (float)width / need, least);
            need = paragraph_min_width(u->text, n->text.s, &s);
        }
    }
    const struct paragraph *p = paragraph_get(u->text, n->text.s, &s, (float)width);
    while (n->text.fit_lines && p->line_count > (size_t)n->text.fit_lines && s.cap_px > least && width > 0) {
        s.cap_px = smaller(s.cap_px, s.cap_px * 0.96F, least);
        p = paragraph_get(u->text, n->text.s, &s, (float)width);
    }
    return p;
}

static int height_for(const struct ui *u, const struct node *n, int width);

/* The last letter's ink may hang over its advance, as the hook of a Burmese tone does. */
static float ink_width(const struct paragraph *p)
{
    float end = p->width;
    for (size_t i = 0; i < p->line_count; i++)
        end = fmaxf(end, p->lines[i].x + p->lines[i].width);
    return ceilf(p->width + fmaxf(p->ink_right - end, 0) + fmaxf(-p->ink_left, 0));
}

static int natural_width(const struct ui *u, const struct node *n, int avail)
{
    if (n->lay.w)
        return n->lay.w;
    int inner = avail - 2 * n->lay.pad, w = 0;
    if (n->text.s) {
        w = (int)ink_width(text_at(u, n, inner));
    } else if (n->lay.axis == AXIS_GRID) {
        w = inner;
    } else {
        EACH_SHOWN(c, n)
        {
            int cw = natural_width(u, c, inner);
            w = n->lay.axis == AXIS_ROW ? w + cw : cw > w ? cw : w;
        }
        if (n->lay.axis == AXIS_ROW && shown(n) > 1)
            w += n->lay.gap * (shown(n) - 1);
    }
    w = clamp(w + 2 * n->lay.pad, n->lay.min_w, n->lay.max_w);
    return w < avail ? w : avail;
}

/* Children that would like more than there is get their share of what the fixed ones leave. */
static int squeeze(const struct node *n, int room, int wanted, int *out)
{
    int i = 0, sum = 0;
    EACH_SHOWN(c, n)
    {
        if (!c->lay.grow && !c->lay.w)
            out[i] = clamp((int)((int64_t)out[i] * room / wanted), c->lay.min_w, 0);
        sum += c->lay.grow ? 0 : out[i];
        i++;
    }
    return sum;
}

/* Widths of a row's children: the fixed and the natural ones first, the rest by weight. */
static void row_widths(const struct ui *u, const struct node *n, int inner, int *out)
{
    int gaps = 0, fixed = 0, wanted = 0, least = 0, weights = 0, i = 0, count = shown(n);
    if (count > 1)
        gaps = n->lay.gap * (count - 1);
    EACH_SHOWN(c, n)
    {
        out[i] = c->lay.grow ? c->lay.min_w : natural_width(u, c, inner);
        if (c->lay.grow)
            least += c->lay.min_w;
        else if (c->lay.w)
            fixed += out[i];
        else
            wanted += out[i];
        weights += c->lay.grow;
        i++;
    }
    int room = inner - gaps - fixed - least, used = gaps + fixed + wanted;
    if (wanted > room && wanted > 0 && room > 0)
        used = gaps + squeeze(n, room, wanted, out);
    int spare = inner - used;
    i = 0;
    EACH_SHOWN(c, n)
    {
        if (c->lay.grow) {
            int share = spare > 0 ? spare * c->lay.grow / weights : 0;
            out[i] = clamp(share, c->lay.min_w, c->lay.max_w);
            spare -= out[i];
            weights -= c->lay.grow;
        }
        i++;
    }
}

/* A number for each child, in the frame's memory: a list may have any length. */
static int *numbers_for(const struct ui *u, const struct node *n)
{
    return ARENA_ARRAY(u->frame, int, (size_t)shown(n) + 1);
}

static int row_height(const struct ui *u, const struct node *n, int inner)
{
    int *widths = numbers_for(u, n), h = 0, i = 0;
    row_widths(u, n, inner, widths);
    EACH_SHOWN(c, n)
    {
        int ch = height_for(u, c, widths[i++]);
        if (ch > h)
            h = ch;
    }
    return h;
}

static int cell_width(const struct node *n, int inner)
{
    int cols = n->lay.columns > 0 ? n->lay.columns : 1;
    return (inner - n->lay.gap * (cols - 1)) / cols;
}

/* Heights of a grid's rows: every cell of a row is as high as its highest. */
static int grid_rows(const struct ui *u, const struct node *n, int inner, int *rows)
{
    int cols = n->lay.columns > 0 ? n->lay.columns : 1, i = 0, count = 0;
    EACH_SHOWN(c, n)
    {
        int h = height_for(u, c, cell_width(n, inner));
        if (i % cols == 0)
            rows[count++] = h;
        else if (h > rows[count - 1])
            rows[count - 1] = h;
        i++;
    }
    return count;
}

/* Whatever a pager holds, one page must have room for its highest part and the row of buttons. */
static int pager_least(const struct ui *u, const struct node *n, int width)
{
    const struct node *content = n->first;
    int inner = width - 2 * n->lay.pad - 2 * content->lay.pad, least = 0, parts = 0;
    if (content->lay.axis == AXIS_GRID) {
        int *rows = numbers_for(u, content);
        parts = grid_rows(u, content, inner, rows);
        for (int i = 0; i < parts; i++)
            least = rows[i] > least ? rows[i] : least;
    } else {
        EACH_SHOWN(c, content)
        {
            int h = height_for(u, c, inner);
            least = h > least ? h : least;
            parts++;
        }
    }
    least += 2 * content->lay.pad_block + 2 * n->lay.pad_block;
    if (parts > 1)
        least += n->lay.gap + height_for(u, n->last, width - 2 * n->lay.pad);
    return clamp(least, n->lay.min_h, 0);
}

static int height_for(const struct ui *u, const struct node *n, int width)
{
    if (n->lay.h)
        return n->lay.h;
    if (n->lay.pager)
        return pager_least(u, n, width);
    int inner = width - 2 * n->lay.pad, h = 0, count = shown(n);
    if (n->text.s) {
        h = (int)ceilf(text_at(u, n, inner)->height);
    } else if (n->lay.axis == AXIS_ROW) {
        h = row_height(u, n, inner);
    } else if (n->lay.axis == AXIS_GRID) {
        int *rows = numbers_for(u, n);
        count = grid_rows(u, n, inner, rows);
        for (int i = 0; i < count; i++)
            h += rows[i];
    } else {
        EACH_SHOWN(c, n)
        {
            int ch = height_for(u, c, inner);
            h = n->lay.axis == AXIS_STACK ? (ch > h ? ch : h) : h + ch;
        }
    }
    if ((n->lay.axis == AXIS_COLUMN || n->lay.axis == AXIS_GRID) && count > 1 && !n->text.s)
        h += n->lay.gap * (count - 1);
    return clamp(h + 2 * n->lay.pad_block, n->lay.min_h, 0); /* max_h only keeps it from growing: nothing is cut off */
}

static void arrange(struct ui *u, struct node *n, struct box b);

/* A pixel of rounding is nobody's fault. */
static void lacks(struct ui *u, int missing)
{
    if (missing > 1)
        u->lacking = true;
}

/* Places a child in the slot a container gives it, across the container's axis. `x` counts from the start side. */
static void place_x(struct ui *u, const struct node *n, struct node *c, int x, int y, int w, int h)
{
    int inner = n->box.w - 2 * n->lay.pad;
    int left = ui_rtl(u) && !n->lay.unmirrored ? n->box.x + n->lay.pad + inner - x - w : n->box.x + n->lay.pad + x;
    arrange(u, c, (struct box){left, y, w, h});
}

static void place_across(struct ui *u, const struct node *n, struct node *c, int y, int h)
{
    int inner = n->box.w - 2 * n->lay.pad, w = inner, x = 0;
    if (n->lay.align != PLACE_STRETCH || c->lay.w || c->lay.max_w) {
        w = n->lay.align == PLACE_STRETCH && !c->lay.w ? clamp(inner, c->lay.min_w, c->lay.max_w)
                                                       : natural_width(u, c, inner);
        x = n->lay.align == PLACE_CENTER || n->lay.align == PLACE_STRETCH ? (inner - w) / 2
            : n->lay.align == PLACE_END                                   ? inner - w
                                                                          : 0;
    }
    place_x(u, n, c, x, y, w, h);
}

/* Spare room to those that grow, by weight, no higher than their max_h; returns what nobody took. */
static int share_out(const struct node *n, int *heights, int spare)
{
    for (int pass = 0; pass < 4 && spare > 0; pass++) {
        int weights = 0, i = 0, given = 0;
        EACH_SHOWN(c, n)
        {
            if (c->lay.grow && (!c->lay.max_h || heights[i] < c->lay.max_h))
                weights += c->lay.grow;
            i++;
        }
        if (!weights)
            break;
        i = 0;
        EACH_SHOWN(c, n)
        {
            if (c->lay.grow && (!c->lay.max_h || heights[i] < c->lay.max_h)) {
                int more = spare * c->lay.grow / weights;
                if (!more && given < spare) /* the last pixels */
                    more = 1;
                if (c->lay.max_h && heights[i] + more > c->lay.max_h)
                    more = c->lay.max_h - heights[i];
                heights[i] += more;
                given += more;
            }
            i++;
        }
        if (!given)
            break;
        spare -= given;
    }
    return spare;
}

/* Room from those that grow; returns 0, or less than 0 when they have not enough. */
static int take_back(const struct node *n, int *heights, int missing)
{
    int i = 0;
    EACH_SHOWN(c, n)
    {
        int less = c->lay.grow ? heights[i] - c->lay.min_h : 0;
        less = less < missing ? less : missing;
        if (less > 0) {
            heights[i] -= less;
            missing -= less;
        }
        i++;
    }
    return -missing;
}

static void arrange_column(struct ui *u, struct node *n)
{
    int *heights = numbers_for(u, n), i = 0, count = shown(n), inner = n->box.w - 2 * n->lay.pad;
    int spare = n->box.h - 2 * n->lay.pad_block - (count > 1 ? n->lay.gap * (count - 1) : 0);
    EACH_SHOWN(c, n)
    {
        heights[i] = height_for(
            u, c, n->lay.align == PLACE_STRETCH ? clamp(inner, 0, c->lay.max_w) : natural_width(u, c, inner));
        spare -= heights[i++];
    }
    if (spare < 0) { /* more than there is: what can grow gives way, so that the frame round it stays where it is */
        spare = take_back(n, heights, -spare);
        lacks(u, -spare);
    }
    spare = share_out(n, heights, spare);
    int y = n->box.y + n->lay.pad_block, between = 0;
    if (spare > 0 && n->lay.justify == PLACE_CENTER)
        y += spare / 2;
    else if (spare > 0 && n->lay.justify == PLACE_END)
        y += spare;
    else if (spare > 0 && n->lay.justify == PLACE_BETWEEN && count > 1)
        between = spare / (count - 1);
    i = 0;
    EACH_SHOWN(c, n)
    {
        place_across(u, n, c, y, heights[i]);
        y += heights[i++] + n->lay.gap + between;
    }
}

static void arrange_row(struct ui *u, struct node *n)
{
    int *widths = numbers_for(u, n), i = 0, count = shown(n), inner = n->box.w - 2 * n->lay.pad, sum = 0;
    row_widths(u, n, inner, widths);
    for (int k = 0; k < count; k++)
        sum += widths[k] + (k ? n->lay.gap : 0);
    int spare = inner - sum, x = 0, between = 0;
    if (spare > 0 && n->lay.justify == PLACE_CENTER)
        x = spare / 2;
    else if (spare > 0 && n->lay.justify == PLACE_END)
        x = spare;
    else if (spare > 0 && n->lay.justify == PLACE_BETWEEN && count > 1)
        between = spare / (count - 1);
    int top = n->box.y + n->lay.pad_block, room = n->box.h - 2 * n->lay.pad_block;
    EACH_SHOWN(c, n)
    {
        int h = height_for(u, c, widths[i]);
        lacks(u, h - room);
        if (n->lay.align == PLACE_STRETCH && !c->lay.h)
            h = clamp(room, h, c->lay.max_h);
        int y = n->lay.align == PLACE_END ? top + room - h : n->lay.align == PLACE_START ? top : top + (room - h) / 2;
        place_x(u, n, c, x, y, widths[i], h);
        x += widths[i++] + n->lay.gap + between;
    }
}

static void arrange_grid(struct ui *u, struct node *n)
{
    int *rows = numbers_for(u, n), cols = n->lay.columns > 0 ? n->lay.columns : 1;
    int inner = n->box.w - 2 * n->lay.pad, cell = cell_width(n, inner), count = grid_rows(u, n, inner, rows), sum = 0,
        tallest = 0;
    for (int i = 0; i < count; i++) {
        sum += rows[i] + (i ? n->lay.gap : 0);
        tallest = rows[i] > tallest ? rows[i] : tallest;
    }
    int spare = n->box.h - 2 * n->lay.pad_block - sum;
    lacks(u, -spare);
    /* rows of one height look like one thing; only if there is no room do they keep their own */
    int even = 0;
    for (int i = 0; i < count; i++)
        even += tallest - rows[i];
    if (count && spare >= even) {
        int each = (spare - even) / count;
        int cap = n->first && n->first->lay.max_h && tallest + each > n->first->lay.max_h ? n->first->lay.max_h
                                                                                          : tallest + each;
        for (int i = 0; i < count; i++)
            rows[i] = cap > tallest ? cap : tallest;
    }
    int i = 0, y = n->box.y + n->lay.pad_block, total = 0;
    for (int k = 0; k < count; k++)
        total += rows[k] + (k ? n->lay.gap : 0);
    if (n->lay.justify == PLACE_CENTER && n->box.h - 2 * n->lay.pad_block > total)
        y += (n->box.h - 2 * n->lay.pad_block - total) / 2;
    EACH_SHOWN(c, n)
    {
        int row = i / cols, col = i % cols;
        place_x(u, n, c, col * (cell + n->lay.gap), y, cell, rows[row]);
        if (col == cols - 1 || row == count - 1)
            y += i % cols == cols - 1 ? rows[row] + n->lay.gap : 0;
        i++;
    }
}

/* Which page each child (or grid row) is on, greedily; returns the pages. */
static int paginate(const struct ui *u, const struct node *n, int room, int *page_of)
{
    int inner = n->box.w - 2 * n->lay.pad, used = 0, page = 0, i = 0;
    const struct node *row = n->last;
    if (n->lay.axis == AXIS_GRID) {
        int *rows = numbers_for(u, n), cols = n->lay.columns > 0 ? n->lay.columns : 1;
        int count = grid_rows(u, n, inner, rows), children = shown(n);
        for (int r = 0; r < count; r++) {
            int add = rows[r] + (used ? n->lay.gap : 0);
            if (used && used + add > room) {
                page++;
                used = rows[r];
            } else {
                used += add;
            }
            for (int k = 0; k < cols && i < children; k++)
                page_of[i++] = page;
        }
        return page + 1;
    }
    EACH_SHOWN(c, n)
    {
        if (c == row)
            continue;
        int h = height_for(u, c, inner), add = h + (used ? n->lay.gap : 0);
        if (used && used + add > room) {
            page++;
            used = h;
        } else {
            used += add;
        }
        page_of[i++] = page;
    }
    return page + 1;
}

static void show_more_row(struct node *row, int at, int pages)
{
    for (struct node *c = row->first; c; c = c->next) {
        if (c->id.kind == UI_LESS)
            c->disabled = at == 0;
        else if (c->id.kind == UI_MORE)
            c->disabled = at == pages - 1;
        else if (c->role == ROLE_DOTS) {
            c->dots.count = pages;
            c->dots.at = at;
        }
    }
}

/* A pager holds a column (or a grid) of content as its first child and the row of buttons as its last. */
static void arrange_pager(struct ui *u, struct node *n)
{
    struct node *content = n->first, *row = n->last;
    if (!content || content == row)
        BUG("a pager needs its content and its row of buttons");
    int inner = n->box.w - 2 * n->lay.pad, room = n->box.h - 2 * n->lay.pad_block;
    int *page_of = numbers_for(u, content);
    content->box.w = inner;
    int inside = room - 2 * content->lay.pad_block;
    struct node probe = *content;
    probe.last = NULL; /* all of its children count */
    int pages = paginate(u, &probe, inside, page_of), row_h = 0;
    row->hidden = pages < 2 ? NODE_HIDDEN : NODE_SHOWN;
    if (pages > 1) {
        row_h = height_for(u, row, inner) + n->lay.gap;
        pages = paginate(u, &probe, inside - row_h, page_of);
    }
    /* one page is page 0, wherever the list before it was turned to: for clamp a limit of 0 is none */
    int at = pages > 1 ? clamp(u->page_at, 0, pages - 1) : 0, i = 0;
    u->page_at = at;
    u->page_count = pages;
    lacks(u, pager_least(u, n, n->box.w) - n->box.h);
    EACH_SHOWN(c, content)
    c->hidden = page_of[i++] == at ? NODE_SHOWN : NODE_OFF_PAGE;
    show_more_row(row, at, pages);
    place_x(u, n, content, 0, n->box.y + n->lay.pad_block, inner, room - row_h);
    if (!row->hidden)
        place_x(u, n, row, 0, n->box.y + n->lay.pad_block + room - row_h + n->lay.gap, inner, row_h - n->lay.gap);
}

static struct box whole_square(struct box b, int unit)
{
    int side = (b.w < b.h ? b.w : b.h) / unit * unit;
    return (struct box){b.x + (b.w - side) / 2, b.y + (b.h - side) / 2, side, side};
}

static void arrange(struct ui *u, struct node *n, struct box b)
{
    n->box = n->lay.whole ? whole_square(b, n->lay.whole) : b;
    if (n->text.s)
        n->paragraph = text_at(u, n, b.w - 2 * n->lay.pad);
    else if (n->lay.pager)
        arrange_pager(u, n);
    else if (n->lay.axis == AXIS_ROW)
        arrange_row(u, n);
    else if (n->lay.axis == AXIS_GRID)
        arrange_grid(u, n);
    else if (n->lay.axis == AXIS_COLUMN)
        arrange_column(u, n);
    else
        EACH_SHOWN(c, n)
        {
            int inner = b.w - 2 * n->lay.pad, room = b.h - 2 * n->lay.pad_block;
            int w = n->lay.align == PLACE_STRETCH ? inner : natural_width(u, c, inner);
            int h = n->lay.justify == PLACE_STRETCH ? room : height_for(u, c, w);
            if (h > room)
                h = room;
            arrange(u, c, (struct box){b.x + (b.w - w) / 2, b.y + (b.h - h) / 2, w, h});
        }
}

/* Reading order among the targets, and pieces of speech: what stands inside a target is said by the target. */
static void number(struct node *root)
{
    int focus = 0, spoken = 0;
    for (struct node *n = node_next(root, NULL); n; n = node_next(root, n)) {
        bool inside = false;
        for (const struct node *p = n->parent; p && !inside; p = p->parent)
            inside = p->target || p->speech;
        n->focus = n->target && !n->disabled ? ++focus : 0;
        const char *says = n->is_private ? NULL : n->speech ? n->speech : n->label ? n->label : n->text.s;
        n->spoken = !inside && says && *says ? spoken++ : -1;
    }
}

static void take_up_again(struct node *n)
{
    if (n->hidden == NODE_OFF_PAGE)
        n->hidden = NODE_SHOWN;
    for (struct node *c = n->first; c; c = c->next)
        take_up_again(c);
}

int layout_height(struct ui *u, struct node *root)
{
    u->scale = 1;
    return height_for(u, root, u->w);
}

/* A long sentence in a tall script and the largest letters may need more than the whole screen: then all letters of the
 * contents become smaller together until everything is there. The frame round them keeps its size and its place. */
void layout(struct ui *u, struct node *root)
{
    static const float scales[] = {1, 0.9F, 0.8F, 0.7F, 0.6F, 0.5F, 0.4F};
    int wanted = u->page_at;
    for (size_t i = 0; i < sizeof scales / sizeof *scales && (i == 0 || u->lacking); i++) {
        take_up_again(root);
        u->scale = scales[i];
        u->lacking = false;
        u->page_count = 1;
        u->page_at = wanted;
        arrange(u, root, (struct box){0, 0, u->w, u->h});
    }
    if (u->page_count == 1)
        u->page_at = 0;
    number(root);
}
