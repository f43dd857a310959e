/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "escpos_printer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { ROWS_MAX = 40000, WAIT_S = 10, BUFFER = 65536 };

/* What is between the line and the paper; the machine's own. */
struct works {
    uint8_t *in; /* received, not worked off */
    size_t in_len, in_max;
    uint8_t recent[10]; /* the last bytes received, for real-time commands */
    size_t raster_left; /* bytes of the picture to come */
    size_t raster_stride, raster_at;
    uint8_t row[256];
};

struct escpos_printer {
    struct escpos_ways ways;
    char path[64];
    char address[96];
    int listener, line, slave; /* line: the connection, or the pty's master; -1: none */
    int port, wake;
    pthread_t thread;
    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t news;
    bool quit;
    enum trouble trouble, coming;
    int coming_at;
    bool near_end, jam, jammed;
    struct escpos_paper paper;
    uint8_t *dots; /* ROWS_MAX rows */
    size_t stride;
    struct works works;
};

static void fatal(const char *what)
{
    fprintf(stderr, "# the test's printer: %s: %s\n", what, strerror(errno));
    abort();
}

static void ring(struct escpos_printer *p)
{
    uint64_t one = 1;
    if (write(p->wake, &one, sizeof one) < 0)
        fatal("eventfd");
}

/* ---- answers ------------------------------------------------------------------------------------------------------
 */

static void put(struct escpos_printer *p, const void *bytes, size_t len)
{
    if (p->ways.tcp)
        (void)!send(p->line, bytes, len, MSG_NOSIGNAL);
    else
        (void)!write(p->line, bytes, len);
}

static void say(struct escpos_printer *p, const uint8_t *bytes, size_t len)
{
    static const uint8_t automatic[4] = {0x14, 0x00, 0x0c, 0x00};
    if (p->line < 0)
        return;
    if (p->ways.automatic)
        put(p, automatic, sizeof automatic);
    put(p, bytes, len);
}

static bool offline(const struct escpos_printer *p)
{
    return p->trouble != TROUBLE_NONE || p->jammed;
}

static void answer_real_time(struct escpos_printer *p, uint8_t n)
{
    bool out = p->trouble == TROUBLE_PAPER_OUT, open = p->trouble == TROUBLE_COVER;
    uint8_t b = 0x12;
    if (n == 1)
        b = (uint8_t)(b | (offline(p) ? 0x08 : 0));
    else if (n == 2)
        b = (uint8_t)(b | (open ? 0x04 : 0) | (out ? 0x20 : 0) | (p->jammed ? 0x40 : 0));
    else if (n == 3)
        b = (uint8_t)(b | (p->jammed ? 0x08 : 0));
    else
        b = (uint8_t)(b | (p->near_end || out ? 0x0c : 0) | (out ? 0x60 : 0));
    if (!p->ways.no_real_time)
        say(p, &b, 1);
}

static void forget(struct escpos_printer *p)
{
    p->works.in_len = 0;
    p->works.raster_left = p->works.raster_at = 0;
}

/* As bytes arrive, whatever they stand in the middle of. */
static void hear_real_time(struct escpos_printer *p, uint8_t byte)
{
    static const uint8_t clear[10] = {0x10, 0x14, 0x08, 1, 3, 0x14, 1, 6, 2, 8};
    static const uint8_t cleared[3] = {0x37, 0x25, 0};
    memmove(p->works.recent, p->works.recent + 1, sizeof p->works.recent - 1);
    p->works.recent[sizeof p->works.recent - 1] = byte;
    const uint8_t *last = p->works.recent + sizeof p->works.recent - 3;
    if (last[0] == 0x10 && last[1] == 0x04 && last[2] >= 1 && last[2] <= 4)
        answer_real_time(p, last[2]);
    if (memcmp(p->works.recent, clear, sizeof clear) == 0 && !p->ways.no_clear) {
        forget(p);
        say(p, cleared, sizeof cleared);
    }
}

static void receive(struct escpos_printer *p, const uint8_t *bytes, size_t len)
{
    static const uint8_t nonsense[8] = {0xff, 0x81, 0xc3, 'H', 0x9d, 0xe0, 0xaa, 0x95};
    for (size_t i = 0; i < len; i++) {
        if (p->ways.nonsense) {
            say(p, nonsense, sizeof nonsense);
            continue;
        }
        p->works.in[p->works.in_len++] = bytes[i];
        hear_real_time(p, bytes[i]);
    }
}

