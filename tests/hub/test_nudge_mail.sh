#!/usr/bin/env bash
# Mail to real servers on this machine, good and bad, by the real program: what arrives is compared byte by byte, and
# what does not arrive is said plainly. limit: 120
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2317 # functions are called through check
. tests/run/tap.sh
. tests/hub/servers.sh

# ---- certificates of our own ------------------------------------------------------------------------------------------
make_certificates

# ---- what arrives ------------------------------------------------------------------------------------------------------
# try NAME STATUS: the test message, and how the command ends
try() {
    local status=0
    "$PORCHLIGHTCTL" nudge test --site "$site" --wait "${WAIT:-10}" >"$TMPDIR/out" 2>&1 || status=$?
    same "$1: exit $2" "$2" "$status"
    [ "$status" = "$2" ] || sed 's/^/# /' "$TMPDIR/out"
}

start plain
settings "mail: {server: smtp://127.0.0.1:$port, from: kiosk@riverside.example, to: [a@riverside.example, b.c@x.example], require_tls: false}"
try 'a server on this machine' 0
check 'it says so' grep -q 'sent; the server said: 250 Taken' "$TMPDIR/out"
check 'just these bytes' received "$server" \
    '{"ehlo": "riverside.example", "tls": false, "user": null, "from": "kiosk@riverside.example", "to": ["a@riverside.example", "b.c@x.example"]}' \
    'Date: DATE
From: kiosk@riverside.example
To: a@riverside.example,
 b.c@x.example
Message-ID: <ID@riverside.example>
Subject: test from Riverside Welcome Centre
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: text/plain; charset=us-ascii
Content-Transfer-Encoding: 7bit

test from Riverside Welcome Centre
'
check 'nothing of this machine' nothing_of_machine "$server"

start plain
settings "mail: {server: smtp://localhost:$port, from: kiosk@riverside.example, to: [a@riverside.example], require_tls: false}" \
    'مركز ريفرسايد الترحيبي للقادمين الجدد إلى المدينة'
try 'a name in Arabic' 0
check 'arrives as it is written' python3 - "$server/mails" <<'PYTHON'
import email, email.policy, json, sys
m = json.loads(open(sys.argv[1]).readline())["content"].encode("latin-1")
assert all(b < 128 for b in m) and max(map(len, m.split(b"\r\n"))) <= 76, m
m = email.message_from_bytes(m, policy=email.policy.default)
words = "test from مركز ريفرسايد الترحيبي للقادمين الجدد إلى المدينة"
assert m["Subject"] == words and m.get_content().strip() == words, (m["Subject"], m.get_content())
PYTHON

start starttls "$TMPDIR/good.pem"
mail="server: smtp://localhost:$port, from: kiosk@riverside.example, to: [a@riverside.example]"
settings "mail: {$mail, ca_file: $TMPDIR/ca.pem}"
try 'STARTTLS, a certificate we trust' 0
check 'encrypted' grep -q '"tls": true' "$server/mails"
settings "mail: {$mail}"
try 'STARTTLS, a certificate nobody vouches for' 1
check 'said so' grep -q 'its certificate is not trusted' "$TMPDIR/out"
settings "mail: {$mail, require_tls: false}"
try '… nor without require_tls' 1
same 'one mail in all' 1 "$(wc -l <"$server/mails")"

start starttls "$TMPDIR/other.pem"
settings "mail: {server: smtp://localhost:$port, from: kiosk@riverside.example, to: [a@riverside.example], ca_file: $TMPDIR/ca.pem}"
try "STARTTLS, another server's certificate" 1
refuse 'nothing was sent' test -e "$server/mails"

start plain
settings "mail: {server: smtp://localhost:$port, from: kiosk@riverside.example, to: [a@riverside.example]}"
try 'no STARTTLS where it is required' 1
refuse 'nothing was sent in the clear' test -e "$server/mails"

start smtps "$TMPDIR/good.pem"
settings "mail: {server: smtps://localhost:$port, from: kiosk@riverside.example, to: [a@riverside.example], ca_file: $TMPDIR/ca.pem}"
try 'TLS from the first byte' 0
same 'arrived' 1 "$(wc -l <"$server/mails")"

