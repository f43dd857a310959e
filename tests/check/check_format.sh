#!/usr/bin/env bash
# clang-format has nothing to change.
# SPDX-License-Identifier: GPL-3.0-or-later
find src include tests -name "*.[ch]" -print0 | sort -z | xargs -0 clang-format --dry-run -Werror --ferror-limit=1 2>&1 |
    grep 'error:' | sed 's/error: code should be clang-formatted.*/not as clang-format -i would leave it/'
[ "${PIPESTATUS[2]}" = 0 ]
