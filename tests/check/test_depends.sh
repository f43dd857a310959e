#!/usr/bin/env bash
# A changed header rebuilds what includes it and nothing else; so do changed flags and a source that went away. Tried on
# a copy of the lowest floor, so that nobody's build is disturbed. limit: 120
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # functions are called through check and refuse
. tests/run/tap.sh
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/src" "$copy/include" "$copy/tests/check"
cp -r src/base "$copy/src/"
cp -r include/base "$copy/include/"
cp Makefile "$copy/"
cp tests/tests.mk "$copy/tests/"
cp tests/check/check.mk "$copy/tests/check/"
cd "$copy" || exit 1

build() { make -s --no-print-directory O=out out/libbase.a; }
fresh() { make -q --no-print-directory O=out out/libbase.a; }
# the objects that make would build now
would() { make -n --no-print-directory V=1 O=out "$@" out/libbase.a | grep -oE ' -o [^ ]+\.o' | sed 's/.*\///' | sort | tr '\n' ' '; }
# the sources of the floor that include a header, themselves or through another header; found without the compiler
includers() {
    local found=" $1 " before=
    while [ "$found" != "$before" ]; do
        before=$found
        for file in include/base/*.h src/base/*; do
            name=${file#include/} name=${name#src/}
            case $found in *" $name "*) continue ;; esac
            for header in $found; do
                if grep -qE "#include \"($header|$(basename "$header"))\"" "$file"; then found+="$name "; break; fi
            done
        done
    done
    tr ' ' '\n' <<<"$found" | grep '\.c$' | sed 's/.*\///; s/\.c$/.o/' | sort | tr '\n' ' '
}
# what is there lies in the past, sources before objects before the library, so that one touch is surely newer
age() {
    find src include -type f -exec touch -d '-60 seconds' {} +
    find out -type f -exec touch -d '-50 seconds' {} +
    find out -name '*.o' -exec touch -d '-40 seconds' {} +
    find out -name '*.a' -exec touch -d '-30 seconds' {} +
}
every=$(cd src/base && printf '%s\n' *.c | sed 's/c$/o/' | sort | tr '\n' ' ')

same 'an empty folder builds everything' "$every" "$(would)"
check 'it builds' build
check 'then nothing is left to build' fresh
age
check 'nor later' fresh

for header in base/vec.h base/str.h base/err.h base/arena.h; do
    touch "include/$header"
    refuse "$header changed: something is to be built" fresh
    same "$header changed: what includes it and nothing else" "$(includers "$header")" "$(would)"
    build >/dev/null
    check "$header: up to date again" fresh
    age
done

touch src/base/log.c
same 'a source changed: itself' 'log.o ' "$(would)"
build >/dev/null
age

same 'another MODE rebuilds everything' "$every" "$(would MODE=release)"
same 'other CFLAGS rebuild everything' "$every" "$(would CFLAGS=-g3)"
same 'another compiler rebuilds everything' "$every" "$(would CC=clang)"
check 'and the old flags, nothing' fresh

rm src/base/log.c
refuse 'a source went away: the library is to be built' fresh
check 'and can be' build
same 'it leaves the library' 'fs.o' "$(ar t out/libbase.a | grep -E '^(log|fs)\.o')"
age

rm include/base/vec.h
refuse 'a header went away while a source wants it: an error, not an old object' build
finish
