/* The measured requirements on the desk's screens: what staff and liaison officers touch and read, in the languages
 * that the desk speaks. limit: 280
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk_steps.h"
#include "geometry.h"

#include "app/desk_int.h"
#include "app/liaison_int.h"
#include "base/fs.h"
#include "screens/staff_voice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct staff_voice *voice(struct app *a)
{
    struct staff_voice *s = desk_seen(a->behind.desk)->staff->voice;
    s->agreed = true;
    return s;
}

static void voice_consent(struct app *a)
{
    voice(a)->agreed = false;
}

/* The longest words that there are to read. */
static void longest_words(struct app *a)
{
    struct staff_voice *s = voice(a);
    for (size_t i = 0; i < s->count; i++)
        if (str_eq(s->words[i].page, s->page) && strlen(s->words[i].words) > strlen(s->words[s->at].words))
            s->at = i;
}

static void voice_nothing_heard(struct app *a)
{
    longest_words(a);
    voice(a)->said = SAID_NOT_HEARD;
}

static void voice_no_microphone(struct app *a)
{
    longest_words(a);
    voice(a)->said = SAID_NO_MICROPHONE;
    voice(a)->why = ERR_NO_DEVICE;
}

static void voice_counting(struct app *a)
{
    longest_words(a);
    voice(a)->phase = VOICE_COUNTING;
    voice(a)->count_down = 2;
}

static void voice_hearing(struct app *a)
{
    longest_words(a);
    voice(a)->phase = VOICE_HEARING;
    voice(a)->level = 60;
    voice(a)->left_s = 59;
}

static void voice_taken(struct app *a)
{
    longest_words(a);
    voice(a)->phase = VOICE_TAKEN;
    voice(a)->said = SAID_TOO_LOUD;
}

static void voice_good(struct app *a)
{
    voice_taken(a);
    voice(a)->said = SAID_NOTHING;
}

/* As if the words had been recorded here just now. */
static void voice_kept(struct app *a)
{
    static struct voice_words here;
    struct staff_voice *s = voice(a);
    longest_words(a);
    here = s->words[s->at];
    here.from = FROM_HERE;
    s->words = &here;
    s->count = 1;
    s->at = 0;
    s->said = SAID_KEPT;
}

static void voice_made_here(struct app *a)
{
    voice_kept(a);
    voice(a)->said = SAID_NOTHING;
}

static void voice_older(struct app *a)
{
    struct staff_voice *s = voice(a);
    struct place_shown *top = stack_top(a);
    s->older = 9;
    top->screen->update(&a->view, top->state, UI_ID(UI_OPTION, 1));
}

/* The desk's screens that want to be told what to show; those that do not are found in the registry. */
static const struct scene told[] = {
    {.route = "unlock", .variant = ""},
    {.route = "staff-facts/immigration", .variant = ""},
    {.route = "staff-facts/records_law", .variant = ""},
    {.route = "staff-people/rivera", .variant = ""},
    {.route = "staff-people/*", .variant = ""},
    {.route = "staff-pages/papers", .variant = ""},
    {.route = "staff-resources/emergency", .variant = ""},
    {.route = "staff-voice/my", .variant = ""},
    {.route = "staff-voice/ar/call-911", .variant = ""},
    {.route = "staff-voice/my/~", .variant = "older words", .prepare = voice_older},
    {.route = "staff-voice-read/my/police/1", .variant = "consent", .prepare = voice_consent},
    {.route = "staff-voice-read/my/call-911/2", .variant = "nothing heard", .prepare = voice_nothing_heard},
    {.route = "staff-voice-read/ar/call-911/2", .variant = "no microphone", .prepare = voice_no_microphone},
    {.route = "staff-voice-read/my/call-911/2", .variant = "counting", .prepare = voice_counting},
    {.route = "staff-voice-read/my/call-911/2", .variant = "hearing", .prepare = voice_hearing},
    {.route = "staff-voice-read/my/call-911/2", .variant = "taken", .prepare = voice_taken},
    {.route = "staff-voice-read/my/call-911/2", .variant = "good", .prepare = voice_good},
    {.route = "staff-voice-read/my/call-911/2", .variant = "kept", .prepare = voice_kept},
    {.route = "staff-voice-read/ar/call-911/2", .variant = "made here", .prepare = voice_made_here},
};
enum { TOLD = sizeof told / sizeof *told };

