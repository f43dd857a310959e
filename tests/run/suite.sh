#!/usr/bin/env bash
# Runs every test program found by name, each alone in a home of its own and with a time limit. The last line is
# `N passed, N failed`, counting cases; the exit status is 0 only when something ran and nothing failed.
# usage: suite.sh BUILD ASAN_BUILD [WORD]     WORD: only tests whose path has it
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
o=$(realpath -m "$1") o_asan=$(realpath -m "$2") only=${3:-}
jobs=${JOBS:-2}
limit_default=300 # seconds

work=$(mktemp -d)
stop() {
    # shellcheck disable=SC2046
    kill $(jobs -p) 2>/dev/null
    if [ -n "${KEEP:-}" ]; then echo "kept: $work"; else rm -rf "$work"; fi
}
trap stop EXIT
trap 'exit 1' INT TERM
rm -rf "$o/pictures"
mkdir -p "$o/pictures"

export BUILD=$o PORCHLIGHT=$o/porchlight PORCHLIGHTCTL=$o/porchlightctl
export PNG_COMPARE=$o/tests/run/png_compare PICTURES=$o/pictures
export CMOCKA_MESSAGE_OUTPUT=TAP SDL_AUDIODRIVER=dummy TZ=UTC LC_ALL=C.UTF-8 DEPS=skip
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:abort_on_error=0
export UBSAN_OPTIONS=print_stacktrace=1 LSAN_OPTIONS=suppressions=$PWD/tests/run/lsan.supp:print_suppressions=0
unset DISPLAY WAYLAND_DISPLAY LANGUAGE LANG MAKEFLAGS MFLAGS MAKELEVEL XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME

# the value of a line `NAME: value` near the top of a test's source
field() { sed -n "1,15s/.*\b$2: *\([^*]*[^* ]\).*/\1/p" "$1" | head -n 1; }

# counts cases in TAP output; a program that stops half-way, or says nothing, has failed
count() {
    awk -v status="$2" '
        /^ok .*# SKIP/ { skip++; next }
        /^ok /         { pass++ }
        /^not ok/      { fail++ }
        /^1\.\.[0-9]+/ { plan += substr($1, 4) }
        END {
            seen = pass + fail + skip
            if (plan > seen) fail += plan - seen
            if (!fail && (status != 0 || !seen)) fail = 1
            print pass + 0, fail + 0, skip + 0
        }' "$1"
}

# run_one NAME SOURCE COMMAND…
run_one() {
    local name=$1 source=$2 home limit status=0 began pass fail skip took
    shift 2
    home=$(mktemp -d -p "$work")
    mkdir -m 700 "$home/home" "$home/tmp" "$home/run"
    limit=$(field "$source" limit)
    began=${EPOCHREALTIME/[.,]/}
    if [ ! -x "$1" ]; then
        echo "${1##*/} was not built" >"$home/out"
        status=127
    else
        HOME=$home/home TMPDIR=$home/tmp XDG_RUNTIME_DIR=$home/run \
            timeout -k 5 "${limit:-$limit_default}" "$@" >"$home/out" 2>&1 </dev/null || status=$?
    fi
    took=$(((${EPOCHREALTIME/[.,]/} - began) / 10000))
    read -r pass fail skip < <(count "$home/out" "$status")
    {
        flock 9
        echo "$pass $fail $skip" >>"$work/counts"
        printf '%s  %-52s %4d cases %5d.%02d s%s\n' "$([ "$fail" = 0 ] && echo 'ok  ' || echo FAIL)" "$name" \
            $((pass + fail + skip)) $((took / 100)) $((took % 100)) "$([ "$skip" = 0 ] || echo ", $skip skipped")"
        if [ "$fail" != 0 ]; then
            [ "$status" = 124 ] || [ "$status" = 137 ] && echo "      stopped after ${limit:-$limit_default} s"
            [ "$status" -gt 128 ] && echo "      ended by signal $((status - 128))"
            # what failed first, then how the output ends
            grep -a '^not ok' "$home/out" | head -n 20 | sed 's/^/      /'
            tail -n 60 "$home/out" | sed 's/^/      | /'
        elif [ "$skip" != 0 ]; then
            grep -a '# SKIP' "$home/out" | head -n 10 | sed 's/^/      /'
        fi
    } 9>>"$work/lock"
    chmod -R u+rwX "$home" 2>/dev/null
    [ -n "${KEEP:-}" ] || rm -rf "$home"
}

# start NAME SOURCE COMMAND…: beside others, or alone when its source says `alone: why`
alone=()
start() {
    case "$2" in *"$only"*) ;; *) return ;; esac
    if [ -n "$(field "$2" alone)" ]; then
        alone+=("$(printf '%q ' "$@")")
        return
    fi
    while [ "$(jobs -pr | wc -l)" -ge "$jobs" ]; do wait -n; done
    run_one "$@" &
}

for source in tests/unit/*/test_*.c tests/*/test_*.c; do
    [ -f "$source" ] || continue
    name=${source#tests/} modes=$(field "$source" modes)
    name=${name%.c}
    case "$source" in tests/unit/*) modes=${modes:-debug asan} ;; esac
    for mode in ${modes:-debug}; do
        case $mode in
        debug) start "$name" "$source" "$o/tests/$name" ;;
        asan) start "$name (asan)" "$source" "$o_asan/tests/$name" ;;
        *) start "$name: no such mode: $mode" "$source" /nonexistent ;;
        esac
    done
done
for source in tests/fuzz/fuzz_*.c; do
    [ -f "$source" ] || continue
    name=$(basename "$source" .c)
    start "fuzz/$name (corpus)" "$source" "$o_asan/tests/fuzz/$name" "tests/fuzz/corpus/${name#fuzz_}"
done
for source in tests/*/test_*.sh; do
    [ -f "$source" ] || continue
    name=${source#tests/}
    start "${name%.sh}" "$source" /usr/bin/env bash "$source"
done
wait
for one in "${alone[@]}"; do
    eval "run_one $one"
done

[ -f "$work/counts" ] || echo "no test has '$only' in its path"
touch "$work/counts"
awk '{ p += $1; f += $2; s += $3 }
    END { if (s) print s " skipped"; print p + 0 " passed, " f + 0 " failed"; exit !(p > 0 && f == 0) }' "$work/counts"
