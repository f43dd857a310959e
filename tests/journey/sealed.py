"""What a request tells, and to whom. SPDX-License-Identifier: GPL-3.0-or-later

sealed.py beside DATA COPY COMMAND...   runs a journey while another reader holds the database open, so that its journal
                                        cannot be emptied; COPY is what the folder held when the journey was over
sealed.py same EXPECTED.json SHOWN      `porchlightctl requests show --json` says just this of the request
sealed.py clear FILE-OR-FOLDER WORD...  fails when a word stands in some file as plain bytes
sealed.py words SHOWN                   the words of a request that nobody may read without the key, one a line
"""

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
    status = subprocess.run(command, check=False).returncode
    shutil.copytree(data, copy)
    db.close()
    sys.exit(status)


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


{"beside": beside, "same": same, "words": words, "clear": clear}[sys.argv[1]](*sys.argv[2:])
