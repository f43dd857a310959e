#!/usr/bin/env bash
# The liaison on the kiosk: reads, answers from set phrases, gives another time, closes; two liaisons; a key that is kept,
# taken away and replaced. In three languages, the visitor in three others. limit: 300
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # check calls what is defined here
. tests/run/tap.sh
site=kiosk-config
day=2026-11-24 # the demonstration's facts are good on it

autonym() {
    awk -v tag="$1" '$1 == "-" && $2 == "tag:" { mine = $3 == tag }
        mine && $1 == "autonym:" { sub(/^[^"]*"/, ""); sub(/".*/, ""); print; exit }' $site/languages.yaml
}

# said TAG SENTENCE [WORDS]: in that language, WORDS in place of its {name}
said() {
    local file
    for file in "$site/strings/$1.po" "$site/strings/desk/$1.po"; do
        [ -f "$file" ] && msgcat --no-wrap "$file"
    done | awk -v wanted="msgid \"$2\"" -v words="${3-}" -v msgid="$2" '$0 == wanted {
        getline; sub(/^msgstr "/, ""); sub(/"$/, ""); if ($0 == "") $0 = msgid
        if (words != "") { sub(/ *\{.*/, ""); }
        print; exit }'
}

# script VISITOR LIAISON TAPS: the journey with its words
script() {
    local text v=$1 l=$2 taps=$3
    text=$(<tests/journey/liaison.txt)
    text=${text//@AUTONYM@/$(autonym "$v")} text=${text//@TAG@/$v} text=${text//@LIAISON@/$l}
    text=${text//@TO_LIAISON@/$taps}
    text=${text//@ENGLISH@/$(awk -v tag="$v" '$1 == "-" && $2 == "tag:" { mine = $3 == tag } mine && $1 == "english:" { gsub(/"/, ""); print $2; exit }' $site/languages.yaml)}
    text=${text//@NEW_COUNT@/$(said "$l" 'New requests that nobody has read: {count}' 1)}
    text=${text//@TOPIC@/$(said "$l" 'Someone hurts me at home')}
    text=${text//@RIVERA@/Officer Dan Rivera} text=${text//@HADDAD@/Officer Amal Haddad}
    text=${text//@ASKED@/$(said "$l" 'Times that the visitor asks for')}
    text=${text//@VISITOR_MEET@/$(said "$v" 'The liaison officer can meet you.')}
    text=${text//@VISITOR_INTERPRETER@/$(said "$v" 'An interpreter will help you.')}
    text=${text//@LIAISON_MEET@/$(said "$l" 'The liaison officer can meet you.')}
    text=${text//@SENT@/$(said "$l" 'The answer is kept. The visitor sees it with their code.')}
    text=${text//@ANSWERED_BY@/$(said "$l" 'Answered by {name}' x)}
    text=${text//@ASKED_OTHER@/$(said "$v" 'You asked for another time. Come back for the new answer.')}
    text=${text//@WANTS_OTHER@/$(said "$l" 'They ask for another time')}
    text=${text//@ALREADY@/$(said "$l" 'There is an answer already. The visitor will see the new one in its place.')}
    text=${text//@VISITOR_CANNOT@/$(said "$v" 'The time you chose is not possible. This time is possible:')}
    text=${text//@THEY_SAID_YES@/$(said "$l" 'They said yes')}
    text=${text//@IS_CLOSED@/$(said "$l" 'The request is closed.')}
    text=${text//@FINISHED@/$(said "$v" 'This request is finished.')}
    printf '%s\n' "$text"
}

data_with() { # NAME KEYS…
    local name
    mkdir -p "$TMPDIR/$1/keys"
    for name in "${@:2}"; do cp "$site/demonstration/$name.key" "$TMPDIR/$1/keys"; done
}
play() { # DATA SIZE, script on standard input
    cat >"$1.txt"
    "$PORCHLIGHT" play "$1.txt" --site "${SITE:-$site}" --data "$1" --size "$2" --today "$day" --out "$1.shots"
}
requests() { # DATA WORDS…
    "$PORCHLIGHTCTL" requests "${@:2}" --data "$1" --key "$site/demonstration/${KEY:-rivera}.key" --passphrase-fd 0 \
        <<<demonstration
}

journey() { # VISITOR LIAISON SIZE TAPS
    local at=$TMPDIR/$1
    data_with "$1" rivera
    # what the corner finds is the visitors' first language
    script "$1" "$2" "$4" >"$at.words"
    # shellcheck disable=SC2317 # check calls it
    whole() { play "$at" "$3" <"$at.words"; }
    check "$1 to $2 and back: sent, read, answered, another time, accepted, closed" whole "$@"
    same "$1: the command tells the same" closed \
        "$(requests "$at" list --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["state"])')"
    same "$1: the audit has each step, in the liaison's name" \
        'request-closed request-answered request-answered request-collected' \
        "$("$PORCHLIGHTCTL" audit list --data "$at" | awk '$0 ~ /liaison:rivera/ && $0 ~ / request-/ { print $(NF-1) }' |
            xargs)"
    check "$1: nothing of it is on the disk in the clear" \
        python3 tests/journey/sealed.py clear "$at" 12065550177 hurt_at_home interpreter-arranged
}
journey ar en 1080x1920 'expect screen unlock'
journey so es 1920x1080 $'tap language\nexpect lang ar\ntap language'
journey my ar 1080x1920 'tap language'

# ---- two liaisons, and keys ---------------------------------------------------------------------------------------------
at=$TMPDIR/keys
data_with keys rivera
journey_of() { play "$at" 1080x1920; } # script on standard input
check 'two requests' journey_of <<'END'
touch English
go request/topic
tap option.3
go request/when
tap slot.24
go request/review
tap send
expect screen receipt
tap leave
touch English
go request/topic
tap option.4
go request/when
tap slot.24
go request/review
tap send
expect screen receipt
END
check 'one is promised a time; nobody else is offered it' journey_of <<'END'
hold 6
tap option.1
type demonstration
tap confirm
tap tile.0
tap request.0
tap edit
tap option.0
tap next
touch 9:30
tap next
tap next
tap send
tap back
tap request.0
tap edit
tap option.0
tap next
touch 9:30
tap next
tap next
tap send
tap back
expect text There is nothing here.
END
same 'two answers, two times' '2026-12-03 09:30 2026-12-10 09:30' "$(for id in $(requests "$at" list --json |
    python3 -c 'import json, sys; [print(r["id"]) for r in json.load(sys.stdin)]'); do
    requests "$at" show "$id" --json | python3 -c 'import json, sys; a = json.load(sys.stdin)["answer"]; print(a["day"], a["time"])'
done | sort | xargs)"

cp $site/demonstration/haddad.key "$at/keys"
check 'the other liaison reads them as well, and sees who answered' journey_of <<'END'
hold 6
touch Officer Amal Haddad (demonstration)
type demonstration
tap confirm
expect text Officer Amal Haddad
tap tile.0
tap group.2
expect text Officer Dan Rivera
tap request.0
find Answered by ⁨Officer Dan Rivera
END
check 'a key is taken away from the kiosk, asked first' journey_of <<'END'
hold 6
touch Officer Amal Haddad (demonstration)
type demonstration
tap confirm
tap tile.2
expect text 4jUF
expect no-node option.0
tap option.1
tap cancel
expect node option.1
tap option.1
tap confirm
expect text Your key is taken away
tap option.0
expect text Your key is
END
refuse '… it is there no more' test -e "$at/keys/haddad.key"
check '… the other one is' test -e "$at/keys/rivera.key"
same '… and the audit tells' 'key-removed haddad' \
    "$("$PORCHLIGHTCTL" audit list --data "$at" | awk '/key-removed/ { print $(NF-1), $NF; exit }')"
check 'a new key: too short, not the same, then made' journey_of <<'END'
hold 6
touch Officer Dan Rivera (demonstration)
type demonstration
tap confirm
tap tile.2
tap option.2
type short
tap field.1
type short
tap kept
expect text too short
tap option.2
type longenough
tap field.1
type longenouhg
tap kept
expect text are not the same
tap option.2
type longenough
tap field.1
type longenough
tap kept
expect text The new key is made
expect node qr
shot made
END
same 'one more key file, for its owner alone' 600 "$(stat -c %a "$at/keys/rivera-2.key")"

# people.yaml has the new key: the old one reads what it read, and gives it on; then the new one opens it
cp -r $site "$TMPDIR/site"
SITE=$TMPDIR/site
new=$("$PORCHLIGHTCTL" keys show "$at/keys/rivera-2.key" | awk '/^public_key:/ { print $2 }')
sed -i "s/public_key: dofg.*/public_key: $new/" "$SITE/people.yaml"
show_new() {
    "$PORCHLIGHTCTL" requests list --data "$at" --key "$at/keys/rivera-2.key" --passphrase-fd 0 <<<longenough
}
refuse 'the new key opens nothing old by itself' show_new
KEY=rivera check 'the old key gives on what it can read' requests "$at" share all --site "$SITE"
check 'then the new key opens it' show_new
check 'and so it does on the screen; who can read it is told' journey_of <<'END'
hold 6
touch Officer Dan Rivera (demonstration)
type longenough
tap confirm
tap tile.0
tap group.3
tap request.0
find keys that nobody here has now
tap home
tap tile.2
tap option.3
expect node confirm
tap confirm
expect text can read it now
tap home
tap tile.0
tap group.3
tap request.0
find Officer Amal Haddad
expect no-text keys that nobody here has now
END
KEY=rivera refuse 'the old key opens nothing any more' requests "$at" list
same 'each was sealed anew twice' 4 "$("$PORCHLIGHTCTL" audit list --data "$at" | grep -c request-shared)"
check 'the audit is whole' "$PORCHLIGHTCTL" audit verify --data "$at"
finish
