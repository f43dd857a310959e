/* espeak-ng, used as a library that gives samples. SPDX-License-Identifier: GPL-3.0-or-later */
#include "speech_int.h"

#include "base/err.h"
#include "base/log.h"
#include "base/str.h"
#include "base/vec.h"

#include <dirent.h>
#include <espeak-ng/espeak_ng.h>
#include <espeak-ng/speak_lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    BUFFER_MS = 50, /* how often espeak-ng hands over samples, and so can be stopped */
    /* espeak-ng's own scale. Measured on page text in English: 100 gives 123 words a minute, 120 gives 147. VVSG 7.1-K
     * asks for 120 to 125 at first. */
    RATE_AT_100_PERCENT = 100
};

struct voices {
    VEC(char *) names;
};

/* ---- what is installed
 * ----------------------------------------------------------------------------------------------- */

/* A voice also answers to the languages that its file names ("language fr-fr 5"). */
static void list_languages(struct voices *v, const char *path)
{
    FILE *f = fopen(path, "re");
    char line[256];
    while (f && fgets(line, sizeof line, f))
        if (str_starts(line, "language ")) {
            const char *name = line + strlen("language ");
            name += strspn(name, " \t");
            VEC_PUSH(&v->names, strndup(name, strcspn(name, " \t\r\n")));
        }
    if (f)
        fclose(f);
}

/* Voices are files in lang/ and one level below, named by language: lang/zle/uk, lang/gmw/en-US. */
static void list_folder(struct voices *v, const char *path, int depth)
{
    DIR *dir = opendir(path);
    if (!dir)
        return;
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        char below[1024];
        if (entry->d_name[0] == '.' ||
            (size_t)snprintf(below, sizeof below, "%s/%s", path, entry->d_name) >= sizeof below)
            continue;
        if (entry->d_type == DT_DIR) {
            if (depth > 0)
                list_folder(v, below, depth - 1);
            continue;
        }
        VEC_PUSH(&v->names, strdup(entry->d_name));
        list_languages(v, below);
    }
    closedir(dir);
}

struct voices *voices_new(void)
{
    struct voices *v = calloc(1, sizeof *v);
    if (!v)
        BUG("out of memory");
    const char *home = NULL;
    espeak_ng_InitializePath(NULL);
    espeak_Info(&home);
    char lang[1024];
    if (home && (size_t)snprintf(lang, sizeof lang, "%s/lang", home) < sizeof lang)
        list_folder(v, lang, 2);
    return v;
}

void voices_free(struct voices *v)
{
    if (!v)
        return;
    for (size_t i = 0; i < v->names.len; i++)
        free(v->names.v[i]);
    VEC_RELEASE(&v->names);
    free(v);
}

bool voice_exists(const struct voices *v, const char *name)
{
    for (size_t i = 0; i < v->names.len; i++)
        if (v->names.v[i] && strcasecmp(v->names.v[i], name) == 0)
            return true;
    return false;
}

/* ---- saying
 * ---------------------------------------------------------------------------------------------------------- */

/* The rate in Hz, or 0 when it does not start. Once per process and never ended: after espeak_Terminate and a second
 * start espeak-ng 1.51 can hang, and all that it holds is one megabyte. */
static int start_once(void)
{
    static int rate = -1;
    if (rate < 0) {
        rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, BUFFER_MS, NULL, espeakINITIALIZE_DONT_EXIT);
        if (rate <= 0) {
            log_warn("espeak-ng does not start: is espeak-ng-data installed?");
            rate = 0;
        }
    }
    return rate;
}

static int hand_over(short *samples, int count, espeak_EVENT *events)
{
    const struct sink *sink = events ? events->user_data : NULL;
    if (!sink || !samples || count <= 0)
        return 0;
    return sink->write(sink->user, samples, (size_t)count, espeak_ng_GetSampleRate()) ? 0 : 1;
}

/* espeak-ng obeys commands behind control characters (^A) and says the names of invisible ones aloud. The text comes
 * from pages and from visitors: only what can be seen is spoken. */
static void keep_speakable(const char *text, struct str *out)
{
    size_t n = strlen(text);
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(text, n, &i);
        bool control = cp < 0x20 || (cp >= 0x7F && cp < 0xA0);
        bool invisible = cp == 0x200B || cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
                         (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || cp == 0xFFFD || cp == 0xAD;
        if (control)
            str_add_c(out, ' ');
        else if (!invisible)
            str_add_cp(out, cp);
    }
}

/* By the name of the voice's file, or by a language that the file lists. */
static bool choose(const char *name)
{
    if (espeak_SetVoiceByName(name) == EE_OK)
        return true;
    espeak_VOICE wanted = {.languages = name};
    return espeak_SetVoiceByProperties(&wanted) == EE_OK;
}

bool voice_say(const struct voices *v, const char *name, const char *text, const struct sink *sink)
{
    if (!voice_exists(v, name) || start_once() == 0 || !choose(name))
        return false;
    espeak_SetParameter(espeakRATE, RATE_AT_100_PERCENT, 0);
    espeak_SetSynthCallback(hand_over);
    struct str clean;
    str_init(&clean);
    keep_speakable(text, &clean);
    struct sink copy = *sink; /* espeak-ng's user data is not const */
    /* no espeakSSML and no espeakPHONEMES: "<" and "[[" are text */
    espeak_ERROR result = clean.failed ? EE_INTERNAL_ERROR
                                       : espeak_Synth(clean.s, clean.len + 1, 0, POS_CHARACTER, 0,
                                                      espeakCHARS_UTF8 | espeakENDPAUSE, NULL, &copy);
    str_release(&clean);
    return result == EE_OK;
}
