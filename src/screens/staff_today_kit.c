/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screens/staff_today_kit.h"

#include "base/str.h"
#include "content/dates.h"
#include "domain/intake.h"
#include "domain/nudge.h"

const char *ready_verdict_words(const struct view *v, enum ready_verdict verdict)
{
    static const char *const words[READY_VERDICT_COUNT] = {
        [READY_FINE] = N_("Fine"), [READY_LOOK] = N_("Look here"), [READY_BROKEN] = N_("Broken")};
    return tr(v, words[verdict]);
}

const char *ready_verdict_icon(enum ready_verdict verdict)
{
    static const char *const icons[READY_VERDICT_COUNT] = {
        [READY_FINE] = "icons/yes", [READY_LOOK] = "icons/warning", [READY_BROKEN] = "icons/no"};
    return icons[verdict];
}

static const char *const sentences[READY_SAYS_COUNT] = {
    [SAYS_REQUESTS_TAKEN] = N_("Requests can be sent. New ones: {number}"),
    [SAYS_FAILED] = N_("This could not be looked at: {why}"),
    [SAYS_REQUESTS_STOPPED] = N_("No request can be sent: {why}"),
    [SAYS_REQUESTS_EXPIRING] = N_("New requests that will be erased within 14 days: {number}. Tell a liaison officer."),
    [SAYS_REQUESTS_UNCOLLECTED] = N_("Nobody has read requests for {number} days. Visitors are told so."),
    [SAYS_REQUESTS_LIFTED] = N_("Requests can be sent. There are no limits until {day}."),
    [SAYS_KEYS] = N_("Liaison officers who can read requests: {number}"),
    [SAYS_NO_KEYS] = N_("No liaison officer has a key. No request can be sent."),
    [SAYS_PRINTER_NONE] = N_("There is no printer. Codes are shown on the screen."),
    [SAYS_PRINTER_READY] = N_("The printer is ready."),
    [SAYS_PRINTER_LOW] = N_("The paper will end soon. Bring a new roll."),
    [SAYS_PRINTER_TROUBLE] = N_("The printer does not print: {message}"),
    [SAYS_SOUND] = N_("The sound works."),
    [SAYS_NO_SOUND] = N_("There is no sound. Nobody can listen."),
    [SAYS_DISK] = N_("Room on the disk: {word} MB"),
    [SAYS_CLOCK] = N_("It is {day}, {time}. Time zone: {word}"),
    [SAYS_CLOCK_WRONG] = N_("The clock is wrong: {day}, {time}. Pages are hidden until it is right."),
    [SAYS_CLOCK_AHEAD] = N_("The date jumped from {last} to {day}. Nothing is erased until you say that it is right."),
    [SAYS_CLOCK_BEHIND] = N_("The date went back from {last} to {day}. Is it right?"),
    [SAYS_CONTENT] = N_("All pages and words are in order."),
    [SAYS_CONTENT_WARNINGS] = N_("Warnings about pages and words: {number}"),
    [SAYS_CONTENT_FAULTS] = N_("Faults in pages and words: {number}. Tell who makes the packs."),
    [SAYS_PAGES] = N_("Languages: {word}. No page is hidden today."),
    [SAYS_PAGES_HIDDEN] = N_("Languages: {word}. Pages hidden today: {number}"),
    [SAYS_NOTHING_EXPIRES] = N_("Nothing is past its day in the next 30 days."),
    [SAYS_EXPIRES] = N_("Past their day within 30 days: {number}. The first on {day}"),
    [SAYS_EXPIRED] = N_("Past their day and not shown: {number}. Check and sign them."),
    [SAYS_NO_PACK] = N_("No pack: what came with the kiosk is shown."),
    [SAYS_PACK] = N_("The pack of {day} is shown: {word}"),
    [SAYS_NO_NUDGES] = N_("Nobody is told of new requests. Liaison officers look here."),
    [SAYS_NUDGE_NEVER] = N_("Liaison officers will be told of new requests. None so far."),
    [SAYS_NUDGED] = N_("Liaison officers were told last on {day}, {time}."),
    [SAYS_NUDGE_FAILS] = N_("Liaison officers could not be told. Tries: {number}. {why}"),
    [SAYS_STARTED] = N_("The kiosk has been running since {day}, {time}."),
};

