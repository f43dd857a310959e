#!/usr/bin/env bash
# The checks can fail: each is shown a small tree with one fault and must name it, and the same tree without and must
# not. limit: 120
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # functions are called through check and refuse
. tests/run/tap.sh
here=$PWD/tests/check
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

# lay PATH TEXT: a tree with that file only (beside a sound one, so that something is always read)
lay() {
    rm -rf "${tree:?}"/*
    mkdir -p "$tree/src/base" "$tree/include/base" "$tree/$(dirname "$1")"
    printf '/* SPDX-License-Identifier: GPL-3.0-or-later */\n#include "base/err.h"\n' >"$tree/src/base/err.c"
    printf '%b' "$2" >"$tree/$1"
}
# says CHECK TEXT: the check fails on the tree, and TEXT is in what it says
says() {
    local out
    out=$(cd "$here/../.." && bash "$here/check_$1.sh" "$tree" 2>&1) && { echo "it passed"; return 1; }
    grep -qF -- "$2" <<<"$out" || { echo "$out"; return 1; }
}
# quiet CHECK: the check has nothing to say about the tree
quiet() { (cd "$here/../.." && bash "$here/check_$1.sh" "$tree"); }

# ---- floors: file, its include, what is said (empty: allowed) ----
while IFS='|' read -r file include want; do
    lay "$file" "#include $include\n"
    if [ -n "$want" ]; then
        check "floors: $file may not include $include" says floors "$want"
    else
        check "floors: $file may include $include" quiet floors
    fi
done <<'CASES'
src/base/str.c|"domain/page.h"|an include goes down, and domain stands above base
src/store/db.c|"device/qr.h"|store and device are peers
src/device/qr.c|"store/store.h"|device and store are peers
src/text/fonts.c|"text/paint.h"|'fonts' stands below 'paint' in text
src/screens/home.c|"screens/welcome.h"|'home' and 'welcome' are peers in screens
src/screens/home.c|"screens/screen.h"|
src/screens/request_steps.c|"request_int.h"|
src/screens/home.c|"store/store.h"|screens does without store
src/screens/receipt.c|"device/qr.h"|
src/content/site.c|"text/paragraph.h"|content does without text
src/domain/language.c|"text/lang.h"|
src/domain/language.c|"text/fonts.h"|domain does without text
src/ctl/check.c|"ui/node.h"|porchlightctl stands on
src/ctl/check.c|"store/store.h"|
src/main_ctl.c|"app/app.h"|porchlightctl stands on
src/main_kiosk.c|"app/app.h"|
src/app/app.c|"ctl/ctl.h"|nothing of the kiosk includes ctl
src/ui/draw.c|"../text/paint.h"|name it from the top
src/base/newcomer.c|"base/err.h"|module 'newcomer' is not in the order
src/cellar/wine.c|"base/err.h"|'cellar' is no floor
src/ui/draw.c|<SDL.h>|see SDL
src/screens/home.c|<SDL2/SDL_ttf.h>|see SDL
src/text/paint.c|<SDL_ttf.h>|
src/ui/draw.c|<sqlite3.h>|<sqlite3.h> belongs to another floor
src/store/db.c|<sqlite3.h>|
CASES
lay src/ui/draw.c '#include "text/paint.h"\n'
mkdir -p "$tree/include/text"
echo '#include <SDL.h>' >"$tree/include/text/paint.h"
check 'floors: SDL is not seen through a header of ours' says floors 'sees SDL through "text/paint.h"'

