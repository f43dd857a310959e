/* A copy of the demonstration site that a test may spoil. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_APP_SITE_COPY_H
#define PORCHLIGHT_TESTS_APP_SITE_COPY_H

/* Copies kiosk-config to `dir`, which is made. */
void site_copy(const char *dir);

/* Replaces or makes a file below `dir`; its folders are made. */
void site_write(const char *dir, const char *path, const char *text);
void site_add(const char *dir, const char *path, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* A file or a whole folder. */
void site_remove(const char *dir, const char *path);

#endif