/* ---- printing ------------------------------------------------------------------------------------------------------
 */

static void print_row(struct escpos_printer *p)
{
    if (p->paper.rows < ROWS_MAX) {
        size_t n = p->works.raster_stride < p->stride ? p->works.raster_stride : p->stride;
        memcpy(p->dots + (size_t)p->paper.rows * p->stride, p->works.row, n);
        for (size_t i = 0; i + 1 < n; i++)
            if (p->works.row[i] == 0x10 &&
                (p->works.row[i + 1] == 4 || p->works.row[i + 1] == 5 || p->works.row[i + 1] == 0x14))
                p->paper.real_time_in_pictures++;
        p->paper.rows++;
    }
    p->works.raster_at = 0;
    if (p->coming != TROUBLE_NONE && p->paper.rows >= p->coming_at) {
        p->trouble = p->coming;
        p->coming = TROUBLE_NONE;
    }
}

/* Works off one command or one row of a picture; returns the bytes used, 0 when more must come first. */
static size_t work_off(struct escpos_printer *p)
{
    const uint8_t *b = p->works.in;
    size_t n = p->works.in_len;
    if (p->works.raster_left) {
        p->works.row[p->works.raster_at < sizeof p->works.row ? p->works.raster_at : sizeof p->works.row - 1] = b[0];
        p->works.raster_at++;
        p->works.raster_left--;
        if (p->works.raster_at == p->works.raster_stride)
            print_row(p);
        return 1;
    }
    if (b[0] == 0) /* means nothing to a printer */
        return 1;
    if (b[0] == 0x1b || b[0] == 0x1d || b[0] == 0x10) {
        if (n < 2)
            return 0;
        if (b[0] == 0x1b && b[1] == '@')
            return 2;
        if (n < 3)
            return 0;
        if (b[0] == 0x10 && b[1] == 0x04)
            return 3;
        if (b[0] == 0x10 && b[1] == 0x14)
            return n < 10 ? 0 : 10;
        if (b[0] == 0x1d && b[1] == 'a')
            return 3;
        if (b[0] == 0x1d && b[1] == 'r' && b[2] == 1) {
            uint8_t a = p->near_end ? 0x03 : 0;
            if (!p->ways.no_count)
                say(p, &a, 1);
            return 3;
        }
        if (b[0] == 0x1d && b[1] == 'V' && b[2] == 1) {
            if (p->jam) {
                p->jammed = true;
            } else {
                p->paper.cuts++;
                p->paper.last_cut = p->paper.rows;
            }
            return 3;
        }
        if (b[0] == 0x1d && b[1] == 'v') {
            if (n < 8)
                return 0;
            p->works.raster_stride = (size_t)b[4] | (size_t)b[5] << 8;
            p->works.raster_left = p->works.raster_stride * ((size_t)b[6] | (size_t)b[7] << 8);
            p->works.raster_at = 0;
            memset(p->works.row, 0, sizeof p->works.row);
            return 8;
        }
    }
    p->paper.garbage++;
    return 1;
}

/* Until there is nothing to do, or a row has been printed that takes time; true in that case. */
static bool work(struct escpos_printer *p)
{
    size_t used = 0;
    bool pause = false;
    uint8_t *start = p->works.in;
    size_t all = p->works.in_len;
    while (used < all && !offline(p) && !pause && p->works.in_len) {
        int rows = p->paper.rows;
        p->works.in = start + used;
        p->works.in_len = all - used;
        size_t n = work_off(p);
        if (!n)
            break;
        used += n;
        pause = p->ways.row_us && p->paper.rows > rows;
    }
    p->works.in = start;
    p->works.in_len = all - used;
    memmove(p->works.in, p->works.in + used, p->works.in_len);
    pthread_cond_broadcast(&p->news);
    return pause;
}

