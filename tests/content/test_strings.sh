#!/usr/bin/env bash
# en.po is the list that every language is measured by: it holds exactly what the program and resources.yaml say.
# SPDX-License-Identifier: GPL-3.0-or-later
. tests/run/tap.sh
tests/content/extract_strings.sh >"$TMPDIR/all.pot"
# the list of sentences alone, in one order
ids() {
    msgattrib --no-obsolete --no-wrap --sort-output "$1" | grep '^msgid ' | sort
}
ids "$TMPDIR/all.pot" >"$TMPDIR/program"
ids kiosk-config/strings/en.po >"$TMPDIR/list"
check "en.po has the program's sentences and no others (make strings)" diff -u "$TMPDIR/program" "$TMPDIR/list"
for po in kiosk-config/strings/*.po; do
    check "$po is well-formed" msgfmt --check-format --check-domain -o /dev/null "$po"
done
finish
