/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/take.h"

#include <malloc.h>
#include <math.h>
#include <opusenc.h>
#include <stdlib.h>
#include <string.h>

enum {
    RATE = 48000,
    FRAME = RATE / 100,    /* 10 ms: what is judged as speech or silence */
    FRAMES_MAX = 6000,     /* a minute */
    WORD = 6,              /* frames: shorter noises are a knock on the glass, no speech */
    AIR = RATE * 15 / 100, /* kept at both ends */
    FADE = RATE / 100,     /* so that the cut is not heard */
    SLICE = RATE / 1000,   /* 1 ms: the steps of the peaks' gain */
    SLICES_MAX = 60 * 1000 + 1,
    AHEAD = 5,
    BEHIND = 20, /* slices that a peak's gain reaches before and after it */
    CLIP = 32700,
    CLIPS = 10 /* so many samples at the end of the scale are heard as crackling */
};

static const double loudness = 0.1413 /* -17 dB */, ceiling = 0.891 /* -1 dB */, most_gain = 10 /* 20 dB */,
                    quietest = 0.0018 /* -55 dB: a silent room and the microphone's own noise are below */,
                    noisiest = 0.0316 /* -30 dB: who speaks is louder, however loud the room is */;

/* On the heap: threads have small stacks. */
struct work {
    double rms[FRAMES_MAX]; /* of `frames` frames */
    size_t frames;
    double sorted[FRAMES_MAX];
    float allowed[SLICES_MAX];
};

/* Hum, breath on the microphone and its resting voltage: a first-order high-pass at 70 Hz. */
static void take_off_rumble(int16_t *s, size_t n)
{
    const double keep = 1 - 2 * 3.14159265358979 * 70 / RATE;
    double was = n ? s[0] : 0, y = 0;
    for (size_t i = 0; i < n; i++) {
        y = keep * (y + s[i] - was);
        was = s[i];
        s[i] = (int16_t)(y > INT16_MAX ? INT16_MAX : y < INT16_MIN ? INT16_MIN : lround(y));
    }
}

static void measure(const int16_t *s, size_t n, struct work *w)
{
    for (w->frames = 0; w->frames < FRAMES_MAX && (w->frames + 1) * FRAME <= n; w->frames++) {
        double sum = 0;
        for (size_t i = 0; i < FRAME; i++) {
            double x = s[w->frames * FRAME + i] / 32768.0;
            sum += x * x;
        }
        w->rms[w->frames] = sqrt(sum / FRAME);
    }
}

static int by_size(const void *x, const void *y)
{
    const double *a = x, *b = y;
    return *a < *b ? -1 : *a > *b;
}

/* Four times (12 dB) the room's own noise, which is taken to be what the quietest tenth of the take has. */
static double threshold(struct work *w)
{
    memcpy(w->sorted, w->rms, w->frames * sizeof *w->sorted);
    qsort(w->sorted, w->frames, sizeof *w->sorted, by_size);
    double t = w->frames ? 4 * w->sorted[w->frames / 10] : 0;
    return t < quietest ? quietest : t > noisiest ? noisiest : t;
}

/* The first and last frame of speech, and its mean; false when there is none. */
static bool find_speech(struct work *w, size_t *first, size_t *last, double *mean)
{
    double least = threshold(w), sum = 0;
    size_t run = 0, speaking = 0;
    for (size_t i = 0; i <= w->frames; i++) {
        if (i < w->frames && w->rms[i] > least) {
            run++;
            continue;
        }
        if (run >= WORD) {
            if (!speaking)
                *first = i - run;
            *last = i - 1;
            speaking += run;
            for (size_t k = i - run; k < i; k++)
                sum += w->rms[k] * w->rms[k];
        }
        run = 0;
    }
    *mean = speaking ? sqrt(sum / (double)speaking) : 0;
    return speaking > 0;
}

static size_t clipped(const int16_t *s, size_t n)
{
    size_t clips = 0;
    for (size_t i = 0; i < n; i++)
        clips += abs(s[i]) >= CLIP;
    return clips;
}

/* What each slice may be multiplied by at most so that no peak is over the ceiling, and its neighbours with it: the
 * gain falls before a peak and comes back after it, so that no step is heard. */
static void hold_down(const int16_t *s, size_t n, double gain, float *allowed)
{
    size_t slices = n / SLICE + 1;
    for (size_t b = 0; b < slices; b++) {
        int peak = 0;
        for (size_t i = b * SLICE; i < n && i < (b + 1) * SLICE; i++)
            peak = abs(s[i]) > peak ? abs(s[i]) : peak;
        double most = peak ? ceiling * 32767 / peak : gain;
        allowed[b] = (float)(most < gain ? most : gain);
    }
    /* from the end towards the start and back: a slice may be louder than its neighbour by one step only */
    const float before = powf(10, 6.0F / 20 / AHEAD), after = powf(10, 6.0F / 20 / BEHIND);
    for (size_t b = slices - 1; b-- > 0;)
        allowed[b] = fminf(allowed[b], allowed[b + 1] * before);
    for (size_t b = 1; b < slices; b++)
        allowed[b] = fminf(allowed[b], allowed[b - 1] * after);
}

