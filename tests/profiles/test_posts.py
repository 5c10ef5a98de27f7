"""What the page of a post says, which outlives whoever is in it."""

from datetime import date, datetime, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.profiles.world import LONG_AGO, NIGHT, NOW, words

HOLDER, DEPUTY, TEAM, NIGHT_NUMBER = "0113 496 0142", "0113 496 0143", "0113 496 0111", "0113 496 0199"


def page(looking, post):
    response = looking.get(f"/posts/{post.key}/")
    assert response.status_code == 200
    return words(response)


@pytest.fixture
def post(world):
    return world.post(covers=[world.leeds], before_you_ring="Choose 2 in the menu.")


@pytest.fixture
def night(world):
    desk = world.desk("Emergency duty team", NIGHT_NUMBER, role=world.night_role, week=NIGHT)
    world.council.out_of_hours = desk
    world.council.save()
    return desk


def holder(world, post, **details):
    person = world.person("Anne Practitioner", HOLDER)
    world.appoint(person, post, **details)
    return person


def test_a_held_post_gives_its_holder(looking, world, post):
    holder(world, post)
    said = page(looking, post)
    assert "Health visitor, Chapel Allerton Anne Practitioner" in said
    assert "Ring 0113 496 0142" in said
    assert "Available until 5pm." in said
    assert "In post Anne Practitioner" in said
    assert "Answers for Leeds by home address" in said
    assert "Before you ring Choose 2 in the menu." in said


def test_a_vacant_post_says_so_and_gives_the_team_the_button(looking, post):
    said = page(looking, post)
    assert "Nobody is in this post. Ring the team." in said
    assert "Ring 0113 496 0111" in said


def test_a_vacant_post_with_a_deputy_sends_there_first(looking, world, post):
    world.appoint(world.person("Bashir Deputy", DEPUTY), post, kind="deputy")
    said = page(looking, post)
    assert "Nobody is in this post. Ring the deputy." in said
    assert "Ring 0113 496 0143" in said


def test_somebody_acting_holds_the_post(looking, world, post):
    world.appoint(world.person("Carol Acting", HOLDER), post, kind="acting")
    said = page(looking, post)
    assert "Nobody is in this post" not in said
    assert "Carol Acting" in said


def test_a_holder_who_left_yesterday_leaves_it_vacant(looking, world, post):
    holder(world, post, ends_on=date(2026, 11, 22))
    assert "Nobody is in this post." in page(looking, post)


def test_the_last_day_still_counts(looking, world, post):
    holder(world, post, ends_on=date(2026, 11, 23))
    assert "Anne Practitioner" in page(looking, post)


def test_away_and_covered(looking, world, post):
    person = holder(world, post)
    cover = world.person("Dev Practitioner", "0113 496 0145")
    world.appoint(cover, world.post("Another"))
    world.cover(world.away(person), post, cover)
    said = page(looking, post)
    assert "Away until 2 December. Dev Practitioner has agreed to cover." in said
    assert "Ring 0113 496 0145" in said
    assert "Anne Practitioner" in said.partition("If no answer")[2]


def test_away_and_not_covered(looking, world, post):
    world.away(holder(world, post))
    said = page(looking, post)
    assert "Away until 2 December. No cover agreed. Ring the team." in said
    assert "Ring 0113 496 0111" in said


def test_not_working_now(looking, world, post):
    holder(world, post, week=[(1, time(9), time(17))])
    assert "Not working now. Back at 9am tomorrow. Ring the team." in page(looking, post)


def test_a_holder_nobody_confirmed_for_very_long_gives_way_to_the_team(looking, world, post):
    person = world.person("Ewa Practitioner")
    world.phone(person, HOLDER, verified=LONG_AGO)
    world.appoint(person, post, confirmed_at=LONG_AGO)
    said = page(looking, post)
    assert "Not confirmed since 3 March, so a line checked more recently comes first." in said
    assert "Ring 0113 496 0111" in said


def test_at_night_the_out_of_hours_team_is_rung(looking, world, post, night):
    holder(world, post)
    with time_machine.travel(datetime(2026, 11, 23, 21, tzinfo=NOW.tzinfo), tick=False):
        said = page(looking, post)
    assert "Not working now. Back at 9am tomorrow. Ring the out-of-hours team." in said
    assert "Ring 0113 496 0199" in said


def test_a_desk_says_when_it_is_answered(looking, world):
    desk = world.desk("Leeds front door", "0113 496 0100")
    said = page(looking, desk)
    assert "Leeds front door" in said
    assert "Ring 0113 496 0100" in said
    assert "Available until 5pm." in said
    assert "Hours Monday to Friday, 9am to 5pm." in said


def test_a_closed_desk_says_until_when_and_whom_to_ring(looking, world, night):
    desk = world.desk("Leeds front door", "0113 496 0100")
    with time_machine.travel(datetime(2026, 11, 23, 21, tzinfo=NOW.tzinfo), tick=False):
        said = page(looking, desk)
    assert "Closed until 9am tomorrow. Ring the out-of-hours team." in said
    assert "Ring 0113 496 0199" in said


def test_a_desk_for_the_night_is_found_shut_by_day(looking, night):
    assert "Closed until 5pm." in page(looking, night)


def test_a_replaced_post_says_by_what_and_gives_no_old_number(looking, world):
    new = world.post("Health visitor, North")
    old = world.post("Health visitor, Old", ends_on=date(2026, 3, 31), succeeded_by=new)
    world.phone(old, "0113 496 0177")
    said = page(looking, old)
    assert "Replaced on 1 April." in said
    assert "Ring instead: Health visitor, North" in said
    assert "0113 496 0177" not in said
    assert "Nobody is in this post" not in said


def test_a_post_of_a_closed_agency_sends_to_its_successor(looking, world):
    old = world.agency("Old agency", closed_on=date(2026, 3, 31), successor=world.council)
    said = page(looking, world.post("Nurse", agency=old))
    assert "This agency has closed." in said
    assert "Ring instead: Leeds children's services" in said


def test_entered_by_a_caretaker(looking, world):
    surgery = world.agency("Example Surgery", entered_for=world.council)
    said = page(looking, world.post("Safeguarding lead", agency=surgery))
    assert "Entered by Leeds children's services on behalf of Example Surgery." in said


def test_an_extension_and_a_short_number_survive(looking, world):
    desk = world.desk("Switchboard", "0113 496 0100")
    desk.contact_points.update(extension="204")
    assert "then 204" in page(looking, desk)
    short = world.desk("Health advice", "111")
    assert 'href="tel:111"' in looking.get(f"/posts/{short.key}/").content.decode()


def test_without_any_number_it_says_so_and_leads_on(looking, world):
    bare = world.post("Post without a line", agency=world.agency("Agency without a line"))
    said = page(looking, bare)
    assert "We hold no number here." in said
    assert "Duty numbers" in said


def test_a_long_list_of_places_is_cut_and_says_so(looking, world):
    places = [world.area(f"LS{number}", f"LS{number}", kind="postcode_district") for number in range(1, 40)]
    said = page(looking, world.post("Wide", covers=places))
    assert "And more." in said
    assert said.count("by home address") == 30


def test_the_page_asks_the_database_no_more_for_many_people(looking, world, post):
    page(looking, post)  # what a worker keeps for half a minute is read once
    counts = []
    for more in (1, 2, 27):
        for number in range(more):
            world.appoint(world.person(f"Person {number} of {more}", f"0113 496 0{number:03}"), post, kind="job_share")
        with CaptureQueriesContext(connection) as queries:
            page(looking, post)
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
