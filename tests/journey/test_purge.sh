#!/usr/bin/env bash
# Erasing by command beside a database that was in use, and limits that staff lift. SPDX-License-Identifier: GPL-3.0-or-later
. tests/run/tap.sh
site=kiosk-config
key=$site/demonstration/rivera.key
data=$TMPDIR/data

requests() {
    "$PORCHLIGHTCTL" requests "$@" --data "$data" --key "$key" --passphrase-fd 0 <<<demonstration
}
# shellcheck disable=SC2317 # check calls it
send() { "$PORCHLIGHT" play tests/journey/shortest.txt --site "$site" --data "$data" --size 540x960 --today "$1"; }
code() { "$@" >/dev/null 2>&1 && echo 0 || echo $?; }
ids() { requests list --json | python3 -c 'import json, sys; print(*[r["id"] for r in json.load(sys.stdin)])'; }
# holds ID: how often its bytes lie in the kiosk's files
holds() {
    python3 - "$1" "$data"/porchlight.db* <<'PYTHON'
import sys
id = bytes.fromhex(sys.argv[1])
print(sum(open(f, "rb").read().count(id) for f in sys.argv[2:] if not f.endswith("-shm")))
PYTHON
}

check 'a request' send 2026-11-23
check 'another' send 2026-11-24
read -r first second <<<"$(ids)"
check 'the first is closed' requests close "$first"
same 'what would go is told, and stays' 1 "$(code requests purge closed)"
same 'both are there' 2 "$(ids | wc -w)"
same 'the closed one goes' 'erased 1' "$(requests purge closed --yes)"
same 'and only its tombstone has its id' 1 "$(holds "$first")"
same 'the other stays' "$second" "$(ids)"
same 'by rule, without a key: nothing is due' 'erased 0' "$("$PORCHLIGHTCTL" requests purge --data "$data")"
same 'all of it' 'erased 1' "$(requests purge all --yes)"
same 'nothing is left' 1 "$(holds "$second")"
same 'a word it does not know' 2 "$(code requests purge some)"
same 'on record' 'purged purged' "$("$PORCHLIGHTCTL" audit list --newest 2 --data "$data" | awk '{print $4}' | xargs)"

limits() { "$PORCHLIGHTCTL" limits "$@" --data "$data" --site $site; }
same 'requests are taken' 'Requests are taken' "$(limits show | head -n 1 | tr -s ' ')"
check 'limits are lifted' limits lift
same 'to the end of a day' 1 "$(limits show | grep -c '^Lifted')"
same 'on record too' 'limits-overridden' "$("$PORCHLIGHTCTL" audit list --newest 1 --data "$data" | awk '{print $4}')"
check 'as JSON' python3 -c 'import json, sys; assert json.loads(sys.argv[1])["limits"]["a_day"] == 60' "$(limits show --json)"
mkdir -p "$data/changes" && echo 'requests: {max_a_day: 17}' >"$data/changes/site.yaml"
same 'as staff have changed them' 1 "$(limits show | grep -cE '^Today +[0-9]+ of 17$')"
rm -r "$data/changes"
check 'and put back' limits restore
same 'to the end of none' 0 "$(limits show | grep -c '^Lifted')"
same 'not for a year' 1 "$(code limits lift --until 2099-01-01)"
finish
