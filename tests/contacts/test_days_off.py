"""Closures, school terms, shifts, and absences that touch: the days and hours on which nobody is said to be there."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from contacts.availability import (
    EVERY_DAY,
    HOLIDAY,
    LONDON,
    SCHOOL_HOLIDAY,
    Away,
    Days,
    Hours,
    Person,
    State,
    Terms,
    away_until,
    opening,
    standing,
    through_team,
    turns,
    working_day_ends,
)

AT = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)  # a Monday
OFFICE = tuple(Hours(day, time(9), time(17)) for day in range(5))
NIGHTS = tuple(Hours(day, time(17), time(9)) for day in range(7))
WEEKENDS = (*(Hours(day, time(17), time(9)) for day in range(5)), Hours(5, time(9), time(9)), Hours(6, time(9), time(9)))
ALWAYS = tuple(Hours(day, time(0), time(0)) for day in range(7))
AUTUMN = ((date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)))
TRAINING = Days(closures=((date(2026, 11, 23), date(2026, 11, 24), "Training days"),))


def on(day, hour=10):
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=LONDON)


def test_an_office_is_shut_on_the_days_its_agency_is_closed_and_says_why():
    found = opening(OFFICE, AT, days=TRAINING)
    assert (found.is_open, found.opens, found.because) == (False, on("2026-11-25", 9), "Training days")
    assert opening(OFFICE, on("2026-11-25"), days=TRAINING).is_open


def test_a_night_and_weekend_team_keeps_its_sunday_when_the_agency_is_closed():
    assert opening(WEEKENDS, AT, days=TRAINING).is_open
    assert opening(ALWAYS, AT, days=TRAINING).is_open


def test_the_night_before_a_closure_goes_on_into_its_morning():
    monday = Days(closures=((date(2026, 11, 23), date(2026, 11, 23), "Moving"),))
    nights = tuple(Hours(day, time(17), time(9)) for day in range(5))
    friday_night = (Hours(6, time(17), time(9)), *nights)
    assert opening(friday_night, on("2026-11-23", 8), days=monday).is_open


def test_rows_for_bank_holidays_are_kept_on_a_closure_too():
    week = (*OFFICE, Hours(7, time(10), time(12)))
    assert opening(week, on("2026-11-23", 11), days=TRAINING).is_open


def test_a_bank_holiday_is_the_reason_only_on_a_day_that_would_be_worked():
    holidays = frozenset([date(2026, 11, 23)])
    assert opening(OFFICE, AT, holidays).because == HOLIDAY
    assert opening((Hours(1, time(9), time(17)),), AT, holidays).because == ""


@pytest.mark.parametrize(
    "day, held",
    [
        ("2026-09-02", True),
        ("2026-10-23", True),
        ("2026-10-24", False),
        ("2026-11-01", False),
        ("2026-11-02", True),
        ("2026-12-18", True),
        ("2026-12-19", None),
        ("2026-09-01", None),
        ("2030-01-01", None),
    ],
)
def test_a_day_between_two_terms_is_a_holiday_and_one_beyond_them_is_not_known(day, held):
    assert Terms(council=AUTUMN).hold(date.fromisoformat(day)) is held


def test_a_gap_longer_than_any_holiday_is_a_missing_term():
    with_hole = (AUTUMN[0], (date(2027, 4, 12), date(2027, 5, 28)))
    assert Terms(council=with_hole).hold(date(2026, 12, 1)) is None
    summer = ((date(2026, 6, 8), date(2026, 6, 30)), (date(2026, 9, 1), date(2026, 10, 23)))
    assert Terms(council=summer).hold(date(2026, 8, 1)) is False


def test_a_schools_own_terms_come_before_its_councils_and_where_they_end_the_councils_hold():
    own = ((date(2026, 9, 9), date(2026, 10, 30)), (date(2026, 11, 9), date(2026, 11, 27)))
    terms = Terms(own=own, council=AUTUMN)
    assert [terms.hold(date(2026, 11, day)) for day in (3, 9, 27, 30)] == [False, True, True, True]


def test_somebody_who_works_in_term_only_is_off_in_the_holidays_and_says_why():
    nurse = Person("ann", "Ann", OFFICE, days=Days(terms=Terms(council=AUTUMN)))
    assert standing(nurse, AT).state is State.ON
    half_term = standing(nurse, on("2026-10-28"))
    assert (half_term.state, half_term.until, half_term.because) == (State.OFF, on("2026-11-02", 9), SCHOOL_HOLIDAY)


def test_where_terms_are_not_known_the_pattern_stands_and_that_is_said():
    days = Days(terms=Terms())
    assert standing(Person("ann", "Ann", OFFICE, days=days), AT).state is State.ON
    assert days.unknown(AT.date())
    assert not EVERY_DAY.unknown(AT.date())
    assert not Days(terms=Terms(council=AUTUMN)).unknown(AT.date())


def test_a_closure_in_term_is_a_closure():
    both = Days(TRAINING.closures, Terms(council=AUTUMN))
    assert both.off(AT.date()) == "Training days"
    assert both.off(date(2026, 10, 28)) == SCHOOL_HOLIDAY
    assert both.off(date(2026, 11, 25)) == ""


def test_somebody_on_shifts_is_never_said_to_be_on_duty():
    shifts = Person("ann", "Ann", ALWAYS, works_shifts=True)
    assert standing(shifts, AT).state is State.SHIFTS
    assert not standing(shifts, AT).can_be_rung
    assert [turn.person.key for turn in turns([shifts, Person("bob", "Bob", OFFICE, deputy=True)], AT)] == ["bob", "ann"]
    away = Person("ann", "Ann", ALWAYS, Away(AT + timedelta(days=1)), works_shifts=True)
    assert standing(away, AT).state is State.AWAY


@pytest.mark.parametrize("restricted, works_shifts, found", [(0, 0, False), (1, 0, True), (0, 1, True), (1, 1, True)])
def test_one_person_at_risk_or_on_shifts_hides_the_whole_post_behind_its_team(restricted, works_shifts, found):
    plain = SimpleNamespace(restricted=False, works_shifts=False)
    other = SimpleNamespace(restricted=bool(restricted), works_shifts=bool(works_shifts))
    assert through_team([plain, other]) is found
    assert through_team([]) is False


SPANS = {"one": (0, 4), "touching": (4, 6), "overlapping": (5, 9), "apart": (10, 12), "over": (-5, -1), "inside": (1, 2)}


@pytest.mark.parametrize(
    "names, hours, back",
    [
        (["one"], 0, 4),
        (["one"], 4, None),
        (["one"], -1, None),
        (["one", "touching"], 0, 6),
        (["overlapping", "touching", "one"], 0, 9),
        (["one", "touching", "overlapping", "apart", "over"], 1, 9),
        (["one", "apart"], 0, 4),
        (["one", "inside"], 1, 4),
        (["over", "apart"], 0, None),
        ([], 0, None),
    ],
)
def test_absences_that_overlap_or_touch_are_one(names, hours, back):
    spans = [tuple(AT + timedelta(hours=hour) for hour in SPANS[name]) for name in names]
    assert away_until(spans, AT + timedelta(hours=hours)) == (None if back is None else AT + timedelta(hours=back))


MIDNIGHT = datetime(2026, 11, 24, tzinfo=LONDON)


@pytest.mark.parametrize(
    "weeks, at, ends",
    [
        ([OFFICE], AT, on("2026-11-23", 17)),
        ([OFFICE, (Hours(0, time(9), time(18)),)], AT, on("2026-11-23", 18)),
        ([OFFICE], on("2026-11-23", 18), MIDNIGHT),
        ([()], AT, MIDNIGHT),
        ([], AT, MIDNIGHT),
        ([ALWAYS], AT, MIDNIGHT),
        ([NIGHTS], on("2026-11-23", 20), on("2026-11-24", 9)),
        ([(Hours(0, time(9), time(9)), Hours(1, time(9), time(9)))], AT, MIDNIGHT),
    ],
)
def test_going_now_is_until_the_days_work_would_have_ended_or_midnight(weeks, at, ends):
    assert working_day_ends([Person("ann", "Ann", week) for week in weeks], at) == ends
