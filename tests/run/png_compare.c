/* Compares a picture with its reference.
 *
 * usage: png_compare [--share PERCENT] [--level N] REFERENCE PICTURE
 * A pixel differs when any channel is more than --level (8) away; the pictures differ when more than --share (0.1)
 * percent of the pixels do, or their sizes do. A missing reference is a failure, never a silent pass. On failure the
 * picture and, where sizes agree, REFERENCE.diff.png (what differs, in red on the faded picture) are put below the
 * folder named by the environment's PICTURES, for `make refs` and for eyes.
 * Exit: 0 alike, 1 different or missing, 2 usage, 3 the machine failed. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"
#include "base/fs.h"

#include <SDL.h>
#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_ALIKE, EXIT_DIFFERENT, EXIT_USAGE, EXIT_MACHINE };

struct options {
    double share; /* percent of pixels that may differ */
    int level;    /* how far a channel (0–255) may be away */
    const char *reference, *picture;
};

static SDL_Surface *load(const char *path)
{
    SDL_Surface *any = IMG_Load(path);
    if (!any)
        return NULL;
    SDL_Surface *rgba = SDL_ConvertSurfaceFormat(any, SDL_PIXELFORMAT_RGBA32, 0);
    SDL_FreeSurface(any);
    return rgba;
}

/* Counts the pixels that differ and paints them into `diff`, which has the size of both. */
static long compare(const SDL_Surface *a, const SDL_Surface *b, SDL_Surface *diff, int level)
{
    long count = 0;
    for (int y = 0; y < a->h; y++) {
        const Uint8 *p = (const Uint8 *)a->pixels + (size_t)y * (size_t)a->pitch;
        const Uint8 *q = (const Uint8 *)b->pixels + (size_t)y * (size_t)b->pitch;
        Uint8 *d = (Uint8 *)diff->pixels + (size_t)y * (size_t)diff->pitch;
        for (int x = 0; x < a->w; x++, p += 4, q += 4, d += 4) {
            bool far = false;
            for (int c = 0; c < 4; c++)
                far = far || abs(p[c] - q[c]) > level;
            Uint8 faded = (Uint8)(192 + (q[0] + q[1] + q[2]) / 12);
            const Uint8 to[4] = {far ? 220 : faded, far ? 0 : faded, far ? 0 : faded, 255};
            memcpy(d, to, sizeof to);
            count += far;
        }
    }
    return count;
}

/* PICTURES/<reference> with the ending changed; NULL when the environment names no folder. */
static char *put_aside_path(const char *reference, const char *ending)
{
    const char *folder = getenv("PICTURES");
    if (!folder)
        return NULL;
    static char path[4096];
    int stem = (int)strlen(reference) - (int)strlen(".png");
    snprintf(path, sizeof path, "%s/%.*s%s", folder, stem, reference, ending);
    char *slash = strrchr(path, '/');
    *slash = 0;
    struct err e;
    if (!fs_make_dirs(path, &e))
        fprintf(stderr, "%s\n", e.msg);
    *slash = '/';
    return path;
}

static void put_aside(const struct options *o, SDL_Surface *picture, SDL_Surface *diff)
{
    const char *path = put_aside_path(o->reference, ".png");
    if (path && IMG_SavePNG(picture, path) == 0)
        printf("the picture: %s\n", path);
    path = diff ? put_aside_path(o->reference, ".diff.png") : NULL;
    if (path && IMG_SavePNG(diff, path) == 0)
        printf("what differs: %s\n", path);
}

static int judge(const struct options *o, SDL_Surface *picture, SDL_Surface *reference)
{
    if (!reference) {
        printf("%s: there is no such reference (make refs accepts this picture as it)\n", o->reference);
        put_aside(o, picture, NULL);
        return EXIT_DIFFERENT;
    }
    if (picture->w != reference->w || picture->h != reference->h) {
        printf("%s: %dx%d, the reference is %dx%d\n", o->reference, picture->w, picture->h, reference->w, reference->h);
        put_aside(o, picture, NULL);
        return EXIT_DIFFERENT;
    }
    SDL_Surface *diff = SDL_CreateRGBSurfaceWithFormat(0, picture->w, picture->h, 32, SDL_PIXELFORMAT_RGBA32);
    if (!diff)
        return EXIT_MACHINE;
    long count = compare(reference, picture, diff, o->level);
    double share = 100.0 * (double)count / ((double)picture->w * picture->h);
    printf("%s: %.4f %% of the pixels differ (%.4f %% may)\n", o->reference, share, o->share);
    if (share > o->share)
        put_aside(o, picture, diff);
    SDL_FreeSurface(diff);
    return share > o->share ? EXIT_DIFFERENT : EXIT_ALIKE;
}

static bool parse(int argc, char **argv, struct options *o)
{
    int i = 1;
    for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i += 2) {
        char *end;
        double value = strtod(argv[i + 1], &end);
        if (*end || end == argv[i + 1])
            return false;
        if (strcmp(argv[i], "--share") == 0)
            o->share = value;
        else if (strcmp(argv[i], "--level") == 0)
            o->level = (int)value;
        else
            return false;
    }
    if (argc - i != 2)
        return false;
    o->reference = argv[i];
    o->picture = argv[i + 1];
    size_t n = strlen(o->reference);
    return n > 4 && strcmp(o->reference + n - 4, ".png") == 0;
}

int main(int argc, char **argv)
{
    struct options o = {.share = 0.1, .level = 8};
    if (!parse(argc, argv, &o)) {
        fprintf(stderr, "usage: png_compare [--share PERCENT] [--level N] REFERENCE.png PICTURE\n");
        return EXIT_USAGE;
    }
    SDL_Surface *picture = load(o.picture);
    if (!picture) {
        printf("%s: %s\n", o.picture, IMG_GetError());
        return EXIT_DIFFERENT;
    }
    SDL_Surface *reference = load(o.reference);
    int result = judge(&o, picture, reference);
    SDL_FreeSurface(picture);
    SDL_FreeSurface(reference);
    return result;
}
