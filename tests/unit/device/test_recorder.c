/* The microphone, played by SDL's disk driver, which reads what it hears from a file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/recorder.h"

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { LIMIT_MS = 30000, SECONDS = 3, HEIGHT = 8000 };

static char folder[] = "/tmp/porchlight-recorder-XXXXXX";
static char pcm_path[80];

/* Instead of SDL's: a microphone that is pulled out when the test says so. */
static SDL_AudioStatus status = SDL_AUDIO_PLAYING;
SDL_AudioStatus SDL_GetAudioDeviceStatus(SDL_AudioDeviceID dev)
{
    (void)dev;
    return status;
}

static void breathe(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

static struct recorder_now wait_for_ms(struct recorder *r, int ms)
{
    int level = 0;
    for (int i = 0; i < LIMIT_MS; i++, breathe()) {
        struct recorder_now now = recorder_look(r);
        level = now.level > level ? now.level : level;
        now.level = level;
        if (now.ms >= ms)
            return now;
    }
    fail_msg("not %d ms in %d s", ms, LIMIT_MS / 1000);
    return (struct recorder_now){0};
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(pcm_path, sizeof pcm_path, "%s/in.pcm", folder);
    FILE *f = fopen(pcm_path, "wbe");
    if (!f)
        return -1;
    for (int i = 0; i < SECONDS * RECORDER_RATE; i++) {
        int16_t s = i / 60 % 2 ? HEIGHT : -HEIGHT; /* 400 Hz */
        fwrite(&s, sizeof s, 1, f);
    }
    fclose(f);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILEIN", pcm_path, 1);
    setenv("SDL_DISKAUDIODELAY", "1", 1); /* 21 ms of sound in 1 */
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(pcm_path);
    return rmdir(folder);
}

static void it_hears_from_the_beginning(void **state)
{
    (void)state;
    struct recorder *r;
    struct err e = {0};
    assert_true(recorder_open(&r, &e));
    for (int i = 0; i < 50; i++)
        breathe();
    assert_int_equal(recorder_look(r).ms, 0); /* open is not yet hearing */
    assert_false(recorder_look(r).gone);
    recorder_begin(r);
    struct recorder_now now = wait_for_ms(r, 1000);
    assert_int_equal(now.level, 80); /* 12.2 dB below full scale */
    assert_false(now.full);
    size_t count;
    int16_t *s = recorder_stop(r, &count);
    assert_true(count >= RECORDER_RATE);
    for (size_t i = 0; i < RECORDER_RATE; i++)
        assert_int_equal(abs(s[i]), HEIGHT);
    assert_false(recorder_look(r).gone); /* it is closed, not pulled out */
    recorder_free(r);
}

static void after_a_minute_it_keeps_no_more(void **state)
{
    (void)state;
    struct recorder *r;
    struct err e = {0};
    setenv("SDL_DISKAUDIODELAY", "0", 1);
    assert_true(recorder_open(&r, &e));
    setenv("SDL_DISKAUDIODELAY", "1", 1);
    recorder_begin(r);
    struct recorder_now now = wait_for_ms(r, RECORDER_MAX_S * 1000);
    assert_true(now.full);
    breathe();
    size_t count;
    recorder_stop(r, &count);
    assert_int_equal(count, RECORDER_MAX_S * RECORDER_RATE);
    recorder_free(r);
}

static void one_that_is_pulled_out_is_told_and_what_was_heard_stays(void **state)
{
    (void)state;
    struct recorder *r;
    struct err e = {0};
    assert_true(recorder_open(&r, &e));
    recorder_begin(r);
    assert_false(wait_for_ms(r, 500).gone);
    status = SDL_AUDIO_STOPPED;
    assert_true(recorder_look(r).gone);
    size_t count;
    int16_t *s = recorder_stop(r, &count);
    status = SDL_AUDIO_PLAYING;
    assert_true(count >= RECORDER_RATE / 2 && abs(s[0]) == HEIGHT);
    recorder_free(r);
}

static void none_is_said_plainly(void **state)
{
    (void)state;
    struct recorder *r;
    struct err e = {0};
    setenv("SDL_DISKAUDIOFILEIN", "/nowhere/at/all", 1);
    assert_false(recorder_open(&r, &e));
    setenv("SDL_DISKAUDIOFILEIN", pcm_path, 1);
    assert_int_equal(e.code, ERR_NO_DEVICE);
    assert_non_null(strstr(e.msg, "microphone"));
    assert_null(r);
    recorder_free(r);
    assert_true(recorder_open(&r, &e)); /* and one that was plugged in then is found */
    recorder_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_hears_from_the_beginning),
        cmocka_unit_test(after_a_minute_it_keeps_no_more),
        cmocka_unit_test(one_that_is_pulled_out_is_told_and_what_was_heard_stays),
        cmocka_unit_test(none_is_said_plainly),
    };
    return cmocka_run_group_tests_name("recorder", tests, make_folder, remove_folder);
}
