/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fonts_int.h"

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"

#include <cyaml/cyaml.h>
#include <fcntl.h>
#include <hb-ot.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- fonts.yaml as libcyaml reads it ---- */

struct yaml_face {
    char *name;
    char **regular;
    unsigned regular_count;
    char **bold;
    unsigned bold_count;
    unsigned index;
    double scale;
};

struct yaml_use {
    char *tag; /* NULL in `scripts` */
    char *script;
    char *face;
};

struct yaml_fonts {
    char **folders;
    unsigned folders_count;
    struct yaml_face *faces;
    unsigned faces_count;
    struct yaml_use *scripts;
    unsigned scripts_count;
    struct yaml_use *languages;
    unsigned languages_count;
    char **fallback;
    unsigned fallback_count;
};

enum { LIST_MAX = 200 };

static const cyaml_schema_value_t string_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, 256),
};
static const cyaml_schema_field_t face_fields[] = {
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, struct yaml_face, name, 1, 64),
    CYAML_FIELD_SEQUENCE("regular", CYAML_FLAG_POINTER, struct yaml_face, regular, &string_schema, 1, 8),
    CYAML_FIELD_SEQUENCE("bold", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct yaml_face, bold, &string_schema, 1,
                         8),
    CYAML_FIELD_UINT("index", CYAML_FLAG_OPTIONAL, struct yaml_face, index),
    CYAML_FIELD_FLOAT("scale", CYAML_FLAG_OPTIONAL, struct yaml_face, scale),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t face_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct yaml_face, face_fields),
};
static const cyaml_schema_field_t use_fields[] = {
    CYAML_FIELD_STRING_PTR("tag", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct yaml_use, tag, 2, 32),
    CYAML_FIELD_STRING_PTR("script", CYAML_FLAG_POINTER, struct yaml_use, script, 4, 4),
    CYAML_FIELD_STRING_PTR("face", CYAML_FLAG_POINTER, struct yaml_use, face, 1, 64),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t use_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct yaml_use, use_fields),
};
static const cyaml_schema_field_t top_fields[] = {
    CYAML_FIELD_SEQUENCE("folders", CYAML_FLAG_POINTER, struct yaml_fonts, folders, &string_schema, 0, LIST_MAX),
    CYAML_FIELD_SEQUENCE("faces", CYAML_FLAG_POINTER, struct yaml_fonts, faces, &face_schema, 1, LIST_MAX),
    CYAML_FIELD_SEQUENCE("scripts", CYAML_FLAG_POINTER, struct yaml_fonts, scripts, &use_schema, 1, LIST_MAX),
    CYAML_FIELD_SEQUENCE("languages", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct yaml_fonts, languages,
                         &use_schema, 0, LIST_MAX),
    CYAML_FIELD_SEQUENCE("fallback", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct yaml_fonts, fallback,
                         &string_schema, 0, LIST_MAX),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t top_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct yaml_fonts, top_fields),
};

/* ---- what is kept ---- */

struct face {
    const char *name;
    struct font regular, bold;
    bool has_bold;
};

struct use {
    const char *tag; /* NULL: any language */
    const char *script;
    struct face *face;
};

struct fonts {
    struct arena arena;
    struct face *faces;
    size_t face_count;
    struct use *uses; /* languages first, so that they win */
    size_t use_count;
    struct face **fallback;
    size_t fallback_count;
    float latin_cap; /* em; 0 until measured */
};

/* libcyaml tells the place of a fault only through its log: the first error line becomes the message. */
__attribute__((format(printf, 3, 0))) static void yaml_log(cyaml_log_t level, void *ctx, const char *fmt, va_list args)
{
    char *msg = ctx;
    if (level < CYAML_LOG_ERROR || msg[0])
        return;
    vsnprintf(msg, ERR_MSG_MAX / 2, fmt, args);
    msg[strcspn(msg, "\n")] = '\0';
}

static struct face *face_named(struct fonts *f, const char *name)
{
    for (size_t i = 0; i < f->face_count; i++)
        if (str_eq(f->faces[i].name, name))
            return &f->faces[i];
    return NULL;
}

