#!/usr/bin/env bash
# The desk behind the visitors' screens: the corner, the PIN, a liaison's key, wrong tries, the lock.
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # check calls what is defined here
. tests/run/tap.sh
site=kiosk-config
data=$TMPDIR/data

pin() { "$PORCHLIGHTCTL" pin set --data "$data" --passphrase-fd 0 <<<"$1"; }
play() { "$PORCHLIGHT" play "$TMPDIR/script" --site "$site" --data "$data" --size 540x960 --today 2026-11-24; }
journey() { # what, script on standard input
    cat >"$TMPDIR/script"
    check "$1" play
}

journey "before a PIN is set the door says so, and the staff's side stays shut" <<'END'
hold 6
expect screen unlock
expect text No PIN has been set yet
tap leave
expect screen welcome
END
refuse "a PIN that anyone would guess is refused" pin 123456
check "a PIN is set" pin 246810
mkdir "$data/keys"
cp "$site"/demonstration/rivera.key "$data/keys"
echo nonsense >"$data/keys/broken.key"
ln -s /dev/zero "$data/keys/endless.key"

journey "the corner wants five seconds, on any visitor's screen, and a finger that moves away is a visitor" <<'END'
hold 4.5
expect screen welcome
tap tile.2
hold 5.5
expect screen unlock
expect lang ar
expect no-text broken
tap leave
expect lang en
press 1 1
release 300 300
wait 6
expect screen welcome
END
journey "staff come in by PIN; a wrong one is told; what is theirs is a visitor's no more once it is locked" <<'END'
hold 6
tap option.0
type 246811
tap confirm
expect text That was not right. Please try again.
type 246810
tap confirm
expect screen staff
tap access
expect screen access
expect text Lock
expect no-node emergency
tap home
expect screen staff
tap language
expect lang ar
tap home
expect screen staff
tap leave
expect screen welcome
hold 6
tap option.0
type 246810
tap confirm
expect screen staff
wait 230
expect screen welcome
END
for language in en es ar; do
    journey "a liaison comes in by key and passphrase ($language)" <<END
hold 6
$(case $language in es) echo tap language ;; ar) printf 'tap language\ntap language\n' ;; esac)
tap option.1
type demonstration
tap confirm
expect screen liaison
expect text Officer Dan Rivera
tap leave
expect screen welcome
END
done
journey "neither opens the other's side" <<'END'
hold 6
tap option.1
type demonstratiom
tap confirm
expect screen unlock
tap back
tap option.0
type 246810
tap confirm
expect screen staff
END
cat >"$TMPDIR/script" <<'END'
go staff
END
refuse "no route leads past the door" play
journey "the fourth wrong PIN waits, also after a restart" <<'END'
hold 6
tap option.0
type 246811
tap confirm
type 246811
tap confirm
type 246811
tap confirm
expect text Too many tries
type 246810
tap confirm
expect screen unlock
expect text Too many tries
wait 6
type 246811
tap confirm
END
journey "… and the right one is not even looked at before its time" <<'END'
hold 6
tap option.0
type 246810
tap confirm
expect text Too many tries
wait 12
type 246810
tap confirm
expect screen staff
END
audit() { "$PORCHLIGHTCTL" audit "$@" --data "$data"; }
told() { audit list | grep -c "$1"; }
check "the records of the desk are whole" audit verify
same "who came in is told" "4 3" "$(told 'staff.*unlocked') $(told 'liaison:rivera.*unlocked')"
same "and who was refused" 6 "$(told 'unlock-refused')"
refuse "nothing that was typed is in the records" grep -aqE '24681|demonstratio' "$data"/porchlight.db*
finish
