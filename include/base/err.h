/* Errors: set where they happen, wrapped on the way up, shown by whoever can act.
 *
 * Every function that can fail is `bool f(…, struct err *e)`: true is success; on false `e` says why.
 * `e` may be NULL when the caller does not care. Messages are for staff and the log; they never hold
 * anything a visitor typed. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_BASE_ERR_H
#define PORCHLIGHT_BASE_ERR_H

#include <stdbool.h>
#include <stdnoreturn.h>

/* A code exists only where some caller branches on it. */
enum err_code {
    ERR_NONE,
    ERR_FAILED,    /* anything nobody branches on */
    ERR_NOT_FOUND, /* the file, row or key is not there */
    ERR_TOO_BIG,   /* an input is over its stated limit */
    ERR_DAMAGED,   /* a database or sealed text fails its integrity check: never overwrite it */
    ERR_NO_SPACE,  /* the disk is full or read-only */
    ERR_REFUSED,   /* wrong code, wrong passphrase, slowed down, or a rule says no */
    ERR_NO_DEVICE, /* no printer, no sound card, no display, no stick */
    ERR_CODE_COUNT
};

/* The longest message kept, in bytes with its NUL; longer ones lose their tail. */
enum { ERR_MSG_MAX = 512 };

struct err {
    enum err_code code;
    char msg[ERR_MSG_MAX]; /* UTF-8, one line */
};

/* Writes code and message. Always returns false, so `return err_set(e, …);`. */
bool err_set(struct err *e, enum err_code code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Puts `fmt…: ` in front of the message already there; the code stays. Always returns false. */
bool err_wrap(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Adds `: strerror(errno_value)` and chooses NOT_FOUND, NO_SPACE or FAILED from the number. Returns false. */
bool err_errno(struct err *e, int errno_value, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* A broken promise inside the program: says where and aborts; the supervisor starts it afresh. */
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
noreturn void bug_at(const char *file, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
