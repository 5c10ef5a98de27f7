"""Opening hours, clock changes, and whose turn it is: every decision about who is there at one moment."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from contacts.availability import (
    EVERY_DAY,
    HOLIDAY,
    LONDON,
    Away,
    ClockChange,
    Days,
    Hours,
    Opening,
    Person,
    State,
    Terms,
    moment,
    opening,
    standing,
    turns,
)
from contacts.calendar import bank_holidays

ENGLAND = bank_holidays("E", 2026)
MONDAY = "2026-11-23"


def week(*rows):
    """`("0-3", "8:45", "17:00")` is Monday to Thursday; `("7", …)` a bank holiday."""
    return tuple(
        Hours(day, time.fromisoformat(opens.zfill(5)), time.fromisoformat(closes.zfill(5)))
        for days, opens, closes in rows
        for day in range(int(days[0]), int(days[-1]) + 1)
    )


def london(text, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold)


def said(text):
    """An instant as the tables below write it: the wall clock in London, with a + for the second of a repeated hour."""
    if text is None:
        return None
    local = text.astimezone(LONDON)
    return f"{local:%Y-%m-%d %H:%M}" + ("+" if local.fold else "")


OFFICE = week(("0-3", "8:45", "17:00"), ("4", "8:45", "16:45"))
NIGHT = week(("0-3", "17:00", "9:00"), ("4-6", "17:00", "9:00"))
OUT_OF_HOURS = week(("0-3", "17:00", "8:45"), ("4", "16:45", "8:45"), ("5-6", "8:45", "8:45"))
ALL_DAY = week(("0-6", "0:00", "0:00"))
IN_TWO_SHIFTS = week(("0-6", "8:00", "20:00"), ("0-6", "20:00", "8:00"))
LUNCH = week(("0-4", "8:30", "12:30"), ("0-4", "13:30", "18:00"))
LATE = week(("4", "20:00", "0:00"))


@pytest.mark.parametrize(
    "hours, at, until",
    [
        (OFFICE, f"{MONDAY} 08:45", f"{MONDAY} 17:00"),
        (OFFICE, f"{MONDAY} 16:59:59.999999", f"{MONDAY} 17:00"),
        (OFFICE, "2026-11-27 16:44", "2026-11-27 16:45"),
        (NIGHT, f"{MONDAY} 17:00", "2026-11-24 09:00"),
        (NIGHT, f"{MONDAY} 00:00", f"{MONDAY} 09:00"),
        (NIGHT, f"{MONDAY} 08:59", f"{MONDAY} 09:00"),
        (OUT_OF_HOURS, "2026-11-27 16:45", "2026-11-30 08:45"),
        (OUT_OF_HOURS, "2026-11-29 03:00", "2026-11-30 08:45"),
        (LUNCH, f"{MONDAY} 12:29", f"{MONDAY} 12:30"),
        (LUNCH, f"{MONDAY} 13:30", f"{MONDAY} 18:00"),
        (LATE, "2026-11-27 23:59", "2026-11-28 00:00"),
        (ALL_DAY, f"{MONDAY} 03:00", None),
        (IN_TWO_SHIFTS, f"{MONDAY} 03:00", None),
        (IN_TWO_SHIFTS, f"{MONDAY} 20:00", None),
    ],
)
def test_an_open_line_says_until_when(hours, at, until):
    found = opening(hours, london(at))
    assert (found.is_open, said(found.until)) == (True, until)


@pytest.mark.parametrize(
    "hours, at, opens",
    [
        (OFFICE, f"{MONDAY} 08:44", f"{MONDAY} 08:45"),
        (OFFICE, f"{MONDAY} 17:00", "2026-11-24 08:45"),
        (OFFICE, "2026-11-27 16:45", "2026-11-30 08:45"),
        (NIGHT, f"{MONDAY} 09:00", f"{MONDAY} 17:00"),
        (LUNCH, f"{MONDAY} 12:30", f"{MONDAY} 13:30"),
        (LATE, "2026-11-28 00:00", "2026-12-04 20:00"),
    ],
)
def test_a_closed_line_says_when_it_opens_next(hours, at, opens):
    found = opening(hours, london(at))
    assert (found.is_open, said(found.opens)) == (False, opens)


def test_hours_nobody_told_us_are_neither_open_nor_closed():
    assert opening((), london(f"{MONDAY} 10:00")) == Opening(False, known=False)


def test_spans_that_touch_or_overlap_are_one():
    hours = week(("0", "9:00", "12:00"), ("0", "12:00", "15:00"), ("0", "14:00", "17:00"), ("0", "14:30", "15:00"))
    assert said(opening(hours, london(f"{MONDAY} 09:00")).until) == f"{MONDAY} 17:00"


@pytest.mark.parametrize(
    "hours, at, is_open, edge",
    [
        # An office keeps no bank holiday; Easter shuts it from Thursday to Tuesday.
        (OFFICE, "2027-03-26 10:00", False, "2027-03-30 08:45"),
        (OFFICE, "2027-03-25 10:00", True, "2027-03-25 17:00"),
        # The night and weekend team treats a bank holiday as a Sunday: there is no hole on Good Friday or Boxing Day.
        (OUT_OF_HOURS, "2027-03-26 12:00", True, "2027-03-30 08:45"),
        (OUT_OF_HOURS, "2026-12-28 12:00", True, "2026-12-29 08:45"),
        # The morning of a bank holiday belongs to the night before it.
        (NIGHT, "2027-03-26 08:59", True, "2027-03-26 09:00"),
        # Rows of its own come before that.
        ((*OUT_OF_HOURS, *week(("7", "10:00", "12:00"))), "2027-03-26 12:00", False, "2027-03-27 08:45"),
        ((*OFFICE, *week(("7", "10:00", "12:00"))), "2027-03-26 11:00", True, "2027-03-26 12:00"),
        # Round the clock is round the clock, unless its bank holidays say otherwise.
        (ALL_DAY, "2026-12-25 03:00", True, None),
        (IN_TWO_SHIFTS, "2026-12-25 03:00", True, None),
        ((*ALL_DAY, *week(("7", "0:00", "0:00"))), "2026-12-25 03:00", True, None),
        ((*ALL_DAY, *week(("7", "9:00", "17:00"))), "2026-12-25 18:00", False, "2026-12-26 09:00"),
    ],
)
def test_bank_holidays_keep_their_own_rows_or_else_sundays(hours, at, is_open, edge):
    found = opening(hours, london(at), bank_holidays("E", int(at[:4])))
    assert (found.is_open, said(found.until if is_open else found.opens)) == (is_open, edge)


@pytest.mark.parametrize(
    "nation, day, is_open",
    [
        ("E", "2026-08-31", False),
        ("W", "2026-08-31", False),
        ("N", "2026-08-31", False),
        ("S", "2026-08-31", True),
        ("E", "2026-11-30", True),
        ("S", "2026-11-30", False),
        ("N", "2026-07-13", False),
        ("W", "2026-07-13", True),
        ("S", "2027-01-04", False),
        ("E", "2027-01-04", True),
    ],
)
def test_each_nation_keeps_its_own_bank_holidays(nation, day, is_open):
    assert opening(OFFICE, london(f"{day} 10:00"), bank_holidays(nation, int(day[:4]))).is_open is is_open


def test_a_line_shut_for_longer_than_a_fortnight_is_shut_and_names_no_day():
    closed = frozenset(date(2026, 11, 23) + timedelta(days=n) for n in range(-1, 20))
    assert opening(OFFICE, london(f"{MONDAY} 10:00"), closed) == Opening(False, because=HOLIDAY)
    assert opening(OFFICE, london(f"{MONDAY} 10:00"), frozenset([date(2026, 11, 23)])).opens == london("2026-11-24 08:45")


# Hand-made: UTC of each edge. On 28 March 2027 the wall clock goes from 00:59 to 02:00 at 01:00 UTC; on 25 October 2026 it
# goes from 01:59 back to 01:00 at 01:00 UTC. "Night" runs 17:00–09:00, "day" 09:00–17:00; the others hand over in the odd hour.
SPRING, AUTUMN = "2027-03-27", "2026-10-24"
EDGES = {
    (SPRING, "17:00", "9:00"): ("27 17:00", "28 08:00", 15),
    (SPRING, "17:00", "1:00"): ("27 17:00", "28 01:00", 8),
    (SPRING, "17:00", "1:30"): ("27 17:00", "28 01:00", 8),
    (SPRING, "17:00", "2:00"): ("27 17:00", "28 01:00", 8),
    (SPRING, "23:00", "0:30"): ("27 23:00", "28 00:30", 1.5),
    (AUTUMN, "17:00", "9:00"): ("24 16:00", "25 09:00", 17),
    (AUTUMN, "17:00", "1:00"): ("24 16:00", "25 00:00", 8),
    (AUTUMN, "17:00", "1:30"): ("24 16:00", "25 00:30", 8.5),
    (AUTUMN, "17:00", "2:00"): ("24 16:00", "25 02:00", 10),
    (AUTUMN, "23:00", "0:30"): ("24 22:00", "24 23:30", 1.5),
}


def minutes(evening):
    """Every minute of the 24 hours that follow noon on `evening`, as instants."""
    start = london(f"{evening} 12:00").astimezone(UTC)
    return [start + timedelta(minutes=n) for n in range(24 * 60)]


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: " ".join(edge))
def test_every_minute_of_a_night_the_clocks_change_is_as_the_table_says(edge):
    evening, opens, closes = edge
    starts, ends, hours = EDGES[edge]
    starts, ends = (datetime.fromisoformat(f"{evening[:8]}{at}").replace(tzinfo=UTC) for at in (starts, ends))
    line = week((str(date.fromisoformat(evening).weekday()), opens, closes))
    found = {at: opening(line, at) for at in minutes(evening)}
    assert [at for at, line in found.items() if line.is_open] == [at for at in found if starts <= at < ends]
    assert {line.until for line in found.values() if line.is_open} == {ends}
    assert (ends - starts) / timedelta(hours=1) == hours


@pytest.mark.parametrize("evening", [SPRING, AUTUMN])
@pytest.mark.parametrize("at", ["0:30", "1:00", "1:15", "1:30", "2:00", "3:00"])
def test_a_handover_on_that_night_leaves_neither_a_gap_nor_two_on_duty(evening, at):
    early, late = week(("0-6", "17:00", at)), week(("0-6", at, "17:00"))
    for minute in minutes(evening):
        assert opening(early, minute).is_open is not opening(late, minute).is_open, minute
        assert opening((*early, *late), minute) == Opening(True)


@pytest.mark.parametrize("evening", [SPRING, AUTUMN])
def test_somebody_is_always_there_when_office_and_night_team_share_the_week(evening):
    for minute in minutes(evening):
        assert opening(OFFICE, minute).is_open is not opening(OUT_OF_HOURS, minute).is_open, minute


def test_a_shift_inside_the_skipped_hour_does_not_take_place():
    assert opening(week(("6", "1:10", "1:50")), london("2027-03-28 00:30")).opens == london("2027-04-04 01:10")


def test_a_skipped_time_is_said_to_be_skipped():
    assert moment(datetime(2027, 3, 28, 1, 0)) is ClockChange.SKIPPED
    assert moment(datetime(2027, 3, 28, 1, 59), fold=1) is ClockChange.SKIPPED
    assert moment(datetime(2027, 3, 28, 0, 59)) == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert moment(datetime(2027, 3, 28, 2, 0)) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_a_repeated_time_is_asked_about():
    for repeated in (datetime(2026, 10, 25, 1, 0), datetime(2026, 10, 25, 1, 59)):
        assert moment(repeated) is ClockChange.REPEATED
        assert moment(repeated, fold=1) - moment(repeated, fold=0) == timedelta(hours=1)
    assert moment(datetime(2026, 10, 25, 1, 30), fold=0) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment(datetime(2026, 10, 25, 2, 0)) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)
    assert moment(datetime(2026, 10, 25, 0, 59)) == datetime(2026, 10, 24, 23, 59, tzinfo=UTC)


# Whose turn it is, on a Monday at ten in the morning.
AT = london(f"{MONDAY} 10:00")
BACK = london("2026-12-02 00:00")
DAYS = {"mon": week(("0", "9:00", "17:00")), "tue": week(("1", "9:00", "17:00")), "any": OFFICE, "unknown": ()}


def person(key, days="any", cover=None, away=False, days_kept=EVERY_DAY, **more):
    return Person(key, key.title(), DAYS[days], Away(BACK, cover) if away or cover else None, days=days_kept, **more)


def deputy(key, days="any", order=1, **more):
    return person(key, days, deputy=True, order=order, **more)


def in_turn(*people, at=AT, **covers):
    """The turns as short words: "ann on", "bob off", "cleo on for ann"."""
    found = turns(people, at, ENGLAND, covers)
    short = {State.ON: "on", State.OFF: "off", State.AWAY: "away", State.AWAY_COVERED: "away", State.UNSURE: "unsure"}
    return [
        f"{turn.person.key} {short[turn.state]}" + (f" for {turn.instead_of.key}" if turn.instead_of else "") for turn in found
    ]


def test_a_holder_on_duty_comes_first_and_says_until_when():
    first, second = turns([deputy("bob"), person("ann")], AT)
    assert (first.person.key, first.state, said(first.until)) == ("ann", State.ON, f"{MONDAY} 17:00")
    assert first.can_be_rung
    assert second.person.key == "bob"


def test_a_part_timer_on_a_day_off_gives_way_to_the_deputy_and_says_when_they_are_back():
    found = turns([person("ann", "tue"), deputy("bob")], AT)
    assert [turn.person.key for turn in found] == ["bob", "ann"]
    assert (found[1].state, said(found[1].until)) == (State.OFF, "2026-11-24 09:00")


@pytest.mark.parametrize("at, first", [(MONDAY, "ann on"), ("2026-11-24", "bob on")])
def test_a_job_share_goes_by_weekday(at, first):
    assert in_turn(person("ann", "mon"), person("bob", "tue"), at=london(f"{at} 10:00"))[0] == first


def test_a_holder_who_is_away_is_stood_in_for_by_whoever_agreed():
    assert in_turn(person("ann", cover="cleo"), deputy("bob"), cleo=person("cleo")) == ["cleo on for ann", "bob on", "ann away"]
    assert standing(person("ann", cover="cleo"), AT).state is State.AWAY_COVERED
    assert standing(person("ann", cover="cleo"), AT).until == BACK


def test_cover_that_nobody_agreed_to_leaves_the_deputy():
    assert in_turn(person("ann", away=True), deputy("bob")) == ["bob on", "ann away"]
    assert standing(person("ann", away=True), AT).state is State.AWAY


def test_being_away_outweighs_working_hours():
    assert in_turn(person("ann", "mon", away=True), person("bob", "tue")) == ["ann away", "bob off"]


def test_a_cover_who_is_away_is_covered_in_turn_and_that_is_followed_once_more():
    chain = {"b": person("b", cover="c"), "c": person("c", cover="d"), "d": person("d")}
    assert in_turn(person("a", cover="b"), b=chain["b"], c=person("c")) == ["c on for a", "a away"]
    assert in_turn(person("a", cover="b"), **chain) == ["a away"]


@pytest.mark.parametrize("covers", [{"b": "a"}, {"b": "b"}, {"b": "c", "c": "b"}, {"b": "c", "c": "a"}])
def test_a_circle_of_covers_ends(covers):
    people = {key: person(key, cover=other) for key, other in covers.items()}
    assert in_turn(person("a", cover="b"), deputy("z"), a=person("a", cover="b"), **people) == ["z on", "a away"]


def test_a_cover_whose_day_off_it_is_stays_on_the_list_after_those_who_are_there():
    assert in_turn(person("ann", cover="cleo"), deputy("bob"), cleo=person("cleo", "tue")) == [
        "bob on",
        "ann away",
        "cleo off for ann",
    ]


def test_a_deputy_who_is_away_is_covered_too():
    assert in_turn(person("ann", "tue"), deputy("bob", cover="cleo"), deputy("dee", order=2), cleo=person("cleo")) == [
        "dee on",
        "cleo on for bob",
        "ann off",
        "bob away",
    ]


def test_a_deputy_who_covers_the_holder_has_one_turn_and_it_is_the_cover():
    assert in_turn(person("ann", cover="bob"), deputy("bob"), bob=person("bob")) == ["bob on for ann", "ann away"]


def test_one_half_of_a_job_share_covering_the_other_is_still_a_holder():
    assert in_turn(person("ann", cover="bob"), person("bob"), bob=person("bob")) == ["bob on", "ann away"]


def test_deputies_come_in_their_order():
    assert in_turn(deputy("ann", order=3), deputy("bob", order=1), deputy("cleo", order=2)) == ["bob on", "cleo on", "ann on"]


def test_somebody_acting_in_the_post_is_its_holder():
    assert in_turn(deputy("bob"), person("ann", order=2)) == ["ann on", "bob on"]


def test_unknown_hours_come_after_those_on_duty_and_before_those_who_are_not_there():
    assert in_turn(person("ann", "unknown"), person("bob", "tue"), deputy("cleo")) == ["cleo on", "ann unsure", "bob off"]
    assert not standing(person("ann", "unknown"), AT).can_be_rung


def test_a_cover_with_unknown_hours_is_not_said_to_be_there():
    assert in_turn(person("ann", cover="cleo"), deputy("bob"), cleo=person("cleo", "unknown")) == [
        "bob on",
        "cleo unsure for ann",
        "ann away",
    ]


def test_nobody_in_the_post_gives_no_turns():
    assert turns([], AT) == []


def test_nobody_works_on_a_bank_holiday_without_saying_so():
    assert in_turn(person("ann"), deputy("bob"), at=london("2026-12-25 10:00")) == ["ann off", "bob off"]


def test_term_time_hours_are_taken_as_they_stand_when_nobody_told_us_the_dates():
    unknown = Days(terms=Terms())
    assert unknown.unknown(AT.date())
    assert in_turn(person("ann", "mon", days_kept=unknown)) == ["ann on"]


def test_two_people_alike_stand_in_the_same_order_whoever_was_entered_first():
    one, other = Person("k1", "Sam Example", OFFICE), Person("k2", "Sam Example", OFFICE)
    assert turns([one, other], AT) == turns([other, one], AT)
