#!/usr/bin/env bash
# Installs the Debian packages named as arguments that are not there yet. DEPS=skip leaves the system alone.
# SPDX-License-Identifier: GPL-3.0-or-later
set -u

[ "${DEPS:-}" = skip ] && exit 0
if ! command -v dpkg-query >/dev/null; then
    echo "This is not a Debian system. What is needed, by Debian's names: $*" >&2
    exit 0
fi

missing=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
    awk 'BEGIN { for (i = 1; i < ARGC; i++) want[ARGV[i]] = 1; ARGC = 1 }
         $1 == "installed" { delete want[$2] }
         END { for (p in want) print p }' "$@" | sort)
[ -z "$missing" ] && exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || {
        echo "Not root, and there is no sudo. As root: apt-get install ${missing//$'\n'/ }" >&2
        exit 3
    }
    as_root=(sudo)
fi
echo "Installing what is missing (DEPS=skip leaves the system alone):"
printf '%s\n' "$missing" | fmt -w 100 | sed 's/^/    /'

apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 "$@" </dev/null; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# the package lists may be missing or old: fetch them only when a first attempt fails, then give a slow mirror time
# shellcheck disable=SC2086 # the names are words on purpose
for wait in 0 0 10 30; do
    sleep "$wait"
    apt install --no-install-recommends $missing >"$log" 2>&1 && exit 0
    apt update >>"$log" 2>&1
done
tail -n 30 "$log" >&2
echo "apt-get could not install: ${missing//$'\n'/ }" >&2
exit 3
