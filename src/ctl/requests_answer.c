/* Answering from the command line: phrases and slots are checked here, against the site, before anything is sealed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/shown.h"
#include "requests_int.h"

#include "domain/opened.h"

#include <stdio.h>
#include <string.h>

/* ---- what is asked for ------------------------------------------------------------------------------------------- */

static bool parse_phrases(const struct ctl_args *args, struct answer *a, int *code)
{
    for (size_t i = 2; i < args->word_count; i++) {
        enum answer_phrase p = answer_phrase_from_word(args->words[i]);
        if (p == ANSWER_PHRASE_COUNT) {
            *code = ctl_complain(CTL_USAGE, "there is no phrase '%s'; there are:", args->words[i]);
            for (unsigned k = 0; k < ANSWER_PHRASE_COUNT; k++)
                fprintf(stderr, "  %s\n", answer_phrase_word((enum answer_phrase)k));
            return false;
        }
        a->phrases |= 1u << p;
    }
    return true;
}

/* A text that is copied whole or complained of. */
static bool take(const char *given, char *to, size_t cap, const char *option, int *code)
{
    if (given && strlen(given) >= cap) {
        *code = ctl_complain(CTL_USAGE, "%s is too long", option);
        return false;
    }
    if (given)
        memcpy(to, given, strlen(given) + 1);
    return true;
}

bool requests_parse_answer(const struct ctl_args *args, struct answer *out, int *code)
{
    const char *day = args->values[OPT_DAY], *time = args->values[OPT_TIME], *part = args->values[OPT_PART];
    struct err e = {0};
    *out = answer_empty();
    if (!parse_phrases(args, out, code) ||
        !take(args->values[OPT_PLACE], out->place, sizeof out->place, "--place", code) ||
        !take(args->values[OPT_RESOURCE], out->resource, sizeof out->resource, "--resource", code))
        return false;
    if (day && !day_parse(day, &out->day))
        *code = ctl_complain(CTL_USAGE, "--day is YYYY-MM-DD, not '%s'", day);
    else if (time && !answer_parse_minute(time, &out->minute))
        *code = ctl_complain(CTL_USAGE, "--time is HH:MM, 00:00 to 23:59, not '%s'", time);
    else if (part && (out->part = day_part_from_word(part)) == PART_COUNT)
        *code = ctl_complain(CTL_USAGE, "--part is morning, midday or evening, not '%s'", part);
    else if (!answer_valid(out, &e))
        *code = ctl_complain(CTL_FAULTS, "%s", e.msg);
    else
        return true;
    return false;
}

/* ---- against the site -------------------------------------------------------------------------------------------- */

struct site *requests_open_site(const struct ctl_args *args, struct err *e)
{
    struct site *site = NULL;
    if (!shown_site(&site, args->values[OPT_SITE], args->values[OPT_DATA], e))
        err_wrap(e, "the kiosk's settings are needed (--site DIR)");
    return site;
}

void requests_actor(const struct site *site, const struct vault_key *key, char actor[AUDIT_ACTOR])
{
    const struct person *holder = site_person_by_key(site, vault_key_public(key));
    bool fits = holder && strlen(holder->key) < AUDIT_ACTOR - sizeof "liaison:";
    snprintf(actor, AUDIT_ACTOR, "liaison%s%s", fits ? ":" : "", fits ? holder->key : "");
}

void requests_act_as_holder(struct store *store, const struct site *site, const struct vault_key *key)
{
    char actor[AUDIT_ACTOR];
    requests_actor(site, key, actor);
    store_act_as(store, actor, NULL);
}

void requests_act_as(struct store *store, const struct ctl_args *args, const struct vault_key *key)
{
    struct site *site = requests_open_site(args, NULL);
    if (site)
        requests_act_as_holder(store, site, key);
    site_free(site);
}

/* What a visitor could not be shown is not sealed. */
static bool fits_site(const struct site *site, struct answer *a, const struct vault_key *key, const struct clock *clock,
                      struct err *e)
{
    const struct person *giver = site_person_by_key(site, vault_key_public(key));
    if (!giver)
        return err_set(e, ERR_REFUSED, "nobody in people.yaml has this key: the kiosk would not show the answer");
    if (*a->place && !str_eq(a->place, ANSWER_PLACE_CENTRE) && !site_place(site, a->place))
        return err_set(e, ERR_REFUSED, "'%s' is no place that people.yaml names; or say '%s'", a->place,
                       ANSWER_PLACE_CENTRE);
    if (a->resource[0] && !site_resource(site, a->resource))
        return err_set(e, ERR_REFUSED, "resources.yaml has no '%s'", a->resource);
    if (answer_offers_time(a) && a->day < clock_today(clock))
        return err_set(e, ERR_REFUSED, "that day is past");
    if (answer_offers_time(a) && strlen(giver->key) < sizeof a->officer)
        memcpy(a->officer, giver->key, strlen(giver->key) + 1);
    return true;
}

/* The plan knows where the officer is at that hour; another place may be meant all the same. */
static void note_place(const struct slot_plan *plan, const struct answer *a)
{
    struct promise p;
    const char *where;
    if (!a->place[0] || !promise_of(a, &p) || p.minute == SLOT_NO_MINUTE || slot_fits(plan, &p, &where) != SLOT_FREE ||
        str_eq(a->place, where ? where : ANSWER_PLACE_CENTRE))
        return;
    fprintf(stderr, "note: the plan has you at '%s' then, not at '%s'\n", where ? where : ANSWER_PLACE_CENTRE,
            a->place);
}

