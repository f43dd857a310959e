/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Listen says: the tree's words in reading order, each in its own language. A recording is found by the words it
 * is of (content/recordings.h), so that a changed sentence never plays an old recording; one that was made on this
 * kiosk goes before the site's. */
#include "app_int.h"

#include "content/recordings.h"
#include "ui/tree.h"

#include <string.h>

enum { PIECES_MAX = 256, NOTHING_LIT = PIECES_MAX /* no node of a screen */ };

static const char *of_site(struct app *a, const char *path)
{
    return fs_stat(&a->site->root, path, NULL, NULL) ? arena_printf(&a->frame, "%s/%s", a->site->root.path, path)
                                                     : NULL;
}

static const char *of_kiosk(struct app *a, const char *path)
{
    char kept[RECORDING_KEPT_PATH_MAX];
    return recording_kept(a->options.data, path, kept) ? arena_strdup(&a->frame, kept) : NULL;
}

static struct speech_piece piece(struct app *a, const struct text_lang *lang, const char *text)
{
    char path[RECORDING_PATH_MAX];
    const struct language *l = site_language(a->site, lang->tag);
    recording_path(lang->tag, text, path);
    return (struct speech_piece){
        .text = text, .voice = l ? l->voice : NULL, .recording = of_kiosk(a, path), .other = of_site(a, path)};
}

static void say(struct app *a, const struct speech_piece *pieces, size_t n)
{
    bool any = false;
    if (staff_hears(a)) /* it would be on the recording */
        return;
    for (size_t i = 0; i < n && !any; i++)
        any = a->speech && speech_can_say(a->speech, &pieces[i]);
    if (!any) {
        a->session.no_voice = true;
        a->dirty = true;
        return;
    }
    a->behind.lit_from = 0;
    speech_set_volume(a->speech, a->session.volume);
    speech_set_rate(a->speech, a->session.rate);
    speech_say(a->speech, pieces, n);
}

void say_screen(struct app *a)
{
    struct speech_piece pieces[PIECES_MAX];
    size_t n = 0;
    for (const struct node *c = a->root ? node_next(a->root, NULL) : NULL; c && n < PIECES_MAX;
         c = node_next(a->root, c))
        if (c->spoken >= 0)
            pieces[n++] = piece(a, c->text.lang ? c->text.lang : a->ui.lang, node_speech(c));
    if (n)
        say(a, pieces, n);
}

void say_words(struct app *a, const char *words)
{
    struct speech_piece p = piece(a, &a->session.lang->text, words);
    if (a->speech && speech_can_say(a->speech, &p)) /* unasked words are simply left out when there is no voice */
        say(a, &p, 1);
}

enum voice_source say_source(struct app *a, const struct language *l, const char *words)
{
    struct speech_piece p = piece(a, &l->text, words);
    if (!a->speech || !speech_can_say(a->speech, &p))
        return VOICE_NONE;
    return speech_has_recording(&p) ? VOICE_RECORDING : VOICE_MACHINE;
}

void say_sample(struct app *a, const struct language *l, const char *words, int volume)
{
    struct speech_piece p = piece(a, &l->text, words);
    if (!a->speech || !speech_can_say(a->speech, &p))
        return;
    a->behind.lit_from = NOTHING_LIT;
    speech_set_volume(a->speech, volume);
    speech_set_rate(a->speech, a->session.rate);
    speech_say(a->speech, &p, 1);
}

void say_one(struct app *a, const struct speech_piece *p, struct ui_id words)
{
    const struct node *n = words.kind && a->root ? node_find(a->root, words) : NULL;
    say(a, p, 1);
    a->behind.lit_from = n && n->spoken >= 0 ? n->spoken : NOTHING_LIT;
}

void say_as_heard(struct app *a, const struct language *l, const char *words, struct ui_id node)
{
    struct speech_piece p = piece(a, &l->text, words);
    say_one(a, &p, node);
}

void say_stop(struct app *a)
{
    if (a->speech)
        speech_stop(a->speech);
    a->ui.lit = -1;
}