static bool find_file(struct fonts *f, const struct yaml_fonts *y, const char *dir, const char *name, const char **out)
{
    if (strchr(name, '/'))
        return false; /* a name, not a path: fonts.yaml cannot point out of its folders */
    for (unsigned i = 0; i <= y->folders_count; i++) {
        char path[PATH_MAX];
        int n = snprintf(path, sizeof path, "%s/%s", i == 0 ? dir : y->folders[i - 1], name);
        if (n > 0 && (size_t)n < sizeof path && access(path, R_OK) == 0) {
            *out = arena_strdup(&f->arena, path);
            return true;
        }
    }
    return false;
}

static struct font font_from(struct fonts *f, const struct yaml_fonts *y, const struct yaml_face *yf, const char *dir,
                             char **names, unsigned count)
{
    struct font font = {.index = yf->index, .scale = 1.0F};
    if (yf->scale > 0.2 && yf->scale < 5.0)
        font.scale = (float)yf->scale;
    for (unsigned i = 0; i < count && !font.found; i++)
        font.found = find_file(f, y, dir, names[i], &font.path);
    if (!font.found)
        font.path = arena_strdup(&f->arena, names[0]);
    return font;
}

static bool keep_uses(struct fonts *f, const struct yaml_use *uses, unsigned count, bool tagged, struct err *e)
{
    for (unsigned i = 0; i < count; i++) {
        struct face *face = face_named(f, uses[i].face);
        if (!face)
            return err_set(e, ERR_FAILED, "script '%s': no face is called '%s'", uses[i].script, uses[i].face);
        if (tagged && !uses[i].tag)
            return err_set(e, ERR_FAILED, "languages: script '%s' has no tag", uses[i].script);
        f->uses[f->use_count++] = (struct use){.tag = tagged ? arena_strdup(&f->arena, uses[i].tag) : NULL,
                                               .script = arena_strdup(&f->arena, uses[i].script),
                                               .face = face};
    }
    return true;
}

static bool keep(struct fonts *f, const struct yaml_fonts *y, const char *dir, struct err *e)
{
    f->faces = ARENA_ARRAY(&f->arena, struct face, y->faces_count);
    for (unsigned i = 0; i < y->faces_count; i++) {
        const struct yaml_face *yf = &y->faces[i];
        struct face *face = &f->faces[f->face_count];
        face->name = arena_strdup(&f->arena, yf->name);
        face->regular = font_from(f, y, yf, dir, yf->regular, yf->regular_count);
        face->has_bold = yf->bold_count > 0;
        if (face->has_bold)
            face->bold = font_from(f, y, yf, dir, yf->bold, yf->bold_count);
        f->face_count++;
    }
    f->uses = ARENA_ARRAY(&f->arena, struct use, (size_t)y->languages_count + y->scripts_count);
    if (!keep_uses(f, y->languages, y->languages_count, true, e) ||
        !keep_uses(f, y->scripts, y->scripts_count, false, e))
        return false;
    f->fallback = ARENA_ARRAY(&f->arena, struct face *, y->fallback_count);
    for (unsigned i = 0; i < y->fallback_count; i++) {
        struct face *face = face_named(f, y->fallback[i]);
        if (!face)
            return err_set(e, ERR_FAILED, "fallback: no face is called '%s'", y->fallback[i]);
        f->fallback[f->fallback_count++] = face;
    }
    return true;
}

bool fonts_open(struct fonts **out, const char *dir, struct err *e)
{
    char path[PATH_MAX], msg[ERR_MSG_MAX / 2] = "";
    *out = NULL;
    int n = snprintf(path, sizeof path, "%s/fonts.yaml", dir);
    if (n < 0 || (size_t)n >= sizeof path)
        return err_set(e, ERR_FAILED, "the path of fonts.yaml is too long");
    if (access(path, R_OK) != 0)
        return err_set(e, ERR_NOT_FOUND, "%s: cannot be read", path);
    const cyaml_config_t config = {
        .log_fn = yaml_log, .log_ctx = msg, .mem_fn = cyaml_mem, .log_level = CYAML_LOG_ERROR};
    cyaml_data_t *data = NULL;
    cyaml_err_t rc = cyaml_load_file(path, &config, &top_schema, &data, NULL);
    if (rc != CYAML_OK)
        return err_set(e, ERR_FAILED, "%s: %s", path, msg[0] ? msg : cyaml_strerror(rc));
    struct fonts *f = calloc(1, sizeof *f);
    if (!f)
        BUG("out of memory");
    arena_init(&f->arena, false);
    bool ok = keep(f, (const struct yaml_fonts *)data, dir, e);
    cyaml_free(&config, &top_schema, data, 0);
    if (!ok) {
        fonts_free(f);
        return err_wrap(e, "%s", path);
    }
    *out = f;
    return true;
}

