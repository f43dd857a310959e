/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/signers.h"

#include "signers_int.h"
#include "textfile_int.h"

#include <sodium.h>
#include <string.h>

#define FIELDS(table) .fields = (table), .count = sizeof(table) / sizeof *(table)

static bool key_from_text(const char *text, uint8_t key[SIGNER_KEY])
{
    size_t len = 0;
    const char *end = NULL;
    for (const char *c = text; *c; c++)
        if (*c & 0x80) /* libsodium 1.0.18 takes bytes from 0x80 for "_" */
            return false;
    return sodium_base642bin(key, SIGNER_KEY, text, strlen(text), NULL, &len, &end,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
           len == SIGNER_KEY && *end == 0;
}

static bool finish_signer(struct schema_run *run, const struct yaml_node *map, void *out)
{
    struct signer *s = out;
    if (!s->key_text)
        return false; /* its absence is a fault already */
    if (key_from_text(s->key_text, s->key))
        return true;
    const struct yaml_node *at = yaml_get(map, "key");
    schema_fault(run, at ? at : map, "'key' must be the 43 characters that 'porchlightctl keys show' prints");
    return false;
}

static const struct field signer_fields[] = {
    {.name = "name", .kind = FIELD_TEXT, .required = true, .at = offsetof(struct signer, name)},
    {.name = "key", .kind = FIELD_TEXT, .required = true, .at = offsetof(struct signer, key_text)},
};
static const struct schema signer_schema = {
    .what = "a trusted signer", FIELDS(signer_fields), .size = sizeof(struct signer), .finish = finish_signer};

/* Each key once: who stands there twice must not count as two. */
static void drop_doubles(struct schema_run *run, const struct yaml_node *map, struct signers *s)
{
    struct signer *kept = ARENA_ARRAY(run->arena, struct signer, s->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++) {
        size_t k = 0;
        while (k < count && memcmp(kept[k].key, s->v[i].key, SIGNER_KEY) != 0)
            k++;
        if (k < count)
            schema_fault(run, map, "'%s' and '%s' have the same key", kept[k].name, s->v[i].name);
        else
            kept[count++] = s->v[i];
    }
    s->v = kept;
    s->count = count;
}

static bool finish_signers(struct schema_run *run, const struct yaml_node *map, void *out)
{
    struct signers *s = out;
    drop_doubles(run, map, s);
    if (s->needed == 0 && yaml_get(map, "signatures"))
        s->count = 0; /* a number that cannot be read must not become 1 */
    else if (s->needed == 0)
        s->needed = 1;
    if (s->count < (size_t)s->needed)
        schema_fault(run, map, "%d signature%s needed, but %zu %s trusted: no pack can be installed", s->needed,
                     s->needed == 1 ? " is" : "s are", s->count, s->count == 1 ? "person is" : "people are");
    return true;
}

static const struct field signers_fields[] = {
    {.name = "signatures", .kind = FIELD_INT, .at = offsetof(struct signers, needed), .min = 1, .max = 8},
    {.name = "trust",
     .kind = FIELD_ITEMS,
     .wanted = true,
     .at = offsetof(struct signers, v),
     .count_at = offsetof(struct signers, count),
     .sub = &signer_schema},
};
const struct schema signers_schema = {.what = "'packs'", FIELDS(signers_fields), .finish = finish_signers};

bool signers_read(const char *path, struct arena *a, struct signers *out, struct err *e)
{
    static const struct field file_fields[] = {
        {.name = "packs", .kind = FIELD_MAP, .required = true, .sub = &signers_schema}};
    static const struct schema file_schema = {.what = "a file of trusted signers", FIELDS(file_fields)};
    char *text;
    size_t len;
    if (!fs_read_path(path, YAML_MAX, a, &text, &len, e))
        return false;
    struct faults faults;
    faults_init(&faults);
    struct schema_run run = {.arena = a, .path = path, .faults = &faults};
    len = textfile_clean(text, len, path, &faults);
    *out = (struct signers){0};
    bool ok = schema_read(&run, yaml_parse(text, len, path, 1, a, &faults), &file_schema, out) && faults.len == 0;
    if (!ok)
        err_set(e, ERR_REFUSED, "%s:%d: %s", path, faults.len ? faults.v[0].line : 0,
                faults.len ? faults.v[0].message : "who is trusted cannot be read");
    faults_release(&faults);
    return ok;
}
