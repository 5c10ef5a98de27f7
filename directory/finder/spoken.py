"""What people say of time and place in a sentence: "2am", "friday 16:45", "lives in Enfield, works in Haringey". Pure."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Somebody who names a day and no time is told who answers in the middle of the morning.
MORNING = (10, 0)
CLOCK = re.compile(
    r"\b(?:at\s+)?(?:(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)\s*(?P<half>am|pm)?|(?P<hours>1[0-2]|0?[1-9])\s*(?P<halves>am|pm)|"
    r"(?P<named>midnight|midday|noon))\b",
    re.IGNORECASE,
)
DAY = re.compile(rf"\b(?P<before>(?:on|this|next)\s+)?(?P<day>{'|'.join(DAYS)}|tomorrow|the weekend|weekend)\b", re.IGNORECASE)
NAMED = {"midnight": (0, 0), "midday": (12, 0), "noon": (12, 0)}
# What each way of saying it tells of a place: the key of a role that such a place answers.
PHRASES = {
    "home": r"liv(?:es?|ing)|resid(?:es|ent|ing)|home\s+is|stay(?:s|ing)",
    "employer": r"works?|working|employed|volunteers?|teaches|teaching|job\s+is",
    "incident": r"happened|occurred|took\s+place",
    "holding_authority": r"looked\s+after|in\s+care|open|known|plan\s+is",
    "where_now": r"(?:is\s+|now\s+)?(?:currently|visiting|placed)",
}
BY = {"holding_authority": "by|in|to|with"}
PHRASE = re.compile(
    "|".join(rf"(?P<{key}>\b(?:{words})\s+(?:{BY.get(key, 'in|at|near')})\s+)" for key, words in PHRASES.items()),
    re.IGNORECASE,
)
# A place ends where the next thing about somebody begins.
ENDS = re.compile(r"\s*(?:[,;.]|\b(?:and|but|who|then|whose)\b).*", re.IGNORECASE | re.DOTALL)


class Moment(NamedTuple):
    """A local time without a time zone that was named, and the text that named it; no time when none was."""

    at: datetime | None = None
    text: str = ""


def moment(text, now, *, alone=False):
    """The `Moment` named in `text`, the next one after the local time `now`.

    A weekday counts with a clock time, after "on", "this" or "next", or – with `alone` – by itself: it may be a name as well.
    """
    clock, day = CLOCK.search(text), DAY.search(text)
    if day and not (clock or day["before"] or alone or day["day"].casefold() == "tomorrow"):
        day = None
    if not (clock or day):
        return Moment()
    hour, minute = _clock(clock) if clock else MORNING
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if day:
        at += timedelta(days=_days_until(day, now, at))
    elif at <= now:
        at += timedelta(days=1)
    return Moment(at, " ".join(found[0] for found in (clock, day) if found))


def _clock(found):
    if found["named"]:
        return NAMED[found["named"].casefold()]
    hour, minute = int(found["hour"] or found["hours"]), int(found["minute"] or 0)
    half = (found["half"] or found["halves"] or "").casefold()
    if half == "pm" and hour < 12:
        return hour + 12, minute
    return (0, minute) if half == "am" and hour == 12 else (hour, minute)


def _days_until(day, now, at):
    name = day["day"].casefold().removeprefix("the ")
    if name == "tomorrow":
        return 1
    wanted = DAYS.index("saturday" if name == "weekend" else name)
    days = (wanted - now.weekday()) % 7
    return 7 if days == 0 and at <= now else days


def places(text):
    """What is said of places in `text`: key of a role → the words of the place, in the order they were said."""
    found, said = list(PHRASE.finditer(text)), {}
    for nth, each in enumerate(found):
        until = found[nth + 1].start() if nth + 1 < len(found) else len(text)
        place = ENDS.sub("", text[each.end() : until]).strip()
        if place:
            said.setdefault(each.lastgroup, place)
    return said


def without_places(text):
    """`text` before the first thing that is said of a place."""
    found = PHRASE.search(text)
    return text[: found.start()] if found else text
