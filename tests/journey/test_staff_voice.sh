#!/usr/bin/env bash
# A volunteer's voice: read, heard, kept, done again, removed; in three languages of the desk. The microphone and the
# loudspeaker are files (SDL's disk driver); a pitch tells one recording from another. limit: 200
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317,SC2094 # functions called through check; a pipe that goes round is meant
. tests/run/tap.sh
site=kiosk-config
data=$TMPDIR/data
export SDL_AUDIODRIVER=disk SDL_DISKAUDIODELAY=1 SDL_DISKAUDIOFILE=$TMPDIR/heard.pcm

# say FILE HERTZ LOUD: three seconds with 0.4 s of silence before and after. what FILE: is it 400, 800, speech or silence?
cat >"$TMPDIR/pcm.py" <<'END'
import array, math, sys
rate = 48000
if sys.argv[1] == "say":
    hertz, loud = float(sys.argv[3]), float(sys.argv[4])
    pcm = array.array("h")
    for i in range(int(3.8 * rate)):
        t = i / rate
        x = loud * math.sin(2 * math.pi * hertz * t) if 0.4 <= t < 3.4 else 0
        pcm.append(int(32767 * max(-1, min(1, x))))
    pcm.tofile(open(sys.argv[2], "wb"))
else:
    pcm = array.array("h", open(sys.argv[2], "rb").read())
    while len(pcm) and pcm[-1] == 0:  # the loudspeaker goes on for a while
        pcm.pop()
    def power(hertz):  # by Goertzel's filter, 25 ms at a time: a busy machine leaves gaps between
        c, size, sum = 2 * math.cos(2 * math.pi * hertz / rate), rate // 40, 0.0
        for at in range(0, len(pcm) - size, size):
            s1 = s2 = 0.0
            for x in pcm[at:at + size]:
                s1, s2 = x + c * s1 - s2, s1
            sum += (s1 * s1 + s2 * s2 - c * s1 * s2) * 2 / size
        return sum
    total = sum(x * x for x in pcm)
    pitch = max((400, 800), key=power)
    print("silence" if total == 0 else pitch if power(pitch) > total / 2 else "speech")
END
pcm() { python3 "$TMPDIR/pcm.py" "$@"; }
pcm say "$TMPDIR/low.pcm" 400 0.2
pcm say "$TMPDIR/high.pcm" 800 0.05
pcm say "$TMPDIR/loud.pcm" 400 4
pcm say "$TMPDIR/silence.pcm" 400 0

set -o pipefail
mkfifo "$TMPDIR/go"
# At each `pause` of the script another file is what the microphone hears.
switch() {
    for mic in "$@"; do
        ln -sfn "$TMPDIR/$mic.pcm" "$TMPDIR/mic.pcm"
        echo
        read -r _ || return 0
    done
}
play() { # what the microphone hears, one after the other
    ln -sfn "$TMPDIR/$1.pcm" "$TMPDIR/mic.pcm"
    SDL_DISKAUDIOFILEIN=$TMPDIR/mic.pcm "$PORCHLIGHT" play "$TMPDIR/script" --site "$shown" --data "$data" --size 540x960 \
        --sound --today 2026-11-24 2>"$TMPDIR/said" <"$TMPDIR/go" | { read -r _ && switch "${@:2}"; } >"$TMPDIR/go"
    local wrong=${PIPESTATUS[0]}
    [ "$wrong" = 0 ] || grep -v CRITICAL "$TMPDIR/said" >&2
    return "$wrong"
}
shown=$site
journey() { # what, files that the microphone hears, script on standard input
    cat >"$TMPDIR/script"
    check "$1" play "${@:2}"
}
microphone_was_open() { grep -q 'Reading from file' "$TMPDIR/said"; } # SDL's disk driver says so
taps() { case $1 in ar) echo tap language ;; es) printf 'tap language\ntap language\n' ;; esac; }
come_in() { # language of the desk
    printf 'hold 6\n%s\ntap option.0\ntype 246810\ntap confirm\ntap tile.9\nexpect screen staff-voice\nexpect lang %s\n' "$(taps "$1")" "$1"
}
record='tap record
expect node cancel
wait 3.5
await text 0:56
tap cancel' # the file has been heard to its end
kept() { find "$data/changes/audio" -type f 2>/dev/null | wc -l; }
recordings() { "$PORCHLIGHTCTL" recordings --site "$shown" --data "$data" --lang "$1" 2>&1; }
"$PORCHLIGHTCTL" pin set --data "$data" --passphrase-fd 0 <<<246810 2>"$TMPDIR/out"

