#!/usr/bin/env bash
# Everything builds without a warning: programs, tests, fuzz targets and benches, with gcc (as released) and clang (which
# finds its warnings without optimising).
# SPDX-License-Identifier: GPL-3.0-or-later
: "${O_CHECK:=build/check}"
set -u
status=0
build() {
    make -s --no-print-directory -k -j"${JOBS:-2}" O="$O_CHECK/$1" CC="$2" MODE="$3" WERROR=1 CFLAGS="$4" \
        all test-programs asan-programs bench-programs >"$O_CHECK/$1.log" 2>&1 && return
    status=1
    echo "$1:"
    grep -E 'error:|warning:|undefined reference|multiple definition|\*\*\*' "$O_CHECK/$1.log" | sort -u
}
build gcc gcc release ''
build clang clang debug '-O0 -g0'
exit $status
