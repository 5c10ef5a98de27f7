"""Asking somebody to cover: they say yes or no, and whoever declines or is silent makes room for the next in time."""

from datetime import datetime, timedelta

import pytest

from contacts.away.actions import pass_on_covers
from contacts.away.asking import Asked, Step, patience, step
from contacts.models import Absence, Cover
from tests.profiles.world import NOW, words


def away(ward, days=7, length=2, asked=None):
    starts = NOW + timedelta(days=days)
    absence = Absence.objects.create(practitioner=ward.ann, starts_at=starts, ends_at=starts + timedelta(days=length))
    return Cover.objects.create(absence=absence, post=ward.post, practitioner=asked or ward.bob, asked_at=NOW)


def states():
    return [(cover.practitioner.name.split()[0], cover.state) for cover in Cover.objects.order_by("pk")]


@pytest.fixture
def cover(ward):
    absence = Absence.objects.create(
        practitioner=ward.ann,
        starts_at=datetime(2026, 12, 1, tzinfo=NOW.tzinfo),
        ends_at=datetime(2026, 12, 3, tzinfo=NOW.tzinfo),
    )
    return Cover.objects.create(absence=absence, post=ward.post, practitioner=ward.bob, asked_at=NOW)


def test_whoever_is_asked_finds_the_question_on_the_first_page_and_answers_with_one_press(ward, as_, cover):
    client = as_(ward.bob)
    assert "Can you cover Named nurse, Leeds, 1 to 2 December?" in words(client.get("/"))
    said = words(client.get(f"/covers/{cover.key}/"))
    assert "Can you cover Named nurse, Leeds, 1 to 2 December?" in said
    assert "Ann Holder is away." in said
    assert "Thanks. You are covering." in words(client.post(f"/covers/{cover.key}/", {"answer": "yes"}, follow=True))
    assert states() == [("Bob", "accepted")]
    assert "Can you cover" not in words(client.get("/"))


def test_at_most_three_questions_stand_on_the_first_page(ward, as_):
    for days in range(5):
        away(ward, days=7 + 10 * days)
    assert as_(ward.bob).get("/").content.decode().count("Can you cover") == 3


def test_no_asks_the_next_deputy_at_once_and_then_the_team_lead(ward, as_, cover):
    as_(ward.bob).post(f"/covers/{cover.key}/", {"answer": "no"})
    assert states() == [("Bob", "declined"), ("Cat", "asked")]
    second = Cover.objects.get(practitioner=ward.cat)
    as_(ward.cat).post(f"/covers/{second.key}/", {"answer": "no"})
    assert states()[2:] == [("Dee", "asked")]
    third = Cover.objects.get(practitioner=ward.dee)
    as_(ward.dee).post(f"/covers/{third.key}/", {"answer": "no"})
    assert states()[2:] == [("Dee", "declined")]


def test_an_answer_that_is_none_is_asked_again(ward, as_, cover):
    assert "Say yes or no." in words(as_(ward.bob).post(f"/covers/{cover.key}/", {"answer": "perhaps"}, follow=True))
    assert states() == [("Bob", "asked")]


def test_a_roster_admin_notes_what_was_said_on_the_telephone(ward, as_, cover):
    client = as_(ward.admin)
    assert "Agreed by phone" in words(client.get(f"/covers/{cover.key}/"))
    client.post(f"/covers/{cover.key}/", {"answer": "yes"})
    assert states() == [("Bob", "by_phone")]


def test_anybody_else_is_told_why_not_and_of_a_restricted_person_nothing(ward, as_, cover):
    response = as_(ward.eve).get(f"/covers/{cover.key}/")
    assert response.status_code == 403
    assert "Only the person who was asked, or their roster admin, can answer." in words(response)
    ward.ann.restricted = True
    ward.ann.save()
    assert as_(ward.eve).get(f"/covers/{cover.key}/").status_code == 404


def test_silence_passes_it_on_before_the_absence_begins(ward):
    away(ward, days=1)
    moments = [NOW + timedelta(minutes=30 * n) for n in range(48)]
    asked = [pass_on_covers(by=None, at=at) for at in moments]
    assert states() == [("Bob", "silent"), ("Cat", "silent"), ("Dee", "asked")]
    assert sum(asked) == 2


