/* What we ask of cupsd, and of a printer that speaks IPP itself, by libcups. No call waits longer than its host's
 * times.connect to connect and times.work for an answer. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_CUPS_IPP_INT_H
#define PORCHLIGHT_DEVICE_CUPS_IPP_INT_H

#include "domain/printer_settings.h"
#include "print_driver_int.h"

#include <cups/cups.h>

struct cups_line {
    http_t *http; /* NULL: closed */
    struct print_host *host;
    int64_t until; /* of the request at work */
};

/* NO_DEVICE when nobody answers. */
bool cups_open(struct cups_line *l, struct print_host *h, struct err *e);
void cups_close(struct cups_line *l);

struct cups_queue {
    int state; /* printer-state */
    bool accepting;
    enum printer_state means; /* with its reasons */
    char reason[64];          /* the one that it comes from, or empty */
    char device[256];         /* device-uri */
};
/* NOT_FOUND when there is no such queue. */
bool cups_queue_read(struct cups_line *l, const char *queue, struct cups_queue *out, struct err *e);
/* The printer itself, by the address that its queue has. False with NOT_FOUND when it is no IPP printer that can be
 * asked, NO_DEVICE when it does not answer. */
bool cups_device_read(struct print_host *h, const char *device, struct cups_queue *out, struct err *e);

/* One job with all its pages; *id when cupsd has it. *unsure: it may have taken it though the answer was lost. */
bool cups_job_send(struct cups_line *l, const struct printer_settings *s, const struct print_work *work, int *id,
                   bool *unsure, struct err *e);
/* job-state (RFC 8011, 5.3.7); NOT_FOUND when the job is no more. */
bool cups_job_read(struct cups_line *l, const char *queue, int id, int *state, struct err *e);
/* Stops it and removes it with its file and every trace in the history; true also when there is none. False when it has
 * not ended within times.answer: it is cancelled then, and must be removed later. */
bool cups_job_purge(struct cups_line *l, const char *queue, int id, struct err *e);
/* The ids of our own jobs on this queue, ended ones too: at most `max`. */
bool cups_jobs_ours(struct cups_line *l, const char *queue, int *ids, size_t max, size_t *count, struct err *e);

#endif
