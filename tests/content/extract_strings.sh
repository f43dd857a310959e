#!/usr/bin/env bash
# Prints a list of the interface's sentences as a PO template. visitor: those in the visitors' screens, and what resources.yaml says
# of each resource. desk: what only the screens of staff and liaisons say.
# usage: extract_strings.sh visitor|desk
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
read_c() { xgettext --from-code=UTF-8 -L C -ktr:2 -ktr_in:3 -ktr_fill:2 -kN_ --no-location -o "$@" 2>/dev/null; }
desk=() visitor=()
for f in src/screens/*.c; do
    case ${f##*/} in desk_* | staff_* | liaison_*) desk+=("$f") ;; *) visitor+=("$f") ;; esac
done
read_c "$work/src.pot" "${visitor[@]}"
# each "about:" becomes a C string that xgettext reads, so that quoting is its business
sed -n 's/^ *about: *"\{0,1\}\([^"]*\)"\{0,1\} *$/N_("\1")/p' kiosk-config/resources.yaml | sort -u >"$work/about.c"
read_c "$work/about.pot" "$work/about.c"
read_c "$work/desk-all.pot" "${desk[@]}"
sed -i 's/charset=CHARSET/charset=UTF-8/' "$work"/*.pot
msgcat --use-first --to-code=UTF-8 "$work/src.pot" "$work/about.pot" >"$work/visitor.pot"
# what visitors read as well is translated there, once: entries that stand in one list only, and in the desk's
msgcomm --unique "$work/desk-all.pot" "$work/visitor.pot" >"$work/once.pot"
msgcomm --more-than=1 --omit-header "$work/desk-all.pot" "$work/once.pot" >"$work/desk.pot.body"
{
    msgcat "$work/desk-all.pot" | sed -n '1,/^$/p' # not q: msgcat must be heard out
    cat "$work/desk.pot.body"
} >"$work/desk.pot"
cat "$work/$1.pot"
