#!/usr/bin/env bash
# cppcheck: warnings, performance and portability. A false alarm is silenced beside its line, with the reason.
# varFuncNullUB is off: in glibc NULL is a pointer, also as the last of variable arguments.
# SPDX-License-Identifier: GPL-3.0-or-later
: "${O_CHECK:=build/check}"
mkdir -p "$O_CHECK/cppcheck"
cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
    -j"${JOBS:-2}" --cppcheck-build-dir="$O_CHECK/cppcheck" -D_GNU_SOURCE -D__linux__ -Iinclude -Isrc \
    --library=tests/check/cppcheck.cfg --suppress=missingInclude --suppress=varFuncNullUB \
    --template='{file}:{line}: {severity}: {message} [{id}]' src
