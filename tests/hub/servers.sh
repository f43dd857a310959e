# Mail servers for test scripts: `. tests/hub/servers.sh` after tap.sh. SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
site=$TMPDIR/site server_count=0

# make_certificates: ca.pem in $TMPDIR; good.pem, signed by it for localhost, and other.pem for somebody else, with keys
make_certificates() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj '/CN=Test CA' \
        -keyout "$TMPDIR/ca.key" -out "$TMPDIR/ca.pem" 2>"$TMPDIR/openssl"
    local name host
    for name in good other; do
        [ $name = good ] && host=localhost || host=mail.example.org
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$host" \
            -keyout "$TMPDIR/$name.key" -out "$TMPDIR/$name.csr" 2>>"$TMPDIR/openssl"
        openssl x509 -req -in "$TMPDIR/$name.csr" -CA "$TMPDIR/ca.pem" -CAkey "$TMPDIR/ca.key" -CAcreateserial -days 3650 \
            -extfile <(echo "subjectAltName=DNS:$host") -out "$TMPDIR/$name.pem" 2>>"$TMPDIR/openssl"
    done
}

# start KIND [CERTIFICATE]: a server of its own folder, $server, on $port; the one before ends
start() {
    stop
    server_count=$((server_count + 1))
    server=$TMPDIR/server-$server_count
    mkdir "$server"
    mkfifo "$server/life"
    # Debian's own: aiosmtpd is a Debian package
    /usr/bin/python3 tests/hub/smtp_server.py "$1" "$server" ${2:+"$2" "${2%.pem}.key"} <"$server/life" 2>"$server/said" &
    server_pid=$!
    exec {server_life}>"$server/life"
    # it says when it listens; nothing else is waited for
    while [ ! -e "$server/port" ]; do
        kill -0 $server_pid 2>/dev/null || { sed 's/^/# /' "$server/said" && return 1; }
        sleep 0.02
    done
    port=$(<"$server/port")
}

stop() {
    [ -n "${server_life:-}" ] || return 0
    exec {server_life}>&-
    kill "$server_pid" 2>/dev/null # a kiosk in the background may hold the other end of its life
    wait "$server_pid" 2>/dev/null || true
    server_life=
}

# settings NUDGE [CENTRE]: a site of one file
settings() {
    mkdir -p "$site"
    printf 'centre: %s\nlanguages: [en]\n' "${2:-Riverside Welcome Centre}" >"$site/site.yaml"
    [ -z "$1" ] || printf 'nudge:\n  %s\n' "$1" >>"$site/site.yaml"
}

# received SERVER ENVELOPE MESSAGE: one mail, and this; what differs each time is written DATE and ID
received() {
    python3 - "$1/mails" "$2" "$3" <<'PYTHON'
import json, re, sys
lines = open(sys.argv[1]).read().splitlines()
assert len(lines) == 1, f"{len(lines)} mails"
mail, wanted = json.loads(lines[0]), json.loads(sys.argv[2])
got = mail["content"]
assert "\n" not in got.replace("\r\n", ""), "a bare line end"
got = got.replace("\r\n", "\n")
got = re.sub(r"^Date: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z][a-z] \d{4} \d\d:\d\d:\d\d \+0000$", "Date: DATE", got, flags=re.M)
got = re.sub(r"^Message-ID: <[0-9a-f]{32}@", "Message-ID: <ID@", got, flags=re.M)
assert got == sys.argv[3], got
assert {k: mail[k] for k in wanted} == wanted, mail
PYTHON
}

nothing_of_machine() {
    local word
    for word in "$(hostname)" "$(id -un)@" "$TMPDIR" porchlight curl; do
        ! grep -qiF -- "$word" "$1/mails" || { echo "found: $word" && return 1; }
    done
}
