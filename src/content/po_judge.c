/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "po_int.h"

#include <gettext-po.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The library's error handler is given nothing of ours, so this is where it finds it. One file at a time: content is
 * read by one thread. */
static struct job {
    const char *path;
    struct faults *faults;
    jmp_buf fatal;
} * job;

/* error_message_count is not raised on purpose: the library then goes on after each error and tells them all. */
static void on_error(int severity, po_message_t message, const char *file, size_t line, size_t column, int multiline,
                     const char *text)
{
    (void)message, (void)column, (void)multiline;
    /* the lexer has read the line's end before it complains of it */
    if (strcmp(text, "end-of-line within string") == 0 && line > 1)
        line--;
    faults_add(job->faults, severity == PO_SEVERITY_WARNING ? FAULT_WARNING : FAULT_ERROR, job->path,
               file && line < 100000000 ? (int)line : 0, "%.*s", (int)strcspn(text, "\n"), text);
    if (severity == PO_SEVERITY_FATAL_ERROR)
        longjmp(job->fatal, 1); /* it must not return; the few bytes it holds are lost */
}

// NOLINTNEXTLINE(readability-function-size): the library's own prototype
static void on_error2(int severity, po_message_t message1, const char *file1, size_t line1, size_t column1, int multi1,
                      const char *text1, po_message_t message2, const char *file2, size_t line2, size_t column2,
                      int multi2, const char *text2)
{
    (void)message2, (void)file2, (void)line2, (void)column2, (void)multi2, (void)text2;
    on_error(severity, message1, file1, line1, column1, multi1, text1);
}

static const struct po_xerror_handler handler = {.xerror = on_error, .xerror2 = on_error2};

/* The library reads files by name only. A memory file has a name, and nobody else can change it under us. */
static int memory_file(const char *text, size_t len)
{
    int fd = memfd_create("po", MFD_CLOEXEC);
    while (fd >= 0 && len > 0) {
        ssize_t n = write(fd, text, len);
        if (n <= 0) {
            close(fd);
            return -1;
        }
        text += n;
        len -= (size_t)n;
    }
    return fd;
}

static void run_library(int fd)
{
    char name[40];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    if (setjmp(job->fatal) != 0)
        return;
    po_file_t file = po_file_read(name, &handler);
    if (file)
        po_file_free(file);
}

void po_judge(const char *text, size_t len, const struct po_file *file, const char *path, struct faults *faults)
{
    if (!file->utf8) {
        /* in any other encoding the library would go through iconv: nothing here needs that */
        faults_add(faults, FAULT_ERROR, path, file->header_line,
                   "the header must say \"Content-Type: text/plain; charset=UTF-8\\n\"");
        return;
    }
    int fd = memory_file(text, len);
    if (fd < 0) {
        faults_add(faults, FAULT_ERROR, path, 0, "cannot be judged: no memory file");
        return;
    }
    struct job now = {.path = path, .faults = faults};
    job = &now;
    run_library(fd);
    job = NULL;
    close(fd);
}
