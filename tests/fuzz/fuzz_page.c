/* A page: split, head, hash, body into cards and sentences. The first byte chooses original or translation and the
 * locale. SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/page_int.h"
#include "content/textfile_int.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct fs_root root;
static char name[] = "/tmp/porchlight-fuzz-XXXXXX";

static void remove_folder(void)
{
    unlinkat(root.fd, "en.md", 0);
    fs_root_close(&root);
    rmdir(name);
}

/* Pages are read by name below a root, so the input becomes a file. */
static bool write_page(const uint8_t *data, size_t size)
{
    char path[64];
    struct err e = {0};
    if (!root.path) {
        if (!mkdtemp(name) || !fs_root_open(&root, name, &e))
            abort();
        atexit(remove_folder);
    }
    snprintf(path, sizeof path, "%s/en.md", name);
    FILE *f = fopen(path, "wb");
    if (!f)
        return false;
    bool ok = fwrite(data, 1, size, f) == size;
    return fclose(f) == 0 && ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const locales[] = {NULL, "en_US", "my_MM", "ar"};
    if (size == 0 || !write_page(data + 1, size - 1))
        return 0;
    struct arena a;
    struct faults faults;
    struct page_file file;
    struct page_body body;
    arena_init(&a, false);
    faults_init(&faults);
    if (page_file_read(&root, "en.md", data[0] & 4, &a, &file, &faults)) {
        page_body_parse(&file, locales[data[0] & 3], &a, &body, &faults);
        for (size_t i = 0; i < body.card_count; i++)
            for (size_t k = 0; k < body.cards[i].card.sentence_count; k++)
                if (!*body.cards[i].card.sentences[k] || body.cards[i].sentence_lines[k] < file.body_line)
                    abort();
    }
    faults_release(&faults);
    arena_release(&a);
    return 0;
}
