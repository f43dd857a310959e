#!/usr/bin/env bash
# Sizes that keep a file readable: function 60 lines, file 600, header 120, struct 25 fields. What goes over says why in
# one line of sizes_exceptions.txt: `path why` or `path:name why`. usage: check_sizes.sh [TREE]
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
cd "${1:-.}" || exit 3
exceptions=tests/check/sizes_exceptions.txt # of the tree that is looked at
mapfile -t files < <(find src include tests -name '*.[ch]' 2>/dev/null | sort)
[ ${#files[@]} -gt 0 ] || { echo "no source was read"; exit 1; }
{
    wc -l "${files[@]}" | awk '$2 != "total" {
        most = $2 ~ /\.h$/ ? 120 : 600
        if ($1 > most) print $2 "\t" $2 ": " $1 " lines, at most " most }'
    ctags --languages=C --langmap=C:.c.h --fields=+ne --kinds-C=fm -f - "${files[@]}" 2>/dev/null | awk -F'\t' '
        /^!/ { next }
        {
            line = end = 0; scope = ""
            for (i = 4; i <= NF; i++) {
                if ($i ~ /^line:/) line = substr($i, 6)
                if ($i ~ /^end:/) end = substr($i, 5)
                if ($i ~ /^struct:/) scope = substr($i, 8)
            }
            if ($4 == "f" && end - line + 1 > 60)
                print $2 ":" $1 "\t" $2 ":" line ": " $1 "() has " end - line + 1 " lines, at most 60"
            if ($4 == "m" && scope != "" && scope !~ /::/) fields[$2 ":" scope]++
        }
        END { for (s in fields) if (fields[s] > 25) print s "\t" s " has " fields[s] " fields, at most 25" }'
} | sort | awk -F'\t' -v list="$exceptions" '
    BEGIN {
        while ((getline row < list) > 0) {
            sub(/^#.*/, "", row)
            n = index(row, " ")
            if (n) why[substr(row, 1, n - 1)] = substr(row, n + 1)
            else if (row != "") { print list ": " row ": no reason is given"; bad = 1 }
        }
    }
    $1 in why { used[$1] = 1; next }
    { print $2; bad = 1 }
    END {
        for (e in why) if (!(e in used)) { print e " no longer needs its exception"; bad = 1 }
        exit bad
    }'
