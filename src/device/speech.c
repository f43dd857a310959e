/* The worker: takes what is to be said, makes samples of it, fits them to the rate and queues them for the sound
 * device. SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/speech.h"

#include "audio_int.h"
#include "base/log.h"
#include "speech_int.h"

#include <SDL.h>
#include <pthread.h>
#include <sonic.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    CLOSE_AFTER_S =
        3, /* an open sound device wakes the machine 94 times a second, so it is closed when nothing follows */
    PAUSE_SAMPLES = AUDIO_RATE / 5 /* silence between two pieces */
};

struct job {
    struct speech_piece *pieces; /* owned copies */
    size_t count;
    unsigned run; /* of the audio */
};

struct speech {
    struct audio *audio;
    struct voices *voices;
    pthread_t worker;
    pthread_mutex_t lock; /* guards `job`, `fresh` and `quit` */
    pthread_cond_t wake;
    struct job job;
    bool fresh, quit;
    atomic_int rate; /* percent */
    /* the worker's own */
    SDL_AudioStream *resampler;
    sonicStream stretch;
};

/* Where the samples of one piece go. */
struct outlet {
    struct speech *speech;
    unsigned run;
    int piece;
};

/* ---- jobs ----------------------------------------------------------------------------------------------------------
 */

static char *copy_or_null(const char *s)
{
    char *copy = s ? strdup(s) : NULL;
    if (s && !copy)
        BUG("out of memory");
    return copy;
}

static struct speech_held copy_held(const struct speech_held *from)
{
    if (!from->bytes || !from->len)
        return (struct speech_held){0};
    void *copy = malloc(from->len);
    if (!copy)
        BUG("out of memory");
    memcpy(copy, from->bytes, from->len);
    return (struct speech_held){copy, from->len};
}

static struct job job_new(const struct speech_piece *pieces, size_t count, unsigned run)
{
    struct job job = {.count = count, .run = run, .pieces = calloc(count ? count : 1, sizeof *pieces)};
    if (!job.pieces)
        BUG("out of memory");
    for (size_t i = 0; i < count; i++)
        job.pieces[i] = (struct speech_piece){.text = copy_or_null(pieces[i].text),
                                              .voice = copy_or_null(pieces[i].voice),
                                              .recording = copy_or_null(pieces[i].recording),
                                              .other = copy_or_null(pieces[i].other),
                                              .held = copy_held(&pieces[i].held)};
    return job;
}

static void free_bytes_wiped(const void *bytes, size_t len)
{
    union {
        const void *in;
        void *out;
    } cast = {.in = bytes}; /* the copies are ours although the public struct says const */
    if (bytes)
        explicit_bzero(cast.out, len);
    free(cast.out);
}

static void free_wiped(const char *s)
{
    free_bytes_wiped(s, s ? strlen(s) : 0);
}

static void job_release(struct job *job)
{
    for (size_t i = 0; i < job->count; i++) {
        free_wiped(job->pieces[i].text); /* may hold what a visitor typed */
        free_wiped(job->pieces[i].voice);
        free_wiped(job->pieces[i].recording);
        free_wiped(job->pieces[i].other);
        free_bytes_wiped(job->pieces[i].held.bytes, job->pieces[i].held.len); /* a voice that nobody has kept */
    }
    free(job->pieces);
    *job = (struct job){0};
}

/* ---- from a source's samples to the queue
 * ------------------------------------------------------------------------------ */

/* What the stretcher has ready goes to the queue. */
static bool drain_stretch(const struct outlet *o)
{
    int16_t out[AUDIO_BLOCK];
    int n;
    while ((n = sonicReadShortFromStream(o->speech->stretch, out, AUDIO_BLOCK)) > 0)
        if (!audio_write(o->speech->audio, o->run, o->piece, out, (size_t)n))
            return false;
    return true;
}

/* Samples at the device's rate in; faster or slower ones, at the same pitch, out. */
static bool stretch(const struct outlet *o, int16_t *samples, size_t count)
{
    sonicSetSpeed(o->speech->stretch, (float)atomic_load(&o->speech->rate) / 100);
    sonicWriteShortToStream(o->speech->stretch, samples, (int)count);
    return drain_stretch(o);
}

static bool drain_resampler(const struct outlet *o)
{
    int16_t out[AUDIO_BLOCK];
    int bytes;
    while ((bytes = SDL_AudioStreamGet(o->speech->resampler, out, sizeof out)) > 0)
        if (!stretch(o, out, (size_t)bytes / sizeof *out))
            return false;
    return true;
}

static bool take_samples(void *user, const int16_t *samples, size_t count, int rate)
{
    struct outlet *o = user;
    struct speech *s = o->speech;
    if (audio_is_over(s->audio, o->run))
        return false;
    if (!s->resampler)
        s->resampler = SDL_NewAudioStream(AUDIO_S16SYS, 1, rate, AUDIO_S16SYS, 1, AUDIO_RATE);
    if (!s->resampler)
        BUG("out of memory");
    SDL_AudioStreamPut(s->resampler, samples, (int)(count * sizeof *samples));
    return drain_resampler(o);
}

/* The last samples of a piece. The resampler goes with it: the next source may have another rate. */
static void finish_piece(const struct outlet *o, bool last)
{
    struct speech *s = o->speech;
    if (s->resampler) {
        SDL_AudioStreamFlush(s->resampler);
        if (drain_resampler(o)) {
            sonicFlushStream(s->stretch);
            drain_stretch(o);
        }
        SDL_FreeAudioStream(s->resampler);
        s->resampler = NULL;
    }
    static const int16_t silence[PAUSE_SAMPLES];
    if (!last)
        audio_write(s->audio, o->run, o->piece, silence, PAUSE_SAMPLES);
}

