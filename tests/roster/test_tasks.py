"""What waits for a roster admin stands in the order of how much it matters."""

from datetime import date

from contacts.appointments.tasks import Kind, Task, in_order
from contacts.editing.merging import merge


def test_the_most_serious_comes_first():
    kinds = [Kind.LEAVER, Kind.OVERDUE, Kind.WRONG, Kind.UNCOVERED, Kind.VACANT]
    assert [task.kind for task in in_order([Task(kind, "A") for kind in kinds])] == kinds[::-1]


def test_what_the_law_asks_for_comes_before_what_is_expected_and_a_near_day_before_a_far_one():
    vacant = [Task(Kind.VACANT, "A", "One", gap="expected"), Task(Kind.VACANT, "A", "Two", gap="must")]
    assert [task.what for task in in_order(vacant)] == ["Two", "One"]
    away = [
        Task(Kind.UNCOVERED, "A", day=date(2026, 12, 3)),
        Task(Kind.UNCOVERED, "A", day=date(2026, 12, 1)),
        Task(Kind.UNCOVERED, "A"),
    ]
    assert [task.day and task.day.day for task in in_order(away)] == [1, 3, None]


def test_two_who_change_different_fields_both_keep_theirs():
    assert merge({"a": "1", "b": "1"}, {"a": "2", "b": "1"}, {"a": "1", "b": "3"}) == ({"b": "3"}, {})


def test_two_who_change_one_field_disagree_and_two_who_agree_do_not():
    assert merge({"a": "1"}, {"a": "2"}, {"a": "3"}) == ({}, {"a": ("2", "3")})
    assert merge({"a": "1"}, {"a": "2"}, {"a": "2"}) == ({}, {})


def test_a_field_nobody_was_shown_is_never_overwritten():
    assert merge({}, {"a": "2"}, {"a": "3"}) == ({}, {"a": ("2", "3")})
