/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio_int.h"

#include <SDL.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct block {
    int16_t samples[AUDIO_BLOCK];
    size_t count;
    int piece;
};

/* All fields but `device` are guarded by `lock`; `device` is the worker's. */
struct audio {
    SDL_AudioDeviceID device;
    pthread_mutex_t lock;
    pthread_cond_t room;
    struct block queue[AUDIO_QUEUE_BLOCKS];
    size_t first, count; /* of the queue */
    size_t taken;        /* samples of the first block that are played already */
    unsigned run;
    int current;
    bool ended, paused;
    float gain, sounding; /* asked for, and what the last sample had: in between we ramp, so that nothing clicks */
};

/* The next sample of the queue; false when it is empty. */
static bool next_sample(struct audio *a, int16_t *sample)
{
    while (a->count) {
        const struct block *b = &a->queue[a->first];
        if (a->taken < b->count) {
            a->current = b->piece;
            *sample = b->samples[a->taken++];
            return true;
        }
        a->first = (a->first + 1) % AUDIO_QUEUE_BLOCKS;
        a->count--;
        a->taken = 0;
    }
    return false;
}

/* On SDL's audio thread. */
static void play(void *user, Uint8 *stream, int bytes)
{
    struct audio *a = user;
    size_t n = (size_t)bytes / sizeof(int16_t);
    memset(stream, 0, (size_t)bytes);
    pthread_mutex_lock(&a->lock);
    float target = a->paused ? 0 : a->gain, step = (target - a->sounding) / (float)(n ? n : 1);
    bool silent = a->paused && a->sounding <= 0;
    for (size_t i = 0; i < n && !silent; i++) {
        int16_t sample;
        if (!next_sample(a, &sample))
            break;
        a->sounding += step;
        int16_t out = (int16_t)((float)sample * a->sounding);
        memcpy(stream + i * sizeof out, &out, sizeof out);
    }
    a->sounding = target;
    if (a->count == 0 && a->ended)
        a->current = -1;
    pthread_cond_signal(&a->room);
    pthread_mutex_unlock(&a->lock);
}

bool audio_new(struct audio **out, struct err *e)
{
    *out = NULL;
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0)
        return err_set(e, ERR_NO_DEVICE, "no sound: %s", SDL_GetError());
    if (SDL_GetNumAudioDevices(0) == 0) { /* -1 means that the driver cannot list them */
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
        return err_set(e, ERR_NO_DEVICE, "no sound: no sound card");
    }
    struct audio *a = calloc(1, sizeof *a);
    if (!a)
        BUG("out of memory");
    a->current = -1;
    a->ended = true;
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->room, NULL);
    *out = a;
    return true;
}

void audio_free(struct audio *a)
{
    if (!a)
        return;
    audio_close(a);
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
    pthread_cond_destroy(&a->room);
    pthread_mutex_destroy(&a->lock);
    explicit_bzero(a, sizeof *a); /* the last words of a visit may be a name */
    free(a);
}

bool audio_open(struct audio *a, struct err *e)
{
    if (a->device)
        return true;
    SDL_AudioSpec want = {.freq = AUDIO_RATE,
                          .format = AUDIO_S16SYS,
                          .channels = 1,
                          .samples = AUDIO_DEVICE_SAMPLES,
                          .callback = play,
                          .userdata = a};
    a->device = SDL_OpenAudioDevice(NULL, 0, &want, NULL, 0);
    if (!a->device)
        return err_set(e, ERR_NO_DEVICE, "the sound card does not open: %s", SDL_GetError());
    SDL_PauseAudioDevice(a->device, 0);
    return true;
}

void audio_close(struct audio *a)
{
    if (a->device)
        SDL_CloseAudioDevice(a->device);
    a->device = 0;
}

/* Under the lock: forgets what waits, and ends the run that wrote it. */
static void drop_run(struct audio *a)
{
    explicit_bzero(a->queue, sizeof a->queue);
    a->first = a->count = a->taken = 0;
    a->run++;
    pthread_cond_signal(&a->room);
}

unsigned audio_start(struct audio *a)
{
    pthread_mutex_lock(&a->lock);
    drop_run(a);
    a->ended = a->paused = false;
    a->current = 0;
    unsigned run = a->run;
    pthread_mutex_unlock(&a->lock);
    return run;
}

void audio_cancel(struct audio *a)
{
    pthread_mutex_lock(&a->lock);
    drop_run(a);
    a->ended = true;
    a->paused = false;
    a->current = -1;
    pthread_mutex_unlock(&a->lock);
}

/* Under the lock: one block, or a part of one, at the end of the queue. */
static void push(struct audio *a, int piece, const int16_t *samples, size_t count)
{
    struct block *b = &a->queue[(a->first + a->count) % AUDIO_QUEUE_BLOCKS];
    memcpy(b->samples, samples, count * sizeof *samples);
    b->count = count;
    b->piece = piece;
    a->count++;
}

bool audio_write(struct audio *a, unsigned run, int piece, const int16_t *samples, size_t count)
{
    bool alive = true;
    while (count && alive) {
        size_t n = count < AUDIO_BLOCK ? count : AUDIO_BLOCK;
        pthread_mutex_lock(&a->lock);
        while (a->run == run && a->count == AUDIO_QUEUE_BLOCKS)
            pthread_cond_wait(&a->room, &a->lock);
        alive = a->run == run;
        if (alive)
            push(a, piece, samples, n);
        pthread_mutex_unlock(&a->lock);
        samples += n;
        count -= n;
    }
    return alive;
}

bool audio_is_over(struct audio *a, unsigned run)
{
    pthread_mutex_lock(&a->lock);
    bool over = a->run != run;
    pthread_mutex_unlock(&a->lock);
    return over;
}

void audio_end(struct audio *a, unsigned run)
{
    pthread_mutex_lock(&a->lock);
    if (a->run == run) {
        a->ended = true;
        if (a->count == 0)
            a->current = -1;
    }
    pthread_mutex_unlock(&a->lock);
}

void audio_pause(struct audio *a, bool paused)
{
    pthread_mutex_lock(&a->lock);
    a->paused = paused;
    pthread_mutex_unlock(&a->lock);
}

void audio_set_volume(struct audio *a, int percent)
{
    float p = (float)(percent < 0 ? 0 : percent > 100 ? 100 : percent) / 100;
    pthread_mutex_lock(&a->lock);
    /* percent of loudness as heard: half is 10 dB down (Stevens' rule), so that no step of ten is over 10 dB from 10 up
     */
    a->gain = powf(p, 1.66F);
    pthread_mutex_unlock(&a->lock);
}

int audio_current(struct audio *a)
{
    pthread_mutex_lock(&a->lock);
    int current = a->current;
    pthread_mutex_unlock(&a->lock);
    return current;
}
