#!/usr/bin/env bash
# What is counted of five visits, and that four of a kind are not told. SPDX-License-Identifier: GPL-3.0-or-later
. tests/run/tap.sh

data=$TMPDIR/data
for _ in 1 2 3 4 5; do
    printf '%s\n' 'touch Soomaali' 'tap tile' 'expect screen page/police' 'tap next' 'tap back' 'tap leave'
done >"$TMPDIR/five.txt"
for _ in 1 2 3 4; do
    printf '%s\n' 'touch English' 'tap tile' 'tap next' 'tap next' 'tap next' 'tap next' 'tap next' 'tap next' 'tap next' \
        'tap helped' 'tap helped.1' 'tap helped' 'tap leave'
done >"$TMPDIR/four.txt"
# shellcheck disable=SC2317 # check calls it
play() { "$PORCHLIGHT" play "$1" --site kiosk-config --data "$data" --size 540x960 --today 2026-11-24; }
check 'five visits in Somali' play "$TMPDIR/five.txt"
check 'four in English' play "$TMPDIR/four.txt"

stats() { "$PORCHLIGHTCTL" stats --data "$data" "$@"; }
stats >"$TMPDIR/stats"
# told KIND LANGUAGE: subject and count
told() { awk -v what="$1" -v lang="$2" '$2 == what && $4 == lang { printf "%s %s %s", $3, $5, $6 }' "$TMPDIR/stats"; }
same 'five chose Somali' '- 5 ' "$(told language so)"
same 'five opened the page, however often they turned its cards' 'police 5 ' "$(told page so)"
same 'of four, the day is not told' '' "$(told language en)$(told helped en)"
stats --months >"$TMPDIR/stats"
same 'and of the month no number' '- under 5' "$(told language en)"
same 'an answer counts once, as it was first given' 'police under 5' "$(told helped en)$(told not-helped en)"
stats --months --json >"$TMPDIR/stats.json"
check 'as JSON' python3 - "$TMPDIR/stats.json" <<'PYTHON'
import json, sys
rows = json.load(open(sys.argv[1]))
assert len(rows) == 5 and all(set(r) == {"month", "what", "subject", "language", "count"} for r in rows), rows
assert {r["count"] for r in rows} == {5, None}, rows
PYTHON
check 'by month' stats --months --since 2026-11-01 --until 2026-11-30
refuse 'a day that is none' stats --since yesterday
refuse 'a folder that is not there' "$PORCHLIGHTCTL" stats --data "$TMPDIR/none"
finish
