/* A volunteer's voice is nowhere in the program's memory once the screen is left or the desk is locked: neither what
 * the microphone heard nor the recording that was made of it. Not under the sanitizers: their memory is not the
 * program's.
 * modes: debug
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../store/folder.h"
#include "memory.h"
#include "visit.h"

#include "app/desk_int.h"
#include "content/recordings.h"
#include "screens/staff_voice.h"
#include "store/gate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { RATE = 48000, SECONDS = 3, AT = RATE, PIECE = 16, LIMIT = 20000 };

static struct memory_needle heard, made; /* sixteen samples; bytes of the recording */

/* Silence, two seconds of a tone with a hiss that no other memory holds, silence. */
static void write_voice(const char *path)
{
    int16_t piece[PIECE];
    uint32_t r = 1;
    FILE *f = fopen(path, "wbe");
    assert_non_null(f);
    for (int i = 0; i < SECONDS * RATE; i++) {
        r = r * 1664525u + 1013904223u;
        double x = 6000 * sin(2 * M_PI * 300 * i / RATE) + (double)(r >> 20);
        int16_t s = i > RATE / 2 && i < RATE * 5 / 2 ? (int16_t)x : 0;
        fwrite(&s, sizeof s, 1, f);
        if (i >= AT && i < AT + PIECE)
            piece[i - AT] = s;
    }
    fclose(f);
    heard = memory_needle_bytes(piece, sizeof piece);
    explicit_bzero(piece, sizeof piece);
}

static int set_up(void **state)
{
    static char pcm[4200];
    if (make_folder(state) != 0)
        return -1;
    snprintf(pcm, sizeof pcm, "%s", below("voice.pcm"));
    memory_open();
    write_voice(pcm);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILEIN", pcm, 1);
    setenv("SDL_DISKAUDIODELAY", "1", 1);
    setenv("SDL_DISKAUDIOFILE", "/dev/null", 1);
    return 0;
}

static struct staff_voice *voice(struct visit *v)
{
    return desk_seen(v->app->behind.desk)->staff->voice;
}

static void begin(struct visit *v)
{
    struct err e = {0};
    struct app_options o = {.site = "kiosk-config",
                            .data = below("data"),
                            .w = 540,
                            .h = 960,
                            .clock = clock_fake(VISIT_DAY_S),
                            .at_once = true,
                            .sound = true};
    visit_begin_with(v, &o);
    app_go(v->app, "home"); /* opens the vault */
    if (access(below("pin-is-set"), F_OK) != 0) {
        assert_true(store_pin_set(v->app->store, "246810", &e));
        fclose(fopen(below("pin-is-set"), "we"));
    }
}

/* At the desk, before the words, agreed, and the count is over. */
static void record(struct visit *v)
{
    struct desk *d = desk_seen(v->app->behind.desk);
    desk_approach(v->app);
    snprintf(d->secret, sizeof d->secret, "246810");
    desk_unlock(v->app, -1);
    assert_int_equal(d->role, DESK_STAFF);
    assert_true(app_go(v->app, "staff-voice-read/so/police/1"));
    visit_wait(v, 0);
    visit_touch(v, UI_CONFIRM, 0);
    visit_touch(v, UI_RECORD, 0);
    assert_int_equal(memory_count(&heard, true), 0);
    visit_wait(v, 3100);
    assert_int_equal(voice(v)->phase, VOICE_HEARING);
    /* until all of it has been heard: sound comes in its own time */
    for (int i = 0; voice(v)->left_s > 60 - SECONDS - 1; i++) {
        assert_true(i < LIMIT);
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        app_tick(v->app);
    }
    assert_true(memory_count(&heard, false) > 0);
}

static void stop(struct visit *v)
{
    visit_touch(v, UI_CANCEL, 0);
    assert_int_equal(voice(v)->phase, VOICE_TAKEN);
    assert_int_equal(memory_count(&heard, true), 0);
}

/* At once: no later frame may have to do the wiping. */
static void touch_at_once(struct visit *v, enum ui_kind kind)
{
    visit_wait(v, INPUT_REPEAT_MS);
    assert_true(app_tap(v->app, UI_ID(kind, 0)));
}

static void kept(void **state)
{
    (void)state;
    struct visit v;
    struct arena a;
    struct err e = {0};
    char **paths, file[RECORDING_KEPT_PATH_MAX], *bytes;
    size_t count, len;
    begin(&v);
    record(&v);
    stop(&v);
    touch_at_once(&v, UI_CONFIRM);
    assert_int_equal(voice(&v)->said, SAID_KEPT);
    arena_init(&a, true);
    assert_true(recordings_kept(below("data"), "so", &a, &paths, &count, &e));
    assert_int_equal(count, 1);
    assert_true(recording_kept(below("data"), paths[0], file));
    assert_true(fs_read_path(file, RECORDING_BYTES_MAX, &a, &bytes, &len, &e));
    assert_true(len > 2000);
    made = memory_needle_bytes(bytes + len / 2, 32);
    arena_release(&a); /* wiped */
    assert_int_equal(memory_count(&made, true), 0);
    visit_end(&v);
}

static void thrown_away(void **state)
{
    (void)state;
    static const enum ui_kind ways[] = {UI_CLEAR, UI_LEAVE, UI_HOME, UI_RECORD};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct visit v;
        begin(&v);
        record(&v);
        stop(&v);
        assert_true(memory_count(&made, false) > 0);
        touch_at_once(&v, ways[i]);
        assert_int_equal(memory_count(&made, true), 0);
        visit_end(&v);
    }
}

static void locked_while_it_hears(void **state)
{
    (void)state;
    struct visit v;
    begin(&v);
    record(&v);
    assert_true(staff_hears(v.app));
    touch_at_once(&v, UI_LISTEN); /* the kiosk does not speak into it */
    assert_int_equal(voice(&v)->phase, VOICE_HEARING);
    assert_int_equal(speech_current(v.app->speech), -1);
    touch_at_once(&v, UI_LEAVE);
    assert_string_equal(app_route(v.app), "welcome");
    assert_false(staff_hears(v.app));
    assert_int_equal(memory_count(&heard, true), 0);
    visit_end(&v);
}

static void left_alone_while_it_hears(void **state)
{
    (void)state;
    struct visit v;
    begin(&v);
    record(&v);
    visit_wait(&v, 400000);
    assert_string_equal(app_route(v.app), "welcome");
    assert_int_equal(memory_count(&heard, true), 0);
    assert_int_equal(memory_count(&made, true), 0);
    visit_end(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept),
        cmocka_unit_test(thrown_away),
        cmocka_unit_test(locked_while_it_hears),
        cmocka_unit_test(left_alone_while_it_hears),
    };
    return cmocka_run_group_tests_name("a voice is wiped", tests, set_up, drop_folder);
}
