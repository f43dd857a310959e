/* What a screen says should happen; app carries it out. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_COMMAND_H
#define PORCHLIGHT_SCREENS_COMMAND_H

enum { ROUTE_MAX = 96 };

enum command_kind {
    COMMAND_NONE,    /* nothing happened */
    COMMAND_REDRAW,  /* state changed */
    COMMAND_GO,      /* to `route`; Back returns here */
    COMMAND_REPLACE, /* to `route` in place of this one */
    COMMAND_BACK,
    COMMAND_HOME,     /* forgets the way here */
    COMMAND_LANGUAGE, /* session->lang was set: read the greeting, go home */
    COMMAND_SEND,     /* session->request; then `route` when durable, else session->send_failed and stay */
    COMMAND_FIND,     /* session->entered; session->lookup answers */
    COMMAND_WITHDRAW, /* erase what FIND found */
    COMMAND_REPLY,    /* session->told.wanted; then it is told.reply, else told.not_sent */
    COMMAND_PRINT,    /* the slip `route`, in place of one that is still waiting; then view->printing tells */
    COMMAND_PRINT_CANCEL,
    COMMAND_SOUND,   /* volume or rate changed */
    COMMAND_HELPED,  /* count one answer to "did this help" the page `route`; value 1 yes, 2 not really */
    COMMAND_UNLOCK,  /* the desk, with desk->secret; value -1: as staff by PIN, else by desk->keys[value] */
    COMMAND_STAFF,   /* an order of staff: value is an enum of screens/staff.h */
    COMMAND_ASSIST,  /* locks the desk; a visit in site->offered[value] begins, with staff's language beside it */
    COMMAND_LIAISON, /* an order of a liaison: value is an enum of screens/liaison.h */
    COMMAND_END,     /* leave now: wipe everything; lock the desk */
    COMMAND_COUNT
};

struct command {
    enum command_kind kind;
    char route[ROUTE_MAX];
    int value;
};

struct command command_go(enum command_kind kind, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static inline struct command command_of(enum command_kind kind)
{
    return (struct command){.kind = kind};
}

#endif
