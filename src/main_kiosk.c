/* SPDX-License-Identifier: GPL-3.0-or-later */
/* porchlight: the kiosk and its pictures. One table gives the commands, their options and their help. */
#include "app/run.h"
#include "base/clock.h"

#include <SDL.h>
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Exit codes: DESIGN section 7. */
enum { EXIT_DONE = 0, EXIT_FAULTS = 1, EXIT_USAGE = 2, EXIT_MACHINE = 3 };

struct arguments {
    struct app_options app;
    struct shot_options shot;
    struct slip_options slip;
    const char *langs, *out, *script;
    bool json;
    bool today_given;
};

enum option_key {
    OPT_SITE = 256,
    OPT_DATA,
    OPT_WINDOW,
    OPT_LANG,
    OPT_SCREEN,
    OPT_SIZE,
    OPT_TEXT_SIZE,
    OPT_CONTRAST,
    OPT_LOWER,
    OPT_OUT,
    OPT_TREE,
    OPT_SLIP,
    OPT_PAPER,
    OPT_LANGS,
    OPT_JSON,
    OPT_TODAY,
    OPT_MACHINE,
    OPT_SOUND,
    OPT_HELP
};

enum {
    FOR_RUN = 1,
    FOR_SHOT = 2,
    FOR_TOUR = 4,
    FOR_PLAY = 8,
    FOR_DOCTOR = 16,
    FOR_SLIP = 32,
    FOR_ALL = 63,
    FOR_PICTURES = 14
};

static const struct {
    const char *name, *value, *help;
    enum option_key key;
    int commands, needed; /* for which it is known; for which it must be given */
} options[] = {
    {"site", "DIR", "the centre's folder (kiosk-config)", OPT_SITE, FOR_ALL, FOR_ALL},
    {"data", "DIR", "where requests are kept; made if it is not there", OPT_DATA, FOR_ALL & ~(FOR_SHOT | FOR_SLIP),
     FOR_ALL & ~(FOR_SHOT | FOR_SLIP)},
    {"window", "WxH", "a window of this size instead of the full screen", OPT_WINDOW, FOR_RUN, 0},
    {"lang", "TAG", "the language to begin in", OPT_LANG, FOR_RUN | FOR_SHOT | FOR_PLAY | FOR_SLIP,
     FOR_SHOT | FOR_SLIP},
    {"screen", "ID", "which screen: welcome, home, page/<slug>/<card>, request, …", OPT_SCREEN, FOR_SHOT, FOR_SHOT},
    {"size", "WxH", "the picture's size in pixels", OPT_SIZE, FOR_PICTURES, FOR_PICTURES},
    {"text-size", "SIZE", "small, medium, large or xlarge", OPT_TEXT_SIZE, FOR_SHOT | FOR_TOUR, 0},
    {"contrast", "THEME", "default, white, black or low", OPT_CONTRAST, FOR_SHOT | FOR_TOUR, 0},
    {"lower", NULL, "with the buttons brought lower", OPT_LOWER, FOR_SHOT | FOR_TOUR, 0},
    {"langs", "a,b", "the languages of the tour", OPT_LANGS, FOR_TOUR, FOR_TOUR},
    {"out", "PATH", "the PNG file to write (shot; without it the frame is only drawn), the folder (tour, play)",
     OPT_OUT, FOR_PICTURES | FOR_SLIP, FOR_TOUR | FOR_SLIP},
    {"tree", "FILE", "write what is on the screen or the slip as JSON", OPT_TREE, FOR_SHOT | FOR_SLIP, 0},
    {"slip", "KIND",
     "which slip: page/<slug>, resource/<key>, receipt, answer, speak-card, day-list, test; or several: a,b", OPT_SLIP,
     FOR_SLIP, FOR_SLIP},
    {"paper", "PAPER", "58, 80, a4 or letter", OPT_PAPER, FOR_SLIP, FOR_SLIP},
    {"today", "YYYY-MM-DD", "the day it is to be, for pictures that can be compared", OPT_TODAY,
     FOR_PICTURES | FOR_SLIP, 0},
    {"machine", "DIR", "a folder with /proc, /sys and /media of a machine, to look for sticks in (tests)", OPT_MACHINE,
     FOR_PLAY, 0},
    {"sound", NULL, "with loudspeaker and microphone, as the kiosk itself has them", OPT_SOUND, FOR_PLAY, 0},
    {"json", NULL, "print JSON", OPT_JSON, FOR_DOCTOR, 0},
    {"help", NULL, "this help", OPT_HELP, FOR_ALL, 0},
};
enum { OPTIONS = sizeof options / sizeof *options };

