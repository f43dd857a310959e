/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Take it with you: what will come out of the printer, dot by dot; one touch prints it. Where it cannot be printed, the
 * same stays here as a big code and as pictures to photograph. "Printed" is said only when the printer says so. */
#include "screens/registry.h"

#include "base/str.h"
#include "content/dates.h"
#include "device/qr.h"
#include "screens/slip.h"
#include "ui/widgets.h"

#include <math.h>
#include <string.h>

struct print_state {
    char what[PRINT_WHAT_MAX];
    bool codes; /* of a discreet slip: asked for */
};

enum { SUFFIX = sizeof "/codes" };
/* How many pages a long slip takes, about; and at most, as its parts are not broken. */
enum { PAGES = 7, PAGES_MAX = 10 };
#define TIMES_MAX                                                                                                      \
    2.2F /* how many times its real size a slip is shown: a roll is narrow, and read from further away                 \
          */

/* The slip's name as it is to be printed. In the frame's memory. */
static const char *what_of(struct view *v, const struct print_state *s)
{
    return s->codes ? arena_printf(v->ui->frame, "%s/codes", s->what) : s->what;
}

static bool enter(struct view *v, void *state, const char *arg)
{
    struct print_state *s = state;
    if (strlen(arg) + SUFFIX > sizeof s->what || str_ends(arg, "/codes") || str_eq(arg, "test"))
        return false;
    memcpy(s->what, arg, strlen(arg) + 1);
    return slip_there(v, s->what);
}

/* The phase of this slip's job; another slip's is not told here. */
static enum print_phase phase_of(struct view *v, const struct print_state *s)
{
    return strcmp(v->printing->what, what_of(v, s)) == 0 ? v->printing->phase : PRINT_PHASE_NONE;
}

static bool under_way(enum print_phase p)
{
    return p == PRINT_PHASE_WAITING || p == PRINT_PHASE_PRINTING;
}

static bool usable(const struct view *v)
{
    return v->health.printer.paper == PAPER_READY || v->health.printer.paper == PAPER_LOW;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct print_state *s = state;
    enum print_phase phase = phase_of(v, s);
    switch (act.kind) {
    case UI_PRINT:
        return usable(v) && !under_way(phase) ? command_go(COMMAND_PRINT, "%s", what_of(v, s))
                                              : command_of(COMMAND_NONE);
    case UI_CANCEL:
        return command_of(under_way(phase) ? COMMAND_PRINT_CANCEL : COMMAND_NONE);
    case UI_OPTION:
        if (under_way(phase) || !slip_discreet(v, s->what))
            return command_of(COMMAND_NONE);
        s->codes = act.index == 1;
        return command_of(COMMAND_REDRAW);
    case UI_BACK:
        return command_of(COMMAND_BACK);
    default:
        return command_of(COMMAND_NONE);
    }
}

/* ---- what is said ------------------------------------------------------------------------------------------------ */

static const char *const no_paper[PAPER_HEALTH_COUNT] = {
    [PAPER_NO_PRINTER] = N_("There is no printer here."),
    [PAPER_OUT] = N_("The printer has no paper. Please tell the staff."),
    [PAPER_TROUBLE] = N_("The printer does not work now. Please tell the staff."),
};

/* Why there is no paper, or NULL. */
static const char *trouble(struct view *v, enum print_phase phase)
{
    enum paper_health why = phase == PRINT_PHASE_FAILED ? v->printing->why : v->health.printer.paper;
    if (phase == PRINT_PHASE_SENT || phase == PRINT_PHASE_PRINTED || under_way(phase))
        return NULL;
    return no_paper[why] ? tr(v, no_paper[why]) : NULL;
}

static void say(struct view *v, struct node *parent, const char *icon, const char *words, enum type_step step)
{
    struct ui *u = v->ui;
    struct node *row = w_row(u, parent, 4);
    w_icon(u, row, icon, 16);
    struct node *t = w_heading(u, row, words, step);
    t->lay.grow = 1;
    t->text.fit = true;
}

