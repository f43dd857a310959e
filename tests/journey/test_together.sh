#!/usr/bin/env bash
# Assisted mode: a member of staff beside a visitor, each with half of the glass in their own language; the desk is locked.
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # check calls what is defined here
. tests/run/tap.sh
site=kiosk-config
data=$TMPDIR/data
"$PORCHLIGHTCTL" pin set --data "$data" --passphrase-fd 0 <<<246810 2>"$TMPDIR/out"

# play SIZE: the script on standard input
play() {
    cat >"$TMPDIR/script"
    "$PORCHLIGHT" play "$TMPDIR/script" --site "$site" --data "$data" --size "$1" --out "$TMPDIR/shots" --today 2026-11-24
}

said() { awk -v wanted="msgid \"$1\"" '$0 == wanted { getline; sub(/^msgstr "/, ""); sub(/"$/, ""); print; exit }' "$site"/strings/ar.po; }
begin() {
    cat <<END
hold 6
tap option.0
type 246810
tap confirm
touch Together with a visitor
touch العربية
expect screen home
expect lang ar
expect text Police and you
expect text $(said "Police and you")
touch Ask for a meeting
expect screen request
expect text What is it about?
expect text $(said "What is it about?")
tap option.2
tap next
expect screen request/language
go request/name
END
}

# middle LABEL: of a key in the helper's half, from the picture that was taken of it
middle() {
    python3 - "$1" "$TMPDIR"/shots/01-name.json <<'END'
import json, sys
def keys(n):
    if n["id"].startswith("key.") and n.get("label") == sys.argv[1]:
        x, y, w, h = n["rect"]
        print(x + w // 2, y + h // 2)
    for c in n["children"]:
        keys(c)
keys(json.load(open(sys.argv[2]))["children"][1])
END
}

# a request sent from the visitor's half, with a name typed in the helper's
together() {
    { begin; echo "shot name"; } | play "$1" || return 1
    local q
    q=$(middle q)
    {
        begin
        printf 'tap %s\n' "$q" "$q" "$q" "$q"
        cat <<'END'
tap next
expect node send
find qqqq
find العربية
tap send
expect screen receipt
expect node kept
tap leave
expect screen welcome
go home
expect lang en
expect no-text العربية
hold 6
expect screen unlock
END
    } | play "$1"
}
check "upright glass" together 1080x1920
check "lying glass" together 1920x1080
check "small glass" together 1024x768

locked() {
    { begin; echo 'go staff'; } | play 1080x1920 2>"$TMPDIR/err" && return 1
    grep -q "there is no screen 'staff'" "$TMPDIR/err"
}
check "the desk is locked while a visitor is at the glass" locked
finish