static const int glasses[][2] = {{1080, 1920}, {1920, 1080}, {1024, 768}};
enum { GLASSES = sizeof glasses / sizeof *glasses, LANGUAGES_MAX = 16 };

static int scenes_seen;

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "cannot %s\n", what);
    abort();
}

static void copy_key(const char *from, const char *folder)
{
    struct arena arena;
    arena_init(&arena, false);
    char *text;
    size_t len;
    must(fs_read_path(from, 1 << 16, &arena, &text, &len, NULL) && fs_make_dirs(folder, NULL), "read the key");
    FILE *f = fopen(arena_printf(&arena, "%s/rivera.key", folder), "we");
    must(f && fwrite(text, 1, len, f) == len && fclose(f) == 0, "copy the key");
    arena_release(&arena);
}

/* With a PIN and a liaison's key, nobody at the desk yet. */
static struct app *open_with_desk(const char *data, int w, int h)
{
    struct app_options o = {
        .site = "kiosk-config", .data = data, .w = w, .h = h, .clock = clock_fake(STAGE_DAY_S), .at_once = true};
    struct app *a = NULL;
    struct err e = {0};
    must(app_open(&a, &o, &e), e.msg);
    app_go(a, "home"); /* opens the vault */
    must(a->store && store_pin_set(a->store, "246810", &e), "set a PIN");
    return a;
}

static void come_in(struct app *a, enum desk_role role)
{
    struct desk *d = desk_seen(a->behind.desk);
    desk_approach(a);
    snprintf(d->secret, sizeof d->secret, "%s", role == DESK_STAFF ? "246810" : "demonstration");
    desk_unlock(a, role == DESK_STAFF ? -1 : 0);
    must(d->role == role, "come in");
}

/* A request in which everything was said, by a visitor of Burmese; its screens are then those of this one. */
static void one_request(struct app *a)
{
    struct request r = {.topics = (1u << TOPIC_COUNT) - 1,
                        .language = "my",
                        .dialect = "\u101B\u1001\u102D\u102F\u1004\u103A",
                        .interpreter = INTERPRETER_WOMAN,
                        .interpreter_not_from_my_community = true,
                        .place = PLACE_COMMUNITY,
                        .slot_count = 6,
                        .reach = REACH_PHONE,
                        .phone = "+12065550177",
                        .safe_parts = 7,
                        .name = "\u1019\u1031",
                        .assisted = true};
    uint8_t readers[VAULT_READERS_MAX][VAULT_PUBLIC_KEY];
    struct receipt_secret secret = {.tag = {(uint8_t)a->ui.w, (uint8_t)a->ui.h}, .seed = {1}};
    struct request_row row;
    struct err e = {0};
    size_t count;
    for (int i = 0; i < 6; i++)
        r.slots[i] = (struct request_slot){a->view.today + 1 + i, (enum day_part)(i % PART_COUNT)};
    must(store_send_as(a->store, &r, (const uint8_t(*)[VAULT_PUBLIC_KEY])readers, liaison_colleagues(a, readers), 90,
                       &secret, &e),
         e.msg);
    must(store_list(a->store, 0, 1, &row, &count, NULL, &e) && count == 1, e.msg);
    memcpy(liaison_of(a)->current, row.id, sizeof row.id);
}

static void measure(struct app *a, const struct scene *s, const char *tag, enum text_size size, struct frame *f)
{
    struct spot p = {.a = a, .scene = s, .tag = tag, .size = size};
    if (!stage_go(a, s, tag, size, THEME_DEFAULT, false))
        return;
    scenes_seen++;
    int pages = 1;
    for (; p.page < pages; p.page++) {
        const struct node *root = stage_tree(a, s, p.page);
        pages = a->ui.page_count;
        if (a->ui.page_at != p.page)
            geometry_fault(&p, RULE_PAGES, root, "page %d cannot be turned to", p.page);
        geometry_check(&p, root, f);
    }
}

static bool fits(const struct screen *s, enum desk_role role)
{
    return s->access == (role == DESK_STAFF ? ACCESS_STAFF : role == DESK_LIAISON ? ACCESS_LIAISON : ACCESS_DOOR);
}

static void walk(struct app *a, enum desk_role role, const char *tag, enum text_size size)
{
    struct frame f = {0};
    const struct screen *s;
    for (size_t i = 0; (s = screen_at(i)); i++) {
        struct scene whole = {.variant = ""};
        snprintf(whole.route, sizeof whole.route, "%s", s->id);
        if (fits(s, role))
            measure(a, &whole, tag, size, &f);
    }
    for (int i = 0; i < TOLD; i++)
        if (fits(screen_find(told[i].route), role))
            measure(a, &told[i], tag, size, &f);
    const struct scene *step;
    for (size_t i = 0; (step = desk_step(i)); i++)
        if (fits(screen_find(step->route), role))
            measure(a, step, tag, size, &f);
}

