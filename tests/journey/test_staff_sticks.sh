#!/usr/bin/env bash
# Requests out and answers in on a stick, by staff on the screen, in three languages; and trying printer and sound.
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # functions called through check
. tests/run/tap.sh
site=kiosk-config
key=$site/demonstration/rivera.key
when=2099-12-03
machine=$TMPDIR/machine
stick=$machine/media/porchlight/STICK

play() { "$PORCHLIGHT" play "$TMPDIR/script" --site "$site" --data "$data" --machine "$machine" --size 540x960; }
journey() { # what, script on standard input
    cat >"$TMPDIR/script"
    check "$1" play
}
taps() { case $1 in ar) echo tap language ;; es) printf 'tap language\ntap language\n' ;; esac; }
come_in() { # language, tile
    cat <<END
hold 6
$(taps "$1")
tap option.0
type 246810
tap confirm
tap $2
expect lang $1
END
}
requests() { "$PORCHLIGHTCTL" requests "$@" --data "$mine" --key $key --passphrase-fd 0 <<<demonstration; }
pouch() { "$PORCHLIGHTCTL" pouch "$@" --data "$mine"; }

mkdir -p "$machine/proc/self" "$machine/sys/block" "$stick"
printf '%s\n' '22 1 8:1 / / rw - ext4 /dev/sda1 rw' \
    '36 22 8:17 / /media/porchlight/STICK rw - vfat /dev/sdb1 rw' >"$machine/proc/self/mountinfo"

declare -A empty=([en]='There are no answers on this stick.' [es]='No hay respuestas' [ar]='لا أجوبة على ذاكرة')
declare -A out=([en]='You may take the stick out now.' [es]='Ya puede sacar la memoria USB.' [ar]='يمكنك نزع ذاكرة USB الآن.')
declare -A in=([en]='Brought in.' [es]='Traído.' [ar]='أُدخل.')
declare -A damaged=([en]='What is on it is damaged' [es]='Lo que hay está dañado' [ar]='ما عليها تالف')
declare -A paper=([en]='There is no printer' [es]='No hay impresora' [ar]='لا توجد طابعة')
for desk in en es ar; do
    data=$TMPDIR/data-$desk mine=$TMPDIR/mine-$desk
    rm -f "$stick"/*
    "$PORCHLIGHTCTL" pin set --data "$data" --passphrase-fd 0 <<<246810 2>"$TMPDIR/out"
    check "a request is sent ($desk)" "$PORCHLIGHT" play tests/journey/shortest.txt --site "$site" --data "$data" --size 540x960
    journey "no answers are on an empty stick; requests are written on it ($desk)" <<END
$(come_in $desk tile.14)
expect screen staff-pouch
tap take.1
find ${empty[$desk]}
tap take.0
find ${out[$desk]}
END
    check "a liaison takes them in ($desk)" pouch in "$stick"
    id=$(requests list --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])')
    check "and answers ($desk)" requests answer "$id" meet --day $when --time 10:30 --place centre
    check "back on the stick ($desk)" pouch out "$stick"
    journey "the answer is brought in ($desk)" <<END
$(come_in $desk tile.14)
tap take.1
find ${in[$desk]}
find ${out[$desk]}
END
    check "it is there ($desk)" sh -c "'$PORCHLIGHTCTL' requests list --data '$data' --key $key --passphrase-fd 0 <<END | grep -q answered
demonstration
END"
    rm -f "$stick"/*
    check "the liaison's pouch again ($desk)" pouch out "$stick"
    for f in "$stick"/*.box; do printf X | dd of="$f" bs=1 seek=200 conv=notrunc 2>"$TMPDIR/out"; done
    journey "one that was changed by a byte changes nothing ($desk)" <<END
$(come_in $desk tile.14)
tap take.1
find ${damaged[$desk]}
END
    journey "printer and sound are tried ($desk)" <<END
$(come_in $desk tile.15)
expect screen staff-devices
find ${paper[$desk]}
tap volume.2
expect selected volume.2
tap option.1
END
done
check 'all of it is on record' sh -c "'$PORCHLIGHTCTL' audit list --data '$data' | grep -q pouch-out &&
    '$PORCHLIGHTCTL' audit list --data '$data' | grep -q pouch-in && '$PORCHLIGHTCTL' audit list --data '$data' | grep -q test-sound"
finish
