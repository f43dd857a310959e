# Faults in who includes whom. Reads tests/check/floors.txt first, then every .c and .h of src and include.
# With -v edges=1 it prints a module's dependencies inside its floor for tsort instead.
# SPDX-License-Identifier: GPL-3.0-or-later

# Words of $from…$NF into rank[kind, name]; names inside ( ) share a rank and so are peers.
function rank_words(kind, from,    i, w, n, peers, opened, closed) {
    sub(/\+$/, "", kind)
    n = last_rank[kind]
    for (i = from; i <= NF; i++) {
        w = $i
        opened = sub(/^\(/, "", w)
        closed = sub(/\)$/, "", w)
        if (opened) {
            n++
            peers = 1
        } else if (!peers)
            n++
        if (closed)
            peers = 0
        rank[kind, w] = n
    }
    last_rank[kind] = n
}

function fault(why) {
    printf "%s:%d: %s\n", FILENAME, FNR, why
    faults++
}

# src/text/fonts_int.h -> floor "text", module "fonts"; src/main_ctl.c -> floor "main_ctl"
function place(path,    part, n) {
    sub(/^.*\/?(src|include)\//, "", path)
    n = split(path, part, "/")
    p_module = part[n]
    sub(/\.[ch]$/, "", p_module)
    sub(/_int$/, "", p_module)
    p_floor = n > 1 ? part[1] : p_module
}

function within_floor(floor, from, to) {
    if (from == to)
        return
    if (edges) {
        print floor, to, from
        return
    }
    if (!((floor, to) in rank) || !((floor, from) in rank))
        return # said once, where its own file begins
    if (rank[floor, from] == rank[floor, to] && index(from, to "_") == 1)
        return
    if (rank[floor, from] == rank[floor, to])
        fault("'" from "' and '" to "' are peers in " floor " and don't include each other")
    else if (rank[floor, from] < rank[floor, to])
        fault("'" from "' stands below '" to "' in " floor)
}

function between_floors(from, to, what) {
    if (from ~ /^(main_)?ctl$/) {
        if (!(to in ctl) && to != "ctl")
            fault("porchlightctl stands on " ctl_list " only, not on " to)
        return
    }
    if (to == "ctl" || to ~ /^main_/)
        fault("nothing of the kiosk includes " to)
    else if (from ~ /^main_/)
        return
    else if (rank["house", from] == rank["house", to])
        fault(from " and " to " are peers and don't include each other")
    else if (rank["house", from] < rank["house", to])
        fault("an include goes down, and " to " stands above " from)
    else if ((from, to) in without && !((from, what) in but))
        fault(from " does without " to (excuse[from] ? " (but " excuse[from] ")" : ""))
}

# ---- the rules ----
FILENAME ~ /floors\.txt$/ {
    sub(/#.*/, "")
    if ($1 == "without") {
        after = 0
        for (i = 3; i <= NF; i++) {
            if ($i == "but")
                after = 1
            else if (after) {
                but[$2, $i] = 1
                excuse[$2] = excuse[$2] (excuse[$2] ? " " : "") $i
            } else
                without[$2, $i] = 1
        }
    } else if ($1 == "ctl") {
        for (i = 2; i <= NF; i++) {
            ctl[$i] = 1
            ctl_list = ctl_list (i > 2 ? ", " : "") $i
        }
    } else if ($1 == "sdl") {
        for (i = 2; i <= NF; i++)
            sdl[$i] = 1
    } else if ($1 == "library") {
        owned[$2] = 1
        for (i = 3; i <= NF; i++)
            owner[$2, $i] = 1
    } else if (NF)
        rank_words($1, 2)
    next
}

# ---- the files ----
FNR == 1 {
    place(FILENAME)
    floor = p_floor
    module = p_module
    if (floor !~ /^(main_|ctl$)/) {
        if (!(("house", floor) in rank))
            fault("'" floor "' is no floor of the house")
        else if (!edges && !((floor, module) in rank) && !told[floor, module]++)
            fault("module '" module "' is not in the order of '" floor "' in tests/check/floors.txt")
    }
    seen_files++
}

match($0, /^[ \t]*#[ \t]*include[ \t]*<[^>]+>/) {
    what = substr($0, RSTART, RLENGTH)
    gsub(/.*<|>.*/, "", what)
    if (what ~ /^(SDL2\/)?SDL/ && !edges) {
        sees[FILENAME] = 1
        if (!(floor in sdl) && !((floor "/" module) in sdl))
            fault("only the modules named in tests/check/floors.txt see SDL")
    }
    if (what in owned && !((what, floor) in owner) && !edges)
        fault("<" what "> belongs to another floor")
    next
}

match($0, /^[ \t]*#[ \t]*include[ \t]*"[^"]+"/) {
    what = substr($0, RSTART, RLENGTH)
    sub(/^[^"]*"/, "", what)
    sub(/"$/, "", what)
    if (what ~ /\.\.|^\//) {
        fault("\"" what "\": name it from the top of src or include")
        next
    }
    if (what !~ /\//) {
        target = floor "/" what
        place("src/" target)
        p_floor = floor
    } else {
        target = what
        place("src/" target)
    }
    uses[FILENAME] = uses[FILENAME] " " target
    line[FILENAME, target] = FNR
    if (p_floor == floor) {
        if (floor !~ /^(main_|ctl$)/)
            within_floor(floor, module, p_module)
    } else if (!edges)
        between_floors(floor, p_floor, target)
}

# ---- SDL seen through our own headers: spread from header to includer until nothing changes ----
function shows_sdl(target,    path) {
    for (path in sees)
        if (path ~ ("(^|/)(src|include)/" target "$"))
            return 1
    return 0
}
END {
    if (edges)
        exit 0
    do {
        changed = 0
        for (path in uses) {
            if (path in sees)
                continue
            n = split(uses[path], list, " ")
            for (i = 1; i <= n; i++)
                if (shows_sdl(list[i])) {
                    sees[path] = changed = 1
                    place(path)
                    if (!(p_floor in sdl) && !((p_floor "/" p_module) in sdl)) {
                        printf "%s:%d: sees SDL through \"%s\"\n", path, line[path, list[i]], list[i]
                        faults++
                    }
                    break
                }
        }
    } while (changed)
    if (!seen_files) {
        print "no source was read"
        faults++
    }
    exit faults > 0
}
