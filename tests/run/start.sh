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

if has_display; then
    mkdir -p build/run-data
    exec "$program" run --site kiosk-config --data build/run-data "$@"
fi

echo "There is no display here, so the tour of the demonstration site is drawn instead."
rm -rf build/tour build/tour-data
mkdir -p build/tour build/tour-data
"$program" tour --site kiosk-config --data build/tour-data --langs en,es,ar,my --size 1080x1920 --out build/tour
echo "$(find build/tour -name '*.png' | wc -l) pictures in English, Spanish, Arabic and Burmese: build/tour/index.html"
