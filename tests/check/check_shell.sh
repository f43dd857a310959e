#!/usr/bin/env bash
# Every script is clean under shellcheck.
# SPDX-License-Identifier: GPL-3.0-or-later
{
    find tests kiosk-config src -name '*.sh'
    find .ci -type f
} | xargs shellcheck --external-sources --format=gcc
