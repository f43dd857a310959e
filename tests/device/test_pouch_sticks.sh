#!/usr/bin/env bash
# Pouches on real file systems: FAT and exFAT made by mkfs and mounted, full, read-only, and small ones in memory.
# Through the kernel's drivers, or FUSE's for exFAT where the kernel has none (FUSE's for FAT gives back other bytes than
# were written); where nothing may be mounted it is skipped.
# SPDX-License-Identifier: GPL-3.0-or-later
. tests/run/tap.sh
PATH=$PATH:/usr/sbin:/sbin
site=kiosk-config
lobby=$TMPDIR/lobby
mount=$TMPDIR/stick
mkdir -p "$mount"

# shellcheck disable=SC2317 # check calls it
pouch() { "$PORCHLIGHTCTL" pouch "$@"; }

# exits STATUS WORD COMMAND…: ends so, and says the word
# shellcheck disable=SC2317 # check calls it
exits() {
    local wanted=$1 word=$2 status=0
    shift 2
    "$@" >"$TMPDIR/said" 2>&1 || status=$?
    cat "$TMPDIR/said"
    [ "$status" = "$wanted" ] && grep -q "$word" "$TMPDIR/said"
}

# shellcheck disable=SC2317 # trap calls it
unmount() {
    if mountpoint -q "$mount"; then umount "$mount" 2>/dev/null || umount -l "$mount"; fi
    # by the image's name: what was mounted within a check is known to nobody else
    local image
    for image in "$TMPDIR"/*.img; do
        losetup -j "$image" 2>/dev/null | cut -d: -f1 | xargs -r losetup -d
    done
}
trap unmount EXIT

# mounted TYPE IMAGE [OPTIONS]: by the kernel or by FUSE
mounted() {
    local type=$1 image=$2 options=${3:-rw}
    if mount -t "$type" -o "loop,nosuid,nodev,noexec,sync,$options" "$image" "$mount" 2>/dev/null; then return 0; fi
    [ "$type" = exfat ] && command -v mount.exfat-fuse >/dev/null || return 1
    local loop
    loop=$(losetup -f --show "$image" 2>/dev/null) || return 1
    mount.exfat-fuse -o "$options" "$loop" "$mount" >/dev/null 2>&1 && mountpoint -q "$mount"
}

printf '%s\n' 'tap tile' 'go request/topic' 'tap option.1' 'go request/review' 'tap send' 'expect screen receipt' \
    >"$TMPDIR/script"
check 'a request' "$PORCHLIGHT" play "$TMPDIR/script" --site $site --data "$lobby" --size 540x960

on() {
    local type=$1 mkfs=$2 image=$TMPDIR/$1.img fsck
    read -ra fsck <<<"$3"
    truncate -s 16M "$image"
    if ! command -v "$mkfs" >/dev/null || ! "$mkfs" "$image" >/dev/null 2>&1; then
        skip "$type" "there is no $mkfs"
        return
    fi
    if ! mounted "$type" "$image"; then
        unmount
        skip "$type" "no $type can be mounted here (root and the kernel's driver are needed)"
        return
    fi
    check "$type: out" exits 0 'you can pull it out now' pouch out "$mount" --data "$lobby"
    check "$type: in the other's place" pouch out "$mount" --data "$lobby"
    unmount
    check "$type: the file system is whole" "${fsck[@]}" "$image"
    check "$type: plugged in at the liaison's" mounted "$type" "$image"
    same "$type: one file" 1 "$(find "$mount" -type f | wc -l)"
    check "$type: in" exits 0 '1 new' pouch in "$mount" --data "$TMPDIR/$type.copy"
    check "$type: and back" pouch out "$mount" --data "$TMPDIR/$type.copy"
    same "$type: two files" 2 "$(find "$mount" -type f -name 'pouch-*.box' | wc -l)"
    head -c 16M /dev/zero >"$mount/holiday.mov" 2>/dev/null
    check "$type: a full stick is told" exits 3 'full' pouch out "$mount" --data "$lobby"
    check "$type: … and the old pouch is whole" pouch in "$mount" --data "$TMPDIR/$type.other"
    same "$type: … and no half is left" 3 "$(find "$mount" -type f | wc -l)"
    unmount
    if mounted "$type" "$image" ro && ! touch "$mount/x" 2>/dev/null; then
        check "$type: a stick with its lock on is told" exits 3 'read-only' pouch out "$mount" --data "$lobby"
        check "$type: … and can be read" pouch in "$mount" --data "$TMPDIR/$type.third"
    else
        skip "$type: read-only" 'it cannot be mounted so here'
    fi
    unmount
}
on vfat mkfs.vfat 'fsck.vfat -n'
on exfat mkfs.exfat 'fsck.exfat -n'

# Mounted or not: what a stick holds, carried on FAT by another program, under the same names.
fat=$TMPDIR/carried.img
mkdir "$TMPDIR/out" "$TMPDIR/back"
pouch out "$TMPDIR/out" --data "$lobby" >/dev/null 2>&1
truncate -s 16M "$fat"
mkfs.vfat "$fat" >/dev/null 2>&1
check 'FAT takes the names of pouches' mcopy -s -i "$fat" "$TMPDIR"/out/* ::
check '… and is whole' fsck.vfat -n "$fat"
mcopy -s -i "$fat" "::*" "$TMPDIR/back" 2>/dev/null
check '… and gives back the same names and bytes' diff -r "$TMPDIR/out" "$TMPDIR/back"
check '… which are taken in' exits 0 '1 new' pouch in "$TMPDIR/back" --data "$TMPDIR/carried.copy"

if mount -t tmpfs -o size=64k,nosuid,nodev,noexec porchlight-test "$mount" 2>/dev/null; then
    check 'no room at all: told before anything is written' exits 3 'full' pouch out "$mount" --data "$lobby"
    same '… and nothing is' 0 "$(find "$mount" -type f | wc -l)"
    unmount
else
    skip 'a stick without room' 'nothing may be mounted here'
fi
check 'a stick that is not there' exits 3 'it is not there' pouch out "$TMPDIR/nowhere" --data "$lobby"
check '… nor for reading' exits 3 'it is not there' pouch in "$TMPDIR/nowhere" --data "$lobby"
finish
