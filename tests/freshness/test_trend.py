"""What share is confirmed, and how it has moved."""

from datetime import date

import pytest

from contacts.freshness import trend
from directory.freshness.picture import BOTTOM, EDGE, TOP, WIDTH, line

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize("confirmed, details, share", [(0, 0, None), (0, 9, 0), (91, 100, 91), (199, 200, 99), (9, 9, 100)])
def test_a_share_is_whole_and_never_all_unless_it_is(confirmed, details, share):
    assert trend.percent(confirmed, details) == share


def test_it_is_compared_with_a_season_ago_or_the_first_that_is_not_too_near():
    weeks = [(date(2026, 8, 24), 84), (date(2026, 9, 7), 86), (date(2026, 11, 23), 90)]
    assert trend.earlier(weeks, TODAY) == (date(2026, 8, 24), 84)
    assert trend.earlier([(date(2026, 3, 2), 60), *weeks], TODAY) == (date(2026, 8, 24), 84)
    assert trend.earlier(weeks[1:], TODAY) == (date(2026, 9, 7), 86)
    assert trend.earlier(weeks[2:], TODAY) is None
    assert trend.earlier([(date(2026, 8, 24), None)], TODAY) is None
    assert trend.earlier([], TODAY) is None


def test_a_quarter_is_what_was_counted_last_in_it():
    weeks = [(date(2025, 12, 29), 50), (date(2026, 1, 5), 60), (date(2026, 3, 30), 70), (date(2026, 11, 23), 90)]
    assert trend.quarters(weeks, TODAY) == [
        (date(2025, 10, 1), 50), (date(2026, 1, 1), 70), (date(2026, 4, 1), None), (date(2026, 7, 1), None),
        (date(2026, 10, 1), 90),
    ]  # fmt: skip
    assert len(trend.quarters([(date(2020, 1, 6), 1), (date(2025, 1, 6), 2), *weeks], TODAY)) == 8
    assert trend.quarters([], TODAY) == []


def test_a_week_is_its_monday():
    assert trend.monday(TODAY) == trend.monday(date(2026, 11, 23)) == date(2026, 11, 23)


def test_the_line_stays_on_its_sheet_and_breaks_where_nothing_was_counted():
    marks, stretches = line([0, 100, None, 50])
    assert [(mark["x"], mark["y"]) for mark in marks] == [(EDGE, BOTTOM), (215, TOP), (WIDTH - EDGE, (TOP + BOTTOM) // 2)]
    assert len(stretches) == 1
    assert line([]) == ([], [])
    assert line([50])[1] == []
