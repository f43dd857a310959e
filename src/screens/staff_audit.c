/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who changed what, in plain words, and whether all of it is still there. */
#include "screens/registry.h"

#include "base/str.h"
#include "screens/staff_fact_words.h"
#include "screens/staff_kit.h"
#include "screens/staff_records.h"

#include <string.h>

/* By the audit's own words: store/audit.h. */
static const struct {
    const char *word, *icon, *sentence;
} acts[] = {
    {"unlocked", "icons/lock", N_("The desk was opened")},
    {"unlock-refused", "icons/warning", N_("A PIN or passphrase was wrong")},
    {"pin-changed", "icons/lock", N_("A new PIN")},
    {"fact-signed", "icons/pencil", N_("A fact was signed")},
    {"fact-withdrawn", "icons/no", N_("A fact is true no more")},
    {"hours-changed", "icons/clock", N_("Hours were changed")},
    {"day-off", "icons/calendar", N_("A day off")},
    {"day-on", "icons/calendar", N_("A day off was taken back")},
    {"person-changed", "icons/meet-liaison", N_("A person was changed")},
    {"language-on", "icons/language", N_("A language was turned on")},
    {"language-off", "icons/language", N_("A language was turned off")},
    {"page-on", "icons/papers", N_("A page was turned on")},
    {"page-off", "icons/papers", N_("A page was turned off")},
    {"resource-changed", "icons/hotline", N_("A phone number or its help was changed")},
    {"setting-changed", "icons/office", N_("A setting was changed")},
    {"change-taken-back", "icons/repeat", N_("A change was taken back")},
    {"pack-installed", "icons/globe-more", N_("A pack was installed")},
    {"pack-rolled-back", "icons/globe-more", N_("The pack before was put back")},
    {"recording-kept", "icons/listen", N_("A recording was kept")},
    {"recording-removed", "icons/mute", N_("A recording was removed")},
    {"test-print", "icons/print", N_("A test page was printed")},
    {"test-sound", "icons/volume", N_("The sound was tried")},
    {"pouch-out", "icons/send", N_("Requests were written to a stick, sealed")},
    {"pouch-in", "icons/answer", N_("Answers came from a stick")},
    {"key-added", "icons/lock", N_("A key was kept on the kiosk")},
    {"key-replaced", "icons/lock", N_("A new key was made")},
    {"key-removed", "icons/lock", N_("A key was taken from the kiosk")},
    {"request-collected", "icons/who-reads", N_("A request was read")},
    {"request-answered", "icons/answer", N_("A request was answered")},
    {"request-closed", "icons/yes", N_("A request was closed")},
    {"request-shared", "icons/people-group", N_("A request was sealed for the officers of today")},
    {"requests-printed", "icons/print", N_("The day's list was printed")},
    {"requests-exported", "icons/papers", N_("Requests were written to a file")},
    {"purged", "icons/erase", N_("Requests were erased")},
    {"expired", "icons/erase", N_("Requests past their last day were erased")},
    {"limits-overridden", "icons/send", N_("The limits on requests were lifted or put back")},
    {"date-confirmed", "icons/clock", N_("The date was said to be right, though it jumped")},
    {"not-done", "icons/warning", N_("This failed, and was not done")},
};
enum { ACTS = sizeof acts / sizeof *acts };

static struct staff_records *records(const struct view *v)
{
    return v->desk->staff->records;
}

static const char *actor(const struct view *v, const char *word)
{
    if (str_eq(word, "staff"))
        return tr(v, "Staff");
    if (str_eq(word, "kiosk"))
        return tr(v, "The kiosk");
    const char *key = strncmp(word, "liaison:", strlen("liaison:")) == 0 ? word + strlen("liaison:") : NULL;
    const struct person *p = key ? site_person(v->site, key) : NULL;
    return p ? p->name : key ? key : tr(v, "A liaison officer");
}

/* The title of a page where the desk's language has it. */
static const char *page_title(const struct view *v, const char *slug)
{
    const struct page *p = catalogue_find(v->catalogue, slug);
    const struct page_text *t = p ? catalogue_translation(v->catalogue, p, v->session->lang->text.tag, v->today) : NULL;
    t = p && !t ? catalogue_translation(v->catalogue, p, "en", v->today) : t;
    return t ? t->title : slug;
}

