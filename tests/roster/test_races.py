"""Two admins who save at the same moment: what either was told is saved stands, and neither loses what they typed."""

import threading
from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection

from contacts.appointments.actions import hand_over
from contacts.editing import actions, values
from contacts.editing.actions import SavedFirst
from contacts.models import Appointment, Practitioner
from tests.profiles.world import NOW, World
from tests.roster.conftest import Rosters
from tests.roster.test_pages import hidden

pytestmark = pytest.mark.at_length

# Of each kind of record, fields that may hold any words, and how it is read and edited.
KINDS = {
    "person": (["known_as", "say_it", "phone", "email"], values.of_person, actions.edit_person),
    "post": (["title", "before_you_ring", "phone"], values.of_post, actions.edit_post),
    "team": (["name", "phone"], values.of_team, actions.edit_team),
    "appointment": (["ends_on", "day_0", "order"], values.of_appointment, actions.edit_appointment),
}


@pytest.fixture
def rosters(transactional_db):
    with time_machine.travel(NOW, tick=False):
        yield Rosters(World())


def at_once(*calls):
    """Runs every call in a thread with a connection of its own; returns what each returned or, where it was refused, raised."""
    start, said = threading.Barrier(len(calls)), [None] * len(calls)

    def run(nth, call):
        start.wait()
        try:
            said[nth] = call()
        except SavedFirst as saved:
            said[nth] = saved
        except BaseException as problem:  # whatever else goes wrong is the test's to see
            said[nth] = problem
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def typed(field, nth, who):
    """Something nobody else types, of the kind the field takes."""
    if field == "phone":
        return f"01632 96{nth % 500 * 2 + who:04d}"
    if field == "email":
        return f"{'ab'[who]}{nth}@example.org"
    if field == "ends_on":
        return (date(2027, 1, 1) + timedelta(days=2 * nth + who)).isoformat()
    if field == "day_0":
        return f"{9 + who:02d}:{nth % 60:02d}-{13 + nth % 5:02d}:30"
    return str(2 * (nth % 40) + who + 1) if field == "order" else f"{field} {'ab'[who]}{nth}"


def test_no_acknowledged_edit_of_two_admins_is_lost(rosters, scaled, chance):
    """Different fields of one record are both kept; of one field the second is shown the first's, and changes nothing at all."""
    things = {"person": rosters.ann, "post": rosters.post, "team": rosters.world.team, "appointment": rosters.held}
    met = 0
    for nth in range(scaled(1000)):
        kind = chance.choice(list(KINDS))
        fields, read, edit = KINDS[kind]
        thing = type(things[kind]).objects.get(pk=things[kind].pk)
        seen = read(thing)
        # Each changes one field or two.
        mine = [{field: typed(field, nth, who) for field in chance.sample(fields, chance.choice([1, 2]))} for who in (0, 1)]
        calls = [{kind: thing, "seen": seen, "mine": {**seen, **each}, "by": None, "at": NOW} for each in mine]
        said = at_once(*(partial(edit, **call) for call in calls))
        stands, both = read(type(thing).objects.get(pk=thing.pk)), set(mine[0]) & set(mine[1])
        refused = [each for each in said if isinstance(each, SavedFirst)]
        met += bool(both)
        assert [each for each in said if isinstance(each, BaseException)] == refused
        assert len(refused) == bool(both), (kind, mine, said)
        for each, answer in zip(mine, said, strict=True):
            if answer in refused:
                other = mine[1 - mine.index(each)]
                assert answer.conflicts == {field: (other[field], each[field]) for field in both}
                assert all(stands[field] == seen[field] for field in each if field not in other)
            else:
                assert each.items() <= stands.items(), (kind, mine, stands)
    assert met > scaled(1000) // 5


@pytest.mark.parametrize("second", ["another field", "the same field"])
def test_two_browsers_that_save_at_once_lose_nothing_that_was_typed(rosters, scaled, second):
    """Through the pages: whoever is not told “Saved” sees both versions, their own typing still in the form."""
    other = rosters.world.user("two@example.org", rosters.world.council, "roster_admin")
    browsers = [rosters.browser(rosters.admin), rosters.browser(other)]
    address = f"/people/{rosters.ann.key}/change/"
    for nth in range(scaled(100)):
        now = values.of_person(Practitioner.objects.get(pk=rosters.ann.pk))
        fields = ["known_as", "say_it"] if second == "another field" else ["known_as", "known_as"]
        mine = [{field: f"{'ab'[who]}{nth}"} for who, field in enumerate(fields)]
        forms = [{**now, **each, "seen": hidden(browser.get(address))} for browser, each in zip(browsers, mine, strict=True)]
        said = at_once(*(partial(browser.post, address, form) for browser, form in zip(browsers, forms, strict=True)))
        stands = values.of_person(Practitioner.objects.get(pk=rosters.ann.pk))
        saved = [answer.status_code == 302 for answer in said]
        assert saved.count(True) == (2 if second == "another field" else 1)
        for each, answer, kept in zip(mine, said, saved, strict=True):
            if kept:
                assert each.items() <= stands.items()
            else:
                page = answer.content.decode()
                assert "Someone saved first." in page
                assert f'value="{each["known_as"]}"' in page
                assert f"Theirs: {stands['known_as']}" in page


def test_one_post_is_not_handed_over_twice(rosters, scaled):
    """Of two who hand a post over at once, to different people, one does; the other is shown it."""
    for nth in range(scaled(100)):
        held = rosters.world.appoint(rosters.world.person(f"Holder {nth}"), rosters.world.post(f"Post {nth}", role=rosters.nurse))
        handing = partial(hand_over, appointment=held, seen=values.of_appointment(held), by=None, at=NOW)
        days = [(date(2026, 12, 7 + who), f"Follower {nth} {who}") for who in (0, 1)]
        said = at_once(*(partial(handing, starts_on=day, name=name) for day, name in days))
        assert sum(isinstance(each, SavedFirst) for each in said) == 1
        assert sum(isinstance(each, tuple) for each in said) == 1
        assert Appointment.objects.filter(post=held.post).count() == 2
        assert Practitioner.objects.filter(name__startswith=f"Follower {nth} ").count() == 1
