/* A hash table that remembers the order of use; the text floor's three caches are made of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TEXT_CACHE_INT_H
#define PORCHLIGHT_TEXT_CACHE_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* First member of what is cached. */
struct cache_node {
    struct cache_node *chain, *newer, *older;
    uint64_t hash;
    size_t bytes;   /* of the whole entry */
    unsigned epoch; /* of the last use */
};

struct cache {
    struct cache_node **slots; /* a power of two of them, or NULL while empty */
    size_t slot_count, count, bytes;
    struct cache_node *newest, *oldest;
    unsigned epoch;                     /* one more at every trim */
    void (*drop)(struct cache_node *n); /* wipes and frees an entry */
};

/* The entry with this hash that `same(node, key)` accepts, marked as used now; or NULL. */
struct cache_node *cache_find(struct cache *c, uint64_t hash, bool (*same)(const struct cache_node *n, const void *key),
                              const void *key);

/* Takes the entry; its hash and bytes are set. */
void cache_add(struct cache *c, struct cache_node *n);

/* Drops the least recently used until at most `bytes` remain, but never the newest entry. */
void cache_limit(struct cache *c, size_t bytes);

/* Counts one trim and drops what was not used since the last `keep` of them; 0 drops all. */
void cache_trim(struct cache *c, unsigned keep);

/* FNV-1a over 8 bytes at a time; start with hash 0. */
uint64_t cache_hash(uint64_t hash, const void *bytes, size_t n);

#endif
