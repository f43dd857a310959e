/* From the start of the program to its first frame, drawn offscreen, and Chromium showing the same pages on this
 * machine in the same run. Chromium is not needed: without it the rows say so. DESIGN section 8.
 *
 * Ours ends when the frame is drawn and everything is closed again, so the whole life of the process is counted.
 * Chromium is counted until its page has been painted (the second animation frame after `load`, said on its console),
 * and left out are its window, its screen and its end: in its favour. SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit.h"

#include "base/str.h"

#include <cmark.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RUNS = 20, CHROMIUM_RUNS = 5, CHROMIUM_WAIT_MS = 60000, START_MS = 60, FASTER = 10 };

static const char shown[] = "porchlight-bench-page-is-painted";

static double bench_ours(void)
{
    const char *argv[] = {kit_porchlight(), "shot", "--site", "kiosk-config", "--screen", "welcome",
                          "--lang",         "en",   "--size", "1080x1920",    NULL};
    double wall[RUNS], alone[RUNS], cpu[RUNS];
    struct kit_times t;
    if (!kit_run(argv, &t)) /* the first one warms the page cache */
        kit_give_up("%s shot did not run", argv[0]);
    for (int i = 0; i < RUNS; i++) {
        if (!kit_run(argv, &t))
            kit_give_up("%s shot did not run", argv[0]);
        wall[i] = t.wall;
        alone[i] = t.alone;
        cpu[i] = t.cpu;
    }
    double p50 = kit_percentile(alone, RUNS, 50), p90 = kit_percentile(alone, RUNS, 90);
    kit_row("start to first frame, the whole process", "p50 <= 60 ms", p50 <= START_MS ? KIT_OK : KIT_OVER,
            "p50 %.0f p90 %.0f ms", p50, p90);
    kit_row("  the same with the machine's other work / processor time", "", KIT_COMPARES,
            "p50 %.0f p90 %.0f / %.0f ms", kit_percentile(wall, RUNS, 50), kit_percentile(wall, RUNS, 90),
            kit_percentile(cpu, RUNS, 50));
    return kit_percentile(wall, RUNS, 50);
}

/* ---- the same pages as HTML ---- */

static void read_all(const char *path, struct str *out)
{
    char part[4096];
    size_t n;
    FILE *f = fopen(path, "r");
    while (f && (n = fread(part, 1, sizeof part, f)) > 0)
        str_add_n(out, part, n);
    if (f)
        fclose(f);
}

/* `src="icon:phone"` becomes the file that the kiosk draws. */
static void add_html(struct str *out, const char *html, const char *here)
{
    for (const char *c = html; *c;) {
        static const char icon[] = "src=\"icon:";
        const char *next = strstr(c, icon), *end = next ? strchr(next + sizeof icon - 1, '"') : NULL;
        if (!end) {
            str_add(out, c);
            return;
        }
        str_add_n(out, c, (size_t)(next - c));
        next += sizeof icon - 1;
        str_add_f(out, "src=\"file://%s/assets/icons/%.*s.svg\"", here, (int)(end - next), next);
        c = end + 1;
    }
}

static void write_html(const char *folder, char file[KIT_PATH_MAX])
{
    char here[PATH_MAX], path[PATH_MAX];
    struct str html;
    str_init(&html);
    DIR *pages = opendir("kiosk-config/pages");
    if (!pages || !getcwd(here, sizeof here))
        kit_give_up("the pages cannot be read");
    str_add(&html, "<!doctype html><html lang=\"en\"><meta "
                   "charset=\"utf-8\"><title>Porchlight</title><style>body{font:28px 'Noto Sans',sans-serif;"
                   "margin:40px}img{width:320px}</style>\n");
    for (struct dirent *d; (d = readdir(pages));) {
        struct str md;
        str_init(&md);
        snprintf(path, sizeof path, "kiosk-config/pages/%.100s/en.md", d->d_name);
        if (d->d_name[0] != '.')
            read_all(path, &md);
        const char *head = md.len ? strstr(md.s, "\n---\n") : NULL, *body = head ? head + 5 : NULL;
        if (body) {
            char *part = cmark_markdown_to_html(body, strlen(body), CMARK_OPT_DEFAULT);
            add_html(&html, part, here);
            free(part);
        }
        str_release(&md);
    }
    closedir(pages);
    str_add_f(&html,
              "<script>addEventListener('load',()=>requestAnimationFrame(()=>requestAnimationFrame(()=>console.log('%s'"
              "))))</script>\n",
              shown);
    snprintf(file, KIT_PATH_MAX, "%.400s/pages.html", folder);
    FILE *f = fopen(file, "w");
    if (!f || fwrite(html.s, 1, html.len, f) != html.len || fclose(f) != 0)
        kit_give_up("%s cannot be written", file);
    str_release(&html);
}

/* ---- Chromium ---- */

static bool in_path(const char *program)
{
    const char *path = getenv("PATH");
    char *copy = strdup(path ? path : ""), *save = NULL, file[PATH_MAX];
    bool found = false;
    for (char *dir = strtok_r(copy, ":", &save); dir && !found; dir = strtok_r(NULL, ":", &save)) {
        snprintf(file, sizeof file, "%s/%s", dir, program);
        found = access(file, X_OK) == 0;
    }
    free(copy);
    return found;
}

