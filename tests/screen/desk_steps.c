/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fingers' acts are given to the screen alone: no order of it is carried out, so nothing is changed or kept. */
#include "desk_steps.h"

#include "app/desk_int.h"
#include "screens/liaison.h"
#include "screens/staff_devices.h"
#include "screens/staff_edit.h"
#include "screens/staff_packs.h"
#include "screens/staff_pouch.h"
#include "screens/staff_today.h"

#include <stdio.h>
#include <string.h>

static const char name[] = "Ana Maria Fernandez de la Cruz";

static void touch(struct app *a, enum ui_kind kind, size_t index)
{
    struct place_shown *top = stack_top(a);
    arena_reset(&a->frame);
    top->screen->update(&a->view, top->state, UI_ID(kind, index));
}

static struct staff_desk *staff(struct app *a)
{
    return desk_seen(a->behind.desk)->staff;
}

static struct liaison_desk *liaison(struct app *a)
{
    return desk_seen(a->behind.desk)->liaison;
}

static void signer(struct app *a, const char *by)
{
    snprintf(staff(a)->edit->by, sizeof staff(a)->edit->by, "%s", by);
}

/* ---- the door ---------------------------------------------------------------------------------------------------- */

static void door_pin(struct app *a)
{
    touch(a, UI_OPTION, 0);
    desk_seen(a->behind.desk)->refusal = DESK_WAIT;
    desk_seen(a->behind.desk)->wait_s = 240;
}

static void door_passphrase(struct app *a)
{
    touch(a, UI_OPTION, 1);
    desk_seen(a->behind.desk)->refusal = DESK_BAD_KEY;
}

/* ---- facts ------------------------------------------------------------------------------------------------------- */

static void fact_value(struct app *a)
{
    touch(a, UI_EDIT, 0);
}

static void fact_name(struct app *a)
{
    signer(a, "");
    touch(a, UI_EDIT, 0);
    touch(a, UI_CONFIRM, 0);
}

static void fact_sure(struct app *a)
{
    signer(a, name);
    touch(a, UI_EDIT, 0);
    touch(a, UI_CONFIRM, 0);
}

static void fact_choice_sure(struct app *a)
{
    signer(a, name);
    touch(a, UI_EDIT, 0);
    touch(a, UI_OPTION, 3);
}

static void fact_withdraw(struct app *a)
{
    signer(a, name);
    touch(a, UI_WITHDRAW, 0);
}

static void not_kept(struct app *a)
{
    signer(a, name);
    staff(a)->edit->result = EDIT_NOT_KEPT;
    staff(a)->edit->why = ERR_NO_SPACE;
}

static void kept(struct app *a)
{
    signer(a, name);
    staff(a)->edit->result = EDIT_KEPT;
    staff(a)->edit->can_undo = true;
}

/* ---- people ------------------------------------------------------------------------------------------------------ */

static void person_new_hours(struct app *a)
{
    touch(a, UI_EDIT, 4);
}

static void person_hours(struct app *a)
{
    touch(a, UI_OPTION, 0);
}

static void person_month(struct app *a)
{
    touch(a, UI_TURN, 1);
}

static void person_full_month(struct app *a)
{
    touch(a, UI_TURN, 1);
    touch(a, UI_TURN, 11);
}

static void person_day(struct app *a)
{
    touch(a, UI_TURN, 1);
    touch(a, UI_SLOT, 28);
}

static void person_until(struct app *a)
{
    person_day(a);
    touch(a, UI_OPTION, 2);
}

static void person_day_hours(struct app *a)
{
    person_day(a);
    touch(a, UI_OPTION, 3);
}

static void person_look(struct app *a)
{
    touch(a, UI_TURN, 2);
}

/* ---- numbers, settings, changes, PIN ----------------------------------------------------------------------------- */

static void resource_hours(struct app *a)
{
    touch(a, UI_EDIT, 1);
}

static void resource_name(struct app *a)
{
    signer(a, "");
    touch(a, UI_CONFIRM, 0);
}

static void first_edit(struct app *a)
{
    touch(a, UI_EDIT, 0);
}

static void resource_off(struct app *a)
{
    touch(a, UI_WITHDRAW, 0);
}

static void changed(struct app *a)
{
    static struct change rows[CHANGE_STATE_COUNT];
    static struct changes made;
    for (int i = 0; i < CHANGE_STATE_COUNT; i++)
        rows[i] = (struct change){.file = i ? CHANGE_PEOPLE : CHANGE_FACTS,
                                  .key = i ? "rivera" : "nonemergency_phone",
                                  .field = i ? "exceptions" : NULL,
                                  .state = (enum change_state)i,
                                  .site = "206-555-0199 · Demo Person (demonstration) · 2026-11-23 · 2027-10-31",
                                  .now = "206-555-0142 · Ana Maria Fernandez de la Cruz · 2026-11-24 · 2027-05-23"};
    made.rows.v = rows;
    made.rows.len = CHANGE_STATE_COUNT;
    staff(a)->edit->changes = &made;
}

