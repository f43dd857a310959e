#!/usr/bin/env bash
# A liaison is told: a request from the screen, one mail at the next moment and no second, silence once it is collected;
# a server that is away is tried again and again, more and more rarely, and no restart changes that. The real kiosk, a
# real mail server, the script's clock. limit: 240
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # functions are called through check
. tests/run/tap.sh
. tests/hub/servers.sh
key=kiosk-config/demonstration/rivera.key
day=2026-11-24 # the demonstration's facts are good on it; a script begins at 15:00

# kiosk_site NUDGE: the demonstration, with it
kiosk_site() {
    rm -rf "$site"
    cp -R kiosk-config "$site"
    sed -i 's|^time_zone: .*|time_zone: Etc/UTC|' "$site/site.yaml"
    printf 'nudge:\n' >>"$site/site.yaml"
    printf '  %s\n' "$@" >>"$site/site.yaml"
}
mail_to() { echo "mail: {server: smtp://127.0.0.1:$1, from: kiosk@riverside.example, to: [rivera@riverside.example], require_tls: false}"; }
request() { printf '%s\n' 'tap tile' 'go request/topic' 'tap option.1' 'go request/review' 'tap send' 'expect screen receipt' 'tap leave'; }
# lines FILE: how many, none when it is not there
lines() { if [ -e "$1" ]; then wc -l <"$1"; else echo 0; fi; }
mails() { lines "$server/mails"; }
calls() { lines "$server/calls"; }
# shellcheck disable=SC2120
play() { "$PORCHLIGHT" play "$TMPDIR/script" --site "$site" --data "$data" --size 540x960 --today "${1:-$day}" 2>>"$TMPDIR/log"; }
collect() {
    local id
    "$PORCHLIGHTCTL" requests list --data "$data" --key "$key" --passphrase-fd 0 --json <<<demonstration |
        python3 -c 'import json, sys; print("\n".join(r["id"] for r in json.load(sys.stdin)))' >"$TMPDIR/ids"
    while read -r id; do
        "$PORCHLIGHTCTL" requests show "$id" --data "$data" --key "$key" --passphrase-fd 0 <<<demonstration >/dev/null
    done <"$TMPDIR/ids"
}

# ---- one mail, at the moment ---------------------------------------------------------------------------------------------
start plain
data=$TMPDIR/data
kiosk_site "$(mail_to "$port")" 'at: ["09:00", "16:00"]'
check 'its settings have no fault' "$PORCHLIGHTCTL" check --site "$site" --icons assets/icons
{
    request
    request
    echo 'wait 3000'
    echo 'pause'
    echo 'wait 900'
    echo 'pause'
    echo 'wait 250000'
} >"$TMPDIR/script"
coproc KIOSK { play; }
pid=$KIOSK_PID
# shellcheck disable=SC2317
paused() {
    local line
    read -r line <&"${KIOSK[0]}" && [ "$line" = paused ]
}
check 'two requests, ten minutes before four' paused
same 'nobody is told yet' 0 "$(calls)"
echo >&"${KIOSK[1]}"
check 'five past four' paused
check 'one mail, and just this' received "$server" \
    '{"from": "kiosk@riverside.example", "to": ["rivera@riverside.example"], "ehlo": "riverside.example"}' \
    'Date: DATE
From: kiosk@riverside.example
To: rivera@riverside.example
Message-ID: <ID@riverside.example>
Subject: 2 new at Riverside Welcome Centre
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: text/plain; charset=us-ascii
Content-Transfer-Encoding: 7bit

