#!/usr/bin/env bash
# Accepts the pictures that png_compare put aside in BUILD/pictures as the new references. Look at them first.
# usage: refs.sh BUILD
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
cd "$1/pictures" 2>/dev/null || { echo "run make test first: there is no $1/pictures"; exit 1; }
top=$OLDPWD count=0
while IFS= read -r picture; do
    mkdir -p "$top/$(dirname "$picture")"
    cp "$picture" "$top/$picture"
    echo "new reference: $picture"
    count=$((count + 1))
done < <(find . -name '*.png' ! -name '*.diff.png' | sed 's|^\./||' | sort)
echo "$count accepted; git diff shows them"