int requests_give_answer(struct store *store, const struct ctl_args *args, const struct vault_key *key,
                         struct answer *a, const struct clock *clock)
{
    struct err e = {0};
    char id[REQUEST_ID_TEXT];
    uint8_t others[VAULT_READERS_MAX][VAULT_PUBLIC_KEY];
    const uint8_t(*readers)[VAULT_PUBLIC_KEY] = (const uint8_t(*)[VAULT_PUBLIC_KEY])others;
    size_t n = 0;
    enum slot_fit fit = SLOT_FREE;
    struct site *site = requests_open_site(args, &e);
    if (!site)
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    for (size_t i = 0; i < site->person_count && n < VAULT_READERS_MAX; i++)
        if (site->people[i].has_key)
            memcpy(others[n++], site->people[i].public_key, VAULT_PUBLIC_KEY);
    requests_act_as_holder(store, site, key);
    bool ok = fits_site(site, a, key, clock, &e) && store_resolve(store, args->words[1], id, &e);
    int code = CTL_DONE;
    if (ok && args->values[OPT_FORCE]) {
        ok = store_answer(store, id, a, key, readers, n, site->retention_days, &e);
    } else if (ok) {
        struct slot_plan plan = requests_plan(site, site_person_by_key(site, vault_key_public(key)));
        plan.unread_accepted = args->values[OPT_UNREAD] ? SIZE_MAX : 0;
        ok = store_answer_planned(store, id, a, key, readers, n, site->retention_days, &plan, &fit, &e);
        if (ok)
            note_place(&plan, a);
        if (ok && answer_offers_time(a) && a->day > clock_today(clock) + site->retention_days)
            fprintf(stderr, "note: the request, and with it this promise, is erased before that day\n");
    }
    if (!ok)
        code = fit == SLOT_FREE ? requests_complain(&e) : requests_complain_time(store, site, key, a, id, fit, clock);
    else
        printf("answered %s\n", id);
    site_free(site);
    return code;
}

int requests_finish(struct store *store, const struct ctl_args *args, const struct vault_key *key)
{
    struct err e = {0};
    char id[REQUEST_ID_TEXT];
    struct site *site = requests_open_site(args, &e);
    if (!site)
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    requests_act_as_holder(store, site, key);
    bool ok = store_resolve(store, args->words[1], id, &e) && store_finish(store, id, key, site->retention_days, &e);
    site_free(site);
    if (!ok)
        return requests_complain(&e);
    printf("closed %s\n", id);
    return CTL_DONE;
}

/* ---- showing it -------------------------------------------------------------------------------------------------- */

static void add_answer(struct str *b, const struct answer *a)
{
    for (unsigned p = 0; p < ANSWER_PHRASE_COUNT; p++)
        if (answer_has(a, (enum answer_phrase)p))
            str_add_f(b, "%s%s", b->len ? ", " : "", answer_phrase_word((enum answer_phrase)p));
    if (a->day != DAY_NONE) {
        struct request_slot slot = {a->day, answer_part(a)};
        str_add(b, "; ");
        requests_add_slots(b, &slot, 1);
    }
    if (a->minute != ANSWER_NO_MINUTE)
        str_add_f(b, " %02d:%02d", a->minute / 60, a->minute % 60);
    if (a->place[0])
        str_add_f(b, "; at %s", a->place);
    if (a->resource[0])
        str_add_f(b, "; %s", a->resource);
    if (a->officer[0])
        str_add_f(b, "; with %s", a->officer);
}

static void add_reply(struct str *b, const struct reply *r)
{
    requests_add_plain(b, reply_word(r->kind));
    if (r->slot_count)
        str_add(b, ": ");
    requests_add_slots(b, r->slots, r->slot_count);
}

/* What could not be read is said, and what is not there is passed over. */
static void add_trouble(struct str *b, const struct err *e)
{
    if (e->code == ERR_REFUSED)
        str_add(b, "given, but not sealed to this key");
    else if (e->code != ERR_NOT_FOUND)
        str_add(b, e->msg);
}

void requests_show_answer(struct store *store, const char *id, const struct vault_key *key)
{
    struct opened_answer given;
    struct reply reply;
    struct err e = {0};
    struct str b;
    str_init(&b);
    if (store_read_answer(store, id, key, &given, &e))
        add_answer(&b, &given.answer);
    else
        add_trouble(&b, &e);
    requests_print_row("Answer", &b);
    str_clear(&b);
    e = (struct err){0};
    if (store_read_reply(store, id, key, &reply, &e))
        add_reply(&b, &reply);
    else
        add_trouble(&b, &e);
    requests_print_row("Reply", &b);
    str_release(&b);
}

static void set_parsed(json_t *to, const char *name, struct str *text)
{
    json_object_set_new(to, name, json_loadb(text->s, text->len, 0, NULL));
    str_release(text);
}

void requests_answer_json(struct store *store, const char *id, const struct vault_key *key, json_t *to)
{
    struct opened_answer given;
    struct reply reply;
    struct err e = {0};
    struct str text;
    if (store_read_answer(store, id, key, &given, &e)) {
        char by[44];
        str_init(&text);
        answer_to_json(&given.answer, &text);
        set_parsed(to, "answer", &text);
        vault_public_format(given.by, by);
        json_object_set_new(to, "answer_by", json_string(by));
    } else if (e.code != ERR_NOT_FOUND) {
        json_object_set_new(to, "answer", json_null()); /* there is one, and this key cannot read it */
    }
    e = (struct err){0};
    if (store_read_reply(store, id, key, &reply, &e)) {
        str_init(&text);
        reply_to_json(&reply, &text);
        set_parsed(to, "reply", &text);
    } else if (e.code != ERR_NOT_FOUND) {
        json_object_set_new(to, "reply", json_null());
    }
}
