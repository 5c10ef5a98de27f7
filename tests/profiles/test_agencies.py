"""What the page of an agency says: the way in first, then who is who."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.profiles.world import NIGHT, NOW, words

FRONT, NIGHT_NUMBER = "0113 496 0100", "0113 496 0199"
EVENING = datetime(2026, 11, 23, 21, tzinfo=NOW.tzinfo)


def page(looking, agency, query=""):
    response = looking.get(f"/agencies/{agency.slug}/{query}")
    assert response.status_code == 200
    return words(response)


@pytest.fixture
def council(world):
    world.phone(world.council, FRONT, audience="public", label="Switchboard")
    world.hours(world.council)
    night = world.desk(
        "Emergency duty team", NIGHT_NUMBER, role=world.night_role, week=NIGHT, agency=world.agency("Night agency")
    )
    world.council.out_of_hours = night
    world.council.address, world.council.postcode = "Example House, 1 Example Street, Leeds", "LS1 1UR"
    world.council.save()
    return world.council


def test_by_day_the_front_door_comes_first_with_its_hours(looking, council):
    said = page(looking, council)
    assert "Leeds children's services Front door Ring 0113 496 0100" in said
    assert "Available until 5pm." in said
    assert "Hours Monday to Friday, 9am to 5pm." in said
    assert "Out of hours 0113 496 0199" in said
    assert "Example House 1 Example Street Leeds LS1 1UR" in said


def test_at_night_it_says_until_when_it_is_shut_and_whom_to_ring(looking, council):
    with time_machine.travel(EVENING, tick=False):
        said = page(looking, council)
    assert "Front door: Closed until 9am tomorrow. Ring the out-of-hours team." in said
    assert "Ring 0113 496 0199" in said


def test_where_a_desk_is_the_front_door_the_desk_is_rung(looking, world):
    world.desk("Children's front door, Leeds", FRONT)
    assert "Children's front door, Leeds Ring 0113 496 0100" in page(looking, world.council)


def test_the_number_for_professionals_comes_before_the_public_one(looking, world):
    world.phone(world.council, "0113 496 0105", audience="public")
    world.phone(world.council, "0113 496 0106")
    said = page(looking, world.council)
    assert "Ring 0113 496 0106" in said
    assert "0113 496 0105" in said


def test_who_is_who_names_people_and_says_how_each_post_stands(looking, world, council):
    held, vacant = world.post("Named nurse"), world.post("Looked-after nurse")
    world.appoint(world.person("Anne Practitioner", "0113 496 0142"), held)
    shifts = world.post("Sergeant", team_first=True)
    world.appoint(world.person("Bashir Sergeant", "0113 496 0143"), shifts)
    said = page(looking, council)
    assert "Named nurse 0113 496 0142, Named nurse Anne Practitioner Till 5pm" in said
    assert "Looked-after nurse 0113 496 0111, Looked-after nurse Nobody in post" in said
    assert "Through the team" in said
    assert "Bashir" not in said
    assert "Teams Team North" in said
    assert vacant.key in looking.get(f"/agencies/{council.slug}/").content.decode()


def test_a_large_agency_is_shown_a_page_at_a_time(looking, world, council):
    for number in range(60):
        world.post(f"Post {number:02}")
    first, second = page(looking, council), page(looking, council, "?page=2")
    assert "Post 00" in first
    assert "Post 59" not in first
    assert "Post 59" in second
    assert page(looking, council, "?page=nonsense") == first


def test_a_closed_agency_says_what_it_is_part_of_now_and_gives_its_front_door(looking, world, council):
    old = world.agency("Old agency", closed_on=date(2026, 3, 31), successor=council)
    world.phone(old, "0113 496 0177")
    said = page(looking, old)
    assert "Now part of Leeds children's services" in said
    assert "Ring 0113 496 0100" in said
    assert "0113 496 0177" not in said


def test_a_closed_agency_without_successor_says_since_when(looking, world):
    said = page(looking, world.agency("Old agency", closed_on=date(2026, 3, 31)))
    assert "Closed on 31 March." in said
    assert "Duty numbers" in said


def test_a_confidential_agency_has_a_contact_route_and_nothing_else(looking, world):
    refuge = world.agency("Hollin House", confidential=True, area=world.leeds, what_for="Canary-what")
    world.phone(refuge, "0113 496 0188")
    post = world.post("Refuge manager", agency=refuge, covers=[world.leeds])
    world.appoint(world.person("Canary Person", "0113 496 0189"), post)
    said = page(looking, refuge)
    assert "Ring 0113 496 0188" in said
    for canary in ("Refuge manager", "Canary Person", "Canary-what", "Council", "Address", "Teams"):
        assert canary not in said
    assert "Answers for" not in words(looking.get(f"/posts/{post.key}/"))


def test_entered_by_a_caretaker(looking, world):
    assert "Entered by Leeds children's services on its behalf." in page(
        looking, world.agency("Surgery", entered_for=world.council)
    )


def test_numbers_for_the_own_agency_stay_there(client, world):
    world.phone(world.council, "0113 496 0150", audience="agency")
    client.force_login(world.user("stranger@example.org", agency=world.agency("Another agency")))
    assert "0113 496 0150" not in page(client, world.council)
    client.force_login(world.user("colleague@example.org", agency=world.council))
    assert "0113 496 0150" in page(client, world.council)


def test_an_agency_that_is_not_there_is_not_found(looking):
    assert looking.get("/agencies/nowhere/").status_code == 404


def test_the_page_asks_the_database_no_more_for_many_posts(looking, world, council):
    page(looking, council)  # what a worker keeps for half a minute is read once
    counts = []
    for more in (1, 2, 27):
        for number in range(more):
            post = world.post(f"Post {number} of {more}")
            world.appoint(world.person(f"Person {number} of {more}", f"0113 496 0{number:03}"), post)
        with CaptureQueriesContext(connection) as queries:
            page(looking, council)
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_the_name_beside_a_number_is_whose_number_it_is(demo, client):
    client.force_login(demo.account("practitioner"))

    page = client.get("/agencies/leeds-0-19-public-health-service/").content.decode()

    assert "José García-Núñez, covering for Fionnuala Byrne" in page


def test_by_day_the_out_of_hours_team_is_not_shown_with_another_line(demo, client):
    client.force_login(demo.account("practitioner"))

    page = client.get("/agencies/leeds-0-19-public-health-service/").content.decode()

    assert "0113 496 0153" in page
    assert "0113 496 0889" not in page
