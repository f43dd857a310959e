/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/nudge_settings.h"

#include "base/str.h"
#include "nudge_settings_int.h"
#include "textfile_int.h"

#include <stdlib.h>
#include <string.h>

#define FIELDS(table) .fields = (table), .count = sizeof(table) / sizeof *(table)

/* RFC 5321 section 4.5.3.1: a local part of 64, a path of 256 with its brackets; RFC 1035: a label of 63. */
enum { LOCAL_MAX = 64, ADDRESS_MAX = 254, HOST_MAX = 253, LABEL_MAX = 63, RECIPIENTS_MAX = 10, PATH_TEXT_MAX = 400 };
enum { DEFAULT_MOMENT = 9 * 60, DEFAULT_HOURS_APART = 4, DEFAULT_REMIND_DAYS = 7 };

#define LETTERS_AND_DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* ---- texts that reach a server ------------------------------------------------------------------------------------
 */

/* Labels of letters, digits and inner hyphens; n bytes. */
static bool host_valid(const char *s, size_t n)
{
    size_t label = 0;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '.' || s[i] == '-') {
            if (label == 0 || (s[i] == '.' && s[i - 1] == '-'))
                return false;
            label = s[i] == '.' ? 0 : label + 1;
        } else if (!strchr(LETTERS_AND_DIGITS, s[i]) || ++label > LABEL_MAX) {
            return false;
        }
    }
    return n > 0 && n <= HOST_MAX && label > 0 && s[n - 1] != '-';
}

/* RFC 5321 dot-string @ domain: no quotes, no comments, no names beside it. */
static bool address_valid(const char *s)
{
    const char *at = strchr(s, '@');
    size_t n = at ? (size_t)(at - s) : 0;
    if (n == 0 || n > LOCAL_MAX || strlen(s) > ADDRESS_MAX || s[0] == '.' || s[n - 1] == '.' || strstr(s, ".."))
        return false;
    return strspn(s, LETTERS_AND_DIGITS "!#$%&'*+/=?^_`{|}~.-") == n && host_valid(at + 1, strlen(at + 1));
}

static bool port_valid(const char *s)
{
    size_t n = strspn(s, "0123456789");
    if (n == 0 || n > 5 || s[n])
        return false;
    int port = 0;
    for (size_t i = 0; i < n; i++)
        port = port * 10 + s[i] - '0';
    return port > 0 && port < 65536;
}

/* smtp://host:587 and no more: no user, path or query, which the library would make something of. */
static bool server_valid(const char *s)
{
    const char *host = str_starts(s, "smtp://") ? s + 7 : str_starts(s, "smtps://") ? s + 8 : NULL;
    if (!host)
        return false;
    size_t n = strcspn(host, ":");
    const char *rest = host + n;
    bool ok = host_valid(host, n);
    if (*host == '[') { /* an IPv6 address */
        n = strspn(host + 1, "0123456789abcdefABCDEF:.");
        ok = n >= 2 && host[n + 1] == ']';
        rest = ok ? host + n + 2 : host;
    }
    return ok && (*rest == 0 || (*rest == ':' && port_valid(rest + 1)));
}

static bool user_valid(const char *s)
{
    size_t n = strlen(s);
    for (size_t i = 0; i < n; i++)
        if (s[i] <= ' ' || s[i] > '~')
            return false;
    return n > 0 && n <= ADDRESS_MAX;
}

/* ---- reading -------------------------------------------------------------------------------------------------------
 */

static const struct yaml_node *line_of(const struct yaml_node *map, const char *key)
{
    const struct yaml_node *at = yaml_get(map, key);
    return at ? at : map;
}

