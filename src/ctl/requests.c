/* porchlightctl requests: what a liaison reads with key and passphrase. Listing changes nothing and works beside a
 * running kiosk; showing one marks it as collected. SPDX-License-Identifier: GPL-3.0-or-later */
#include "requests_int.h"

#include "ctl/passphrase.h"
#include "store/lists.h"
#include "store/pouch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MORE_ROWS = 64 /* that may come while they are counted */, SHORT_ID = 8 };

static const struct ctl_option options[] = {
    [OPT_DATA] = {"--data", "DIR", "the kiosk's data folder"},
    [OPT_KEY] = {"--key", "F", "your key file"},
    [OPT_PASSPHRASE] = PASSPHRASE_OPTION,
    [OPT_JSON] = {"--json", NULL, "print JSON"},
    [OPT_DAY] = {"--day", "YYYY-MM-DD", "answer: the day that is offered; times: from this day on"},
    [OPT_TIME] = {"--time", "HH:MM", "answer: the hour, of 24"},
    [OPT_PART] = {"--part", "PART", "answer: morning, midday or evening, in place of an hour"},
    [OPT_PLACE] = {"--place", "WORDS", "answer: 'centre', or a place as people.yaml names it"},
    [OPT_RESOURCE] = {"--resource", "KEY", "answer: with see-resource, which of resources.yaml"},
    [OPT_FORMAT] = {"--format", "ics|csv|json", "export: a calendar, a table or data"},
    [OPT_OUT] = {"--out", "F", "export: into this file, which only you can read; else to the terminal"},
    [OPT_NAMES] = {"--names", NULL, "export: the names that visitors gave stand in the calendar"},
    [OPT_FORCE] = {"--force", NULL, "answer: at a time that is not free; export: over a file that is there"},
    [OPT_UNREAD] = {"--despite-unread", NULL, "answer: though answers that your key cannot read may promise that time"},
    [OPT_YES] = {"--yes", NULL, "purge closed, purge all: do it, else you are told how many; purge: the date is right"},
    [OPT_SITE] = {"--site", "DIR", "answer, close, share: the kiosk's settings (kiosk-config)"},
};
_Static_assert(sizeof options / sizeof *options == OPT_COUNT, "one row an option");

static const char *const state_words[] = {"new", "collected", "answered", "closed"};
_Static_assert(sizeof state_words / sizeof *state_words == REQUEST_STATE_COUNT, "a word for each state");

/* Refused and damaged are findings; anything else is the machine's. */
static int complain_of(const struct err *e)
{
    bool finding = e->code == ERR_REFUSED || e->code == ERR_DAMAGED;
    return ctl_complain(finding ? CTL_FAULTS : CTL_MACHINE, "%s", e->msg);
}

int requests_complain(const struct err *e)
{
    return e->code == ERR_NOT_FOUND ? ctl_complain(CTL_FAULTS, "%s", e->msg) : complain_of(e);
}

/* ---- words for people -------------------------------------------------------------------------------------------- */

void requests_add_plain(struct str *out, const char *stable_word)
{
    for (const char *c = stable_word; *c; c++)
        str_add_c(out, *c == '_' ? ' ' : *c);
}

static void add_topics(struct str *out, const struct request *r)
{
    const char *between = "";
    for (unsigned t = 0; t < TOPIC_COUNT; t++)
        if (r->topics & 1u << t) {
            str_add(out, between);
            requests_add_plain(out, topic_word(t));
            between = ", ";
        }
}

static void add_parts(struct str *out, uint32_t parts)
{
    const char *between = "";
    for (unsigned p = 0; p < PART_COUNT; p++)
        if (parts & 1u << p) {
            str_add_f(out, "%s%s", between, day_part_word(p));
            between = ", ";
        }
}

void requests_print_row(const char *label, const struct str *text)
{
    if (text->len)
        printf("%-13s %s\n", label, text->s);
}

/* ---- list -------------------------------------------------------------------------------------------------------- */

struct listing {
    struct store *store;
    const struct vault_key *key;
    json_t *json; /* an array, or NULL for lines */
    size_t shown, foreign, damaged;
};

static void list_json(struct listing *l, const struct request_row *row, const struct request *r)
{
    char received[11], expires[11];
    day_format(row->received, received);
    day_format(row->expires, expires);
    json_t *topics = json_array();
    for (unsigned t = 0; t < TOPIC_COUNT; t++)
        if (r->topics & 1u << t)
            json_array_append_new(topics, json_string(topic_word(t)));
    json_array_append_new(l->json, json_pack("{s:s, s:s, s:s, s:s, s:o, s:s}", "id", row->id, "received", received,
                                             "expires", expires, "state", state_words[row->state], "topics", topics,
                                             "language", r->language));
}

