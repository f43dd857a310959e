#!/usr/bin/env bash
# What staff change on the screen, in three languages: seen at once by the next visitor, kept over a restart (each journey is a
# new run of the program), in the audit, undone and taken back.
# SPDX-License-Identifier: GPL-3.0-or-later
. tests/run/tap.sh
site=kiosk-config
today=2026-11-24

# shellcheck disable=SC2317 # check calls it
play() { "$PORCHLIGHT" play "$TMPDIR/script" --site "$site" --data "$data" --size 540x960 --today "$today" ${lang:+--lang "$lang"}; }
journey() { # what, script on standard input
    cat >"$TMPDIR/script"
    check "$1" play
}
# shellcheck disable=SC2317 # likewise
said() { "$PORCHLIGHTCTL" audit list --data "$data" | grep -q "$1"; }
taps() { case $1 in ar) echo tap language ;; es) printf 'tap language\ntap language\n' ;; esac; }
come_in() {
    cat <<END
hold 6
$(taps "$1")
tap option.0
type ${2:-246810}
tap confirm
expect screen staff
expect lang $1
END
}
fresh() {
    data=$TMPDIR/$1
    "$PORCHLIGHTCTL" pin set --data "$data" --passphrase-fd 0 <<<246810 2>"$TMPDIR/out"
}

for desk in en es ar; do
    fresh "data-$desk"

    # a year later the police's number has expired, and the page that needs it is gone
    today=2027-11-05 lang=so
    printf 'go page/police\n' >"$TMPDIR/script"
    refuse "a page whose fact has expired is not there ($desk)" play
    lang=
    journey "a fact is signed again with a name ($desk)" <<END
$(come_in $desk)
tap tile.0
tap option.1
tap confirm
type Ana
tap confirm
tap confirm
expect node clear
tap leave
END
    lang=so
    journey "… and a visitor in Somali has the page, after a restart ($desk)" <<END
go page/police
expect lang so
find Waxa booliisku qabtaan
END
    lang='' today=2026-11-24
    check "… by a record ($desk)" said "fact-signed.*nonemergency_phone"

    # Monday 30 November is Officer Haddad's; days are counted from tomorrow, three parts each
    journey "a visitor may choose Monday ($desk)" <<END
tap tile.0
go request/when
tap slot.15
END
    journey "Monday is a day off ($desk)" <<END
$(come_in $desk)
tap tile.1
tap option.2
tap turn.1
tap slot.30
tap option.1
expect node clear
tap turn.2
END
    printf 'tap tile.0\ngo request/when\ntap slot.15\n' >"$TMPDIR/script"
    refuse "… and is not offered any more ($desk)" play
    check "… by a record ($desk)" said "day-off.*haddad 2026-11-30"

    journey "Somali is turned off ($desk)" <<END
expect text Soomaali
$(come_in $desk)
tap tile.2
tap option.5
expect node clear
tap leave
expect no-text Soomaali
END
    journey "… after a restart too; undone, it is there again ($desk)" <<END
expect no-text Soomaali
$(come_in $desk)
tap tile.2
tap option.0
tap clear
expect no-node clear
tap leave
expect no-text Soomaali
hold 6
$(taps $desk)
tap option.0
type 246810
tap confirm
tap tile.2
tap option.7
tap leave
expect text Soomaali
END
    check "… by records ($desk)" said "language-off.*so"
done

