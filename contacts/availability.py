"""Who is there at one moment: hours, clock changes, absences and cover, decided here and nowhere else.

Pure: facts come in, the moment is an argument, and every answer carries its reason. Times of day are local wall time;
instants are aware datetimes. A line that is open from 17:00 to 09:00 is open 15 hours over the night the clocks go
forward and 17 over the night they go back, with neither a gap nor an overlap.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
BANK_HOLIDAY = 7
LOOK_AHEAD = 14  # days; a line that does not open within a fortnight is as good as shut
FOLLOW_COVER = 2  # a cover who is away may be covered once more
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Hours:
    """One stretch of one day: 0 is Monday, 7 a bank holiday. Closing at or before opening means the next day."""

    day: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a line is answered at a moment. `until` is None when it never shuts; `opens` None when not known to open."""

    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None


ALWAYS_OPEN = Opening(True)


def opening(week, at, holidays=frozenset()):
    """Whether `week` (a sequence of `Hours`) is open at the instant `at`, until when, or when it opens next.

    `holidays` are the bank holidays (dates) that hold there. On one, the rows for bank holidays apply; a line without
    such rows is shut, unless it is open round the clock all week. An empty week is never open: ask for the hours first.
    """
    if _round_the_clock(week):
        return ALWAYS_OPEN
    local = at.astimezone(LONDON).date()
    spans = _spans(week, local - timedelta(days=1), local + timedelta(days=LOOK_AHEAD), holidays)
    for starts, ends in spans:
        if starts <= at < ends:
            return Opening(True, until=ends)
        if starts > at:
            return Opening(False, opens=starts)
    return Opening(False)


def _round_the_clock(week):
    return {hours.day for hours in week if hours.opens == hours.closes == MIDNIGHT} >= set(range(7))


def _spans(week, first, last, holidays):
    """The stretches from `first` to `last` as instants, in order, with those that touch or overlap made one."""
    has_holiday_rows = any(hours.day == BANK_HOLIDAY for hours in week)
    raw = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        weekday = BANK_HOLIDAY if day in holidays else day.weekday()
        if weekday == BANK_HOLIDAY and not has_holiday_rows:
            continue
        for hours in week:
            if hours.day == weekday:
                closing_day = day if hours.closes > hours.opens else day + timedelta(days=1)
                raw.append((_instant(day, hours.opens, fold=0), _instant(closing_day, hours.closes, fold=1)))
    merged = []
    for starts, ends in sorted(raw):
        if merged and starts <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], ends)
        else:
            merged.append([starts, ends])
    return merged


def _instant(day: date, clock: time, fold: int) -> datetime:
    """Local wall time as an instant. In the repeated hour we open at the first and close at the second: never a gap."""
    return datetime.combine(day, clock, tzinfo=LONDON).replace(fold=fold).astimezone(UTC)


class ClockChange(StrEnum):
    """What is odd about a local time on a night the clocks change."""

    SKIPPED = "skipped"
    REPEATED = "repeated"


def moment(local, fold=None):
    """The instant of a naive local time, or a `ClockChange` when that time does not exist or comes twice.

    `fold` answers the question for a repeated time: 0 the first, 1 the second.
    """
    first, second = (local.replace(tzinfo=LONDON, fold=side) for side in (0, 1))
    if first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != local:
        return ClockChange.SKIPPED
    if first.utcoffset() != second.utcoffset():
        return ClockChange.REPEATED if fold is None else (second if fold else first).astimezone(UTC)
    return first.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Away:
    """One absence that holds at the moment asked about, and the key of whoever agreed to cover it here, if anybody did."""

    ends: datetime
    cover: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a post. `week` is their own pattern, or their team's when they have none; empty when nobody knows."""

    key: str
    name: str
    week: tuple = ()
    away: Away | None = None
    deputy: bool = False
    order: int = 1
    term_time_only: bool = False


class State(StrEnum):
    """How somebody stands at a moment."""

    ON = "on"
    OFF = "off"
    AWAY_COVERED = "away, covered"
    AWAY = "away"
    UNSURE = "hours not known"


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's turn on the ladder: how they stand, until when (or when back), and whom they stand in for."""

    person: Person
    state: State
    until: datetime | None = None
    instead_of: Person | None = None

    @property
    def can_be_rung(self):
        return self.state is State.ON


def standing(person, at, holidays=frozenset()):
    """How one person stands at `at`: a `Turn` without anybody to stand in for."""
    if person.away:
        return Turn(person, State.AWAY_COVERED if person.away.cover else State.AWAY, person.away.ends)
    if not person.week:
        return Turn(person, State.UNSURE)
    hours = opening(person.week, at, holidays)
    return Turn(person, State.ON, hours.until) if hours.is_open else Turn(person, State.OFF, hours.opens)


def turns(people, at, holidays=frozenset(), covers=None):
    """Everybody in a post, in the order to ring them at `at`.

    First whoever holds the post and is on duty, then whoever agreed to cover a holder who is away (`covers` maps a key
    to that `Person`; a cover who is away is followed to theirs, twice at most), then deputies on duty in their order,
    then those whose hours nobody knows, then those who are not there, holders first. Nobody appears twice.
    """
    covers = covers or {}
    standings = [standing(person, at, holidays) for person in sorted(people, key=lambda p: (p.deputy, p.order, p.name))]
    holders = [turn for turn in standings if not turn.person.deputy]
    deputies = [turn for turn in standings if turn.person.deputy]
    covering = [turn for holder in holders if (turn := _cover(holder, at, holidays, covers))]
    ordered = (
        [turn for turn in holders if turn.can_be_rung]
        + [turn for turn in covering if turn.can_be_rung]
        + [turn for turn in deputies if turn.can_be_rung]
        + [turn for turn in covering + standings if turn.state is State.UNSURE]
        + [turn for turn in standings if not turn.can_be_rung and turn.state is not State.UNSURE]
    )
    seen, once = set(), []
    for turn in ordered:
        if turn.person.key not in seen:
            seen.add(turn.person.key)
            once.append(turn)
    return once


def _cover(holder, at, holidays, covers):
    """Whoever really covers `holder` now: on duty, or with hours that nobody knows."""
    person, followed = holder.person, 0
    while person.away and person.away.cover in covers and followed < FOLLOW_COVER:
        person, followed = covers[person.away.cover], followed + 1
    if person is holder.person or person.away:
        return None
    turn = standing(person, at, holidays)
    return replace(turn, instead_of=holder.person) if turn.state in (State.ON, State.UNSURE) else None
