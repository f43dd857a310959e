/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cups_ipp_int.h"

#include "cups_library_int.h"
#include "cups_reasons_int.h"
#include "print_pdf_int.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* There once cups_open has been true; a device is asked after its queue only. */
static const struct cups_library *lib(void)
{
    return cups_library();
}

#define OUR_JOBS "Porchlight slip" /* job-name: says nothing of what is on it */
enum { TICK_S = 1, REASONS_MAX = 32 };

/* ---- connections --------------------------------------------------------------------------------------------------
 */

/* libcups asks every TICK_S whether to go on waiting. */
static int go_on(http_t *http, void *user)
{
    (void)http;
    const struct cups_line *l = user;
    return print_now_ms() < l->until && !l->host->stop(l->host);
}

/* The usual one asks at the terminal. */
static const char *no_password(const char *prompt, http_t *http, const char *method, const char *resource, void *user)
{
    (void)prompt, (void)http, (void)method, (void)resource, (void)user;
    return NULL;
}

static bool connect_to(struct cups_line *l, struct print_host *h, const char *host, int port,
                       http_encryption_t encryption, struct err *e)
{
    *l = (struct cups_line){.host = h};
    lib()->cupsSetPasswordCB2(no_password, NULL); /* libcups keeps it for each thread */
    l->http = lib()->httpConnect2(host, port, NULL, AF_UNSPEC, encryption, 1, h->times.connect, NULL);
    if (!l->http)
        return err_set(e, ERR_NO_DEVICE, "%s does not answer", host);
    l->until = print_now_ms() + h->times.work;
    lib()->httpSetTimeout(l->http, TICK_S, go_on, l);
    return true;
}

bool cups_open(struct cups_line *l, struct print_host *h, struct err *e)
{
    *l = (struct cups_line){.host = h};
    if (!lib())
        return err_set(e, ERR_NO_DEVICE, "libcups cannot be loaded");
    return connect_to(l, h, lib()->cupsServer(), lib()->ippPort(), lib()->cupsEncryption(), e) || err_wrap(e, "CUPS");
}

void cups_close(struct cups_line *l)
{
    if (l->http)
        lib()->httpClose(l->http);
    l->http = NULL;
}

/* ---- requests ------------------------------------------------------------------------------------------------------
 */

static ipp_t *request_new(ipp_op_t op, const char *queue)
{
    char uri[512];
    ipp_t *r = lib()->ippNewRequest(op);
    lib()->httpAssembleURIf(HTTP_URI_CODING_ALL, uri, sizeof uri, "ipp", NULL, "localhost", 0, "/printers/%s", queue);
    lib()->ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
    return r;
}

static void add_user(ipp_t *r)
{
    lib()->ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, lib()->cupsUser());
}

static void want(ipp_t *r, int count, const char *const *names)
{
    lib()->ippAddStrings(r, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", count, NULL, names);
}

static bool check_answer(ipp_t *answer, struct err *e)
{
    ipp_status_t status = lib()->cupsLastError();
    if (answer && status <= IPP_STATUS_OK_EVENTS_COMPLETE)
        return true;
    return err_set(e, status == IPP_STATUS_ERROR_NOT_FOUND ? ERR_NOT_FOUND : ERR_FAILED, "%s",
                   status > IPP_STATUS_OK_EVENTS_COMPLETE ? lib()->cupsLastErrorString() : "no answer");
}

/* The answer, for ippDelete; NULL when it says no. `r` is consumed. */
static ipp_t *ask(struct cups_line *l, ipp_t *r, const char *resource, struct err *e)
{
    l->until = print_now_ms() + l->host->times.work;
    ipp_t *answer = lib()->cupsDoRequest(l->http, r, resource);
    if (check_answer(answer, e))
        return answer;
    lib()->ippDelete(answer);
    return NULL;
}

/* ---- a queue, a printer --------------------------------------------------------------------------------------------
 */

static void read_queue(ipp_t *answer, struct cups_queue *out)
{
    const char *reasons[REASONS_MAX], *worst = NULL;
    size_t count = 0;
    ipp_attribute_t *state = lib()->ippFindAttribute(answer, "printer-state", IPP_TAG_ENUM),
                    *accepting = lib()->ippFindAttribute(answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN),
                    *why = lib()->ippFindAttribute(answer, "printer-state-reasons", IPP_TAG_KEYWORD),
                    *device = lib()->ippFindAttribute(answer, "device-uri", IPP_TAG_URI);
    *out = (struct cups_queue){.state = state ? lib()->ippGetInteger(state, 0) : QUEUE_STOPPED,
                               .accepting = !accepting || lib()->ippGetBoolean(accepting, 0)};
    for (int i = 0; why && i < lib()->ippGetCount(why) && count < REASONS_MAX; i++)
        reasons[count++] = lib()->ippGetString(why, i, NULL);
    out->means = cups_state(out->state, out->accepting, reasons, count, &worst);
    snprintf(out->reason, sizeof out->reason, "%s", worst ? worst : "");
    snprintf(out->device, sizeof out->device, "%s", device ? lib()->ippGetString(device, 0, NULL) : "");
}

static const char *const queue_wanted[] = {"printer-state", "printer-state-reasons", "printer-is-accepting-jobs",
                                           "device-uri"};
enum { QUEUE_WANTED = sizeof queue_wanted / sizeof *queue_wanted };

bool cups_queue_read(struct cups_line *l, const char *queue, struct cups_queue *out, struct err *e)
{
    ipp_t *r = request_new(IPP_OP_GET_PRINTER_ATTRIBUTES, queue);
    add_user(r);
    want(r, QUEUE_WANTED, queue_wanted);
    ipp_t *answer = ask(l, r, "/", e);
    if (!answer)
        return err_wrap(e, "the queue '%s'", queue);
    read_queue(answer, out);
    lib()->ippDelete(answer);
    return true;
}

bool cups_device_read(struct print_host *h, const char *device, struct cups_queue *out, struct err *e)
{
    char scheme[16], user[64], host[256], path[256];
    int port;
    if (lib()->httpSeparateURI(HTTP_URI_CODING_ALL, device, scheme, sizeof scheme, user, sizeof user, host, sizeof host,
                               &port, path, sizeof path) != HTTP_URI_STATUS_OK ||
        (strcmp(scheme, "ipp") != 0 && strcmp(scheme, "ipps") != 0))
        return err_set(e, ERR_NOT_FOUND, "the printer cannot be asked itself");
    struct cups_line l;
    if (!connect_to(&l, h, host, port, scheme[3] ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED, e))
        return false;
    ipp_t *r = lib()->ippNewRequest(IPP_OP_GET_PRINTER_ATTRIBUTES);
    lib()->ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, device);
    want(r, QUEUE_WANTED - 1, queue_wanted);
    ipp_t *answer = ask(&l, r, path, e);
    if (answer)
        read_queue(answer, out);
    else if (e)
        e->code = ERR_NO_DEVICE;
    lib()->ippDelete(answer);
    cups_close(&l);
    return answer != NULL;
}

