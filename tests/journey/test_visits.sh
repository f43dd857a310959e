#!/usr/bin/env bash
# Every journey of this folder through the real program, then what a liaison reads of it with the key, and what the disk
# shows without. README.md says what each script is about.
# limit: 300
# SPDX-License-Identifier: GPL-3.0-or-later
. tests/run/tap.sh
scripts=tests/journey
site=kiosk-config
key=$site/demonstration/rivera.key
day=2026-11-24 # the demonstration's facts are good on it
tall=1080x1920

# One Python for all that is looked at: sealed.py's words, without starting it some two hundred times.
coproc SEALED { exec python3 -I -S $scripts/sealed.py serve; }
exec {ask}>&"${SEALED[1]}" {told}<&"${SEALED[0]}"
sealed() {
    local line before=
    printf '%s\n' $# >&"$ask"
    printf '%s\0' "$@" >&"$ask"
    while IFS= read -r line <&"$told"; do
        case $line in
            $'\x04'*) return "${line#?}" ;;
        esac
        [ -z "$before" ] || printf '%s\n' "$before"
        before=$line
    done
    return 1
}

# play SCRIPT DATA [SIZE] [OPTIONS…]: a journey on that day; what it says is kept, for nothing private may be in it
play() {
    local script=$1 data=$2 size=${3:-$tall}
    shift $(($# < 3 ? $# : 3))
    local status=0
    "$PORCHLIGHT" play "$script" --site "${SITE:-$site}" --data "$data" --size "$size" --today "$day" "$@" \
        >"$data.said" 2>&1 || status=$?
    cat "$data.said"
    return "$status"
}

# held SCRIPT DATA [SIZE]: the same while a second reader keeps the journal from being emptied; DATA.held is the folder
# as it was then, journal and all
# shellcheck disable=SC2317 # check calls it
held() {
    cp -R "$TMPDIR/unused" "$2" || return
    local status=0
    sealed beside "$2" "$2.held" "$PORCHLIGHT" play "$1" --site "$site" --data "$2" --size "${3:-$tall}" --today "$day" >"$2.said" ||
        status=$?
    cat "$2.said"
    return "$status"
}

# requests DATA WORDS…: what the liaison is told
requests() {
    local data=$1
    shift
    "$PORCHLIGHTCTL" requests "$@" --data "$data" --key $key --passphrase-fd 0 <<<demonstration
}

# how many requests there are, for whomever
count() { sealed ids "$1" | wc -l; }

# show DATA: the newest request, opened, as JSON
show() {
    requests "$1" show "$(sealed ids "$1" | head -n 1)" --json
}

# what a language calls itself: its tile on the first screen
autonym() {
    awk -v tag="$1" '$1 == "-" && $2 == "tag:" { mine = $3 == tag }
        mine && $1 == "autonym:" { sub(/^[^"]*"/, ""); sub(/".*/, ""); print; exit }' $site/languages.yaml
}

# fill SCRIPT TAG NAME KEYS END: the visit in one language
fill() {
    local text
    text=$(<"$1")
    text=${text//@TAG@/$2} text=${text//@AUTONYM@/$(autonym "$2")}
    text=${text//@NAME@/$3} text=${text//@KEYS@/$4} text=${text//@END@/$5}
    printf '%s\n' "$text"
}

# a folder as a kiosk makes it, before anybody came
printf 'expect screen welcome\n' >"$TMPDIR/welcome.txt"
check 'a kiosk begins' play "$TMPDIR/welcome.txt" "$TMPDIR/unused"

# ---- whole visits ----------------------------------------------------------------------------------------------------
# language, size, the name as it is kept, and how its keys are struck where that is another order (Burmese: the vowel
# that is drawn first is struck first, as on a telephone; spoken order must do as well)
visits="
en    1080x1920  Annabel
en    1920x1080  Annabel
en    2160x3840  Annabel
es    1080x1920  Íñigo_Peña
es    1024x768   Íñigo_Peña
ar    1080x1920  أمينة
ar    1920x1080  أمينة
fa-AF 1080x1920  پروین_گلچهره
fa-AF 1024x768   پروین_گلچهره
uk    1080x1920  Ґалина_Їжак
uk    1920x1080  Ґалина_Їжак
so    1080x1920  Xaawo_Cali
so    540x960    Xaawo_Cali
sw    1080x1920  Ng'endo
sw    1920x1080  Ng'endo
my    1080x1920  အေးမြ    ေအးမြ
my    1920x1080  အေးမြ"

# what visit.txt answers
answers='{"topics": ["question"], "language": "%s", "interpreter": "woman",
    "interpreter_not_from_my_community": true, "place": "here", "when": [{"day": "2026-12-03", "part": "morning"}],
    "reach": "phone", "phone": "+12065550177", "safe_to_call": ["morning"], "safe_voicemail": true, "name": "%s"}'

visit() {
    local tag=$1 size=$2 name=${3//_/ } keys=${4:-$3} at=$TMPDIR/$1-$2 wanted
    keys=${keys//_/ }
    fill $scripts/visit.txt "$tag" "$name" "$keys" "" >"$at.txt"
    check "$tag, $size: the whole visit" held "$at.txt" "$at" "$size"
    show "$at" >"$at.json"
    # shellcheck disable=SC2059 # the answers are the format
    printf -v wanted "$answers" "$tag" "$name"
    check "$tag, $size: the liaison reads what was said, and no more" \
        sealed same "$wanted" "$at.json"
    mapfile -t private < <(sealed words "$at.json")
    check "$tag, $size: nobody else does, neither in the database" sealed clear "$at" "${private[@]}"
    check "$tag, $size: … nor in its journal" sealed clear "$at.held" "${private[@]}"
    # a log may be empty: then there is nothing to look at
    [ ! -s "$at.said" ] ||
        check "$tag, $size: … nor in what the program says" sealed clear "$at.said" "${private[@]}"
}

walked=
while read -r tag size name keys; do
    [ -n "$tag" ] || continue
    visit "$tag" "$size" "$name" "$keys"
    walked+=" $tag"
done <<<"$visits"
offered=$(sed -n 's/^languages: *\[\(.*\)\].*/\1/p' $site/site.yaml | tr -d ' ' | tr ',' '\n' | sort)
same 'every language that the site offers was walked' "$offered" "$(tr ' ' '\n' <<<"${walked# }" | sort -u)"

# the searches above must be able to find
at=$TMPDIR/en-$tall
mapfile -t private < <(sealed words "$at.json")
check 'what is looked for has number, name and answers' \
    test "$(printf '%s\n' "${private[@]}" | grep -cxE '12065550177|Annabel|question|woman|2026-12-03')" = 5
for word in "${private[@]}"; do
    refuse "the search finds '$word' where it stands" sealed clear "$at.json" "$word"
done
check 'the journal that was searched holds the request' test "$(stat -c %s "$at.held/porchlight.db-wal")" -gt 2048
same 'showing it has marked it' collected \
    "$(requests "$at" list --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["state"])')"

# taken back: nothing of it is left
at=$TMPDIR/taken-back
fill $scripts/visit.txt en Annabel Annabel "$(<$scripts/taken-back.txt)" >"$at.txt"
check 'taken back with the code' play "$at.txt" "$at" $tall --out "$at.shots"
same 'then there is no request' 0 "$(count "$at")"
for shot in 01-en-name 02-en-review 03-en-found; do
    check "the picture $shot is there" test -s "$at.shots/$shot.png"
    check "… and its tree" python3 -m json.tool "$at.shots/$shot.json" /dev/null
done

# ---- the other journeys ----------------------------------------------------------------------------------------------
for name in arrows emergency idle language-changed leave leave-from-warning look-kept seen-again; do
    check "$name" held $scripts/$name.txt "$TMPDIR/$name"
    same "$name: nothing was sent" 0 "$(count "$TMPDIR/$name")"
    check "$name: nothing typed is on the disk" \
        sealed clear "$TMPDIR/$name.held" Zenobia 2065550188 hurt_outside
done
for name in fingers nothing-said shortest two-keys; do
    check "$name" held $scripts/$name.txt "$TMPDIR/$name"
    same "$name: one request was sent" 1 "$(count "$TMPDIR/$name")"
    show "$TMPDIR/$name" >"$TMPDIR/$name.json"
done
sent() { check "$1: what was sent" sealed same "$2" "$TMPDIR/$1.json"; }
sent fingers '{"topics": ["question"], "language": "en", "name": "Ana"}'
sent nothing-said '{"language": "en"}'
sent shortest '{"topics": ["question"], "language": "en"}'
sent two-keys '{"topics": ["stolen"], "language": "en", "reach": "come_back", "name": "u"}'
for size in 1920x1080 1024x768 540x960; do
    for name in emergency fingers look-kept shortest two-keys; do
        check "$name, $size" play $scripts/$name.txt "$TMPDIR/$name-$size" "$size"
    done
done

text=$(<$scripts/wrong-code.txt)
printf '%s\n' "${text//@TRY@/$(<$scripts/try.txt)}" >"$TMPDIR/wrong-code.txt"
check 'wrong-code' play "$TMPDIR/wrong-code.txt" "$TMPDIR/wrong-code"

# nobody who reads; no folder to keep them in; a database that is none
cp -r $site "$TMPDIR/site"
sed -i '/^ *public_key:/d' "$TMPDIR/site/people.yaml"
SITE=$TMPDIR/site check 'no-vault: nobody has a key' play $scripts/no-vault.txt "$TMPDIR/no-key"
: >"$TMPDIR/file"
check 'no-vault: a file where the folder should be' play $scripts/no-vault.txt "$TMPDIR/file"
mkdir "$TMPDIR/damaged"
echo 'this is no database' >"$TMPDIR/damaged/porchlight.db"
check 'no-vault: a damaged database' play $scripts/no-vault.txt "$TMPDIR/damaged"
same '… which is left as it was' 'this is no database' "$(<"$TMPDIR/damaged/porchlight.db")"
refuse 'no-vault: it is not so where requests can be kept' play $scripts/no-vault.txt "$TMPDIR/vault"

# ---- every word can fail, and says where -----------------------------------------------------------------------------
wrong() {
    local line=$1 status=0
    printf '# a comment counts as a line\n\n%s\n' "$line" >"$TMPDIR/wrong.txt"
    play "$TMPDIR/wrong.txt" "$TMPDIR/wrong" >"$TMPDIR/wrong.out" || status=$?
    same "'$line' is refused" 1 $status
    check "… at its line" grep -qF "wrong.txt:3: " "$TMPDIR/wrong.out"
}
while IFS= read -r line; do
    wrong "$line"
done <<'END'
tap tile.99
tap nothing-is-called-so
tap home
touch Klingon
double home
slide tile
slide tile home
reach send
press 10
release ten ten
key sideways
type a
wait forever
wait -1
go nowhere
go request/nonsense
remember-code
enter-code
dance
expect
expect screen home
expect text Klingon
expect no-text English
expect lang ar
expect size large
expect contrast black
expect node home
expect no-node tile
expect selected tile
expect focus home
expect ring tile
expect smell roses
find Klingon
expect node nothing-is-called-so
END
printf 'tap tile\nexpect screen home\ntap tile\nexpect screen home\ntap leave\n' >"$TMPDIR/late.txt"
refuse 'what is wrong in the middle ends the journey' play "$TMPDIR/late.txt" "$TMPDIR/late"
check 'and names line, wish and screen' \
    grep -qF "late.txt:4: expected screen 'home' (on screen 'page/police')" "$TMPDIR/late.said"
finish
