#!/usr/bin/env bash
# Brings both lists, kiosk-config/strings/en.po and strings/desk/en.po, up to date with the sentences in the sources; the other
# languages are the translators'.
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for list in visitor desk; do
    po=kiosk-config/strings/en.po
    [ "$list" = desk ] && po=kiosk-config/strings/desk/en.po
    tests/content/extract_strings.sh "$list" >"$work/all.pot"
    msgmerge -q --no-fuzzy-matching --no-wrap "$po" "$work/all.pot" -o "$work/merged.po"
    msgattrib --no-obsolete --no-wrap "$work/merged.po" | msgen --no-wrap - |
        grep -v '^"POT-Creation-Date\|^"Report-Msgid' >"$work/en.po"
    cp "$work/en.po" "$po"
done