# ---- one card in each language of the desk -------------------------------------------------------------------------
declare -A machine=([en]="The machine's voice" [es]='La voz de la máquina' [ar]='صوت الآلة')
declare -A here=([en]='A recording that was made here' [es]='Una grabación hecha aquí' [ar]='تسجيل صُنع هنا')
declare -A nothing=([en]='No microphone' [es]='No hay micrófono' [ar]='لا يوجد ميكروفون')
declare -A means=([en]='When do I call 911?' [es]='¿Y si no hablo inglés?' [ar]='ماذا أقول أولًا؟') # which words they are, for staff
one() { # language of the desk, which card
    cat <<END
go staff-voice
expect lang $1
tap option.2
tap option.2
tap option.$2
expect text سيسمع زوار هذا المركز صوتك.
expect no-node record
tap confirm
expect text ${means[$1]}
expect text ${machine[$1]}
$record
expect text احفظ هذا التسجيل
tap hear
tap confirm
expect text تم الحفظ. شكرًا.
expect text ${here[$1]}
tap next.1
expect text ${machine[$1]}
END
}
unplugged() {
    cat <<END
pause
tap record
expect text ${nothing[$1]}
expect node record
pause
END
}
journey "read aloud, heard, kept: the volunteer is told in Arabic, staff in their own language; no microphone is said" \
    low nowhere low nowhere low nowhere <<END
$(come_in en; one en 1; unplugged en)
tap language
$(one ar 2; unplugged ar)
tap language
$(one es 3)
pause
tap record
expect text ${nothing[es]}
tap previous
END
same "three are kept" 3 "$(kept)"
same "porchlightctl counts them" 3 "$(recordings ar | grep -c ^kept)"
check "and tells where they are" grep -q '3 of them on this kiosk alone' <(recordings ar)
same "nobody else may read them" 3 "$(find "$data/changes/audio/ar" -perm 600 -name '????????????????.opus' | wc -l)"

# ---- a visitor hears it --------------------------------------------------------------------------------------------
# Which of the screens' words "Welcome" is, the greeting of the first screen: they stand behind the pages'.
line() { recordings en | cut -f3 | grep -n "^$1\$" | tail -1 | cut -d: -f1; }
welcome="staff-voice-read/en/*/$(($(line Welcome) - $(line Small) + 1))"
file=$data/changes/$(recordings en | grep '	Welcome$' | cut -f2)
visit='tap tile.0
expect screen home
await no-text Stop'
greeting() { # what
    rm -f "$SDL_DISKAUDIOFILE"
    journey "a visitor is greeted $1" low <<<"$visit"
    refuse "… and the microphone stays shut" microphone_was_open
    sound=$(pcm what "$SDL_DISKAUDIOFILE")
}
journey "the greeting is read by somebody with a low voice" low <<END
$(come_in en)
go $welcome
tap confirm
expect text Welcome
$record
tap confirm
expect text It is kept.
END
check "for that the microphone was open" microphone_was_open
greeting "in that voice"
same "it is the low one" 400 "$sound"
before=$(kept)
touch "$data/changes/audio/uk"
journey "thrown away, stopped, too loud, silent, locked, left, left alone, or in the way of a file: none of it is kept" \
    high loud silence low <<END
