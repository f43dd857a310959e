#!/usr/bin/env bash
# The kiosk itself, in a window of a real X server, in real time: a mouse touches what `porchlight shot --tree` says is
# there, and what the window shows is compared with the picture of the screen that must come. Then a request is sent,
# and its receipt read with a camera's eyes; nothing is touched for a while; and the kiosk is told to end.
# limit: 300
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # check and trap call the functions
. tests/run/tap.sh
width=540 height=960
size=${width}x$height
data=$TMPDIR/d
patience=20 # seconds until something that has not come will not come

# a kiosk lives by the clock on the wall: the demonstration as if it had been checked and signed yesterday
site=$TMPDIR/site
cp -r kiosk-config "$site"
sed -i -E "s/(on: )[0-9]{4}-[0-9]{2}-[0-9]{2}/\1$(date -d yesterday +%F)/
    s/(expires: )[0-9]{4}-[0-9]{2}-[0-9]{2}/\1$(date -d '30 days' +%F)/" "$site"/*.yaml "$site"/pages/*/*.md

# ---- a display, and the kiosk on it ----------------------------------------------------------------------------------
server='' kiosk=''
cleanup() {
    [ -z "$kiosk" ] || kill -KILL "$kiosk" 2>/dev/null
    [ -z "$server" ] || kill "$server" 2>/dev/null
    wait
}
trap cleanup EXIT
mkfifo "$TMPDIR/display"
Xvfb -displayfd 3 -screen 0 800x1000x24 -nolisten tcp 3<>"$TMPDIR/display" 2>"$TMPDIR/xvfb.log" &
server=$!
number=''
read -rt $patience number <>"$TMPDIR/display"
check 'there is a display' test -n "$number"
[ -n "$number" ] || finish
export DISPLAY=:$number

"$PORCHLIGHT" run --window "$size" --site "$site" --data "$data" >"$TMPDIR/kiosk.log" 2>&1 &
kiosk=$!
window=$(timeout $patience xdotool search --sync --onlyvisible --class '^porchlight$' | head -n 1)
check 'a window opens' test -n "$window"
[ -n "$window" ] || finish

