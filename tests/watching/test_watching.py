"""Watching a post, an agency or an area: a button, a list, and once a week what changed – never about whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from contacts.actions import add_contact_point, appoint
from contacts.models import Practitioner, Watch
from contacts.watching.actions import watch, write_digests
from outbox.models import Letter
from tests.profiles.world import NOW, words


@pytest.fixture
def post(world):
    return world.post("Named nurse, Leeds", covers=[world.leeds])


def week_later(days=9):
    return sum(write_digests(by=None, at=NOW + timedelta(days=nth)) for nth in range(1, days))


def changed(world, post, at=NOW + timedelta(hours=1), **details):
    person = world.person("Ann Holder", **details)
    appoint(post=post, practitioner=person, by=None, at=at)
    add_contact_point(to=person, kind="phone", value="01632 960001", by=None, at=at)
    return person


def things(world, post):
    return {"post": (post, post.get_absolute_url()), "agency": (world.council, world.council.get_absolute_url()),
            "area": (world.leeds, reverse("area", args=[world.leeds.code]))}  # fmt: skip


@pytest.mark.parametrize("kind", ["post", "agency", "area"])
def test_a_press_on_its_page_and_the_list_shows_it_until_it_is_stopped(looking, world, post, kind):
    thing, page = things(world, post)[kind]
    name = {"post": post.key, "agency": world.council.slug, "area": world.leeds.code}[kind]
    assert f'name="thing" value="{kind}/{name}/"' in looking.get(page).content.decode()
    response = looking.post(reverse("watch"), {"thing": f"{kind}/{name}/"})
    looking.post(reverse("watch"), {"thing": f"{kind}/{name}/"})
    assert response["Location"] == page
    assert f"{thing} Stop" in words(looking.get(reverse("watching")))
    looking.post(reverse("stop-watching", args=[Watch.objects.get().key]))
    assert "Nothing yet." in words(looking.get(reverse("watching")))


@pytest.mark.parametrize("kind", ["post", "agency", "area"])
def test_once_a_week_it_is_told_what_changed_and_not_about_whom(looking, world, post, kind):
    who = User.objects.get()
    watch(thing=things(world, post)[kind][0], by=who, at=NOW)
    changed(world, post)
    assert week_later() == 1
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (who.email, "1 post you watch has changed")
    assert "- Named nurse, Leeds: a number changed, who holds it changed" in letter.text
    assert "Ann" not in letter.text
    assert "01632" not in letter.text


def test_nothing_changed_nothing_is_said(looking, world, post):
    watch(thing=post, by=User.objects.get(), at=NOW)
    assert week_later(30) == 0


def test_what_was_told_is_not_told_again(looking, world, post):
    watch(thing=post, by=User.objects.get(), at=NOW)
    changed(world, post)
    assert week_later(30) == 1


def test_several_things_are_one_letter_and_a_post_stands_in_it_once(looking, world, post):
    for thing, _page in things(world, post).values():
        watch(thing=thing, by=User.objects.get(), at=NOW)
    changed(world, post)
    assert week_later() == 1
    assert Letter.objects.get().text.count("Named nurse, Leeds") == 1


def test_of_somebody_at_risk_nothing_is_told_nor_that_they_came_to_be(looking, world, post):
    watch(thing=post, by=User.objects.get(), at=NOW)
    changed(world, post)
    Practitioner.objects.update(restricted=True)
    assert week_later(30) == 0


def test_a_post_reached_through_its_team_tells_nothing_of_its_people(looking, world):
    post = world.post("Officer, Leeds", team_first=True)
    watch(thing=post, by=User.objects.get(), at=NOW)
    changed(world, post)
    assert week_later(30) == 0


def test_other_peoples_watching_is_not_mine_to_stop(looking, world, post):
    other = watch(thing=post, by=world.user("other@example.org"), at=NOW)
    assert looking.post(reverse("stop-watching", args=[other.key])).status_code == 404


@pytest.mark.parametrize("thing", ["", "post", "post/", "nobody/x", "post/\x00", "area/E0\ud800", "__class__/x"])
def test_what_is_not_there_cannot_be_watched(looking, thing):
    assert looking.post(reverse("watch"), {"thing": thing.encode("utf-8", "surrogatepass")}).status_code == 404


def test_the_list_asks_as_much_for_three_as_for_one(looking, world, post):
    counts, who = [], User.objects.get()
    for wanted in ([post], [world.council, world.leeds]):
        for thing in wanted:
            watch(thing=thing, by=who, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            looking.get(reverse("watching"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
