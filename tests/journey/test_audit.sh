#!/usr/bin/env bash
# What a liaison does by command is on record, the record is whole, and a changed one is found.
# SPDX-License-Identifier: GPL-3.0-or-later
. tests/run/tap.sh
site=kiosk-config
key=$site/demonstration/rivera.key
data=$TMPDIR/data

# shellcheck disable=SC2317 # check calls it
requests() {
    "$PORCHLIGHTCTL" requests "$@" --data "$data" --key "$key" --passphrase-fd 0 <<<demonstration
}
audit() { "$PORCHLIGHTCTL" audit "$@" --data "$data"; }
code() { "$@" >/dev/null 2>&1 && echo 0 || echo $?; }

check 'a request from the screen' "$PORCHLIGHT" play tests/journey/shortest.txt --site $site --data "$data" \
    --size 540x960 --today 2026-11-24
same 'what the visitor did is not on record' '' "$(audit list 2>/dev/null)"
id=$(requests list --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])')
check 'read' requests show "$id"
check 'answered' requests answer "$id" come-to-desk
check 'closed' requests close "$id"
audit list >"$TMPDIR/list"
same 'each is on record, newest first, by whom, with no hour' \
    "liaison:rivera request-closed liaison:rivera request-answered liaison:rivera request-collected" \
    "$(awk '{ printf "%s%s %s", (NR > 1 ? " " : ""), $3, $4 }' "$TMPDIR/list")"
same 'the request by the first digits of its id' "${id:0:8}" "$(awk '{ print $5 }' "$TMPDIR/list" | sort -u)"
same 'the newest alone' 1 "$(audit list --newest 1 | wc -l)"
audit list --json >"$TMPDIR/list.json"
check 'as JSON' python3 - "$TMPDIR/list.json" <<'PYTHON'
import json, sys
rows = json.load(open(sys.argv[1]))
assert [r["number"] for r in rows] == [3, 2, 1], rows
assert all(set(r) == {"number", "day", "time", "actor", "action", "subject"} and r["time"] is None for r in rows), rows
PYTHON
same 'the records are whole' '3 records are whole, numbers 1 to 3' "$(audit verify | head -n 1)"
head=$(audit verify | sed -n 's/^head: //p')
check 'its digits are known again' audit verify --head "$head"
same 'other digits are not' 1 "$(code audit verify --head '0000 0000 0000 0000 0000')"
same 'no such thing' 2 "$(code audit mend)"
same 'no number' 2 "$(code audit list --newest some)"
same 'no folder' 3 "$(code "$PORCHLIGHTCTL" audit verify --data "$TMPDIR/none")"
python3 - "$data/porchlight.db" <<'PYTHON'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE audit SET subject = 'ffffffff' WHERE number = 2")
db.commit()
PYTHON
same 'a record that was changed is found' 1 "$(code audit verify)"
same 'and named' 2 "$(audit verify --json 2>/dev/null |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["broken_at"])')"
finish