/* What was changed, by its name on the glass instead of its key in a file; what has none stays as it was written. */
static const char *subject(const struct view *v, const struct audit_row *r)
{
    const char *s = r->subject;
    if (str_eq(r->what, "unlocked"))
        return ""; /* who it was stands there */
    if (str_eq(r->what, "unlock-refused"))
        return str_eq(s, "staff") ? tr(v, "Staff") : tr(v, "A liaison officer");
    if (strncmp(r->what, "fact-", strlen("fact-")) == 0)
        return fact_words_of(s)->title ? tr(v, fact_words_of(s)->title) : s;
    if (strncmp(r->what, "page-", strlen("page-")) == 0)
        return page_title(v, s);
    const struct language *l =
        strncmp(r->what, "language-", strlen("language-")) == 0 ? site_language(v->site, s) : NULL;
    const struct resource *h = str_eq(r->what, "resource-changed") ? site_resource(v->site, s) : NULL;
    if (l || h)
        return l ? l->autonym : h->name;
    size_t key = strcspn(s, " "); /* of somebody, and a day after it */
    const struct person *p = site_person(v->site, arena_printf(v->ui->frame, "%.*s", (int)key, s));
    return p ? arena_printf(v->ui->frame, "%s%s", p->name, s + key) : s;
}

static void line(struct view *v, struct node *list, const struct audit_row *r)
{
    struct ui *u = v->ui;
    int i = 0;
    while (i < ACTS && !str_eq(acts[i].word, r->what))
        i++;
    struct node *row = w_row(u, list, 5);
    w_icon(u, row, i < ACTS ? acts[i].icon : "icons/question", 12);
    struct node *words = w_column(u, row, 0);
    words->lay.grow = 1;
    struct node *t = w_text(u, words, i < ACTS ? tr(v, acts[i].sentence) : r->what, TYPE_BODY);
    t->text.bold = true;
    t->text.fit = true;
    const char *time = r->minute < 0 ? "" : arena_printf(u->frame, ", %d:%02d", r->minute / 60, r->minute % 60);
    const char *of = subject(v, r);
    struct node *q = w_text(u, words,
                            arena_printf(u->frame, "\u2068%s%s\u2069 · \u2068%s\u2069%s\u2068%s\u2069",
                                         staff_date(v, r->day), time, actor(v, r->actor), *of ? " · " : "", of),
                            TYPE_LABEL);
    q->text.color = COLOR_QUIET;
    q->text.fit = true;
}

static void said(struct view *v, struct node *content, const struct staff_records *s)
{
    struct ui *u = v->ui;
    if (s->failed)
        w_notice(u, content, "icons/warning",
                 tr_fill(v, "It cannot be read now: {why}", "why", desk_why(v, s->why, NULL), NULL));
    else if (s->verified && s->broken)
        w_notice(u, content, "icons/no",
                 tr_fill(v, "Broken at number {number}: somebody has changed the records.", "number",
                         arena_printf(u->frame, "%d", (int)s->broken), NULL));
    else if (s->verified)
        w_notice(u, content, "icons/yes", tr(v, "All of it was read, and nothing is missing."));
}

static void build(struct view *v, void *state, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_records *s = records(v);
    (void)state;
    said(v, content, s);
    struct node *head = w_text(
        u, content, tr_fill(v, "Write these digits down, with the day: {digits}", "digits", s->head, NULL), TYPE_LABEL);
    head->text.fit = true;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 4, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < s->audit_count; i++)
        line(v, list, &s->audit[i]);
    if (!s->audit_count)
        w_text(u, list, tr(v, "No change has been recorded yet."), TYPE_BODY);
    if (s->audit_total > AUDIT_ROWS) {
        bool more = s->audit_from + AUDIT_ROWS < s->audit_total;
        w_button(u, content, UI_ID(UI_TURN, 0), LOOK_TILE, "icons/papers",
                 more ? tr(v, "Older records") : tr(v, "The newest records"));
    }
    staff_foot(v, content, "icons/review", tr(v, "Read all of it"));
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct staff_records *s = records(v);
    (void)state;
    switch (act.kind) {
    case UI_BACK:
        return command_of(COMMAND_BACK);
    case UI_CONFIRM:
        return staff_order(STAFF_RECORDS, RECORDS_VERIFY);
    case UI_TURN:
        s->audit_from = s->audit_from + AUDIT_ROWS < s->audit_total ? s->audit_from + AUDIT_ROWS : 0;
        return staff_order(STAFF_RECORDS, RECORDS_AUDIT);
    default:
        return command_of(COMMAND_NONE);
    }
}

static bool enter(struct view *v, void *state, const char *arg)
{
    struct staff_records *s = records(v);
    (void)state;
    s->stale = true;
    s->verified = false;
    s->audit_from = 0;
    return !*arg;
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Who changed what");
}

const struct screen screen_staff_audit = {.id = "staff-audit",
                                          .icon = "icons/who-reads",
                                          .access = ACCESS_STAFF,
                                          .enter = enter,
                                          .update = update,
                                          .build = build,
                                          .title = title};
