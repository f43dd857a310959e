#!/usr/bin/env bash
# porchlightctl runs where there is no screen: it links neither SDL nor what draws text.
# SPDX-License-Identifier: GPL-3.0-or-later
: "${O_CHECK:=build/check}"
set -u
program=$O_CHECK/gcc/porchlightctl
[ -x "$program" ] || { echo "porchlightctl was not built"; exit 1; }
needs=$(objdump -p "$program" | awk '$1 == "NEEDED" { print $2 }')
! grep -E 'SDL|harfbuzz|freetype|espeak|X11|wayland' <<<"$needs"
