/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One number or office: what it is, how it is reached, and its codes: the one that works without data beside the web
 * one, each with what it leads to in words below it. */
#include "slip_int.h"

#include "base/str.h"

#include <string.h>

static const struct resource *find(const struct view *v, const char *key)
{
    const struct resource *r = site_resource(v->site, key);
    return r && (r->expires == DAY_NONE || r->expires >= v->today) ? r : NULL;
}

static bool there(struct view *v, const char *key)
{
    return find(v, key) != NULL;
}

static bool discreet(struct view *v, const char *key)
{
    const struct resource *r = find(v, key);
    return r && r->discreet;
}

static const char *name(struct view *v, const char *key)
{
    const struct resource *r = find(v, key);
    return r && !r->discreet ? tr(v, r->about) : tr(v, "Information");
}

static enum qr_kind without_data(const struct resource *r)
{
    return resource_has(r, QR_CALL) ? QR_CALL : QR_TEXT;
}

static const char *code(struct view *v, const struct resource *r, enum qr_kind kind)
{
    struct str out;
    str_init(&out);
    resource_payload(r, kind, r->discreet ? NULL : tr(v, r->about), &out);
    const char *kept = arena_strdup(v->ui->frame, out.s);
    str_release(&out);
    return kept;
}

static const char *payload(struct view *v, const char *key, bool codes)
{
    const struct resource *r = find(v, key);
    return r && codes ? code(v, r, without_data(r)) : NULL;
}

/* Their own names: who looks for theirs finds it. */
static const char *languages(struct view *v, const struct resource *r)
{
    struct str out;
    str_init(&out);
    for (size_t i = 0; i < r->language_count; i++) {
        const struct language *l = site_language(v->site, r->languages[i]);
        if (l)
            str_add_f(&out, "%s\u2068%s\u2069", out.len ? view_comma(v) : "", l->autonym);
    }
    const char *kept = out.len ? arena_strdup(v->ui->frame, out.s) : NULL;
    str_release(&out);
    return kept;
}

static void reached(struct view *v, struct node *parent, const struct resource *r)
{
    struct ui *u = v->ui;
    const char *spoken = languages(v, r);
    if (!r->discreet)
        slip_proper(v, parent, r->name, TYPE_BODY);
    if (r->phone)
        slip_proper(v, parent, r->phone, TYPE_TITLE)->text.bold = true;
    if (r->sms)
        slip_proper(
            v, parent,
            arena_printf(u->frame, "SMS %s%s%s", r->sms, r->sms_word ? ": " : "", r->sms_word ? r->sms_word : ""),
            TYPE_BODY);
    if (r->url && !r->phone && !r->discreet)
        slip_proper(v, parent, r->url + strlen("https://"), TYPE_BODY);
    if (r->hours)
        slip_text(v, parent, tr_fill(v, "Open: {hours}", "hours", r->hours, NULL), TYPE_BODY, NULL);
    if (r->address && !r->discreet)
        slip_proper(v, parent, r->address, TYPE_BODY);
    if (spoken)
        slip_text(v, parent, spoken, TYPE_BODY, NULL);
    if (r->interpreter)
        slip_text(v, parent, tr(v, "An interpreter can join the call. Say the name of your language in English."),
                  TYPE_BODY, NULL);
    if (r->interpreter && !slip_in_english(v))
        slip_proper(v, parent, v->session->lang->english, TYPE_HEADING)->text.bold = true;
}

/* The one without data first; side by side on a roll that has the room. */
static void codes_of(struct view *v, struct node *parent, const struct resource *r)
{
    struct ui *u = v->ui;
    bool beside = !slip_wide(u) && slip_roomy(u);
    struct node *row = beside ? w_row(u, parent, 2) : w_column(u, parent, 3);
    float side = beside ? 34 : slip_wide(u) ? 50 : 40;
    if (beside)
        row->lay.align = PLACE_START;
    enum qr_kind first = without_data(r);
    struct node *call =
        slip_code(v, row, code(v, r, first), side, first == QR_CALL ? tr(v, "Call") : tr(v, "Words only"),
                  first == QR_CALL ? r->phone : NULL);
    struct node *web = NULL;
    if (resource_has(r, QR_WEB))
        web = slip_code(v, row, code(v, r, QR_WEB), side, tr(v, "Web page"), r->url + strlen("https://"));
    if (call)
        call->lay.grow = beside;
    if (web)
        web->lay.grow = beside;
}

static void build(struct view *v, const char *key, bool codes, struct node *root)
{
    const struct resource *r = find(v, key);
    slip_heading(v, root, name(v, key), TYPE_TITLE, NULL);
    if (!r->discreet && !slip_in_english(v))
        slip_proper(v, root, r->about, TYPE_BODY); /* English, at the side where their lines begin */
    slip_rule(v, root);
    struct node *columns = slip_columns(v, root);
    reached(v, slip_column(v, columns), r);
    if (codes)
        codes_of(v, slip_column(v, columns), r);
    slip_foot(v, root, tr(v, "Questions? Ask here:"), r->checked_on);
}

const struct slip_kind slip_resource = {
    .word = "resource", .there = there, .discreet = discreet, .name = name, .payload = payload, .build = build};
