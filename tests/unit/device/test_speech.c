/* Speech into SDL's disk driver, which writes the samples that a sound card would play to a file.
 * links: opus ogg
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/speech.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <math.h>
#include <ogg/ogg.h>
#include <opus.h>

enum { RATE = 48000, LIMIT_MS = 30000, STDIO_LAG = 2048 /* samples that the disk driver may hold in its buffer */ };

static char folder[] = "/tmp/porchlight-speech-XXXXXX";
static char pcm_path[64], opus_path[64], broken_path[64];

static const struct speech_piece english = {.text = "The police must help you. Call nine one one.", .voice = "en-us"};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void breathe(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

static void wait_until_silent(const struct speech *s)
{
    for (int64_t until = now_ms() + LIMIT_MS; speech_current(s) != -1; breathe())
        if (now_ms() > until)
            fail_msg("still speaking after %d s", LIMIT_MS / 1000);
}

static size_t samples_written(void)
{
    struct stat st;
    return stat(pcm_path, &st) == 0 ? (size_t)st.st_size / 2 : 0;
}

static void wait_for_samples(size_t count)
{
    for (int64_t until = now_ms() + LIMIT_MS; samples_written() < count; breathe())
        if (now_ms() > until)
            fail_msg("no %zu samples after %d s", count, LIMIT_MS / 1000);
}

/* What was played. Time counts samples that are not zero: on a busy machine the driver, ten times as fast as a sound
 * card, may run ahead of the worker and put silence between. */
struct sound {
    int16_t *all;
    size_t total, last; /* samples; after the last that is not silence */
    int peak;
    double seconds;
    double hertz; /* of a tone: zero crossings */
};

enum { QUIET = 3, STEEP = 200 /* the tone's own crossings, not the codec's noise before and after it */ };

static struct sound read_sound(void)
{
    struct sound p = {.total = samples_written()};
    p.all = calloc(p.total + 1, 2);
    FILE *f = fopen(pcm_path, "rb");
    assert_non_null(f);
    assert_int_equal(fread(p.all, 2, p.total, f), p.total);
    fclose(f);
    size_t sounding = 0, crossings = 0;
    for (size_t i = 1; i < p.total; i++) {
        int now = p.all[i], before = p.all[i - 1];
        sounding += now != 0;
        if (abs(now) >= QUIET)
            p.last = i + 1;
        p.peak = abs(now) > p.peak ? abs(now) : p.peak;
        crossings += now && before && (now < 0) != (before < 0) && abs(now - before) > STEEP;
    }
    p.seconds = (double)sounding / RATE;
    p.hertz = sounding ? (double)crossings / 2 / p.seconds : 0;
    return p;
}

static struct speech *start(void)
{
    unlink(pcm_path);
    struct speech *s;
    struct err e = {0};
    if (!speech_new(&s, &e))
        fail_msg("%s", e.msg);
    assert_int_equal(speech_current(s), -1);
    return s;
}

/* Says the pieces at a volume and rate and gives what was heard. */
static struct sound hear(const struct speech_piece *pieces, size_t count, int volume, int rate)
{
    struct speech *s = start();
    speech_set_volume(s, volume);
    speech_set_rate(s, rate);
    speech_say(s, pieces, count);
    wait_until_silent(s);
    speech_free(s);
    return read_sound();
}

/* ---- a recording: one second of 440 Hz as Ogg Opus
 * ------------------------------------------------------------------- */

static void put_pages(ogg_stream_state *os, FILE *f)
{
    ogg_page page;
    while (ogg_stream_flush(os, &page)) {
        fwrite(page.header, 1, (size_t)page.header_len, f);
        fwrite(page.body, 1, (size_t)page.body_len, f);
    }
}

static void write_tone(const char *path, double duration)
{
    enum { FRAME = 960, PACKET_MAX = 4000 };
    static unsigned char head[19] = {'O', 'p', 'u', 's', 'H', 'e', 'a', 'd', 1, 1, 0, 0, 0x80, 0xBB, 0, 0, 0, 0, 0};
    static unsigned char tags[16] = {'O', 'p', 'u', 's', 'T', 'a', 'g', 's'};
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    ogg_stream_state os;
    ogg_stream_init(&os, 1);
    ogg_stream_packetin(&os, &(ogg_packet){.packet = head, .bytes = sizeof head, .b_o_s = 1});
    put_pages(&os, f);
    ogg_stream_packetin(&os, &(ogg_packet){.packet = tags, .bytes = sizeof tags, .packetno = 1});
    put_pages(&os, f);
    OpusEncoder *encoder = opus_encoder_create(RATE, 1, OPUS_APPLICATION_AUDIO, NULL);
    assert_non_null(encoder);
    int frames = (int)(duration * RATE / FRAME);
    for (int i = 0; i < frames; i++) {
        int16_t pcm[FRAME];
        for (int k = 0; k < FRAME; k++)
            pcm[k] = (int16_t)(12000 * sin(2 * 3.14159265358979 * 440 * (i * FRAME + k) / RATE));
        unsigned char packet[PACKET_MAX];
        int n = opus_encode(encoder, pcm, FRAME, packet, PACKET_MAX);
        assert_true(n > 0);
        ogg_stream_packetin(&os, &(ogg_packet){.packet = packet,
                                               .bytes = n,
                                               .granulepos = (ogg_int64_t)(i + 1) * FRAME,
                                               .packetno = i + 2,
                                               .e_o_s = i + 1 == frames});
        put_pages(&os, f);
    }
    opus_encoder_destroy(encoder);
    ogg_stream_clear(&os);
    fclose(f);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(pcm_path, sizeof pcm_path, "%s/out.pcm", folder);
    snprintf(opus_path, sizeof opus_path, "%s/tone.opus", folder);
    snprintf(broken_path, sizeof broken_path, "%s/broken.opus", folder);
    write_tone(opus_path, 1.0);
    FILE *f = fopen(broken_path, "wb");
    if (!f)
        return -1;
    fputs("OggS but not for long", f);
    fclose(f);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", pcm_path, 1);
    setenv("SDL_DISKAUDIODELAY", "1", 1); /* 11 ms of sound in 1: ten times as fast as a sound card */
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(pcm_path);
    unlink(opus_path);
    unlink(broken_path);
    return rmdir(folder);
}

/* ---- tests ---------------------------------------------------------------------------------------------------------
 */

static void test_every_voice_sounds(void **state)
{
    (void)state;
    static const struct speech_piece pieces[] = {
        {.text = "Welcome. The police must help you.", .voice = "en-us"},
        {.text = "La policía debe ayudarle.", .voice = "es-419"},
        {.text = "يجب أن تساعدك الشرطة", .voice = "ar"},
        {.text = "پولیس باید به شما کمک کند", .voice = "fa"},
        {.text = "Поліція має вам допомогти", .voice = "uk"},
        {.text = "Polisi lazima wakusaidie", .voice = "sw"},
        {.text = "La police doit vous aider.", .voice = "fr-fr"},
        {.text = "ရဲက သင့်ကို ကူညီရမည်", .voice = "my"},
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct sound p = hear(&pieces[i], 1, 100, 100);
        if (p.seconds < 0.8 || p.peak < 2000)
            fail_msg("%s: %.2f s, peak %d", pieces[i].voice, p.seconds, p.peak);
        free(p.all);
    }
}

static void test_about_120_words_a_minute(void **state)
{
    (void)state;
    struct speech_piece p = {.text = "Everything that you write down at this machine is kept locked until the liaison "
                                     "officer opens it, and nobody else can read it, not even the people who work at "
                                     "this centre every day.",
                             .voice = "en-us"};
    struct sound s = hear(&p, 1, 100, 100);
    double wpm = 34 / s.seconds * 60;
    if (wpm < 110 || wpm > 150) /* without the pauses, which are not counted here, it is a little faster */
        fail_msg("%.0f words a minute", wpm);
    free(s.all);
}

static void test_rate_changes_length_and_not_pitch(void **state)
{
    (void)state;
    struct speech_piece tone = {.recording = opus_path};
    static const int rates[] = {50, 75, 150, 200};
    const struct speech_piece pieces[] = {english, tone};
    for (size_t k = 0; k < 2; k++) {
        struct sound normal = hear(&pieces[k], 1, 100, 100);
        assert_true(normal.seconds > 0.8);
        for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
            struct sound p = hear(&pieces[k], 1, 100, rates[i]);
            double ratio = p.seconds / normal.seconds * rates[i] / 100;
            if (ratio < 0.85 || ratio > 1.15)
                fail_msg("%d %%: %.2f s of %.2f s", rates[i], p.seconds, normal.seconds);
            if (k == 1 && fabs(p.hertz - 440) > 20)
                fail_msg("%d %%: pitch %.0f Hz", rates[i], p.hertz);
            free(p.all);
        }
        free(normal.all);
    }
}

