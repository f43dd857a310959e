/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit.h"

#include <fcntl.h>
#include <ftw.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double ms_of(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

double kit_wall_ms(void)
{
    return ms_of(CLOCK_MONOTONIC);
}

double kit_cpu_ms(void)
{
    return ms_of(CLOCK_THREAD_CPUTIME_ID);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double kit_percentile(double *v, size_t n, unsigned percent)
{
    if (n == 0)
        return 0;
    qsort(v, n, sizeof *v, by_size);
    size_t i = n * percent / 100;
    return v[i < n ? i : n - 1];
}

void kit_row(const char *what, const char *reach, enum kit_verdict verdict, const char *measured, ...)
{
    static const char *const words[] = {[KIT_OVER] = "over", [KIT_OK] = "ok", [KIT_COMPARES] = ""};
    va_list ap;
    va_start(ap, measured);
    printf("%s\t", what);
    vprintf(measured, ap);
    printf("\t%s\t%s\n", reach, words[verdict]);
    fflush(stdout); /* the bench may fork or be stopped later */
    va_end(ap);
}

void kit_give_up(const char *why, ...)
{
    va_list ap;
    va_start(ap, why);
    vfprintf(stderr, why, ap);
    fputc('\n', stderr);
    va_end(ap);
    exit(1);
}

/* The second number of schedstat: nanoseconds it was ready to run and did not. Readable until the process is reaped. */
static double queued_ms(pid_t pid)
{
    char path[64];
    unsigned long long ran = 0, waited = 0;
    snprintf(path, sizeof path, "/proc/%ld/schedstat", (long)pid);
    FILE *f = fopen(path, "r");
    if (f && fscanf(f, "%llu %llu", &ran, &waited) != 2)
        waited = 0;
    if (f)
        fclose(f);
    return (double)waited / 1e6;
}

bool kit_run(const char *const argv[], struct kit_times *out)
{
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    char *words[KIT_WORDS_MAX + 1] = {NULL}; /* posix_spawn's words are not const, though it leaves them alone */
    for (size_t i = 0; i < KIT_WORDS_MAX && argv[i]; i++)
        words[i] = strdup(argv[i]);
    pid_t pid;
    double start = kit_wall_ms();
    int failed = posix_spawnp(&pid, words[0], &quiet, NULL, words, environ);
    posix_spawn_file_actions_destroy(&quiet);
    for (size_t i = 0; words[i]; i++)
        free(words[i]);
    siginfo_t info;
    struct rusage use;
    int status;
    if (failed || waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) != 0)
        return false;
    out->wall = kit_wall_ms() - start;
    out->alone = out->wall - queued_ms(pid);
    if (wait4(pid, &status, 0, &use) != pid)
        return false;
    out->cpu = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e3 +
               (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e3;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

const char *kit_porchlight(void)
{
    const char *program = getenv("PORCHLIGHT");
    if (!program)
        kit_give_up("PORCHLIGHT does not say where the program is; run `make bench`");
    return program;
}

void kit_folder_make(char path[KIT_PATH_MAX])
{
    const char *tmp = getenv("TMPDIR");
    snprintf(path, KIT_PATH_MAX, "%s/porchlight-bench-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(path))
        kit_give_up("no folder for temporary files in %s", tmp ? tmp : "/tmp");
}

static int drop(const char *path, const struct stat *s, int kind, struct FTW *at)
{
    (void)s;
    (void)kind;
    (void)at;
    return remove(path);
}

void kit_folder_remove(const char *path)
{
    enum { FILES_OPEN = 16 };
    nftw(path, drop, FILES_OPEN, FTW_DEPTH | FTW_PHYS);
}
