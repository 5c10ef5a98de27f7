"""Somebody at risk is nowhere: their page is as missing as any other, and their post is like every post of shift workers."""

import re

import pytest

from agencies.models import Membership
from tests.profiles.world import LONG_AGO, without_tokens, words

CANARIES = [
    "Zephyrine",
    "Quillfeather",
    "zeffy-canary",
    "kweel",
    "Wendish",
    "07700 900666",
    "077009006",
    "900666",
    "zq@example.org",
]
RIGHTS = [None, *Membership.Right.values]


@pytest.fixture
def hidden(world):
    return world.person(
        "Zephyrine Quillfeather",
        "07700 900666",
        known_as="zeffy-canary",
        say_it="kweel",
        languages="Wendish",
        rank="zeffy-canary",
        pronouns="zeffy-canary",
        restricted=True,
    )


@pytest.fixture
def school(world):
    return world.setting()


@pytest.fixture
def posts(world, hidden, school):
    """The posts the hidden person has to do with: holder, job share, deputy, cover of somebody away, in the past."""
    world.phone(hidden, "zq@example.org", kind="email")
    held = world.post("Held alone", covers=[world.leeds, school])
    world.phone(held, "07700 900666", label="Zephyrine direct")
    world.appoint(hidden, held, confirmed_by="Zephyrine Quillfeather")
    held.confirmed_by = "Zephyrine Quillfeather"
    held.save()
    shared = world.post("Shared", covers=[world.leeds, school])
    world.appoint(hidden, shared, kind="job_share")
    world.appoint(world.person("Anne Practitioner", "0113 496 0142"), shared, kind="job_share")
    deputised = world.post("Deputised", covers=[world.leeds, school])
    world.appoint(world.person("Bashir Practitioner", "0113 496 0143"), deputised)
    world.appoint(hidden, deputised, kind="deputy")
    covered = world.post("Covered", covers=[world.leeds, school])
    absent = world.person("Carol Practitioner", "0113 496 0144")
    world.appoint(absent, covered)
    world.cover(world.away(absent), covered, hidden)
    past = world.post("Left", covers=[world.leeds, school])
    world.appoint(hidden, past, ends_on=LONG_AGO.date())
    return [held, shared, deputised, covered, past]


def pages(world, posts, school):
    yield from (f"/posts/{post.key}/" for post in posts)
    people = {a.practitioner for post in posts for a in post.appointments.select_related("practitioner")}
    yield from (f"/people/{person.key}/" for person in people)
    yield f"/agencies/{world.council.slug}/"
    yield f"/areas/{world.leeds.code}/"
    yield f"/settings/{school.key}/"
    yield f"/wrong/agencies/{world.council.slug}/"
    yield from (f"/wrong/posts/{post.key}/" for post in posts)
    yield from ("/duty/", "/privacy/", "/accessibility/", "/wrong/", "/", f"/find/hv/?area={world.leeds.code}")
    yield f"/find/everyone/?area={world.leeds.code}"


@pytest.mark.parametrize("right", RIGHTS)
def test_no_page_says_anything_about_them_to_anybody(client, world, hidden, posts, school, right):
    client.force_login(world.user(agency=world.council if right else None, right=right))
    for address in pages(world, posts, school):
        response = client.get(address)
        body = response.content.decode() + str(response.headers)
        assert [canary for canary in CANARIES if canary in body] == [], address
        if f"/people/{hidden.key}/" != address:
            assert response.status_code == 200, address
            assert hidden.key not in body, address


def test_their_page_is_as_missing_as_one_that_never_was(looking, hidden):
    theirs, nobodys = looking.get(f"/people/{hidden.key}/"), looking.get("/people/zzzzzzzzzz/")
    assert theirs.status_code == nobodys.status_code == 404
    assert without_tokens(theirs) == without_tokens(nobodys)
    assert {name for name, _ in theirs.items()} == {name for name, _ in nobodys.items()}


def alike(looking, post):
    """The page of a post with what only tells posts apart taken out."""
    body = without_tokens(looking.get(f"/posts/{post.key}/"))
    return re.sub(r"[0-9a-z]{10}(?=/)", "KEY", body.replace(post.title, "TITLE"))


def test_their_post_looks_exactly_like_one_of_shift_workers(looking, world, hidden):
    theirs, shifts = (
        world.post("Officer one", covers=[world.leeds]),
        world.post("Officer two", covers=[world.leeds], team_first=True),
    )
    world.appoint(hidden, theirs)
    world.phone(theirs, "07700 900666")
    world.appoint(world.person("Dev Practitioner", "0113 496 0145"), shifts)
    assert "Reached through the team." in words(looking.get(f"/posts/{theirs.key}/"))
    assert alike(looking, theirs) == alike(looking, shifts)


def test_their_post_counts_as_held(looking, world, hidden):
    post = world.post("Officer one")
    world.appoint(hidden, post)
    assert "Nobody is in this post" not in words(looking.get(f"/posts/{post.key}/"))
    assert "Nobody in post" not in words(looking.get(f"/agencies/{world.council.slug}/"))


def test_looking_at_their_post_costs_as_many_queries_whoever_is_in_it(looking, world, hidden):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    looking.get(f"/posts/{world.post().key}/")  # what a worker keeps for half a minute is read once
    counts = []
    for person in (hidden, world.person("Dev Practitioner", "0113 496 0145")):
        post = world.post("Officer", team_first=True)
        world.appoint(person, post)
        with CaptureQueriesContext(connection) as queries:
            looking.get(f"/posts/{post.key}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
