/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How each question of the request looks. */
#include "screens/request_int.h"

#include "base/str.h"
#include "screens/form_words.h"
#include "ui/widgets.h"

#include <string.h>

enum { DAYS_SHOWN = 7, DAYS_AHEAD = 28 };

int request_keyboards(const struct view *v)
{
    int n = 0;
    while (n < LANGUAGE_KEYBOARDS_MAX && v->session->lang->keyboards[n])
        n++;
    return n;
}

const struct keyboard_layout *request_keyboard(const struct view *v, const struct keyboard_state *k)
{
    int n = request_keyboards(v);
    const char *name = n ? v->session->lang->keyboards[k->layout < n ? k->layout : 0] : "us";
    return v->keyboard(v->services, name, v->session->lang->text.tag);
}

uint32_t request_offered(const struct view *v, day_t day)
{
    uint32_t parts = 0;
    for (size_t i = 0; i < v->site->person_count; i++)
        if (v->site->people[i].has_key)
            parts |= availability_parts(&v->site->people[i].hours, &v->site->opening, day);
    return parts;
}

static struct node *option(struct view *v, struct node *grid, int i, struct form_word w, float icon_mm, bool chosen)
{
    struct node *n = w_tile(v->ui, grid, UI_ID(UI_OPTION, i), w.icon, icon_mm, tr(v, w.label));
    n->selected = chosen;
    n->lay.max_h = ui_mm(v->ui, icon_mm * 2.4F);
    if (!ui_portrait(v->ui) && icon_mm > 20)
        w_tile_gives_way(v->ui, n, 20); /* low glass */
    return n;
}

static struct node *options(struct view *v, struct node *content, int columns)
{
    struct node *grid = w_pager(v->ui, content, AXIS_GRID, columns, 4, tr(v, "Up"), tr(v, "More"));
    grid->lay.justify = PLACE_CENTER;
    return grid;
}

/* Columns that suit the glass and the size of the letters; none of `count` options stands in a row alone beside an
 * empty place. */
static int columns(const struct view *v, int count, int portrait, int landscape)
{
    int n = ui_portrait(v->ui) ? portrait : landscape;
    if (v->ui->size >= SIZE_LARGE && n > 2)
        n--;
    if (v->ui->size == SIZE_XLARGE && n > 2)
        n--;
    return n == 3 && count == 4 ? 2 : n;
}

static void topics(struct view *v, struct node *content)
{
    const struct request *r = &v->session->request;
    if (!view_nobody_collects(v, content))
        w_notice(v->ui, content, "icons/lock",
                 tr(v, "Only the liaison officer can read this. You may skip any question."));
    struct node *grid = options(v, content, columns(v, TOPIC_COUNT, 3, 6));
    for (int i = 0; i < TOPIC_COUNT; i++)
        option(v, grid, i, form_topic((enum topic)i), 32, r->topics >> i & 1);
}

static void field(struct view *v, struct node *content, const char *label, const char *text, bool typing)
{
    struct ui *u = v->ui;
    struct node *f = node_add(u, content, ROLE_FIELD, UI_ID(UI_FIELD, 0));
    f->look = LOOK_FIELD;
    f->label = label;
    f->target = !typing;
    f->lay.pad = ui_mm(u, 5);
    f->lay.pad_block = ui_mm(u, 4);
    f->lay.min_h = ui_mm(u, MM_TARGET);
    f->lay.justify = PLACE_CENTER;
    bool empty = !*text && !typing;
    struct node *t = w_text(u, f, empty ? label : text, TYPE_HEADING);
    t->is_private = !empty;
    t->text.color = empty ? COLOR_QUIET : COLOR_INK;
    t->text.caret = typing ? (int)strlen(text) : -1;
}

static void keyboard(struct view *v, struct request_state *s, struct node *content)
{
    struct keyboard_words words = {.shift = tr(v, "More letters"),
                                   .layout = tr(v, "Other keyboard"),
                                   .space = tr(v, "Space"),
                                   .backspace = tr(v, "Erase the last letter")};
    const struct keyboard_layout *k = request_keyboard(v, &s->keyboard);
    if (k)
        keyboard_build(v->ui, content, k, &s->keyboard, request_keyboards(v) > 1, &words);
}

