"""How true an agency's details are, counted, kept week by week and shown."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event, EventScope
from contacts.freshness.actions import take_snapshots
from contacts.freshness.counting import Counts, counted
from contacts.models import Correction, Snapshot
from directory.freshness.reading import standing
from tests.profiles.world import LONG_AGO, NOW, words


@pytest.fixture
def council(world):
    """Two people confirmed, one not, one desk, one vacancy that matters and one that does not."""
    world.visitor.gap = "must"
    world.visitor.save()
    for name, confirmed in (("Ann Holder", NOW), ("Ben Holder", NOW), ("Cy Holder", LONG_AGO)):
        world.appoint(world.person(name), world.post(f"Post of {name}"), confirmed_at=confirmed)
    world.desk("Leeds front door", "01632 960700")
    world.post("Empty post that matters")
    world.post("Empty post", role=world.role("OTHER", "Other role", gap="optional"))
    world.post("Former post", ends_on=date(2026, 1, 1))
    return world.council


@pytest.fixture
def address(council):
    return f"/agencies/{council.slug}/health/"


def snapshot(agency, week, confirmed, details=100):
    return Snapshot.objects.create(
        agency=agency, week=week, details=details, confirmed=confirmed, vacant=0, uncovered=0, reported=0
    )


def test_people_and_desks_are_counted_each_by_how_often_its_role_is_confirmed(world, council):
    Correction.objects.create(what="duplicate", agency=council, opened_at=NOW)
    assert counted([council.pk], NOW)[council.pk] == Counts(details=4, confirmed=3, vacant=1, reported=1)
    world.visitor.review_days = 365
    world.visitor.save()
    assert counted([council.pk], NOW)[council.pk].confirmed == 4


def test_absences_without_cover_count_and_those_with_one_do_not(world, council):
    ann, ben = (council.posts.get(title=f"Post of {name} Holder").appointments.get() for name in ("Ann", "Ben"))
    world.away(ann.practitioner)
    covered = world.away(ben.practitioner)
    assert counted([council.pk], NOW)[council.pk].uncovered == 2
    world.cover(covered, ben.post, ann.practitioner)
    assert counted([council.pk], NOW)[council.pk].uncovered == 1
    world.cover(world.away(ann.practitioner), ann.post, ben.practitioner, state="asked")
    assert counted([council.pk], NOW)[council.pk].uncovered == 2


def test_somebody_at_risk_holds_their_post_and_is_in_no_other_count(world, council, browse, bola, address):
    ann = council.posts.get(title="Post of Ann Holder").appointments.get().practitioner
    world.away(ann)
    Correction.objects.create(what="name", practitioner=ann, agency=council, opened_at=NOW)
    ann.restricted = True
    ann.save()
    assert counted([council.pk], NOW)[council.pk] == Counts(details=4, confirmed=3, vacant=1)
    assert "Ann" not in browse(bola).get(address).content.decode()


def test_counting_a_hundred_agencies_costs_what_counting_one_does(world, council):
    world.away(council.posts.get(title="Post of Ann Holder").appointments.get().practitioner)
    with CaptureQueriesContext(connection) as one:
        counted(None, NOW)
    for nth in range(5):
        agency = world.agency(f"Agency {nth}")
        person = world.person(f"Person {nth}")
        world.appoint(person, world.post(f"Post {nth}", agency=agency))
        world.away(person)
    with CaptureQueriesContext(connection) as many:
        assert len(counted(None, NOW)) == 6
    assert len(many) == len(one)


def test_a_week_has_one_row_however_often_it_is_counted(world, council):
    for days in (0, 1, 6, 7):
        take_snapshots(by=None, at=NOW + timedelta(days=days))
    assert list(Snapshot.objects.order_by("week").values_list("week", "details", "confirmed", "vacant")) == [
        (date(2026, 11, 23), 4, 3, 1), (date(2026, 11, 30), 4, 3, 1),
    ]  # fmt: skip
    council.posts.get(title="Post of Cy Holder").appointments.update(confirmed_at=NOW)
    take_snapshots(by=None, at=NOW + timedelta(days=7))
    assert Snapshot.objects.get(week=date(2026, 11, 30)).confirmed == 4


def test_the_worker_counts_and_places_old_events(world, council, outage_file):
    call_command("work", once=True)
    assert Snapshot.objects.get().confirmed == 3
    assert EventScope.objects.filter(event=Event.objects.get(verb="counted how true the details are")).exists()


@pytest.mark.parametrize(
    "then, said",
    [
        (60, "75% confirmed, up from 60% in August."),
        (84, "75% confirmed, down from 84% in August."),
        (75, "75% confirmed, as in August."),
    ],
)
def test_the_sentence_compares_with_a_season_ago(world, council, then, said):
    snapshot(council, date(2026, 8, 24), then)
    found = standing([council.pk], NOW)
    assert (found.percent, found.sentence) == (75, said)


def test_the_sentence_says_what_it_knows(world, council):
    assert standing([council.pk], NOW).sentence == "75% confirmed."
    assert standing([world.agency("Empty").pk], NOW).sentence == "Nothing to confirm yet."
    both = standing([council.pk, world.agency("Another").pk], NOW)
    assert (both.percent, both.counts.details) == (75, 4)


def test_the_page_has_the_line_with_its_table_and_what_is_amiss(world, browse, bola, council, address):
    for quarter, share in enumerate((60, 65, 70)):
        snapshot(council, [date(2026, 2, 2), date(2026, 5, 4), date(2026, 8, 3)][quarter], share)
    shown = browse(bola).get(address)
    said, body = words(shown), shown.content.decode()
    assert "75% confirmed, up from 70% in August." in said
    assert 'role="img" aria-labelledby="finding"' in body
    assert body.count('r="4.5"') == 4
    for row in ("Jan–Mar 2026 60%", "Apr–Jun 2026 65%", "Jul–Sep 2026 70%", "Oct–Dec 2026 75%"):
        assert row in said
    assert "1 post that matters has nobody in it Empty post that matters" in said
    assert "0 absences in the next two weeks have no cover" in said


def test_one_quarter_is_no_trend(browse, bola, address):
    shown = browse(bola).get(address)
    assert "One quarter so far; no trend." in words(shown)
    assert 'class="app-picture"' not in shown.content.decode()


def test_managers_see_it_and_nobody_else_does(world, browse, council, address):
    manager = world.user("manager@example.org", council, "manager")
    assert browse(manager).get(address).status_code == 200
    assert "Decide about them" not in words(browse(manager).get(address))
    refused = browse(world.user("plain@example.org", council)).get(address)
    assert refused.status_code == 403
    assert "Only this agency’s roster admin and managers can see how true its details are." in words(refused)
    assert f'href="{address}"' in browse(manager).get(f"/agencies/{council.slug}/").content.decode()
