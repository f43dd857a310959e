/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/pack_print.h"

#include "store/vault.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static void print_notes(const char *notes)
{
    for (const char *line = notes; *line;) {
        size_t n = strcspn(line, "\n");
        printf("note:         %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
}

static bool write_json(json_t *value)
{
    bool ok = value && json_dumpf(value, stdout, JSON_INDENT(2)) == 0 && putchar('\n') != EOF;
    json_decref(value);
    return ok;
}

static json_t *pack_json(const struct pack *p)
{
    char day[11], fingerprint[PACK_FINGERPRINT_MAX];
    day_format(p->date, day);
    pack_fingerprint(p, fingerprint);
    return json_pack("{s:s, s:s, s:s, s:I, s:I, s:s}", "date", day, "centre", p->centre, "fingerprint", fingerprint,
                     "files", (json_int_t)p->file_count, "bytes", (json_int_t)p->unpacked, "notes", p->notes);
}

static json_t *signatures_json(const struct pack *p, const struct signer *const *trusted)
{
    json_t *all = json_array();
    for (size_t i = 0; i < p->signature_count; i++) {
        char key[44];
        vault_public_format(p->signatures[i].key, key);
        json_array_append_new(all, json_pack("{s:s, s:s?}", "key", key, "name", trusted[i] ? trusted[i]->name : NULL));
    }
    return all;
}

bool print_pack(const struct pack *p, const struct signer *const *trusted, const char *why, bool json)
{
    if (json) {
        json_t *o = pack_json(p);
        json_object_set_new(o, "signatures", signatures_json(p, trusted));
        json_object_set_new(o, "trusted", json_boolean(!why));
        return write_json(o);
    }
    char day[11], fingerprint[PACK_FINGERPRINT_MAX];
    day_format(p->date, day);
    pack_fingerprint(p, fingerprint);
    printf("date:         %s\ncentre:       %s\nfingerprint:  %s\nfiles:        %zu, %llu bytes\n", day, p->centre,
           fingerprint, p->file_count, (unsigned long long)p->unpacked);
    for (size_t i = 0; i < p->signature_count; i++) {
        char key[44];
        vault_public_format(p->signatures[i].key, key);
        if (trusted[i])
            printf("signed by:    %s\n", trusted[i]->name);
        else
            printf("signed by:    somebody who is not trusted here, key %s\n", key);
    }
    print_notes(p->notes);
    return true;
}

bool print_diff(const struct pack *p, const struct pack_diff *d, bool json)
{
    if (json) {
        json_t *o = pack_json(p), *rows = json_array();
        for (size_t i = 0; i < d->rows.len; i++) {
            const struct pack_row *r = &d->rows.v[i];
            json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:s?}", "change", pack_change_word(r->change),
                                                  "what", r->what, "name", r->name, "language", r->in));
        }
        json_object_set_new(o, "changes", rows);
        return write_json(o);
    }
    print_notes(p->notes);
    for (size_t i = 0; i < d->rows.len; i++) {
        const struct pack_row *r = &d->rows.v[i];
        printf("%-8s  %s %s%s%s\n", pack_change_word(r->change), r->what, r->name, r->in ? " in " : "",
               r->in ? r->in : "");
    }
    if (d->rows.len == 0)
        puts("nothing would change");
    return true;
}

void print_faults(const struct faults *faults, bool all)
{
    for (size_t i = 0; i < faults->len; i++) {
        const struct fault *f = &faults->v[i];
        if (f->level == FAULT_ERROR || all)
            fprintf(stderr, "%s:%d: %s%s\n", f->path, f->line, f->level == FAULT_WARNING ? "warning: " : "",
                    f->message);
    }
}