/* ---- jobs ----------------------------------------------------------------------------------------------------------
 */

static void add_media(ipp_t *r, const struct printer_settings *s, const struct print_work *work)
{
    char media[64];
    if (s->paper == PAPER_A4 || s->paper == PAPER_LETTER) {
        snprintf(media, sizeof media, "%s", s->paper == PAPER_A4 ? "iso_a4_210x297mm" : "na_letter_8.5x11in");
    } else { /* PWG 5101.1: a size of one's own */
        double longest = 0;
        for (size_t i = 0; i < work->count; i++)
            longest = fmax(longest, pdf_page_height(&work->pages[i], s));
        snprintf(media, sizeof media, "custom_slip_%dx%dmm", (int)lround(paper_points(s->paper).w * 25.4 / 72),
                 (int)ceil(longest * 25.4 / 72));
    }
    lib()->ippAddString(r, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", NULL, media);
}

static ipp_t *job_new(const struct printer_settings *s, const struct print_work *work)
{
    ipp_t *r = request_new(IPP_OP_PRINT_JOB, s->address);
    add_user(r);
    lib()->ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, OUR_JOBS);
    lib()->ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, "application/pdf");
    add_media(r, s, work);
    lib()->ippAddInteger(r, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", work->copies);
    lib()->ippAddString(r, IPP_TAG_JOB, IPP_TAG_KEYWORD, "print-scaling", NULL, "none"); /* true size */
    lib()->ippAddString(r, IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", NULL, "one-sided");
    lib()->ippAddString(r, IPP_TAG_JOB, IPP_TAG_NAME, "job-sheets", NULL,
                        "none"); /* no page with the user's name before it */
    return r;
}

struct upload {
    struct cups_line *line;
    size_t sent, all;
};

static bool put(void *context, const void *bytes, size_t len)
{
    struct upload *u = context;
    struct print_host *h = u->line->host;
    if (h->stop(h))
        return false;
    u->line->until = print_now_ms() + h->times.work; /* it takes more: the clock starts anew */
    u->sent += len;
    h->progress(h, u->sent >= u->all ? 100 : (int)(u->sent * 100 / u->all));
    return lib()->cupsWriteRequestData(u->line->http, bytes, len) == HTTP_STATUS_CONTINUE;
}

bool cups_job_send(struct cups_line *l, const struct printer_settings *s, const struct print_work *work, int *id,
                   bool *unsure, struct err *e)
{
    char resource[256];
    struct upload up = {.line = l};
    snprintf(resource, sizeof resource, "/printers/%s", s->address);
    for (size_t i = 0; i < work->count; i++)
        up.all += raster_bytes(&work->pages[i]);
    *unsure = false;
    l->until = print_now_ms() + l->host->times.work;
    ipp_t *r = job_new(s, work);
    bool sent = lib()->cupsSendRequest(l->http, r, resource, CUPS_LENGTH_VARIABLE) == HTTP_STATUS_CONTINUE &&
                pdf_write(work->pages, work->count, s, &(struct pdf_out){.put = put, .context = &up});
    lib()->ippDelete(r);
    if (!sent) { /* without its end the document is thrown away with the connection */
        cups_close(l);
        return err_set(e, ERR_FAILED, "CUPS did not take the document");
    }
    *unsure = true;
    l->until = print_now_ms() + l->host->times.work;
    ipp_t *answer = lib()->cupsGetResponse(l->http, resource);
    bool ok = check_answer(answer, e);
    ipp_attribute_t *number = ok ? lib()->ippFindAttribute(answer, "job-id", IPP_TAG_INTEGER) : NULL;
    if (answer)
        *unsure = ok && !number;
    if (number)
        *id = lib()->ippGetInteger(number, 0);
    else if (ok)
        err_set(e, ERR_FAILED, "CUPS gave the job no number");
    lib()->ippDelete(answer);
    return number != NULL;
}

static ipp_t *job_request(ipp_op_t op, const char *queue, int id)
{
    ipp_t *r = request_new(op, queue);
    lib()->ippAddInteger(r, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id);
    add_user(r);
    return r;
}

bool cups_job_read(struct cups_line *l, const char *queue, int id, int *state, struct err *e)
{
    static const char *const wanted[] = {"job-state"};
    ipp_t *r = job_request(IPP_OP_GET_JOB_ATTRIBUTES, queue, id);
    want(r, 1, wanted);
    ipp_t *answer = ask(l, r, "/", e);
    if (!answer)
        return false;
    ipp_attribute_t *a = lib()->ippFindAttribute(answer, "job-state", IPP_TAG_ENUM);
    *state = a ? lib()->ippGetInteger(a, 0) : 0;
    lib()->ippDelete(answer);
    return a || err_set(e, ERR_FAILED, "CUPS does not say how the job is");
}

/* Cancel-Job; true also when there is no such job, or nothing of it left to cancel. */
static bool cancel_job(struct cups_line *l, const char *queue, int id, bool purge, struct err *e)
{
    struct err why = {0};
    ipp_t *r = job_request(IPP_OP_CANCEL_JOB, queue, id);
    if (purge)
        lib()->ippAddBoolean(r, IPP_TAG_OPERATION, "purge-job", 1);
    ipp_t *answer = ask(l, r, "/jobs/", &why);
    lib()->ippDelete(answer);
    return answer || why.code == ERR_NOT_FOUND || err_set(e, why.code, "%s", why.msg);
}

/* A job whose backend still runs is called cancelled, and survives its removal: so it is asked for until it is gone. */
bool cups_job_purge(struct cups_line *l, const char *queue, int id, struct err *e)
{
    enum { GLANCE_MS = 50, ENDED = 7 /* this job-state and those above */ };
    int64_t until = print_now_ms() + l->host->times.answer;
    struct err why = {0};
    int state;
    bool cancelled = false;
    while (cups_job_read(l, queue, id, &state, &why)) {
        bool ended = state >= ENDED;
        if ((ended || !cancelled) && !cancel_job(l, queue, id, ended, e))
            return false;
        cancelled = true;
        if (print_now_ms() >= until)
            return err_set(e, ERR_FAILED, "the job is cancelled, but has not ended yet");
        if (print_wait(l->host, -1, 0, GLANCE_MS) == WAIT_STOP)
            return err_set(e, ERR_FAILED, "the program ends");
    }
    return why.code == ERR_NOT_FOUND || err_set(e, why.code, "%s", why.msg);
}

bool cups_jobs_ours(struct cups_line *l, const char *queue, int *ids, size_t max, size_t *count, struct err *e)
{
    static const char *const wanted[] = {"job-id", "job-name"};
    ipp_t *r = request_new(IPP_OP_GET_JOBS, queue);
    add_user(r);
    lib()->ippAddBoolean(r, IPP_TAG_OPERATION, "my-jobs", 1);
    lib()->ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, "all");
    want(r, 2, wanted);
    ipp_t *answer = ask(l, r, "/", e);
    int id = 0;
    bool ours = false;
    *count = 0;
    /* jobs stand one after the other, each a run of attributes that ends with one that has no name */
    for (ipp_attribute_t *a = answer ? lib()->ippFirstAttribute(answer) : NULL; answer;
         a = lib()->ippNextAttribute(answer)) {
        const char *name = a ? lib()->ippGetName(a) : NULL;
        if (!name && ours && id > 0 && *count < max)
            ids[(*count)++] = id;
        if (!a)
            break;
        if (!name) {
            id = 0;
            ours = false;
        } else if (lib()->ippGetGroupTag(a) == IPP_TAG_JOB && strcmp(name, "job-id") == 0) {
            id = lib()->ippGetInteger(a, 0);
        } else if (lib()->ippGetGroupTag(a) == IPP_TAG_JOB && strcmp(name, "job-name") == 0) {
            const char *text = lib()->ippGetString(a, 0, NULL);
            ours = text && strcmp(text, OUR_JOBS) == 0;
        }
    }
    lib()->ippDelete(answer);
    return answer != NULL;
}
