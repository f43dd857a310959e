#!/usr/bin/env bash
# What the kiosk itself does while nobody is there: in a window of a real X server of 1080 × 1920, with a sound device,
# over SECONDS of real time after it has made everything ready. Processor time and wake-ups (voluntary switches) are the
# kernel's own sums over all its threads. DESIGN section 8. SPDX-License-Identifier: GPL-3.0-or-later
set -u
seconds=20 patience=60
share_max=0.1 wakeups_max=2 # percent of one core; a second
work=$(mktemp -d)
server='' kiosk=''
cleanup() {
    [ -z "$kiosk" ] || kill -KILL "$kiosk" 2>/dev/null
    [ -z "$server" ] || kill "$server" 2>/dev/null
    wait 2>/dev/null
    rm -rf "$work"
}
trap cleanup EXIT
give_up() {
    echo "bench_idle: $1" >&2
    cat "$work"/*.log >&2
    exit 1
}

mkfifo "$work/display"
Xvfb -displayfd 3 -screen 0 1080x1920x24 -nolisten tcp 3<>"$work/display" 2>"$work/server.log" &
server=$!
number=''
read -rt $patience number <>"$work/display"
[ -n "$number" ] || give_up 'no X server'
DISPLAY=:$number SDL_AUDIODRIVER=dummy "$PORCHLIGHT" run --window 1080x1920 --site kiosk-config --data "$work/data" \
    >"$work/kiosk.log" 2>&1 &
kiosk=$!
window=$(DISPLAY=:$number timeout $patience xdotool search --sync --onlyvisible --class '^porchlight$' | head -n 1)
[ -n "$window" ] || give_up 'no window'

# nanoseconds on a processor, and voluntary switches, of all its threads
ran() { cat /proc/"$kiosk"/task/*/schedstat | awk '{ s += $1 } END { printf "%d", s }'; }
woke() { cat /proc/"$kiosk"/task/*/status | awk '/^voluntary_ctxt_switches/ { s += $2 } END { print s }'; }

# everything is ready when a second passes in which it hardly runs
for ((left = patience; left > 0; left--)); do
    before=$(ran)
    sleep 1
    [ $(($(ran) - before)) -lt 5000000 ] && break
done
[ $left -gt 0 ] || give_up 'it never comes to rest'
ran_before=$(ran) woke_before=$(woke) began=$EPOCHREALTIME
sleep $seconds
ran_after=$(ran) woke_after=$(woke) ended=$EPOCHREALTIME
kill -0 "$kiosk" 2>/dev/null || give_up 'it has ended'

awk -v r=$((ran_after - ran_before)) -v w=$((woke_after - woke_before)) -v a="${began/,/.}" -v b="${ended/,/.}" \
    -v share_max=$share_max -v wakeups_max=$wakeups_max -v pss="$(awk '/^Pss:/ { print $2 }' /proc/"$kiosk"/smaps_rollup)" '
    BEGIN {
        share = r / ((b - a) * 1e7)
        rate = w / (b - a)
        printf "idle, nobody there: processor\t%.3f %% of one core\t<= %s %%\t%s\n", share, share_max,
            share <= share_max ? "ok" : "over"
        printf "idle, nobody there: wake-ups\t%.2f a second\t<= %s a second\t%s\n", rate, wakeups_max,
            rate <= wakeups_max ? "ok" : "over"
        printf "  its memory then, shared pages in part (PSS)\t%.0f MB\t\t\n", pss / 1024
    }'
