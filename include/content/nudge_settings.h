/* Whether and how liaisons are told that requests wait: `nudge:` in the site.yaml that stands on the machine, never
 * that of a pack, because it names servers, files and folders of this machine.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_NUDGE_SETTINGS_H
#define PORCHLIGHT_CONTENT_NUDGE_SETTINGS_H

#include "base/arena.h"
#include "content/faults.h"
#include "domain/nudge.h"

/* Every text has been looked at: nothing in it can end a line of a message or of a command to the server. What is
 * faulty only ever means that no mail is sent. */
struct mail_settings {
    const char *server; /* smtp://host, smtps://host, with or without :port; NULL: no mail */
    const char *from;   /* an address, ASCII */
    const char *const *to;
    size_t to_count;
    const char *user;          /* NULL: no login */
    const char *password_file; /* absolute, outside the site; NULL when there is no user */
    const char *ca_file;       /* absolute: certificates to trust instead of the system's; NULL: the system's */
    bool require_tls;          /* default true */
};

struct nudge_settings {
    struct mail_settings mail;
    const char *folder; /* absolute: where the file goes; NULL: none */
    struct nudge_rules rules;
};

/* Reads `nudge:` of `dir`/site.yaml into the arena; without it, or when nothing of it can be used, out has neither
 * server nor folder. Faults are added with their lines; NULL: nobody wants them. */
void nudge_settings_read(const char *dir, struct arena *a, struct nudge_settings *out, struct faults *faults);

bool nudge_has(const struct nudge_settings *s, enum nudge_channel c);

/* All of it again, in another arena. */
void nudge_settings_copy(const struct nudge_settings *s, struct arena *a, struct nudge_settings *out);

#endif