fresh data-more
journey "a page turned off is gone, and comes back as in the pack" <<END
$(come_in en)
tap tile.3
tap option.2
tap confirm
expect text Turned off
tap home
tap tile.6
tap option.0
tap confirm
find Nothing. All is as in the pack.
tap home
tap tile.3
tap option.2
find Turn it off
END
journey "a fact that is true no more hides its page at once" <<END
$(come_in en)
tap tile.0
tap option.0
tap withdraw
type Ana
tap confirm
tap confirm
find Nobody has signed this.
tap edit
tap option.3
find jail
tap confirm
find Signed by
tap leave
END
journey "hours are added, changed and taken away" <<END
$(come_in en)
tap tile.1
tap option.1
tap edit.4
tap slot.1
tap slot.5
tap confirm
find 10:00–13:00
tap option.3
tap slot.9
tap confirm
find 10:00–13:00
tap option.3
tap withdraw
expect no-text 10:00–13:00
tap clear
find 10:00–13:00
tap turn.1
tap slot.27
tap option.3
tap slot.2
tap confirm
expect node clear
tap slot.25
tap option.2
tap slot.28
expect node clear
tap turn.2
find Nobody is here
END
journey "a number that nobody can dial is not kept, and says why" <<END
$(come_in en)
tap tile.4
tap resource.0
tap edit.0
type x
tap confirm
find Not kept, nothing has changed
find does not fit
expect no-text nobody can dial
find 206-555-0142
tap edit.1
type s
tap confirm
find Kept.
tap confirm
type Ana
tap confirm
find Checked by
tap withdraw
tap confirm
find Turned off
tap cancel.0
expect no-node cancel.0
END
journey "settings of the centre" <<END
$(come_in en)
tap tile.5
tap slot.0
find 80
tap clear
find 90
END
journey "why a number is not kept is said in the desk's language" <<END
$(come_in ar)
tap tile.4
tap resource.0
tap edit.0
type x
tap confirm
find ما كُتب أو اختير غير مناسب
END
journey "a PIN that is easy to guess is not kept" <<END
$(come_in en)
tap tile.7
type 246810
tap confirm
type 123456
tap confirm
type 123456
tap confirm
find too easy to guess
END
journey "a new PIN: the old one must be right, the new one twice the same" <<END
$(come_in en)
tap tile.7
type 111111
tap confirm
type 135791
tap confirm
type 135791
tap confirm
find That was not right
type 246810
tap confirm
type 135791
tap confirm
type 135792
tap confirm
find The two were not the same
type 135791
tap confirm
type 135791
tap confirm
find The new PIN is kept
tap leave
$(come_in en 135791)
END
check "every change is in the audit, whose chain holds" sh -c "'$PORCHLIGHTCTL' audit verify --data '$data' && '$PORCHLIGHTCTL' audit list --data '$data' | grep -q fact-withdrawn"

# shellcheck disable=SC2317 # likewise
changes() { "$PORCHLIGHTCTL" changes "$@" --site "$site" --data "$data"; }
fresh data-ctl
journey "a number is signed and a language turned off" <<END
$(come_in en)
tap tile.0
tap option.1
tap confirm
type Ana
tap confirm
tap confirm
tap home
tap tile.2
tap option.5
END
check "the changes are told against the site" sh -c "'$PORCHLIGHTCTL' changes show --site $site --data '$data' | grep -A1 'nonemergency_phone: used' | grep -q 'here: 206-555-0199 · Ana · $today'"
check "… and exported as the site's own files" changes export "$TMPDIR/taken"
check "… what was changed and nothing else" sh -c "grep -q languages_off '$TMPDIR/taken/site.yaml' && ! [ -e '$TMPDIR/taken/people.yaml' ]"
check "a kiosk is checked with its changes" "$PORCHLIGHTCTL" check --site $site --data "$data" --today $today
"$PORCHLIGHTCTL" check --site $site --data "$data" --today 2027-06-01 >"$TMPDIR/out" 2>&1
check "… whose faults have their place" grep -q "^changes/local.yaml:2: .*nonemergency_phone' expired on 2027-05-23" "$TMPDIR/out"
refuse "changes of no kiosk are a slip" "$PORCHLIGHTCTL" changes show

mkdir -p "$data/changes"
printf 'immigration: {value: maybe}\n' >"$data/changes/local.yaml"
journey "a hostile file of changes changes nothing, and the kiosk runs" <<END
go page/papers
expect screen page/papers
END
finish
