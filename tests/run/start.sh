#!/usr/bin/env bash
# `make run`: the kiosk on this machine's screen, or, where there is none, a tour of its screens in pictures.
# usage: start.sh PROGRAM [options for `porchlight run`]
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
program=$1
shift

has_display() {
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && return 0
    for card in /dev/dri/card*; do
        [ -r "$card" ] && [ -w "$card" ] && return 0
    done
    return 1
}

# The demonstration's desk can be opened by everybody who has this program; a real centre sets its own PIN.
open_demonstration_desk() {
    grep -q '^demonstration: true' kiosk-config/site.yaml || return 0
    if [ ! -e "$1/keys" ]; then
        mkdir -p "$1/keys"
        cp kiosk-config/demonstration/*.key "$1/keys"
        "${program}ctl" pin set --data "$1" --passphrase-fd 0 <<<246810 2>/dev/null
    fi
    echo "The desk: hold the top left corner for five seconds. Staff: PIN 246810. Liaisons: passphrase \"demonstration\"."
}

if has_display; then
    mkdir -p build/run-data
    open_demonstration_desk build/run-data
    exec "$program" run --site kiosk-config --data build/run-data "$@"
fi

echo "There is no display here, so the tour of the demonstration site is drawn instead."
rm -rf build/tour build/tour-data
mkdir -p build/tour build/tour-data
"$program" tour --site kiosk-config --data build/tour-data --langs en,es,ar,my --size 1080x1920 --out build/tour
echo "$(find build/tour -name '*.png' | wc -l) pictures in English, Spanish, Arabic and Burmese: build/tour/index.html"
