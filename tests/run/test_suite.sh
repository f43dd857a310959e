#!/usr/bin/env bash
# The runner itself: what fails, hangs, crashes or says nothing is counted as failed, and the last line is the sum.
# limit: 120
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2016,SC2317 # scripts in quotes; functions called through check and refuse
. tests/run/tap.sh
here=$PWD
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

# lay NAME SCRIPT: a tree whose only test is that script
lay() {
    rm -rf "${copy:?}"/*
    mkdir -p "$copy/tests/run" "$copy/tests/x"
    cp "$here/tests/run/suite.sh" "$here/tests/run/tap.sh" "$copy/tests/run/"
    printf '%s\n' "$2" >"$copy/tests/x/test_$1.sh"
}
run() { (cd "$copy" && bash tests/run/suite.sh out out-asan "$@" 2>&1; echo "exit $?"); }
last() { run "$@" | tail -n 2; }
ends() { printf '%s\nexit %s' "$1" "$2"; }

lay good 'echo "ok 1 - a"; echo "ok 2 - b"; echo "1..2"'
same 'all pass' "$(ends '2 passed, 0 failed' 0)" "$(last)"
same 'no test has the word' "$(ends '0 passed, 0 failed' 1)" "$(last nowhere)"
same 'the word picks it' "$(ends '2 passed, 0 failed' 0)" "$(last x/test_g)"
lay bad 'echo "ok 1 - a"; echo "not ok 2 - b"; echo "1..2"; exit 1'
same 'one case fails' "$(ends '1 passed, 1 failed' 1)" "$(last)"
lay silent 'exit 0'
same 'a test that says nothing has failed' "$(ends '0 passed, 1 failed' 1)" "$(last)"
lay dies 'echo "1..5"; echo "ok 1 - a"; kill -SEGV $$'
same 'cases that never ran have failed' "$(ends '1 passed, 4 failed' 1)" "$(last)"
lay status 'echo "ok 1 - a"; echo "1..1"; exit 3'
same 'all cases pass but the program fails' "$(ends '1 passed, 1 failed' 1)" "$(last)"
lay skips 'echo "ok 1 - a # SKIP no printer"; echo "ok 2 - b"; echo "1..2"'
same 'a skipped case is no pass' "$(ends '1 passed, 0 failed' 0)" "$(last)"
lay hangs $'# limit: 1\necho "ok 1 - a"; read -r -t 100 <> <(:)'
same 'a test that hangs is stopped' "$(ends '1 passed, 1 failed' 1)" "$(last)"
lay home 'case $HOME in */home) echo "ok 1 - home";; esac; [ -n "$TMPDIR" ] && [ -d "$XDG_RUNTIME_DIR" ] && ! read -r && echo "ok 2 - rest"
[ -z "$DISPLAY" ] && echo "ok 3 - no display"'
same 'a home, a TMPDIR and no input of its own' "$(ends '3 passed, 0 failed' 0)" "$(DISPLAY=:7 last)"
lay alone $'# alone: it measures time\necho "ok 1 - a"'
same 'one that wants to be alone' "$(ends '1 passed, 0 failed' 0)" "$(last)"

lay good 'echo "ok 1 - a"'
mkdir -p "$copy/tests/unit/base"
echo '/* not built */' >"$copy/tests/unit/base/test_gone.c"
same 'what was not built has failed, in both modes' "$(ends '1 passed, 2 failed' 1)" "$(last)"

# ---- the comparison of pictures ----
if [ -x "$PNG_COMPARE" ]; then
    cd "$copy" || exit 1
    export PICTURES=$copy/aside
    convert -size 100x100 xc:white refs.png
    convert refs.png -fill black -draw 'rectangle 0,0 9,9' other.png
    convert refs.png -fill black -draw 'point 5,5' nearly.png
    convert -size 90x100 xc:white narrow.png
    convert -size 100x100 xc:'rgb(250,250,250)' paler.png
    compare() { "$PNG_COMPARE" "$@"; }
    check 'pictures: the same' compare refs.png refs.png
    check 'pictures: a little paler' compare refs.png paler.png
    refuse 'pictures: one pixel with no share allowed' compare --share 0 refs.png nearly.png
    check 'pictures: one pixel' compare refs.png nearly.png
    refuse 'pictures: a corner' compare refs.png other.png
    check 'pictures: both are put aside' test -f aside/refs.png -a -f aside/refs.diff.png
    refuse 'pictures: another size' compare refs.png narrow.png
    refuse 'pictures: a missing reference' compare sub/none.png refs.png
    check 'pictures: put aside for make refs' test -f aside/sub/none.png
    refuse 'pictures: a missing picture' compare refs.png none.png
    echo junk >junk.png
    refuse 'pictures: junk' compare refs.png junk.png
    "$PNG_COMPARE" refs.png >/dev/null 2>&1
    same 'pictures: usage' 2 $?
else
    check 'png_compare is built' false
fi
finish
