"""The roster's first page and the page of how true the details are count the same things, because each is decided in one place."""

import re
from datetime import timedelta

import pytest

from contacts.appointments.tasks import Kind
from contacts.appointments.waiting import waiting
from contacts.freshness.counting import counted
from contacts.models import Appointment, ContactPoint, Correction, Practitioner
from tests.profiles.world import LONG_AGO, NOW, words


@pytest.fixture
def busy(rosters):
    """The council with everything amiss that can be, and beside each what looks like it and is not."""
    world, council = rosters.world, rosters.world.council
    expected = world.role("EXPECTED", "Expected nurse", gap="expected")
    case, optional = (
        world.role("CASE", "Held per case", gap="must", kind="case"),
        world.role("OPTION", "Optional", gap="optional"),
    )
    for nth, role in enumerate([rosters.nurse, expected, case, optional]):
        world.post(f"Vacant {nth}", role=role)
    only_deputy = world.post("Only a deputy", role=rosters.nurse)
    world.appoint(world.person("Dee Deputy"), only_deputy, "deputy")
    world.post("Closed", role=rosters.nurse, ends_on=NOW.date() - timedelta(days=1))
    away = [world.person(f"Away {nth}") for nth in range(4)]
    posts = [world.post(f"Post of Away {nth}", role=rosters.nurse, team_first=nth == 2) for nth in range(4)]
    absences = [
        world.away(person) for person, post in zip(away, posts, strict=True) if world.appoint(person, post)
    ]  # fmt: skip
    world.cover(absences[1], posts[1], rosters.ann)
    Practitioner.objects.filter(pk=away[3].pk).update(restricted=True)
    stale = world.appoint(world.person("Sue Stale"), world.post("Stale", role=rosters.nurse))
    Appointment.objects.filter(pk=stale.pk).update(confirmed_at=LONG_AGO)
    ContactPoint.objects.filter(practitioner=rosters.ann).update(verified_at=LONG_AGO)
    Correction.objects.create(what="duplicate", agency=council, opened_at=NOW)
    return rosters


def by_kind(agency):
    tasks = waiting([agency.pk], NOW)
    return {kind: [task for task in tasks if task.kind is kind] for kind in Kind}


def test_what_waits_and_the_figures_are_the_same(busy):
    council = busy.world.council
    tasks, figures = by_kind(council), counted([council.pk], NOW)[council.pk]
    assert {task.what for task in tasks[Kind.VACANT]} == {"Vacant 0", "Vacant 1", "Only a deputy"}
    assert [task.what for task in tasks[Kind.UNCOVERED]] == ["Post of Away 0"]
    assert (figures.vacant, figures.uncovered, figures.reported) == (3, 1, 1)
    assert figures.details - figures.confirmed == tasks[Kind.OVERDUE][0].count == 2


def test_the_two_pages_say_the_same(busy):
    keeping, council = busy.browser(busy.admin), busy.world.council
    roster = words(keeping.get(f"/agencies/{council.slug}/roster/?all=1"))
    health = words(keeping.get(f"/agencies/{council.slug}/health/"))
    assert roster.count("nobody is in this post") == int(re.search(r"(\d+) posts that matter have nobody", health)[1]) == 3
    assert roster.count("nobody covers") == int(re.search(r"(\d+) absence in the next two weeks has no cover", health)[1]) == 1
    assert "1 report of wrong details to check" in roster
    assert "1 report of wrong details is open" in health
    share = re.search(r"\d+% confirmed", health)[0]
    assert share in roster
    assert "Check 2 people together" in roster


def test_all_agencies_together_are_the_sum_of_each(busy):
    every, each = counted(None, NOW), counted([busy.world.council.pk, busy.trust.pk], NOW)
    assert {pk: every[pk] for pk in each} == each
