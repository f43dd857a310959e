/* Any fingers, keys and waits on the whole kiosk with the demonstration site: it stays up, keeps its invariants, and
 * whoever stands before it always finds something to touch.
 *
 * Input: a byte for the glass and whether requests are kept, a byte for size of letters, colours and the lowered
 * buttons, then steps of three bytes: what, and two numbers (a point in 1/256 of the glass, or which target, key, ms).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/app_int.h"
#include "app/offscreen.h"
#include "base/str.h"
#include "store/limits_int.h"
#include "ui/tree.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* cheap: the cost of guessing is tested elsewhere */
const struct vault_limits vault_limits = {.key_passes = 1, .key_mem_kib = 8, .receipt_passes = 1, .receipt_mem_kib = 8};

enum { STEPS_MAX = 400, DAY_S = 20781 * 86400 + 15 * 3600, HEAD = 2, STEP = 3 };

enum step {
    STEP_TARGET, /* a finger on the n-th target; the most useful first */
    STEP_TARGET_AGAIN,
    STEP_TOUCH,
    STEP_PRESS,
    STEP_RELEASE,
    STEP_CANCEL,
    STEP_KEY_PRESSED,
    STEP_WAIT,
    STEP_LONG_WAIT,
    STEP_PAINT,
    STEP_AHEAD,
    STEP_TREE,
    STEP_EXPOSE,
    STEP_KIND_COUNT
};

static const struct {
    int w, h;
} glasses[] = {{540, 960}, {960, 540}, {320, 320}, {1024, 768}};
enum { GLASSES = sizeof glasses / sizeof *glasses };

static void remove_data(const char *dir)
{
    static const char *const names[] = {"porchlight.db", "porchlight.db-wal", "porchlight.db-shm", "porchlight.lock"};
    char path[256];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        unlink(path);
    }
    rmdir(dir);
}

static const struct node *target(struct app *a, unsigned n)
{
    const struct node *found = NULL, *root = app_root(a);
    unsigned count = 0;
    for (const struct node *k = node_next(root, NULL); k; k = node_next(root, k))
        count += k->focus > 0;
    if (count == 0)
        BUG("nothing can be touched on %s", app_route(a));
    n %= count;
    for (const struct node *k = node_next(root, NULL); k && !found; k = node_next(root, k))
        if (k->focus && n-- == 0)
            found = k;
    return found;
}

static void touch(struct app *a, int x, int y)
{
    app_press(a, x, y);
    app_release(a, x, y);
}

static void step(struct offscreen *f, const uint8_t *s)
{
    struct app *a = f->app;
    int x = s[1] * f->surface->w / 256, y = s[2] * f->surface->h / 256;
    switch ((enum step)(s[0] % STEP_KIND_COUNT)) {
    case STEP_TARGET:
    case STEP_TARGET_AGAIN: {
        const struct node *n = target(a, s[1]);
        touch(a, n->box.x + n->box.w / 2, n->box.y + n->box.h / 2);
        clock_advance(app_clock(a), s[2] * 8);
        break;
    }
    case STEP_TOUCH:
        touch(a, x, y);
        break;
    case STEP_PRESS:
        app_press(a, x, y);
        break;
    case STEP_RELEASE:
        app_release(a, x, y);
        break;
    case STEP_CANCEL:
        app_cancel(a);
        break;
    case STEP_KEY_PRESSED:
        app_key(a, (enum ui_key)(s[1] % UI_KEY_COUNT));
        clock_advance(app_clock(a), s[2] * 8);
        break;
    case STEP_WAIT:
        clock_advance(app_clock(a), s[1] * 256 + s[2]); /* up to a minute */
        app_tick(a);
        break;
    case STEP_LONG_WAIT:
        clock_advance(app_clock(a), (int64_t)s[1] * 3600 * 1000); /* up to ten days: dates change, facts expire */
        app_tick(a);
        break;
    case STEP_PAINT:
        offscreen_paint(f);
        break;
    case STEP_AHEAD:
        offscreen_paint(f);
        for (int i = 0; i < s[1] && app_tick(a) == 0; i++)
            continue;
        break;
    case STEP_TREE: {
        struct str out;
        str_init(&out);
        app_tree(a, &out);
        if (out.failed || !utf8_valid(out.s, out.len, NULL))
            BUG("the tree of %s is not UTF-8", app_route(a));
        str_release(&out);
        break;
    }
    case STEP_EXPOSE:
        app_expose(a);
        break;
    case STEP_KIND_COUNT:
        break;
    }
}

static bool ends_well(const char *s, size_t cap)
{
    size_t n = strnlen(s, cap);
    return n < cap && utf8_valid(s, n, NULL);
}

static void look(struct app *a)
{
    const struct session *s = app_session(a);
    const struct request *r = &s->request;
    if (!s->lang || a->way.depth < 1 || a->way.depth > STACK_MAX || !a->session.lang->text.tag)
        BUG("the session is spoiled");
    if (!ends_well(r->name, sizeof r->name) || !ends_well(r->phone, sizeof r->phone) ||
        !ends_well(r->dialect, sizeof r->dialect) || !ends_well(r->language, sizeof r->language) ||
        r->slot_count > REQUEST_SLOTS_MAX)
        BUG("the request is spoiled");
    target(a, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < HEAD)
        return 0;
    char dir[64] = "/tmp/porchlight-fuzz-XXXXXX";
    bool keeps = data[0] & 0x80;
    if (keeps && !mkdtemp(dir))
        return 0;
    struct app_options o = {.site = "kiosk-config",
                            .data = keeps ? dir : NULL,
                            .w = glasses[data[0] % GLASSES].w,
                            .h = glasses[data[0] % GLASSES].h,
                            .clock = clock_fake(DAY_S),
                            .at_once = true};
    struct offscreen f;
    struct err e = {0};
    if (!offscreen_open(&f, &o, &e))
        BUG("%s", e.msg);
    struct session *s = app_session(f.app);
    s->size = (enum text_size)(data[1] % SIZE_COUNT);
    s->theme = (enum theme)(data[1] / SIZE_COUNT % THEME_COUNT);
    s->lower = data[1] & 0x80;
    app_changed(f.app);
    for (size_t i = HEAD, n = 0; i + STEP <= size && n < STEPS_MAX; i += STEP, n++) {
        step(&f, data + i);
        look(f.app);
    }
    app_end_session(f.app);
    static const struct request nothing;
    if (memcmp(&s->request, &nothing, sizeof nothing) != 0 || s->has_receipt || s->chosen || s->size != SIZE_MEDIUM)
        BUG("something of the session is left");
    look(f.app);
    offscreen_close(&f);
    if (keeps)
        remove_data(dir);
    return 0;
}
