# For test scripts: `. tests/run/tap.sh`, then one `check` a case and `finish` at the end.
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
tap_count=0
tap_failed=0

# check 'what must be so' command…    passes when the command succeeds; its output is shown when it does not
check() {
    local name=$1 out
    shift
    tap_count=$((tap_count + 1))
    if out=$("$@" 2>&1); then
        echo "ok $tap_count - $name"
    else
        echo "not ok $tap_count - $name"
        tap_failed=$((tap_failed + 1))
        printf '%s\n' "$out" | head -n 40 | sed 's/^/# /'
    fi
}

# refuse 'what must not be' command…  passes when the command fails
refuse() {
    local name=$1
    shift
    check "$name" not "$@"
}
not() { ! "$@"; }

# same 'what' EXPECTED GOT
same() {
    local name=$1
    check "$name" tap_same "$2" "$3"
}
tap_same() {
    [ "$1" = "$2" ] && return 0
    printf 'expected: %s\ngot:      %s\n' "$1" "$2"
    return 1
}

# skip 'what' 'why': counted apart, neither passed nor failed
skip() {
    tap_count=$((tap_count + 1))
    echo "ok $tap_count - $1 # SKIP $2"
}

# the plan comes last, so a script that dies half-way has none, and its exit status tells
finish() {
    echo "1..$tap_count"
    [ "$tap_failed" = 0 ]
    exit
}
