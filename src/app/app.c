/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app_int.h"

#include "app/paths.h"
#include "base/log.h"
#include "content/installed.h"
#include "screens/registry.h"
#include "store/clock_watch.h"
#include "store/intake.h"
#include "store/vault.h"
#include "ui/layout.h"
#include "ui/tree.h"

#include <limits.h>
#include <malloc.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- opening -------------------------------------------------------------------------------------------------------
 */

/* What is shown: the site that a pack has brought into the data folder, else the one that came with the machine. */
static const char *site_shown(const struct app *a, char out[INSTALLED_PATH_MAX])
{
    return installed_site(a->options.data, out) ? out : a->options.site;
}

static bool open_floors(struct app *a, struct faults *faults, struct err *e)
{
    char share[PATHS_MAX], path[PATHS_MAX + 16], site[INSTALLED_PATH_MAX];
    if (!paths_share(share, e))
        return false;
    snprintf(path, sizeof path, "%s/assets", share);
    if (!fs_root_open(&a->share.assets, path, e))
        return false;
    if (!site_open_changed(&a->site, site_shown(a, site), &(struct site_changes){.data = a->options.data}, faults, e))
        return err_wrap(e, "cannot open the site");
    a->options.clock.zone = a->site->zone;
    snprintf(path, sizeof path, "%s/fonts", share);
    if (!fonts_open(&a->share.fonts, path, e) || !text_engine_new(&a->text, a->share.fonts, e))
        return err_wrap(e, "cannot set up the fonts");
    a->strings = strings_new(&a->site->root);
    a->catalogue = catalogue_new(a->site, faults);
    a->pictures = pictures_new(&a->share.assets, &a->site->root);
    a->canvas = canvas_new(a->text, a->pictures);
    a->services = services_new(a);
    a->job = job_new();
    a->behind.printing = printing_new();
    a->behind.desk = desk_new();
    a->ahead = ahead_new();
    a->behind.nudge = a->options.nudges ? nudge_new(a->options.site, a->site->centre, faults) : NULL;
    return true;
}

static int at_most(size_t n)
{
    return n < INT_MAX ? (int)n : INT_MAX;
}

/* What cannot be asked of the database changes nothing that is said: what is sent will tell. */
static void look_at_requests(const struct app *a, struct health *h)
{
    struct store_status st;
    struct err e = {0};
    if (!store_status(a->store, a->view.today + INTAKE_WARN_DAYS, &st, &e) ||
        !store_may_send(a->store, a->session.sent, &h->stop, &e)) {
        log_warn("what is kept cannot be looked at: %s", e.msg);
        return;
    }
    h->unread = at_most(st.unread);
    h->expiring = at_most(st.expiring);
    if (st.unattended_since != DAY_NONE)
        h->uncollected_days = a->view.today - st.unattended_since;
    h->nobody_collects = h->uncollected_days > a->site->intake_warn_days;
}

void app_refresh_health(struct app *a)
{
    bool reader = false;
    for (size_t i = 0; i < a->site->person_count; i++)
        reader = reader || a->site->people[i].has_key;
    a->view.health = (struct health){.vault = reader && (a->store || a->idle.vault_in || !a->options.data),
                                     .sound = a->speech != NULL,
                                     .printer = printing_health(a),
                                     .uncollected_days = -1};
    if (a->store)
        look_at_requests(a, &a->view.health);
}

/* What is due once a day, at the start too. */
static void keep_house(struct app *a)
{
    day_t today = clock_today(&a->options.clock);
    if (!a->store || today == a->idle.kept_on)
        return;
    struct err e = {0};
    size_t erased = 0;
    if (!store_erase_expired(a->store, &erased, &e))
        log_error("what is past its day could not be erased: %s", e.msg);
    struct clock_watch watch;
    if (store_clock_watch(a->store, &watch, &e) && watch.doubt != CLOCK_BELIEVED)
        log_warn("the clock has jumped %s: %s", watch.doubt == CLOCK_AHEAD ? "ahead" : "back",
                 watch.doubt == CLOCK_AHEAD ? "nothing is erased until staff say that the day is right"
                                            : "staff are asked whether the day is right");
    if (erased)
        log_info("%zu requests were past their day and are erased", erased);
    a->idle.kept_on = today;
    a->view.today = today;
    app_refresh_health(a);
}

/* Requests need a readable database and somebody who holds a key. Without them the kiosk informs and says so. Checking
 * a large database takes tenths of a second, which the first frame does not wait for; whatever a visitor does comes
 * after. */