static void font_close(struct font *font)
{
    hb_font_destroy(font->hb);
    if (font->map)
        munmap(font->map, font->map_len);
    free(font->inks);
    free(font->has);
}

void fonts_free(struct fonts *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->face_count; i++) {
        font_close(&f->faces[i].regular);
        font_close(&f->faces[i].bold);
    }
    arena_release(&f->arena);
    free(f);
}

size_t fonts_missing(const struct fonts *f, const char **paths, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < f->face_count; i++) {
        const struct face *face = &f->faces[i];
        if (!face->regular.found && n++ < max)
            paths[n - 1] = face->regular.path;
        if (face->has_bold && !face->bold.found && n++ < max)
            paths[n - 1] = face->bold.path;
    }
    return n;
}

/* ---- opening and choosing ---- */

/* Maps the file; the mapping stays until font_close. HarfBuzz could map it too, but would not let go of its pages. */
static hb_blob_t *font_map(struct font *font)
{
    struct stat st;
    int fd = open(font->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 && st.st_size < INT_MAX) {
        void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (map != MAP_FAILED) {
            font->map = map;
            font->map_len = (size_t)st.st_size;
        }
    }
    close(fd);
    return font->map ? hb_blob_create(font->map, (unsigned)font->map_len, HB_MEMORY_MODE_READONLY, NULL, NULL) : NULL;
}

static struct font *font_opened(struct font *font)
{
    if (font->tried)
        return font->hb ? font : NULL;
    font->tried = true;
    hb_blob_t *blob = font->found ? font_map(font) : NULL;
    hb_face_t *face = blob ? hb_face_create(blob, font->index) : NULL;
    hb_blob_destroy(blob);
    if (face && hb_face_get_glyph_count(face) > 0) {
        font->upem = hb_face_get_upem(face);
        font->hb = hb_font_create(face);
        font->touched = true;
        hb_codepoint_t glyph;
        for (uint32_t c = 0; c < 128; c++)
            font->ascii[c] = hb_font_get_nominal_glyph(font->hb, c, &glyph);
    } else {
        log_warn("font %s is missing or cannot be read; another is drawn in its place", font->path);
    }
    hb_face_destroy(face);
    return font->hb ? font : NULL;
}

static struct font *face_font(struct face *face, bool bold)
{
    struct font *font = bold && face->has_bold ? font_opened(&face->bold) : NULL;
    return font ? font : font_opened(&face->regular);
}

/* "ne-NP" uses what is said for "ne". */
static bool tag_covers(const char *covers, const char *tag)
{
    size_t n = strlen(covers);
    return strncmp(covers, tag, n) == 0 && (tag[n] == '\0' || tag[n] == '-');
}

struct font *fonts_for(struct fonts *f, const struct text_lang *lang, const char *script, bool bold)
{
    for (size_t i = 0; i < f->use_count; i++) {
        const struct use *u = &f->uses[i];
        if (memcmp(u->script, script, 4) == 0 && (!u->tag || tag_covers(u->tag, lang->tag)))
            return face_font(u->face, bold);
    }
    return NULL;
}

bool fonts_fallback(struct fonts *f, size_t i, bool bold, struct font **out)
{
    if (i >= f->fallback_count)
        return false;
    *out = face_font(f->fallback[i], bold);
    return true;
}

/* How many fonts may have pages resident; a screen of one language reads two to four. */
enum { TOUCHED_MAX = 12 };

static size_t rest(struct font *font, bool drop)
{
    if (!font->map || !font->touched)
        return 0;
    if (drop) {
        madvise(font->map, font->map_len, MADV_DONTNEED);
        font->touched = false;
    }
    return 1;
}

void fonts_rest(struct fonts *f)
{
    for (int drop = 0; drop < 2; drop++) {
        size_t n = 0;
        for (size_t i = 0; i < f->face_count; i++)
            n += rest(&f->faces[i].regular, drop) + rest(&f->faces[i].bold, drop);
        if (n <= TOUCHED_MAX)
            return;
    }
}

