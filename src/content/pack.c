/* The lines of a pack: written, read, judged. SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/pack.h"

#include "pack_int.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char first_line[] = "Porchlight content pack 1\n";

enum { SIGNATURE_TEXT = 87 /* 86 characters and NUL */, VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

_Static_assert((int)SIGNER_KEY == crypto_sign_PUBLICKEYBYTES && (int)PACK_HASH == SIGNER_KEY, "sizes of libsodium's");

/* ---- words ------------------------------------------------------------------------------------------------------ */

static bool control(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 || cp == 0x2029;
}

bool pack_text_ok(const char *s, size_t len, size_t max)
{
    if (len == 0 || len > max || !utf8_valid(s, len, NULL))
        return false;
    for (size_t i = 0; i < len;)
        if (control(utf8_next(s, len, &i)))
            return false;
    return true;
}

bool pack_path_ok(const char *path, size_t len)
{
    if (!pack_text_ok(path, len, PACK_PATH_MAX) || memchr(path, '\\', len) || path[len - 1] == '/')
        return false;
    int depth = 0;
    for (size_t i = 0; i < len; i++) {
        depth += path[i] == '/';
        /* no part is empty, hidden, "." or ".."; a leading / makes the first part empty */
        if ((i == 0 || path[i - 1] == '/') && (path[i] == '/' || path[i] == '.'))
            return false;
    }
    return depth <= PACK_DEPTH_MAX;
}

void pack_fingerprint(const struct pack *p, char out[PACK_FINGERPRINT_MAX])
{
    uint64_t n = 0;
    for (int i = 0; i < 8; i++)
        n = n << 8 | p->hash[i];
    n %= 10000000000000000U;
    snprintf(out, PACK_FINGERPRINT_MAX, "%04u %04u %04u %04u", (unsigned)(n / 1000000000000U),
             (unsigned)(n / 100000000U % 10000U), (unsigned)(n / 10000U % 10000U), (unsigned)(n % 10000U));
}

/* ---- writing ---------------------------------------------------------------------------------------------------- */

void pack_base64(const uint8_t bytes[PACK_HASH], char out[PACK_HASH_TEXT])
{
    sodium_bin2base64(out, PACK_HASH_TEXT, bytes, PACK_HASH, VARIANT);
}

