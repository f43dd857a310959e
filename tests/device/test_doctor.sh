#!/usr/bin/env bash
# The doctor asks the printer that site.yaml names.
# SPDX-License-Identifier: GPL-3.0-or-later
. tests/run/tap.sh
site=$TMPDIR/site
cp -R kiosk-config "$site"

# with 'printer: {…}': what the doctor then says of it
with() {
    sed -i '/^printer:/d' "$site/site.yaml"
    echo "$1" >>"$site/site.yaml"
    mkdir -p "$TMPDIR/data"
    "$PORCHLIGHT" doctor --site "$site" --data "$TMPDIR/data" 2>/dev/null | grep '^printer'
}

check 'none is set up' grep -q '^printer *ok *none is set up' <<<"$(with 'printer: {kind: none}')"
check 'one that is not there' grep -q '^printer *bad *tcp:127.0.0.1:1: .*is not there.*refused' \
    <<<"$(with 'printer: {kind: escpos, address: "tcp:127.0.0.1:1", paper: 58mm}')"
check 'a device that is no printer' grep -q '^printer *bad .*is not a serial line' \
    <<<"$(with 'printer: {kind: escpos, address: "serial:/dev/null"}')"
export CUPS_SERVER=$TMPDIR/no-such-socket
check 'no cupsd' grep -q '^printer *bad *Lobby: .*is not there' <<<"$(with 'printer: {kind: cups, queue: Lobby, paper: A4}')"
finish
