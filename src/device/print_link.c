/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print_link_int.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

/* ---- devices ---------------------------------------------------------------------------------------------------- */

static bool open_device(struct print_link *l, const char *path, struct err *e)
{
    struct stat st;
    l->fd = open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (l->fd < 0) {
        err_errno(e, errno, "cannot open %s", path);
    } else if (fstat(l->fd, &st) != 0 || !S_ISCHR(st.st_mode)) {
        err_set(e, ERR_NO_DEVICE, "%s is not a printer's device", path);
        link_close(l);
    }
    if (l->fd < 0 && e)
        e->code = ERR_NO_DEVICE;
    return l->fd >= 0;
}

static speed_t speed_of(int baud)
{
    switch (baud) {
    case 9600:
        return B9600;
    case 19200:
        return B19200;
    case 57600:
        return B57600;
    case 115200:
        return B115200;
    default:
        return B38400;
    }
}

/* 8 data bits, no parity, one stop bit. Closing does not drop the line: some printers start anew when it drops. */
static bool set_serial(struct print_link *l, const struct printer_address *a, struct err *e)
{
    struct termios t;
    if (tcgetattr(l->fd, &t) != 0)
        return err_set(e, ERR_NO_DEVICE, "%s is not a serial line", a->place);
    cfmakeraw(&t);
    t.c_cflag |= CLOCAL | CREAD;
    t.c_cflag &= ~(tcflag_t)(HUPCL | CSTOPB | CRTSCTS);
    if (a->flow == SERIAL_FLOW_RTSCTS)
        t.c_cflag |= CRTSCTS;
    if (a->flow == SERIAL_FLOW_XONXOFF)
        t.c_iflag |= IXON;
    t.c_cc[VMIN] = 1;
    t.c_cc[VTIME] = 0;
    speed_t speed = speed_of(a->baud);
    if (cfsetispeed(&t, speed) != 0 || cfsetospeed(&t, speed) != 0 || tcsetattr(l->fd, TCSANOW, &t) != 0)
        return err_set(e, ERR_NO_DEVICE, "%s cannot be set to %d baud", a->place, a->baud);
    tcflush(l->fd, TCIOFLUSH);
    return true;
}

/* ---- TCP -------------------------------------------------------------------------------------------------------- */

static bool connected(struct print_link *l, const struct addrinfo *to, struct print_host *h, int *why)
{
    l->fd = socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    *why = errno;
    if (l->fd < 0)
        return false;
    if (connect(l->fd, to->ai_addr, to->ai_addrlen) == 0)
        return true;
    *why = errno;
    if (errno == EINPROGRESS) {
        socklen_t len = sizeof *why;
        *why = ETIMEDOUT;
        if (print_wait(h, l->fd, POLLOUT, h->times.connect) == WAIT_READY &&
            getsockopt(l->fd, SOL_SOCKET, SO_ERROR, why, &len) == 0 && *why == 0)
            return true;
    }
    link_close(l);
    return false;
}

static bool open_tcp(struct print_link *l, const struct printer_address *a, struct print_host *h, struct err *e)
{
    char port[8];
    snprintf(port, sizeof port, "%d", a->port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG}, *found = NULL;
    int failed = getaddrinfo(a->place, port, &hints, &found), why = 0;
    if (failed)
        return err_set(e, ERR_NO_DEVICE, "%s: %s", a->place, gai_strerror(failed));
    for (const struct addrinfo *at = found; at && l->fd < 0; at = at->ai_next)
        connected(l, at, h, &why);
    freeaddrinfo(found);
    if (l->fd < 0) {
        err_errno(e, why, "%s port %d", a->place, a->port);
        if (e)
            e->code = ERR_NO_DEVICE;
        return false;
    }
    int one = 1, small = 4096; /* little waits here that could be called back */
    setsockopt(l->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(l->fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    return true;
}

/* ---- the promise ------------------------------------------------------------------------------------------------ */

bool link_open(struct print_link *l, const struct printer_address *a, struct print_host *h, struct err *e)
{
    *l = (struct print_link){.fd = -1, .kind = a->link};
    if (a->link == PRINTER_LINK_TCP)
        return open_tcp(l, a, h, e);
    if (!open_device(l, a->place, e))
        return false;
    if (a->link == PRINTER_LINK_SERIAL && !set_serial(l, a, e)) {
        link_close(l);
        return false;
    }
    return true;
}

static ssize_t put(struct print_link *l, const uint8_t *bytes, size_t len)
{
    return l->kind == PRINTER_LINK_TCP ? send(l->fd, bytes, len, MSG_NOSIGNAL) : write(l->fd, bytes, len);
}

void link_blurt(struct print_link *l, const void *bytes, size_t len)
{
    if (l->fd >= 0)
        (void)!put(l, bytes, len);
}

static bool try_again(void)
{
    return errno == EAGAIN || errno == EINTR;
}

enum link_end link_write(struct print_link *l, struct print_host *h, const void *bytes, size_t len, int ms)
{
    const uint8_t *at = bytes;
    while (len > 0) {
        if (l->fd < 0)
            return LINK_GONE;
        enum wait_end w = print_wait(h, l->fd, POLLOUT, ms);
        if (w != WAIT_READY)
            return w == WAIT_STOP ? LINK_STOP : LINK_TIME;
        ssize_t n = put(l, at, len);
        if (n < 0 && !try_again())
            return LINK_GONE;
        if (n > 0) {
            at += n;
            len -= (size_t)n;
        }
    }
    return LINK_OK;
}

enum link_end link_read(struct print_link *l, struct print_host *h, uint8_t *bytes, size_t max, int ms, size_t *len)
{
    *len = 0;
    if (l->fd < 0)
        return LINK_GONE;
    enum wait_end w = print_wait(h, l->fd, POLLIN, ms);
    if (w != WAIT_READY)
        return w == WAIT_STOP ? LINK_STOP : LINK_TIME;
    ssize_t n = read(l->fd, bytes, max);
    if (n > 0)
        *len = (size_t)n;
    else if (n == 0 ? l->kind != PRINTER_LINK_USB : !try_again())
        return LINK_GONE; /* an empty USB packet is no end */
    return LINK_OK;
}

enum link_end link_drain(struct print_link *l, struct print_host *h, int ms)
{
    enum { GLANCE_MS = 20 };
    for (int64_t until = print_now_ms() + ms; l->fd >= 0;) {
        int left = 0;
        /* usblp takes the next write when the last has gone out; the others say how much they hold */
        enum wait_end w = print_wait(h, l->kind == PRINTER_LINK_USB ? l->fd : -1, POLLOUT, GLANCE_MS);
        if (w == WAIT_STOP)
            return LINK_STOP;
        if (l->kind == PRINTER_LINK_USB ? w == WAIT_READY : ioctl(l->fd, TIOCOUTQ, &left) != 0 || left == 0)
            return LINK_OK;
        if (print_now_ms() >= until)
            return LINK_TIME;
    }
    return LINK_GONE;
}

void link_close(struct print_link *l)
{
    if (l->fd >= 0)
        close(l->fd);
    l->fd = -1;
}

void link_abort(struct print_link *l)
{
    if (l->fd >= 0 && l->kind == PRINTER_LINK_TCP)
        setsockopt(l->fd, SOL_SOCKET, SO_LINGER, &(struct linger){.l_onoff = 1}, sizeof(struct linger));
    else if (l->fd >= 0 && l->kind == PRINTER_LINK_SERIAL)
        tcflush(l->fd, TCOFLUSH); /* usblp drops what it holds when it is closed */
    link_close(l);
}
