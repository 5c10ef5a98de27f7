"""What the page of somebody at work says first, in each state they may be in."""

from datetime import date, time

import pytest

from tests.profiles.world import LONG_AGO, words

OWN = "0113 496 0142"
DEPUTY = "0113 496 0143"
TEAM = "0113 496 0111"


def page(looking, person):
    response = looking.get(f"/people/{person.key}/")
    assert response.status_code == 200
    return words(response)


@pytest.fixture
def post(world):
    return world.post(covers=[world.leeds])


@pytest.fixture
def anne(world, post):
    person = world.person("Anne Practitioner", OWN, say_it="ANN", languages="Urdu", pronouns="she/her")
    world.appoint(person, post)
    return person


@pytest.fixture
def deputy(world, post):
    person = world.person("Bashir Deputy", DEPUTY)
    world.appoint(person, post, kind="deputy")
    return person


def rung_first(said):
    """The number of the one big button."""
    return said.partition("Ring 0")[2][:12]


def test_somebody_on_duty_is_rung_on_their_own_number(looking, anne):
    said = page(looking, anne)
    assert "Anne Practitioner Say it: ANN" in said
    assert "Health visitor, Chapel Allerton, Team North" in said
    assert "Ring 0113 496 0142" in said
    assert "Available until 5pm." in said
    assert "Confirmed by the team on 23 November." in said
    assert "Urdu" in said
    assert "she/her" in said


def test_the_number_is_a_link_that_dials(looking, anne):
    assert 'href="tel:+441134960142"' in looking.get(f"/people/{anne.key}/").content.decode()


def test_if_there_is_no_answer_the_deputy_and_the_team_are_next(looking, anne, deputy):
    after = page(looking, anne).partition("If no answer")[2]
    assert after.index(DEPUTY) < after.index(TEAM)


def test_somebody_away_says_until_when_and_who_agreed_to_cover(looking, world, post, anne):
    cover = world.person("Carol Practitioner", "0113 496 0144")
    world.appoint(cover, world.post("Another post"))
    world.cover(world.away(anne), post, cover)
    said = page(looking, anne)
    assert "Away until 2 December. Carol Practitioner has agreed to cover." in said
    assert "Ring 0113 496 0144" in said


def test_cover_that_was_only_asked_for_does_not_count(looking, world, post, anne, deputy):
    world.cover(world.away(anne), post, world.person("Carol Practitioner", "0113 496 0144"), state="asked")
    said = page(looking, anne)
    assert "Away until 2 December. No cover agreed. Ring the deputy." in said
    assert "Ring 0113 496 0143" in said
    assert "Carol" not in said


def test_away_without_a_deputy_the_team_is_rung(looking, world, anne):
    world.away(anne)
    said = page(looking, anne)
    assert "Away until 2 December. No cover agreed. Ring the team." in said
    assert "Ring 0113 496 0111" in said


def test_somebody_who_does_not_work_today_sends_to_the_deputy(looking, world, post, deputy):
    person = world.person("Dana Practitioner", OWN)
    world.appoint(person, post, week=[(3, time(9), time(17))])
    said = page(looking, person)
    assert "Not working today. Back on Thursday 26 November. Ring the deputy." in said
    assert "Ring 0113 496 0143" in said


def test_a_number_nobody_confirmed_for_long_says_since_when(looking, world, post):
    person = world.person("Ewa Practitioner")
    world.phone(person, OWN, verified=LONG_AGO)
    world.appoint(person, post, confirmed_at=LONG_AGO)
    assert "Unconfirmed since 3 March. Duty line: 0113 496 0111" in page(looking, person)


def test_somebody_who_left_sends_to_whoever_is_in_the_post_now(looking, world, post, anne):
    gone = world.person("Farah Gone", "0113 496 0199")
    world.appoint(gone, post, ends_on=date(2026, 10, 31))
    said = page(looking, gone)
    assert "No longer in this post. Ring:" in said
    assert "Anne Practitioner" in said
    assert "Ring 0113 496 0142" in said
    assert "0113 496 0199" not in said


def test_somebody_in_no_post_yet_says_when_they_start(looking, world, post):
    person = world.person("Gwen Practitioner")
    world.appoint(person, post, starts_on=date(2027, 1, 4))
    said = page(looking, person)
    assert "Not in a post now." in said
    assert "Starts a post on 4 January 2027." in said
    assert "Duty numbers" in said


def test_other_posts_are_listed(looking, world, anne):
    world.appoint(anne, world.post("Named nurse, Leeds"))
    said = page(looking, anne)
    assert "Other posts" in said
    assert "Named nurse, Leeds" in said
    assert "Health visitor, Chapel Allerton" in said


def test_a_shift_worker_is_reached_through_the_team(looking, world):
    post = world.post("Child abuse sergeant", team_first=True)
    person = world.person("Harriet Sergeant", OWN)
    world.appoint(person, post)
    said = page(looking, person)
    assert "Reached through the team." in said
    assert "Ring 0113 496 0111" in said
    assert OWN not in said


def test_a_number_for_the_own_agency_is_shown_to_its_members_only(client, world, post):
    person = world.person("Iris Practitioner")
    world.phone(person, "07700 900123", audience="agency")
    world.appoint(person, post)
    client.force_login(world.user("stranger@example.org"))
    assert "07700 900123" not in page(client, person)
    client.force_login(world.user("colleague@example.org", agency=world.council))
    assert "Ring 07700 900123" in page(client, person)


def test_a_number_for_nobody_is_shown_to_nobody(client, world, anne):
    world.phone(anne, "07700 900199", audience="nobody")
    client.force_login(world.user("colleague@example.org", agency=world.council))
    assert "07700 900199" not in page(client, anne)


def test_an_e_mail_can_be_written_to(looking, world, anne):
    world.phone(anne, "anne@example.org", kind="email")
    assert 'href="mailto:anne@example.org"' in looking.get(f"/people/{anne.key}/").content.decode()


def test_strangers_are_asked_to_sign_in_first(client, anne):
    response = client.get(f"/people/{anne.key}/")
    assert response.status_code == 302
    assert response.url.startswith("/sign-in/")


def test_pages_answer_reading_only(looking, anne):
    assert looking.post(f"/people/{anne.key}/").status_code == 405


def test_the_page_asks_the_database_no_more_for_many_posts(looking, world, anne):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page(looking, anne)  # what a worker keeps for half a minute is read once
    counts = []
    for more in (0, 2, 27):
        for number in range(more):
            world.appoint(anne, world.post(f"Post {number} of {more}"))
        with CaptureQueriesContext(connection) as queries:
            page(looking, anne)
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_hours_nobody_told_us_are_said_to_be_unknown(looking, world):
    agency = world.agency("Agency without hours")
    person = world.person("Joan Practitioner", OWN)
    world.appoint(person, world.post("Post without hours", agency=agency))
    said = page(looking, person)
    assert "We don’t know their hours." in said
    assert "Ring 0113 496 0142" in said


@pytest.mark.parametrize("key", ["zzzzzzzzzz", "short"])
def test_nobody_at_this_address_is_not_found(looking, world, key):
    assert looking.get(f"/people/{key}/").status_code == 404
