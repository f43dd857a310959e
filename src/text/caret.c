/* Where bytes of a paragraph stand: boxes of a range, the caret. SPDX-License-Identifier: GPL-3.0-or-later */
#include "paragraph_int.h"

#include <math.h>

/* From the run's visual left edge to the edge before byte `at`; inside a ligature the width is shared by its bytes. */
static float edge(const struct text_run *run, size_t at)
{
    float x = 0;
    for (uint32_t i = 0; i < run->mark_count && run->marks[i].at < at; i++) {
        const struct text_mark *m = &run->marks[i];
        size_t next = i + 1 < run->mark_count ? m[1].at : run->end;
        if (at < next && next > m->at)
            x += m->adv * (float)(at - m->at) / (float)(next - m->at);
        else
            x += m->adv;
    }
    return run->rtl ? run->width - x : x;
}

static struct text_rect box(const struct paragraph *p, const struct text_line *line, float a, float b)
{
    float top = p->lines[0].baseline, left = fminf(a, b);
    float high = p->height - p->pitch * (float)(p->line_count - 1);
    return (struct text_rect){.x = left, .y = line->baseline - top, .w = fabsf(b - a), .h = high};
}

size_t paragraph_range(const struct paragraph *p, size_t start, size_t end, struct text_rect *out, size_t max)
{
    size_t n = 0;
    for (size_t l = 0; l < p->line_count; l++) {
        const struct text_line *line = &p->lines[l];
        struct text_rect last = {0};
        bool open = false; /* boxes that touch in one line become one */
        for (size_t r = line->first_run; r < line->first_run + line->run_count; r++) {
            const struct text_run *run = &p->runs[r];
            size_t a = run->start > start ? run->start : start, b = run->end < end ? run->end : end;
            if (a >= b)
                continue;
            struct text_rect one = box(p, line, run->x + edge(run, a), run->x + edge(run, b));
            if (open && fabsf(last.x + last.w - one.x) < 1.0F) {
                last.w = one.x + one.w - last.x;
                continue;
            }
            if (open && n < max)
                out[n++] = last;
            last = one;
            open = true;
        }
        if (open && n < max)
            out[n++] = last;
    }
    return n;
}

static const struct text_line *line_at(const struct paragraph *p, size_t at)
{
    size_t l = 0;
    while (l + 1 < p->line_count && p->lines[l + 1].start <= at)
        l++;
    return &p->lines[l];
}

struct text_rect paragraph_caret(const struct paragraph *p, size_t at)
{
    const struct text_line *line = line_at(p, at);
    /* without a run at `at`: the line's end, or its start when it is empty */
    float x = p->rtl ? line->x : line->x + line->width;
    size_t best = 0;
    bool found = false;
    for (size_t r = line->first_run; r < line->first_run + line->run_count; r++) {
        const struct text_run *run = &p->runs[r];
        if (run->start <= at && at < run->end) { /* before this letter */
            x = run->x + edge(run, at);
            return box(p, line, x, x);
        }
        if (run->end <= at && run->end > run->start && (!found || run->end > best)) { /* after the last letter before */
            best = run->end;
            found = true;
            x = run->x + edge(run, run->end);
        }
    }
    return box(p, line, x, x);
}
