#!/usr/bin/env bash
# The tree itself: names at the top, licence lines, maps of folders, no marks of unfinished work, no one machine's paths.
# usage: check_tree.sh [TREE]
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
cd "${1:-.}" || exit 3
status=0
fault() {
    status=1
    echo "$1"
}

if git rev-parse --is-inside-work-tree >/dev/null 2>&1 && [ -e .git ]; then
    mapfile -t files < <(git ls-files --cached --others --exclude-standard | while IFS= read -r f; do [ -e "$f" ] && echo "$f"; done)
else
    mapfile -t files < <(find . -path ./build -prune -o -path ./.git -prune -o -type f -print | sed 's|^\./||')
fi
[ ${#files[@]} -gt 0 ] || fault "no file was read"

while IFS= read -r name; do
    case $name in
    src | include | assets | fonts | kiosk-config | tests | Makefile | README.md | LICENSE) ;;
    .ci | .gitignore | .clang-format | .clang-tidy | .editorconfig) ;;
    *) fault "$name: not one of the names at the top" ;;
    esac
done < <(printf '%s\n' "${files[@]}" | cut -d/ -f1 | sort -u)

for folder in . src include assets fonts kiosk-config tests; do
    [ -f "$folder/README.md" ] || fault "$folder/README.md: the folder's map is missing"
done

for file in "${files[@]}"; do
    case $file in
    tests/fuzz/corpus/*) continue ;;
    *.c | *.h | *.sh | *.mk | *.awk | *.py | Makefile | .ci/run | LICENSE)
        head -n 30 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || fault "$file:1: no SPDX line"
        ;;
    esac
done

# the patterns are written so that they do not find themselves
text() { printf '%s\0' "${files[@]}" | grep -zvE '^(tests/fuzz/corpus|assets/.*\.svg$)' | xargs -0 grep -nIE "$1" /dev/null; }
marks=$(text '\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b' | grep -E '^(src|include|tests|Makefile|\.ci|[a-z-]+/README\.md|README\.md)')
[ -z "$marks" ] || fault "$marks"
paths=$(text '(^|[^A-Za-z0-9_.])/(wor[k]|roo[t]|hom[e])/[A-Za-z]')
[ -z "$paths" ] || fault "$paths"
exit $status