static void open_vault(struct app *a)
{
    if (!a->idle.vault_in)
        return;
    a->idle.vault_in = 0;
    struct err e = {0};
    if (!store_open(&a->store, a->options.data, &a->options.clock, &e))
        log_error("requests cannot be taken: %s", e.msg);
    else
        store_set_limits(a->store, &a->site->intake);
    struct health before = a->view.health;
    app_refresh_health(a);
    keep_house(a);
    a->dirty |= a->view.health.vault != before.vault || a->view.health.nobody_collects != before.nobody_collects ||
                a->view.health.stop != before.stop;
}

static void log_faults(const struct faults *f)
{
    for (size_t i = 0; i < f->len; i++)
        if (f->v[i].level == FAULT_ERROR)
            log_warn("%s:%d: %s", f->v[i].path, f->v[i].line, f->v[i].message);
}

static const struct language *first_language(const struct app *a)
{
    const struct language *wanted =
        a->options.lang ? language_find(a->site->languages, a->site->language_count, a->options.lang) : NULL;
    if (wanted)
        return wanted;
    return a->site->offered_count ? a->site->offered[0] : site_language(a->site, "en");
}

/* A session nobody has touched yet. */
static void fresh_session(struct app *a)
{
    sodium_memzero(&a->session, sizeof a->session);
    a->session.lang = first_language(a);
    a->session.size = SIZE_MEDIUM;
    a->session.volume = a->site->volume_percent;
    a->session.rate = RATE_USUAL;
    a->ui.lang = &a->session.lang->text;
}

static void set_up_ui(struct app *a)
{
    int w_mm = a->site->screen_w_mm, h_mm = a->site->screen_h_mm, w = a->options.w, h = a->options.h;
    int long_mm = w_mm > h_mm ? w_mm : h_mm, long_px = w > h ? w : h;
    /* the glass may stand upright or lie: the long side is the long side */
    a->ui = (struct ui){
        .frame = &a->frame, .text = a->text, .w = w, .h = h, .lit = -1, .mm_per_px = (float)long_mm / (float)long_px};
    a->view = (struct view){.ui = &a->ui,
                            .session = &a->session,
                            .site = a->site,
                            .catalogue = a->catalogue,
                            .strings = a->strings,
                            .services = a->services,
                            .qr = services_qr,
                            .keyboard = services_keyboard,
                            .slip = services_slip,
                            .printing = printing_shown(a->behind.printing),
                            .desk = desk_seen(a->behind.desk),
                            .today = clock_today(&a->options.clock),
                            .minute = clock_minute_of_day(&a->options.clock)};
}

bool app_open(struct app **out, const struct app_options *o, struct err *e)
{
    struct app *a = calloc(1, sizeof *a);
    if (!a)
        BUG("out of memory");
    a->options = *o;
    a->behind.started_s = o->clock.unix_s(&o->clock);
    a->share.assets.fd = -1;
    arena_init(&a->frame, true);
    struct faults faults;
    faults_init(&faults);
    /* first: a visitor's words are never dumped, whether they can be sent or not */
    bool ok = vault_init(e) && open_floors(a, &faults, e);
    if (ok && !first_language(a))
        ok = err_set(e, ERR_FAILED, "%s/site.yaml offers no language that languages.yaml knows", o->site);
    log_faults(&faults);
    faults_release(&faults);
    if (!ok) {
        app_close(a);
        return false;
    }
    struct err quiet = {0};
    if (o->sound && !speech_new(&a->speech, &quiet))
        log_warn("no sound: %s", quiet.msg);
    set_up_ui(a);
    a->idle.kept_on = DAY_NONE;
    a->idle.vault_in = o->data ? 2 : 0; /* the frame is shown between the first tick and the second */
    app_refresh_health(a);
    fresh_session(a);
    stack_reset(a);
    a->idle.touched_ms = a->options.clock.mono_ms(&a->options.clock);
    *out = a;
    return true;
}

void app_close(struct app *a)
{
    if (!a)
        return;
    speech_free(a->speech);
    printing_free(a->behind.printing);
    job_free(a->job);
    nudge_free(a->behind.nudge);
    if (a->behind.desk)
        desk_lock(a);
    desk_free(a->behind.desk);
    ahead_free(a->ahead);
    while (a->way.depth) {
        free(a->way.at[a->way.depth - 1].state);
        a->way.depth--;
    }
    count_write(a);
    store_close(a->store);
    services_free(a->services);
    canvas_free(a->canvas);
    pictures_free(a->pictures);
    catalogue_free(a->catalogue);
    strings_free(a->strings);
    text_engine_free(a->text);
    fonts_free(a->share.fonts);
    site_free(a->site);
    fs_root_close(&a->share.assets);
    VEC_RELEASE(&a->paints.list);
    arena_release(&a->frame);
    sodium_memzero(&a->session, sizeof a->session);
    free(a);
}

