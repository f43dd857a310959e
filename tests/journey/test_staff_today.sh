#!/usr/bin/env bash
# Is the kiosk well, its limits, its counts and its audit: as staff see them, in three languages.
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # check calls what is defined here
. tests/run/tap.sh
site=kiosk-config
today=2026-11-24

play() { "$PORCHLIGHT" play "$TMPDIR/script" --site "$site" --data "$data" --size 540x960 --today "$today"; }
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
expect screen staff
expect lang $1
END
}
declare -A fine=([en]='Requests can be sent. New ones' [es]='Se pueden enviar solicitudes. Nuevas' [ar]='يمكن إرسال الطلبات. الجديدة')
declare -A lifted=([en]='The limits are lifted for today.' [es]='Hoy no hay límites.' [ar]='رُفعت الحدود لهذا اليوم.')
declare -A act=([en]='The limits on requests were lifted' [es]='Se quitaron o se pusieron los límites' [ar]='رُفعت حدود الطلبات أو أُعيدت')
declare -A whole=([en]='All of it was read' [es]='Se leyó todo' [ar]='قُرئ كله')

for desk in en es ar; do
    data=$TMPDIR/data-$desk
    "$PORCHLIGHTCTL" pin set --data "$data" --passphrase-fd 0 <<<246810 2>"$TMPDIR/out"
    journey "the first screen leads to each part; a line leads to where it is mended ($desk)" <<END
$(come_in $desk)
tap option.0
expect screen staff-today
find ${fine[$desk]}
tap option.0
expect screen staff-limits
tap back
tap option.11
expect screen staff-audit
END
    journey "the limits are lifted for today and put back ($desk)" <<END
$(come_in $desk)
tap tile.10
expect screen staff-limits
tap confirm
find ${lifted[$desk]}
tap confirm
expect no-text ${lifted[$desk]}
tap confirm
tap home
tap tile.12
expect screen staff-audit
find ${act[$desk]}
tap confirm
find ${whole[$desk]}
END
    journey "… and they are lifted after a restart ($desk)" <<END
$(come_in $desk)
tap tile.10
expect no-text ${lifted[$desk]}
tap confirm
tap confirm
find ${lifted[$desk]}
END
done
same 'by a record each' 5 "$("$PORCHLIGHTCTL" audit list --data "$data" | grep -c limits-overridden)"

# a wrong clock is the first thing to mend; an expired fact is told
data=$TMPDIR/data-en today=2026-10-24
journey 'a clock that is wrong is said first' <<END
$(come_in en)
find The clock is wrong
END
cp -R "$data" "$TMPDIR/jumped"
data=$TMPDIR/jumped today=2090-01-02
journey 'a date that jumped is told, and believed when staff say so' <<END
$(come_in en)
tap option.0
find The date jumped
tap option.5
expect screen staff-clock
find Nothing is erased
tap confirm
find The date is right from now on.
expect no-text The date jumped
END
same 'on record' date-confirmed "$("$PORCHLIGHTCTL" audit list --newest 1 --data "$data" | awk '{print $4}')"
today=2090-01-03
journey '… from then on' <<END
$(come_in en)
tap option.0
tap option.5
expect no-text Look at another clock
END
data=$TMPDIR/data-en today=2027-11-05
journey 'what is past its day is told, and leads to the facts' <<END
$(come_in en)
tap option.0
find Past their day and not shown
tap option.8
expect screen staff-facts
END

# counts: five visits in Somali are told, one in Arabic is not
today=2026-11-24
for ((i = 0; i < 5; i++)); do
    printf 'tap tile.7\n' >"$TMPDIR/script"
    check 'a visitor comes' "$PORCHLIGHT" play "$TMPDIR/script" --site "$site" --data "$data" --size 540x960 \
        --today 2026-11-23
done
journey 'counts are seen by month, small ones are hidden' <<END
$(come_in en)
tap tile.11
expect screen staff-counts
find 11 / 2026
find 5
tap slot.0
find 10 / 2026
find Nothing was counted
END
finish
