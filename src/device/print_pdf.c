/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDF 1.4 (ISO 32000-1): a catalogue, a list of pages, and for each page itself, its picture and the line that places
 * it. The pictures are not compressed: the way to the queue is short. */
#include "print_pdf_int.h"

#include "base/err.h"
#include "device/print_state.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

enum { OBJECTS_A_PAGE = 3, OBJECTS_MAX = 3 + OBJECTS_A_PAGE * PRINT_PAGES_MAX };

struct writer {
    const struct pdf_out *out;
    size_t at;                   /* bytes so far */
    size_t offsets[OBJECTS_MAX]; /* of each object, by its number */
    bool ok;
};

static void put(struct writer *w, const void *bytes, size_t len)
{
    w->ok = w->ok && w->out->put(w->out->context, bytes, len);
    w->at += len;
}

static void say(struct writer *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void say(struct writer *w, const char *fmt, ...)
{
    char line[512];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    if (n < 0 || (size_t)n >= sizeof line)
        BUG("a line of a PDF of %d bytes", n);
    put(w, line, (size_t)n);
}

static void begin(struct writer *w, size_t object)
{
    w->offsets[object] = w->at;
    say(w, "%zu 0 obj\n", object);
}

static double points(int dots, int dpi)
{
    return dots * 72.0 / dpi;
}

static double feed(int mm)
{
    return mm * 72 / 25.4;
}

double pdf_page_height(const struct raster *r, const struct printer_settings *s)
{
    double sheet = paper_points(s->paper).h;
    if (sheet > 0)
        return sheet;
    return feed(s->feed_top_mm) + points(r->h, paper_area(s->paper).dpi) + feed(s->feed_bottom_mm);
}

/* Numbers are written as thousandths, so that no locale puts a comma in. */
#define NUM "%ld.%03ld"
#define NUM_OF(x) (long)(x), (long)(((x) - (double)(long)(x)) * 1000)

static void write_page(struct writer *w, size_t first, const struct raster *r, const struct printer_settings *s)
{
    struct paper_points paper = paper_points(s->paper);
    struct print_area area = paper_area(s->paper);
    double h = pdf_page_height(r, s), wide = points(r->w, area.dpi), high = points(r->h, area.dpi);
    double x = area.sheet ? paper.margin : (paper.w - points(area.w, area.dpi)) / 2;
    double y = area.sheet ? h - paper.margin - high : feed(s->feed_bottom_mm);
    char place[160];
    int len = snprintf(place, sizeof place, "q " NUM " 0 0 " NUM " " NUM " " NUM " cm /P Do Q\n", NUM_OF(wide),
                       NUM_OF(high), NUM_OF(x), NUM_OF(y));
    begin(w, first);
    say(w,
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 " NUM " " NUM "]/Contents %zu 0 R"
        "/Resources<</XObject<</P %zu 0 R>>>>>>\nendobj\n",
        NUM_OF(paper.w), NUM_OF(h), first + 1, first + 2);
    begin(w, first + 1);
    say(w, "<</Length %d>>stream\n%sendstream\nendobj\n", len, place);
    begin(w, first + 2);
    say(w,
        "<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 1/Decode[1 0]"
        "/Length %zu>>stream\n",
        r->w, r->h, raster_bytes(r));
    put(w, r->bits, raster_bytes(r));
    say(w, "\nendstream\nendobj\n");
}

bool pdf_write(const struct raster *pages, size_t count, const struct printer_settings *s, const struct pdf_out *out)
{
    struct writer w = {.out = out, .ok = true};
    size_t objects = 3 + OBJECTS_A_PAGE * count;
    if (count > PRINT_PAGES_MAX)
        BUG("%zu pages", count);
    say(&w, "%%PDF-1.4\n");
    begin(&w, 1);
    say(&w, "<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</PrintScaling/None>>>>\nendobj\n");
    begin(&w, 2);
    say(&w, "<</Type/Pages/Count %zu/Kids[", count);
    for (size_t i = 0; i < count; i++)
        say(&w, "%zu 0 R ", 3 + OBJECTS_A_PAGE * i);
    say(&w, "]>>\nendobj\n");
    for (size_t i = 0; w.ok && i < count; i++)
        write_page(&w, 3 + OBJECTS_A_PAGE * i, &pages[i], s);
    size_t table = w.at;
    say(&w, "xref\n0 %zu\n0000000000 65535 f \n", objects);
    for (size_t i = 1; i < objects; i++)
        say(&w, "%010zu 00000 n \n", w.offsets[i]);
    say(&w, "trailer<</Size %zu/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", objects, table);
    return w.ok;
}