2 new at Riverside Welcome Centre
'
check 'sent at four, as far as its date tells' grep -q '24 Nov 2026 16:00:00 +0000' "$server/mails"
echo >&"${KIOSK[1]}"
status=0
wait "$pid" || status=$?
same 'three more days pass' 0 $status
same 'no second mail' 1 "$(mails)"
echo 'wait 1' >"$TMPDIR/script"
check 'started afresh the day after' play 2026-11-28
same 'a restart tells nothing again' 1 "$(mails)"
echo 'wait 5000' >"$TMPDIR/script"
check 'eight days later, and nobody has collected' play 2026-12-02
same 'a reminder, of the moment that passed while the machine was off' 2 "$(mails)"
check 'of as many' grep -q 'Subject: 2 new at' <(tail -n 1 "$server/mails")
{
    request
    echo 'wait 100'
    echo 'pause'
    echo 'wait 1000000'
} >"$TMPDIR/script"
coproc KIOSK { play 2026-12-03; }
pid=$KIOSK_PID
check 'another request' paused
check 'the liaison collects before four' collect
echo >&"${KIOSK[1]}"
wait "$pid"
same 'silence, for eleven days' 2 "$(mails)"
check 'the doctor says when it was told' grep -q '^nudge *ok *by e-mail: told last: 2026-12-02 15:00$' \
    <("$PORCHLIGHT" doctor --site "$site" --data "$data" 2>/dev/null)

# ---- a request that comes after the moment is not in its number ---------------------------------------------------------------
start drop
data=$TMPDIR/away
kiosk_site "$(mail_to "$port")" 'at: ["09:00", "16:00"]'
{
    request
    echo 'wait 3700'
    echo 'pause'
    request
    echo 'wait 1000'
} >"$TMPDIR/script"
coproc KIOSK { play; }
pid=$KIOSK_PID
check 'four has passed' paused
same 'the server was tried once' 1 "$(calls)"
start plain
echo >&"${KIOSK[1]}"
wait "$pid"
check 'the doctor says what is wrong' grep -q '^nudge *warning *by e-mail: . tries failed' \
    <("$PORCHLIGHT" doctor --site "$site" --data "$data" 2>/dev/null)
kiosk_site "$(mail_to "$port")" 'at: ["09:00", "16:00"]'
echo 'wait 600' >"$TMPDIR/script"
check 'the next day, before nine by its clock' play 2026-11-25
check 'a better server: told' grep -q 'Subject: . new at' "$server/mails"
same 'once' 1 "$(mails)"

# ---- a dead server for eleven days ---------------------------------------------------------------------------------------------
start drop
data=$TMPDIR/dead
kiosk_site "$(mail_to "$port")" 'at: ["09:00", "16:00"]'
{
    request
    echo 'wait 1000000'
} >"$TMPDIR/script"
: >"$TMPDIR/log"
check 'a server that drops every line, for eleven days' play
tries=$(calls)
check "it was tried $tries times: some four a day" test "$tries" -ge 40 -a "$tries" -le 70
same 'one line of it in the log' 1 "$(grep -c 'nudge by e-mail' "$TMPDIR/log")"
for _ in 1 2 3 4 5; do
    echo 'wait 1' >"$TMPDIR/script"
    play 2026-12-06 || echo "not ok - a restart"
done
check "five restarts in a moment are not five tries ($(calls))" test "$(calls)" -le $((tries + 1))

# ---- the file --------------------------------------------------------------------------------------------------------------------
stop
data=$TMPDIR/file
mkdir "$TMPDIR/drop"
kiosk_site "file: $TMPDIR/drop" 'at: ["16:00"]'
{
    request
    echo 'wait 100'
    echo 'pause'
    echo 'wait 4000'
} >"$TMPDIR/script"
coproc KIOSK { play; }
pid=$KIOSK_PID
check 'a request' paused
same 'no file yet' '' "$(ls -A "$TMPDIR/drop")"
echo >&"${KIOSK[1]}"
wait "$pid"
same 'at four, one line' '1 new at Riverside Welcome Centre' "$(cat "$TMPDIR/drop/porchlight.txt")"
check 'collected' collect
echo 'wait 100' >"$TMPDIR/script"
check 'before four the next day' play 2026-11-25
check 'the file says what it said at four' test -s "$TMPDIR/drop/porchlight.txt"
echo 'wait 4000' >"$TMPDIR/script"
check 'four' play 2026-11-25
same 'then it is gone' '' "$(ls -A "$TMPDIR/drop")"

finish
