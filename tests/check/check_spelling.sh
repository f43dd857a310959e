#!/usr/bin/env bash
# codespell over what is written in English. Words it is wrong about are in spelling_ignore.txt, one a line.
# SPDX-License-Identifier: GPL-3.0-or-later
{
    find src include .ci -type f \( -name '*.[ch]' -o -name run \)
    find tests -path tests/fuzz/corpus -prune -o -type f \( -name '*.[ch]' -o -name '*.sh' -o -name '*.mk' -o -name '*.md' \) -print
    find assets fonts kiosk-config src include -name README.md
    find kiosk-config -maxdepth 1 -name '*.yaml' ! -name languages.yaml
    find kiosk-config/pages -name en.md
    find kiosk-config/system -type f 2>/dev/null
    ls Makefile README.md 2>/dev/null
} | sort -u | xargs codespell --ignore-words=tests/check/spelling_ignore.txt
