/* What a liaison sees and orders. In locked memory, wiped and freed by the lock; what was opened for a screen is wiped
 * when that screen is left. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_LIAISON_H
#define PORCHLIGHT_SCREENS_LIAISON_H

#include "domain/slots.h"
#include "screens/desk.h"
#include "screens/liaison_day.h"

enum { LIAISON_ROWS = 12, LIAISON_ID = 33, LIAISON_TIMES_MAX = 240, LIAISON_PUBLIC = 44 };

enum liaison_filter { FILTER_NEW, FILTER_WAITING, FILTER_ANSWERED, FILTER_ALL, FILTER_COUNT };

/* As the store counts them. */
enum liaison_state { STATE_NEW, STATE_COLLECTED, STATE_ANSWERED, STATE_CLOSED, STATE_COUNT };

enum liaison_opening {
    OPENING_NONE, /* nothing is here */
    OPENING_OPEN,
    OPENING_NOT_MINE, /* sealed to others */
    OPENING_DAMAGED,  /* changed, or cannot be read now */
};

/* One request as this liaison's key shows it. */
struct liaison_item {
    char id[LIAISON_ID];
    enum liaison_state state;
    day_t received, expires;
    enum liaison_opening opening;
    struct request request; /* all that follows: when it is open */
    bool answered;          /* `answer` is there and can be read */
    struct answer answer;
    const struct person *by; /* who gave it; NULL: nobody that people.yaml knows */
    struct reply reply;
};

struct liaison_list {
    enum liaison_filter filter;
    size_t page;
    bool more, failed;
    size_t count, new_count;
    struct liaison_item items[LIAISON_ROWS];
};

/* The times that can be offered: of this liaison's plan, less what is promised. */
struct liaison_times {
    bool looking; /* the promises of older answers are still being read: no time is offered yet */
    size_t count, unread, unread_accepted; /* the last two: answers that are not read (domain/slots.h) */
    struct slot free[LIAISON_TIMES_MAX];
};

/* A secret is wiped when the order that takes it is given. */
struct liaison_keys {
    bool kept;                        /* this key lies on the kiosk too */
    bool stick;                       /* a stick is there to write to */
    char public_text[LIAISON_PUBLIC]; /* of the key that opened the door */
    char made[LIAISON_PUBLIC];        /* of the one just made; "" none */
    char secret[2][DESK_SECRET_MAX];  /* a new passphrase, twice */
    size_t shared, to_share;          /* while old requests are given on: done, and how many there are in all */
    bool sharing;
};
/* What became of the last order. */
enum liaison_done {
    DONE_NOTHING,
    DONE_SENT,
    DONE_CLOSED,
    DONE_SHARED,
    DONE_KEPT,
    DONE_TAKEN_AWAY,
    DONE_MADE,
    DONE_TIME_TAKEN, /* not sent: somebody was promised that time meanwhile */
    DONE_SHORT,      /* a passphrase under 8 bytes */
    DONE_NOT_SAME,   /* the two are not the same */
    DONE_FAILED,     /* nothing was changed: `why` */
    DONE_COUNT
};

struct liaison_desk {
    struct liaison_list list;
    struct liaison_item item; /* the one that is shown */
    struct answer draft;      /* the answer to it, as far as it goes */
    struct liaison_times times;
    struct liaison_keys keys;
    struct liaison_today today;
    enum liaison_done done;
    enum err_code why;
};
enum liaison_order {
    LIAISON_PAGE,      /* list.filter and list.page were set */
    LIAISON_SEND,      /* the draft, as the answer to the item; then Back */
    LIAISON_CLOSE,     /* the item */
    LIAISON_SHARE,     /* the item, to the liaisons of today */
    LIAISON_SHARE_ALL, /* step by step */
    LIAISON_KEEP_KEY,
    LIAISON_TAKE_KEY_AWAY,
    LIAISON_NEW_KEY_HERE, /* on the kiosk, with keys.secret */
    LIAISON_NEW_KEY_STICK,
    LIAISON_ORDER_COUNT,
    LIAISON_OPEN = 100 /* and which of the list's items */
};

static inline struct command liaison_order(int order)
{
    return (struct command){.kind = COMMAND_LIAISON, .value = order};
}

/* ---- liaison_words.c ---- */

/* What was said to one of the form's questions, joined; "" for nothing. In the frame arena. */
const char *liaison_said(struct view *v, const struct request *r, enum form_step step);
/* At most `most` of them and how many more there are. */
const char *liaison_slots(struct view *v, const struct request_slot *slots, size_t count, size_t most);

const char *liaison_state_word(enum liaison_state s); /* a msgid */
/* What became of the last order, if any. */
void liaison_notice(struct view *v, struct node *parent);
/* The visitor's language when the kiosk offers it; NULL when it was not said or is another. */
const struct language *liaison_language(const struct view *v, const struct request *r);

#endif
