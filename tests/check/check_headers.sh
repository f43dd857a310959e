#!/usr/bin/env bash
# Every header compiles alone, as C11, with gcc and with clang.
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
status=0
for cc in gcc clang; do
    flags=$(make -s --no-print-directory CC=$cc WERROR=1 print-flags)
    export cc flags
    # shellcheck disable=SC2016 # expanded by the inner shell
    find include src -name '*.h' | sort | sed 's|^include/||; s|^src/||' |
        xargs -P "${JOBS:-2}" -I{} sh -c \
            'echo "#include \"{}\"" | $cc $flags -fsyntax-only -x c - || { echo "$cc: {} does not compile alone"; exit 1; }' ||
        status=1
done
exit $status
