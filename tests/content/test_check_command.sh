#!/usr/bin/env bash
# porchlightctl check as staff meet it: its lines, its exit codes, its JSON, its help.
# SPDX-License-Identifier: GPL-3.0-or-later
. tests/run/tap.sh
ctl=${PORCHLIGHTCTL:-build/debug/porchlightctl}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# a day on which the demonstration's facts are good
day=2026-11-24

run() { "$ctl" "$@" >"$work/out" 2>"$work/err"; echo $?; }

same 'the demonstration site has no fault' 0 "$(run check --site kiosk-config --today $day)"
check 'and says so' grep -q '^0 faults' "$work/err"

cp -r kiosk-config "$work/site"
printf 'nonsense: 1\n' >>"$work/site/site.yaml"
lines=$(wc -l <"$work/site/site.yaml")
rm "$work/site/pages/police/en.md"
same 'faults give 1' 1 "$(run check --site "$work/site" --icons assets/icons --today $day)"
check 'a fault is path:line: message' grep -qx "site.yaml:$lines: site.yaml has no 'nonsense'" "$work/out"
check 'and the next one is told too' grep -q '^pages/police/en.md:0: ' "$work/out"
same 'in JSON it is the same' 1 "$(run check --site "$work/site" --icons assets/icons --today $day --json)"
check 'the JSON has path, line, level and message' python3 -c '
import json, sys
faults = json.load(open(sys.argv[1]))
assert {"path": "site.yaml", "line": int(sys.argv[2]), "level": "error",
        "message": "site.yaml has no '"'nonsense'"'"} in faults, faults' "$work/out" "$lines"

same 'an expired fact gives 1' 1 "$(run check --site kiosk-config --today 2027-11-01)"
check 'and names page, line and fact' grep -q "^pages/papers/en.md:7: the local fact 'immigration' expired on 2027-10-31" "$work/out"

same 'a folder that is not there gives 3' 3 "$(run check --site "$work/none")"
same 'a strange option gives 2' 2 "$(run check --colour)"
same 'an option without its value gives 2' 2 "$(run check --site)"
same 'a day that does not exist gives 2' 2 "$(run check --today 2026-02-30)"
same 'no command gives 2' 2 "$(run)"
same 'help gives 0' 0 "$(run check --help)"
check 'with one line an option' grep -Eq '^  --site DIR +the site to check' "$work/out"
same 'the overview gives 0' 0 "$(run --help)"
check 'and names every command' grep -Eq '^  check +' "$work/out"
finish
