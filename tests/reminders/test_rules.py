"""Who is asked to confirm an entry, at which step, and on which day."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from contacts.reminders.rules import ADMIN, NEVER, PARTNERSHIP, PERSON, Entry, asked_on, is_day_of, next_step, room

ENTRY = Entry("appointment:1", date(2026, 9, 1), 90, has_mailbox=True)
OUT = date(2026, 12, 1)


def day(**days):
    return OUT + timedelta(**days)


def test_it_runs_out_the_day_after_its_interval():
    assert ENTRY.runs_out_on == OUT
    assert replace(ENTRY, confirmed_on=None).runs_out_on == NEVER


def test_the_person_is_asked_on_a_working_day_in_the_fortnight_before():
    for nth in range(200):
        asked = asked_on(OUT, f"person{nth}")
        assert day(days=-14) <= asked < OUT
        assert asked.weekday() < 5
        assert next_step(ENTRY, f"person{nth}", asked) == PERSON
        assert next_step(ENTRY, f"person{nth}", asked - timedelta(days=1)) is None


def test_thirty_four_who_were_confirmed_on_one_day_are_not_asked_on_one():
    asked = Counter(asked_on(OUT, f"person{nth}") for nth in range(34))
    assert len(asked) >= 5
    assert max(asked.values()) <= 17


def test_then_the_admin_when_it_has_run_out_and_they_have_had_a_fortnight():
    asked = replace(ENTRY, sent={PERSON: day(days=-10)})
    assert next_step(asked, "p", day(days=3)) is None
    assert next_step(asked, "p", day(days=4)) == ADMIN
    late = replace(ENTRY, sent={PERSON: day(days=100)})
    assert next_step(late, "p", day(days=113)) is None
    assert next_step(late, "p", day(days=114)) == ADMIN


def test_without_a_mailbox_the_admin_is_asked_in_time():
    entry = replace(ENTRY, has_mailbox=False)
    assert next_step(entry, "p", day(days=-15)) is None
    assert next_step(entry, "p", day(days=-14)) == ADMIN


def test_then_the_partnership_four_weeks_later_and_then_nobody():
    asked = replace(ENTRY, sent={PERSON: day(days=-10), ADMIN: day(days=4)})
    assert next_step(asked, "p", day(days=31)) is None
    assert next_step(asked, "p", day(days=32)) == PARTNERSHIP
    assert next_step(replace(asked, sent={**asked.sent, PARTNERSHIP: day(days=32)}), "p", day(days=400)) is None


@pytest.mark.parametrize("sent", [{PERSON: OUT}, {PERSON: OUT, ADMIN: OUT}, {ADMIN: OUT}])
def test_nobody_is_asked_twice_on_one_day(sent):
    assert next_step(replace(ENTRY, sent=sent), "p", OUT) is None


def test_every_keeper_has_one_day_of_the_week():
    week = [date(2026, 11, 23) + timedelta(days=nth) for nth in range(7)]
    for nth in range(50):
        assert sum(is_day_of(f"keeper{nth}", each) for each in week) == 1


def test_five_of_an_agency_are_asked_on_a_day():
    assert [room(asked) for asked in (0, 4, 5, 9)] == [5, 1, 0, 0]