static void languages(struct view *v, struct request_state *s, struct node *content)
{
    const struct request *r = &v->session->request;
    struct ui *u = v->ui;
    if (s->typing) {
        w_text(u, content, tr(v, "Which language or dialect? For example the name of your region."), TYPE_BODY);
        field(v, content, tr(v, "Another language or my dialect"), r->dialect, true);
        w_spring(u, content);
        keyboard(v, s, content);
        return;
    }
    struct node *grid = options(v, content, columns(v, (int)v->site->offered_count, 2, 4));
    for (size_t i = 0; i < v->site->offered_count; i++) {
        const struct language *l = v->site->offered[i];
        struct node *n = w_tile(u, grid, UI_ID(UI_OPTION, i), NULL, 0, NULL);
        n->label = l->autonym;
        n->selected = str_eq(r->language, l->text.tag);
        n->lay.max_h = ui_mm(u, 44);
        struct node *t = w_text(u, n, l->autonym, TYPE_HEADING);
        t->text.lang = &l->text;
        t->text.align = TEXT_CENTER;
        t->text.fit = true;
    }
    field(v, content, tr(v, "Another language or my dialect"), r->dialect, false);
}

static void interpreter(struct view *v, struct node *content)
{
    const struct request *r = &v->session->request;
    w_notice(v->ui, content, "icons/interpreter",
             tr(v, "The interpreter is neutral: not your family and not a child."));
    struct node *grid = options(v, content, columns(v, INTERPRETER_COUNT - INTERPRETER_WOMAN, 2, 4));
    for (int i = INTERPRETER_WOMAN; i < INTERPRETER_COUNT; i++)
        option(v, grid, i, form_interpreter((enum interpreter)i), 56, r->interpreter == (enum interpreter)i);
    struct node *n = w_button(v->ui, content, UI_ID(UI_OPTION, INTERPRETER_COUNT), LOOK_TILE, "icons/not-my-community",
                              tr(v, "Not someone from my community"));
    n->selected = r->interpreter_not_from_my_community;
    n->lay.min_h = ui_mm(v->ui, 26);
}

static void place(struct view *v, struct node *content)
{
    const struct request *r = &v->session->request;
    struct node *grid = options(v, content, columns(v, PLACE_COUNT - PLACE_HERE, 2, 4));
    for (int i = PLACE_HERE; i < PLACE_COUNT; i++)
        option(v, grid, i, form_place((enum meet_place)i), 56, r->place == (enum meet_place)i);
}

/* Times that were chosen. */
struct chosen {
    const struct request_slot *slots;
    size_t count;
};

static bool slot_chosen(const struct chosen *c, day_t day, enum day_part part)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->slots[i].day == day && c->slots[i].part == part)
            return true;
    return false;
}

/* With its date: the days shown reach past a week, and there may be two Tuesdays among them. */
static const char *slot_words(struct view *v, day_t day, enum day_part part)
{
    return arena_printf(v->ui->frame, "%s %s – %s", view_weekday(v, day), view_date(v, day),
                        tr(v, form_part(part).label));
}

static void day_slots(struct view *v, struct node *row, day_t day, int d, const struct chosen *c)
{
    struct ui *u = v->ui;
    uint32_t parts = request_offered(v, day);
    for (int p = 0; p < PART_COUNT; p++) {
        struct form_word w = form_part((enum day_part)p);
        struct node *n = w_tile(u, row, UI_ID(UI_SLOT, d * PART_COUNT + p), w.icon, 18, NULL);
        n->label = slot_words(v, day, (enum day_part)p);
        n->lay.grow = 1;
        n->lay.min_h = ui_mm(u, 18);
        n->lay.pad_block = ui_mm(u, 1);
        n->selected = slot_chosen(c, day, (enum day_part)p);
        n->disabled = !(parts >> p & 1);
        if (n->disabled) {
            n->look = LOOK_NONE;
            n->first->hidden = NODE_HIDDEN;
        }
    }
}

