"""Who is there, minute by minute through a year, against a simulation that only watches the clock on the wall.

The simulation knows nothing of instants or offsets. It walks through the year a minute at a time, reads the wall clock, and
lets each opening and each closing happen at the first minute at which the clock shows that time or a later one of that day.
That is what somebody standing under the clock would do on the nights it is changed as well: what the clock skips happens
when it jumps, and what it shows twice happens the first time.
"""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from contacts.availability import LONDON, Away, Days, Hours, Person, State, Terms, opening, turns
from contacts.calendar import bank_holidays

pytestmark = pytest.mark.at_length

START, END = datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 9, 1, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# England and Wales keep the same ones; Scotland and Northern Ireland each others.
HOLIDAYS = {nation: bank_holidays(nation, 2026) | bank_holidays(nation, 2027) for nation in "EWSN"}
TERMS = (
    (date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 2, 12)),
    (date(2027, 2, 22), date(2027, 3, 26)), (date(2027, 4, 12), date(2027, 5, 28)), (date(2027, 6, 7), date(2027, 7, 23)),
)  # fmt: skip
CHRISTMAS = ((date(2026, 12, 24), date(2027, 1, 1), "Christmas"),)
MINUTES = [START + n * MINUTE for n in range(int((END - START) / MINUTE))]
# The clocks change in the nights before these days.
ODD_DAYS = [date(2026, 10, 25), date(2027, 3, 28)]


def drawn(chance):
    """A week somebody might keep: office hours, odd halves, nights, round the clock, and rows for bank holidays."""
    at = lambda: time(chance.randrange(24), chance.choice((0, 15, 30, 45)))  # noqa: E731 - one draw, said once
    rows = [Hours(day, at(), at()) for day in range(7) for _ in range(chance.choice((0, 1, 1, 2)))]
    return tuple(rows + [Hours(7, at(), at()) for _ in range(chance.choice((0, 0, 1)))])


OFFICE = tuple(Hours(day, time(9), time(17)) for day in range(5))
NIGHT = (*(Hours(day, time(17), time(9)) for day in range(5)), Hours(5, time(9), time(9)), Hours(6, time(9), time(9)))
ODD_HOURS = tuple(Hours(day, time(1, 30), time(2, 15)) for day in range(7)) + tuple(
    Hours(day, time(22), time(1, 45)) for day in range(7)
)


def free(day, closures, term_time, nation):
    """Whether a day is kept like a Sunday, by the lists alone."""
    in_term = any(first <= day <= last for first, last in TERMS)
    closed = any(first <= day <= last for first, last, _ in closures)
    known = TERMS[0][0] <= day <= TERMS[-1][1]
    return day in HOLIDAYS[nation] or closed or (term_time and known and not in_term)


def watched(week, closures=(), term_time=False, nation="E"):
    """For every minute of the year, whether anybody would be there."""
    of_holidays = any(hours.day == 7 for hours in week)
    events = []
    for offset in range(-3, 370):
        day = START.date() + offset * DAY
        kept = (7 if of_holidays else 6) if free(day, closures, term_time, nation) else day.weekday()
        for hours in week:
            if hours.day == kept:
                overnight = hours.closes <= hours.opens
                events += [((day, hours.opens), 1), ((day + DAY if overnight else day, hours.closes), -1)]
    events.sort(key=lambda event: event[0])
    there, happened, shown, latest = [], 0, 0, None
    for minute in MINUTES:
        local = minute.astimezone(LONDON)
        latest = max(latest or (local.date(), local.time()), (local.date(), local.time()))
        while happened < len(events) and events[happened][0] <= latest:
            shown += events[happened][1]
            happened += 1
        there.append(shown > 0)
    return there


