#!/usr/bin/env bash
# No time is promised twice: free times by command, refusals that name others, what a reply and a closed request give
# back; and the requests as calendar, table and data. limit: 200
# SPDX-License-Identifier: GPL-3.0-or-later
. tests/run/tap.sh
site=kiosk-config
key=$site/demonstration/rivera.key
at=$TMPDIR/data
thu=2099-12-03

requests() {
    "$PORCHLIGHTCTL" requests "$@" --data "$at" --key "${KEY:-$key}" --site $site --passphrase-fd 0 <<<demonstration
}

# exits STATUS WORDS…: what it said is in $said
exits() {
    local wanted=$1 status=0
    shift
    said=$(requests "$@" 2>&1) || status=$?
    same "exit $wanted: $*" "$wanted" $status
}

# says WORDS: the last command did
says() {
    check "says: $1" grep -qF -- "$1" <<<"$said"
}

for i in 1 2; do
    printf '%s\n' 'tap tile' 'go request/topic' 'tap option.1' 'go request/name' "type =1+$i" 'go request/review' 'tap send' \
        'expect screen receipt' remember-code >"$TMPDIR/ask.txt"
    check "request $i" "$PORCHLIGHT" play "$TMPDIR/ask.txt" --site $site --data "$at" --size 1080x1920 --today 2026-11-24
