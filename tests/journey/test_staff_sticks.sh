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
requests() { "$PORCHLIGHTCTL" requests "$@" --data "$mine" --key "$key" --passphrase-fd 0 <<<demonstration; }
pouch() { "$PORCHLIGHTCTL" pouch "$@" --data "$mine"; }

mkdir -p "$machine/proc/self" "$machine/sys/block" "$stick"
printf '%s\n' '22 1 8:1 / / rw - ext4 /dev/sda1 rw' \
    '36 22 8:17 / /media/porchlight/STICK rw - vfat /dev/sdb1 rw' >"$machine/proc/self/mountinfo"

declare -A empty=([en]='There are no answers for this kiosk on the stick.' [es]='No hay respuestas' [ar]='لا أجوبة على ذاكرة')
declare -A out=([en]='You may take the stick out now.' [es]='Ya puede sacar la memoria USB.' [ar]='يمكنك نزع ذاكرة USB الآن.')
declare -A in=([en]='Brought in.' [es]='Traído.' [ar]='أُدخل.')
declare -A damaged=([en]='What is on it is damaged' [es]='Lo que hay está dañado' [ar]='ما عليها تالف')
declare -A paper=([en]='There is no printer' [es]='No hay impresora' [ar]='لا توجد طابعة')
# the desk is opened once a language, and waits while somebody else does something with the stick
paused() {
    local line
    read -r line <&"${KIOSK[0]}" && [ "$line" = paused ]
}
go_on() { echo >&"${KIOSK[1]}"; }
begin() { # script on standard input
    cat >"$TMPDIR/script"
    coproc KIOSK { exec "$PORCHLIGHT" play "$TMPDIR/script" --site "$site" --data "$data" --machine "$machine" \
        --size 540x960 2>"$TMPDIR/said"; }
    pid=$KIOSK_PID
}
ended() { # what
    local status=0
    wait "$pid" || status=$?
    same "$1" 0 $status
    [ $status = 0 ] || sed 's/^/# /' "$TMPDIR/said"
}