$(come_in en)
go $welcome
tap confirm
$record
tap clear
expect text A recording that was made here
$record
tap record
expect node cancel
tap cancel
expect node record
pause
$record
expect text That was too loud.
tap clear
pause
$record
expect text Nothing was heard.
expect no-node confirm
pause
go staff-voice-read/en/police/2
$record
tap leave
expect screen welcome
$(come_in en)
go staff-voice-read/uk/police/1
expect no-node record
tap confirm
$record
tap confirm
expect text Зберегти цей запис
expect text nothing has changed
expect text Something in this machine failed
tap clear
tap record
wait 3.5
await text 0:59
tap access
tap back
expect node record
expect text The machine's voice
$record
wait 400
expect screen welcome
END
rm "$data/changes/audio/uk"
same "nothing was kept" "$before" "$(kept)"
journey "it is done again by somebody with a high voice" high <<END
$(come_in en)
go $welcome
tap confirm
$record
tap confirm
expect text It is kept.
END
same "in the place of the first" "$before" "$(kept)"
greeting "in the other voice"
same "it is the high one" 800 "$sound"
# ---- damaged, hostile, old, removed --------------------------------------------------------------------------------
cp "$file" "$TMPDIR/good.opus"
echo 'OggS and then nothing' >"$file"
greeting "by the machine when the recording is damaged"
same "which speaks" speech "$sound"
ln -sf /dev/zero "$file"
greeting "by the machine when somebody has put a device there"
same "which speaks too" speech "$sound"
rm "$file" && cp "$TMPDIR/good.opus" "$file"
cp -r $site "$TMPDIR/site"
shown=$TMPDIR/site
sed -i 's/^title: .*/title: Ring 911/' "$shown/pages/call-911/en.md"
journey "words that have changed have no voice; the old recording is shown, heard and removed" low <<END
$(come_in en)
go staff-voice-read/en/call-911/1
tap confirm
$record
tap confirm
END
cp $site/pages/call-911/en.md "$shown/pages/call-911/en.md"
journey "the old one is shown as such" low <<END
$(come_in en)
go staff-voice/en
find Recordings of older words
tap my-request
tap option.0
tap hear
tap clear
expect text Remove this recording for ever?
tap confirm
expect text The recording is removed.
expect text There is none.
END
same "and is gone" "$before" "$(kept)"
journey "staff remove one when they are asked to, on a second touch" low <<END
$(come_in en)
go $welcome
tap confirm
tap clear
tap back
expect text A recording that was made here
tap clear
tap confirm
expect text The recording is removed.
expect text The machine's voice
END
same "it is gone" $((before - 1)) "$(kept)"
shown=$site

# ---- into the next pack --------------------------------------------------------------------------------------------
check "they are listed among the changes" grep -q '^changes/audio/ar/.*: a recording: used$' \
    <("$PORCHLIGHTCTL" changes show --site $site --data "$data")
check "and exported" "$PORCHLIGHTCTL" changes export "$TMPDIR/out-of-kiosk" --site $site --data "$data"
cp -r "$TMPDIR/out-of-kiosk/audio" "$TMPDIR/site/"
ctl() { "$PORCHLIGHTCTL" "$@" --passphrase-fd 3 3<<<"correct horse"; }
ctl keys new --sign --name 'Ana Author' --out "$TMPDIR/a.key" >"$TMPDIR/a.line" 2>"$TMPDIR/out"
check "a pack is built with them" ctl pack build --site "$TMPDIR/site" --icons assets/icons --key "$TMPDIR/a.key" \
    --out "$TMPDIR/1.pack" --today 2026-11-24 --date 2026-11-24
cp -r $site "$TMPDIR/kiosk"
{ printf 'packs:\n  trust:\n' && sed 's/^/    /' "$TMPDIR/a.line"; } >>"$TMPDIR/kiosk/site.yaml"
pack() { "$PORCHLIGHTCTL" pack "$@" --site "$TMPDIR/kiosk" --data "$data"; }
check "it is installed" pack install "$TMPDIR/1.pack" --today 2026-11-24 --icons assets/icons
same "those of the kiosk are there as before" 3 "$(kept)"
mv "$data/changes/audio" "$TMPDIR/aside"
same "and without them the pack's play" 3 "$(recordings ar | grep -c ^have)"
mv "$TMPDIR/aside" "$data/changes/audio"
check "the way back" pack rollback
same "loses none" 3 "$(recordings ar | grep -c ^kept)"

# ---- all on record -------------------------------------------------------------------------------------------------
audit() { "$PORCHLIGHTCTL" audit "$@" --data "$data"; }
check "all of it is on record, and whole" audit verify
same "what was kept, removed, and not kept" "7 2 1" \
    "$(for what in recording-kept recording-removed not-done; do audit list | grep -c "staff  *$what"; done | xargs)"
check "by card" grep -q 'recording-kept.*ar call-911/1' <(audit list)
finish
