"""Reads hours as people write them: "Monday to Friday 9am to 5pm; Saturday 10-12". Pure."""

import re
from datetime import time

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
GROUPS = {"weekdays": range(5), "weekends": range(5, 7), "every day": range(7), "daily": range(7)}
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_SPAN = re.compile(rf"^(?P<days>.*?)\s*{_CLOCK}\s*(?:-|–|to|until)\s*{_CLOCK}$")
_BETWEEN = re.compile(r"\s*(?:-|–|\bto\b)\s*")
_WORDED = {"noon": "12pm", "midday": "12pm", "midnight": "12am"}


def understood(typed):
    """The working hours somebody typed, as (day, starts, ends), Monday being 0. Raises ValueError when they cannot be read.

    Nobody's day ends before it begins: hours past midnight are a rota's, and are refused.
    """
    parts = [part.strip() for part in re.split(r"[;\n]", typed.casefold()) if part.strip()]
    spans = [span for part in parts for span in _part(part)]
    if not spans:
        raise ValueError("There are no hours in it.")
    return sorted(set(spans))


def _part(part):
    for word, clock in _WORDED.items():
        part = part.replace(word, clock)
    found = _SPAN.match(part.rstrip("."))
    if found is None:
        raise ValueError("It is not days and times.")
    days, *clocks = found.groups()
    starts, ends = _clock(*clocks[:3]), _clock(*clocks[3:])
    if not clocks[2] and not clocks[5] and ends <= starts and ends.hour < 12:
        # "9 to 5" is a day's work.
        ends = ends.replace(hour=ends.hour + 12)
    if ends <= starts:
        raise ValueError("It ends before it begins.")
    return [(day, starts, ends) for day in _days(days.strip(" :,"))]


def _days(said):
    if not said:
        return range(5)
    if said in GROUPS:
        return GROUPS[said]
    found = []
    for piece in re.split(r",|&|\band\b", said):
        ends = [_day(word) for word in _BETWEEN.split(piece.strip())]
        if len(ends) > 2 or ends[0] > ends[-1]:
            raise ValueError("Those days are out of order.")
        found += range(ends[0], ends[-1] + 1)
    return found


def _day(word):
    matches = [nth for nth, day in enumerate(DAYS) if len(word) >= 3 and (day.startswith(word) or word == f"{day}s")]
    if len(matches) != 1:
        raise ValueError("That is no day of the week.")
    return matches[0]


def _clock(hour, minute, half):
    hour, minute = int(hour), int(minute or 0)
    if half and not 1 <= hour <= 12:
        raise ValueError("There is no such time.")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise ValueError("There is no such time.")
    return time(hour, minute)


_RECORDED = re.compile(r"^(?P<day>\d|[A-Za-z ]+?) (\d\d):(\d\d)[–-](\d\d):(\d\d)$")


def recorded(text):
    """Hours as an event holds them ("0 09:00–17:00; 1 …", or with names of days), as (day, starts, ends); bank holidays are 7.

    Raises ValueError for anything else.
    """
    spans = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        found = _RECORDED.match(part)
        if found is None:
            raise ValueError("No event holds hours like that.")
        said, *clocks = found.groups()
        starts, ends = (time(*map(int, pair)) for pair in (clocks[:2], clocks[2:]))
        spans.append((int(said) if said.isdecimal() else 7 if said == "Bank holidays" else _day(said.casefold()), starts, ends))
    return spans
