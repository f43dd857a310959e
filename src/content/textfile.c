/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "textfile_int.h"

#include "base/str.h"

#include <string.h>

/* Length of the well-formed sequence at s[0], or 0. */
static size_t sequence(const unsigned char *s, size_t n)
{
    if (s[0] < 0x80)
        return 1;
    size_t want = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    return want <= n && utf8_valid((const char *)s, want, NULL) ? want : 0;
}

/* C0 controls but tab and line feed, DEL, and C1 (U+0080–U+009F, in UTF-8 C2 80 … C2 9F). */
static bool is_control(const unsigned char *s, size_t length)
{
    if (length == 1)
        return (s[0] < 0x20 && s[0] != '\t' && s[0] != '\n') || s[0] == 0x7F;
    return length == 2 && s[0] == 0xC2 && s[1] < 0xA0;
}

size_t textfile_clean(char *text, size_t len, const char *path, struct faults *faults)
{
    unsigned char *s = (unsigned char *)text;
    size_t to = 0, i = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    int line = 1, told_utf8 = 0, told_control = 0;
    while (i < len) {
        if (s[i] >= 0x20 && s[i] < 0x7F) { /* the most of any file */
            s[to++] = s[i++];
            continue;
        }
        size_t n = sequence(s + i, len - i);
        if (n == 1 && s[i] == '\r' && i + 1 < len && s[i + 1] == '\n') {
            i++;
            continue;
        }
        if (n == 0 && told_utf8 != line) {
            faults_add(faults, FAULT_ERROR, path, line, "bytes that are not UTF-8");
            told_utf8 = line;
        }
        bool control = n > 0 && is_control(s + i, n);
        if (control && told_control != line) {
            unsigned cp = n == 1 ? s[i] : s[i + 1];
            faults_add(faults, FAULT_ERROR, path, line, "control character U+%04X", cp);
            told_control = line;
        }
        if (n == 0 || control) {
            s[to++] = '?';
            i += n ? n : 1;
            continue;
        }
        line += s[i] == '\n';
        memmove(s + to, s + i, n);
        to += n;
        i += n;
    }
    if (to < len)
        text[to] = 0;
    return to;
}

bool textfile_read(const struct fs_root *root, const char *path, size_t max, bool required, struct arena *a,
                   char **text, size_t *len, struct faults *faults)
{
    struct err e = {0};
    if (!fs_read(root, path, max, a, text, len, &e)) {
        if (required || e.code != ERR_NOT_FOUND)
            faults_add(faults, FAULT_ERROR, path, 0, "%s", e.msg);
        return false;
    }
    *len = textfile_clean(*text, *len, path, faults);
    return true;
}
