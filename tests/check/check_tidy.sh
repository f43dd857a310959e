#!/usr/bin/env bash
# clang-tidy with the rules of .clang-tidy; only what changed since the last time is looked at again.
# SPDX-License-Identifier: GPL-3.0-or-later
: "${O_CHECK:=build/check}"
make -s --no-print-directory -k -j"${JOBS:-2}" O="$O_CHECK/tidy" CC=clang tidy >"$O_CHECK/tidy.log" 2>&1 && exit
grep -E '(error|warning): ' "$O_CHECK/tidy.log" | sed "s|^$PWD/||" | sort -u
exit 1
