/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trying the printer and the sound. */
#include "screens/registry.h"

#include "base/str.h"
#include "screens/staff_devices.h"
#include "screens/staff_today_kit.h"

static const int volumes[] = {30, 60, 90};
enum { VOLUMES = sizeof volumes / sizeof *volumes };

static struct staff_devices *devices(const struct view *v)
{
    return v->desk->staff->devices;
}

static bool under_way(const struct view *v)
{
    return v->printing->phase == PRINT_PHASE_WAITING || v->printing->phase == PRINT_PHASE_PRINTING;
}

static bool usable(const struct view *v)
{
    return v->health.printer.paper == PAPER_READY || v->health.printer.paper == PAPER_LOW;
}

static void build_printer(struct view *v, struct node *content)
{
    static const char *const phases[PRINT_PHASE_COUNT] = {
        [PRINT_PHASE_WAITING] = N_("The printer begins."),
        [PRINT_PHASE_PRINTING] = N_("It prints: {number} %"),
        [PRINT_PHASE_PRINTED] = N_("The test page is printed. Are all lines there?"),
        [PRINT_PHASE_SENT] = N_("Sent. This printer never says whether it printed: look."),
        [PRINT_PHASE_FAILED] = N_("It was not printed."),
    };
    struct ui *u = v->ui;
    const struct ready *r = &staff_today(v)->parts[READY_PRINTER];
    w_notice(u, content, ready_verdict_icon(r->verdict), ready_words(v, r))->last->text.fit_lines = 0;
    if (str_eq(v->printing->what, "test") && v->printing->phase != PRINT_PHASE_NONE)
        w_text(
            u, content,
            tr_fill(v, phases[v->printing->phase], "number", arena_printf(u->frame, "%d", v->printing->percent), NULL),
            TYPE_BODY);
    if (v->health.printer.left_over)
        w_notice(u, content, "icons/warning", tr(v, "Look: paper of a visitor may hang in the printer."));
    w_button(u, content, UI_ID(UI_PRINT, 0), LOOK_TILE, "icons/print", tr(v, "Print a test page"))->disabled =
        !usable(v) || under_way(v);
}

static void build(struct view *v, void *state, struct node *content)
{
    static const char *const sources[VOICE_SOURCE_COUNT] = {[VOICE_NONE] = N_("No voice"),
                                                            [VOICE_RECORDING] = N_("A recording"),
                                                            [VOICE_MACHINE] = N_("The machine's voice")};
    static const char *const loud[VOLUMES] = {N_("Quiet"), N_("Middle"), N_("Loud")};
    struct ui *u = v->ui;
    const struct staff_devices *d = devices(v);
    (void)state;
    if (d->failed)
        w_notice(u, content, "icons/warning",
                 tr_fill(v, "Not done, nothing has changed: {why}", "why", desk_why(v, d->why, NULL), NULL));
    build_printer(v, content);
    struct node *row = w_grid(u, content, VOLUMES, MM_GAP);
    for (int i = 0; i < VOLUMES; i++)
        w_button(u, row, UI_ID(UI_VOLUME, i), LOOK_TILE, NULL, tr(v, loud[i]))->selected = d->volume == volumes[i];
    if (ui_portrait(u))
        w_heading(u, content, tr(v, "Touch a language to hear it."), TYPE_BODY);
    struct node *list = w_pager(u, content, AXIS_GRID, ui_portrait(u) && u->size >= SIZE_LARGE ? 1 : 2, MM_GAP,
                                tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < v->site->offered_count && i < DEVICES_LANGUAGES; i++) {
        const struct language *l = v->site->offered[i];
        enum voice_source s = d->voices[i];
        staff_line(v, list, UI_ID(UI_OPTION, i), s == VOICE_NONE ? "icons/mute" : "icons/listen",
                   arena_printf(u->frame, "\u2068%s\u2069", l->autonym), tr(v, sources[s]));
    }
    staff_foot(v, content, NULL, NULL);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct staff_devices *d = devices(v);
    (void)state;
    switch (act.kind) {
    case UI_BACK:
        return command_of(COMMAND_BACK);
    case UI_PRINT:
        return usable(v) && !under_way(v) ? staff_order(STAFF_DEVICES, DEVICES_PRINT) : command_of(COMMAND_NONE);
    case UI_VOLUME:
        d->volume = act.index < VOLUMES ? volumes[act.index] : d->volume;
        return command_of(COMMAND_REDRAW);
    case UI_OPTION:
        d->language = act.index;
        return staff_order(STAFF_DEVICES, DEVICES_SOUND);
    default:
        return command_of(COMMAND_NONE);
    }
}

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    staff_today(v)->stale = true;
    devices(v)->failed = false;
    return !*arg;
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Try the printer and the sound");
}

const struct screen screen_staff_devices = {.id = "staff-devices",
                                            .icon = "icons/print",
                                            .access = ACCESS_STAFF,
                                            .enter = enter,
                                            .update = update,
                                            .build = build,
                                            .title = title};
