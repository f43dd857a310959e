#!/usr/bin/env bash
# The kiosk in a real window: on displays of 24 and of 16 bits it looks the same, it answers a key, and it goes when it
# is told to.
# limit: 120
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
. tests/run/tap.sh
if ! command -v Xvfb >/dev/null || ! command -v xdotool >/dev/null; then
    skip 'a window on a display' 'xvfb and xdotool are not installed'
    finish
fi
size=540x960 display='' kiosk='' server=''

picture() { DISPLAY=$display import -silent -window root "$1"; }

# begun DEPTH: a display and the kiosk on it, its first frame shown
begun() {
    local number
    exec 3< <(exec Xvfb -displayfd 1 -screen 0 "${size}x$1" -nolisten tcp 2>/dev/null)
    server=$!
    read -r -t 20 number <&3 || return 1
    display=:$number
    DISPLAY=$display SDL_VIDEODRIVER=x11 "$PORCHLIGHT" run --site kiosk-config --data "$TMPDIR/data-$1" --lang en \
        --window "$size" >"$TMPDIR/kiosk-$1.log" 2>&1 &
    kiosk=$!
    shown "$TMPDIR/first-$1.png" 200
}

# shown FILE COLOURS: waits until the display holds a picture of more than so many colours
shown() {
    local turn
    for ((turn = 0; turn < 200; turn++)); do
        kill -0 "$kiosk" 2>/dev/null || return 1
        picture "$1" && [ "$(identify -format %k "$1")" -gt "$2" ] && return 0
        sleep 0.05
    done
    return 1
}

# changed BEFORE AFTER: waits until the display shows something else than BEFORE
changed() {
    local turn
    for ((turn = 0; turn < 200; turn++)); do
        picture "$2" && ! cmp -s "$1" "$2" && return 0
        sleep 0.05
    done
    return 1
}

# gone: the kiosk ends with success within five seconds
gone() {
    local turn
    kill -TERM "$kiosk"
    for ((turn = 0; turn < 100; turn++)); do
        kill -0 "$kiosk" 2>/dev/null || break
        sleep 0.05
    done
    [ "$turn" -lt 100 ] && wait "$kiosk"
}

end() {
    local pid
    for pid in $kiosk $server; do
        kill -KILL "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
    kiosk='' server=''
}
trap end EXIT

tab() {
    DISPLAY=$display xdotool key Tab
    changed "$TMPDIR/first-24.png" "$TMPDIR/ring.png"
}

# these set variables, so they don't run inside `check`, which is a shell of its own
up='' answered='' went=''
begun 24 && up=yes
same 'it starts on a display of 24 bits' yes "$up"
tab && answered=yes
same 'a key is answered' yes "$answered"
gone && went=yes
same 'told to go it goes' yes "$went"
end
up='' went=''
begun 16 && up=yes
same 'it starts on a display of 16 bits' yes "$up"
check 'it looks the same there' "$PNG_COMPARE" --share 1 --level 12 "$TMPDIR/first-24.png" "$TMPDIR/first-16.png"
gone && went=yes
same 'and goes' yes "$went"
same 'it had nothing to complain of' '' "$(grep -hv 'sound\|XDG_RUNTIME' "$TMPDIR"/kiosk-*.log)"
finish