# ---- sizes ----
long_function() { # LINES of body
    echo 'int f(void);'
    echo 'int f(void)'
    echo '{'
    for ((i = 0; i < $1 - 4; i++)); do echo '    g();'; done
    printf '    return 0;\n}\n'
}
lay src/base/str.c ''
long_function 60 >"$tree/src/base/str.c"
check 'sizes: a function of 60 lines' quiet sizes
long_function 61 >"$tree/src/base/str.c"
check 'sizes: a function of 61 lines' says sizes 'f() has 61 lines'
lay src/base/str.c "$(printf 'int x;\\n%.0s' {1..601})"
check 'sizes: a file of 601 lines' says sizes 'src/base/str.c: 601 lines'
lay include/base/str.h "$(printf 'extern int x;\\n%.0s' {1..121})"
check 'sizes: a header of 121 lines' says sizes 'include/base/str.h: 121 lines'
lay src/base/str.c "struct s {\n$(for i in {1..26}; do printf 'int f%d;\\n' "$i"; done)};\n"
check 'sizes: a struct of 26 fields' says sizes 's has 26 fields'
lay src/base/str.c "struct s {\n$(for i in {1..25}; do printf 'int f%d;\\n' "$i"; done)};\n"
check 'sizes: a struct of 25 fields' quiet sizes
mkdir -p "$tree/tests/check"
echo 'src/base/str.c:s all of it' >"$tree/tests/check/sizes_exceptions.txt"
check 'sizes: an exception that is no longer needed' says sizes 'src/base/str.c:s no longer needs its exception'
lay src/base/str.c "struct s {\n$(for i in {1..26}; do printf 'int f%d;\\n' "$i"; done)};\n"
mkdir -p "$tree/tests/check"
echo 'src/base/str.c:s all of it' >"$tree/tests/check/sizes_exceptions.txt"
check 'sizes: an exception with its reason' quiet sizes
echo 'src/base/str.c:s' >"$tree/tests/check/sizes_exceptions.txt"
check 'sizes: an exception without a reason' says sizes 'no reason is given'

# ---- calls ----
for call in strcpy sprintf strcat atoi system popen gmtime localtime strtok sscanf setjmp; do
    lay src/base/str.c "void f(void)\n{\n    g(1, $call (a, b));\n}\n"
    check "calls: $call" says calls "src/base/str.c:3: $call()"
done
lay src/base/str.c '/* strcpy(a, b) */\nvoid f(void)\n{\n    g("system(x)"); /*\n strcat(a, b) */ my_strcpy(a); c->system(1); localtime_r(a, b);\n}\n// atoi(x)\n'
check 'calls: comments, strings and longer names are left alone' quiet calls

# ---- the tree ----
whole_tree() {
    lay src/base/str.c '/* SPDX-License-Identifier: GPL-3.0-or-later */\n'
    for folder in . src include assets fonts kiosk-config tests; do
        mkdir -p "$tree/$folder"
        echo 'A map.' >"$tree/$folder/README.md"
    done
}
whole_tree
check 'tree: a sound one' quiet tree
echo 'int x;' >"$tree/src/base/vec.c"
check 'tree: no licence line' says tree 'src/base/vec.c:1: no SPDX line'
whole_tree
rm "$tree/fonts/README.md"
check 'tree: a folder without its map' says tree 'fonts/README.md'
whole_tree
mkdir -p "$tree/doc" && echo x >"$tree/doc/x.md"
check 'tree: a stranger at the top' says tree 'doc: not one of the names'
rm -rf "$tree/doc"
whole_tree
echo "/* SPDX-License-Identifier: GPL-3.0-or-later */ // T""ODO later" >"$tree/src/base/vec.c"
check 'tree: a mark of unfinished work' says tree 'src/base/vec.c:1'
whole_tree
echo "see /ho""me/someone/notes" >"$tree/src/README.md"
check "tree: one machine's path" says tree 'src/README.md:1'

# ---- nothing to read is not a success ----
rm -rf "${tree:?}"/*
mkdir -p "$tree/src" "$tree/include"
for name in floors sizes calls; do
    check "$name: an empty tree" says "$name" 'no source was read'
done

# ---- the driver: all run though one fails, and the sum is told ----
driver() {
    mkdir -p "$tree/all/tests/check"
    cp "$here/run.sh" "$tree/all/tests/check/"
    for name in tree floors sizes; do echo "echo hello; exit $1" >"$tree/all/tests/check/check_$name.sh"; set -- "${2:-0}" "${3:-0}"; done
    (cd "$tree/all" && bash tests/check/run.sh out 'tree floors sizes'; echo "exit $?")
}
same 'driver: one of three fails' '2 passed, 1 failed
exit 1' "$(driver 0 1 0 | tail -n 2)"
same 'driver: all pass' '3 passed, 0 failed
exit 0' "$(driver 0 0 0 | tail -n 2)"
same 'driver: none runs' '0 passed, 0 failed
exit 1' "$(cd "$tree/all" && bash tests/check/run.sh out nothing; echo "exit $?")"
finish
