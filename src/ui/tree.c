/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tree.h"

#include <jansson.h>
#include <stdlib.h>

static const char *const roles[] = {
    [ROLE_GROUP] = "group",   [ROLE_TEXT] = "text",  [ROLE_HEADING] = "heading", [ROLE_BUTTON] = "button",
    [ROLE_IMAGE] = "image",   [ROLE_QR] = "qr",      [ROLE_FIELD] = "field",     [ROLE_DOTS] = "dots",
    [ROLE_DIALOG] = "dialog", [ROLE_PAPER] = "paper"};
_Static_assert(sizeof roles / sizeof *roles == ROLE_COUNT, "a name for every role");

const char *node_speech(const struct node *n)
{
    if (n->is_private)
        return NULL;
    return n->speech ? n->speech : n->label ? n->label : n->text.s;
}

static json_t *string_or_null(const char *s)
{
    return s ? json_string(s) : json_null();
}

static json_t *node_json(const struct ui *u, const struct node *n, const char *screen)
{
    json_t *o = json_object();
    char id[64];
    if (n->id.index)
        snprintf(id, sizeof id, "%s.%u", ui_kind_name(n->id.kind), n->id.index);
    else
        snprintf(id, sizeof id, "%s", ui_kind_name(n->id.kind));
    const struct text_lang *lang = n->text.lang ? n->text.lang : u->lang;
    json_object_set_new(o, "id", json_string(screen ? screen : id));
    json_object_set_new(o, "role", json_string(roles[n->role]));
    json_object_set_new(o, "label", string_or_null(n->label ? n->label : n->text.s));
    json_object_set_new(o, "text", string_or_null(n->text.s));
    json_object_set_new(o, "lang", json_string(lang->tag));
    json_object_set_new(o, "dir", json_string(lang->dir == TEXT_RTL ? "rtl" : "ltr"));
    json_object_set_new(o, "rect", json_pack("[iiii]", n->box.x, n->box.y, n->box.w, n->box.h));
    json_object_set_new(o, "target", json_boolean(n->target && !n->disabled));
    json_object_set_new(o, "focus", json_integer(n->focus));
    json_object_set_new(o, "speech", string_or_null(n->spoken >= 0 ? node_speech(n) : NULL));
    if (n->selected)
        json_object_set_new(o, "selected", json_true());
    if (n->disabled)
        json_object_set_new(o, "disabled", json_true());
    if (n->icon)
        json_object_set_new(o, "icon", json_string(n->icon));
    if (n->paragraph && (n->paragraph->clipped || n->paragraph->overflows))
        json_object_set_new(o, "clipped", json_true());
    if (screen)
        json_object_set_new(o, "mm_per_px", json_real((double)u->mm_per_px));
    json_t *children = json_array();
    for (const struct node *c = n->first; c; c = c->next)
        if (!c->hidden)
            json_array_append_new(children, node_json(u, c, NULL));
    json_object_set_new(o, "children", children);
    return o;
}

void tree_json(const struct ui *u, const struct node *root, const char *screen, struct str *out)
{
    json_t *o = node_json(u, root, screen);
    char *s = json_dumps(o, JSON_INDENT(1));
    if (s)
        str_add(out, s);
    else
        out->failed = true;
    free(s);
    json_decref(o);
}
