#!/usr/bin/env bash
# Everything compiles without a warning: programs, tests, fuzz targets and benches, with gcc (as released) and clang
# (which finds its warnings without optimising). The two programs are linked as well; tests are by `make test`.
# SPDX-License-Identifier: GPL-3.0-or-later
: "${O_CHECK:=build/check}"
set -u
status=0
build() {
    make -s --no-print-directory -k -j"${JOBS:-2}" O="$O_CHECK/$1" CC="$2" MODE="$3" WERROR=1 CFLAGS="$4" \
        all test-objects >"$O_CHECK/$1.log" 2>&1 && return
    status=1
    echo "$1:"
    grep -E 'error:|warning:|undefined reference|multiple definition|\*\*\*' "$O_CHECK/$1.log" | sort -u
}
build gcc gcc release ''
build clang clang debug '-O0 -g0'
exit $status
