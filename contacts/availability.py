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
SUNDAY, BANK_HOLIDAY = 6, 7
LOOK_AHEAD = 14  # days; a line that does not open within a fortnight is as good as shut
FOLLOW_COVER = 2  # a cover who is away may be covered once more
MIDNIGHT = time(0)
CHANGES_AT = time(1)  # UTC, on both nights: Summer Time Act 1972, section 1


@dataclass(frozen=True, slots=True)
class Hours:
    """One stretch of one day: 0 is Monday, 7 a bank holiday. Closing at or before opening means the next day."""

    day: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a line is answered at a moment. `until` is None when it does not shut; `opens` None when it does not open.

    `known` is False when nobody has told us the hours: then it may be answered, or may not.
    """

    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None
    known: bool = True


def opening(week, at, holidays=frozenset()):
    """Whether `week` (a sequence of `Hours`) is open at the instant `at`, until when, or when it opens next.

    `holidays` are the bank holidays (dates) that hold there. On one, the rows for bank holidays apply; where a line has
    none, it keeps its Sunday: an office stays shut, and a night and weekend team is there. Looks a fortnight ahead: what
    does not shut by then is open round the clock, and what does not open by then is shut.
    """
    if not week:
        return Opening(False, known=False)
    if _round_the_clock(week):
        return Opening(True)
    free_day = BANK_HOLIDAY if any(hours.day == BANK_HOLIDAY for hours in week) else SUNDAY
    today = at.astimezone(LONDON).date()
    until = None
    for offset in range(-1, LOOK_AHEAD + 1):
        day = today + timedelta(days=offset)
        for starts, ends in _spans(week, day, free_day if day in holidays else day.weekday()):
            if until is not None and starts > until:
                return Opening(True, until)
            if until is None and starts > at:
                return Opening(False, opens=starts)
            if ends > at:
                until = max(until or ends, ends)
    # A stretch that still runs when we stop looking has met no gap.
    shuts = until is not None and until < _instant(today + timedelta(days=LOOK_AHEAD), MIDNIGHT)
    return Opening(until is not None, until if shuts else None)


def _round_the_clock(week):
    """Whether every day is open from midnight to midnight: what the search for a gap would find, at once."""
    all_day = {hours.day for hours in week if hours.opens == hours.closes == MIDNIGHT}
    return all_day >= {*range(7), *(hours.day for hours in week)}


def _spans(week, day, weekday):
    """The stretches that begin on `day`, kept like `weekday`, as instants in order. A stretch of no length is left out."""
    spans = []
    for hours in week:
        if hours.day == weekday:
            closing_day = day if hours.closes > hours.opens else day + timedelta(days=1)
            spans.append((_instant(day, hours.opens), _instant(closing_day, hours.closes)))
    return sorted(span for span in spans if span[0] < span[1])


def _instant(day: date, clock: time) -> datetime:
    """Local wall time as an instant: in the repeated hour its first coming, in the skipped hour the end of it.

    One line's closing and the next one's opening at the same wall time are the same instant on every night, so that a
    handover leaves neither a gap nor two on duty.
    """
    local = datetime.combine(day, clock, tzinfo=LONDON)
    before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
    if before < after:  # skipped: both readings lie off the clock, and the change lies where the later offset began
        local = datetime.combine(day, CHANGES_AT, tzinfo=UTC)
    return local.astimezone(UTC)


def day_of(at):
    """The local day in which `at` lies, as (its midnight, the next midnight): what may be looked up before deciding."""
    day = at.astimezone(LONDON).date()
    return _instant(day, MIDNIGHT), _instant(day + timedelta(days=1), MIDNIGHT)


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


# What a cover's state must be for it to count: somebody said yes, on the page or by telephone.
AGREED = frozenset({"accepted", "by_phone"})


def holds(starts, ends, at):
    """Whether an absence from the instant `starts` up to, not including, `ends` holds at `at`."""
    return starts <= at < ends


def counts(state):
    """Whether a cover in this state (`Cover.State`) stands in; until it is agreed to, it does not."""
    return state in AGREED


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
    hours = opening(person.week, at, holidays)
    if not hours.known:
        return Turn(person, State.UNSURE)
    return Turn(person, State.ON, hours.until) if hours.is_open else Turn(person, State.OFF, hours.opens)


def turns(people, at, holidays=frozenset(), covers=None):
    """Everybody in a post, in the order to ring them at `at`.

    First whoever holds the post and is on duty, then whoever agreed to cover a holder who is away (`covers` maps a key
    to that `Person`; a cover who is away is followed to theirs, twice at most), then deputies on duty in their order and
    those who cover them, then those whose hours nobody knows, then those who are not there, holders and their covers
    first. Nobody appears twice.
    """
    covers = covers or {}
    standings = [standing(person, at, holidays) for person in sorted(people, key=_place_in_line)]
    rows = []
    for group in ([turn for turn in standings if not turn.person.deputy], [turn for turn in standings if turn.person.deputy]):
        rows += group + [cover for turn in group if (cover := _cover(turn, at, holidays, covers))]
    ordered = (
        [turn for turn in rows if turn.can_be_rung]
        + [turn for turn in rows if turn.state is State.UNSURE]
        + [turn for turn in rows if not turn.can_be_rung and turn.state is not State.UNSURE]
    )
    seen, once = set(), []
    for turn in ordered:
        if turn.person.key not in seen:
            seen.add(turn.person.key)
            once.append(turn)
    return once


def _place_in_line(person):
    return person.deputy, person.order, person.name, person.key


def _cover(turn, at, holidays, covers):
    """The turn of whoever really covers somebody who is away, or None: a cover who is away too is followed to theirs."""
    person, followed = turn.person, 0
    while person.away and person.away.cover in covers and followed < FOLLOW_COVER:
        person, followed = covers[person.away.cover], followed + 1
    if person.away or person is turn.person:
        return None
    return replace(standing(person, at, holidays), instead_of=turn.person)