static void list_line(struct listing *l, const struct request_row *row, const struct request *r)
{
    char received[11], whole[REQUEST_ID_TEXT], shortened[REQUEST_ID_TEXT];
    struct str topics;
    str_init(&topics);
    add_topics(&topics, r);
    day_format(row->received, received);
    snprintf(shortened, sizeof shortened, "%.*s", SHORT_ID, row->id);
    bool unique = store_resolve(l->store, shortened, whole, NULL);
    if (l->shown == 0)
        printf("%-*s  %-10s  %-9s  %-10s  %s\n", SHORT_ID, "ID", "DAY", "STATE", "LANGUAGE", "TOPICS");
    printf("%-*s  %s  %-9s  %-10s  %s\n", SHORT_ID, unique ? shortened : row->id, received, state_words[row->state],
           r->language[0] ? r->language : "-", topics.len ? topics.s : "-");
    str_release(&topics);
}

static bool list_row(struct listing *l, const struct request_row *row, struct err *e)
{
    struct request r;
    day_t received;
    if (!store_read(l->store, row->id, l->key, &r, &received, e)) {
        if (e->code == ERR_REFUSED)
            l->foreign++;
        else if (e->code == ERR_DAMAGED)
            l->damaged++, ctl_complain(CTL_FAULTS, "%s", e->msg);
        else if (e->code != ERR_NOT_FOUND) /* taken back while we read */
            return false;
        return true;
    }
    if (l->json)
        list_json(l, row, &r);
    else
        list_line(l, row, &r);
    l->shown++;
    explicit_bzero(&r, sizeof r);
    return true;
}

/* All rows at once: read by the page, one that is collected meanwhile would change its place and push another out. */
static bool list_all(struct listing *l, struct err *e)
{
    size_t total = 0, count = 0;
    struct request_row first;
    if (!store_list(l->store, 0, 1, &first, &count, &total, e))
        return false;
    struct request_row *rows = calloc(total + MORE_ROWS, sizeof *rows);
    bool ok = rows || err_set(e, ERR_FAILED, "out of memory");
    ok = ok && store_list_of(l->store, LIST_ALL, 0, total + MORE_ROWS, rows, &count, NULL, e);
    for (size_t i = 0; i < count && ok; i++)
        ok = list_row(l, &rows[i], e);
    free(rows);
    return ok;
}

static int list(struct store *store, const struct vault_key *key, bool as_json)
{
    struct listing l = {.store = store, .key = key, .json = as_json ? json_array() : NULL};
    struct err e = {0};
    int code = list_all(&l, &e) ? CTL_DONE : complain_of(&e);
    if (code == CTL_DONE && l.json && (json_dumpf(l.json, stdout, JSON_INDENT(2)) != 0 || putchar('\n') == EOF))
        code = ctl_complain(CTL_MACHINE, "cannot print the requests");
    json_decref(l.json);
    if (code != CTL_DONE)
        return code;
    if (l.foreign && !l.shown)
        return ctl_complain(CTL_FAULTS, "none of the %zu requests is sealed to this key", l.foreign);
    if (l.foreign)
        fprintf(stderr, "%zu more sealed to other keys\n", l.foreign);
    if (!l.shown && !l.damaged && !as_json)
        fputs("no requests\n", stderr);
    return l.damaged ? CTL_FAULTS : CTL_DONE;
}

/* ---- show -------------------------------------------------------------------------------------------------------- */

static void show_reach(struct str *b, const struct request *r)
{
    if (r->reach != REACH_UNSAID)
        requests_add_plain(b, reach_word(r->reach));
    if (r->phone[0])
        str_add_f(b, " %s", r->phone);
    if (r->safe_parts) {
        str_add(b, "; safe to call: ");
        add_parts(b, r->safe_parts);
    }
    if (r->phone[0])
        str_add_f(b, "; leave a message: %s; send a text: %s", r->safe_voicemail ? "yes" : "no",
                  r->safe_text ? "yes" : "no");
}

void requests_add_slots(struct str *out, const struct request_slot *slots, size_t count)
{
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    for (size_t i = 0; i < count; i++) {
        char day[11];
        day_format(slots[i].day, day);
        str_add_f(out, "%s%s %s %s", i ? "; " : "", weekdays[day_weekday(slots[i].day)], day,
                  day_part_word(slots[i].part));
    }
}