static void test_volume_is_loudness(void **state)
{
    (void)state;
    struct speech_piece tone = {.recording = opus_path};
    struct sound full = hear(&tone, 1, 100, 100), half = hear(&tone, 1, 50, 100), none = hear(&tone, 1, 0, 100);
    double decibels = 20 * log10((double)half.peak / full.peak);
    assert_true(decibels > -10.8 && decibels < -9.2);
    assert_int_equal(none.peak, 0);
    if (fabs(full.hertz - 440) > 20)
        fail_msg("%.0f Hz, %.2f s", full.hertz, full.seconds);
    free(full.all);
    free(half.all);
    free(none.all);
}

static void test_stop_is_silence_at_once(void **state)
{
    (void)state;
    char text[4000] = "";
    while (strlen(text) < sizeof text - 20)
        strcat(text, "one more sentence. ");
    struct speech *s = start();
    speech_say(s, &(struct speech_piece){.text = text, .voice = "en-us"}, 1);
    wait_for_samples(RATE * 2);
    assert_int_equal(speech_current(s), 0);
    size_t at = samples_written();
    speech_stop(s);
    assert_int_equal(speech_current(s), -1);
    wait_for_samples(at + RATE);
    speech_free(s);
    struct sound p = read_sound();
    assert_true(p.peak > 2000);
    assert_in_range(p.last, 1, at + RATE / 20 + STDIO_LAG);
    free(p.all);
}