static void hang_up(struct escpos_printer *p)
{
    if (p->line >= 0)
        close(p->line);
    p->line = -1;
    if (p->slave >= 0)
        close(p->slave);
    p->slave = -1;
    if (p->trouble == TROUBLE_DROP)
        p->trouble = TROUBLE_NONE;
    if (p->ways.forgets)
        forget(p);
}

static void take_connection(struct escpos_printer *p)
{
    int fd = accept4(p->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return;
    if (p->line >= 0)
        close(p->line);
    p->line = fd;
    p->paper.connections++;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    if (p->ways.forgets)
        forget(p);
}

/* Reads what fits; false when the other side has gone. */
static bool take_bytes(struct escpos_printer *p)
{
    uint8_t bytes[4096];
    size_t room = p->works.in_max - p->works.in_len;
    if (room == 0)
        return true;
    ssize_t n = read(p->line, bytes, room < sizeof bytes ? room : sizeof bytes);
    if (n > 0)
        receive(p, bytes, (size_t)n);
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static void pass_time(int us)
{
    struct timespec t = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000L};
    nanosleep(&t, NULL);
}

static void *run(void *user)
{
    struct escpos_printer *p = user;
    pthread_mutex_lock(&p->lock);
    while (!p->quit) {
        if (p->trouble == TROUBLE_DROP)
            hang_up(p);
        bool more = p->trouble != TROUBLE_STALL && work(p);
        bool reads = p->trouble != TROUBLE_STALL && p->line >= 0 && p->works.in_len < p->works.in_max;
        struct pollfd f[3] = {{.fd = p->wake, .events = POLLIN},
                              {.fd = p->listener, .events = POLLIN},
                              {.fd = reads ? p->line : -1, .events = POLLIN}};
        int row_us = p->ways.row_us;
        bool drop = p->trouble == TROUBLE_DROP, flood = p->ways.flood && p->line >= 0;
        pthread_mutex_unlock(&p->lock);
        if (more)
            pass_time(row_us);
        poll(f, 3, more || drop || flood ? 0 : -1);
        pthread_mutex_lock(&p->lock);
        uint64_t n;
        if (f[0].revents)
            (void)!read(p->wake, &n, sizeof n);
        if (f[1].revents)
            take_connection(p);
        else if (f[2].revents && !take_bytes(p))
            hang_up(p);
        if (flood && p->line >= 0)
            put(p, "\xff\x81\xc3\x9d", 4);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

/* ---- making --------------------------------------------------------------------------------------------------------
 */

static void open_tcp(struct escpos_printer *p)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    p->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (p->ways.buffer) /* a small printer's line holds little too */
        setsockopt(p->listener, SOL_SOCKET, SO_RCVBUF, &(int){2048}, sizeof(int));
    if (p->listener < 0 || bind(p->listener, (struct sockaddr *)&a, len) != 0 || listen(p->listener, 4) != 0 ||
        getsockname(p->listener, (struct sockaddr *)&a, &len) != 0)
        fatal("TCP");
    p->port = ntohs(a.sin_port);
}

static void open_pty(struct escpos_printer *p)
{
    struct termios t;
    p->line = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (p->line < 0 || grantpt(p->line) != 0 || unlockpt(p->line) != 0 ||
        ptsname_r(p->line, p->path, sizeof p->path) != 0)
        fatal("pty");
    p->slave = open(p->path, O_RDWR | O_NOCTTY | O_CLOEXEC); /* kept open: the line stays when the other side closes */
    if (p->slave < 0 || tcgetattr(p->slave, &t) != 0)
        fatal(p->path);
    cfmakeraw(&t); /* a USB printer's device has no line discipline */
    tcsetattr(p->slave, TCSANOW, &t);
}

struct escpos_printer *escpos_printer_new(const struct escpos_ways *ways)
{
    struct escpos_printer *p = calloc(1, sizeof *p);
    if (!p)
        fatal("calloc");
    p->ways = *ways;
    p->listener = p->line = p->slave = -1;
    p->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    p->stride = (size_t)(ways->dots ? ways->dots : 576) / 8;
    p->works.in_max = ways->buffer ? ways->buffer : BUFFER;
    p->works.in = malloc(p->works.in_max + 4096);
    p->dots = calloc(ROWS_MAX, p->stride);
    if (!p->works.in || !p->dots || p->wake < 0)
        fatal("memory");
    if (ways->tcp)
        open_tcp(p);
    else
        open_pty(p);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->news, NULL);
    if (pthread_create(&p->thread, NULL, run, p) != 0)
        fatal("thread");
    return p;
}

void escpos_printer_free(struct escpos_printer *p)
{
    pthread_mutex_lock(&p->lock);
    p->quit = true;
    pthread_mutex_unlock(&p->lock);
    ring(p);
    pthread_join(p->thread, NULL);
    hang_up(p);
    if (p->listener >= 0)
        close(p->listener);
    close(p->wake);
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->news);
    free(p->works.in);
    free(p->dots);
    free(p);
}