bool font_has(struct font *font, uint32_t cp)
{
    hb_codepoint_t glyph;
    if (cp < 128)
        return font->ascii[cp];
    if (!font->has)
        font->has = calloc(FONT_HAS_CACHE, sizeof *font->has);
    if (!font->has)
        BUG("out of memory");
    uint32_t *known = &font->has[cp % FONT_HAS_CACHE];
    if ((*known - 1) >> 1 != cp)
        *known = (cp << 1 | (uint32_t)hb_font_get_nominal_glyph(font->hb, cp, &glyph)) + 1;
    return (*known - 1) & 1;
}

static float latin_cap(struct fonts *f)
{
    if (f->latin_cap > 0.0F)
        return f->latin_cap;
    static const struct text_lang none = {.tag = "", .script = "Latn"};
    struct font *latin = fonts_for(f, &none, "Latn", false);
    hb_position_t cap = 0;
    f->latin_cap = FONT_CAP_EM;
    if (latin) {
        hb_font_set_scale(latin->hb, (int)latin->upem, (int)latin->upem);
        if (hb_ot_metrics_get_position(latin->hb, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap) && cap > 0)
            f->latin_cap = (float)cap / (float)latin->upem;
    }
    return f->latin_cap;
}

int fonts_px(struct fonts *f, const struct font *font, float cap_px)
{
    float px = cap_px / latin_cap(f) * font->scale + 0.5F;
    if (!(px >= FONT_PX_MIN)) /* a NaN too */
        return FONT_PX_MIN;
    return px > FONT_PX_MAX ? FONT_PX_MAX : (int)px;
}

static int to_px(int units, int64_t mult)
{
    return (int)((units * mult + 32768) >> 16);
}

static bool is_short(int v)
{
    return v >= INT16_MIN && v <= INT16_MAX;
}

static void keep_ink(struct font_ink_entry set[FONT_INK_WAYS], uint32_t glyph, const hb_glyph_extents_t *e)
{
    if (!is_short(e->x_bearing) || !is_short(e->y_bearing) || !is_short(e->width) || !is_short(e->height))
        return;
    memmove(set + 1, set, (FONT_INK_WAYS - 1) * sizeof *set);
    set[0] = (struct font_ink_entry){.glyph1 = glyph + 1,
                                     .x = (int16_t)e->x_bearing,
                                     .y = (int16_t)e->y_bearing,
                                     .w = (int16_t)e->width,
                                     .h = (int16_t)e->height};
}

/* In font units. Reading an outline's box is as dear as shaping it (in CFF ten times so), so boxes are kept: a glyph
 * has FONT_INK_WAYS places, the newest first. */
static hb_glyph_extents_t ink_units(struct font *font, uint32_t glyph, int px)
{
    if (!font->inks)
        font->inks = calloc(FONT_INK_CACHE, sizeof *font->inks);
    if (!font->inks)
        BUG("out of memory");
    struct font_ink_entry *set = &font->inks[glyph % (FONT_INK_CACHE / FONT_INK_WAYS) * FONT_INK_WAYS];
    for (const struct font_ink_entry *i = set; i < set + FONT_INK_WAYS; i++)
        if (i->glyph1 == glyph + 1)
            return (hb_glyph_extents_t){.x_bearing = i->x, .y_bearing = i->y, .width = i->w, .height = i->h};
    int upem = (int)font->upem;
    hb_glyph_extents_t e = {0};
    hb_font_set_scale(font->hb, upem, upem);
    hb_font_get_glyph_extents(font->hb, glyph, &e);
    hb_font_set_scale(font->hb, px * 64, px * 64);
    keep_ink(set, glyph, &e);
    return e;
}

hb_glyph_extents_t font_glyph_ink(struct font *font, uint32_t glyph, int px)
{
    hb_glyph_extents_t e = ink_units(font, glyph, px);
    if (font->ink_px != px) {
        font->ink_px = px;
        font->ink_mult = (int64_t)px * 64 * 65536 / (int64_t)font->upem;
    }
    int64_t k = font->ink_mult;
    return (hb_glyph_extents_t){.x_bearing = to_px(e.x_bearing, k),
                                .y_bearing = to_px(e.y_bearing, k),
                                .width = to_px(e.width, k),
                                .height = to_px(e.height, k)};
}
