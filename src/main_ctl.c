/* porchlightctl: what staff, liaisons and packagers do from a shell. This file only parses the command line;
 * src/ctl/ has one file a subcommand. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/ctl.h"

#include <locale.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct ctl_command *const commands[] = {
    &ctl_check, &ctl_keys,  &ctl_pin,   &ctl_requests, &ctl_recordings, &ctl_stats,
    &ctl_pack,  &ctl_pouch, &ctl_audit, &ctl_nudge,    &ctl_limits,     &ctl_changes,
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

int ctl_complain(enum ctl_exit code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("porchlightctl: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    return (int)code;
}

static void print_overview(FILE *to)
{
    fputs("usage: porchlightctl COMMAND [OPTIONS]\n\n", to);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(to, "  %-10s %s\n", commands[i]->name, commands[i]->help);
    fputs("\n'porchlightctl COMMAND --help' shows a command's options.\n"
          "Exit: 0 done, 1 faults found or refused, 2 wrong command line, 3 the machine failed.\n",
          to);
}

static void print_help(const struct ctl_command *c)
{
    printf("usage: porchlightctl %s%s%s [OPTIONS]\n%s\n\n", c->name, c->words ? " " : "", c->words ? c->words : "",
           c->help);
    for (size_t i = 0; i < c->option_count; i++) {
        const struct ctl_option *o = &c->options[i];
        char left[40];
        snprintf(left, sizeof left, "%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : "");
        printf("  %-22s %s\n", left, o->help);
    }
    printf("  %-22s %s\n", "--help", "show this and stop");
}

/* The option's index, or option_count. `length` stops at an = sign. */
static size_t find_option(const struct ctl_command *c, const char *word, size_t length)
{
    size_t i = 0;
    while (i < c->option_count &&
           !(strlen(c->options[i].name) == length && strncmp(c->options[i].name, word, length) == 0))
        i++;
    return i;
}

/* One option at argv[*i]; takes its value from after an = sign or from the next word. */
static bool parse_option(const struct ctl_command *c, int argc, char **argv, int *i, struct ctl_args *out)
{
    const char *word = argv[*i];
    size_t length = strcspn(word, "=");
    size_t found = find_option(c, word, length);
    if (found == c->option_count) {
        ctl_complain(CTL_USAGE, "%s has no option '%s'; see --help", c->name, word);
        return false;
    }
    const struct ctl_option *o = &c->options[found];
    const char *value = word[length] ? word + length + 1 : NULL;
    if (!o->value && value) {
        ctl_complain(CTL_USAGE, "option '%s' takes no value", o->name);
        return false;
    }
    if (o->value && !value) {
        if (*i + 1 >= argc) {
            ctl_complain(CTL_USAGE, "option '%s' needs %s after it", o->name, o->value);
            return false;
        }
        value = argv[++*i];
    }
    out->values[found] = o->value ? value : o->name;
    return true;
}

static bool parse(const struct ctl_command *c, int argc, char **argv, struct ctl_args *out)
{
    bool only_words = false;
    for (int i = 0; i < argc; i++) {
        if (!only_words && strcmp(argv[i], "--") == 0) {
            only_words = true;
        } else if (!only_words && argv[i][0] == '-' && argv[i][1]) {
            if (!parse_option(c, argc, argv, &i, out))
                return false;
        } else if (!c->words || out->word_count == CTL_WORDS_MAX) {
            ctl_complain(CTL_USAGE, "%s does not take '%s'; see --help", c->name, argv[i]);
            return false;
        } else {
            out->words[out->word_count++] = argv[i];
        }
    }
    return true;
}

static bool asks_for_help(int argc, char **argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* names in files are UTF-8 whatever the shell says */
    if (argc < 2) {
        print_overview(stderr);
        return CTL_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_overview(stdout);
        return CTL_DONE;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i]->name, argv[1]) != 0)
            continue;
        if (asks_for_help(argc - 2, argv + 2)) {
            print_help(commands[i]);
            return CTL_DONE;
        }
        struct ctl_args args = {.word_count = 0};
        if (!parse(commands[i], argc - 2, argv + 2, &args))
            return CTL_USAGE;
        int code = commands[i]->run(&args);
        if (fflush(stdout) != 0)
            return ctl_complain(CTL_MACHINE, "cannot write the result");
        return code;
    }
    return ctl_complain(CTL_USAGE, "no command '%s'; see --help", argv[1]);
}
