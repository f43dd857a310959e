/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hub/mail.h"

#include "base/fs.h"
#include "base/str.h"
#include "hub/message.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { CONNECT_S = 20, PASSWORD_MAX = 512, POLL_MS = 1000, URL_MAX = 600 };

/* GnuTLS rather than OpenSSL: printing (libcups) has it in the process already, and a line that drops while it is
 * written raises no SIGPIPE. */
static const char library_name[] = "libcurl-gnutls.so.4";

/* ---- the library, when it is needed ------------------------------------------------------------------------------ */

#define CURL_CALLS(X)                                                                                                  \
    X(curl_global_init)                                                                                                \
    X(curl_easy_init)                                                                                                  \
    X(curl_easy_cleanup)                                                                                               \
    X(curl_easy_getinfo)                                                                                               \
    X(curl_slist_append)                                                                                               \
    X(curl_slist_free_all)                                                                                             \
    X(curl_multi_init)                                                                                                 \
    X(curl_multi_cleanup)                                                                                              \
    X(curl_multi_add_handle)                                                                                           \
    X(curl_multi_remove_handle)                                                                                        \
    X(curl_multi_perform)                                                                                              \
    X(curl_multi_poll)                                                                                                 \
    X(curl_multi_info_read)

/* Called through these; curl_easy_setopt and curl_easy_getinfo take what their options say. */
#undef curl_easy_setopt
#undef curl_easy_getinfo
static struct {
#define MEMBER(name) __typeof__(&(name)) name;
    CURL_CALLS(MEMBER)
#undef MEMBER
    __typeof__(&curl_easy_setopt) set;
    bool there;
} lib;

/* POSIX, unlike C, lets a data pointer from dlsym become a function's. */
static bool find_call(void *so, const char *name, void *into)
{
    void *found = dlsym(so, name);
    memcpy(into, &found, sizeof found);
    return found != NULL;
}

static void load(void)
{
    void *so = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
    bool ok = so != NULL;
#define FIND(name) ok = ok && find_call(so, #name, &lib.name);
    CURL_CALLS(FIND)
#undef FIND
    ok = ok && find_call(so, "curl_easy_setopt", &lib.set);
    lib.there = ok && lib.curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

static bool loaded(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    return pthread_once(&once, load) == 0 && lib.there;
}

/* ---- the password -------------------------------------------------------------------------------------------------
 */

/* The first line of a file that nobody else may read. */
static bool read_password(const char *path, struct arena *a, const char **out, struct err *e)
{
    struct stat st;
    char *text;
    size_t len;
    if (stat(path, &st) == 0 && st.st_mode & (S_IROTH | S_IWOTH))
        return err_set(e, ERR_REFUSED, "everyone on this machine can read '%s': chmod 600 it", path);
    if (!fs_read_path(path, PASSWORD_MAX, a, &text, &len, e))
        return false;
    text[strcspn(text, "\r\n")] = 0;
    if (!*text)
        return err_set(e, ERR_FAILED, "'%s' has no password in its first line", path);
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            return err_set(e, ERR_FAILED, "the password in '%s' has a control character", path);
    *out = text;
    return true;
}

/* ---- one transfer --------------------------------------------------------------------------------------------------
 */

struct transfer {
    struct str bytes; /* the message */
    size_t sent;
    struct mail_result *result;
    int stop_fd;
    char wrong[CURL_ERROR_SIZE];
};

static size_t give_bytes(char *to, size_t size, size_t n, void *context)
{
    struct transfer *t = context;
    size_t room = size * n, left = t->bytes.len - t->sent, take = left < room ? left : room;
    memcpy(to, t->bytes.s + t->sent, take);
    t->sent += take;
    return take;
}

/* Bytes of somebody's, as one line that a terminal can be shown. */
static void keep_line(char out[MAIL_ANSWER_MAX], const char *from, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n && from[i] != '\r' && from[i] != '\n' && k < MAIL_ANSWER_MAX - 1; i++)
        out[k++] = from[i] >= ' ' && from[i] <= '~' ? from[i] : '?';
    out[k] = 0;
}