done
mapfile -t ids < <(requests list --json | python3 -c 'import json, sys; [print(r["id"]) for r in json.load(sys.stdin)]')
same 'two requests' 2 ${#ids[@]}
one=${ids[0]} two=${ids[1]}

# ---- free times ----------------------------------------------------------------------------------------------------------
exits 0 times --day $thu
says "Thu $thu  09:00 09:30 10:00 10:30 11:00 11:30 17:00 17:30 18:00 18:30  centre"
says 'Tue 2099-12-08  13:00 13:30 14:00 14:30 15:00 15:30  Riverside Library'
mkdir "$at/changes"
printf 'people:\n  - {key: rivera, days_off: [2099-12-03]}\n' >"$at/changes/people.yaml"
exits 0 times --day $thu
check 'a day off that staff wrote on the screen is not offered' test -z "$(grep "^Thu $thu" <<<"$said")"
rm -r "$at/changes"
exits 2 times --day tomorrow
exits 2 times today

exits 0 answer "$one" meet --day $thu --time 10:00 --place centre
exits 0 times --day $thu
says "Thu $thu  09:00 09:30 10:30 11:00 11:30 17:00"
exits 1 answer "$two" meet --day $thu --time 10:15 --place centre
says "Thu $thu 10:15 is promised to somebody else. Free near it:"
says "Thu $thu 10:30"
exits 1 answer "$two" meet --day $thu --time 13:00 --place centre
says "Thu $thu 13:00 is not in the plan."
exits 1 answer "$two" meet --day 2099-12-04 --part morning --place centre
exits 1 answer "$two" meet --day 2026-11-23 --time 10:00 --place centre
says 'past'
same 'nothing was answered' collected "$(requests show "$two" --json >"$TMPDIR/two" && requests show "$two" --json |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["state"])')"
exits 0 answer "$one" meet --day $thu --time 10:00 --place centre # its own time is not in its way
exits 0 answer "$two" meet --day $thu --time 10:00 --place 'Riverside Library' --force
exits 0 answer "$two" meet --day $thu --time 10:30 --place 'Riverside Library'
says "the plan has you at 'centre' then"
KEY=$site/demonstration/haddad.key exits 0 times --day $thu
says 'Mon 2099-12-07  09:00'
exits 0 close "$two"
exits 0 times --day $thu
says "Thu $thu  09:00 09:30 10:30" # given back: nobody had said yes

# ---- the gap: an hour that does not happen ------------------------------------------------------------------------------
cp -R $site "$TMPDIR/night"
sed -i 's/^opening:/opening:\n  - {day: sun, from: "00:00", to: "06:00"}/' "$TMPDIR/night/site.yaml"
sed -i '0,/hours:/s//hours:\n      - {day: sun, from: "01:00", to: "04:00"}/' "$TMPDIR/night/people.yaml"
site=$TMPDIR/night exits 0 times --day 2030-03-10
says 'Sun 2030-03-10  01:00 01:30 03:00 03:30  centre'
site=$TMPDIR/night exits 1 answer "$two" meet --day 2030-03-10 --time 02:30 --place centre
says 'the clocks go forward over it'

# ---- exports ------------------------------------------------------------------------------------------------------------
exits 2 export
exits 2 export --format pdf
exits 0 export --format ics --out "$TMPDIR/c.ics"
says '2 times in'
exits 0 export --format csv --out "$TMPDIR/t.csv"
exits 0 export --format json --out "$TMPDIR/d.json"
same 'only its owner reads it' '600 600 600' "$(stat -c %a "$TMPDIR/c.ics" "$TMPDIR/t.csv" "$TMPDIR/d.json" | xargs)"
cp "$TMPDIR/t.csv" "$TMPDIR/before"
exits 1 export --format ics --out "$TMPDIR/t.csv"
says 'is there already'
check 'it is as it was' cmp "$TMPDIR/t.csv" "$TMPDIR/before"
exits 0 export --format csv --out "$TMPDIR/t.csv" --force
check 'the same twice' cmp "$TMPDIR/t.csv" "$TMPDIR/before"
exits 3 export --format csv --out "$TMPDIR/no/such/folder"
same 'each is on record before it is written, and that one was not' \
    'ics 2,csv 2,json 2,csv 2,csv 2,requests-exported' \
    "$("$PORCHLIGHTCTL" audit list --data "$at" --json | python3 -c '
import json, sys
told = [r["subject"] for r in json.load(sys.stdin) if r["action"] in ("requests-exported", "not-done")]
print(",".join(reversed(told)))')"
same 'nothing is left beside' '' "$(find "$TMPDIR" -maxdepth 1 -name '*.tmp*' -o -maxdepth 1 -name '.t.csv*')"
# Debian's own Python has the package, whichever comes first on the path
python=python3
python3 -c 'import icalendar' 2>/dev/null || python=/usr/bin/python3
check 'the calendar' $python tests/journey/exported.py ics "$TMPDIR/c.ics" "$one" "$two"
check 'the table' python3 tests/journey/exported.py csv "$TMPDIR/t.csv" "$one" "$two"
check 'the data' python3 tests/journey/exported.py json "$TMPDIR/d.json" "$one" "$two"
exits 0 export --format ics
check 'no name and no police word in the calendar' refuse grep -qiE '=1|police|officer|rivera|refugee' <<<"$said"
exits 0 export --format ics --names
says 'SUMMARY:Meeting: =1+'
"$PORCHLIGHTCTL" keys new --name S --out "$TMPDIR/s.key" --passphrase-fd 0 <<<demonstration >"$TMPDIR/o" 2>&1
KEY=$TMPDIR/s.key exits 1 export --format json
KEY=$TMPDIR/s.key exits 1 times

# ---- a key that was lost: what it promised is not known, and no time is promised beside it unasked ------------------------
cp -R $site "$TMPDIR/new"
was=$("$PORCHLIGHTCTL" keys show $key | grep -oE '[A-Za-z0-9_-]{43}')
now=$("$PORCHLIGHTCTL" keys show "$TMPDIR/s.key" | grep -oE '[A-Za-z0-9_-]{43}')
sed -i "s/$was/$now/" "$TMPDIR/new/people.yaml"
site=$TMPDIR/new exits 0 share "$two"
export KEY=$TMPDIR/s.key
site=$TMPDIR/new
exits 0 times --day $thu
says 'note: 1 answers cannot be read with this key'
exits 1 answer "$two" meet --day $thu --time 10:00 --place centre
says "Thu $thu 10:00 may be promised already."
exits 1 answer "$two" meet --day $thu --time 13:00 --place centre
says "Thu $thu 13:00 is not in the plan."
exits 0 answer "$two" meet --day $thu --time 10:00 --place centre --despite-unread
finish