/* A bar as long as what has gone out. */
static void progress(struct view *v, struct node *parent)
{
    struct ui *u = v->ui;
    int percent = v->printing->percent;
    say(v, parent, "icons/print", tr(v, "Printing …"), TYPE_HEADING);
    struct node *bar = w_row(u, parent, 0);
    bar->look = LOOK_FIELD;
    bar->lay.pad = bar->lay.pad_block = ui_mm(u, 1.5F);
    struct node *done = node_add(u, bar, ROLE_GROUP, UI_ID(UI_NONE, 0));
    done->look = LOOK_INK;
    done->lay.h = ui_mm(u, 5);
    done->lay.grow = percent < 1 ? 1 : percent;
    struct node *rest = node_add(u, bar, ROLE_GROUP, UI_ID(UI_NONE, 0));
    rest->lay.h = done->lay.h;
    rest->lay.grow = percent > 99 ? 0 : 100 - done->lay.grow;
}

static void state_of(struct view *v, struct node *parent, enum print_phase phase, bool code)
{
    const char *why = trouble(v, phase);
    if (under_way(phase)) {
        progress(v, parent);
    } else if (phase == PRINT_PHASE_PRINTED) {
        say(v, parent, "icons/slip", tr(v, "Printed. Take it."), TYPE_HEADING);
    } else if (phase == PRINT_PHASE_SENT) {
        say(v, parent, "icons/print", tr(v, "It was sent to the printer. Did it come out?"), TYPE_BODY);
    } else if (why) {
        say(v, parent, "icons/warning", why, TYPE_BODY);
        w_text(v->ui, parent, code ? tr(v, "Take a photo of this, or scan the code.") : tr(v, "Take a photo of this."),
               TYPE_BODY);
    }
}

/* ---- what will come out ------------------------------------------------------------------------------------------ */

/* The height that is left for the preview, in px: measured in tests/screen/test_geometry.c. */
static int room_of(const struct view *v)
{
    static const int upright[SIZE_COUNT] = {52, 48, 42, 30}, lying[SIZE_COUNT] = {54, 52, 46, 38},
                     lower[SIZE_COUNT] = {24, 24, 15, 20};
    const int *percent = !ui_portrait(v->ui) ? lying : v->session->lower ? lower : upright;
    return v->ui->h * percent[v->ui->size] / 100;
}

/* The pages that the parts take, each whole, when a dot is k px. */
static int pages_at(const struct slip_picture *p, float k, int room)
{
    int pages = 1;
    float at = 0;
    for (size_t i = 0; i < p->part_count; i++) {
        float h = (float)p->parts[i].strip.h * k;
        pages += at + h > (float)room;
        at = at + h > (float)room ? h : at + h;
    }
    return pages;
}

/* How big a dot is shown: as wide as there is room, but so that the highest part fits a page of its own, and all of it
 * on a few pages. */
static float scale_of(const struct view *v, const struct slip_picture *p, int width)
{
    int high = 1, all = 0, room = room_of(v);
    for (size_t i = 0; i < p->part_count; i++) {
        high = p->parts[i].strip.h > high ? p->parts[i].strip.h : high;
        all += p->parts[i].strip.h;
    }
    float k = fminf((float)width / (float)p->w, TIMES_MAX * p->mm_per_dot / v->ui->mm_per_px);
    k = fminf(k, (float)room / (float)high);
    k = fminf(k, (float)(PAGES * room) / (float)all);
    while (pages_at(p, k, room) > PAGES_MAX)
        k *= 0.95F;
    return k;
}

/* A part of the slip; its words stand in it unseen, so that they can be heard in their languages. */
static void part_of(struct view *v, struct node *list, const struct slip_part *part, int w, float k)
{
    struct ui *u = v->ui;
    struct node *n = node_add(u, list, ROLE_PAPER, UI_ID(UI_NONE, 0));
    n->strip = part->strip;
    n->lay.w = w;
    n->lay.h = (int)((float)(part->strip.y + part->strip.h) * k) - (int)((float)part->strip.y * k);
    for (size_t i = 0; i < part->word_count; i++) {
        struct node *word = node_add(u, n, ROLE_TEXT, UI_ID(UI_NONE, 0));
        word->label = part->words[i].s;
        word->text.lang = part->words[i].lang;
    }
}

/* The one code that says it all, when there is no paper to take. */
static void big_code(struct view *v, struct node *list, const char *what)
{
    struct ui *u = v->ui;
    const char *payload = slip_payload(v, what);
    const struct qr *qr = payload ? v->qr(v->services, payload) : NULL;
    if (qr)
        w_qr(u, list, UI_ID(UI_QR, 0), qr, qr->size, ui_mm(u, ui_portrait(u) ? 130 : 96), tr(v, "The code"));
}