const char *escpos_printer_address(struct escpos_printer *p, const char *scheme)
{
    if (p->ways.tcp)
        snprintf(p->address, sizeof p->address, "tcp:127.0.0.1:%d", p->port);
    else
        snprintf(p->address, sizeof p->address, "%s:%s", scheme, p->path);
    return p->address;
}

/* ---- trouble -------------------------------------------------------------------------------------------------------
 */

void escpos_printer_trouble(struct escpos_printer *p, enum trouble t, int at_row)
{
    pthread_mutex_lock(&p->lock);
    if (at_row <= p->paper.rows)
        p->trouble = t;
    else
        p->coming = t;
    p->coming_at = at_row;
    pthread_mutex_unlock(&p->lock);
    ring(p);
}

void escpos_printer_mend(struct escpos_printer *p)
{
    pthread_mutex_lock(&p->lock);
    p->trouble = p->coming = TROUBLE_NONE;
    p->near_end = p->jam = p->jammed = false;
    pthread_mutex_unlock(&p->lock);
    ring(p);
}

void escpos_printer_near_end(struct escpos_printer *p)
{
    pthread_mutex_lock(&p->lock);
    p->near_end = true;
    pthread_mutex_unlock(&p->lock);
}

void escpos_printer_jam(struct escpos_printer *p)
{
    pthread_mutex_lock(&p->lock);
    p->jam = true;
    pthread_mutex_unlock(&p->lock);
}

/* ---- looking -------------------------------------------------------------------------------------------------------
 */

static bool wait_for(struct escpos_printer *p, bool (*so)(const struct escpos_printer *p, int n), int n)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += WAIT_S;
    pthread_mutex_lock(&p->lock);
    bool ok = so(p, n);
    while (!ok && pthread_cond_timedwait(&p->news, &p->lock, &until) == 0)
        ok = so(p, n);
    pthread_mutex_unlock(&p->lock);
    return ok;
}

static bool has_rows(const struct escpos_printer *p, int n)
{
    return p->paper.rows >= n;
}

static bool is_idle(const struct escpos_printer *p, int n)
{
    (void)n;
    return p->works.in_len == 0 || offline(p);
}

bool escpos_printer_wait_rows(struct escpos_printer *p, int rows)
{
    return wait_for(p, has_rows, rows);
}

bool escpos_printer_wait_idle(struct escpos_printer *p)
{
    ring(p);
    return wait_for(p, is_idle, 0);
}

void escpos_printer_look(struct escpos_printer *p, struct escpos_paper *out)
{
    pthread_mutex_lock(&p->lock);
    *out = p->paper;
    pthread_mutex_unlock(&p->lock);
}

bool escpos_printer_dot(struct escpos_printer *p, int x, int y)
{
    pthread_mutex_lock(&p->lock);
    bool black = x >= 0 && y >= 0 && y < p->paper.rows && (size_t)x / 8 < p->stride &&
                 (p->dots[(size_t)y * p->stride + (size_t)x / 8] >> (7 - x % 8) & 1);
    pthread_mutex_unlock(&p->lock);
    return black;
}

bool escpos_printer_save_pbm(struct escpos_printer *p, const char *path)
{
    FILE *f = fopen(path, "wb");
    if (!f)
        return false;
    pthread_mutex_lock(&p->lock);
    fprintf(f, "P4\n%zu %d\n", p->stride * 8, p->paper.rows);
    fwrite(p->dots, p->stride, (size_t)p->paper.rows, f);
    pthread_mutex_unlock(&p->lock);
    return fclose(f) == 0;
}
