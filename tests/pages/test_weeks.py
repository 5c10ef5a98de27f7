"""A week of opening hours in words."""

from datetime import time

import pytest

from contacts.availability import Hours
from directory.weeks import in_words

DAY, NIGHT, NONE = (time(9), time(17)), (time(17), time(8, 45)), time(0)


def week(*days, hours=DAY):
    return [Hours(day, *hours) for day in days]


@pytest.mark.parametrize(
    "hours, said",
    [
        ([], []),
        (week(*range(5)), ["Monday to Friday, 9am to 5pm."]),
        (week(0, 2), ["Monday, 9am to 5pm.", "Wednesday, 9am to 5pm."]),
        (week(0, 1, 2, 3) + week(4, hours=(time(9), time(12))), ["Monday to Thursday, 9am to 5pm.", "Friday, 9am to noon."]),
        (week(0, hours=(time(9), time(12))) + week(0, hours=(time(13), time(17))), ["Monday, 9am to noon, 1pm to 5pm."]),
        (week(*range(5), hours=NIGHT), ["Monday to Friday, 5pm to 8:45am."]),
        (week(*range(7), hours=(NONE, NONE)), ["Answered day and night."]),
        (week(5, 6, hours=(NONE, NONE)), ["Saturday to Sunday, all day."]),
        (week(6, hours=(time(8, 30), time(8, 30))), ["Sunday, all day."]),
        (week(6, 7), ["Sunday, 9am to 5pm.", "Bank holidays, 9am to 5pm."]),
    ],
)
def test_days_with_the_same_hours_are_told_together(hours, said):
    assert in_words(hours) == said
