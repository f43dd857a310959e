#!/usr/bin/env bash
# A few screens as pictures, compared with the ones kept in refs/: what no tree and no measure sees (a colour, a turned
# picture, a letter's shape) is seen here. tests/README.md says how to accept a new picture.
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # functions called through check
set -u
. tests/run/tap.sh
refs=tests/screen/refs

# shoot FILE ROUTE LANGUAGE WIDTHxHEIGHT [option…]: always of the same day
shoot() {
    "$PORCHLIGHT" shot --site kiosk-config --today 2026-11-24 --out "$1" --screen "$2" --lang "$3" --size "$4" "${@:5}"
}

# picture NAME ROUTE LANGUAGE WIDTHxHEIGHT [option…]
picture() {
    local out=$TMPDIR/$1.png
    check "$1 is drawn" shoot "$out" "${@:2}"
    check "$1 looks as it did" "$PNG_COMPARE" "$refs/$1.png" "$out"
}

picture welcome.en welcome en 540x960
picture home.ar home ar 540x960
picture page-police-2.my page/police/2 my 540x960
picture receipt.uk receipt uk 540x960
picture home.en-1080p home en 1920x1080
picture emergency.so-xlarge emergency so 540x960 --text-size xlarge
picture resource-dv.en-black resource/dv en 540x960 --contrast black

# the pictures of the top README show what the program shows; `make refs` takes over new ones here too
readme() {
    check "README: $1 is drawn" shoot "$TMPDIR/readme-$1.png" "${@:2}"
    check "README: $1 is what is drawn" "$PNG_COMPARE" "assets/readme/$1.png" "$TMPDIR/readme-$1.png"
    check "README: $1 is light" test "$(stat -c %s "assets/readme/$1.png")" -lt 150000
}
readme welcome welcome en 540x960
readme page page/police/2 ar 540x960
readme receipt receipt en 540x960

# the comparison itself
check 'twice the same picture' shoot "$TMPDIR/again.png" home ar 540x960
check 'is the same to the last bit' cmp "$TMPDIR/home.ar.png" "$TMPDIR/again.png"
check 'in low contrast' shoot "$TMPDIR/low.png" home ar 540x960 --contrast low
export PICTURES=$TMPDIR/aside # not to be taken over by make refs
refuse 'another look is another picture' "$PNG_COMPARE" "$refs/home.ar.png" "$TMPDIR/low.png"
refuse 'another language is another picture' "$PNG_COMPARE" "$refs/home.ar.png" "$TMPDIR/welcome.en.png"
refuse 'no reference, no pass' "$PNG_COMPARE" "$refs/none.png" "$TMPDIR/welcome.en.png"
finish
