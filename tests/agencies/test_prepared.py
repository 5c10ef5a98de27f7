"""A prepared query gives what the queryset gives, whatever its values, on the engine in use."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agencies.models import OpeningHours
from agencies.prepared import Prepared
from contacts.models import Absence, Appointment, ContactPoint
from directory.finder import facts


@pytest.mark.parametrize("size", [0, 1, 2, 3, 5, 9])
def test_lists_of_any_length_give_the_same_rows_as_the_queryset(demo, size):
    posts = list(Appointment.objects.values_list("post_id", flat=True).distinct()[:size])
    day = demo.at.date()

    plain = list(facts.APPOINTED.make(posts or [-1], day))

    assert sorted(facts.APPOINTED(posts, day), key=str) == sorted(plain, key=str)


def test_instants_times_and_flags_come_back_as_python_knows_them(demo):
    absence = Absence.objects.select_related("practitioner").first()

    rows = facts.ABSENT([absence.practitioner_id], absence.starts_at, demo.at.date())

    assert (absence.practitioner_id, absence.starts_at, absence.ends_at) in {row[:3] for row in rows}
    hours = OpeningHours.objects.filter(team__isnull=False).first()
    assert (None, hours.team_id, None, hours.day, hours.opens, hours.closes) in facts.OPENING([], [hours.team_id], [])


def test_the_instants_given_decide_which_absences_hold(demo):
    absence = Absence.objects.first()
    later = absence.ends_at + timedelta(days=4000)

    assert facts.ABSENT([absence.practitioner_id], later, later.date()) == []


def test_a_compiled_query_is_kept_and_run_again_with_other_values(demo):
    calls = []

    @Prepared
    def numbers(posts):
        calls.append(posts)
        return ContactPoint.objects.filter(post__in=posts).order_by("pk").values_list("value")

    first, second = ContactPoint.objects.filter(post__isnull=False).order_by("-pk")[:2]

    assert (first.value,) in numbers([first.post_id])
    assert (second.value,) in numbers([second.post_id])
    assert len(calls) == 1


def test_markers_of_every_kind_are_values_nobody_stores(demo):
    @Prepared
    def everything(people, day, at):
        return Absence.objects.filter(practitioner__in=people, starts_at__date__lte=day, ends_at__gt=at).values_list("pk")

    absence = Absence.objects.first()
    assert (absence.pk,) in everything([absence.practitioner_id], date(2100, 1, 1), datetime(2000, 1, 1, tzinfo=UTC))
