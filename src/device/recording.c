/* Ogg Opus by opusfile, decoded as it plays: an hour's recording needs no more memory than a second's.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "speech_int.h"

#include <fcntl.h>
#include <opusfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RATE = 48000 /* opusfile's only one */, FRAMES = 5760 /* 120 ms, the longest Opus packet */ };

/* -1 when it is not a regular file that we may read; a FIFO must not hold us. */
static int open_regular(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat st;
    if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
        close(fd);
        return -1;
    }
    return fd;
}

bool recording_is_readable(const char *path)
{
    int fd = open_regular(path);
    char magic[4];
    bool ogg =
        fd >= 0 && read(fd, magic, 4) == 4 && magic[0] == 'O' && magic[1] == 'g' && magic[2] == 'g' && magic[3] == 'S';
    if (fd >= 0)
        close(fd);
    return ogg;
}

/* Closes the file. */
static bool play(OggOpusFile *file, const struct sink *sink)
{
    bool heard = false;
    for (;;) {
        opus_int16 pcm[2 * FRAMES];
        int n = op_read_stereo(file, pcm, 2 * FRAMES);
        if (n == OP_HOLE) /* a damaged packet: go on after it */
            continue;
        if (n <= 0)
            break;
        for (int i = 0; i < n; i++)
            pcm[i] = (opus_int16)((pcm[2 * i] + pcm[2 * i + 1]) / 2);
        heard = true;
        if (!sink->write(sink->user, pcm, (size_t)n, RATE))
            break;
    }
    op_free(file);
    return heard;
}

bool recording_play(const char *path, const struct sink *sink)
{
    int fd = open_regular(path);
    if (fd < 0)
        return false;
    OpusFileCallbacks calls;
    void *stream = op_fdopen(&calls, fd, "rb");
    if (!stream) {
        close(fd);
        return false;
    }
    OggOpusFile *file = op_open_callbacks(stream, &calls, NULL, 0, NULL);
    if (!file) {
        calls.close(stream);
        return false;
    }
    return play(file, sink);
}

bool recording_play_held(const void *bytes, size_t len, const struct sink *sink)
{
    OggOpusFile *file = op_open_memory(bytes, len, NULL);
    return file && play(file, sink);
}