/* Each line that the server says; the last one stays, but not its goodbye (221, RFC 5321 section 4.1.1.10). */
static size_t take_answer(char *from, size_t size, size_t n, void *context)
{
    struct transfer *t = context;
    if (size * n < 3 || memcmp(from, "221", 3) != 0)
        keep_line(t->result->answer, from, size * n);
    return size * n;
}

static enum nudge_trouble trouble_of(CURLcode code)
{
    switch (code) {
    case CURLE_OK:
        return NUDGE_FINE;
    case CURLE_ABORTED_BY_CALLBACK:
        return NUDGE_UNFINISHED;
    case CURLE_COULDNT_RESOLVE_HOST:
        return NUDGE_NO_HOST;
    case CURLE_COULDNT_CONNECT:
        return NUDGE_NO_CONNECT;
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
        return NUDGE_NO_TLS;
    case CURLE_LOGIN_DENIED:
        return NUDGE_NO_LOGIN;
    case CURLE_OPERATION_TIMEDOUT:
        return NUDGE_SLOW;
    default:
        return NUDGE_BROKEN_OFF;
    }
}

/* What the library calls by the same name when a server says no and when it says nonsense: the server's code tells. */
static enum nudge_trouble judge(CURL *curl, CURLcode code)
{
    long said = 0;
    enum nudge_trouble t = trouble_of(code);
    lib.curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &said);
    bool no = said >= 400 && said <= 599;
    if (code == CURLE_SEND_ERROR && no)
        return NUDGE_REFUSED; /* MAIL FROM or RCPT TO */
    if (t == NUDGE_BROKEN_OFF && no && code != CURLE_RECV_ERROR)
        return NUDGE_REFUSED;
    return t;
}

static bool readable(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return fd >= 0 && poll(&p, 1, 0) > 0;
}

/* Asked by the library again and again. Only so it lets go at once: of a transfer that is taken from it otherwise, it
 * ends the message as if it were whole, and waits for the server's answer. */
static int is_stopped(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct transfer *t = context;
    (void)a, (void)b, (void)c, (void)d;
    return readable(t->stop_fd);
}