/* Who finds the paper may be dangerous: said before, and codes only if they are wanted. */
static void discreet(struct view *v, struct node *place, const struct print_state *s)
{
    struct ui *u = v->ui;
    struct node *parent = w_column(u, place, 3);
    parent->lay.pad_block = ui_mm(u, 2);
    w_notice(u, parent, "icons/warning",
             tr(v, "If someone finds this paper or a photo of it, are you safe? If not, leave it here."));
    struct node *row = w_grid(u, parent, 2, MM_GAP);
    struct node *without = w_button(u, row, UI_ID(UI_OPTION, 0), LOOK_TILE, "icons/slip", tr(v, "Without codes"));
    struct node *with = w_button(u, row, UI_ID(UI_OPTION, 1), LOOK_TILE, "icons/qr", tr(v, "With codes"));
    without->selected = !s->codes;
    with->selected = s->codes;
}

/* Upright, what is said about danger stands on the first page; lying, beside all of them. */
static void preview(struct view *v, struct node *parent, const struct print_state *s, int width, bool code)
{
    struct ui *u = v->ui;
    const char *what = what_of(v, s);
    struct node *list = w_pager(u, parent, AXIS_COLUMN, 0, 0, tr(v, "Up"), tr(v, "More"));
    if (ui_portrait(u) && slip_discreet(v, s->what) && !under_way(phase_of(v, s)))
        discreet(v, list, s);
    if (code)
        big_code(v, list, what);
    const struct slip_picture *p = v->slip(v->services, what);
    if (!p) {
        w_text(u, list, tr(v, "This cannot be shown now. Please ask at the desk."), TYPE_BODY);
        return;
    }
    float k = scale_of(v, p, width);
    for (size_t i = 0; i < p->part_count; i++)
        part_of(v, list, &p->parts[i], (int)((float)p->w * k), k);
}

/* ---- the screen -------------------------------------------------------------------------------------------------- */

static void buttons(struct view *v, struct node *parent, enum print_phase phase)
{
    struct ui *u = v->ui;
    struct node *row = w_grid(u, parent, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    if (under_way(phase))
        w_button(u, row, UI_ID(UI_CANCEL, 0), LOOK_QUIET, "icons/close", tr(v, "Stop printing"));
    else if (usable(v) && phase == PRINT_PHASE_NONE)
        w_button(u, row, UI_ID(UI_PRINT, 0), LOOK_PRIMARY, "icons/print", tr(v, "Print it"));
    else if (usable(v))
        w_button(u, row, UI_ID(UI_PRINT, 0), LOOK_QUIET, "icons/print", tr(v, "Print again"));
}

static void build(struct view *v, void *state, struct node *content)
{
    struct print_state *s = state;
    struct ui *u = v->ui;
    enum print_phase phase = phase_of(v, s);
    const char *what = what_of(v, s);
    bool code = (trouble(v, phase) || phase == PRINT_PHASE_SENT) && slip_payload(v, what);
    struct node *side = content, *place = content;
    int width = u->w - 2 * content->lay.pad;
    if (!ui_portrait(u)) {
        struct node *row = w_row(u, content, 12);
        row->lay.grow = 1;
        row->lay.align = PLACE_STRETCH;
        place = w_column(u, row, 0);
        place->lay.grow = 1;
        side = w_column(u, row, MM_GAP);
        side->lay.w = u->w * 45 / 100;
        side->lay.justify = PLACE_CENTER;
        width -= side->lay.w + row->lay.gap;
    } else if (width > ui_mm(u, 190)) {
        width = ui_mm(u, 190);
    }
    if (ui_portrait(u)) {
        state_of(v, side, phase, code);
        preview(v, place, s, width, code);
    } else {
        preview(v, place, s, width, code);
        state_of(v, side, phase, code);
    }
    if (!ui_portrait(u) && slip_discreet(v, s->what) && !under_way(phase))
        discreet(v, side, s);
    buttons(v, side, phase);
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Take it with you");
}

const struct screen screen_print = {.id = "print",
                                    .bilingual = true,
                                    .state_size = sizeof(struct print_state),
                                    .icon = "icons/print",
                                    .enter = enter,
                                    .update = update,
                                    .build = build,
                                    .title = title};
