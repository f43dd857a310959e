#!/usr/bin/env bash
# Calls that invite overruns, races or a shell are not made; each line says what is used instead.
# The few that a library forces on us are in calls_exceptions.txt: `path:call why`. usage: check_calls.sh [TREE]
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
banned='
gets:fs_read
strcpy:arena_strdup or snprintf     strcat:str_add     strncat:str_add_n     strncpy:snprintf
sprintf:snprintf   vsprintf:vsnprintf
atoi:strtol   atol:strtol   atoll:strtoll   atof:strtod   strtok:strcspn
scanf:strtol   sscanf:strtol   fscanf:strtol
system:posix_spawn   popen:posix_spawn
mktemp:mkstemp   tmpnam:mkstemp   tempnam:mkstemp
gmtime:day_to_ymd   localtime:localtime_r   ctime:day_format   asctime:day_format
rand:randombytes_buf   srand:randombytes_buf   random:randombytes_buf
alloca:arena_alloc   setjmp:bool f(…, struct err *e)   longjmp:bool f(…, struct err *e)   signal:sigaction
'
cd "${1:-.}" || exit 3
exceptions=tests/check/calls_exceptions.txt # of the tree that is looked at
status=0
names=$(grep -oE '[a-z]+:' <<<"$banned" | tr -d ':' | paste -sd'|')
mapfile -t files < <(find src include -name '*.[ch]' | sort)
[ ${#files[@]} != 0 ] || { echo "no source was read"; exit 1; }
# -fpreprocessed takes comments out and leaves lines and macros as they are; then strings go
while read -r file line call; do
    grep -qsE "^$file:$call .+" "$exceptions" && continue
    status=1
    instead=$(grep -oE "(^|[ ])$call:.*" <<<"$banned" | sed -E "s/^ *$call://; s/ {2,}.*//")
    echo "$file:$line: $call() is not used here: take $instead"
done < <(gcc -fpreprocessed -dD -E -x c "${files[@]}" 2>/dev/null | awk -v names="$names" '
    /^# [0-9]+ "/ {
        line = $2 - 1
        if ($3 ~ /^"(src|include)\//) file = substr($3, 2, length($3) - 2)
        next
    }
    {
        line++
        gsub(/"([^"\\]|\\.)*"/, "\"\"")
        if (match(" " $0, "[^A-Za-z0-9_.>](" names ")[ ]*\\(")) {
            call = substr(" " $0, RSTART + 1, RLENGTH - 1)
            sub(/[ ]*\(.*/, "", call)
            print file " " line " " call
        }
    }')
exit $status