/* A path of this machine; the folder of the site is carried about in packs and sticks, and a secret is not. */
static bool path_fits(struct schema_run *run, const struct yaml_node *map, const char *key, const char *path)
{
    const char *why = NULL;
    char *site = run->root ? realpath(run->root, NULL) : NULL;
    size_t n = site ? strlen(site) : 0;
    if (path[0] != '/')
        why = "the whole path, beginning with /";
    else if (strlen(path) > PATH_TEXT_MAX)
        why = "shorter";
    else if (strstr(path, "/../") || str_ends(path, "/.."))
        why = "a path without '..'";
    else if (n > 1 && strncmp(path, site, n) == 0 && (path[n] == '/' || path[n] == 0))
        why = "outside the site's folder";
    for (const char *c = path; *c && !why; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            why = "without control characters";
    free(site);
    if (why)
        schema_fault(run, line_of(map, key), "'%s' is '%s' but must be %s", key, path, why);
    return !why;
}

/* Recipients that can be written to, each once. */
static void keep_good_recipients(struct schema_run *run, const struct yaml_node *map, struct mail_settings *m)
{
    const char **good = ARENA_ARRAY(run->arena, const char *, RECIPIENTS_MAX);
    size_t count = 0;
    for (size_t i = 0; i < m->to_count; i++) {
        size_t k = 0;
        while (k < count && strcmp(good[k], m->to[i]) != 0)
            k++;
        if (!address_valid(m->to[i]))
            schema_fault(run, line_of(map, "to"), "'%s' is not an address like desk@example.org", m->to[i]);
        else if (k < count)
            schema_fault(run, line_of(map, "to"), "'%s' stands there twice", m->to[i]);
        else if (count == RECIPIENTS_MAX)
            schema_fault(run, line_of(map, "to"), "mail goes to at most %d addresses", (int)RECIPIENTS_MAX);
        else
            good[count++] = m->to[i];
    }
    m->to = good;
    m->to_count = count;
}

/* A login is whole and never goes over an open line. */
static bool login_fits(struct schema_run *run, const struct yaml_node *map, const struct mail_settings *m)
{
    bool ok = true;
    if (m->user && !user_valid(m->user)) {
        schema_fault(run, line_of(map, "user"), "'user' has a space or a sign that no login has");
        ok = false;
    }
    if (!m->user != !m->password_file) {
        schema_fault(run, map, "'user' and 'password_file' are given together or not at all");
        ok = false;
    }
    if (m->user && !m->require_tls && !str_starts(m->server, "smtps://")) {
        schema_fault(run, line_of(map, "require_tls"), "a password needs 'require_tls: true'");
        ok = false;
    }
    return ok;
}

/* What is not right in every part is not used at all: half a setting could send in the clear, or to nobody. */
static bool mail_finish(struct schema_run *run, const struct yaml_node *map, void *out)
{
    struct mail_settings *m = out;
    bool ok = m->server && m->from;
    if (m->server && !server_valid(m->server)) {
        schema_fault(run, line_of(map, "server"),
                     "'server' is '%s' but must be like smtp://mail.example.org:587 or smtps://mail.example.org:465",
                     m->server);
        ok = false;
    }
    if (m->from && !address_valid(m->from)) {
        schema_fault(run, line_of(map, "from"), "'%s' is not an address like desk@example.org", m->from);
        ok = false;
    }
    keep_good_recipients(run, map, m);
    if (m->to_count == 0 && yaml_get(map, "to") && yaml_get(map, "to")->kind == YAML_LIST &&
        !yaml_get(map, "to")->count)
        schema_fault(run, line_of(map, "to"), "'to' has no address");
    ok = m->to_count > 0 && ok;
    ok = (!m->password_file || path_fits(run, map, "password_file", m->password_file)) && ok;
    ok = (!m->ca_file || path_fits(run, map, "ca_file", m->ca_file)) && ok;
    ok = ok && login_fits(run, map, m);
    if (!ok)
        *m = (struct mail_settings){.require_tls = true};
    return ok;
}

#define AT(member) .at = offsetof(struct mail_settings, member)
static const struct field mail_fields[] = {
    {.name = "server", .kind = FIELD_TEXT, .required = true, AT(server)},
    {.name = "from", .kind = FIELD_TEXT, .required = true, AT(from)},
    {.name = "to",
     .kind = FIELD_TEXTS,
     .required = true,
     AT(to),
     .count_at = offsetof(struct mail_settings, to_count),
     .item = FIELD_TEXT},
    {.name = "user", .kind = FIELD_TEXT, AT(user)},
    {.name = "password_file", .kind = FIELD_TEXT, AT(password_file)},
    {.name = "ca_file", .kind = FIELD_TEXT, AT(ca_file)},
    {.name = "require_tls", .kind = FIELD_BOOL, AT(require_tls)},
};
#undef AT
static const struct schema mail_schema = {.what = "'mail'", FIELDS(mail_fields), .finish = mail_finish};

static const struct field quiet_fields[] = {
    {.name = "from", .kind = FIELD_MINUTES, .required = true, .at = offsetof(struct nudge_rules, quiet_from)},
    {.name = "to", .kind = FIELD_MINUTES, .required = true, .at = offsetof(struct nudge_rules, quiet_to)},
};
static const struct schema quiet_schema = {.what = "'quiet_hours'", FIELDS(quiet_fields)};

static bool quiet_at(const struct nudge_rules *r, int minute)
{
    return r->quiet_from <= r->quiet_to ? minute >= r->quiet_from && minute < r->quiet_to
                                        : minute >= r->quiet_from || minute < r->quiet_to;
}

/* Puts a moment in its place; false when it is there or there is no room. */
static bool add_moment(struct nudge_rules *r, int minute)
{
    int i = 0;
    while (i < r->moment_count && r->moments[i] < minute)
        i++;
    if (r->moment_count == NUDGE_MOMENTS_MAX || (i < r->moment_count && r->moments[i] == minute))
        return false;
    memmove(&r->moments[i + 1], &r->moments[i], (size_t)(r->moment_count - i) * sizeof r->moments[0]);
    r->moments[i] = minute;
    r->moment_count++;
    return true;
}

static void read_moments(struct schema_run *run, const struct yaml_node *map, struct nudge_draft *d)
{
    const struct yaml_node *at = yaml_get(map, "at");
    struct nudge_rules *r = &d->settings.rules;
    if (!at || at->kind != YAML_LIST)
        return;
    r->moment_count = 0;
    for (size_t i = 0; i < d->at_count; i++) {
        int minute;
        if (!schema_minutes(d->at[i], &minute) || minute == 24 * 60)
            schema_fault(run, at, "'at' has '%s' but must have times like \"09:00\"", d->at[i]);
        else if (quiet_at(r, minute))
            schema_fault(run, at, "'%s' of 'at' lies in the quiet hours", d->at[i]);
        else if (!add_moment(r, minute))
            schema_fault(run, at, "'at' must have at most %d times, each once", (int)NUDGE_MOMENTS_MAX);
    }
    if (r->moment_count == 0)
        schema_fault(run, at, "'at' has no time that can be used: nothing will be told");
}

static bool nudge_finish(struct schema_run *run, const struct yaml_node *map, void *out)
{
    struct nudge_draft *d = out;
    struct nudge_settings *s = &d->settings;
    s->rules.quiet_to %= 24 * 60;
    s->rules.quiet_from %= 24 * 60;
    if (s->folder && !path_fits(run, map, "file", s->folder))
        s->folder = NULL;
    read_moments(run, map, d);
    if (!yaml_get(map, "at") && quiet_at(&s->rules, DEFAULT_MOMENT)) {
        schema_fault(run, map, "09:00, when it is told, lies in the quiet hours: give 'at'");
        s->rules.moment_count = 0;
    }
    if (!yaml_get(map, "mail") && !yaml_get(map, "file"))
        schema_fault(run, map, "'nudge' needs 'mail' or 'file'");
    return true;
}

#define AT(member) .at = offsetof(struct nudge_draft, member)
static const struct field nudge_fields[] = {
    {.name = "mail", .kind = FIELD_MAP, AT(settings.mail), .sub = &mail_schema},
    {.name = "file", .kind = FIELD_TEXT, AT(settings.folder)},
    {.name = "at", .kind = FIELD_TEXTS, AT(at), .count_at = offsetof(struct nudge_draft, at_count), .item = FIELD_TEXT},
    {.name = "hours_apart", .kind = FIELD_INT, AT(settings.rules.hours_apart), .min = 1, .max = 168},
    {.name = "remind_days", .kind = FIELD_INT, AT(settings.rules.remind_days), .min = 1, .max = 90},
    {.name = "quiet_hours", .kind = FIELD_MAP, AT(settings.rules), .sub = &quiet_schema},
};
#undef AT
const struct schema nudge_schema = {.what = "'nudge'", FIELDS(nudge_fields), .finish = nudge_finish};

void nudge_defaults(struct nudge_draft *d)
{
    *d = (struct nudge_draft){.settings.mail.require_tls = true,
                              .settings.rules = {.moments = {DEFAULT_MOMENT},
                                                 .moment_count = 1,
                                                 .hours_apart = DEFAULT_HOURS_APART,
                                                 .remind_days = DEFAULT_REMIND_DAYS}};
}

void nudge_settings_read(const char *dir, struct arena *a, struct nudge_settings *out, struct faults *faults)
{
    static const char file[] = "site.yaml";
    struct fs_root root;
    struct nudge_draft d;
    struct faults own;
    char *text;
    size_t len;
    nudge_defaults(&d);
    *out = d.settings;
    if (!fs_root_open(&root, dir, NULL))
        return;
    faults_init(&own);
    bool there = textfile_read(&root, file, YAML_MAX, true, a, &text, &len, &own);
    const struct yaml_node *map = there ? yaml_parse(text, len, file, 1, a, &own) : NULL;
    const struct yaml_node *nudge = map && map->kind == YAML_MAP ? yaml_get(map, "nudge") : NULL;
    if (nudge && !(nudge->kind == YAML_TEXT && !*nudge->text)) {
        struct schema_run run = {.arena = a, .path = file, .faults = faults ? faults : &own, .root = root.path};
        schema_read(&run, nudge, &nudge_schema, &d);
        *out = d.settings;
    }
    faults_release(&own);
    fs_root_close(&root);
}

bool nudge_has(const struct nudge_settings *s, enum nudge_channel c)
{
    return s->rules.moment_count > 0 && (c == NUDGE_MAIL ? s->mail.server != NULL : s->folder != NULL);
}

void nudge_settings_copy(const struct nudge_settings *s, struct arena *a, struct nudge_settings *out)
{
    *out = *s;
    const char **to = ARENA_ARRAY(a, const char *, s->mail.to_count + 1);
    for (size_t i = 0; i < s->mail.to_count; i++)
        to[i] = arena_strdup(a, s->mail.to[i]);
    out->mail.to = to;
    out->mail.server = arena_strdup(a, s->mail.server);
    out->mail.from = arena_strdup(a, s->mail.from);
    out->mail.user = arena_strdup(a, s->mail.user);
    out->mail.password_file = arena_strdup(a, s->mail.password_file);
    out->mail.ca_file = arena_strdup(a, s->mail.ca_file);
    out->folder = arena_strdup(a, s->folder);
}
