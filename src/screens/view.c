/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screens/screen.h"

#include "base/str.h"
#include "content/dates.h"
#include "ui/widgets.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *tr_in(const struct view *v, const struct language *lang, const char *msgid)
{
    return strings_get(v->strings, lang->text.tag, NULL, msgid);
}

const char *tr(const struct view *v, const char *msgid)
{
    return tr_in(v, v->session->lang, msgid);
}

const char *tr_fill(const struct view *v, const char *msgid, ...)
{
    struct str out;
    str_init(&out);
    const char *s = tr(v, msgid);
    while (*s) {
        const char *open = strchr(s, '{'), *shut = open ? strchr(open, '}') : NULL;
        if (!shut) {
            str_add(&out, s);
            break;
        }
        str_add_n(&out, s, (size_t)(open - s));
        va_list ap;
        va_start(ap, msgid);
        const char *name, *value, *found = NULL;
        while (!found && (name = va_arg(ap, const char *)) && (value = va_arg(ap, const char *)))
            if (strlen(name) == (size_t)(shut - open - 1) && memcmp(name, open + 1, strlen(name)) == 0)
                found = value;
        va_end(ap);
        if (found) {
            /* isolated, so that a number or a Latin name does not turn a right-to-left sentence about */
            str_add_cp(&out, 0x2068);
            str_add(&out, found);
            str_add_cp(&out, 0x2069);
        } else {
            str_add_n(&out, open, (size_t)(shut - open + 1));
        }
        s = shut + 1;
    }
    const char *kept = arena_strdup(v->ui->frame, out.s);
    str_release(&out);
    return kept;
}

struct command command_go(enum command_kind kind, const char *fmt, ...)
{
    struct command c = {.kind = kind};
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(c.route, sizeof c.route, fmt, ap);
    va_end(ap);
    return c;
}

const char *view_comma(const struct view *v)
{
    const char *script = v->session->lang->text.script;
    return str_eq(script, "Arab") || str_eq(script, "Aran") ? "، " : str_eq(script, "Mymr") ? "၊ " : ", ";
}

const char *view_weekday(const struct view *v, day_t day)
{
    return date_weekday(v->session->lang, day, v->ui->frame);
}

const char *view_date(const struct view *v, day_t day)
{
    return date_day_month(v->session->lang, day, v->ui->frame);
}

bool view_page_shown(const struct view *v, const char *slug)
{
    const struct page *p = catalogue_find(v->catalogue, slug);
    enum page_status s = p ? catalogue_status(v->catalogue, p, v->session->lang->text.tag, v->today) : PAGE_BROKEN;
    return s == PAGE_SHOWN || s == PAGE_SHOWN_AS_DRAFT;
}

bool view_nobody_collects(const struct view *v, struct node *parent)
{
    if (v->health.nobody_collects)
        w_notice(v->ui, parent, "icons/warning",
                 tr(v, "Nobody has read requests here for some time. You can also ask at the desk or call."));
    return v->health.nobody_collects;
}