/* No hours are planned: nothing to choose, and nothing lost. */
static void no_hours(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    struct node *list = w_column(u, content, 8);
    list->lay.grow = 1;
    list->lay.justify = PLACE_CENTER;
    w_icon(u, list, "icons/calendar", 60)->lay.w = 0;
    w_text(u, list, tr(v, "No hours are planned now. The answer will offer you a time."), TYPE_HEADING)->text.align =
        TEXT_CENTER;
}

/* Morning, afternoon, evening above the pictures of a column of days, which is `side` px narrower at both ends. */
static void part_names(struct view *v, struct node *heads, int side)
{
    struct ui *u = v->ui;
    struct node *head = w_row(u, heads, 4);
    head->lay.pad = side;
    w_spring(u, head)->lay.grow = 2;
    struct node *names = w_grid(u, head, PART_COUNT, 3);
    names->lay.grow = 3;
    for (int p = 0; p < PART_COUNT; p++) {
        struct node *t = w_text(u, names, tr(v, form_part((enum day_part)p).label), TYPE_LABEL);
        t->text.align = TEXT_CENTER;
        t->text.fit = true;
    }
}

/* Pictures instead of hours: one row a day on which somebody is there, sun up, sun high, sun low. */
void request_build_when(struct view *v, struct node *content, const struct request_slot *chosen, size_t chosen_count)
{
    const struct chosen c = {chosen, chosen_count};
    struct ui *u = v->ui;
    int days[DAYS_SHOWN], count = 0;
    for (int d = 0; d < DAYS_AHEAD && count < DAYS_SHOWN; d++)
        if (request_offered(v, v->today + 1 + d))
            days[count++] = d;
    if (!count) {
        no_hours(v, content);
        return;
    }
    int columns = ui_portrait(u) ? 1 : 2, side = columns > 1 ? ui_mm(u, 4) : 0;
    struct node *heads = w_grid(u, content, columns, 4);
    for (int i = 0; i < columns; i++)
        part_names(v, heads, side);
    struct node *list = w_pager(u, content, AXIS_GRID, columns, 4, tr(v, "Up"), tr(v, "More"));
    for (int i = 0; i < count; i++) {
        day_t day = v->today + 1 + days[i];
        struct node *row = w_row(u, list, 4);
        row->lay.align = PLACE_STRETCH;
        row->lay.max_h = ui_mm(u, 44);
        row->lay.pad = side;
        struct node *name = w_column(u, row, 0.5F);
        name->lay.grow = 2;
        name->lay.justify = PLACE_CENTER;
        struct node *t = w_text(u, name, view_weekday(v, day), TYPE_BODY);
        t->text.bold = true;
        t->text.fit = true;
        w_text(u, name, view_date(v, day), TYPE_LABEL)->text.fit = true;
        struct node *slots = w_row(u, row, 3);
        slots->lay.grow = 3;
        slots->lay.align = PLACE_STRETCH;
        day_slots(v, slots, day, days[i], &c);
    }
}

static void reach(struct view *v, struct node *content)
{
    const struct request *r = &v->session->request;
    struct node *grid = options(v, content, ui_portrait(v->ui) ? 1 : REACH_COUNT - REACH_COME_BACK);
    for (int i = REACH_COME_BACK; i < REACH_COUNT; i++) {
        struct node *n = option(v, grid, i, form_reach((enum reach)i), 48, r->reach == (enum reach)i);
        n->lay.max_h = ui_mm(v->ui, 110);
    }
}