/* The first of its recordings that can be played. */
static bool play_recording(struct speech *s, const struct job *job, const struct speech_piece *p,
                           const struct sink *sink)
{
    if (p->held.bytes)
        return recording_play_held(p->held.bytes, p->held.len, sink);
    const char *const paths[] = {p->recording, p->other};
    for (size_t i = 0; i < sizeof paths / sizeof *paths && !audio_is_over(s->audio, job->run); i++) {
        if (paths[i] && recording_play(paths[i], sink))
            return true;
        if (paths[i])
            log_warn("a recording cannot be played");
    }
    return false;
}

static void say_piece(struct speech *s, const struct job *job, size_t i)
{
    const struct speech_piece *p = &job->pieces[i];
    struct outlet outlet = {.speech = s, .run = job->run, .piece = (int)i};
    struct sink sink = {.write = take_samples, .user = &outlet};
    bool said = play_recording(s, job, p, &sink);
    if (!said && p->text && p->voice && !audio_is_over(s->audio, job->run))
        said = voice_say(s->voices, p->voice, p->text, &sink);
    if (said)
        finish_piece(&outlet, i + 1 == job->count);
}

static void say_job(struct speech *s, const struct job *job)
{
    struct err e = {0};
    if (!audio_open(s->audio, &e)) {
        log_warn("%s", e.msg);
        audio_end(s->audio, job->run);
        return;
    }
    /* afresh for each job: what a stopped one left inside must not be heard in the next */
    s->stretch = sonicCreateStream(AUDIO_RATE, 1);
    if (!s->stretch)
        BUG("out of memory");
    for (size_t i = 0; i < job->count && !audio_is_over(s->audio, job->run); i++)
        say_piece(s, job, i);
    sonicDestroyStream(s->stretch);
    s->stretch = NULL;
    audio_end(s->audio, job->run);
}

/* ---- the worker
 * ------------------------------------------------------------------------------------------------------ */

/* Waits for a job, closing the sound device when none has come for a while. False when it is time to go. */
static bool next_job(struct speech *s, struct job *job, bool open)
{
    pthread_mutex_lock(&s->lock);
    while (!s->fresh && !s->quit) {
        if (!open) {
            pthread_cond_wait(&s->wake, &s->lock);
            continue;
        }
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += CLOSE_AFTER_S;
        if (pthread_cond_timedwait(&s->wake, &s->lock, &until) == 0 || audio_current(s->audio) >= 0)
            continue; /* what is queued, or held by a pause, still needs the device */
        pthread_mutex_unlock(&s->lock);
        audio_close(s->audio);
        pthread_mutex_lock(&s->lock);
        open = false;
    }
    bool go_on = !s->quit;
    if (go_on) {
        *job = s->job;
        s->job = (struct job){0};
        s->fresh = false;
    }
    pthread_mutex_unlock(&s->lock);
    return go_on;
}

static void *work(void *user)
{
    struct speech *s = user;
    struct job job;
    bool open = false;
    while (next_job(s, &job, open)) {
        say_job(s, &job);
        job_release(&job);
        open = true;
    }
    audio_close(s->audio);
    return NULL;
}

/* ---- the promise
 * ----------------------------------------------------------------------------------------------------- */

bool speech_new(struct speech **out, struct err *e)
{
    *out = NULL;
    struct audio *audio;
    if (!audio_new(&audio, e))
        return false;
    struct speech *s = calloc(1, sizeof *s);
    if (!s)
        BUG("out of memory");
    s->audio = audio;
    s->voices = voices_new();
    atomic_init(&s->rate, 100);
    audio_set_volume(audio, 100);
    pthread_mutex_init(&s->lock, NULL);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&s->wake, &attr);
    pthread_condattr_destroy(&attr);
    int failed = pthread_create(&s->worker, NULL, work, s);
    if (failed) {
        s->quit = true;
        voices_free(s->voices);
        audio_free(audio);
        free(s);
        return err_errno(e, failed, "cannot start the speech worker");
    }
    *out = s;
    return true;
}

void speech_free(struct speech *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->quit = true;
    audio_cancel(s->audio);
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->worker, NULL);
    job_release(&s->job);
    audio_free(s->audio);
    voices_free(s->voices);
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

void speech_say(struct speech *s, const struct speech_piece *pieces, size_t count)
{
    if (count == 0) {
        speech_stop(s);
        return;
    }
    pthread_mutex_lock(&s->lock);
    job_release(&s->job);
    s->job = job_new(pieces, count, audio_start(s->audio));
    s->fresh = true;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
}

void speech_pause(struct speech *s, bool paused)
{
    audio_pause(s->audio, paused);
}

void speech_stop(struct speech *s)
{
    pthread_mutex_lock(&s->lock);
    job_release(&s->job);
    s->fresh = false;
    audio_cancel(s->audio);
    pthread_mutex_unlock(&s->lock);
}

void speech_set_volume(struct speech *s, int percent)
{
    audio_set_volume(s->audio, percent);
}

void speech_set_rate(struct speech *s, int percent)
{
    atomic_store(&s->rate, percent < 50 ? 50 : percent > 200 ? 200 : percent);
}

int speech_current(const struct speech *s)
{
    return audio_current(s->audio);
}

bool speech_has_recording(const struct speech_piece *piece)
{
    return piece->held.bytes || (piece->recording && recording_is_readable(piece->recording)) ||
           (piece->other && recording_is_readable(piece->other));
}

bool speech_can_say(const struct speech *s, const struct speech_piece *piece)
{
    if (speech_has_recording(piece))
        return true;
    return piece->text && piece->text[0] && piece->voice && voice_exists(s->voices, piece->voice);
}
