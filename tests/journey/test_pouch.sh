#!/usr/bin/env bash
# By stick: from the screen to a liaison's own computer, the answer back while the kiosk runs, accepted, taken back; and
# what each command says to whoever holds the stick the wrong way. limit: 300
# SPDX-License-Identifier: GPL-3.0-or-later
. tests/run/tap.sh
site=kiosk-config
key=$site/demonstration/rivera.key
when=2099-12-03
lobby=$TMPDIR/lobby
mine=$TMPDIR/mine
stick=$TMPDIR/stick
mkdir -p "$stick" "$TMPDIR/empty" "$TMPDIR/old"

pouch() { "$PORCHLIGHTCTL" pouch "$@"; }
requests() {
    local data=$1
    shift
    "$PORCHLIGHTCTL" requests "$@" --data "$data" --key $key --passphrase-fd 0 <<<demonstration
}

# number NAME: of the JSON that the last `in` gave
number() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1" <"$TMPDIR/json"; }
# shellcheck disable=SC2317 # check calls it
brought() { pouch in "$stick" --data "$1" --json >"$TMPDIR/json"; }
# shellcheck disable=SC2317
paused() {
    local line
    read -r line <&"${KIOSK[0]}" && [ "$line" = paused ]
}
go_on() { echo >&"${KIOSK[1]}"; }

coproc KIOSK { "$PORCHLIGHT" play tests/journey/pouch.txt --site $site --data "$lobby" --size 1080x1920 2>"$TMPDIR/said"; }
pid=$KIOSK_PID
check 'sent on the screen' paused
check 'out, beside the running kiosk' pouch out "$stick" --data "$lobby"
cp "$stick"/pouch-*.box "$TMPDIR/old/"
check 'nothing typed or chosen can be read on the stick' \
    python3 tests/journey/sealed.py clear "$stick" question come_back rivera Porchlight
check 'in, at the liaison'"'"'s' brought "$mine"
same 'one new' 1 "$(number new)"
id=$(requests "$mine" list --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])')
check 'shown there' requests "$mine" show "$id"
check 'answered there' requests "$mine" answer "$id" meet --day $when --time 10:30 --place centre
check 'out again' pouch out "$stick" --data "$mine"
# this machine's clock is a day ahead of every other; the kiosk's days are those of its site
TZ=EAST-24 check 'in, at the kiosk' brought "$lobby"
same 'on a day of the kiosk'"'"'s own zone' "$(TZ=America/Los_Angeles date +%F)" "$("$PORCHLIGHTCTL" audit list \
    --data "$lobby" --json | python3 -c '
import json, sys
print(next(r["day"] for r in json.load(sys.stdin) if r["action"] == "pouch-in"))')"
same 'answered' '1 1 0' "$(number answered) $(number collected) $(number unproven)"
go_on
check 'heard and accepted on the screen' paused
check 'the kiosk'"'"'s pouch again' pouch out "$stick" --data "$lobby"
check 'in, at the liaison'"'"'s, again' brought "$mine"
same 'the reply has come, and nothing waits' '1 0' "$(number replied) $(number waiting)"
check 'accepted, says show' grep -q '^Reply  *accept$' <(requests "$mine" show "$id")
check 'closed there' requests "$mine" close "$id"
check 'and out' pouch out "$stick" --data "$mine"
go_on
check 'taken back on the screen' paused
check 'the closing comes too late' brought "$lobby"
same 'and is told' 1 "$(number gone)"
check 'out with what is erased' pouch out "$stick" --data "$lobby"
check 'in' brought "$mine"
same 'erased on the copy' 1 "$(number erased)"
same 'nothing is left there' '[]' "$(requests "$mine" list --json)"
check 'the first pouch once more' pouch in "$TMPDIR/old" --data "$mine"
same 'brings nothing back' '[]' "$(requests "$mine" list --json)"
go_on
status=0
wait "$pid" || status=$?
same 'nor on the kiosk' 0 $status
[ $status = 0 ] || cat "$TMPDIR/said"
check 'the audit holds' "$PORCHLIGHTCTL" audit verify --data "$lobby"

# ---- held the wrong way -----------------------------------------------------------------------------------------------
# exits STATUS WORD WORDS…
exits() {
    local wanted=$1 word=$2 got=0
    shift 2
    pouch "$@" >"$TMPDIR/out" 2>&1 || got=$?
    same "exit $wanted: $*" "$wanted" "$got"
    check "… and says '$word'" grep -q -- "$word" "$TMPDIR/out"
}
exits 2 'pouch out DIR' sideways "$stick" --data "$lobby"
exits 2 '--data DIR' out "$stick"
exits 1 'there is no pouch' in "$TMPDIR/empty" --data "$lobby"
exits 1 'there is no pouch' in "$TMPDIR/empty" --data "$TMPDIR/none"
check 'no folder was made for it' test ! -e "$TMPDIR/none"
exits 1 'there is no database' out "$stick" --data "$TMPDIR/none"
exits 1 "own pouch" in "$(echo "$TMPDIR"/old/pouch-*.box)" --data "$lobby"
exits 1 'no pouch has come back' in "$TMPDIR/old" --data "$lobby"
exits 1 'goes to the kiosk' in "$(echo "$stick"/pouch-*-*.box)" --data "$mine"
file=$(echo "$TMPDIR"/old/pouch-*.box)
mv "$file" "$TMPDIR/old/pouch (1).box"
exits 0 'you can pull the stick out now' in "$TMPDIR/old/pouch (1).box" --data "$mine"
truncate -s -1 "$TMPDIR/old/pouch (1).box"
exits 1 'cut short' in "$TMPDIR/old/pouch (1).box" --data "$mine"
refuse 'a copy is no kiosk' "$PORCHLIGHT" play tests/journey/pouch.txt --site $site --data "$mine" --size 540x960
cp -r $site "$TMPDIR/site"
sed -i '/^ *public_key:/d' "$TMPDIR/site/people.yaml"
exits 1 'NOT used' in "$stick" --data "$lobby" --site "$TMPDIR/site"
finish
