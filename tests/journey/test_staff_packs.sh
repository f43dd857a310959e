#!/usr/bin/env bash
# Packs on a stick, by staff on the screen, in three languages: what one would change, installed, taken back; strangers',
# damaged and older ones; and what a hostile stick has on it.
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # functions called through check
. tests/run/tap.sh
today=2026-11-24
kiosk=$TMPDIR/kiosk
machine=$TMPDIR/machine
stick=$machine/media/porchlight/STICK

play() {
    "$PORCHLIGHT" play "$TMPDIR/script" --site "$kiosk" --data "$data" --machine "$machine" --size 540x960 --today "$today"
}
journey() { # what, script on standard input
    cat >"$TMPDIR/script"
    check "$1" play
}
taps() { case $1 in ar) echo tap language ;; es) printf 'tap language\ntap language\n' ;; esac; }
come_in() {
    cat <<END
hold 6
$(taps "$1")
tap option.0
type 246810
tap confirm
tap tile.13
expect screen staff-packs
expect lang $1
END
}
build() { # key, out, day, further options
    "$PORCHLIGHTCTL" pack build --site "$TMPDIR/site" --icons assets/icons --key "$1" --out "$2" --date "$3" --today "$3" \
        --passphrase-fd 3 "${@:4}" 3<<<"correct horse"
}
key() { "$PORCHLIGHTCTL" keys new --sign --name "$1" --out "$2" --passphrase-fd 3 3<<<"correct horse"; }

key 'Ana Author' "$TMPDIR/ana.key" >"$TMPDIR/ana.line" 2>"$TMPDIR/out"
key 'A Stranger' "$TMPDIR/stranger.key" >"$TMPDIR/out" 2>&1
cp -r kiosk-config "$kiosk"
{ printf 'packs:\n  trust:\n'; sed 's/^/    /' "$TMPDIR/ana.line"; } >>"$kiosk/site.yaml"
cp -r kiosk-config "$TMPDIR/site"
sed -i 's/^centre: .*/centre: The New Centre/' "$TMPDIR/site/site.yaml"
rm -r "$TMPDIR/site/pages/papers"
mkdir -p "$machine/proc/self" "$machine/sys/block" "$stick"
root='22 1 8:1 / / rw - ext4 /dev/sda1 rw'
none() { echo "$root" >"$machine/proc/self/mountinfo"; }
plugged() { printf '%s\n36 22 8:17 / /media/porchlight/STICK rw - vfat /dev/sdb1 rw\n' "$root" >"$machine/proc/self/mountinfo"; }
check 'a pack is built' build "$TMPDIR/ana.key" "$TMPDIR/good.pack" $today --notes 'A new name'
check "a stranger's too" build "$TMPDIR/stranger.key" "$TMPDIR/strange.pack" $today
check 'and an older one' build "$TMPDIR/ana.key" "$TMPDIR/old.pack" 2026-11-20

declare -A without=([en]='Put in a stick' [es]='Ponga una memoria' [ar]='ضع ذاكرة USB')
declare -A gone=([en]='Will they ask about my papers?' [es]='mis papeles' [ar]='أوراقي')
declare -A signed=([en]='Signed by' [es]='Firmado por' [ar]='وقّعها')
declare -A done=([en]='Done. Visitors see it' [es]='Hecho. Los visitantes' [ar]='تم. يراه الزوار')
declare -A back=([en]='The pack before is back' [es]='Volvió el paquete anterior' [ar]='عادت الحزمة السابقة')
for desk in en es ar; do
    data=$TMPDIR/data-$desk
    "$PORCHLIGHTCTL" pin set --data "$data" --passphrase-fd 0 <<<246810 2>"$TMPDIR/out"
    none
    journey "without a stick it says what to do ($desk)" <<END
$(come_in $desk)
find ${without[$desk]}
END
    plugged
    rm -f "$stick"/*
    cp "$TMPDIR/good.pack" "$stick/good.pack"
    journey "what would change is shown; installed, after a question ($desk)" <<END
$(come_in $desk)
tap option.0
find ${signed[$desk]}
find Ana Author
find A new name
find ${gone[$desk]}
tap confirm
tap back
tap confirm
tap confirm
find ${done[$desk]}
tap leave
END
    check "it is shown ($desk)" sh -c "'$PORCHLIGHTCTL' pack status --site '$kiosk' --data '$data' | grep -q 'The New Centre'"
    journey "and taken back ($desk)" <<END
$(come_in $desk)
tap reset
tap confirm
find ${back[$desk]}
END
    check "nothing is installed ($desk)" sh -c "'$PORCHLIGHTCTL' pack status --site '$kiosk' --data '$data' | grep -q 'no pack is installed'"
    same "two records ($desk)" 2 "$("$PORCHLIGHTCTL" audit list --data "$data" | grep -c 'pack-installed\|pack-rolled-back')"
done

data=$TMPDIR/data-en
rm "$stick"/*
cp "$TMPDIR/strange.pack" "$stick/a.pack"
journey "a stranger's pack is not to be trusted, and cannot be installed" <<END
$(come_in en)
tap option.0
find Not to be trusted
expect no-node confirm
END
rm "$stick"/*
cp "$TMPDIR/good.pack" "$stick/a.pack"
printf x | dd of="$stick/a.pack" bs=1 seek=3000 conv=notrunc 2>"$TMPDIR/out"
journey 'one that was changed by a byte says so' <<END
$(come_in en)
tap option.0
find Not done, nothing has changed
END
rm "$stick"/*
cp "$TMPDIR/old.pack" "$stick/a.pack"
journey 'an older one is refused, and the audit tells that it was not done' <<END
$(come_in en)
tap option.0
tap confirm
tap confirm
find Not done, nothing has changed
END
check 'it does' sh -c "'$PORCHLIGHTCTL' audit list --data '$data' | grep -q not-done"
rm "$stick"/*
mkfifo "$stick/pipe.pack"
mkdir "$stick/folder.pack"
ln -s /etc/passwd "$stick/link.pack"
: >"$stick/"$'bad\nname.pack'
printf x >"$stick/empty.pack"
journey 'of a hostile stick only files are listed, and junk is refused' <<END
$(come_in en)
expect no-node option.1
tap option.0
find Not done, nothing has changed
END
finish