static bool do_run(const struct arguments *a, struct err *e)
{
    return run_kiosk(&a->app, e);
}

static bool do_shot(const struct arguments *a, struct err *e)
{
    return shot(&a->app, &a->shot, e);
}

static bool do_tour(const struct arguments *a, struct err *e)
{
    return tour(&a->app, &a->shot, a->langs, a->out, e);
}

static bool do_play(const struct arguments *a, struct err *e)
{
    return play(&a->app, a->script, a->out, e);
}

static bool do_slip(const struct arguments *a, struct err *e)
{
    return slip_shot(&a->app, &a->slip, e);
}

static bool do_doctor(const struct arguments *a, struct err *e)
{
    return doctor(&a->app, a->json, e);
}

static const struct command_row {
    const char *name, *argument, *help;
    int bit;
    bool (*run)(const struct arguments *a, struct err *e);
} commands[] = {
    {"run", "", "the kiosk itself (also without a command)", FOR_RUN, do_run},
    {"shot", "", "one screen as a picture", FOR_SHOT, do_shot},
    {"tour", "", "every screen as pictures and an index.html", FOR_TOUR, do_tour},
    {"play", "SCRIPT ", "a journey from a script; says script:line: what did not hold", FOR_PLAY, do_play},
    {"slip", "", "what would be printed, as a picture of its dots", FOR_SLIP, do_slip},
    {"doctor", "", "is everything ready? screen, touch, sound, disk, clock, content, keys", FOR_DOCTOR, do_doctor},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static void help(const struct command_row *c)
{
    if (!c) {
        puts("porchlight: a lobby kiosk for newly arrived refugees\n\nusage: porchlight [COMMAND] [OPTIONS]\n");
        for (int i = 0; i < COMMANDS; i++)
            printf("  %-8s %s\n", commands[i].name, commands[i].help);
        puts("\n`porchlight COMMAND --help` lists a command's options.");
        return;
    }
    printf("usage: porchlight %s %s[OPTIONS]\n%s\n\n", c->name, c->argument, c->help);
    for (int i = 0; i < OPTIONS; i++)
        if (options[i].commands & c->bit) {
            char left[64];
            snprintf(left, sizeof left, "--%s%s%s", options[i].name, options[i].value ? " " : "",
                     options[i].value ? options[i].value : "");
            printf("  %-22s %s%s\n", left, options[i].help, options[i].needed & c->bit ? " (needed)" : "");
        }
}

static bool size_of(const char *s, int *w, int *h)
{
    enum { LEAST = 320, MOST = 8192 };
    char *end;
    long a = strtol(s, &end, 10);
    if (*end != 'x')
        return false;
    long b = strtol(end + 1, &end, 10);
    *w = (int)a;
    *h = (int)b;
    return !*end && a >= LEAST && a <= MOST && b >= LEAST && b <= MOST;
}

static int wrong(const struct command_row *c, const char *what, const char *why)
{
    fprintf(stderr, "porchlight %s: '%s' %s; see 'porchlight %s --help'\n", c->name, what, why, c->name);
    return EXIT_USAGE;
}

static bool take(struct arguments *a, int key, char *value)
{
    day_t day;
    switch (key) {
    case OPT_SITE:
        a->app.site = value;
        return true;
    case OPT_DATA:
        a->app.data = value;
        return true;
    case OPT_MACHINE:
        a->app.machine = value;
        return true;
    case OPT_SOUND:
        return a->app.sound = true;
    case OPT_WINDOW:
    case OPT_SIZE:
        return size_of(value, &a->app.w, &a->app.h);
    case OPT_LANG:
        a->app.lang = value;
        return true;
    case OPT_SCREEN:
        a->shot.screen = value;
        return true;
    case OPT_TEXT_SIZE:
        return (a->shot.size = text_size_from_word(value)) != SIZE_COUNT;
    case OPT_CONTRAST:
        return (a->shot.theme = theme_from_word(value)) != THEME_COUNT;
    case OPT_LOWER:
        return a->shot.lower = true;
    case OPT_OUT:
        a->out = a->shot.out = a->slip.out = value;
        return true;
    case OPT_TREE:
        a->shot.tree = a->slip.tree = value;
        return true;
    case OPT_SLIP:
        a->slip.what = value;
        return true;
    case OPT_PAPER:
        a->slip.papers = value;
        return slip_papers_known(value);
    case OPT_LANGS:
        a->langs = value;
        return true;
    case OPT_JSON:
        return a->json = true;
    case OPT_TODAY:
        if (!day_parse(value, &day))
            return false;
        a->app.clock =
            clock_fake((int64_t)day * 86400 + 15 * 3600); /* mid-morning in America, the same day everywhere else */
        return true;
    default:
        return false;
    }
}

static int parse(const struct command_row *c, int argc, char **argv, struct arguments *a)
{
    struct option long_options[OPTIONS + 1] = {{0}};
    bool given[OPTIONS] = {false};
    for (int i = 0; i < OPTIONS; i++)
        long_options[i] =
            (struct option){.name = options[i].name, .has_arg = options[i].value != NULL, .val = (int)options[i].key};
    opterr = 0;
    for (int at, k; (k = getopt_long(argc, argv, ":", long_options, &at)) != -1;) {
        if (k == '?' || k == ':')
            return wrong(c, argv[optind - 1], k == '?' ? "is not an option" : "needs a value");
        if (!(options[at].commands & c->bit))
            return wrong(c, options[at].name, "is not an option of this command");
        if (k == OPT_HELP) {
            help(c);
            return -1;
        }
        given[at] = true;
        if (!take(a, k, optarg))
            return wrong(c, optarg, "is not a value for this option");
    }
    for (int i = 0; i < OPTIONS; i++)
        if ((options[i].needed & c->bit) && !given[i])
            return wrong(c, options[i].name, "is needed");
    bool script = *c->argument;
    if (script && optind >= argc)
        return wrong(c, "SCRIPT", "is needed");
    if (optind + script < argc)
        return wrong(c, argv[optind + script], "is one word too many");
    a->script = script ? argv[optind] : NULL;
    return 0;
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    app_tune_heap();
    const struct command_row *c = &commands[0];
    bool named = argc > 1 && argv[1][0] != '-';
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)) {
        help(NULL);
        return EXIT_DONE;
    }
    if (named) {
        c = NULL;
        for (int i = 0; i < COMMANDS; i++)
            if (strcmp(argv[1], commands[i].name) == 0)
                c = &commands[i];
        if (!c) {
            fprintf(stderr, "porchlight: there is no command '%s'; see 'porchlight --help'\n", argv[1]);
            return EXIT_USAGE;
        }
        argc--;
        argv++;
    }
    struct arguments a = {.app = {.clock = clock_system(),
                                  .at_once = c->bit != FOR_RUN,
                                  .printer = c->bit == FOR_RUN || c->bit == FOR_PLAY},
                          .shot = {.size = SIZE_MEDIUM}};
    int code = parse(c, argc, argv, &a);
    if (code)
        return code < 0 ? EXIT_DONE : code;
    struct err e = {0};
    if (c->run(&a, &e))
        return EXIT_DONE;
    fprintf(stderr, "porchlight %s: %s\n", c->name, e.msg);
    return e.code == ERR_NO_DEVICE || e.code == ERR_NO_SPACE ? EXIT_MACHINE : EXIT_FAULTS;
}
