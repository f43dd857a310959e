/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { PASSPHRASE_MAX = 1024 };

static volatile sig_atomic_t caught;

static void note_signal(int number)
{
    caught = number;
}

/* Byte by byte into locked memory: no stdio buffer keeps a copy. False when nothing could be read or the line is too
 * long; a signal ends it. */
static bool read_line(int fd, char out[PASSPHRASE_MAX])
{
    size_t n = 0;
    bool any = false;
    for (char c; n < PASSPHRASE_MAX;) {
        ssize_t got = read(fd, &c, 1);
        if (got < 0 && errno == EINTR && !caught)
            continue;
        if (got < 0)
            return false;
        any = any || got > 0;
        if (got == 0 || c == '\n' || c == '\r') {
            out[n] = 0;
            return any;
        }
        if (c == 0)
            return false;
        out[n++] = c;
    }
    return false;
}

static bool ask(int tty, const char *prompt, char out[PASSPHRASE_MAX])
{
    struct termios before, silent;
    struct sigaction note = {.sa_handler = note_signal}, old[4];
    static const int signals[4] = {SIGINT, SIGTERM, SIGQUIT, SIGHUP};
    if (tcgetattr(tty, &before) != 0)
        return false;
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    silent.c_lflag |= ICANON | ISIG;
    /* a signal must not leave the terminal without echo: it is noted, the terminal mended, then it is raised again */
    caught = 0;
    for (int i = 0; i < 4; i++)
        sigaction(signals[i], &note, &old[i]);
    bool ok = tcsetattr(tty, TCSAFLUSH, &silent) == 0 && write(tty, prompt, strlen(prompt)) >= 0 && read_line(tty, out);
    tcsetattr(tty, TCSAFLUSH, &before);
    ok = write(tty, "\n", 1) == 1 && ok;
    for (int i = 0; i < 4; i++)
        sigaction(signals[i], &old[i], NULL);
    if (caught)
        raise(caught);
    return ok;
}

static bool from_terminal(char *out, bool twice)
{
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (tty < 0) {
        ctl_complain(CTL_USAGE, "there is no terminal to ask for the passphrase: give --passphrase-fd");
        return false;
    }
    bool ok = ask(tty, twice ? "New passphrase (8 characters or more): " : "Passphrase: ", out);
    if (!ok)
        ctl_complain(CTL_MACHINE, "cannot read the passphrase from the terminal");
    if (ok && twice) {
        char *again = sodium_malloc(PASSPHRASE_MAX);
        ok = again && ask(tty, "The same once more: ", again) && strcmp(out, again) == 0;
        if (!ok)
            ctl_complain(CTL_FAULTS, "the two passphrases differ; nothing was made");
        sodium_free(again);
    }
    close(tty);
    return ok;
}

static bool from_fd(const char *text, char *out)
{
    char *end;
    errno = 0;
    long fd = strtol(text, &end, 10);
    if (errno || end == text || *end || fd < 0 || fd > 65535) {
        ctl_complain(CTL_USAGE, "the passphrase's file must be the number of an open file, not '%s'", text);
        return false;
    }
    if (!read_line((int)fd, out)) {
        ctl_complain(CTL_MACHINE, "no passphrase (at most %d bytes on one line) can be read from file %ld",
                     PASSPHRASE_MAX - 1, fd);
        return false;
    }
    return true;
}

char *passphrase_read(const char *fd_text, bool twice)
{
    char *out = sodium_malloc(PASSPHRASE_MAX);
    if (!out) {
        ctl_complain(CTL_MACHINE, "not enough locked memory for a passphrase");
        return NULL;
    }
    if (!fd_text)
        fd_text = getenv("PORCHLIGHT_PASSPHRASE_FD");
    if (fd_text ? from_fd(fd_text, out) : from_terminal(out, twice))
        return out;
    sodium_free(out);
    return NULL;
}

void passphrase_free(char *passphrase)
{
    sodium_free(passphrase);
}
