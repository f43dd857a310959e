#!/usr/bin/env bash
# Runs every check, one line each, all of them even when one fails; what a failed one found is shown below its line and
# whole in BUILD/<check>.txt. The last line is `N passed, N failed`.
# usage: run.sh BUILD [ONLY]     ONLY: names of checks, like "floors sizes"
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
mkdir -p "$1"
O_CHECK=$(realpath "$1")
export O_CHECK LC_ALL=C.UTF-8 DEPS=skip
unset MAKEFLAGS MFLAGS MAKELEVEL
only=${2:-} passed=0 failed=0

# the quick ones first, so that a slip is told in seconds
for name in tree floors sizes calls spelling shell format headers build links cppcheck tidy; do
    if [ -n "$only" ]; then
        case " $only " in *" $name "*) ;; *) continue ;; esac
    fi
    began=$SECONDS
    if bash "tests/check/check_$name.sh" >"$O_CHECK/$name.txt" 2>&1 </dev/null; then
        passed=$((passed + 1))
        printf 'ok      %-10s %4d s\n' "$name" $((SECONDS - began))
    else
        failed=$((failed + 1))
        printf 'FAILED: %-10s %4d s: %d lines\n' "$name" $((SECONDS - began)) "$(wc -l <"$O_CHECK/$name.txt")"
        head -n 60 "$O_CHECK/$name.txt" | cut -c1-400 | sed 's/^/        /'
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
