/* A take becomes a recording: what is cut off, how loud it is, and what opusfile reads of the file.
 * links: opusfile
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/take.h"

#include <math.h>
#include <opusfile.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { RATE = 48000, LONGEST = 60 * RATE };

static int16_t samples[LONGEST];

static uint32_t noise_at;
static double noise(void) /* -1 to 1, the same every time */
{
    noise_at = noise_at * 1664525u + 1013904223u;
    return (double)(int32_t)noise_at / 2147483648.0;
}

/* Something like a vowel: a fundamental and harmonics that swell four times a second. */
static double vowel(size_t i)
{
    double t = (double)i / RATE, swell = 0.55 - 0.45 * cos(2 * M_PI * 4 * t);
    return swell * (0.6 * sin(2 * M_PI * 140 * t) + 0.3 * sin(2 * M_PI * 420 * t) + 0.2 * sin(2 * M_PI * 1200 * t));
}

/* A room of `room` (of full scale) for `total` s in which somebody speaks from `from` to `to`, `loud` high. */
static size_t take(double total, double from, double to, double loud, double room)
{
    size_t n = (size_t)(total * RATE);
    noise_at = 7;
    for (size_t i = 0; i < n; i++) {
        double t = (double)i / RATE, x = room * noise() + (t >= from && t < to ? loud * vowel(i) : 0);
        samples[i] = (int16_t)lround(32767 * (x > 1 ? 1 : x < -1 ? -1 : x));
    }
    return n;
}

struct level {
    double rms, peak; /* dB below full scale; rms of the middle half, where there is speech alone */
};

static double db(double x)
{
    return 20 * log10(x > 1e-9 ? x : 1e-9);
}

static struct level level(const int16_t *s, size_t n)
{
    double sum = 0, peak = 0;
    for (size_t i = 0; i < n; i++) {
        double x = s[i] / 32768.0;
        peak = fabs(x) > peak ? fabs(x) : peak;
        if (i >= n / 4 && i < n * 3 / 4)
            sum += x * x;
    }
    return (struct level){db(sqrt(sum / ((double)n / 2))), db(peak)};
}

static void near(double value, double wanted, double by)
{
    if (fabs(value - wanted) > by)
        fail_msg("%.3f, not %.3f", value, wanted);
}

static void silence_is_cut_off_and_a_little_air_stays(void **state)
{
    (void)state;
    static const double rooms[] = {0, 0.0005, 0.004};
    for (size_t r = 0; r < 3; r++) {
        size_t from, n = take(6, 1.5, 4.0, 0.3, rooms[r]);
        assert_int_equal(take_prepare(samples, &from, &n), TAKE_GOOD);
        near((double)from / RATE, 1.5 - 0.15, 0.1);
        near((double)n / RATE, 2.5 + 0.3, 0.15);
        assert_int_equal(samples[from], 0); /* faded: no crack where it was cut */
        assert_int_equal(samples[from + n - 1], 0);
    }
}

static void the_loud_and_the_quiet_become_alike(void **state)
{
    (void)state;
    static const double loud[] = {0.9, 0.3, 0.1, 0.04};
    for (size_t i = 0; i < 4; i++) {
        size_t from, n = take(5, 1, 4, loud[i], 0.0002);
        assert_int_equal(take_prepare(samples, &from, &n), TAKE_GOOD);
        struct level l = level(samples + from, n);
        near(l.rms, -17, 2.1);
        assert_true(l.peak <= -0.99);
    }
}

static void no_more_than_20_db(void **state)
{
    (void)state;
    size_t n = take(5, 1, 4, 0.01, 0);
    double before = level(samples + RATE, 3 * RATE).rms;
    size_t from;
    assert_int_equal(take_prepare(samples, &from, &n), TAKE_GOOD);
    double gained = level(samples + from, n).rms - before;
    near(gained, 19, 1.01); /* the rumble filter takes a decibel of so low a voice */
}

static void a_shout_among_soft_words_is_held_under_the_ceiling(void **state)
{
    (void)state;
    size_t from, n = take(5, 1, 4, 0.08, 0.0002);
    for (size_t i = 2 * RATE; i < 2 * RATE + RATE / 20; i++)
        samples[i] = (int16_t)lround(30000 * sin(2 * M_PI * 300 * (double)i / RATE));
    assert_int_equal(take_prepare(samples, &from, &n), TAKE_GOOD);
    assert_true(level(samples + from, n).peak <= -0.99);
}

