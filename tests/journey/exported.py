# What an export holds, read by others: usage: exported.py ics|csv|json FILE ID-ANSWERED ID-CLOSED
# SPDX-License-Identifier: GPL-3.0-or-later
import csv
import datetime
import json
import sys

kind, path, one, two = sys.argv[1:]
raw = open(path, "rb").read()

if kind == "ics":
    import icalendar

    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    cal = icalendar.Calendar.from_ical(raw)
    assert cal["VERSION"] == "2.0" and cal["METHOD"] == "PUBLISH" and "Porchlight" in cal["PRODID"]
    events = {str(e["UID"]): e for e in cal.walk("VEVENT")}
    assert set(events) == {one + "@porchlight.invalid", two + "@porchlight.invalid"}, events
    e = events[one + "@porchlight.invalid"]
    assert e["SUMMARY"] == "Meeting" and e["STATUS"] == "TENTATIVE"
    assert e["LOCATION"] == "Riverside Welcome Centre"
    # 10:00 in Los Angeles, in winter
    assert e["DTSTART"].dt == datetime.datetime(2099, 12, 3, 18, 0, tzinfo=datetime.timezone.utc), e["DTSTART"].dt
    assert e["DTEND"].dt - e["DTSTART"].dt == datetime.timedelta(minutes=30)
    closed = events[two + "@porchlight.invalid"]
    assert closed["STATUS"] == "CANCELLED"
    assert closed["LOCATION"] == "Riverside Library, 12 Main Street, Riverside"
elif kind == "csv":
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines(keepends=True), strict=True))
    assert [r["id"] for r in rows] and {r["id"] for r in rows} == {one, two}
    by = {r["id"]: r for r in rows}
    assert all(None not in r and None not in r.values() for r in rows)
    assert {r["name"] for r in rows} == {"'=1+1", "'=1+2"}  # a formula is text
    assert by[one]["answer"] == "meet" and by[one]["answer_time"] == "10:00" and by[one]["promise"] == "given"
    assert by[two]["state"] == "closed" and by[two]["promise"] == "given back"
else:
    all_of_them = json.loads(raw)
    by = {r["id"]: r for r in all_of_them}
    assert set(by) == {one, two}
    assert {r["request"]["name"] for r in all_of_them} == {"=1+1", "=1+2"}
    assert by[one]["answer"]["time"] == "10:00" and by[one]["answer"]["officer"] == "rivera", by[one]["answer"]
    assert len(by[one]["answer_by"]) == 43 and by[one]["promise"] == "given"