static void set_up_line(CURL *curl, const struct mail_settings *m, int wait_s)
{
    char url[URL_MAX];
    /* what follows the host is how the machine names itself (EHLO): else it would be the machine's own name */
    snprintf(url, sizeof url, "%s/%s", m->server, message_domain(m->from));
    lib.set(curl, CURLOPT_URL, url);
    lib.set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    lib.set(curl, CURLOPT_REDIR_PROTOCOLS_STR, "smtps");
    lib.set(curl, CURLOPT_PROXY, "");
    lib.set(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    lib.set(curl, CURLOPT_NOSIGNAL, 1L);
    lib.set(curl, CURLOPT_QUICK_EXIT, 1L); /* a name that is still being looked up is not waited for */
    lib.set(curl, CURLOPT_CONNECTTIMEOUT, (long)(wait_s < CONNECT_S ? wait_s : CONNECT_S));
    lib.set(curl, CURLOPT_TIMEOUT, (long)wait_s);
    lib.set(curl, CURLOPT_USE_SSL, (long)(m->require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    lib.set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    lib.set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    lib.set(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (m->ca_file) {
        lib.set(curl, CURLOPT_CAINFO, m->ca_file);
        lib.set(curl, CURLOPT_CAPATH, (char *)NULL);
    }
}

static bool set_up_mail(CURL *curl, const struct mail_settings *m, struct curl_slist **to, struct transfer *t)
{
    for (size_t i = 0; i < m->to_count; i++) {
        struct curl_slist *more = lib.curl_slist_append(*to, m->to[i]);
        if (!more)
            return false;
        *to = more;
    }
    lib.set(curl, CURLOPT_MAIL_FROM, m->from);
    lib.set(curl, CURLOPT_MAIL_RCPT, *to);
    lib.set(curl, CURLOPT_UPLOAD, 1L);
    lib.set(curl, CURLOPT_READFUNCTION, give_bytes);
    lib.set(curl, CURLOPT_READDATA, t);
    lib.set(curl, CURLOPT_HEADERFUNCTION, take_answer);
    lib.set(curl, CURLOPT_HEADERDATA, t);
    lib.set(curl, CURLOPT_WRITEFUNCTION, take_answer);
    lib.set(curl, CURLOPT_WRITEDATA, t);
    lib.set(curl, CURLOPT_ERRORBUFFER, t->wrong);
    lib.set(curl, CURLOPT_NOPROGRESS, 0L);
    lib.set(curl, CURLOPT_XFERINFOFUNCTION, is_stopped);
    lib.set(curl, CURLOPT_XFERINFODATA, t);
    return true;
}

/* Until it is done or stop_fd says so. */
static enum nudge_trouble carry(CURLM *multi, CURL *curl, int stop_fd)
{
    struct curl_waitfd stop = {.fd = stop_fd, .events = CURL_WAIT_POLLIN};
    int running = 1, left = 0;
    while (running) {
        if (lib.curl_multi_perform(multi, &running) != CURLM_OK)
            return NUDGE_BROKEN_OFF;
        if (running)
            lib.curl_multi_poll(multi, stop_fd >= 0 ? &stop : NULL, stop_fd >= 0, POLL_MS, NULL);
    }
    const CURLMsg *said = lib.curl_multi_info_read(multi, &left);
    return said && said->msg == CURLMSG_DONE ? judge(curl, said->data.result) : NUDGE_BROKEN_OFF;
}

static enum nudge_trouble transfer(const struct mail_settings *m, const char *password, int wait_s, struct transfer *t)
{
    CURL *curl = lib.curl_easy_init();
    CURLM *multi = lib.curl_multi_init();
    struct curl_slist *to = NULL;
    if (!curl || !multi || !set_up_mail(curl, m, &to, t))
        BUG("out of memory");
    set_up_line(curl, m, wait_s);
    if (password) {
        lib.set(curl, CURLOPT_USERNAME, m->user);
        lib.set(curl, CURLOPT_PASSWORD, password);
    }
    lib.curl_multi_add_handle(multi, curl);
    enum nudge_trouble trouble = carry(multi, curl, t->stop_fd);
    lib.curl_multi_remove_handle(multi, curl);
    lib.curl_easy_cleanup(curl);
    lib.curl_multi_cleanup(multi);
    lib.curl_slist_free_all(to);
    /* no server's words: the library's own say where it stopped */
    if (trouble != NUDGE_FINE && (!t->result->answer[0] || (trouble != NUDGE_REFUSED && trouble != NUDGE_NO_LOGIN)))
        keep_line(t->result->answer, t->wrong, strnlen(t->wrong, sizeof t->wrong));
    return trouble;
}

bool mail_send(const struct mail_settings *m, const char *words, int64_t unix_s, int wait_s, int stop_fd,
               struct mail_result *out)
{
    struct message message = {.from = m->from, .to = m->to, .to_count = m->to_count, .words = words, .unix_s = unix_s};
    struct transfer t = {.result = out, .stop_fd = stop_fd};
    struct arena a;
    struct err e = {0};
    const char *password = NULL;
    *out = (struct mail_result){0};
    arena_init(&a, true);
    str_init(&t.bytes);
    randombytes_buf(message.id, sizeof message.id);
    message_write(&message, &t.bytes);
    if (t.bytes.failed)
        BUG("out of memory");
    if (!loaded()) {
        out->trouble = NUDGE_NO_LIBRARY;
    } else if (m->user && !read_password(m->password_file, &a, &password, &e)) {
        out->trouble = NUDGE_NO_PASSWORD;
        keep_line(out->answer, e.msg, strlen(e.msg));
    } else {
        out->trouble = transfer(m, password, wait_s, &t);
    }
    str_release(&t.bytes);
    arena_release(&a);
    return out->trouble == NUDGE_FINE;
}