static void change_sure(struct app *a)
{
    changed(a);
    touch(a, UI_OPTION, 0);
}

static void pin_again(struct app *a)
{
    struct staff_edit *e = staff(a)->edit;
    static const char *const typed[] = {"246810", "135791", "135792"};
    for (int i = 0; i < 3; i++) {
        snprintf(e->pin[i], sizeof e->pin[i], "%s", typed[i]);
        touch(a, UI_CONFIRM, 0); /* the third: the two were not the same */
    }
}

/* ---- packs, sticks, devices, limits ------------------------------------------------------------------------------ */

static void packs_found(struct app *a)
{
    struct staff_packs *s = staff(a)->packs;
    *s = (struct staff_packs){.found_count = 5, .stick_count = 1, .shown = {.date = a->view.today}};
    for (size_t i = 0; i < s->found_count; i++) {
        snprintf(s->found[i].name, sizeof s->found[i].name, "riverside-autumn-2026-with-recordings-%zu.pack", i);
        snprintf(s->found[i].stick, sizeof s->found[i].stick, "KINGSTON");
    }
    snprintf(s->shown.digits, sizeof s->shown.digits, "8304 5173 6859 2778");
    snprintf(s->shown.centre, sizeof s->shown.centre, "Riverside Welcome Centre");
    s->result = PACKS_FAILED;
    s->why = ERR_NO_SPACE;
}

static void pack_open(struct app *a)
{
    struct staff_packs *s = staff(a)->packs;
    packs_found(a);
    s->result = PACKS_NONE;
    s->open = s->trusted = true;
    s->offered = s->shown;
    snprintf(s->offered.signers, sizeof s->offered.signers, "Ana Author, Omar Approver");
    snprintf(s->offered.notes, sizeof s->offered.notes, "New hours for the winter, and a page about the bus to court.");
    s->line_total = 340;
    s->line_count = 24;
    for (size_t i = 0; i < s->line_count; i++) {
        struct pack_line *l = &s->lines[i];
        l->change = (enum pack_line_change)(i % LINE_CHANGE_COUNT);
        snprintf(l->what, sizeof l->what, "%s", i % 2 ? "page" : "resource");
        snprintf(l->name, sizeof l->name, "%s", i % 2 ? "papers" : "national-domestic-violence-hotline");
        snprintf(l->in, sizeof l->in, "fa-AF");
    }
}

static void pack_of_a_stranger(struct app *a)
{
    pack_open(a);
    staff(a)->packs->trusted = false;
    staff(a)->packs->why = ERR_REFUSED;
}

static void pack_sure(struct app *a)
{
    pack_open(a);
    touch(a, UI_CONFIRM, 0);
}

static void pack_sure_back(struct app *a)
{
    packs_found(a);
    touch(a, UI_RESET, 0);
}

static void pouch_is(struct app *a, enum pouch_result result)
{
    struct staff_pouch *s = staff(a)->pouch;
    *s = (struct staff_pouch){.count = 2, .unreadable = 1, .result = result, .requests = 120, .answered = 12};
    for (size_t i = 0; i < s->count; i++)
        snprintf(s->sticks[i].name, sizeof s->sticks[i].name, "%s", i ? "KINGSTON 32 GB" : "OFFICE");
    s->sticks[0].read_only = true;
    s->sticks[1].free_mb = 29000;
    s->why = ERR_NO_SPACE;
}

static void pouch_full(struct app *a)
{
    pouch_is(a, POUCH_FULL);
}

static void pouch_in_part(struct app *a)
{
    pouch_is(a, POUCH_IN_PART);
    staff(a)->pouch->not_used = 3;
    staff(a)->pouch->not_taken_off = true;
}

static void pouch_gone(struct app *a)
{
    pouch_is(a, POUCH_GONE);
}

static void devices_failed(struct app *a)
{
    staff(a)->devices->failed = true;
    staff(a)->devices->why = ERR_NO_SPACE;
}

static void limits_lifted(struct app *a)
{
    staff(a)->today->lifted = a->view.today;
    staff(a)->today->result = TODAY_NONE;
}

/* ---- a liaison --------------------------------------------------------------------------------------------------- */

static void request_close(struct app *a)
{
    touch(a, UI_OPTION, 0);
}

static void answer_to(struct app *a, int steps)
{
    touch(a, UI_OPTION, ANSWER_MEET);
    touch(a, UI_NEXT, 0);
    for (int i = 1; i < steps; i++) {
        touch(a, UI_SLOT, 0);
        touch(a, UI_NEXT, 0);
    }
}

static void answer_when(struct app *a)
{
    answer_to(a, 1);
}

static void answer_where(struct app *a)
{
    answer_to(a, 2);
}

static void answer_look(struct app *a)
{
    answer_to(a, 3);
}

static void answer_which(struct app *a)
{
    touch(a, UI_OPTION, ANSWER_RESOURCE);
    touch(a, UI_NEXT, 0);
}