static void phone(struct view *v, struct request_state *s, struct node *content)
{
    struct ui *u = v->ui;
    const struct request *r = &v->session->request;
    bool beside = !ui_portrait(u) && u->size <= SIZE_MEDIUM;
    struct node *both =
        beside ? w_row(u, content, 12) : w_pager(u, content, AXIS_COLUMN, 0, MM_GAP, tr(v, "Up"), tr(v, "More"));
    if (beside) {
        both->lay.grow = 1;
        both->lay.align = PLACE_STRETCH;
    }
    struct node *left = w_column(u, both, MM_GAP), *right = w_column(u, both, MM_GAP);
    left->lay.grow = right->lay.grow = beside;
    struct node *pad = left;
    if (!beside && !ui_portrait(u)) { /* number and keys stay together on low glass */
        left->lay.axis = AXIS_GRID;
        left->lay.columns = 2;
        pad = w_column(u, left, MM_GAP);
        left = w_column(u, left, MM_GAP);
    }
    field(v, left, tr(v, "Telephone number"), r->phone, true);
    if (s->wrong_number)
        w_notice(u, left, "icons/warning", tr(v, "This is not a whole number. Please look at it again."));
    number_pad_build(u, pad, true, tr(v, "Erase the last number"));
    w_heading(u, right, tr(v, "When is it safe to call?"), TYPE_BODY);
    struct node *grid = w_grid(u, right, PART_COUNT, 4);
    for (int i = 0; i < PART_COUNT; i++)
        option(v, grid, i, form_part((enum day_part)i), 18, r->safe_parts >> i & 1);
    struct node *two = w_grid(u, right, 2, 4);
    option(v, two, PART_COUNT, (struct form_word){"icons/voicemail", N_("You may leave a message")}, 18,
           r->safe_voicemail);
    option(v, two, PART_COUNT + 1, (struct form_word){"icons/message", N_("You may send a text")}, 18, r->safe_text);
}

static void name(struct view *v, struct request_state *s, struct node *content)
{
    struct ui *u = v->ui;
    w_text(u, content, tr(v, "Any name you like. It does not have to be your real name."),
           ui_portrait(u) ? TYPE_BODY : TYPE_LABEL);
    field(v, content, tr(v, "Name"), v->session->request.name, true);
    w_spring(u, content);
    keyboard(v, s, content);
}

/* Some of an answer's words, put together: those from `from` up to, not with, `to`. */
struct said {
    struct str s;
    int from, to, count;
};

static void add(struct said *a, const char *word)
{
    bool wanted = a->count >= a->from && a->count < a->to;
    a->count++;
    if (!wanted)
        return;
    if (a->s.len)
        str_add(&a->s, " · ");
    str_add(&a->s, word);
}

static void add_phone(struct view *v, struct said *a)
{
    const struct request *r = &v->session->request;
    if (r->phone[0])
        add(a, arena_printf(v->ui->frame, "\u2066%s\u2069", r->phone));
    for (int i = 0; i < PART_COUNT; i++)
        if (r->safe_parts >> i & 1)
            add(a, tr(v, form_part((enum day_part)i).label));
    if (r->safe_voicemail)
        add(a, tr(v, "You may leave a message"));
    if (r->safe_text)
        add(a, tr(v, "You may send a text"));
}

static void add_answer(struct view *v, enum form_step step, struct said *a)
{
    const struct request *r = &v->session->request;
    const struct language *l = site_language(v->site, r->language);
    for (int i = 0; step == STEP_TOPIC && i < TOPIC_COUNT; i++)
        if (r->topics >> i & 1)
            add(a, tr(v, form_topic((enum topic)i).label));
    if (step == STEP_LANGUAGE && l)
        add(a, l->autonym);
    if (step == STEP_LANGUAGE && r->dialect[0])
        add(a, r->dialect);
    if (step == STEP_INTERPRETER && r->interpreter)
        add(a, tr(v, form_interpreter(r->interpreter).label));
    if (step == STEP_INTERPRETER && r->interpreter_not_from_my_community)
        add(a, tr(v, "Not someone from my community"));
    if (step == STEP_PLACE && r->place)
        add(a, tr(v, form_place(r->place).label));
    for (size_t i = 0; step == STEP_WHEN && i < r->slot_count; i++)
        add(a, slot_words(v, r->slots[i].day, r->slots[i].part));
    if (step == STEP_REACH && r->reach)
        add(a, tr(v, form_reach(r->reach).label));
    if (step == STEP_PHONE)
        add_phone(v, a);
    if (step == STEP_NAME && r->name[0])
        add(a, r->name);
}

/* An answer in the visitor's words, in the frame arena: the words from `from` up to `to`; returns how many there are.
 * "" past the last. */
static int answer(struct view *v, enum form_step step, int from, int to, const char **out)
{
    struct said a = {.from = from, .to = to};
    str_init(&a.s);
    add_answer(v, step, &a);
    if (a.count == 0 && from == 0)
        str_add(&a.s, tr(v, "Not said"));
    *out = arena_strdup(v->ui->frame, a.s.s);
    str_release(&a.s);
    return a.count;
}