void pack_write_signed(const struct pack *p, struct str *out)
{
    char day[11], hash[PACK_HASH_TEXT];
    day_format(p->date, day);
    pack_base64(p->payload_hash, hash);
    str_add_f(out, "%sdate: %s\ncentre: %s\n", first_line, day, p->centre);
    for (const char *line = p->notes; *line;) {
        size_t n = strcspn(line, "\n");
        str_add_f(out, "note: %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
    str_add_f(out, "payload: %llu %s\nfiles: %zu\n", (unsigned long long)p->payload_size, hash, p->file_count);
    for (size_t i = 0; i < p->file_count; i++) {
        pack_base64(p->files[i].hash, hash);
        str_add_f(out, "%s %llu %s\n", hash, (unsigned long long)p->files[i].size, p->files[i].path);
    }
}

void pack_write_signatures(const struct pack *p, struct str *out)
{
    str_add_f(out, "signatures: %zu\n", p->signature_count);
    for (size_t i = 0; i < p->signature_count; i++) {
        char key[PACK_HASH_TEXT], bytes[SIGNATURE_TEXT];
        pack_base64(p->signatures[i].key, key);
        sodium_bin2base64(bytes, sizeof bytes, p->signatures[i].bytes, sizeof p->signatures[i].bytes, VARIANT);
        str_add_f(out, "%s %s\n", key, bytes);
    }
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

/* One line at a time, and within the line one word at a time. */
struct cursor {
    const char *at, *end;   /* what is left of the file */
    const char *word, *eol; /* what is left of the line */
};

static bool next_line(struct cursor *c, const char *name)
{
    size_t n = strlen(name), left = (size_t)(c->end - c->at);
    const char *eol = left ? memchr(c->at, '\n', left) : NULL;
    if (!eol || (size_t)(eol - c->at) < n || memcmp(c->at, name, n) != 0)
        return false;
    c->word = c->at + n;
    c->eol = eol;
    c->at = eol + 1;
    return true;
}

/* A number as it is written: no sign, no zero in front. Followed by `after`, or by the end of the line when 0. */
static bool take_number(struct cursor *c, char after, uint64_t max, uint64_t *out)
{
    const char *from = c->word;
    uint64_t v = 0;
    while (c->word < c->eol && *c->word >= '0' && *c->word <= '9' && v <= max)
        v = v * 10 + (uint64_t)(*c->word++ - '0');
    bool ok = c->word > from && (*from != '0' || c->word == from + 1) && v <= max;
    ok = ok && (after ? c->word < c->eol && *c->word == after : c->word == c->eol);
    c->word += ok && after;
    *out = v;
    return ok;
}

/* `size` bytes as base64; sodium refuses bits that belong to no byte, so there is one way to write them. */
static bool take_base64(struct cursor *c, size_t chars, uint8_t *out, size_t size)
{
    size_t got;
    const char *end;
    if ((size_t)(c->eol - c->word) < chars)
        return false;
    for (size_t i = 0; i < chars; i++)
        if (c->word[i] & 0x80) /* libsodium 1.0.18 takes bytes from 0x80 for "_" */
            return false;
    bool ok = sodium_base642bin(out, size, c->word, chars, NULL, &got, &end, VARIANT) == 0 && got == size &&
              end == c->word + chars;
    c->word += chars;
    return ok;
}

static bool take_space(struct cursor *c)
{
    return c->word < c->eol && *c->word++ == ' ';
}

static bool take_top(struct cursor *c, struct pack *p)
{
    char day[11] = "";
    if (!next_line(c, "Porchlight content pack 1"))
        return false;
    if (c->word != c->eol || !next_line(c, "date: ") || c->eol - c->word != 10)
        return false;
    memcpy(day, c->word, 10);
    if (!day_parse(day, &p->date) || !next_line(c, "centre: ") ||
        !pack_text_ok(c->word, (size_t)(c->eol - c->word), PACK_CENTRE_MAX))
        return false;
    p->centre = arena_strndup(&p->arena, c->word, (size_t)(c->eol - c->word));
    struct str notes;
    str_init(&notes);
    bool ok = true;
    while (ok && next_line(c, "note: ")) {
        size_t n = (size_t)(c->eol - c->word);
        ok = pack_text_ok(c->word, n, PACK_NOTES_MAX) && notes.len + n + 1 <= PACK_NOTES_MAX;
        if (ok && notes.len)
            str_add_c(&notes, '\n');
        if (ok)
            str_add_n(&notes, c->word, n);
    }
    p->notes = arena_strndup(&p->arena, notes.s, notes.len);
    str_release(&notes);
    return ok;
}

static bool take_file(struct cursor *c, struct pack *p, const char *before, struct pack_file *f)
{
    if (!next_line(c, "") || !take_base64(c, PACK_HASH_TEXT - 1, f->hash, PACK_HASH) || !take_space(c) ||
        !take_number(c, ' ', PACK_FILE_MAX, &f->size))
        return false;
    size_t n = (size_t)(c->eol - c->word);
    if (!pack_path_ok(c->word, n))
        return false;
    f->path = arena_strndup(&p->arena, c->word, n);
    p->unpacked += f->size;
    return p->unpacked <= PACK_UNPACKED_MAX && (!before || strcmp(before, f->path) < 0);
}

static int by_path(const void *key, const void *file)
{
    return strcmp(key, ((const struct pack_file *)file)->path);
}

/* A file cannot be a folder of another. */
static bool folders_free(const struct pack *p)
{
    for (size_t i = 0; i < p->file_count; i++) {
        char folder[PACK_PATH_MAX + 1];
        memcpy(folder, p->files[i].path, strlen(p->files[i].path) + 1);
        for (char *slash; (slash = strrchr(folder, '/'));) {
            *slash = 0;
            if (bsearch(folder, p->files, p->file_count, sizeof *p->files, by_path))
                return false;
        }
    }
    return true;
}

static bool take_files(struct cursor *c, struct pack *p)
{
    uint64_t count;
    if (!next_line(c, "payload: ") || !take_number(c, ' ', PACK_UNPACKED_MAX, &p->payload_size) ||
        !take_base64(c, PACK_HASH_TEXT - 1, p->payload_hash, PACK_HASH) || c->word != c->eol)
        return false;
    /* each file has a line of more than 48 bytes: a count that the rest cannot hold costs no memory */
    if (!next_line(c, "files: ") || !take_number(c, 0, PACK_FILES_MAX, &count) || count == 0 ||
        count > (uint64_t)(c->end - c->at) / PACK_HASH_TEXT)
        return false;
    p->files = ARENA_ARRAY(&p->arena, struct pack_file, count);
    for (uint64_t i = 0; i < count; i++) {
        if (!take_file(c, p, i ? p->files[i - 1].path : NULL, &p->files[i]))
            return false;
        p->file_count++;
    }
    return folders_free(p);
}

static bool take_signatures(struct cursor *c, struct pack *p)
{
    uint64_t count;
    if (!next_line(c, "signatures: ") || !take_number(c, 0, PACK_SIGNATURES_MAX, &count) || count == 0)
        return false;
    for (uint64_t i = 0; i < count; i++) {
        struct pack_signature *s = &p->signatures[i];
        if (!next_line(c, "") || !take_base64(c, PACK_HASH_TEXT - 1, s->key, SIGNER_KEY) || !take_space(c) ||
            !take_base64(c, SIGNATURE_TEXT - 1, s->bytes, sizeof s->bytes) || c->word != c->eol)
            return false;
        for (uint64_t k = 0; k < i; k++)
            if (memcmp(p->signatures[k].key, s->key, SIGNER_KEY) == 0)
                return false;
        p->signature_count++;
    }
    return true;
}

/* Every signature must hold, a stranger's too: a byte changed in one is a changed pack. */
static bool signatures_hold(const struct pack *p)
{
    for (size_t i = 0; i < p->signature_count; i++)
        if (crypto_sign_verify_detached(p->signatures[i].bytes, (const uint8_t *)p->signed_text, p->signed_len,
                                        p->signatures[i].key) != 0)
            return false;
    return true;
}

bool pack_parse(struct pack *p, const char *bytes, size_t len, struct err *e)
{
    *p = (struct pack){.fd = -1};
    arena_init(&p->arena, false);
    struct cursor c = {.at = bytes, .end = bytes + len};
    const char *why = NULL;
    if (len < strlen(first_line) || memcmp(bytes, first_line, strlen(first_line)) != 0)
        why = "this is no Porchlight content pack";
    else if (!take_top(&c, p) || !take_files(&c, p))
        why = "the pack was changed, cut short or made by something else";
    if (!why) {
        p->signed_len = (size_t)(c.at - bytes);
        p->signed_text = arena_strndup(&p->arena, bytes, p->signed_len);
        crypto_generichash(p->hash, sizeof p->hash, (const uint8_t *)bytes, p->signed_len, NULL, 0);
        if (!take_signatures(&c, p) || !signatures_hold(p))
            why = "the pack was changed after it was signed, or cut short";
        p->payload_at = (uint64_t)(c.at - bytes);
    }
    if (!why)
        return true;
    pack_close(p);
    return err_set(e, ERR_DAMAGED, "%s", why);
}

bool pack_judge(const struct pack *p, const struct signers *signers, const struct signer **trusted, struct err *e)
{
    int good = 0;
    for (size_t i = 0; i < p->signature_count; i++) {
        const struct signer *who = NULL;
        for (size_t k = 0; k < signers->count && !who; k++)
            if (memcmp(signers->v[k].key, p->signatures[i].key, SIGNER_KEY) == 0)
                who = &signers->v[k];
        good += who != NULL;
        if (trusted)
            trusted[i] = who;
    }
    if (signers->count == 0)
        return err_set(e, ERR_REFUSED,
                       "this kiosk trusts nobody's packs: name who may sign them under 'packs:' in its "
                       "site.yaml");
    if (good < signers->needed)
        return err_set(e, ERR_REFUSED, "%d trusted %s signed this pack, and %d must", good,
                       good == 1 ? "person has" : "people have", signers->needed);
    return true;
}

/* ---- the file --------------------------------------------------------------------------------------------------- */

static bool read_head(int fd, uint64_t size, struct arena *a, char **out, size_t *len, struct err *e)
{
    size_t want = size < PACK_HEAD_MAX ? (size_t)size : PACK_HEAD_MAX, got = 0;
    *out = arena_alloc(a, want + 1);
    while (got < want) {
        ssize_t n = pread(fd, *out + got, want - got, (off_t)got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_errno(e, errno, "cannot read");
        if (n == 0)
            break;
        got += (size_t)n;
    }
    *len = got;
    return true;
}

static bool open_fd(struct pack *p, int fd, struct err *e)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return err_set(e, ERR_DAMAGED, "it is not a regular file");
    struct arena head;
    arena_init(&head, false);
    char *bytes;
    size_t len = 0;
    bool ok = read_head(fd, (uint64_t)st.st_size, &head, &bytes, &len, e) && pack_parse(p, bytes, len, e);
    arena_release(&head);
    if (ok && (uint64_t)st.st_size != p->payload_at + p->payload_size) {
        pack_close(p);
        return err_set(e, ERR_DAMAGED, "the pack was cut short, or something hangs on its end");
    }
    return ok;
}

bool pack_open(struct pack *p, const char *path, struct err *e)
{
    struct err own = {0};
    e = e ? e : &own;
    *p = (struct pack){.fd = -1};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_errno(e, errno, "cannot open '%s'", path);
    if (!open_fd(p, fd, e)) {
        close(fd);
        return err_wrap(e, "'%s'", path);
    }
    p->fd = fd;
    if (pack_read(p, NULL, e))
        return true;
    pack_close(p);
    return err_wrap(e, "'%s'", path);
}

void pack_close(struct pack *p)
{
    if (p->fd >= 0)
        close(p->fd);
    arena_release(&p->arena);
    *p = (struct pack){.fd = -1};
}