static void test_pause_and_go_on(void **state)
{
    (void)state;
    struct speech_piece tone = {.recording = opus_path};
    struct speech *s = start();
    speech_say(s, &tone, 1);
    wait_for_samples(RATE / 4);
    speech_pause(s, true);
    size_t at = samples_written();
    wait_for_samples(at + RATE);
    assert_int_equal(speech_current(s), 0); /* still its turn */
    speech_pause(s, false);
    wait_until_silent(s);
    speech_free(s);
    struct sound p = read_sound();
    assert_true(p.seconds > 0.95 && p.seconds < 1.06); /* nothing lost, nothing twice */
    assert_true(p.last > 2 * RATE - RATE / 4);         /* and the pause between */
    free(p.all);
}

static void test_pieces_in_turn(void **state)
{
    (void)state;
    const struct speech_piece pieces[] = {
        {.text = "one", .voice = "en-us"},
        {.text = "Somali has no voice", .voice = "so"},
        {.text = NULL, .voice = NULL, .recording = NULL},
        {.text = "a word for what cannot be played", .voice = "en-us", .recording = broken_path},
        {.recording = opus_path},
    };
    struct speech *s = start();
    speech_say(s, pieces, 5);
    bool seen[5] = {false};
    int last = 0;
    for (int current = speech_current(s); current != -1; current = speech_current(s), breathe()) {
        assert_in_range(current, last, 4);
        last = current;
        seen[current] = true;
    }
    assert_true(seen[0] && seen[3] && seen[4]);
    assert_false(seen[1] || seen[2]);
    speech_free(s);
    struct sound p = read_sound();
    assert_true(p.seconds > 2);
    free(p.all);
}

/* A damaged one made here does not take the site's away; and what nobody has kept yet is played from memory alone. */
static void test_another_recording_and_one_in_memory(void **state)
{
    (void)state;
    static char bytes[1 << 16];
    FILE *f = fopen(opus_path, "rbe");
    assert_non_null(f);
    size_t len = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    const struct speech_piece pieces[] = {
        {.recording = broken_path, .other = opus_path},
        {.recording = broken_path, .held = {bytes, len}},
        {.text = "seven", .voice = "en-us", .held = {"OggS and nothing", 16}},
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        assert_true(speech_has_recording(&pieces[i]));
        struct sound p = hear(&pieces[i], 1, 100, 100);
        if (i < 2)
            assert_true(p.hertz > 435 && p.hertz < 445);
        assert_true(p.seconds > 0.2);
        free(p.all);
    }
    assert_false(speech_has_recording(&english));
}

