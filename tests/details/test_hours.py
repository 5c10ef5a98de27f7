"""Hours as people write them."""

from datetime import time

import pytest

from contacts.details.hours import recorded, understood

NINE, FIVE = time(9), time(17)


@pytest.mark.parametrize(
    "typed, days, starts, ends",
    [
        ("Monday to Friday 9am to 5pm", range(5), NINE, FIVE),
        ("mon-fri 9-5", range(5), NINE, FIVE),
        ("Mon – Fri, 09:00–17:00", range(5), NINE, FIVE),
        ("9am to 5pm", range(5), NINE, FIVE),
        ("weekdays 9.00 until 17.00", range(5), NINE, FIVE),
        ("Tuesday and Thursday 8:45am to noon", [1, 3], time(8, 45), time(12)),
        ("Mon, Wed & Fri 9am to 5pm.", [0, 2, 4], NINE, FIVE),
        ("Saturdays 10 to 12", [5], time(10), time(12)),
        ("every day 7:30am-7:30pm", range(7), time(7, 30), time(19, 30)),
    ],
)
def test_hours_are_read(typed, days, starts, ends):
    assert understood(typed) == [(day, starts, ends) for day in days]


def test_parts_of_a_week_may_differ():
    assert understood("Mon to Wed 9-5; Thursday 9-1") == [
        (0, NINE, FIVE), (1, NINE, FIVE), (2, NINE, FIVE), (3, NINE, time(13)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["", "always", "9am", "someday 9-5", "t 9-5", "Fri to Mon 9-5", "Mon 25:00-26:00", "Mon 13pm-14pm", "Mon 5pm-9am",
              "Mon to Wed to Fri 9-5", "01/02/2016", "943 476 5919", "\x00"]
)  # fmt: skip
def test_what_is_no_hours_is_refused(typed):
    with pytest.raises(ValueError):
        understood(typed)


def test_hours_that_an_event_holds_are_read_back():
    assert recorded("0 09:00–17:00; 4 09:00–13:00") == [(0, NINE, FIVE), (4, NINE, time(13))]
    assert recorded("Monday 09:00–17:00; Bank holidays 10:00–12:00") == [(0, NINE, FIVE), (7, time(10), time(12))]
    assert recorded("") == []
    with pytest.raises(ValueError):
        recorded("whenever")