static void show_lines(const struct request_row *row, const struct request *r)
{
    struct str b;
    char received[11], expires[11];
    day_format(row->received, received);
    day_format(row->expires, expires);
    printf("%-13s %s\n%-13s %s\n%-13s %s\n%-13s %s\n", "Request", row->id, "Received", received, "State",
           state_words[row->state], "Kept until", expires);
    str_init(&b);
    add_topics(&b, r);
    requests_print_row("About", &b);
    str_clear(&b);
    str_add(&b, r->language);
    if (r->dialect[0])
        str_add_f(&b, "%s%s", b.len ? ", " : "", r->dialect);
    requests_print_row("Language", &b);
    str_clear(&b);
    if (r->interpreter != INTERPRETER_UNSAID)
        requests_add_plain(&b, interpreter_word(r->interpreter));
    if (r->interpreter_not_from_my_community)
        str_add_f(&b, "%snot from my community", b.len ? ", " : "");
    requests_print_row("Interpreter", &b);
    str_clear(&b);
    if (r->place != PLACE_UNSAID)
        requests_add_plain(&b, meet_place_word(r->place));
    requests_print_row("Where", &b);
    str_clear(&b);
    requests_add_slots(&b, r->slots, r->slot_count);
    requests_print_row("When", &b);
    str_clear(&b);
    show_reach(&b, r);
    requests_print_row("Reach", &b);
    str_clear(&b);
    str_add(&b, r->name);
    requests_print_row("Name", &b);
    if (r->assisted)
        printf("%-13s %s\n", "Filled in", "with the help of staff");
    str_release(&b);
}

static bool show_json(struct store *store, const struct vault_key *key, const struct request_row *row,
                      const struct request *r)
{
    struct str text;
    char received[11], expires[11];
    day_format(row->received, received);
    day_format(row->expires, expires);
    str_init(&text);
    request_to_json(r, row->received, &text);
    json_t *all = json_pack("{s:s, s:s, s:s, s:s, s:o}", "id", row->id, "received", received, "expires", expires,
                            "state", state_words[row->state], "request", json_loadb(text.s, text.len, 0, NULL));
    if (all)
        requests_answer_json(store, row->id, key, all);
    bool ok = all && json_dumpf(all, stdout, JSON_INDENT(2)) == 0 && putchar('\n') != EOF;
    json_decref(all);
    str_release(&text);
    return ok;
}

void requests_mark_collected(const struct ctl_args *args, const struct vault_key *key,
                             const char (*ids)[REQUEST_ID_TEXT], size_t count, const struct clock *clock)
{
    struct store *store = NULL;
    struct err e = {0};
    bool ok = store_open_beside(&store, args->values[OPT_DATA], clock, true, &e);
    if (ok)
        requests_act_as(store, args, key);
    for (size_t i = 0; i < count && ok; i++)
        ok = store_collect(store, ids[i], key, &e) || e.code == ERR_NOT_FOUND; /* taken back while we read */
    if (!ok)
        fprintf(stderr, "not marked as collected: %s\n", e.msg);
    store_close(store);
}

