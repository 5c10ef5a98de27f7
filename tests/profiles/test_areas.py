"""What the page of an area says: who answers here."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areas.models import AreaAlias, Succession
from tests.profiles.world import words


def page(looking, code):
    response = looking.get(f"/areas/{code}/")
    assert response.status_code == 200
    return words(response)


@pytest.fixture
def ward(world):
    return world.area("E05011395", "Headingley", kind="ward", within=[world.leeds])


@pytest.fixture
def front_door(world):
    return world.desk("Children's front door, Leeds", "0113 496 0100", covers=[world.leeds])


def test_a_council_shows_its_front_door_and_the_roles_that_answer_there(looking, world, front_door, ward):
    world.post(covers=[world.leeds])
    said = page(looking, "E08000035")
    assert "Leeds council" in said
    assert "Ring 0113 496 0100" in said
    assert "Everyone here" in said
    assert "Who answers here Council children's services Health visitor" in said
    assert "Smaller areas Headingley" in said
    assert "Agencies Leeds children's services" in said


def test_roles_and_everyone_lead_to_the_answers_for_this_place(looking, world, front_door):
    world.post(covers=[world.leeds])
    body = looking.get("/areas/E08000035/").content.decode()
    assert 'href="/find/hv/?area=E08000035"' in body
    assert 'href="/find/everyone/?area=E08000035"' in body


def test_a_ward_is_answered_for_by_the_council_around_it(looking, world, front_door, ward):
    world.post(covers=[world.leeds])
    said = page(looking, ward.code)
    assert "Headingley ward" in said
    assert "Ring 0113 496 0100" in said
    assert "Health visitor" in said
    assert "Lies in Leeds" in said


def test_a_postcode_sector_is_written_with_a_dash(looking, world, front_door):
    district = world.area("LS7", "LS7", kind="postcode_district", within=[world.leeds])
    world.area("LS7 4", "LS7 4", kind="postcode_sector", within=[district, world.leeds])
    for address in ("LS7-4", "LS7%204", "ls7-4"):
        assert "LS7 4 postcode sector" in page(looking, address)
    assert 'href="/areas/LS7/"' in looking.get("/areas/LS7-4/").content.decode()


def test_a_local_area_says_what_its_owner_calls_it(looking, world, front_door):
    world.area("local:abcdefghjk", "North locality", kind="local", local_kind="health-visiting locality", within=[world.leeds])
    said = page(looking, "local:abcdefghjk")
    assert "North locality health-visiting locality" in said


def test_a_place_outside_every_partnership_says_so_plainly(looking, world):
    world.area("E06000014", "York")
    said = page(looking, "E06000014")
    assert "We don’t cover York. Ring that council’s duty line. 999 and 101 work everywhere." in said


def test_an_area_that_was_split_says_what_it_became(looking, world):
    old = world.area("E07000163", "Craven", valid_to=date(2023, 3, 31))
    for code, name in (("E06000065", "North Yorkshire"), ("E06000099", "East Example")):
        Succession.objects.create(old=old, new=world.area(code, name), on=date(2023, 4, 1))
    assert "Became North Yorkshire and East Example on 1 April 2023." in page(looking, "E07000163")


def test_an_area_that_ended_for_good_says_when(looking, world):
    world.area("E07000199", "Gone", valid_to=date(2023, 3, 31))
    assert "It ended on 31 March 2023." in page(looking, "E07000199")


def test_other_names_are_listed_with_what_it_was_before(looking, world, front_door):
    AreaAlias.objects.create(area=world.leeds, name="City of Leeds", name_key="city of leeds")
    Succession.objects.create(
        old=world.area("E07000200", "Old Leeds", valid_to=date(1974, 3, 31)), new=world.leeds, on=date(1974, 4, 1)
    )
    assert "Other names City of Leeds Old Leeds" in page(looking, "E08000035")


def test_confidential_agencies_are_not_listed_by_place(looking, world, front_door):
    world.agency("Hollin House", confidential=True, area=world.leeds)
    assert "Hollin House" not in page(looking, "E08000035")


@pytest.mark.parametrize("code", ["E08999999", "ZZ99", "local:nowhere"])
def test_an_area_that_is_not_there_is_not_found(looking, code):
    assert looking.get(f"/areas/{code}/").status_code == 404


def test_the_page_asks_the_database_no_more_for_many_posts(looking, world, front_door, ward):
    page(looking, "E08000035")  # what a worker keeps for half a minute is read once
    counts = []
    for more in (1, 2, 27):
        for number in range(more):
            world.post(f"Post {number} of {more}", covers=[world.leeds])
        with CaptureQueriesContext(connection) as queries:
            page(looking, "E08000035")
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
