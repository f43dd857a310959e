/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assisted mode: a member of staff beside a visitor, each with half of the glass. Both halves are the same screen in
 * the same state, built once in each language; a finger on either does the same. So every screen has it, and none
 * knows. */
#include "app_int.h"
#include "screens/desk.h"
#include "ui/layout.h"

/* The visitor's half has the bar besides, so it gets somewhat more. */
enum { LINE_PX = 2, FIRST_PERCENT = 58 };

bool duo_on(struct app *a)
{
    return a->session.beside && !stack_top(a)->screen->bilingual;
}

void duo_begin(struct app *a, const struct language *visitor)
{
    const struct language *staff = a->session.lang;
    app_end_session(a); /* the desk is locked: a visitor is at the glass */
    a->session.lang = visitor;
    a->session.chosen = true;
    a->session.size = SIZE_SMALL; /* half the room */
    a->session.beside = visitor == staff ? NULL : staff;
    a->ui.lang = &visitor->text;
    stack_home(a);
}

/* Each half is a tree of its own for fingers: a dialog in both would shut one of them out. */
const struct node *duo_half(const struct app *a, int x, int y)
{
    if (!a->root || !a->behind.halves)
        return a->root;
    const struct box *b = &a->root->last->box;
    return x >= b->x && x < b->x + b->w && y >= b->y && y < b->y + b->h ? a->root->last : a->root->first;
}

/* The keys of a half are its language's: what they type is theirs too. All else is the visitor's. */
struct command duo_update(struct app *a, struct ui_id id)
{
    const struct place_shown *top = stack_top(a);
    const struct language *visitor = a->session.lang;
    bool theirs = a->behind.halves && a->behind.in_beside &&
                  (id.kind == UI_KEY || id.kind == UI_KEY_SHIFT || id.kind == UI_KEY_LAYOUT ||
                   id.kind == UI_KEY_SPACE || id.kind == UI_KEY_BACKSPACE);
    if (theirs)
        a->session.lang = a->session.beside;
    struct command c = top->screen->update(&a->view, top->state, id);
    if (theirs)
        a->session.lang = visitor;
    return c;
}

/* Moves a laid-out tree to its half. What is said and where the keys go is the first half's business. */
static void move(struct node *n, int x, int y, const struct text_lang *lang)
{
    n->box.x += x;
    n->box.y += y;
    n->spoken = -1;
    if (!n->text.lang)
        n->text.lang = lang;
    for (struct node *c = n->first; c; c = c->next)
        move(c, x, y, lang);
}

static struct node *half(struct app *a, struct node *both, const char *dialog)
{
    struct place_shown *top = stack_top(a);
    struct node *n = screen_build(&a->view, top->screen, top->state, dialog, a->idle.left_s);
    layout(&a->ui, n);
    n->parent = both;
    return n;
}

/* The first half as the visitor's session says; then the other, with the language changed for as long as it is built.
 */
struct node *duo_build(struct app *a, const char *dialog)
{
    const struct language *visitor = a->session.lang;
    int w = a->ui.w, h = a->ui.h, page = a->ui.page_at;
    bool upright = ui_portrait(&a->ui);
    struct node *both = node_add(&a->ui, NULL, ROLE_GROUP, UI_ID(UI_SCREEN, 0));
    both->box = (struct box){0, 0, w, h};
    both->spoken = -1;
    a->ui.w = upright ? w : w * FIRST_PERCENT / 100;
    a->ui.h = upright ? h * FIRST_PERCENT / 100 : h;
    both->first = half(a, both, dialog);

    struct ui first = a->ui;
    a->ui.h = upright ? h - first.h - LINE_PX : h;
    a->ui.w = upright ? w : w - first.w - LINE_PX;
    a->session.lang = a->session.beside;
    a->ui.lang = &a->session.beside->text;
    a->view.beside = true;
    a->ui.page_at = page;
    both->last = both->first->next = half(a, both, dialog);
    move(both->last, upright ? 0 : w - a->ui.w, upright ? h - a->ui.h : 0, a->ui.lang);
    a->behind.beside = a->ui;
    a->behind.beside.w = w;
    a->behind.beside.h = h;
    a->view.beside = false;
    a->session.lang = visitor;
    a->ui = first;
    if (a->behind.beside.page_count > first.page_count) { /* the longer half can be turned to its end */
        a->ui.page_at = a->behind.beside.page_at;
        a->ui.page_count = a->behind.beside.page_count;
    }
    a->ui.w = w;
    a->ui.h = h;
    return both;
}

void duo_draw(struct app *a, struct paint_list *out)
{
    const struct box *b = &a->root->box, *f = &a->root->first->box;
    bool upright = f->w == b->w;
    a->behind.beside.focus = a->ui.focus;
    a->behind.beside.pressed = a->ui.pressed;
    draw(&a->ui, a->root->first, out);
    draw(&a->behind.beside, a->root->last, out);
    struct box line = upright ? (struct box){0, f->h, b->w, LINE_PX} : (struct box){f->w, 0, LINE_PX, b->h};
    VEC_PUSH(&out->list,
             ((struct paint){.kind = PAINT_BOX, .box = line, .fill = theme_color(a->ui.theme, COLOR_EDGE)}));
}