static int show(struct store *store, const struct vault_key *key, const struct ctl_args *args, char id[REQUEST_ID_TEXT])
{
    const char *prefix = args->words[1];
    bool as_json = args->values[OPT_JSON] != NULL;
    struct request r;
    struct request_row row;
    day_t received;
    struct err e = {0};
    if (!store_resolve(store, prefix, id, &e) || !store_get(store, id, &row, &e) ||
        !store_read(store, id, key, &r, &received, &e))
        return requests_complain(&e);
    int code = CTL_DONE;
    if (!as_json) {
        show_lines(&row, &r);
        requests_show_readers(&r, args);
        requests_show_answer(store, id, key);
    } else if (!show_json(store, key, &row, &r))
        code = ctl_complain(CTL_MACHINE, "cannot print the request");
    explicit_bzero(&r, sizeof r);
    return code;
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static bool open_key(const struct ctl_args *args, struct vault_key **key, int *code)
{
    struct err e = {0};
    char name[120];
    uint8_t public_key[VAULT_PUBLIC_KEY];
    /* before the passphrase is asked for */
    if (!vault_key_peek(args->values[OPT_KEY], name, public_key, &e)) {
        *code = complain_of(&e);
        return false;
    }
    char *passphrase = passphrase_read(args->values[OPT_PASSPHRASE], false);
    if (!passphrase) {
        *code = CTL_USAGE;
        return false;
    }
    bool ok = vault_key_open(args->values[OPT_KEY], passphrase, key, &e);
    passphrase_free(passphrase);
    if (!ok)
        *code = complain_of(&e);
    return ok;
}

enum verb { LIST, SHOW, ANSWER, CLOSE, SHARE, TIMES, EXPORT, PURGE, VERB_COUNT };

static enum verb verb_of(const struct ctl_args *args)
{
    static const struct {
        const char *word;
        size_t least, most;
    } verbs[] = {[LIST] = {"list", 1, 1},     [SHOW] = {"show", 2, 2},   [ANSWER] = {"answer", 3, CTL_WORDS_MAX},
                 [CLOSE] = {"close", 2, 2},   [SHARE] = {"share", 2, 2}, [TIMES] = {"times", 1, 1},
                 [EXPORT] = {"export", 1, 1}, [PURGE] = {"purge", 1, 2}};
    unsigned v = 0;
    const char *word = args->word_count ? args->words[0] : "";
    while (v < VERB_COUNT &&
           !(str_eq(verbs[v].word, word) && args->word_count >= verbs[v].least && args->word_count <= verbs[v].most))
        v++;
    return (enum verb)v;
}

static int do_verb(enum verb verb, struct store *store, const struct ctl_args *args, const struct vault_key *key,
                   struct answer *answer, char id[REQUEST_ID_TEXT], const struct clock *clock)
{
    switch (verb) {
    case LIST:
        return list(store, key, args->values[OPT_JSON]);
    case SHOW:
        return show(store, key, args, id);
    case ANSWER:
        return requests_give_answer(store, args, key, answer, clock);
    case SHARE:
        return requests_share(store, args, key);
    case TIMES:
        return requests_times(store, args, key, clock);
    case EXPORT:
        return requests_export(store, args, key, clock);
    case PURGE:
        return requests_purge(store, args, key);
    default:
        return requests_finish(store, args, key);
    }
}

/* Erasing what is past its day is the rule, and needs nobody's word. */
static bool needs_key(enum verb verb, const struct ctl_args *args)
{
    return verb != PURGE || args->word_count > 1;
}

static int run_in_zone(const struct ctl_args *args, enum verb verb, struct answer *answer, const struct clock *clock)
{
    struct err e = {0};
    int code = CTL_DONE;
    struct store *store = NULL;
    struct vault_key *key = NULL;
    char id[REQUEST_ID_TEXT];
    bool writes = verb == ANSWER || verb == CLOSE || verb == SHARE || verb == PURGE;
    if (!store_open_beside(&store, args->values[OPT_DATA], clock, writes, &e))
        return complain_of(&e);
    if (!needs_key(verb, args) || open_key(args, &key, &code))
        code = do_verb(verb, store, args, key, answer, id, clock);
    store_close(store);
    if (verb == SHOW && code == CTL_DONE)
        requests_mark_collected(args, key, (const char(*)[REQUEST_ID_TEXT]) & id, 1, clock);
    vault_key_free(key);
    return code;
}

static int run(const struct ctl_args *args)
{
    struct err e = {0};
    const char *data = args->values[OPT_DATA];
    enum verb verb = verb_of(args);
    struct clock clock = clock_system();
    struct answer answer;
    int code = CTL_DONE;
    if (verb == VERB_COUNT)
        return ctl_complain(CTL_USAGE,
                            "requests list, show ID, answer ID PHRASE..., close ID, share ID|all, times, export "
                            "or purge [closed|all]; see --help");
    if (!data || (needs_key(verb, args) && !args->values[OPT_KEY]))
        return ctl_complain(CTL_USAGE, "requests needs --data DIR and --key F");
    if ((verb == ANSWER && !requests_parse_answer(args, &answer, &code)) ||
        (verb == EXPORT && !requests_parse_export(args, &code)))
        return code;
    if (!vault_init(&e))
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    struct site *site = requests_open_site(args, NULL); /* whose days these are; without it, the machine's */
    clock.zone = site ? site->zone : NULL;
    code = run_in_zone(args, verb, &answer, &clock);
    site_free(site);
    return code;
}

const struct ctl_command ctl_requests = {
    .name = "requests",
    .words = "list | show ID | answer ID PHRASE... | close ID | share ID|all | times | export | purge [closed|all]",
    .help = "read and answer the meeting requests that are sealed to your key",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
