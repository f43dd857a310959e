/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/recorder.h"

#include <SDL.h>
#include <math.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MOST = RECORDER_MAX_S * RECORDER_RATE, /* samples */
    BLOCK = 1024,                          /* 21 ms: how fine the level is in time */
    SILENT_MS = 2000,                      /* a microphone that is there says something 47 times a second */
    FLOOR_DB = 60
};

struct recorder {
    SDL_AudioDeviceID device; /* 0: closed */
    int16_t *samples;         /* MOST of them, in memory that is locked where the machine allows it */
    bool begun;
    /* written by SDL's audio thread */
    atomic_size_t count;
    atomic_int peak; /* since the last look */
    _Atomic int64_t heard_ms;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* On SDL's audio thread. */
static void hear(void *user, Uint8 *stream, int bytes)
{
    struct recorder *r = user;
    size_t have = atomic_load(&r->count), n = (size_t)bytes / sizeof(int16_t);
    int peak = 0;
    if (n > MOST - have)
        n = MOST - have;
    memcpy(r->samples + have, stream, n * sizeof(int16_t));
    for (size_t i = have; i < have + n; i++) {
        int level = abs(r->samples[i]);
        peak = level > peak ? level : peak;
    }
    if (peak > atomic_load(&r->peak))
        atomic_store(&r->peak, peak);
    explicit_bzero(stream, (size_t)bytes);
    atomic_store(&r->heard_ms, now_ms());
    atomic_store(&r->count, have + n);
}

/* One that was plugged in goes before the board's own input, which is there also when nothing hangs on it. NULL: the
 * system's choice. */
static const char *plugged_in(int count)
{
    for (int i = 0; i < count; i++) {
        const char *name = SDL_GetAudioDeviceName(i, 1);
        if (name && strcasestr(name, "usb"))
            return name;
    }
    return NULL;
}

static bool open_device(struct recorder *r, struct err *e)
{
    SDL_AudioSpec want = {.freq = RECORDER_RATE,
                          .format = AUDIO_S16SYS,
                          .channels = 1,
                          .samples = BLOCK,
                          .callback = hear,
                          .userdata = r};
    int count = SDL_GetNumAudioDevices(1);
    if (count == 0) /* -1 means that the driver cannot list them */
        return err_set(e, ERR_NO_DEVICE, "there is no microphone");
    const char *name = plugged_in(count);
    r->device = SDL_OpenAudioDevice(name, 1, &want, NULL, 0);
    if (!r->device && name)
        r->device = SDL_OpenAudioDevice(NULL, 1, &want, NULL, 0);
    return r->device || err_set(e, ERR_NO_DEVICE, "the microphone does not open: %s", SDL_GetError());
}

bool recorder_open(struct recorder **out, struct err *e)
{
    *out = NULL;
    if (sodium_init() < 0)
        BUG("libsodium does not start");
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0)
        return err_set(e, ERR_NO_DEVICE, "no sound: %s", SDL_GetError());
    struct recorder *r = calloc(1, sizeof *r);
    if (!r)
        BUG("out of memory");
    r->samples = sodium_malloc((size_t)MOST * sizeof *r->samples);
    if (!r->samples)
        BUG("out of memory");
    atomic_init(&r->count, 0);
    atomic_init(&r->peak, 0);
    atomic_init(&r->heard_ms, 0);
    if (!open_device(r, e)) {
        recorder_free(r);
        return false;
    }
    *out = r;
    return true;
}

void recorder_begin(struct recorder *r)
{
    if (r->begun || !r->device)
        return;
    r->begun = true;
    atomic_store(&r->heard_ms, now_ms());
    SDL_PauseAudioDevice(r->device, 0);
}

/* Of a sample's height, on the scale of the header. */
static int level_of(int peak)
{
    if (peak <= 0)
        return 0;
    double db = 20 * log10((double)peak / 32768);
    return db <= -FLOOR_DB ? 0 : (int)lround((db + FLOOR_DB) * 100 / FLOOR_DB);
}

struct recorder_now recorder_look(struct recorder *r)
{
    size_t count = atomic_load(&r->count);
    bool open = r->device && r->begun;
    return (struct recorder_now){
        .level = level_of(atomic_exchange(&r->peak, 0)),
        .ms = (int)(count / (RECORDER_RATE / 1000)),
        .full = count == MOST,
        .gone = open && (SDL_GetAudioDeviceStatus(r->device) == SDL_AUDIO_STOPPED ||
                         now_ms() - atomic_load(&r->heard_ms) > SILENT_MS),
    };
}

static void close_device(struct recorder *r)
{
    if (r->device)
        SDL_CloseAudioDevice(r->device); /* waits for its thread */
    r->device = 0;
}

int16_t *recorder_stop(struct recorder *r, size_t *count)
{
    close_device(r);
    *count = atomic_load(&r->count);
    return r->samples;
}

void recorder_free(struct recorder *r)
{
    if (!r)
        return;
    close_device(r);
    sodium_free(r->samples); /* wipes it */
    free(r);
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
}