/* In every language of the desk, from the smallest letters to the largest. */
static void walk_sizes(struct app *a, enum desk_role role)
{
    char tags[LANGUAGES_MAX][16];
    const struct language *l;
    int count = 0;
    for (; count < LANGUAGES_MAX && (l = desk_language(&a->view, (size_t)count)); count++)
        snprintf(tags[count], sizeof tags[count], "%s", l->text.tag);
    assert_true(count >= 3);
    for (int s = 0; s < SIZE_COUNT; s++)
        for (int i = 0; i < count; i++)
            walk(a, role, tags[i], (enum text_size)s);
    text_engine_trim(a->text, 0);
}

/* A visitor and a helper, each with half of the glass: every visitors' screen in the first half, which has the bar and
 * so the less room. */
static void walk_halves(struct app *a, const char *visitor, const char *helper, enum text_size size)
{
    struct scenes scenes = {0};
    struct frame f = {0};
    stage_scenes(a, &scenes);
    for (size_t i = 0; i < scenes.list.len; i++) {
        const struct scene *s = &scenes.list.v[i];
        struct spot p = {.a = a, .scene = s, .tag = visitor, .size = size};
        int pages = 1;
        for (; p.page < pages; p.page++) {
            if (!stage_go(a, s, visitor, size, THEME_DEFAULT, false))
                break;
            scenes_seen++;
            a->session.beside = site_language(a->site, helper);
            if (!duo_on(a))
                break;
            a->behind.halves = true;
            arena_reset(&a->frame);
            a->ui.size = size;
            a->ui.page_at = p.page;
            a->root = duo_build(a, s->dialog);
            pages = a->ui.page_count;
            a->ui.w = a->root->first->box.w;
            a->ui.h = a->root->first->box.h;
            geometry_check(&p, a->root->first, &f);
            a->ui.w = a->options.w;
            a->ui.h = a->options.h;
        }
    }
    text_engine_trim(a->text, 0);
    VEC_RELEASE(&scenes.list);
}

static int walk_all(void **state)
{
    (void)state;
    char data[4096], keys[4200];
    const char *tmp = getenv("TMPDIR");
    snprintf(data, sizeof data, "%s/desk-XXXXXX", tmp ? tmp : "/tmp");
    must(mkdtemp(data) != NULL, "make a folder");
    snprintf(keys, sizeof keys, "%s/keys", data);
    copy_key("kiosk-config/demonstration/rivera.key", keys);
    for (int g = 0; g < GLASSES; g++) {
        struct app *a = open_with_desk(data, glasses[g][0], glasses[g][1]);
        desk_approach(a);
        walk_sizes(a, DESK_LOCKED);
        come_in(a, DESK_STAFF);
        walk_sizes(a, DESK_STAFF);
        come_in(a, DESK_LIAISON);
        one_request(a);
        liaison_of(a)->seen.list.filter = FILTER_ALL;
        walk_sizes(a, DESK_LIAISON);
        desk_lock(a);
        walk_halves(a, "ar", "en", SIZE_SMALL);
        walk_halves(a, "my", "en", SIZE_SMALL);
        walk_halves(a, "es", "ar", SIZE_MEDIUM);
        app_close(a);
    }
    printf("# %d screens were measured\n", scenes_seen);
    return 0;
}

#define X(name, words)                                                                                                 \
    static void test_##name(void **state)                                                                              \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        assert_int_equal(geometry_faults[RULE_##name], 0);                                                             \
    }
GEOMETRY_RULES(X)
#undef X

static void test_every_screen_was_measured(void **state)
{
    (void)state;
    int screens = 0;
    for (size_t i = 0; screen_at(i); i++)
        screens += screen_at(i)->access != ACCESS_VISITOR;
    assert_true(scenes_seen >= screens * SIZE_COUNT * GLASSES * 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define X(rule_, words_) {.name = words_, .test_func = test_##rule_},
        GEOMETRY_RULES(X)
#undef X
            cmocka_unit_test(test_every_screen_was_measured),
    };
    return cmocka_run_group_tests_name("desk geometry", tests, walk_all, NULL);
}
