#!/usr/bin/env bash
# Runs every tests/bench/bench_* and prints one table. A bench prints lines `what<TAB>measured<TAB>to reach<TAB>verdict`,
# where verdict is `ok`, `over`, or empty when the line only compares; other lines are shown below the table.
# usage: bench.sh BUILD
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
o=$(realpath -m "$1")
export BUILD=$o PORCHLIGHT=$o/porchlight PORCHLIGHTCTL=$o/porchlightctl
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
for source in tests/bench/bench_*.c tests/bench/bench_*.sh; do
    [ -f "$source" ] || continue
    name=$(basename "$source")
    case "$source" in *.c) run=("$o/tests/bench/${name%.c}") ;; *) run=(bash "$source") ;; esac
    if ! TMPDIR=$work timeout -k 5 600 "${run[@]}" >"$work/out" 2>&1 </dev/null; then
        printf '%s\t%s\t\tFAILED\n' "$name" "did not run" >>"$work/table"
        tail -n 20 "$work/out" >>"$work/notes"
    fi
    awk -F'\t' -v t="$work/table" -v n="$work/notes" 'NF >= 3 { print >>t; next } { print >>n }' "$work/out"
done
touch "$work/table" "$work/notes"
awk -F'\t' '
    { row[NR] = $0; for (i = 1; i <= 3; i++) if (length($i) > wide[i]) wide[i] = length($i) }
    END {
        for (n = 1; n <= NR; n++) {
            split(row[n], c, "\t")
            line = sprintf("%-*s  %-*s  %-*s  %s", wide[1], c[1], wide[2], c[2], wide[3], c[3], c[4])
            sub(/ +$/, "", line)
            print line
            if (n == 1) { gsub(/./, "-", line); print line }
        }
    }' <(printf 'what\tmeasured\tto reach\t\n') "$work/table"
cat "$work/notes"
awk -F'\t' '$4 == "over" || $4 == "FAILED" { bad++ } END { exit bad > 0 }' "$work/table" || status=1
exit $status
