/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cache_int.h"

#include "base/err.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS_FIRST = 64 };

static void unlink_use(struct cache *c, struct cache_node *n)
{
    *(n->newer ? &n->newer->older : &c->newest) = n->older;
    *(n->older ? &n->older->newer : &c->oldest) = n->newer;
}

static void link_newest(struct cache *c, struct cache_node *n)
{
    n->newer = NULL;
    n->older = c->newest;
    *(c->newest ? &c->newest->newer : &c->oldest) = n;
    c->newest = n;
    n->epoch = c->epoch;
}

struct cache_node *cache_find(struct cache *c, uint64_t hash, bool (*same)(const struct cache_node *n, const void *key),
                              const void *key)
{
    if (!c->slot_count)
        return NULL;
    for (struct cache_node *n = c->slots[hash & (c->slot_count - 1)]; n; n = n->chain) {
        if (n->hash != hash || !same(n, key))
            continue;
        unlink_use(c, n);
        link_newest(c, n);
        return n;
    }
    return NULL;
}

static void grow(struct cache *c)
{
    size_t count = c->slot_count ? c->slot_count * 2 : SLOTS_FIRST;
    struct cache_node **slots = calloc(count, sizeof(struct cache_node *));
    if (!slots)
        BUG("out of memory");
    for (struct cache_node *n = c->newest; n; n = n->older) {
        struct cache_node **slot = &slots[n->hash & (count - 1)];
        n->chain = *slot;
        *slot = n;
    }
    free(c->slots);
    c->slots = slots;
    c->slot_count = count;
}

void cache_add(struct cache *c, struct cache_node *n)
{
    if (c->count >= c->slot_count)
        grow(c);
    struct cache_node **slot = &c->slots[n->hash & (c->slot_count - 1)];
    n->chain = *slot;
    *slot = n;
    link_newest(c, n);
    c->count++;
    c->bytes += n->bytes;
}

static void drop_oldest(struct cache *c)
{
    struct cache_node *n = c->oldest;
    struct cache_node **slot = &c->slots[n->hash & (c->slot_count - 1)];
    while (*slot != n)
        slot = &(*slot)->chain;
    *slot = n->chain;
    unlink_use(c, n);
    c->count--;
    c->bytes -= n->bytes;
    c->drop(n);
}

void cache_limit(struct cache *c, size_t bytes)
{
    while (c->bytes > bytes && c->count > 1)
        drop_oldest(c);
}

void cache_trim(struct cache *c, unsigned keep)
{
    /* in order of use, so the first entry that is fresh enough ends it */
    while (c->oldest && (keep == 0 || c->epoch - c->oldest->epoch >= keep))
        drop_oldest(c);
    c->epoch++;
    if (c->count == 0) {
        free(c->slots);
        c->slots = NULL;
        c->slot_count = 0;
    }
}

uint64_t cache_hash(uint64_t hash, const void *bytes, size_t n)
{
    const uint64_t prime = 0x100000001B3ULL;
    const unsigned char *p = bytes;
    uint64_t h = hash ^ 0xCBF29CE484222325ULL ^ n;
    for (; n >= 8; p += 8, n -= 8) {
        uint64_t v;
        memcpy(&v, p, 8);
        h = (h ^ v) * prime;
        h ^= h >> 29; /* a multiply alone never carries high bits down */
    }
    uint64_t tail = 0;
    memcpy(&tail, p, n);
    h = (h ^ tail) * prime;
    return h ^ h >> 32;
}