static void nothing_is_told_from_something(void **state)
{
    (void)state;
    size_t from, n = take(3, 9, 9, 0, 0); /* silence */
    assert_int_equal(take_prepare(samples, &from, &n), TAKE_NOTHING);
    assert_int_equal(n, 0);
    n = take(3, 9, 9, 0, 0.003); /* an empty room */
    assert_int_equal(take_prepare(samples, &from, &n), TAKE_NOTHING);
    n = take(3, 9, 9, 0, 0.0005); /* … in which the glass is knocked on */
    for (size_t i = RATE; i < RATE + RATE / 50; i++)
        samples[i] = (int16_t)(noise() * 9000);
    assert_int_equal(take_prepare(samples, &from, &n), TAKE_NOTHING);
    n = 0;
    assert_int_equal(take_prepare(samples, &from, &n), TAKE_NOTHING);
    n = take(2, 1, 1.25, 0.2, 0.0005); /* "Yes" */
    assert_int_equal(take_prepare(samples, &from, &n), TAKE_GOOD);
}

static void a_microphone_at_its_end_is_told(void **state)
{
    (void)state;
    size_t from, n = take(3, 0.5, 2.5, 3, 0.0005);
    assert_int_equal(take_prepare(samples, &from, &n), TAKE_CLIPPED);
    assert_true(n > RATE && level(samples + from, n).peak <= -0.99);
}

static void a_minute_without_a_pause_is_taken_whole(void **state)
{
    (void)state;
    size_t from, n = take(60, 0, 60, 0.3, 0.0005);
    assert_int_equal(take_prepare(samples, &from, &n), TAKE_GOOD);
    near((double)n / RATE, 60, 0.1);
}

/* What opusfile reads of it: its length in seconds and its level. */
static double read_back(const struct take_file *f, struct level *l)
{
    static int16_t heard[LONGEST + RATE];
    int wrong = 0;
    OggOpusFile *file = op_open_memory(f->bytes, f->len, &wrong);
    assert_non_null(file);
    assert_int_equal(op_channel_count(file, -1), 1);
    assert_int_equal(op_head(file, -1)->input_sample_rate, RATE);
    const OpusTags *tags = op_tags(file, -1);
    for (int i = 0; i < tags->comments; i++) /* the encoder's name and nothing about anybody */
        assert_int_equal(strncmp(tags->user_comments[i], "ENCODER", 7), 0);
    size_t n = 0;
    int got;
    while ((got = op_read(file, heard + n, (int)(LONGEST + RATE - n), NULL)) > 0)
        n += (size_t)got;
    assert_int_equal(got, 0);
    op_free(file);
    *l = level(heard, n);
    return (double)n / RATE;
}

static void the_file_is_what_was_said(void **state)
{
    (void)state;
    static const double lengths[] = {0.4, 2.5, 9};
    for (size_t i = 0; i < 3; i++) {
        size_t from, n = take(lengths[i] + 1, 0.5, 0.5 + lengths[i], 0.2, 0.0003);
        assert_int_equal(take_prepare(samples, &from, &n), TAKE_GOOD);
        struct take_file f;
        struct err e = {0};
        struct level l, before = level(samples + from, n);
        assert_true(take_encode(samples + from, n, &f, &e));
        double seconds = read_back(&f, &l);
        near(seconds, (double)n / RATE, 0.001);
        near(l.rms, before.rms, 1.5);
        if (seconds > 2) { /* 24 to 32 kbit/s */
            double kbits = (double)f.len * 8 / seconds / 1000;
            if (kbits < 18 || kbits > 33)
                fail_msg("%.1f kbit/s", kbits);
        }
        take_file_release(&f);
        assert_null(f.bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(silence_is_cut_off_and_a_little_air_stays),
        cmocka_unit_test(the_loud_and_the_quiet_become_alike),
        cmocka_unit_test(no_more_than_20_db),
        cmocka_unit_test(a_shout_among_soft_words_is_held_under_the_ceiling),
        cmocka_unit_test(nothing_is_told_from_something),
        cmocka_unit_test(a_microphone_at_its_end_is_told),
        cmocka_unit_test(a_minute_without_a_pause_is_taken_whole),
        cmocka_unit_test(the_file_is_what_was_said),
    };
    return cmocka_run_group_tests_name("take", tests, NULL, NULL);
}