/* The one end of every session: nothing of it is left in memory, on the screen or in the air. */
void app_end_session(struct app *a)
{
    say_stop(a);
    job_cancel(a->job);
    printing_end_session(a);
    a->view.day_list = NULL;
    desk_lock(a);
    fresh_session(a);
    stack_reset(a);
    services_forget(a->services);
    text_engine_trim(a->text, 0);
    VEC_RELEASE(&a->paints.list);
    arena_reset(&a->frame);
    a->root = NULL;
    ahead_restart(a);
    a->input = (struct input){0};
    a->idle.left_s = 0;
    app_refresh_health(a);
    canvas_forget(a->canvas);
    a->dirty = true;
}

/* ---- a frame -------------------------------------------------------------------------------------------------------
 */

static const char *dialog_of(const struct app *a)
{
    bool busy = job_running(a->job) || desk_busy(a);
    return a->idle.left_s ? "idle" : busy ? "busy" : a->session.no_voice ? "no-voice" : NULL;
}

static void build(struct app *a)
{
    struct place_shown *top = stack_top(a);
    arena_reset(&a->frame);
    a->view.today = clock_today(&a->options.clock);
    a->view.minute = clock_minute_of_day(&a->options.clock);
    a->view.busy = job_running(a->job) || desk_busy(a);
    a->view.at_desk = a->view.desk && a->view.desk->role != DESK_LOCKED;
    a->ui.theme = a->session.theme;
    a->ui.size = a->session.size;
    a->ui.page_at = top->page_at;
    a->behind.halves = duo_on(a);
    if (a->behind.halves) {
        a->root = duo_build(a, dialog_of(a));
    } else {
        a->root = screen_build(&a->view, top->screen, top->state, dialog_of(a), a->idle.left_s);
        layout(&a->ui, a->root);
    }
    top->page_at = a->ui.page_at;
    input_settle(&a->input, a->root);
    a->ui.focus = a->input.focus;
    a->ui.pressed = a->input.pressed;
    a->dirty = false;
}

static void settle(struct app *a)
{
    if (a->dirty || !a->root)
        build(a);
}

int app_frame(struct app *a, SDL_Surface *dst, SDL_Rect dirty[APP_RECTS_MAX])
{
    settle(a);
    a->paints.list.len = 0;
    if (a->behind.halves)
        duo_draw(a, &a->paints);
    else
        draw(&a->ui, a->root, &a->paints);
    return canvas_paint(a->canvas, dst, &a->paints, dirty);
}

void app_expose(struct app *a)
{
    canvas_forget(a->canvas);
    a->dirty = true;
}

void app_tree(struct app *a, struct str *out)
{
    settle(a);
    tree_json(&a->ui, a->root, app_route(a), out);
}

const struct node *app_root(struct app *a)
{
    settle(a);
    return a->root;
}

/* ---- events --------------------------------------------------------------------------------------------------------
 */

static int64_t now_ms(const struct app *a)
{
    return a->options.clock.mono_ms(&a->options.clock);
}

static void touched(struct app *a)
{
    a->idle.touched_ms = now_ms(a);
    if (a->idle.left_s) {
        a->idle.left_s = 0;
        a->dirty = true;
    }
}

void app_press(struct app *a, int x, int y)
{
    open_vault(a);
    settle(a);
    const struct node *half = duo_half(a, x, y);
    a->behind.in_beside = a->behind.halves && half == a->root->last;
    input_press(&a->input, half, x, y);
    desk_finger_down(a, x, y);
    touched(a);
    a->dirty = true;
}

void app_release(struct app *a, int x, int y)
{
    /* the tree that was pressed on: a warning that went away in between must not hand the finger to what lay under it
     */
    struct ui_id id;
    desk_finger_up(a);
    bool acted = a->root && input_release(&a->input, duo_half(a, x, y), x, y, now_ms(a), &id);
    a->dirty = true;
    if (acted)
        act_on(a, id);
}

void app_cancel(struct app *a)
{
    input_cancel(&a->input);
    desk_finger_up(a);
    a->dirty = true;
}

