"""Who is there at one moment: hours, closures, terms, clock changes, absences and cover, decided here and nowhere else.

Pure: facts come in, the moment is an argument, and every answer carries its reason. Times of day are local wall time;
instants are aware datetimes. A line that is open from 17:00 to 09:00 is open 15 hours over the night the clocks go
forward and 17 over the night they go back, with neither a gap nor an overlap.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SUNDAY, BANK_HOLIDAY = 6, 7
LOOK_AHEAD = 14  # days; a line that does not open within a fortnight is as good as shut
LONGEST_HOLIDAY = 70  # days between two terms; Northern Ireland's summer is about 63, and a longer gap means a missing term
FOLLOW_COVER = 2  # a cover who is away may be covered once more
MIDNIGHT = time(0)
CHANGES_AT = time(1)  # UTC, on both nights: Summer Time Act 1972, section 1


@dataclass(frozen=True, slots=True)
class Hours:
    """One stretch of one day: 0 is Monday, 7 a bank holiday. Closing at or before opening means the next day."""

    day: int
    opens: time
    closes: time


class Terms(NamedTuple):
    """School terms as (first day, last day) pairs, both included: a school's own and its council's. Own ones come first."""

    own: tuple = ()
    council: tuple = ()

    def hold(self, day):
        """Whether `day` lies in a term: True or False, or None when nobody has told us.

        A day between two terms is a holiday, unless the gap is longer than any holiday: then a term is missing.
        """
        known = (_in_term(terms, day) for terms in self if terms)
        return next((said for said in known if said is not None), None)


def _in_term(terms, day):
    if any(first <= day <= last for first, last in terms):
        return True
    before = max((last for _, last in terms if last < day), default=None)
    after = min((first for first, _ in terms if first > day), default=None)
    return False if before and after and (after - before).days <= LONGEST_HOLIDAY else None


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which a week is kept: not when the agency is closed and, where `terms` are given, not in school holidays.

    `closures` are (first day, last day, name), days included. `terms` is None for whoever works the whole year.
    """

    closures: tuple = ()
    terms: Terms | None = None

    def off(self, day):
        """Why the week is not kept on `day`: a closure's name, or `SCHOOL_HOLIDAY`; "" when it is kept, or may be."""
        for first, last, name in self.closures:
            if first <= day <= last:
                return name
        return SCHOOL_HOLIDAY if self.terms and self.terms.hold(day) is False else ""

    def unknown(self, day):
        """Whether it depends on terms that nobody has told us."""
        return self.terms is not None and self.terms.hold(day) is None


EVERY_DAY = Days()
SCHOOL_HOLIDAY, HOLIDAY = "school holiday", "bank holiday"


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a line is answered at a moment. `until` is None when it does not shut; `opens` None when it does not open.

    `known` is False when nobody has told us the hours: then it may be answered, or may not. `because` is why a line is shut
    that would be open on such a weekday: `HOLIDAY`, `SCHOOL_HOLIDAY` or the name of a closure.
    """

    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None
    known: bool = True
    because: str = ""


def opening(week, at, holidays=frozenset(), days=EVERY_DAY):
    """Whether `week` (a sequence of `Hours`) is open at the instant `at`, until when, or when it opens next.

    `holidays` are the bank holidays (dates) that hold there, and `days` the closures and terms. On a day off, the rows for
    bank holidays apply; where a line has none, it keeps its Sunday: an office stays shut, and a night and weekend team is
    there. Looks a fortnight ahead: what does not shut by then is open round the clock, and what does not open by then is
    shut.
    """
    if not week:
        return Opening(False, known=False)
    if _round_the_clock(week):
        return Opening(True)
    free_day = BANK_HOLIDAY if any(hours.day == BANK_HOLIDAY for hours in week) else SUNDAY
    today = at.astimezone(LONDON).date()
    why = days.off(today) or (HOLIDAY if today in holidays else "")
    # Only where the day would have been worked is its being a day off the reason.
    because = why if any(hours.day == today.weekday() for hours in week) else ""
    until = None
    for offset in range(-1, LOOK_AHEAD + 1):
        day = today + timedelta(days=offset)
        for starts, ends in _spans(week, day, free_day if day in holidays or days.off(day) else day.weekday()):
            if until is not None and starts > until:
                return Opening(True, until)
            if until is None and starts > at:
                return Opening(False, opens=starts, because=because)
            if ends > at:
                until = max(until or ends, ends)
    # A stretch that still runs when we stop looking has met no gap.
    shuts = until is not None and until < _instant(today + timedelta(days=LOOK_AHEAD), MIDNIGHT)
    return Opening(until is not None, until if shuts else None, because="" if until is not None else because)


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


def working_day_ends(people, at, holidays=frozenset()):
    """When somebody who goes home at `at` would have stopped: the latest end of what they are working, else midnight.

    `people` is the same person in each of their posts. A stretch that has no end, or runs on past noon tomorrow, ends at
    midnight for this.
    """
    midnight = day_of(at)[1]
    ends = [opening(person.week, at, holidays, person.days).until for person in people]
    return max((end for end in ends if end and end <= midnight + timedelta(hours=12)), default=midnight)


@dataclass(frozen=True, slots=True)
class Away:
    """An absence that holds at the moment asked about, and the key of whoever agreed to cover it here, if anybody did.

    `ends` is when the absence and those that overlap or touch it are over; the cover holds until `covered_until`, or all along.
    """

    ends: datetime
    cover: str | None = None
    covered_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a post. `week` is their own pattern, or their team's when they have none; empty when nobody knows."""

    key: str
    name: str
    week: tuple = ()
    away: Away | None = None
    deputy: bool = False
    order: int = 1
    works_shifts: bool = False
    days: Days = EVERY_DAY