# ---- eyes ------------------------------------------------------------------------------------------------------------
# what the screen is to look like, and where its targets are: ask SCREEN makes it once
ask() {
    local name=${1//\//-}
    [ -s "$TMPDIR/$name.json" ] || "$PORCHLIGHT" shot --site "$site" --screen "$1" --lang en --size "$size" \
        --out "$TMPDIR/$name.png" --tree "$TMPDIR/$name.json" 2>/dev/null
    echo "$TMPDIR/$name"
}

# place SCREEN ID: the middle of a target
place() {
    python3 -I -S -c '
import json, sys
def find(node):
    if node["id"] == sys.argv[2] and node["target"]:
        x, y, w, h = node["rect"]
        print(x + w // 2, y + h // 2)
        sys.exit()
    for child in node["children"]:
        find(child)
find(json.load(open(sys.argv[1])))
sys.exit("there is no " + sys.argv[2])' "$(ask "$1").json" "$2"
}

look() { import -silent -window "$window" -depth 8 "png24:$TMPDIR/seen.png"; }
alike() { PICTURES=$TMPDIR/aside "$PNG_COMPARE" "$1" "$TMPDIR/seen.png"; }

# until COMMAND…: looks at the window again and again, since a picture takes its time, until the command is content
until_seen() {
    local end=$((SECONDS + patience))
    while [ "$SECONDS" -lt "$end" ]; do
        look && "$@" >/dev/null 2>&1 && return
        kill -0 "$kiosk" || return
    done
    mkdir -p "$PICTURES" && cp "$TMPDIR/seen.png" "$PICTURES/window.png"
    echo "not within $patience s; what was seen is in ${PICTURES##*/}/window.png"
    return 1
}
# shows 'what' SCREEN
shows() { check "$1" until_seen alike "$(ask "$2").png"; }
differs() { ! alike "$1"; }

# ---- a finger --------------------------------------------------------------------------------------------------------
# the pace of a hand: what comes up under a finger within half a second is not touched by it (INPUT_REPEAT_MS)
pace() { read -rt 0.6 <>"$TMPDIR/display" || true; }
at() {
    local x y
    read -r x y < <(place "$1" "$2")
    [ -n "$y" ] && xdotool mousemove --window "$window" "$x" "$y"
}
touch_it() {
    pace
    at "$1" "$2" && xdotool click "${3:-1}"
}

shows 'the languages, as shot draws them' welcome
check 'no two screens look alike' differs "$(ask home).png"

# down on Español, up on English: neither
pace
at welcome tile.1 && xdotool mousedown 1
check 'what is pressed shows it' until_seen differs "$(ask welcome).png"
at welcome tile && xdotool mouseup 1
shows 'a finger that slides off does nothing' welcome
touch_it welcome tile.1 3
touch_it welcome tile
shows 'nor did another button: a touch on English leads home in English' home
touch_it home tile
shows 'a touch on the first page opens it' page/police
touch_it page/police next
shows 'and the next card' page/police/2
touch_it page/police/2 leave
shows 'Leave leads to the languages' welcome

# ---- a request, by the shortest way ----------------------------------------------------------------------------------
touch_it welcome tile
shows 'home again' home
touch_it home tile.5
for step in topic language interpreter place when reach name; do
    [ $step = topic ] && screen=request || screen=request/$step
    shows "the question of the $step" "$screen"
    touch_it "$screen" next
done
# shot's review has sample answers; this visitor said nothing
printf 'go request/review\nshot review\n' >"$TMPDIR/review.txt"
"$PORCHLIGHT" play "$TMPDIR/review.txt" --site "$site" --data "$TMPDIR/other" --size "$size" --out "$TMPDIR/review"
cp "$TMPDIR/review/01-review.png" "$TMPDIR/request-review.png"
cp "$TMPDIR/review/01-review.json" "$TMPDIR/request-review.json"
shows 'all of it again' request/review
code() { zbarimg -q --raw "$TMPDIR/seen.png" >"$TMPDIR/code" && [ -s "$TMPDIR/code" ]; }
touch_it request/review send
check 'the receipt comes, with a code that a telephone can read' until_seen code
requests() {
    "$PORCHLIGHTCTL" requests list --json --data "$data" --key "$site"/demonstration/rivera.key --passphrase-fd 0 \
        <<<demonstration
}
same 'and the liaison has one request, while the kiosk runs' '1 new en' "$(requests |
    python3 -c 'import json, sys; r = json.load(sys.stdin); print(len(r), r[0]["state"], r[0]["language"])')"
touch_it receipt leave
shows 'Leave clears the receipt from the glass' welcome
refuse 'and its code with it' code

# ---- nobody is here --------------------------------------------------------------------------------------------------
# how often its threads have gone to sleep, and so been woken, up to now
naps() { cat /proc/"$kiosk"/task/*/status | awk '$1 == "voluntary_ctxt_switches:" { n += $2 } END { print n + 0 }'; }
cpu_ns() { cat /proc/"$kiosk"/task/*/schedstat | awk '{ n += $1 } END { print n + 0 }'; }
# what is made ready ahead of the next touch is done when a second passes with hardly a nap
settled() {
    local before
    before=$(naps)
    timeout 1 tail --pid="$kiosk" -f /dev/null
    [ "$(($(naps) - before))" -le 2 ]
}
quiet() {
    local end=$((SECONDS + patience))
    until settled; do [ "$SECONDS" -lt "$end" ] || return; done
}
check 'the count of its naps counts' test "$(naps)" -gt 20
check 'it comes to rest' quiet
seconds=10 naps_before=$(naps) cpu_before=$(cpu_ns)
timeout $seconds tail --pid="$kiosk" -f /dev/null
same 'it still runs' 124 $?
woken=$(($(naps) - naps_before)) busy=$((($(cpu_ns) - cpu_before) / 1000))
echo "# woken $woken times, busy for $busy µs in $seconds s"
check "left alone it wakes no more than twice a second ($woken times in $seconds s)" test "$woken" -le $((2 * seconds))
shows 'and shows what it showed' welcome

# ---- the end ---------------------------------------------------------------------------------------------------------
refuse 'the folder is locked while it runs' flock --nonblock "$data/porchlight.lock" true
kill -TERM "$kiosk"
# at once, though it slept
check 'told to end, it ends' timeout 5 tail --pid="$kiosk" -f /dev/null
wait "$kiosk"
same 'and says that all is well' 0 $?
kiosk=''
check 'no lock is left' flock --nonblock "$data/porchlight.lock" true
same 'nor a journal' 'porchlight.db porchlight.lock porchlight.reserve' "$(cd "$data" && echo *)"
same 'it had nothing to complain of' '' "$(<"$TMPDIR/kiosk.log")"
finish
