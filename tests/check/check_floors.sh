#!/usr/bin/env bash
# An #include goes down, never up: floors, peers, modules in their order, and who may see SDL. The rules are data, in
# floors.txt. usage: check_floors.sh [TREE]; `--order` instead prints an order for each floor that its includes allow.
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
here=$(dirname "$0")
tree=. order=
if [ "${1:-}" = --order ]; then order=1; else tree=${1:-.}; fi

mapfile -t files < <(cd "$tree" && find src include -name '*.[ch]' | sort)
rules=$(realpath "$here/floors.txt") program=$(realpath "$here/floors.awk")
cd "$tree" || exit 3
if [ -n "$order" ]; then
    edges=$(awk -v edges=1 -f "$program" "$rules" "${files[@]}")
    for floor in $(sed -n 's/^house *//p' "$rules" | tr -d '()'); do
        {
            awk -v f="$floor" '$1 == f { print $2, $3 }' <<<"$edges"
            # every module once, so that those without dependencies are named as well
            find "src/$floor" "include/$floor" -name '*.[ch]' 2>/dev/null | sed 's|.*/||; s/\.[ch]$//; s/_int$//' |
                sort -u | awk '{ print $1, $1 }'
        } | tsort | tr '\n' ' ' | sed "s/^/$floor    /"
        echo
    done
    exit
fi
awk -f "$program" "$rules" "${files[@]}"
