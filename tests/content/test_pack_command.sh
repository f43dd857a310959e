#!/usr/bin/env bash
# porchlightctl pack from the author to the kiosk and back: what it prints, its exit codes.
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # functions called through check
. tests/run/tap.sh
ctl=${PORCHLIGHTCTL:-build/debug/porchlightctl} kiosk=${PORCHLIGHT:-build/debug/porchlight}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
day=2026-11-24
cd_pack=(--today "$day" --date "$day" --passphrase-fd 3)

run() { "$ctl" "$@" 3<<<"correct horse" >"$work/out" 2>"$work/err"; echo $?; }
says() { grep -q -- "$1" "$work/out"; }
complains() { grep -q -- "$1" "$work/err"; }

same 'an author makes a key' 0 "$(run keys new --sign --name 'Ana Author' --out "$work/a.key" --passphrase-fd 3)"
cp "$work/out" "$work/a.line"
same 'and an approver' 0 "$(run keys new --sign --name 'Bo Approver' --out "$work/b.key" --passphrase-fd 3)"
cp "$work/out" "$work/b.line"
same 'a public half is shown' 0 "$(run keys show "$work/a.key")"
check 'as site.yaml takes it' says '^- {name: "Ana Author", key: .\{43\}}$'

# the kiosk's own folder, with who is trusted; and the author's, where a word has changed
cp -r kiosk-config "$work/kiosk"
{ printf 'packs:\n  signatures: 2\n  trust:\n'; sed 's/^/    /' "$work/a.line" "$work/b.line"; } >>"$work/kiosk/site.yaml"
same 'the check knows packs:' 0 "$(run check --site "$work/kiosk" --icons assets/icons --today $day)"
cp -r kiosk-config "$work/site"
sed -i 's/^centre: .*/centre: The New Centre/' "$work/site/site.yaml"
rm -r "$work/site/pages/papers"

build() { run pack build --site "$work/site" --icons assets/icons --key "$work/a.key" "${cd_pack[@]}" "$@"; }
same 'a pack is built' 0 "$(build --out "$work/1.pack" --notes 'A new name')"
check 'its fingerprint is told' says '^fingerprint: [0-9]\{4\} [0-9]\{4\} [0-9]\{4\} [0-9]\{4\}$'
check 'keys stay out' complains '^left out: demonstration$'
same 'and once more' 0 "$(build --out "$work/1b.pack" --notes 'A new name')"
check 'byte for byte' cmp "$work/1.pack" "$work/1b.pack"
refuse 'no secret key is in it' grep -q 'liaison key' "$work/1.pack"

here=(--site "$work/kiosk" --data "$work/data" --today "$day" --icons assets/icons)
same 'one signature of two is not enough' 1 "$(run pack verify "$work/1.pack" "${here[@]}")"
check 'which is said' complains '1 trusted person has signed this pack, and 2 must'
same 'nor can it be installed' 1 "$(run pack install "$work/1.pack" "${here[@]}")"
refuse 'and nothing is written' test -e "$work/data"
same 'the approver signs' 0 "$(run pack approve "$work/1.pack" --key "$work/b.key" --passphrase-fd 3)"
same 'but not twice' 1 "$(run pack approve "$work/1.pack" --key "$work/b.key" --passphrase-fd 3)"
same 'now it is trusted' 0 "$(run pack verify "$work/1.pack" "${here[@]}" --json)"
check 'in JSON too' python3 -c '
import json, sys
p = json.load(open(sys.argv[1]))
assert p["trusted"] and [s["name"] for s in p["signatures"]] == ["Ana Author", "Bo Approver"], p' "$work/out"
same 'a list of others trusts nobody here' 1 "$(
    { printf 'packs:\n  trust:\n'; sed 's/^/    /; s/key: ./key: A/' "$work/a.line"; } >"$work/trust.yaml"
    run pack verify "$work/1.pack" --trust "$work/trust.yaml")"

same 'what would change' 0 "$(run pack diff "$work/1.pack" "${here[@]}")"
same 'is told line by line' "note:         A new name
removed   page papers
changed   setting centre" "$(cat "$work/out")"
same 'and in JSON' 0 "$(run pack diff "$work/1.pack" "${here[@]}" --json)"
check 'with the same rows' python3 -c '
import json, sys
rows = json.load(open(sys.argv[1]))["changes"]
assert rows[0] == {"change": "removed", "what": "page", "name": "papers", "language": None} and len(rows) == 2, rows' "$work/out"

printf 'x' | dd of="$work/1b.pack" bs=1 seek=3000 conv=notrunc 2>/dev/null
same 'a pack with one byte changed' 1 "$(run pack install "$work/1b.pack" "${here[@]}")"
refuse 'writes nothing' test -e "$work/data"
same 'the pack is installed' 0 "$(run pack install "$work/1.pack" "${here[@]}")"
tree() {
    "$kiosk" shot --site "$work/kiosk" --screen "$1" --lang en --size 540x960 --today "$day" --tree "$work/tree"
}
check 'shot, without a data folder, shows the folder it is given' tree page/papers
"$kiosk" doctor --site "$work/kiosk" --data "$work/data" >"$work/out" 2>&1
check 'the doctor says which site is shown' says "^pack *ok *the pack of $day is shown"
same 'status too' 0 "$(run pack status "${here[@]}")"
check 'with the centre and who signed' grep -q 'The New Centre' "$work/out"

sed -i 's/^centre: .*/centre: A Newer Centre/' "$work/site/site.yaml"
same 'another one, with one signature' 0 "$(build --out "$work/2.pack")"
same 'is refused' 1 "$(run pack install "$work/2.pack" "${here[@]}")"
sed 's/signatures: 2/signatures: 1/' "$work/kiosk/site.yaml" | sed -n '/^packs:/,$p' >"$work/data/trust.yaml"
same 'a trust.yaml in the data folder goes before site.yaml' 0 "$(run pack install "$work/2.pack" "${here[@]}")"
same 'the one before does not come back by itself' 1 "$(run pack install "$work/1.pack" "${here[@]}")"
check 'and why is said' complains 'another of the same day has replaced it'
same 'one step back' 0 "$(run pack rollback "${here[@]}")"
check 'shows the first pack' says 'The New Centre'
same 'a second step' 0 "$(run pack rollback "${here[@]}")"
check 'shows the folder' says '^no pack is installed'
same 'there is no third' 1 "$(run pack rollback "${here[@]}")"

printf 'nonsense: 1\n' >>"$work/site/site.yaml"
same 'a faulty site is not packed' 1 "$(build --out "$work/3.pack")"
check 'and its faults are told' complains "site.yaml has no 'nonsense'"
refuse 'no file is made' test -e "$work/3.pack"
same 'unless it must be' 0 "$(build --out "$work/3.pack" --force)"
same 'but it is not installed by mistake' 1 "$(run pack install "$work/3.pack" "${here[@]}")"
same 'a wrong passphrase' 1 "$("$ctl" pack build --site kiosk-config --key "$work/a.key" --out "$work/4.pack" \
    "${cd_pack[@]}" 3<<<"wrong horse" >"$work/out" 2>"$work/err"; echo $?)"
same 'a liaison key does not sign' 1 "$(run pack build --site kiosk-config --key kiosk-config/demonstration/rivera.key \
    --out "$work/4.pack" "${cd_pack[@]}")"
same 'something that is no pack' 1 "$(run pack verify README.md)"
same 'a pack that is not there' 3 "$(run pack verify "$work/none.pack")"
same 'no verb' 2 "$(run pack)"
same 'no key' 2 "$(run pack build --out x)"
finish