static void test_saying_ends_what_was_said(void **state)
{
    (void)state;
    struct speech *s = start();
    for (int i = 0; i < 200; i++) {
        speech_say(s, &english, 1);
        if (i % 3 == 0)
            breathe();
        if (i % 5 == 0)
            speech_stop(s);
        if (i % 7 == 0)
            speech_pause(s, true);
    }
    speech_say(s, &english, 1); /* ends the pause */
    wait_until_silent(s);
    speech_say(s, NULL, 0);
    assert_int_equal(speech_current(s), -1);
    speech_free(s);
}

static void test_hostile_text(void **state)
{
    (void)state;
    char *big = malloc(100001);
    memset(big, 'a', 100000);
    big[100000] = 0;
    const char *const texts[] = {"<speak><audio src=\"file:///etc/passwd\"/></speak>",
                                 "\x01"
                                 "400S\x01"
                                 "9A [[h@l'oU]] \x1B[2J",
                                 "\xFF\xFE\xE2\x80",
                                 "",
                                 "\u2066\u202E\u200B",
                                 big};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct speech *s = start();
        speech_say(s, &(struct speech_piece){.text = texts[i], .voice = "en-us"}, 1);
        if (texts[i] == big)
            wait_for_samples(RATE / 2);
        else
            wait_until_silent(s);
        int64_t before = now_ms();
        speech_stop(s);
        speech_free(s);
        assert_in_range(now_ms() - before, 0, 2000);
    }
    free(big);
}

/* The rate that ^A asked for did not stick, nor does text between angle brackets vanish. */
static void test_text_is_only_text(void **state)
{
    (void)state;
    struct sound plain = hear(&english, 1, 100, 100);
    struct speech_piece command = english;
    command.text = "\x01"
                   "300S The police must help you. Call nine one one.";
    struct sound commanded = hear(&command, 1, 100, 100);
    assert_true(commanded.seconds > 0.9 * plain.seconds);
    struct speech_piece markup = english;
    markup.text = "<help you now please>";
    struct sound marked = hear(&markup, 1, 100, 100);
    assert_true(marked.seconds > 0.8);
    free(plain.all);
    free(commanded.all);
    free(marked.all);
}

static void test_can_say(void **state)
{
    (void)state;
    struct speech *s = start();
    assert_true(speech_can_say(s, &english));
    assert_true(speech_can_say(s, &(struct speech_piece){.recording = opus_path}));
    assert_true(speech_can_say(s, &(struct speech_piece){.text = "x", .voice = "uk", .recording = "/nope"}));
    assert_true(speech_can_say(s, &(struct speech_piece){.text = "x", .voice = "fr-fr"})); /* a language of voice fr */
    assert_false(speech_can_say(s, &(struct speech_piece){.text = "x", .voice = "so"}));
    assert_false(speech_can_say(s, &(struct speech_piece){.text = "", .voice = "uk"}));
    assert_false(speech_can_say(s, &(struct speech_piece){.text = "x", .voice = "../../../etc/passwd"}));
    assert_false(speech_can_say(s, &(struct speech_piece){.recording = folder}));
    assert_false(speech_can_say(s, &(struct speech_piece){.recording = "/dev/zero"}));
    assert_false(speech_can_say(s, &(struct speech_piece){0}));
    speech_free(s);
}

static void test_no_sound_card(void **state)
{
    (void)state;
    setenv("SDL_AUDIODRIVER", "no-such-driver", 1);
    struct speech *s = NULL;
    struct err e = {0};
    assert_false(speech_new(&s, &e));
    assert_int_equal(e.code, ERR_NO_DEVICE);
    assert_null(s);
    speech_free(NULL);
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    assert_true(speech_new(&s, &e));
    speech_say(s, &(struct speech_piece){.recording = opus_path}, 1);
    wait_until_silent(s);
    speech_free(s);
    setenv("SDL_AUDIODRIVER", "disk", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_voice_sounds),
        cmocka_unit_test(test_about_120_words_a_minute),
        cmocka_unit_test(test_rate_changes_length_and_not_pitch),
        cmocka_unit_test(test_volume_is_loudness),
        cmocka_unit_test(test_stop_is_silence_at_once),
        cmocka_unit_test(test_pause_and_go_on),
        cmocka_unit_test(test_pieces_in_turn),
        cmocka_unit_test(test_another_recording_and_one_in_memory),
        cmocka_unit_test(test_saying_ends_what_was_said),
        cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_text_is_only_text),
        cmocka_unit_test(test_can_say),
        cmocka_unit_test(test_no_sound_card),
    };
    return cmocka_run_group_tests_name("device/speech", tests, make_folder, remove_folder);
}