def test_passing_on_twice_asks_nobody_twice(ward):
    away(ward, days=1)
    at = NOW + timedelta(hours=9)
    assert [pass_on_covers(by=None, at=at) for _ in range(3)] == [1, 0, 0]
    assert states() == [("Bob", "silent"), ("Cat", "asked")]


def test_whoever_is_away_then_themselves_is_passed_over(ward):
    away(ward, days=1)
    Absence.objects.create(practitioner=ward.cat, starts_at=NOW, ends_at=NOW + timedelta(days=5))
    pass_on_covers(by=None, at=NOW + timedelta(hours=12))
    assert states() == [("Bob", "silent"), ("Dee", "asked")]


def test_an_agreement_ends_the_asking(ward):
    cover = away(ward, days=1)
    cover.state = "accepted"
    cover.save()
    assert pass_on_covers(by=None, at=NOW + timedelta(hours=23)) == 0


def test_an_absence_that_is_over_and_one_nobody_was_asked_for_are_left_alone(ward):
    away(ward, days=-9)
    Absence.objects.create(practitioner=ward.eve, starts_at=NOW, ends_at=NOW + timedelta(days=1))
    assert pass_on_covers(by=None, at=NOW) == 0


def test_the_worker_passes_it_on(ward, settings, tmp_path):
    from django.core.management import call_command

    settings.OUTAGE_FILE = tmp_path / "unavailable.html"
    cover = away(ward, days=1)
    cover.state = "declined"
    cover.save()
    call_command("work", once=True)
    assert states() == [("Bob", "declined"), ("Cat", "asked")]


def test_until_somebody_agrees_the_deputy_answers_and_the_cover_does_not(ward, as_, world):
    absence = world.away(ward.ann)
    world.cover(absence, ward.post, ward.eve, state="silent")
    said = words(as_(world.user()).get(f"/people/{ward.ann.key}/"))
    assert "No cover agreed. Ring the deputy." in said
    assert "Eve Colleague" not in said


# The decision alone.
AT = NOW
DAY = timedelta(days=1)


def test_everybody_gets_an_equal_share_of_the_time_within_bounds():
    assert patience(AT, AT + 3 * timedelta(hours=2), 2) == timedelta(hours=2)
    assert patience(AT, AT + 30 * DAY, 2) == DAY
    assert patience(AT, AT, 2) == timedelta(minutes=30)


@pytest.mark.parametrize(
    "asked, at, found",
    [
        ([], AT, Step()),
        ([Asked(1, "asked", AT)], AT, Step()),
        ([Asked(1, "asked", AT)], AT + DAY, Step((1,), 2)),
        ([Asked(1, "asked", None)], AT + 9 * DAY, Step()),
        ([Asked(1, "declined", AT)], AT, Step((), 2)),
        ([Asked(1, "declined", AT), Asked(2, "asked", AT)], AT, Step()),
        ([Asked(1, "silent", AT), Asked(2, "declined", AT)], AT, Step((), 3)),
        ([Asked(1, "declined", AT), Asked(2, "accepted", AT)], AT + DAY, Step()),
        ([Asked(1, "silent", AT), Asked(2, "silent", AT), Asked(3, "asked", AT)], AT + DAY, Step()),
        ([Asked(9, "declined", AT)], AT, Step((), 1)),
    ],
)
def test_the_next_step(asked, at, found):
    assert step(asked, [1, 2, 3], AT + 4 * DAY, at) == found


@pytest.mark.parametrize("hours", [2, 5, 12, 48, 24 * 30])
def test_everybody_is_asked_before_the_absence_begins(hours):
    starts, at, asked = AT + timedelta(hours=hours), AT, [Asked(1, "asked", AT)]
    when = {1: AT}
    while at < starts:
        due = step(asked, [1, 2, 3], starts, at)
        if due.ask:
            asked = [one._replace(state="silent") if one.person in due.silent else one for one in asked]
            asked.append(Asked(due.ask, "asked", at))
            when[due.ask] = at
        at += timedelta(minutes=1)
    assert list(when) == [1, 2, 3]