# What a cover's state must be for it to count: somebody said yes, on the page or by telephone.
AGREED = frozenset({"accepted", "by_phone"})


def holds(starts, ends, at):
    """Whether an absence from the instant `starts` up to, not including, `ends` holds at `at`."""
    return starts <= at < ends


def is_over(ends, at):
    """Whether what ends at the instant `ends` has ended."""
    return ends <= at


def has_begun(starts, at):
    """Whether what starts at the instant `starts` has begun."""
    return starts <= at


def away_until(spans, at):
    """When somebody is back who is away for each of the `spans` (starts, ends), those that overlap or touch being one.

    None when none of them holds at `at`.
    """
    until = None
    for starts, ends in sorted(spans):
        if holds(starts, ends, at) or (until is not None and starts <= until):
            until = max(until or ends, ends)
    return until


def in_order(starts, ends):
    """Whether an absence ends after it starts."""
    return starts < ends


def lies_within(span, other):
    """Whether one span of instants (starts, ends) lies in another, so that who agreed to cover the other covers it too."""
    return other[0] <= span[0] and span[1] <= other[1]


def counts(state):
    """Whether a cover in this state (`Cover.State`) stands in; until it is agreed to, it does not."""
    return state in AGREED


class State(StrEnum):
    """How somebody stands at a moment."""

    ON = "on"
    OFF = "off"
    AWAY_COVERED = "away, covered"
    AWAY = "away"
    SHIFTS = "works shifts"
    UNSURE = "hours not known"


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's turn on the ladder: how they stand, until when (or when back), whom they stand in for, and why they are off."""

    person: Person
    state: State
    until: datetime | None = None
    instead_of: Person | None = None
    because: str = ""

    @property
    def can_be_rung(self):
        return self.state is State.ON


def standing(person, at, holidays=frozenset()):
    """How one person stands at `at`: a `Turn` without anybody to stand in for."""
    if person.away:
        return Turn(person, State.AWAY_COVERED if person.away.cover else State.AWAY, person.away.ends)
    if person.works_shifts:
        return Turn(person, State.SHIFTS)
    hours = opening(person.week, at, holidays, person.days)
    if not hours.known:
        return Turn(person, State.UNSURE)
    return Turn(person, State.ON, hours.until) if hours.is_open else Turn(person, State.OFF, hours.opens, because=hours.because)


def through_team(people):
    """Whether a post is reached through its team because of who is in it or covers it.

    `people` are anything with `restricted` and `works_shifts`: for somebody on shifts, as for somebody at risk, nobody can be
    told to be on duty, and a post must not show which of the two it is.
    """
    return any(person.restricted or person.works_shifts for person in people)


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