/* The nudges' own words (domain/nudge.h), shorter. */
static const char *const troubles[NUDGE_TROUBLE_COUNT] = {
    [NUDGE_UNFINISHED] = N_("It was stopped in the middle."),
    [NUDGE_NO_HOST] = N_("The mail server is not found. Is there a network?"),
    [NUDGE_NO_CONNECT] = N_("The mail server cannot be reached. Is there a network?"),
    [NUDGE_NO_TLS] = N_("The mail server offers no safe connection."),
    [NUDGE_NO_LOGIN] = N_("The mail server refuses the user or the password."),
    [NUDGE_REFUSED] = N_("The mail server refuses the message."),
    [NUDGE_SLOW] = N_("The mail server does not answer in time."),
    [NUDGE_BROKEN_OFF] = N_("The mail server broke off."),
    [NUDGE_NO_PASSWORD] = N_("The file with the password cannot be used."),
    [NUDGE_NO_LIBRARY] = N_("A program for mail is missing on this machine."),
    [NUDGE_NO_FILE] = N_("The file cannot be written."),
};

static const char *const stops[INTAKE_STOP_COUNT] = {
    [INTAKE_STOP_DISK] = N_("The disk is almost full."),
    [INTAKE_STOP_UNREAD] = N_("Too many requests wait that nobody has read."),
    [INTAKE_STOP_DAY] = N_("Enough requests were sent today."),
    [INTAKE_STOP_HOUR] = N_("Many requests were sent in this hour."),
    [INTAKE_STOP_SESSION] = N_("One visitor has sent several."),
};

static const char *why(const struct view *v, const struct ready *r)
{
    if (r->says == SAYS_FAILED)
        return desk_why(v, (enum err_code)r->why, NULL);
    if (r->says == SAYS_REQUESTS_STOPPED && r->why > INTAKE_OPEN && r->why < INTAKE_STOP_COUNT)
        return tr(v, stops[r->why]);
    if (r->says == SAYS_NUDGE_FAILS && r->why > NUDGE_FINE && r->why < NUDGE_TROUBLE_COUNT)
        return tr(v, troubles[r->why]);
    return "";
}

const char *ready_words(const struct view *v, const struct ready *r)
{
    struct arena *a = v->ui->frame;
    if (!sentences[r->says])
        return arena_printf(a, "\u2068%s\u2069", r->message);
    return tr_fill(v, sentences[r->says], "number", date_number(v->session->lang, r->number, a), "word", r->word, "why",
                   why(v, r), "day", r->day == DAY_NONE ? "" : staff_date(v, r->day), "last",
                   r->last == DAY_NONE ? "" : staff_date(v, r->last), "time",
                   arena_printf(a, "%d:%02d", r->minute / 60, r->minute % 60), "message", r->message, NULL);
}

void ready_summary(struct view *v, struct node *content, struct ui_id id)
{
    const struct staff_today *t = staff_today(v);
    const struct ready *worst = NULL;
    int count = 0;
    for (int i = 0; i < READY_PART_COUNT; i++) {
        const struct ready *r = &t->parts[i];
        count += r->verdict != READY_FINE;
        if (r->verdict != READY_FINE && (!worst || r->verdict > worst->verdict))
            worst = r;
    }
    if (!worst)
        staff_line(v, content, id, ready_verdict_icon(READY_FINE), tr(v, "All is well today."), NULL);
    else
        staff_line(
            v, content, id, ready_verdict_icon(worst->verdict),
            tr_fill(v, "Today, look at: {count}", "count", date_number(v->session->lang, count, v->ui->frame), NULL),
            ready_words(v, worst));
}

bool staff_today_enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    staff_today(v)->stale = true;
    staff_today(v)->result = TODAY_NONE;
    return !*arg;
}
