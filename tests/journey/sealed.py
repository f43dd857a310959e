"""What a request tells, and to whom. SPDX-License-Identifier: GPL-3.0-or-later

sealed.py beside DATA COPY COMMAND...   runs a journey while another reader holds the database open, so that its journal
                                        cannot be emptied; COPY is what the folder held when the journey was over
sealed.py same EXPECTED.json SHOWN      `porchlightctl requests show --json` says just this of the request
sealed.py clear FILE-OR-FOLDER WORD...  fails when a word stands in some file as plain bytes
sealed.py words SHOWN                   the words of a request that nobody may read without the key, one a line
sealed.py ids DATA                      the requests that are kept, the newest first: what stands in the clear of them
sealed.py serve                         all of these, one after the other, without starting anew: on the input how many
                                        words, then each with a zero byte behind it; on the output what it says, and last
                                        a line of an EOT byte and the status
"""

import contextlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys

SHORTEST = 5  # bytes: what is shorter may stand in any heap of bytes by chance


def beside(data, copy, *command):
    db = sqlite3.connect(f"file:{data}/porchlight.db?mode=ro", uri=True, isolation_level=None)
    db.execute("BEGIN")
    db.execute("SELECT count(*) FROM request").fetchone()
    done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    print(done.stdout.decode(errors="replace"), end="")
    shutil.copytree(data, copy)
    db.close()
    sys.exit(done.returncode)


def request_of(path):
    with open(path, encoding="utf-8") as f:
        request = json.load(f)["request"]
    request.pop("received")
    request.pop("version", None)
    request.pop("readers", None)  # who can open it: the store's word, not the visitor's
    return request


def same(expected, path):
    wanted, got = json.loads(expected), request_of(path)
    if wanted != got:
        sys.exit(f"expected: {json.dumps(wanted, sort_keys=True)}\ngot:      {json.dumps(got, sort_keys=True)}")


def leaves(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, str):
        yield value


def words(path):
    request = request_of(path)
    # the sums of a month tell languages (store/counters.h); that the request does not: tests/unit/store/test_bytes.c
    request.pop("language")
    found = {w.lstrip("+") for w in leaves(request)}
    print("\n".join(sorted(w for w in found if len(w.encode()) >= SHORTEST)))


def clear(place, *wanted):
    files = [place] if os.path.isfile(place) else [os.path.join(d, f) for d, _, names in os.walk(place) for f in names]
    read = 0
    for path in files:
        with open(path, "rb") as f:
            content = f.read()
        read += len(content)
        for word in wanted:
            if word.encode() in content or word.encode("utf-16-le") in content:
                sys.exit(f"{os.path.basename(path)} has '{word}'")
    if not (read and wanted):
        sys.exit(f"nothing was looked for or at: {read} bytes, {len(wanted)} words")


def ids(data):
    with contextlib.closing(sqlite3.connect(f"file:{data}/porchlight.db?mode=ro", uri=True)) as db:
        for (name,) in db.execute("SELECT lower(hex(id)) FROM request ORDER BY rowid DESC"):
            print(name)


def serve():
    source = sys.stdin.buffer
    while line := source.readline():
        args = []
        for _ in range(int(line)):
            arg = bytearray()
            while (byte := source.read(1)) != b"\0":
                arg += byte
            args.append(arg.decode())
        said, status = io.StringIO(), 0
        with contextlib.redirect_stdout(said):
            try:
                WORDS[args[0]](*args[1:])
            except SystemExit as e:
                status = e.code if isinstance(e.code, int) else 1
                if not isinstance(e.code, int):
                    print(e.code)
            except Exception as e:  # a broken file is one case that failed, not the end of all of them
                status = 1
                print(repr(e))
        print(said.getvalue() + f"\n\x04{status}", flush=True)


WORDS = {"beside": beside, "same": same, "words": words, "clear": clear, "ids": ids, "serve": serve}
if __name__ == "__main__":
    WORDS[sys.argv[1]](*sys.argv[2:])
