"""A mail server for tests, good or bad, on a free port of this machine.

usage: smtp_server.py KIND FOLDER [CERTIFICATE KEY]
Writes the port to FOLDER/port when it listens, a line of JSON for each mail to FOLDER/mails, and a line for each
connection to FOLDER/calls. Runs until its input ends. KIND is a name of GOOD or BAD below.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import asyncio
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

FOLDER = sys.argv[2] if len(sys.argv) > 2 else "."


def note(name, text):
    with open(os.path.join(FOLDER, name), "a", encoding="utf-8") as f:
        f.write(text + "\n")


class Keeper:
    """Takes every mail and writes down what came over the line."""

    async def handle_DATA(self, server, session, envelope):
        note("mails", json.dumps({
            "ehlo": session.host_name,
            "tls": session.ssl is not None or KIND == "smtps",
            "user": session.auth_data.login.decode() if session.auth_data else None,
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "options": envelope.mail_options,
            "content": envelope.content.decode("latin-1"),
        }))
        return "250 Taken"


class NoRecipient(Keeper):
    async def handle_RCPT(self, server, session, envelope, address, options):
        return "550 No such\033[31m desk here"


class NoMessage(Keeper):
    async def handle_DATA(self, server, session, envelope):
        return "554 Not today"


class Later(Keeper):
    async def handle_MAIL(self, server, session, envelope, address, options):
        return "451 Try again later"


def login(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data.login == b"kiosk" and data.password == b"a secret of 22 letters"
    return AuthResult(success=good, handled=False, auth_data=data)


def tls():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
    return context


GOOD = {
    "plain": lambda: SMTP(Keeper()),
    "starttls": lambda: SMTP(Keeper(), tls_context=tls(), require_starttls=True),
    "login": lambda: SMTP(Keeper(), tls_context=tls(), require_starttls=True, auth_required=True, authenticator=login),
    "smtps": lambda: SMTP(Keeper()),
    "no-recipient": lambda: SMTP(NoRecipient()),
    "no-message": lambda: SMTP(NoMessage()),
    "later": lambda: SMTP(Later()),
}


async def silence(reader, writer):
    await reader.read(-1)


async def drop(reader, writer):
    writer.close()


async def drop_later(reader, writer):
    writer.write(b"220 here\r\n")
    await reader.readline()
    writer.close()


async def drop_after_data(reader, writer):
    writer.write(b"220 here\r\n")
    while line := await reader.readline():
        if line.startswith(b"DATA"):
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
            break
        writer.write(b"250 yes\r\n")
    writer.close()


async def nonsense(reader, writer):
    writer.write(b"\x00\xff\x1b[2J<html>\r\n" * 20)
    await writer.drain()
    await reader.read(100)
    writer.close()


async def endless(reader, writer):
    """A greeting that never ends, as fast as it is read."""
    while not writer.is_closing():
        writer.write(b"220-still greeting you\r\n" * 2000)
        await writer.drain()


async def one_line(reader, writer):
    """A line that never ends."""
    while not writer.is_closing():
        writer.write(b"2" * 65536)
        await writer.drain()


async def wrong_codes(reader, writer):
    writer.write(b"220 here\r\n")
    while await reader.readline():
        writer.write(b"999 what\r\n")


BAD = {f.__name__.replace("_", "-"): f
       for f in (silence, drop, drop_later, drop_after_data, nonsense, endless, one_line, wrong_codes)}


async def guarded(talk, reader, writer):
    note("calls", "call")
    try:
        await talk(reader, writer)
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main():
    loop = asyncio.get_running_loop()
    if KIND in BAD:
        server = await asyncio.start_server(lambda r, w: guarded(BAD[KIND], r, w), "127.0.0.1", 0)
    else:
        def connected():
            note("calls", "call")
            return GOOD[KIND]()
        server = await loop.create_server(connected, "127.0.0.1", 0, ssl=tls() if KIND == "smtps" else None)
    port = server.sockets[0].getsockname()[1]
    with open(os.path.join(FOLDER, "port.new"), "w", encoding="ascii") as f:
        f.write(str(port))
    os.rename(os.path.join(FOLDER, "port.new"), os.path.join(FOLDER, "port"))
    await loop.run_in_executor(None, sys.stdin.read)  # until whoever started it ends
    os._exit(0)


KIND = sys.argv[1]
asyncio.run(main())