for desk in en es ar; do
    data=$TMPDIR/data-$desk mine=$TMPDIR/mine-$desk
    rm -f "$stick"/*
    "$PORCHLIGHTCTL" pin set --data "$data" --passphrase-fd 0 <<<246810 2>"$TMPDIR/out"
    check "a request is sent ($desk)" "$PORCHLIGHT" play tests/journey/shortest.txt --site "$site" --data "$data" --size 540x960
    begin <<END
$(come_in $desk tile.14)
expect screen staff-pouch
tap take.1
find ${empty[$desk]}
tap take.0
find ${out[$desk]}
pause
tap take.1
find ${in[$desk]}
find ${out[$desk]}
pause
tap take.1
find ${damaged[$desk]}
tap home
tap tile.15
expect screen staff-devices
find ${paper[$desk]}
tap volume.2
expect selected volume.2
tap option.1
END
    check "no answers are on an empty stick; requests are written on it ($desk)" paused
    check "a liaison takes them in ($desk)" pouch in "$stick"
    id=$(python3 tests/journey/sealed.py ids "$mine")
    check "and answers ($desk)" requests answer "$id" meet --day $when --time 10:30 --place centre
    check "back on the stick ($desk)" pouch out "$stick"
    go_on
    check "the answer is brought in ($desk)" paused
    check "it is there ($desk)" sh -c "'$PORCHLIGHTCTL' requests list --data '$data' --key $key --passphrase-fd 0 <<END | grep -q answered
demonstration
END"
    rm -f "$stick"/*
    check "the liaison's pouch again ($desk)" pouch out "$stick"
    for f in "$stick"/*.box; do printf X | dd of="$f" bs=1 seek=200 conv=notrunc 2>"$TMPDIR/out"; done
    go_on
    ended "one that was changed by a byte changes nothing; printer and sound are tried ($desk)"
done
check 'all of it is on record' sh -c "'$PORCHLIGHTCTL' audit list --data '$data' | grep -q pouch-out &&
    '$PORCHLIGHTCTL' audit list --data '$data' | grep -q pouch-in && '$PORCHLIGHTCTL' audit list --data '$data' | grep -q test-sound"
# ---- sticks that are full, locked, somebody else's, or gone: one visit to the desk, which waits while the stick is changed ----
data=$TMPDIR/data-en
full=$TMPDIR/full # the same stick, seen from elsewhere: the kiosk takes it off when it is done
take_off() {
    if mountpoint -q "$1"; then umount "$1"; fi
}
trap 'take_off "$stick"; take_off "$full"' EXIT
mkdir "$full"
mounted=
if mount -t tmpfs -o size=64k,nosuid,nodev,noexec porchlight-test "$full" 2>"$TMPDIR/out"; then mounted=yes; fi
root='22 1 8:1 / / rw - ext4 /dev/sda1 rw'
turns=0
plug() { # in another place of the table each time: the kiosk looks again when the table has changed
    turns=$((turns + 1))
    printf '%s\n' "$root" "$((40 + turns)) 22 8:17 / /media/porchlight/STICK $1 - vfat /dev/sdb1 $1" >"$machine/proc/self/mountinfo"
}
unplug() { printf '%s\n' "$root" >"$machine/proc/self/mountinfo"; }
files() { (cd "$stick" && find . -type f -not -name 'pouch-*' -exec sha256sum {} + | sort); }

rm -rf "${stick:?}"/*
begin <<END
$(come_in en tile.14)
pause
${mounted:+wait 2
tap take.0
find Nothing was written. The stick is full
expect no-text Written
pause}
wait 2
find It cannot be written on.
tap take.1
find There are no answers for this kiosk on the stick.
pause
wait 2
tap take.1
find There are no answers for this kiosk
tap take.0
find Written: ⁨1⁩ sealed requests.
find You may take the stick out now.
pause
tap take.0
find taken out too early
expect no-text You may take the stick out now.
tap take.1
find taken out too early
pause
tap take.0
find Written: ⁨1⁩ sealed requests.
pause
wait 2
expect text Put in a stick.
expect no-node take.0
END
check 'the desk waits for a stick' paused
if [ "$mounted" ]; then
    head -c 60000 /dev/zero >"$full/holiday.mov"
    mount --bind "$full" "$stick"
    plug rw
    go_on
    check 'a full stick is told, in plain words' paused
    same '… what was on it is as it was, and nothing else is' '60000 ./holiday.mov' \
        "$(cd "$full" && find . -type f -printf '%s %p\n')"
    take_off "$stick"
else
    skip 'a full stick' 'nothing may be mounted here'
fi
plug ro
go_on
check 'one with its lock on says so, and can still be read' paused
same '… nothing was written' '' "$(find "$stick" -type f)"

# hostile names, and a pouch of another town's kiosk
other=$TMPDIR/other
"$PORCHLIGHT" play tests/journey/shortest.txt --site "$site" --data "$other" --size 540x960 >"$TMPDIR/out" 2>&1
"$PORCHLIGHTCTL" pouch out "$stick" --data "$other" >"$TMPDIR/out" 2>&1
mkfifo "$stick/pouch-00000001.box"
ln -s /etc/passwd "$stick/pouch-00000002.box"
mkdir "$stick/pouch-00000003.box"
: >"$stick/pouch-00000004.box"
echo mine >"$stick/"$'..\n\e[2J$(reboot).box'
echo mine >"$stick/-rf"
before=$(find "$stick" | LC_ALL=C sort | sha256sum)$(files)
plug rw
go_on
check "another's stick is told; requests are written beside what is there" paused
find "$stick" -newer "$machine/proc/self/mountinfo" -type f -name 'pouch-*.box' >"$TMPDIR/written"
same '… in one file' 1 "$(wc -l <"$TMPDIR/written")"
same '… and the rest is as it was' "$before" \
    "$(find "$stick" | grep -vxFf "$TMPDIR/written" | LC_ALL=C sort | sha256sum)$(files)"

mv "$stick" "$stick.out"
go_on
check 'one that was pulled out is told, and to put it in again' paused
mv "$stick.out" "$stick"
go_on
check '… put in again it is written' paused
unplug
go_on
ended 'taken out, it is asked for'
check 'nothing was lost' sh -c "'$PORCHLIGHTCTL' audit verify --data '$data' &&
    '$PORCHLIGHTCTL' requests list --data '$data' --key $key --passphrase-fd 0 <<END | grep -q answered
demonstration
END"
finish
