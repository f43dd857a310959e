#!/usr/bin/env bash
# en.po is the list that every language is measured by: it holds exactly what the program and resources.yaml say.
# SPDX-License-Identifier: GPL-3.0-or-later
. tests/run/tap.sh
# the list of sentences alone, in one order
ids() {
    msgattrib --no-obsolete --no-wrap --sort-output "$1" | grep '^msgid ' | sort
}
list_is_the_programs() { # list, file
    tests/content/extract_strings.sh "$1" >"$TMPDIR/all.pot"
    ids "$TMPDIR/all.pot" >"$TMPDIR/program"
    ids "$2" >"$TMPDIR/list"
    check "$2 has the program's sentences and no others (make strings)" diff -u "$TMPDIR/program" "$TMPDIR/list"
}
list_is_the_programs visitor kiosk-config/strings/en.po
list_is_the_programs desk kiosk-config/strings/desk/en.po
for po in kiosk-config/strings/*.po kiosk-config/strings/desk/*.po; do
    check "$po is well-formed" msgfmt --check-format --check-domain -o /dev/null "$po"
done
finish