def looked_at(scaled, chance, there):
    """The minutes to compare: all of them in a full run, else those around every clock change and a tenth of the others."""
    every = range(len(MINUTES))
    some = set(chance.sample(every, min(len(every), scaled(len(every)) // 3)))
    for day in ODD_DAYS:
        noon = int((datetime.combine(day - DAY, time(12), tzinfo=UTC) - START) / MINUTE)
        some.update(range(noon, noon + 24 * 60))
    return sorted(some) if scaled(10) == 1 else every


@pytest.mark.parametrize(
    "name, week, closures, term_time, nation",
    [
        ("an office", OFFICE, CHRISTMAS, False, "E"),
        ("a school", OFFICE, (), True, "E"),
        ("a night and weekend team", NIGHT, CHRISTMAS, False, "E"),
        ("odd hours", ODD_HOURS, (), False, "E"),
        ("drawn", None, CHRISTMAS, True, "E"),
        ("drawn again", None, (), False, "E"),
        ("a Scottish office", OFFICE, CHRISTMAS, False, "S"),
        ("a Scottish night team", NIGHT, (), False, "S"),
        ("drawn in Scotland", None, CHRISTMAS, True, "S"),
        ("a school in Northern Ireland that closes", OFFICE, CHRISTMAS, True, "N"),
        ("drawn in Northern Ireland", None, CHRISTMAS, True, "N"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_minute_of_a_year_is_as_somebody_under_the_clock_would_see_it(
    scaled, chance, name, week, closures, term_time, nation
):
    week = week or drawn(chance)
    days = Days(closures, Terms(council=TERMS) if term_time else None)
    there = watched(week, closures, term_time, nation)
    wrong = []
    for index in looked_at(scaled, chance, there):
        at = MINUTES[index]
        found = opening(week, at, HOLIDAYS[nation], days)
        if found.is_open is not there[index]:
            wrong.append((name, at, found))
        # What it says of the next change is the next change.
        edge = found.until if found.is_open else found.opens
        if edge and edge < END and index + 1 < len(MINUTES):
            at_edge = int((edge - START) / MINUTE)
            if there[at_edge] is there[index] or there[at_edge - 1] is not there[index]:
                wrong.append((name, at, found))
    assert wrong == []


def absences(chance, much):
    """Absences that neither overlap nor touch, as (first minute, minute back, whether whoever was asked to cover agreed)."""
    drawn_spans = []
    for _ in range(much):
        starts = chance.randrange(len(MINUTES) - 30_000)
        drawn_spans.append((starts, starts + chance.randrange(1, 20_000), chance.random() < 0.7))
    kept = []
    for span in sorted(drawn_spans):
        if not kept or span[0] > kept[-1][1]:
            kept.append(span)
    return kept


# Who is asked to cover for whom: Cat for Ann, Dan for Cat, Eve for Dan – one cover too many – and Fay for the deputy.
ASKED = {"ann": "cat", "cat": "dan", "dan": "eve", "bob": "fay"}
KEEP_TERMS = {"cat", "fay"}
OWN_CLOSURES = {"dan": ((date(2026, 10, 19), date(2026, 11, 1), "Half term closure"),)}


def rung_by_hand(there, away):
    """Who is rung first when these are at work and `away` (key → whether their cover agreed) are absent, as one would tell it.

    The holder if they are at work; else whoever agreed to cover, or, they being away, whoever agreed to cover them, and no
    further; else the deputy in the same way; else nobody.
    """
    for key in ("ann", "bob"):
        if key not in away:
            if there[key]:
                return key
            continue
        stands_in, step = key, 0
        while stands_in in away and away[stands_in] and step < 2:
            stands_in, step = ASKED[stands_in], step + 1
        if stands_in not in away and there[stands_in]:
            return stands_in
    return None


@pytest.mark.parametrize("nation", ["E", "S", "N"])
def test_the_turn_of_each_person_through_the_year(scaled, chance, nation):
    """A holder, a deputy and whoever covers them, each away now and then, whose cover agreed or did not: who is rung first."""
    weeks = {"ann": OFFICE, "dan": NIGHT, **{key: drawn(chance) for key in ("bob", "cat", "eve", "fay")}}
    closures = {key: OWN_CLOSURES.get(key, CHRISTMAS) for key in weeks}
    there = {key: watched(week, closures[key], key in KEEP_TERMS, nation) for key, week in weeks.items()}
    days = {key: Days(closures[key], Terms(council=TERMS) if key in KEEP_TERMS else None) for key in weeks}
    spans = {key: absences(chance, 40) for key in ASKED}
    wrong, rung = [], set()
    for index in looked_at(scaled, chance, None):
        at = MINUTES[index]
        now = {key: next((span for span in spans[key] if span[0] <= index < span[1]), None) for key in ASKED}
        away = {key: span[2] for key, span in now.items() if span}
        expected = rung_by_hand({key: minutes[index] for key, minutes in there.items()}, away)
        people = {
            key: Person(
                key,
                key.title(),
                week,
                Away(MINUTES[min(now[key][1], len(MINUTES) - 1)], ASKED[key] if away[key] else None) if key in away else None,
                deputy=key == "bob",
                days=days[key],
            )
            for key, week in weeks.items()
        }
        found = turns([people["ann"], people["bob"]], at, HOLIDAYS[nation], people)
        first = next((turn.person.key for turn in found if turn.state is State.ON), None)
        rung.add(first)
        if first != expected:
            wrong.append((at, first, expected))
    assert wrong == []
    # The year was one in which everybody's turn came, and nobody's that is one cover too many.
    assert rung == {"ann", "bob", "cat", "dan", "fay", None}


def test_the_watcher_sees_what_the_clock_does():
    watching = dict(zip(MINUTES, watched(ODD_HOURS), strict=True))
    # 1:30am to 2:15am: skipped to two o'clock in spring, begun at the first half past one in autumn.
    assert [watching[datetime(2027, 3, 28, 1, minute, tzinfo=UTC)] for minute in (0, 14, 15)] == [True, True, False]
    assert [watching[datetime(2026, 10, 25, *hm, tzinfo=UTC)] for hm in ((0, 29), (0, 30), (1, 30), (2, 15))] == [
        True,
        True,
        True,
        False,
    ]
    assert random.Random(1).random() != random.Random(2).random()