# ---- logging in --------------------------------------------------------------------------------------------------------
start login "$TMPDIR/good.pem"
printf 'a secret of 22 letters\n' >"$TMPDIR/password"
chmod 600 "$TMPDIR/password"
settings "mail: {server: smtp://localhost:$port, from: kiosk@riverside.example, to: [a@riverside.example], ca_file: $TMPDIR/ca.pem, user: kiosk, password_file: $TMPDIR/password}"
try 'with a password' 0
check 'as that user' grep -q '"user": "kiosk"' "$server/mails"
chmod 604 "$TMPDIR/password"
try 'a password that everyone can read' 1
check 'says what to do' grep -q 'chmod 600' "$TMPDIR/out"
chmod 600 "$TMPDIR/password"
echo 'another' >"$TMPDIR/password"
try 'a wrong password' 1
check 'says so' grep -q 'refuses the user or the password' "$TMPDIR/out"
printf '\nsecond line\n' >"$TMPDIR/password"
try 'an empty password' 1
printf 'a\033secret\n' >"$TMPDIR/password"
try 'a password with a control character' 1
rm "$TMPDIR/password"
try 'no password' 1
mkfifo -m 600 "$TMPDIR/password"
try 'a pipe for a password' 1
same 'one mail in all' 1 "$(wc -l <"$server/mails")"
refuse 'no password in what was printed' grep -qE 'another|secret of' "$TMPDIR/out"

# ---- servers that say no, say nonsense, or nothing -------------------------------------------------------------------------
bad() {
    local kind=$1 wanted=$2 words=$3
    start "$kind"
    settings "mail: {server: smtp://127.0.0.1:$port, from: kiosk@riverside.example, to: [a@riverside.example], require_tls: false}"
    WAIT=2 try "$kind" "$wanted"
    check "$kind: $words" grep -q "$words" "$TMPDIR/out"
    check "$kind: nothing that moves a terminal" plain_text "$TMPDIR/out"
}
plain_text() { ! LC_ALL=C grep -q '[^ -~]' "$1"; }
bad no-recipient 1 'refuses the message (550'
bad no-message 1 'refuses the message (554 Not today)'
bad later 1 'refuses the message (451'
bad silence 3 'does not answer in time'
bad drop 3 'broke off'
bad drop-later 3 'broke off'
bad drop-after-data 3 'broke off'
bad nonsense 3 'mail server'
bad wrong-codes 3 'broke off'
bad endless 3 'mail server'
bad one-line 3 'mail server'
settings "mail: {server: smtp://127.0.0.1:$port, from: kiosk@riverside.example, to: [a@riverside.example], require_tls: false}"
stop
WAIT=2 try 'nobody there' 3
check 'said so' grep -q 'cannot be reached' "$TMPDIR/out"
settings "mail: {server: smtp://no-such-host.invalid, from: kiosk@riverside.example, to: [a@riverside.example], require_tls: false}"
WAIT=2 try 'a name nobody has' 3
check 'said so' grep -qE 'name is not found|in time' "$TMPDIR/out"

# ---- the file ------------------------------------------------------------------------------------------------------------
mkdir "$TMPDIR/drop"
settings "file: $TMPDIR/drop"
umask 077
try 'a file' 0
umask 022
same 'one line, for everyone to read' 'test from Riverside Welcome Centre 644' \
    "$(cat "$TMPDIR/drop/porchlight.txt") $(stat -c %a "$TMPDIR/drop/porchlight.txt")"
same 'and nothing beside it' porchlight.txt "$(ls -A "$TMPDIR/drop")"
rm "$TMPDIR/drop/porchlight.txt"
echo precious >"$TMPDIR/precious"
ln -s "$TMPDIR/precious" "$TMPDIR/drop/porchlight.txt"
try 'a link stands there' 0
same 'what it led to is as before' precious "$(cat "$TMPDIR/precious")"
settings "file: $TMPDIR/nowhere"
try 'no folder' 3

# ---- the command line --------------------------------------------------------------------------------------------------
settings ''
try 'nothing asked for' 1
try_words() {
    local status=0
    "$PORCHLIGHTCTL" nudge "$@" >"$TMPDIR/out" 2>&1 || status=$?
    echo $status
}
same 'no word' 2 "$(try_words)"
same 'another word' 2 "$(try_words push)"
same 'two words' 2 "$(try_words test test)"
same 'a wait that is none' 2 "$(try_words test --wait 0)"
same 'no such folder' 3 "$(try_words test --site "$TMPDIR/no-such-site")"
same 'help' 0 "$(try_words --help)"
check 'one line an option' grep -q -- '--wait SECONDS' "$TMPDIR/out"
stop
finish
