/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typing at the desk: keys, passphrases and addresses are Latin, names are the language's, so both are there. */
#include "screens/desk.h"

#include "base/str.h"
#include "ui/widgets.h"

#include <string.h>

static int own_keyboards(const struct view *v)
{
    int n = 0;
    while (n < LANGUAGE_KEYBOARDS_MAX && v->session->lang->keyboards[n])
        n++;
    return n;
}

/* "us" and then the language's own, but for one that is the same. */
static int keyboards(const struct view *v)
{
    int n = own_keyboards(v), count = 1;
    for (int i = 0; i < n; i++)
        count += !str_eq(v->session->lang->keyboards[i], "us");
    return count;
}

static const struct keyboard_layout *keyboard(const struct view *v, int which)
{
    const char *name = "us";
    for (int i = 0, n = own_keyboards(v), k = 0; i < n; i++)
        if (!str_eq(v->session->lang->keyboards[i], "us") && ++k == which)
            name = v->session->lang->keyboards[i];
    return v->keyboard(v->services, name, str_eq(name, "us") ? "en" : v->session->lang->text.tag);
}

void desk_near_keys(struct view *v, struct node *parent)
{
    if (ui_portrait(v->ui))
        w_spring(v->ui, parent);
}

struct node *desk_field(struct view *v, struct node *parent, struct ui_id id, const char *label, const char *text,
                        bool typing, bool secret)
{
    struct ui *u = v->ui;
    struct node *f = node_add(u, parent, ROLE_FIELD, id);
    f->look = LOOK_FIELD;
    f->label = label;
    f->target = !typing;
    f->lay.pad = ui_mm(u, 5);
    f->lay.pad_block = ui_mm(u, 3);
    f->lay.min_h = ui_mm(u, MM_TARGET);
    f->lay.justify = PLACE_CENTER;
    const char *shown = text;
    if (secret) {
        struct str dots;
        str_init(&dots);
        for (const char *c = text; *c; c++)
            if (((unsigned char)*c & 0xC0) != 0x80) /* one a letter, not a byte */
                str_add(&dots, "•");
        shown = arena_strdup(u->frame, dots.s);
        str_release(&dots);
    }
    bool empty = !*text && !typing;
    struct node *t = w_text(u, f, empty ? label : shown, TYPE_BODY);
    t->is_private = !empty;
    t->text.color = empty ? COLOR_QUIET : COLOR_INK;
    t->text.caret = typing ? (int)strlen(shown) : -1;
    return f;
}

void desk_keyboard(struct view *v, struct node *parent, const struct keyboard_state *k)
{
    struct keyboard_words words = {.shift = tr(v, "More letters"),
                                   .layout = tr(v, "Other keyboard"),
                                   .space = tr(v, "Space"),
                                   .backspace = tr(v, "Erase the last letter")};
    const struct keyboard_layout *layout = keyboard(v, k->layout);
    if (layout)
        keyboard_build(v->ui, parent, layout, k, keyboards(v) > 1, &words);
}

bool desk_type(struct view *v, struct keyboard_state *k, struct ui_id act, char *text, size_t size)
{
    const struct keyboard_layout *layout = keyboard(v, k->layout);
    const char *tag = k->layout ? v->session->lang->text.tag : "en";
    return layout && keyboard_act(layout, tag, k, keyboards(v), act, text, size);
}
