#!/usr/bin/env bash
# Fuzzes one parser, or each in turn, beginning with its corpus; what crashes it is kept in BUILD/found/<name>.
# usage: fuzz.sh BUILD [NAME] [SECONDS]
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
o=$1 only=${2:-} seconds=${3:-60} failed=0 ran=0
[ -n "$seconds" ] || seconds=60
for source in tests/fuzz/fuzz_${only:-*}.c; do
    [ -f "$source" ] || continue
    name=$(basename "$source" .c) name=${name#fuzz_}
    mkdir -p "$o/found/$name" "$o/grown/$name"
    options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
        -artifact_prefix="$o/found/$name/")
    [ -f "tests/fuzz/$name.dict" ] && options+=(-dict="tests/fuzz/$name.dict")
    echo "fuzzing $name for $seconds s"
    ran=$((ran + 1))
    # new inputs go to the first folder, the corpus in the tree is only read
    "$o/tests/fuzz/fuzz_$name" "${options[@]}" "$o/grown/$name" "tests/fuzz/corpus/$name" >"$o/found/$name.log" 2>&1 || {
        failed=$((failed + 1))
        tail -n 40 "$o/found/$name.log"
        echo "FAILED: $name: the input that does it is in $o/found/$name"
    }
    grep -E 'stat::number_of_executed_units|cov:' "$o/found/$name.log" | tail -n 2
done
[ "$ran" -gt 0 ] || echo "there is no tests/fuzz/fuzz_$only.c"
echo "$((ran - failed)) passed, $failed failed"
[ "$ran" -gt 0 ] && [ "$failed" = 0 ]