void app_key(struct app *a, enum ui_key key)
{
    open_vault(a);
    settle(a);
    touched(a);
    struct ui_id id;
    if (key == UI_KEY_BACK)
        act_on(a, UI_ID(UI_BACK, 0));
    else if (input_key(&a->input, duo_half(a, 0, 0), key, now_ms(a), &id))
        act_on(a, id);
    a->dirty = true;
}

bool app_tap(struct app *a, struct ui_id id)
{
    settle(a);
    const struct node *n = node_find(a->root, id);
    if (!n || !n->focus)
        return false;
    int x = n->box.x + n->box.w / 2, y = n->box.y + n->box.h / 2;
    if (input_hit(duo_half(a, x, y), x, y) != n)
        return false;
    app_press(a, x, y);
    app_release(a, x, y);
    return true;
}

bool app_go(struct app *a, const char *route)
{
    open_vault(a);
    stack_reset(a);
    if (strcmp(route, "welcome") == 0)
        return true;
    a->session.chosen = true;
    stack_home(a);
    return strcmp(route, "home") == 0 || stack_go(a, route, false);
}

const char *app_route(const struct app *a)
{
    return a->way.at[a->way.depth - 1].route;
}

struct session *app_session(struct app *a)
{
    return &a->session;
}

void app_changed(struct app *a)
{
    a->ui.lang = &a->session.lang->text;
    a->dirty = true;
}

struct clock *app_clock(struct app *a)
{
    return &a->options.clock;
}

void app_tune_heap(void)
{
    /* drawings are made on large blocks that are given back at once: they must not stay in the heap; a line of text on
     * a sheet takes up to 200 KB for a moment, a hundred times, and each time new pages would cost more than the line
     */
    mallopt(M_MMAP_THRESHOLD, 256 * 1024);
    mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
}

/* ---- time ----------------------------------------------------------------------------------------------------------
 */

static bool somebody_is_here(const struct app *a)
{
    const struct session *s = &a->session;
    return a->way.depth > 1 || s->chosen || s->size != SIZE_MEDIUM || s->theme != THEME_DEFAULT || s->lower ||
           s->volume != a->site->volume_percent || s->rate != RATE_USUAL;
}

bool app_site_changed(const struct app *a)
{
    char site[INSTALLED_PATH_MAX];
    return !somebody_is_here(a) && strcmp(site_shown(a, site), a->site->root.path) != 0;
}

/* Idle: a warning after idle_warn_s, the end idle_reset_s later (facts.md section 4, rows 12 and 13). */
static int tick_idle(struct app *a)
{
    if (!a->idle.left_s && a->speech && speech_current(a->speech) >= 0) {
        a->idle.touched_ms = now_ms(a); /* who listens is here; but the warning speaks by itself */
        return -1;
    }
    if (!somebody_is_here(a))
        return -1;
    int64_t quiet = now_ms(a) - a->idle.touched_ms, warn = (int64_t)a->site->idle_warn_s * 1000,
            end = warn + (int64_t)a->site->idle_reset_s * 1000;
    if (quiet >= end) {
        app_end_session(a);
        return -1;
    }
    if (quiet < warn)
        return (int)(warn - quiet);
    int left = (int)((end - quiet + 999) / 1000);
    if (left != a->idle.left_s) {
        bool first = a->idle.left_s == 0;
        a->idle.left_s = left;
        a->dirty = true;
        if (first)
            say_words(a, tr(&a->view, "Touch the screen to stay."));
    }
    return (int)(end - quiet - ((int64_t)left - 1) * 1000);
}

static int sooner(int a, int b)
{
    return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

int app_tick(struct app *a)
{
    if (a->idle.vault_in > 1) {
        a->idle.vault_in--;
        return 0;
    }
    open_vault(a);
    keep_house(a);
    int next = nudge_tick(a);
    job_poll(a);
    desk_poll(a);
    if (job_pending(a->job) || desk_busy(a))
        next = sooner(next, 20);
    next = sooner(next, desk_finger_due_ms(a));
    next = sooner(next, desk_sticks_due_ms(a));
    next = sooner(next, staff_due_ms(a));
    if (a->speech) {
        int lit = speech_current(a->speech);
        if (lit >= 0)
            lit += a->behind.lit_from;
        if (lit != a->ui.lit) {
            a->ui.lit = lit;
            a->dirty = true;
        }
        if (lit >= 0)
            next = sooner(next, 60);
    }
    next = sooner(next, printing_poll(a));
    next = sooner(next, tick_idle(a));
    if (liaison_step(a))
        next = 0;
    /* only when nothing waits to be shown: a frame comes first */
    return !a->dirty && a->root && ahead_step(a) ? 0 : next;
}
