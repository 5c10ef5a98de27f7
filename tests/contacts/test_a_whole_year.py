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

START, END = datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 9, 1, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
HOLIDAYS = bank_holidays("E", 2026) | bank_holidays("E", 2027)
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


def free(day, closures, term_time):
    """Whether a day is kept like a Sunday, by the lists alone."""
    in_term = any(first <= day <= last for first, last in TERMS)
    closed = any(first <= day <= last for first, last, _ in closures)
    known = TERMS[0][0] <= day <= TERMS[-1][1]
    return day in HOLIDAYS or closed or (term_time and known and not in_term)


def watched(week, closures=(), term_time=False):
    """For every minute of the year, whether anybody would be there."""
    of_holidays = any(hours.day == 7 for hours in week)
    events = []
    for offset in range(-3, 370):
        day = START.date() + offset * DAY
        kept = (7 if of_holidays else 6) if free(day, closures, term_time) else day.weekday()
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
    "name, week, closures, term_time",
    [
        ("an office", OFFICE, CHRISTMAS, False),
        ("a school", OFFICE, (), True),
        ("a night and weekend team", NIGHT, CHRISTMAS, False),
        ("odd hours", ODD_HOURS, (), False),
        ("drawn", None, CHRISTMAS, True),
        ("drawn again", None, (), False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_minute_of_a_year_is_as_somebody_under_the_clock_would_see_it(scaled, chance, name, week, closures, term_time):
    week = week or drawn(chance)
    days = Days(closures, Terms(council=TERMS) if term_time else None)
    there = watched(week, closures, term_time)
    wrong = []
    for index in looked_at(scaled, chance, there):
        at = MINUTES[index]
        found = opening(week, at, HOLIDAYS, days)
        if found.is_open is not there[index]:
            wrong.append((name, at, found))
        # What it says of the next change is the next change.
        edge = found.until if found.is_open else found.opens
        if edge and edge < END and index + 1 < len(MINUTES):
            at_edge = int((edge - START) / MINUTE)
            if there[at_edge] is there[index] or there[at_edge - 1] is not there[index]:
                wrong.append((name, at, found))
    assert wrong == []


def test_the_turn_of_each_person_through_the_year(scaled, chance):
    """A holder who is away now and then, whose cover agreed to some of it, and a deputy: who is rung first, minute by minute."""
    weeks = {"ann": OFFICE, "bob": drawn(chance), "cat": drawn(chance)}
    there = {key: watched(week, CHRISTMAS) for key, week in weeks.items()}
    spans = []
    for _ in range(40):
        starts = chance.randrange(len(MINUTES) - 30_000)
        spans.append((starts, starts + chance.randrange(1, 20_000), chance.random() < 0.5))
    spans = [each for nth, each in enumerate(sorted(spans)) if nth == 0 or each[0] > sorted(spans)[nth - 1][1]]
    days, wrong = Days(CHRISTMAS), []
    for index in looked_at(scaled, chance, None):
        at = MINUTES[index]
        away = next((span for span in spans if span[0] <= index < span[1]), None)
        # By hand: the holder if they are at work, else whoever agreed to cover, else the deputy, else nobody.
        expected = None
        if away is None and there["ann"][index]:
            expected = "ann"
        elif away and away[2] and there["cat"][index]:
            expected = "cat"
        elif there["bob"][index]:
            expected = "bob"
        absent = Away(MINUTES[min(away[1], len(MINUTES) - 1)], "cat" if away[2] else None) if away else None
        people = [
            Person("ann", "Ann", weeks["ann"], absent, days=days),
            Person("bob", "Bob", weeks["bob"], deputy=True, days=days),
        ]
        found = turns(people, at, HOLIDAYS, {"cat": Person("cat", "Cat", weeks["cat"], days=days)})
        first = next((turn.person.key for turn in found if turn.state is State.ON), None)
        if first != expected:
            wrong.append((at, first, expected))
    assert wrong == []


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
