#!/usr/bin/env bash
# What comes out of the printer, as pictures of its dots: each kind of slip in each language beside the one kept in
# refs/slips, and tesseract reads the words. One process draws them all. (test_slip_codes.c reads the codes.)
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # functions called through check
set -u
. tests/run/tap.sh
export OMP_THREAD_LIMIT=1 # tesseract's threads wait for one another when another test runs beside it
refs=tests/screen/refs/slips
drawn=$TMPDIR/slips
mkdir "$drawn"

# slips KINDS LANGUAGES PAPERS [OUT]: lists with commas
slips() {
    "$PORCHLIGHT" slip --site kiosk-config --today 2026-11-24 --slip "$1" --lang "$2" --paper "$3" --out "${4:-$drawn}"
}
check 'every kind in every language on a roll' \
    slips page/police,resource/crisis,resource/dv,receipt,speak-card,answer en,es,ar,fa-AF,uk,so,sw,my 80
check 'what staff and liaisons print, in the languages of the desk' slips day-list,test en,es,ar 80
check 'a narrow roll' slips page/police,resource/crisis,receipt uk,my 58
check 'a sheet' slips page/police,speak-card ar,my a4
check 'an American sheet' slips receipt,day-list es letter

# A few wrong dots in ten thousand are a font's; a wrong letter is more.
for picture in "$drawn"/*.png; do
    name=${picture##*/}
    check "${name%.png} looks as it did" "$PNG_COMPARE" --share 0.02 "$refs/$name" "$picture"
done
same 'each reference has its picture' "$(ls "$drawn")" "$(ls "$refs")"

# ---- the words ------------------------------------------------------------------------------------------------------
# reads NAME TESSERACT-LANGUAGE WORDS [ROWS]: on the first rows of the slip (all of it when none are given)
reads() {
    convert "$drawn/$1.png" ${4:+-crop "x$4+0+0" +repage} -colorspace gray -bordercolor white -border 30 -resize 150% \
        "$TMPDIR/read.png"
    check "$1: '$3' is read" grep -qF -- "$3" <<<"$(tesseract "$TMPDIR/read.png" - -l "$2" --psm 4 2>/dev/null)"
}
reads receipt.en-80 eng 'Riverside Welcome Centre'
reads page-police.en-80 eng 'Who may report a crime' 2600
reads speak-card.my-80 eng 'I speak' 800
reads receipt.ar-80 ara 'الرمز نفسه لهاتفك'
reads receipt.uk-80 ukr 'човен'
reads day-list.en-80 eng 'Private. For the liaison'

# ---- the command ----------------------------------------------------------------------------------------------------
one=$TMPDIR/one.png
refuse 'an unknown slip is refused' slips page/nothing en 80 "$one"
refuse 'an unknown language is refused' slips receipt xx 80 "$one"
refuse 'an unknown paper is refused' slips receipt en 57 "$one"
refuse 'an unknown paper in a list is refused' slips receipt en 80,57
refuse 'an unknown language in a list is refused' slips receipt en,xx 80
refuse 'a folder that is not there is told' slips receipt en 80 "$TMPDIR/no/none.png"
refuse 'a folder for many that is not there is told' slips receipt en,es 80 "$TMPDIR/no"
check 'one by itself' slips receipt en 80 "$one"
check 'is the same to the last bit' cmp "$drawn/receipt.en-80.png" "$one"
export PICTURES=$TMPDIR/aside # not to be taken over by make refs
refuse 'another language is another slip' "$PNG_COMPARE" --share 0.02 "$refs/receipt.es-80.png" "$one"
refuse 'no reference, no pass' "$PNG_COMPARE" "$refs/none.png" "$one"
finish
