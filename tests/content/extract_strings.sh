#!/usr/bin/env bash
# Prints the interface's sentences as a PO template: those in the screens' sources and what resources.yaml says of each resource.
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
xgettext --from-code=UTF-8 -L C -ktr:2 -ktr_in:3 -ktr_fill:2 -kN_ --no-location -o "$work/src.pot" src/screens/*.c 2>/dev/null
# each "about:" becomes a C string that xgettext reads, so that quoting is its business
sed -n 's/^ *about: *"\{0,1\}\([^"]*\)"\{0,1\} *$/N_("\1")/p' kiosk-config/resources.yaml | sort -u >"$work/about.c"
xgettext --from-code=UTF-8 -L C -kN_ --no-location -o "$work/about.pot" "$work/about.c"
sed -i 's/charset=CHARSET/charset=UTF-8/' "$work"/*.pot
msgcat --use-first --to-code=UTF-8 "$work/src.pot" "$work/about.pot"