static void key_away(struct app *a)
{
    liaison(a)->keys.kept = true;
    touch(a, UI_OPTION, 1);
}

static void key_new(struct app *a)
{
    liaison(a)->keys.stick = true;
    touch(a, UI_OPTION, 2);
}

static void key_share(struct app *a)
{
    touch(a, UI_OPTION, 3);
}

static void day_save(struct app *a)
{
    liaison(a)->keys.stick = true;
    touch(a, UI_TAKE, 1);
}

static void day_with_stick(struct app *a)
{
    liaison(a)->keys.stick = true;
    liaison(a)->done = DONE_FAILED;
    liaison(a)->why = ERR_NO_SPACE;
}

static const struct scene steps[] = {
    {.route = "unlock", .variant = "PIN", .prepare = door_pin},
    {.route = "unlock", .variant = "passphrase", .prepare = door_passphrase},
    {.route = "staff-facts/nonemergency_phone", .variant = "value", .prepare = fact_value},
    {.route = "staff-facts/nonemergency_phone", .variant = "name", .prepare = fact_name},
    {.route = "staff-facts/nonemergency_phone", .variant = "sure", .prepare = fact_sure},
    {.route = "staff-facts/immigration", .variant = "choice", .prepare = fact_value},
    {.route = "staff-facts/immigration", .variant = "choice, sure", .prepare = fact_choice_sure},
    {.route = "staff-facts/immigration", .variant = "withdraw", .prepare = fact_withdraw},
    {.route = "staff-facts/immigration", .variant = "not kept", .prepare = not_kept},
    {.route = "staff-facts/immigration", .variant = "kept", .prepare = kept},
    {.route = "staff-people/rivera", .variant = "new hours", .prepare = person_new_hours},
    {.route = "staff-people/rivera", .variant = "hours", .prepare = person_hours},
    {.route = "staff-people/rivera", .variant = "not kept", .prepare = not_kept},
    {.route = "staff-people/haddad", .variant = "this month", .prepare = person_month},
    {.route = "staff-people/haddad", .variant = "a whole month", .prepare = person_full_month},
    {.route = "staff-people/haddad", .variant = "a day", .prepare = person_day},
    {.route = "staff-people/haddad", .variant = "until", .prepare = person_until},
    {.route = "staff-people/haddad", .variant = "hours of a day", .prepare = person_day_hours},
    {.route = "staff-people/*", .variant = "look", .prepare = person_look},
    {.route = "staff-languages", .variant = "not kept", .prepare = not_kept},
    {.route = "staff-resources/emergency", .variant = "number", .prepare = first_edit},
    {.route = "staff-resources/emergency", .variant = "hours", .prepare = resource_hours},
    {.route = "staff-resources/emergency", .variant = "name", .prepare = resource_name},
    {.route = "staff-resources/emergency", .variant = "off", .prepare = resource_off},
    {.route = "staff-settings", .variant = "telephone", .prepare = first_edit},
    {.route = "staff-settings", .variant = "kept", .prepare = kept},
    {.route = "staff-changes", .variant = "some", .prepare = changed},
    {.route = "staff-changes", .variant = "sure", .prepare = change_sure},
    {.route = "staff-pin", .variant = "not the same", .prepare = pin_again},
    {.route = "staff-packs", .variant = "found, failed", .prepare = packs_found},
    {.route = "staff-packs", .variant = "open", .prepare = pack_open},
    {.route = "staff-packs", .variant = "a stranger's", .prepare = pack_of_a_stranger},
    {.route = "staff-packs", .variant = "install?", .prepare = pack_sure},
    {.route = "staff-packs", .variant = "back?", .prepare = pack_sure_back},
    {.route = "staff-pouch", .variant = "full", .prepare = pouch_full},
    {.route = "staff-pouch", .variant = "in part", .prepare = pouch_in_part},
    {.route = "staff-pouch", .variant = "gone", .prepare = pouch_gone},
    {.route = "staff-devices", .variant = "failed", .prepare = devices_failed},
    {.route = "staff-limits", .variant = "lifted", .prepare = limits_lifted},
    {.route = "liaison-request", .variant = "close?", .prepare = request_close},
    {.route = "liaison-answer", .variant = "when", .prepare = answer_when},
    {.route = "liaison-answer", .variant = "where", .prepare = answer_where},
    {.route = "liaison-answer", .variant = "look", .prepare = answer_look},
    {.route = "liaison-answer", .variant = "which", .prepare = answer_which},
    {.route = "liaison-keys", .variant = "away?", .prepare = key_away},
    {.route = "liaison-keys", .variant = "new", .prepare = key_new},
    {.route = "liaison-keys", .variant = "share?", .prepare = key_share},
    {.route = "liaison-day", .variant = "save?", .prepare = day_save},
    {.route = "liaison-day", .variant = "failed", .prepare = day_with_stick},
};

const struct scene *desk_step(size_t i)
{
    return i < sizeof steps / sizeof *steps ? &steps[i] : NULL;
}
