"""What follows from how a call went, without a database."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from contacts.outcomes.rules import band_of, day_of_try, reach, remembered_since

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    "hour, band",
    [
        (0, "night"),
        (5, "night"),
        (6, "morning"),
        (11, "morning"),
        (12, "afternoon"),
        (18, "evening"),
        (21, "evening"),
        (22, "night"),
    ],
)
def test_a_call_is_kept_by_the_part_of_the_day(hour, band):
    assert band_of(datetime(2026, 7, 1, hour, 59, tzinfo=LONDON)) == band


def test_a_call_after_midnight_in_summer_counts_on_the_london_day():
    assert day_of_try(datetime(2026, 7, 1, 23, 30, tzinfo=ZoneInfo("UTC"))) == date(2026, 7, 2)


def test_callers_are_remembered_for_ninety_days():
    assert remembered_since(datetime(2026, 11, 23, 10, tzinfo=LONDON)) == date(2026, 8, 25)


def test_a_rate_is_shown_from_five_tries_by_three_people():
    four = [("spoke", 1), ("helped", 2), ("no_answer", 3), ("wrong", 1)]
    assert reach(four) is None
    assert reach([*four, ("message", 2)]) == (2, 5)
    assert reach([("spoke", caller) for caller in (1, 2) * 5]) is None
    assert reach([]) is None
