/* porchlightctl requests: what its files share. requests.c reads, requests_answer.c answers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CTL_REQUESTS_INT_H
#define PORCHLIGHT_CTL_REQUESTS_INT_H

#include "base/str.h"
#include "content/site.h"
#include "ctl/ctl.h"
#include "store/answers.h"
#include "store/audit.h"
#include "store/promises.h"

#include <jansson.h>

struct site;

enum {
    OPT_DATA,
    OPT_KEY,
    OPT_PASSPHRASE,
    OPT_JSON,
    OPT_DAY,
    OPT_TIME,
    OPT_PART,
    OPT_PLACE,
    OPT_RESOURCE,
    OPT_SITE,
    OPT_FORMAT,
    OPT_OUT,
    OPT_NAMES,
    OPT_FORCE,
    OPT_UNREAD,
    OPT_YES,
    OPT_COUNT
};

/* ---- requests.c -------------------------------------------------------------------------------------------------- */

/* Refused, damaged and "no such request" are findings; anything else is the machine's. Complains and gives the exit. */
int requests_complain(const struct err *e);

/* "Thu 2026-12-03 morning; …", appended. */
void requests_add_slots(struct str *out, const struct request_slot *slots, size_t count);

/* "hurt_at_home" reads as "hurt at home". */
void requests_add_plain(struct str *out, const char *stable_word);

/* "Label         text"; nothing for no text. */
void requests_print_row(const char *label, const struct str *text);

/* After the requests were read whole: the new ones among them are collected, and whoever showed them to himself. A
 * medium that cannot be written is no failure: the person is told. */
void requests_mark_collected(const struct ctl_args *args, const struct vault_key *key,
                             const char (*ids)[REQUEST_ID_TEXT], size_t count, const struct clock *clock);

/* ---- requests_times.c -------------------------------------------------------------------------------------------- */

/* The person's plan, without its promises. */
struct slot_plan requests_plan(const struct site *site, const struct person *p);

/* Says why a time cannot be promised, and the nearest that can; an enum ctl_exit. */
int requests_complain_time(struct store *store, const struct site *site, const struct vault_key *key,
                           const struct answer *a, const char *id, enum slot_fit fit, const struct clock *clock);

/* Lists the free times of whose key it is. */
int requests_times(struct store *store, const struct ctl_args *args, const struct vault_key *key,
                   const struct clock *clock);

/* ---- requests_export.c ------------------------------------------------------------------------------------------- */

/* What is asked for makes sense: else false, complained, with *code. */
bool requests_parse_export(const struct ctl_args *args, int *code);
int requests_export(struct store *store, const struct ctl_args *args, const struct vault_key *key,
                    const struct clock *clock);

/* ---- requests_answer.c ------------------------------------------------------------------------------------------- */

/* What is asked for on the command line, before a key is opened: false, complained, with *code, when it makes no sense.
 * Words are `answer ID PHRASE…`. */
bool requests_parse_answer(const struct ctl_args *args, struct answer *out, int *code);

/* Gives the answer, or closes the request; an enum ctl_exit. */
int requests_give_answer(struct store *store, const struct ctl_args *args, const struct vault_key *key,
                         struct answer *a, const struct clock *clock);

int requests_finish(struct store *store, const struct ctl_args *args, const struct vault_key *key);

/* Tells the store, for its audit, whose key it is; "liaison" when the settings cannot be read or nobody has it. */
void requests_act_as(struct store *store, const struct ctl_args *args, const struct vault_key *key);

/* The settings of --site, or of kiosk-config; site_free. NULL with `e` when they cannot be read. */
struct site *requests_open_site(const struct ctl_args *args, struct err *e);
/* For the audit: the person, or "liaison" when nobody has the key, or a key longer than a record takes. */
void requests_actor(const struct site *site, const struct vault_key *key, char actor[AUDIT_ACTOR]);
void requests_act_as_holder(struct store *store, const struct site *site, const struct vault_key *key);

/* What was answered and what the visitor said to it: lines, or members of the object `to`. */
void requests_show_answer(struct store *store, const char *id, const struct vault_key *key);
void requests_answer_json(struct store *store, const char *id, const struct vault_key *key, json_t *to);

/* ---- requests_share.c -------------------------------------------------------------------------------------------- */

/* Seals one request (args->words[1]), or "all" that this key opens, to today's liaisons. */
int requests_share(struct store *store, const struct ctl_args *args, const struct vault_key *key);

/* "rivera, haddad": who can open it, by the site's people where they are known, else by digits. */
void requests_show_readers(const struct request *r, const struct ctl_args *args);

/* ---- requests_purge.c -------------------------------------------------------------------------------------------- */

/* Erases what is past its day; `purge closed` and `purge all` what this key opens, with --yes. `key` is NULL for the
 * first. An enum ctl_exit. */
int requests_purge(struct store *store, const struct ctl_args *args, const struct vault_key *key);

#endif
