/* Interface strings: our reader, and gettext's library as we call it. SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/po_int.h"
#include "content/textfile_int.h"

#include <stdint.h>
#include <string.h>

/* libgettextpo 0.21 forgets the file's name after each read: 16 bytes a file. Also in tests/run/lsan.supp. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libgettextpo\n";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct faults faults;
    arena_init(&a, false);
    faults_init(&faults);
    char *text = arena_alloc(&a, size + 1);
    if (size)
        memcpy(text, data, size);
    size_t len = textfile_clean(text, size, "f.po", &faults);
    struct po_file file;
    po_read(text, len, &a, &file);
    po_judge(text, len, &file, "f.po", &faults);
    size_t sum = 0;
    for (size_t i = 0; i < file.count; i++)
        sum += strlen(file.entries[i].id) + strlen(file.entries[i].text) + (size_t)file.entries[i].line;
    faults_release(&faults);
    arena_release(&a);
    return sum == SIZE_MAX ? -1 : 0;
}
