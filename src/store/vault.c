/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/vault.h"

#include "base/arena.h"
#include "base/fs.h"
#include "store/limits_int.h"
#include "store/vault_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { PASSPHRASE_MIN = 8 };

static const char *const kind_words[] = {[KEY_SEALS] = "opens requests", [KEY_SIGNS] = "signs packs"};

_Static_assert(VAULT_PUBLIC_KEY == crypto_box_PUBLICKEYBYTES, "libsodium's public key");

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_SANITIZER 1
#endif
#endif
#ifndef UNDER_SANITIZER
#define UNDER_SANITIZER 0
#endif

bool vault_init(struct err *e)
{
    if (sodium_init() < 0)
        return err_set(e, ERR_FAILED, "libsodium cannot start");
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0)
        return err_errno(e, errno, "cannot switch core dumps off");
    /* a core pattern that pipes to a program ignores the limit; not dumpable means no dump at all and no debugger.
     * LeakSanitizer works as a debugger, so a build with it keeps the limit alone */
    if (!UNDER_SANITIZER && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return err_errno(e, errno, "cannot switch core dumps off");
    return true;
}

/* ---- key files ------------------------------------------------------------------------------------------------- */

static bool sync_folder_of(const char *path)
{
    char *dir = strdup(path);
    if (!dir)
        BUG("out of memory");
    char *slash = strrchr(dir, '/');
    if (slash)
        slash[slash == dir] = 0;
    int fd = open(slash ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    free(dir);
    return ok;
}

/* Unlike fs_write_atomic this never replaces a file: a liaison's only key must not go by a slip of the hand. */
static bool write_new_file(const char *path, const struct str *text, struct err *e)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && errno == EEXIST)
        return err_set(e, ERR_REFUSED, "'%s' is there already", path);
    if (fd < 0)
        return err_errno(e, errno, "cannot make '%s'", path);
    size_t done = 0;
    bool ok = true;
    while (ok && done < text->len) {
        ssize_t n = write(fd, text->s + done, text->len - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            ok = false;
    }
    ok = ok && fsync(fd) == 0;
    int why = errno;
    ok = close(fd) == 0 && ok && sync_folder_of(path);
    if (ok)
        return true;
    unlink(path);
    return err_errno(e, why, "cannot write '%s'", path);
}

/* Memory between guard pages, kept out of the swap; aborts on an overrun. */
static struct vault_key *key_alloc(struct err *e)
{
    struct vault_key *k = sodium_malloc(sizeof *k);
    if (!k)
        err_set(e, ERR_FAILED, "not enough locked memory for a key");
    return k;
}

/* REFUSED, with the reason, for a name or passphrase that a key cannot have. */
static bool key_words_ok(const char *name, const char *passphrase, struct err *e)
{
    if (!key_name_ok(name, strlen(name)))
        return err_set(e, ERR_REFUSED, "a key's name is 1 to %d bytes of text on one line", KEY_NAME_MAX - 1);
    if (strlen(passphrase) < PASSPHRASE_MIN)
        return err_set(e, ERR_REFUSED, "a passphrase has at least %d characters", PASSPHRASE_MIN);
    return true;
}

bool key_file_new(enum key_kind kind, const char *name, const char *passphrase, const char *path,
                  const uint8_t secret[crypto_box_SECRETKEYBYTES], const uint8_t public_key[VAULT_PUBLIC_KEY],
                  struct err *e)
{
    if (!key_words_ok(name, passphrase, e))
        return false;
    struct key_file f = {.kind = kind, .passes = vault_limits.key_passes, .mem_kib = vault_limits.key_mem_kib};
    memcpy(f.name, name, strlen(name));
    memcpy(f.public_key, public_key, sizeof f.public_key);
    struct str text;
    str_init(&text);
    bool ok = key_file_write(&f, secret, passphrase, &text, e) && write_new_file(path, &text, e);
    str_release(&text);
    return ok;
}

bool vault_key_new(const char *name, const char *passphrase, const char *path, uint8_t public_key[VAULT_PUBLIC_KEY],
                   struct err *e)
{
    struct vault_key *k = key_alloc(e);
    if (!k)
        return false;
    crypto_box_keypair(k->public_key, k->secret);
    bool ok = key_file_new(KEY_SEALS, name, passphrase, path, k->secret, k->public_key, e);
    if (ok)
        memcpy(public_key, k->public_key, VAULT_PUBLIC_KEY);
    vault_key_free(k);
    return ok;
}

bool key_file_read(const char *path, enum key_kind kind, struct arena *a, char **text, struct key_file *f,
                   struct err *e)
{
    size_t len;
    if (!fs_read_path(path, KEY_FILE_MAX, a, text, &len, e)) {
        if (e && e->code == ERR_TOO_BIG)
            return err_set(e, ERR_DAMAGED, "'%s' is no Porchlight key file", path);
        return false;
    }
    if (!key_file_parse(*text, len, f, e))
        return err_wrap(e, "'%s'", path);
    if (f->kind != kind)
        return err_set(e, ERR_DAMAGED, "'%s' is a key that %s, not one that %s", path, kind_words[f->kind],
                       kind_words[kind]);
    return true;
}

bool vault_key_open(const char *path, const char *passphrase, struct vault_key **out, struct err *e)
{
    struct err own = {0};
    e = e ? e : &own;
    struct arena a;
    arena_init(&a, true);
    struct key_file f;
    char *text;
    struct vault_key *k = NULL;
    bool ok = key_file_read(path, KEY_SEALS, &a, &text, &f, e) && (k = key_alloc(e)) &&
              (key_file_unwrap(&f, text, passphrase, k->secret, e) || err_wrap(e, "'%s'", path));
    if (ok) {
        memcpy(k->public_key, f.public_key, sizeof k->public_key);
        sodium_mprotect_readonly(k);
        *out = k;
    } else {
        vault_key_free(k);
    }
    arena_release(&a);
    return ok;
}

bool key_file_peek(const char *path, enum key_kind kind, char name[KEY_NAME_MAX], uint8_t public_key[VAULT_PUBLIC_KEY],
                   struct err *e)
{
    struct err own = {0};
    struct arena a;
    arena_init(&a, false);
    struct key_file f;
    char *text;
    bool ok = key_file_read(path, kind, &a, &text, &f, e ? e : &own);
    if (ok) {
        memcpy(name, f.name, sizeof f.name);
        memcpy(public_key, f.public_key, sizeof f.public_key);
    }
    arena_release(&a);
    return ok;
}

bool vault_key_peek(const char *path, char name[120], uint8_t public_key[VAULT_PUBLIC_KEY], struct err *e)
{
    return key_file_peek(path, KEY_SEALS, name, public_key, e);
}

void vault_key_free(struct vault_key *k)
{
    sodium_free(k); /* wipes; accepts NULL */
}

const uint8_t *vault_key_public(const struct vault_key *k)
{
    return k->public_key;
}

void vault_public_format(const uint8_t public_key[VAULT_PUBLIC_KEY], char out[44])
{
    sodium_bin2base64(out, 44, public_key, VAULT_PUBLIC_KEY, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool vault_public_parse(const char *s, uint8_t public_key[VAULT_PUBLIC_KEY])
{
    uint8_t bytes[VAULT_PUBLIC_KEY];
    if (!key_base64(s, strlen(s), bytes, sizeof bytes))
        return false;
    memcpy(public_key, bytes, sizeof bytes);
    return true;
}
