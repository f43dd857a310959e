#!/usr/bin/env bash
# What comes out of the printer, as pictures of its dots: each kind of slip in each language beside the one kept in
# refs/slips; outside judges read it: zbar the codes, also from a bad photograph, and tesseract the words.
# limit: 420
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # functions called through check
set -u
. tests/run/tap.sh
refs=tests/screen/refs/slips
langs=(en es ar fa-AF uk so sw my)

# slip FILE KIND LANGUAGE PAPER
slip() {
    "$PORCHLIGHT" slip --site kiosk-config --today 2026-11-24 --slip "$2" --lang "$3" --paper "$4" --out "$1"
}

# picture NAME KIND LANGUAGE PAPER: a few wrong dots in a thousand are a font's; a wrong letter is more
picture() {
    local out=$TMPDIR/$1.png
    if ! slip "$out" "${@:2}"; then
        check "$1 is made" false
        return
    fi
    check "$1 looks as it did" "$PNG_COMPARE" --share 0.02 "$refs/$1.png" "$out"
}

for l in "${langs[@]}"; do
    picture "page.$l" page/police "$l" 80
    picture "resource.$l" resource/crisis "$l" 80
    picture "discreet.$l" resource/dv "$l" 80
    picture "receipt.$l" receipt "$l" 80
    picture "speak-card.$l" speak-card "$l" 80
    picture "answer.$l" answer "$l" 80
done
picture day-list day-list en 80
picture test test en 80
picture receipt.my-58 receipt my 58
picture resource.uk-58 resource/crisis uk 58
picture page.ar-a4 page/police ar a4
check "its second sheet looks as it did" "$PNG_COMPARE" --share 0.02 "$refs/page.ar-a4-2.png" "$TMPDIR/page.ar-a4-2.png"
picture receipt.es-letter receipt es letter

# ---- the codes ------------------------------------------------------------------------------------------------------
every_code() { zbarimg --quiet --raw -Sdisable -Sqrcode.enable "$1" 2>/dev/null; }

# photograph IN OUT: a telephone sees two pixels a dot, out of focus, turned by three degrees, with 30 % of the contrast
photograph() {
    convert "$1" -colorspace gray -bordercolor white -border 40 -resize 200% -background white -rotate 3 -blur 0x2 \
        +level 35%,65% "$2"
}

# says NAME WORDS: a code on the slip says so
says() { check "$1: its code is read" grep -qF -- "$2" <<<"$(every_code "$TMPDIR/$1.png")"; }

# survives NAME WORDS: also in a bad photograph
survives() {
    photograph "$TMPDIR/$1.png" "$TMPDIR/shot.png"
    check "$1: its code is read from a bad photograph" grep -qF -- "$2" <<<"$(every_code "$TMPDIR/shot.png")"
}

for l in "${langs[@]}"; do
    says "answer.$l" BEGIN:VEVENT
    survives "receipt.$l" 123456
    refuse "discreet.$l has no code" test -n "$(every_code "$TMPDIR/discreet.$l.png")"
done
for l in en ar my; do
    says "resource.$l" tel:988
    says "page.$l" tel:+12065550199
    survives "answer.$l" BEGIN:VEVENT
    survives "resource.$l" https://988lifeline.org
    survives "page.$l" tel:+12065550199
done
survives receipt.my-58 123456
says receipt.es-letter 123456
says page.ar-a4-2 tel:+12065550199
says resource.uk-58 https://988lifeline.org
says answer.en 'DTSTART:20261126T'
says answer.en 'SUMMARY:Information'
refuse 'the calendar says nothing of police' grep -qi 'polic\|officer' <<<"$(every_code "$TMPDIR/answer.en.png")"
convert "$TMPDIR/receipt.en.png" -colorspace gray -blur 0x9 "$TMPDIR/blind.png"
refuse 'what cannot be seen is not read' test -n "$(every_code "$TMPDIR/blind.png")"

# ---- the words ------------------------------------------------------------------------------------------------------
# reads NAME TESSERACT-LANGUAGE WORDS
reads() {
    convert "$TMPDIR/$1.png" -colorspace gray -bordercolor white -border 30 -resize 150% "$TMPDIR/read.png"
    check "$1: '$3' is read" grep -qF -- "$3" <<<"$(tesseract "$TMPDIR/read.png" - -l "$2" --psm 4 2>/dev/null)"
}
reads receipt.en eng 'Your code'
reads receipt.en eng 'Riverside Welcome Centre'
reads page.en eng 'Who may report a crime'
reads speak-card.my eng 'I speak'
reads receipt.ar ara 'الرمز نفسه لهاتفك'
reads receipt.uk ukr 'човен'

# ---- the command ----------------------------------------------------------------------------------------------------
refuse 'an unknown slip is refused' slip "$TMPDIR/none.png" page/nothing en 80
refuse 'an unknown language is refused' slip "$TMPDIR/none.png" receipt xx 80
refuse 'an unknown paper is refused' slip "$TMPDIR/none.png" receipt en 57
refuse 'a folder that is not there is told' slip "$TMPDIR/no/none.png" receipt en 80
check 'two sheets are two files' slip "$TMPDIR/long.png" page/victim-rights my a4
check 'the second is there' test -s "$TMPDIR/long-2.png"
check 'twice the same slip' slip "$TMPDIR/again.png" receipt en 80
check 'is the same to the last bit' cmp "$TMPDIR/receipt.en.png" "$TMPDIR/again.png"
export PICTURES=$TMPDIR/aside # not to be taken over by make refs
refuse 'another language is another slip' "$PNG_COMPARE" --share 0.02 "$refs/receipt.es.png" "$TMPDIR/receipt.en.png"
refuse 'no reference, no pass' "$PNG_COMPARE" "$refs/none.png" "$TMPDIR/receipt.en.png"
finish
