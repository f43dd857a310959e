#!/usr/bin/env bash
# A CUPS of the test's own, with a driverless queue "Lobby" on a printer in software (ippeveprinter). Everything lies in
# one folder, and nothing of it meets the machine's own CUPS, D-Bus or Avahi.
# usage: cups_rig.sh start DIR | cupsd DIR | stop DIR      stop removes DIR
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
d=$2
export PATH=$PATH:/usr/sbin:/sbin DBUS_SYSTEM_BUS_ADDRESS=unix:path=$d/bus CUPS_SERVER=$d/sock

# wait_for COMMAND…: until it succeeds, ten seconds at most
wait_for() {
    local n
    for ((n = 0; n < 200; n++)); do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.05
    done
    echo "not within ten seconds: $*" >&2
    return 1
}

start_cupsd() {
    rm -f "$d/sock"
    cupsd -f -c "$d/etc/cupsd.conf" -s "$d/etc/cups-files.conf" </dev/null >>"$d/log/cupsd" 2>&1 &
    echo $! >"$d/cupsd.pid"
    wait_for lpstat -r
}

write_settings() {
    cat >"$d/etc/cups-files.conf" <<END
ServerRoot $d/etc
RequestRoot $d/spool
CacheDir $d/cache
StateDir $d/state
TempDir $d/spool/tmp
ErrorLog $d/log/error
AccessLog $d/log/access
PageLog $d/log/page
Printcap $d/printcap
SystemGroup root
END
    # who may do what is as Debian has it, but that the test may set up its queue without a password
    cat >"$d/etc/cupsd.conf" <<END
Listen $d/sock
LogLevel info
DirtyCleanInterval 0
JobKillDelay 2
Browsing Off
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  <Limit Cancel-Job CUPS-Authenticate-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
END
    cat >"$d/dbus.conf" <<END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path=$d/bus</listen><auth>EXTERNAL</auth><policy context="default"><allow own="*"/>
<allow user="*"/><allow send_destination="*" eavesdrop="true"/><allow receive_sender="*"/></policy></busconfig>
END
    printf '[server]\nuse-ipv6=no\nallow-interfaces=lo\n[publish]\npublish-workstation=no\n' >"$d/avahi.conf"
    # what the printer does with a page: DIR/way says ok, or a trouble that lasts until it says ok
    cat >"$d/print" <<END
#!/bin/bash
touch "$d/busy"
way=\$(cat "$d/way")
if [ "\$way" != ok ]; then
    echo "STATE: +\$way" >&2
    while [ "\$(cat "$d/way")" != ok ]; do sleep 0.1; done
    echo "STATE: -\$way" >&2
fi
cp "\${!#}" "$d/out/page.tmp" && mv "$d/out/page.tmp" "$d/out/\$\$.pdf"
rm "$d/busy"
END
    chmod 755 "$d/print"
    echo ok >"$d/way"
}

stopped() { ! kill -0 "$(cat "$d/cupsd.pid")" "$(cat "$d/printer.pid")"; }
listens() { (exec 3<>"/dev/tcp/localhost/$1"); }

# its port is not known before it runs, so several are tried
start_printer() {
    local port n
    for n in 1 2 3 4 5; do
        port=$((20000 + (RANDOM + $$) % 12000))
        # DNS-SD is off, but it does not start where there is no Avahi
        ippeveprinter -r off -n localhost -p "$port" -d "$d/inbox" -c "$d/print" -f application/pdf Slips \
            </dev/null >>"$d/log/printer" 2>&1 &
        echo $! >"$d/printer.pid"
        if wait_for listens "$port" && lpadmin -p Lobby -E -v "ipp://localhost:$port/ipp/print" -m everywhere; then
            wait_for test -s "$d/etc/ppd/Lobby.ppd" # cupsd makes it after it has answered
            return
        fi
        kill "$(cat "$d/printer.pid")" 2>/dev/null
    done
    return 1
}

case $1 in
start)
    mkdir -p "$d"/{etc,spool/tmp,cache,state,log,out,inbox}
    chmod 755 "$d"
    write_settings
    dbus-daemon --config-file="$d/dbus.conf" --nofork --nopidfile </dev/null >>"$d/log/dbus" 2>&1 &
    echo $! >"$d/dbus.pid"
    wait_for test -S "$d/bus" || exit 1
    avahi-daemon --no-drop-root --no-chroot --no-rlimits -f "$d/avahi.conf" </dev/null >>"$d/log/avahi" 2>&1 &
    echo $! >"$d/avahi.pid"
    start_cupsd && start_printer
    ;;
cupsd) start_cupsd ;;
stop)
    for name in printer cupsd avahi dbus; do
        pid=$(cat "$d/$name.pid" 2>/dev/null) || continue
        kill -CONT "$pid" 2>/dev/null
        kill "$pid" 2>/dev/null
    done
    wait_for stopped
    rm -rf "$d"
    ;;
esac