static void make_even(int16_t *s, size_t n, double gain, float *allowed)
{
    hold_down(s, n, gain, allowed);
    for (size_t i = 0; i < n; i++) {
        size_t b = i / SLICE;
        /* within the slice from the smaller of its own and the one before to the smaller of its own and the next */
        float own = allowed[b], from = b ? fminf(own, allowed[b - 1]) : own,
              to = i + SLICE < n ? fminf(own, allowed[b + 1]) : own;
        float g = from + (to - from) * (float)(i % SLICE) / SLICE;
        s[i] = (int16_t)lroundf((float)s[i] * g);
    }
    for (size_t i = 0; i < FADE && i < n / 2; i++) {
        s[i] = (int16_t)(s[i] * (int)i / FADE);
        s[n - 1 - i] = (int16_t)(s[n - 1 - i] * (int)i / FADE);
    }
}

/* What is speech, made even; false when there is none. */
static bool cut_out(int16_t *samples, size_t n, struct work *w, size_t *from, size_t *count)
{
    size_t first = 0, last = 0;
    double mean;
    measure(samples, n, w);
    if (!find_speech(w, &first, &last, &mean))
        return false;
    size_t start = first * FRAME, end = (last + 1) * FRAME;
    *from = start > AIR ? start - AIR : 0;
    *count = (end + AIR < n ? end + AIR : n) - *from;
    double gain = loudness / mean;
    make_even(samples + *from, *count, gain < most_gain ? gain : most_gain, w->allowed);
    return true;
}

enum take_verdict take_prepare(int16_t *samples, size_t *from, size_t *count)
{
    struct work *w = calloc(1, sizeof *w);
    if (!w)
        BUG("out of memory");
    size_t n = *count < (size_t)FRAMES_MAX * FRAME ? *count : (size_t)FRAMES_MAX * FRAME;
    size_t clips = clipped(samples, n); /* before the rumble is taken off: that moves them from the end of the scale */
    take_off_rumble(samples, n);
    *from = *count = 0;
    bool speech = cut_out(samples, n, w, from, count);
    explicit_bzero(w, sizeof *w);
    free(w);
    return !speech ? TAKE_NOTHING : clips >= CLIPS ? TAKE_CLIPPED : TAKE_GOOD;
}

/* ---- the file ---------------------------------------------------------------------------------------------------- */

/* Grown by hand: what realloc leaves behind would not be wiped. */
static void grow(struct take_file *f, size_t need)
{
    size_t cap = f->cap ? f->cap * 2 : 1 << 16;
    while (cap < need)
        cap *= 2;
    uint8_t *bigger = malloc(cap);
    if (!bigger)
        BUG("out of memory");
    if (f->len)
        memcpy(bigger, f->bytes, f->len);
    if (f->bytes) {
        explicit_bzero(f->bytes, f->len);
        free(f->bytes);
    }
    f->bytes = bigger;
    f->cap = cap;
}

static int write_bytes(void *user, const unsigned char *bytes, opus_int32 len)
{
    struct take_file *f = user;
    size_t n = (size_t)len;
    if (f->len + n > f->cap)
        grow(f, f->len + n);
    memcpy(f->bytes + f->len, bytes, n);
    f->len += n;
    return 0;
}

static int close_bytes(void *user)
{
    (void)user;
    return 0;
}

static int encode(OggOpusEnc *enc, const int16_t *samples, size_t count)
{
    enum { BITS_A_SECOND = 28000, SERIAL = 1 /* the same sound makes the same file */ };
    int wrong = ope_encoder_ctl(enc, OPUS_SET_BITRATE(BITS_A_SECOND));
    wrong = wrong ? wrong : ope_encoder_ctl(enc, OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE));
    wrong = wrong ? wrong : ope_encoder_ctl(enc, OPE_SET_SERIALNO(SERIAL));
    wrong = wrong ? wrong : ope_encoder_ctl(enc, OPE_SET_COMMENT_PADDING(0));
    wrong = wrong ? wrong : ope_encoder_write(enc, samples, (int)count);
    return wrong ? wrong : ope_encoder_drain(enc);
}

/* The encoder holds pieces of the voice and frees them as they are: here the C library overwrites what is freed. */
static void wipe_what_is_freed(bool on)
{
    mallopt(M_PERTURB, on ? 0xFF : 0);
}

bool take_encode(const int16_t *samples, size_t count, struct take_file *out, struct err *e)
{
    static const OpusEncCallbacks calls = {.write = write_bytes, .close = close_bytes};
    *out = (struct take_file){0};
    int wrong = OPE_OK;
    wipe_what_is_freed(true);
    OggOpusComments *comments = ope_comments_create();
    OggOpusEnc *enc = comments ? ope_encoder_create_callbacks(&calls, out, comments, RATE, 1, 0, &wrong) : NULL;
    if (enc)
        wrong = encode(enc, samples, count);
    else if (!wrong)
        wrong = OPE_ALLOC_FAIL;
    if (enc)
        ope_encoder_destroy(enc);
    if (comments)
        ope_comments_destroy(comments);
    wipe_what_is_freed(false);
    return wrong == OPE_OK || err_set(e, ERR_FAILED, "the recording cannot be made: %s", ope_strerror(wrong));
}

void take_file_release(struct take_file *f)
{
    if (f->bytes) {
        explicit_bzero(f->bytes, f->len);
        free(f->bytes);
    }
    *f = (struct take_file){0};
}
