#!/usr/bin/env bash
# The answer comes back: a request from the screen, answers by command while the kiosk runs, read and accepted on the
# screen, seen by command. In three languages. limit: 300
# SPDX-License-Identifier: GPL-3.0-or-later
. tests/run/tap.sh
site=kiosk-config
key=$site/demonstration/rivera.key
day=2026-11-24 # the demonstration's facts are good on it
when=2099-12-03 # in every test's future: a Thursday

requests() {
    local data=$1
    shift
    "$PORCHLIGHTCTL" requests "$@" --data "$data" --key "${KEY:-$key}" --passphrase-fd 0 <<<demonstration
}

# value DATA PATH: of the only request, as JSON; "" when there is none
value() {
    requests "$1" show "$id" --json | python3 -c '
import json, sys
v = json.load(sys.stdin)
for k in sys.argv[1].split("."):
    v = v[int(k)] if isinstance(v, list) else v.get(k, "") if v else ""
print(",".join(v) if isinstance(v, list) else v)' "$2"
}

autonym() {
    awk -v tag="$1" '$1 == "-" && $2 == "tag:" { mine = $3 == tag }
        mine && $1 == "autonym:" { sub(/^[^"]*"/, ""); sub(/".*/, ""); print; exit }' $site/languages.yaml
}

# said TAG SENTENCE: in that language
said() {
    awk -v wanted="msgid \"$2\"" '$0 == wanted { getline; sub(/^msgstr "/, ""); sub(/"$/, ""); print; exit }' \
        "$site/strings/$1.po"
}

# script TAG: the journey with its words
script() {
    local text tag=$1
    text=$(<tests/journey/answered.txt)
    text=${text//@AUTONYM@/$(autonym "$tag")} text=${text//@TAG@/$tag} text=${text//@PLACE@/Riverside Library}
    text=${text//@NOT_READ@/$(said "$tag" 'Your request is here. The liaison officer has not read it yet.')}
    text=${text//@MEET@/$(said "$tag" 'The liaison officer can meet you.')}
    text=${text//@INTERPRETER@/$(said "$tag" 'An interpreter will help you.')}
    text=${text//@SAID_YES@/$(said "$tag" 'You said yes. The liaison officer can read it.')}
    text=${text//@CANNOT@/$(said "$tag" 'The time you chose is not possible. This time is possible:')}
    text=${text//@CALL_GOOD@/$(said "$tag" 'This time is good')}
    text=${text//@ASKED_OTHER@/$(said "$tag" 'You asked for another time. Come back for the new answer.')}
    text=${text//@NOT_SENT@/$(said "$tag" 'It was not sent. Please look at the answer again.')}
    text=${text//@THANKS@/$(said "$tag" 'Thank you. There is nothing more that you need to do.')}
    text=${text//@ERASED@/$(said "$tag" 'Your request is erased. Nothing of it is left on this machine.')}
    printf '%s\n' "$text"
}

# paused: the journey waits for us; false when it ended instead
# shellcheck disable=SC2317 # check calls it
paused() {
    local line
    read -r line <&"${KIOSK[0]}" && [ "$line" = paused ]
}

go_on() { echo >&"${KIOSK[1]}"; }

# nothing_clear DATA: no slot or place of an answer can be read in the folder
# shellcheck disable=SC2317 # check calls it
nothing_clear() {
    python3 tests/journey/sealed.py clear "$1" 'Riverside Library' interpreter-arranged cannot-then-but 2099-12-03 \
        other-time accept
}

journey() {
    local tag=$1 size=$2 at=$TMPDIR/$1 pid
    script "$tag" >"$at.txt"
    coproc KIOSK { "$PORCHLIGHT" play "$at.txt" --site $site --data "$at" --size "$size" --today $day \
        --out "$at.shots" 2>"$at.said"; }
    pid=$KIOSK_PID
    check "$tag: sent on the screen" paused
    id=$(requests "$at" list --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])')
    same "$tag: nothing is answered yet" '' "$(value "$at" answer.phrases)"
    check "$tag: answered by command" requests "$at" answer "$id" meet interpreter-arranged --day $when --time 10:30 \
        --place 'Riverside Library'
    same "$tag: show tells the answer" "meet,interpreter-arranged" "$(value "$at" answer.phrases)"
    same "$tag: … and its giver" rivera "$(value "$at" answer.officer)"
    same "$tag: … and the state" answered "$(value "$at" state)"
    check "$tag: none of it is on the disk in the clear" nothing_clear "$at"
    go_on
    check "$tag: found, read and accepted on the screen" paused
    same "$tag: show tells that it was accepted" accept "$(value "$at" reply.reply)"
    check "$tag: … in words too" grep -q '^Reply  *accept$' <(requests "$at" show "$id")
    check "$tag: another answer" requests "$at" answer "$id" cannot-then-but --day $when --part evening
    same "$tag: no reply was given to that one" '' "$(value "$at" reply.reply)"
    go_on
    check "$tag: another time is asked for" paused
    same "$tag: show tells which" 'other-time 2026-12-03 morning' \
        "$(value "$at" reply.reply) $(value "$at" reply.when.0.day) $(value "$at" reply.when.0.part)"
    check "$tag: nor is that on the disk in the clear" nothing_clear "$at"
    go_on
    check "$tag: the visitor reads" paused
    check "$tag: a newer answer comes meanwhile" requests "$at" answer "$id" thanks
    go_on
    local status=0
    wait "$pid" || status=$?
    same "$tag: what was said to the older one is not taken for it; taken back" 0 $status
    [ $status = 0 ] || cat "$at.said"
    same "$tag: then there is no request" '[]' "$(requests "$at" list --json)"
    check "$tag: pictures" test -s "$at.shots/01-$tag-answer.png" -a -s "$at.shots/02-$tag-accepted.png"
}

journey en 1080x1920
journey ar 1080x1920
journey my 1920x1080

# ---- what is refused, and how ------------------------------------------------------------------------------------------
at=$TMPDIR/refusals
printf '%s\n' 'tap tile' 'go request/topic' 'tap option.1' 'go request/review' 'tap send' 'expect screen receipt' >"$at.txt"
check 'a request to be answered wrongly' "$PORCHLIGHT" play "$at.txt" --site $site --data "$at" --size 1080x1920 --today $day
id=$(requests "$at" list --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])')

# exits STATUS WORDS…
exits() {
    local wanted=$1 status=0
    shift
    requests "$at" "$@" >"$at.out" 2>&1 || status=$?
    same "exit $wanted: $*" "$wanted" $status
}
exits 2 answer "$id"
exits 2 answer "$id" shout
exits 2 answer "$id" meet --day 2099-02-30 --time 10:00 --place centre
exits 2 answer "$id" meet --day $when --time 25:00 --place centre
exits 2 answer "$id" meet --day $when --part night --place centre
exits 1 answer "$id" meet --day $when --time 10:00
exits 1 answer "$id" meet --day 2001-01-01 --time 10:00 --place centre
exits 1 answer "$id" meet --day $when --time 10:00 --place 'Nowhere at all'
exits 1 answer "$id" thanks --place centre
exits 1 answer "$id" see-resource --resource nothing-is-called-so
exits 1 answer ffffffffffffffffffffffffffffffff thanks
exits 3 answer "$id" thanks --site "$TMPDIR/no-such-site"
exits 2 close
exits 2 close "$id" again
exits 1 close ffffffffffffffffffffffffffffffff
same 'nothing was answered by all that' '' "$(value "$at" answer.phrases)"
"$PORCHLIGHTCTL" keys new --name Stranger --out "$TMPDIR/stranger.key" --passphrase-fd 0 <<<demonstration >"$at.out"
KEY=$TMPDIR/stranger.key exits 1 answer "$id" thanks
check 'the other liaison answers too' exits 0 answer "${id:0:12}" meet-by-phone --day $when --time 09:00
KEY=$site/demonstration/haddad.key exits 0 answer "$id" will-call --day 2099-12-02 --part midday
same 'each sees what the other promised' will-call "$(value "$at" answer.phrases)"
exits 0 close "$id"
same 'closed' closed "$(value "$at" state)"
finish