static struct node *review_row(struct ui *u, struct node *list, enum role role, struct ui_id id)
{
    struct node *n = node_add(u, list, role, id);
    n->lay.axis = AXIS_ROW;
    n->lay.align = PLACE_CENTER;
    n->lay.gap = n->lay.pad = ui_mm(u, 5);
    n->lay.pad_block = ui_mm(u, 2);
    return n;
}

static void question(struct view *v, struct node *list, enum form_step step)
{
    struct ui *u = v->ui;
    const struct request *r = &v->session->request;
    struct form_word q = form_question(step);
    const char *a;
    /* a long answer in big letters goes on below, where the page can be turned */
    int each = u->size >= SIZE_LARGE && (step == STEP_TOPIC || step == STEP_WHEN) ? 3 : REQUEST_SLOTS_MAX;
    int count = answer(v, step, 0, each, &a);
    struct node *n = review_row(u, list, ROLE_BUTTON, UI_ID(UI_EDIT, step));
    n->look = LOOK_TILE;
    n->target = true;
    n->lay.min_h = ui_mm(u, MM_TARGET);
    bool typed = step == STEP_PHONE || step == STEP_NAME || (step == STEP_LANGUAGE && r->dialect[0]);
    /* what was typed is never said aloud in a lobby (EN 301 549 5.1.3.8) */
    n->label = typed ? tr(v, q.label) : arena_printf(u->frame, "%s %s", tr(v, q.label), a);
    w_icon(u, n, q.icon, 13);
    struct node *words = w_column(u, n, 1);
    words->lay.grow = 1;
    w_text(u, words, tr(v, q.label), TYPE_LABEL)->text.color = COLOR_QUIET;
    /* many times to meet are a long answer */
    enum type_step letters = step == STEP_WHEN && r->slot_count > 4 ? TYPE_LABEL : TYPE_BODY;
    struct node *t = w_text(u, words, a, letters);
    t->text.bold = true;
    t->is_private = typed;
    w_icon(u, n, "icons/pencil", 10);
    for (int from = each; from < count; from += each) {
        answer(v, step, from, from + each, &a);
        struct node *more = review_row(u, list, ROLE_GROUP, UI_ID(UI_NONE, 0));
        more->look = LOOK_CARD;
        t = w_text(u, more, a, letters);
        t->text.bold = true;
        t->lay.grow = 1;
    }
}

static void review(struct view *v, struct node *content)
{
    struct node *list = w_pager(v->ui, content, AXIS_COLUMN, 0, 3, tr(v, "Up"), tr(v, "More"));
    if (v->session->send_failed)
        w_notice(v->ui, list, "icons/warning",
                 tr(v, "It was not sent. Nothing is lost: try again, or ask at the desk for the paper form."));
    else if (v->session->not_taken != INTAKE_OPEN)
        w_notice(v->ui, list, "icons/warning",
                 tr(v, "It was not sent: this machine has too many requests now. Nothing is lost: ask at the desk for "
                       "the paper form."));
    for (int i = 0; i < STEP_REVIEW; i++)
        if (i != STEP_PHONE || v->session->request.reach == REACH_PHONE)
            question(v, list, (enum form_step)i);
}

void request_build_step(struct view *v, struct request_state *s, struct node *content)
{
    switch (s->step) {
    case STEP_TOPIC:
        topics(v, content);
        break;
    case STEP_LANGUAGE:
        languages(v, s, content);
        break;
    case STEP_INTERPRETER:
        interpreter(v, content);
        break;
    case STEP_PLACE:
        place(v, content);
        break;
    case STEP_WHEN:
        request_build_when(v, content, v->session->request.slots, v->session->request.slot_count);
        break;
    case STEP_REACH:
        reach(v, content);
        break;
    case STEP_PHONE:
        phone(v, s, content);
        break;
    case STEP_NAME:
        name(v, s, content);
        break;
    case STEP_REVIEW:
        review(v, content);
        break;
    case STEP_COUNT:
        break;
    }
}