/* The parent of a process; 0 when it has gone. */
static long parent_of(long pid)
{
    char path[64], line[512];
    long parent = 0;
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *f = fopen(path, "r");
    const char *after = f && fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL; /* the name may hold anything */
    if (after)
        sscanf(after, ") %*c %ld", &parent);
    if (f)
        fclose(f);
    return parent;
}

static bool is_ours(long pid)
{
    for (int depth = 0; pid > 1 && depth < 32; depth++) {
        pid = parent_of(pid);
        if (pid == (long)getpid())
            return true;
    }
    return false;
}

static long pss_kb(long pid)
{
    char path[64], line[256];
    long kb = 0;
    snprintf(path, sizeof path, "/proc/%ld/smaps_rollup", pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "Pss: %ld", &kb) == 1)
            break;
    if (f)
        fclose(f);
    return kb;
}

/* All that descends from this bench: Chromium and its helpers. Their memory is added up; with `end` they are ended. */
static long each_descendant(bool end)
{
    long kb = 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *d; proc && (d = readdir(proc));) {
        long pid = strtol(d->d_name, NULL, 10);
        if (pid <= 1 || !is_ours(pid))
            continue;
        kb += end ? 0 : pss_kb(pid);
        if (end)
            kill((pid_t)pid, SIGKILL);
    }
    if (proc)
        closedir(proc);
    return kb;
}

static pid_t start_chromium(const char *folder, const char *page, int *console)
{
    char data[KIT_PATH_MAX + 64], url[KIT_PATH_MAX + 16];
    int ends[2];
    static int count;
    snprintf(data, sizeof data, "--user-data-dir=%s/profile-%d", folder, count++);
    snprintf(url, sizeof url, "file://%s", page);
    if (pipe(ends) != 0)
        kit_give_up("no pipe");
    pid_t pid = fork();
    if (pid < 0)
        kit_give_up("no process");
    if (pid == 0) {
        dup2(ends[1], STDERR_FILENO);
        int nothing = open("/dev/null", O_WRONLY);
        dup2(nothing, STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execlp("chromium", "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
               "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
               "--disable-breakpad", "--kiosk", "--window-size=1080,1920", "--enable-logging=stderr", data, url,
               (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    *console = ends[0];
    return pid;
}

/* Reads the console until the page says it is painted. */
static bool await_page(int console, double until)
{
    struct str said;
    str_init(&said);
    bool found = false;
    for (double left; !found && (left = until - kit_wall_ms()) > 0;) {
        struct pollfd p = {.fd = console, .events = POLLIN};
        char part[1024];
        if (poll(&p, 1, (int)left + 1) <= 0)
            continue;
        ssize_t n = read(console, part, sizeof part);
        if (n <= 0)
            break;
        str_add_n(&said, part, (size_t)n);
        found = strstr(said.s, shown) != NULL;
    }
    str_release(&said);
    return found;
}

static bool chromium_once(const char *folder, const char *page, double *ms, double *mb)
{
    int console;
    double start = kit_wall_ms();
    start_chromium(folder, page, &console);
    bool ok = await_page(console, start + CHROMIUM_WAIT_MS);
    *ms = kit_wall_ms() - start;
    *mb = ok ? (double)each_descendant(false) / 1024 : 0;
    /* what is ended may have been starting another: until none is left */
    do
        each_descendant(true);
    while (waitpid(-1, NULL, 0) > 0);
    close(console);
    return ok;
}

static void bench_chromium(double ours)
{
    char folder[KIT_PATH_MAX], page[KIT_PATH_MAX];
    double ms[CHROMIUM_RUNS], mb[CHROMIUM_RUNS], first, unused;
    if (!in_path("chromium")) {
        kit_row("Chromium with the same pages", "we: 10 x faster", KIT_COMPARES, "not installed");
        return;
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* its orphans become ours: counted, and ended */
    kit_folder_make(folder);
    write_html(folder, page);
    bool ok = chromium_once(folder, page, &first, &unused);
    for (int i = 0; ok && i < CHROMIUM_RUNS; i++)
        ok = chromium_once(folder, page, &ms[i], &mb[i]);
    kit_folder_remove(folder);
    if (!ok) {
        kit_row("Chromium with the same pages", "we: 10 x faster", KIT_COMPARES, "did not show them");
        return;
    }
    double theirs = kit_percentile(ms, CHROMIUM_RUNS, 50);
    kit_row("Chromium until the same pages are painted / ours, with other work", ">= 10 x",
            theirs / ours >= FASTER ? KIT_OK : KIT_OVER, "%.0f x (%.0f / %.0f ms)", theirs / ours, theirs, ours);
    kit_row("Chromium's memory with that page open, shared pages once", "", KIT_COMPARES, "%.0f MB",
            kit_percentile(mb, CHROMIUM_RUNS, 50));
}

int main(void)
{
    bench_chromium(bench_ours());
    return 0;
}
