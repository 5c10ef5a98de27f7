"""The numbers anybody may know, without signing in."""

from datetime import date, datetime, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import PartnershipArea, Role
from directory import duty
from tests.profiles.world import NIGHT, NOW, words

FRONT, NIGHT_NUMBER = "0113 496 0100", "0113 496 0199"


def page(client):
    response = client.get("/duty/")
    assert response.status_code == 200
    return words(response)


@pytest.fixture
def front(world):
    return world.desk("Leeds front door", FRONT, covers=[world.leeds])


@pytest.fixture
def night(world):
    return world.desk("Leeds emergency duty team", NIGHT_NUMBER, role=world.night_role, week=NIGHT, covers=[world.leeds])


def test_999_and_101_come_first(client, front):
    said = page(client).partition("Duty numbers")[2]
    assert said.index("999") < said.index("101") < said.index(FRONT)


def test_without_any_it_says_so(client, world):
    said = page(client)
    assert "No public numbers yet." in said
    assert "999" in said


def test_a_line_says_what_it_is_for_its_number_and_its_hours(client, front):
    said = page(client)
    assert "Leeds Children 0113 496 0100, Children Leeds front door Available until 5pm. Monday to Friday, 9am to 5pm." in said
    assert 'href="tel:+441134960100"' in client.get("/duty/").content.decode()


def test_open_lines_come_before_closed_ones(client, front, night):
    by_day = page(client)
    assert by_day.index(FRONT) < by_day.index(NIGHT_NUMBER)
    with time_machine.travel(datetime(2026, 11, 23, 21, tzinfo=NOW.tzinfo), tick=False):
        by_night = page(client)
    assert by_night.index(NIGHT_NUMBER) < by_night.index(FRONT)
    assert "Closed until 9am tomorrow." in by_night


def test_lines_are_in_the_order_people_need_them(client, world, front, night):
    police, health = world.kind("police", "Police force"), world.kind("mh_provider", "Mental health service")
    adults = world.role("FRONT_DOOR_ADULT", "Adult duty line", Role.Kind.DESK, audience="adults")
    crisis = world.role("MH_CRISIS", "Mental health crisis team", Role.Kind.DESK, agency_kind=health)
    desk = world.role("POLICE_FRONT_DOOR", "Police safeguarding desk", Role.Kind.DESK, agency_kind=police)
    everyday = [(day, time(0), time(0)) for day in range(7)]
    force = world.area("E23000010", "West Yorkshire Police", kind="police")
    world.area("E05011395", "Headingley", kind="ward", within=[world.leeds])
    from areas.models import Nesting

    Nesting.objects.create(area=world.leeds, within=force)
    world.desk("Crisis team", "0113 496 0104", role=crisis, week=everyday, covers=[world.leeds])
    world.desk("Police desk", "0113 496 0103", role=desk, week=everyday, covers=[force])
    world.desk("Adult desk", "0113 496 0102", role=adults, week=everyday, covers=[world.leeds])
    rows = duty.public_numbers(at=NOW)[0].rows
    assert [str(row.label) for row in rows] == ["Children", "Adults", "Police", "Crisis", "Out of hours"]
    assert rows[1].hours == "Answered day and night."
    assert rows[1].week == "Answered day and night."


def test_a_desk_for_part_of_a_council_is_listed_under_it(client, world):
    ward = world.area("E05011395", "Headingley", kind="ward", within=[world.leeds])
    world.desk("Headingley hub", FRONT, covers=[ward])
    assert "Headingley hub" in page(client)


def test_numbers_for_professionals_are_not_there(client, world):
    world.desk("For professionals", "0113 496 0105", audience="professional", covers=[world.leeds])
    world.desk("For colleagues", "0113 496 0106", audience="agency", covers=[world.leeds])
    said = page(client)
    assert "0113 496 0105" not in said
    assert "0113 496 0106" not in said


def test_no_person_and_no_persons_number_is_there_even_when_marked_public(client, world, front):
    post = world.post("Named nurse", covers=[world.leeds])
    person = world.person("Canary Person")
    world.phone(person, "0113 496 0107", audience="public")
    world.phone(post, "0113 496 0108", audience="public")
    world.appoint(person, post)
    front.contact_points.update(verified_by="Canary Person")
    said = page(client)
    for canary in ("Canary", "0113 496 0107", "0113 496 0108"):
        assert canary not in said


def test_a_front_door_of_an_agency_is_there_and_a_surgerys_switchboard_is_not(client, world):
    world.phone(world.council, "0113 496 0101", audience="public")
    surgery = world.agency("Example Surgery", world.kind("gp_practice", "GP practice"), area=world.leeds)
    world.phone(surgery, "0113 496 0109", audience="public")
    said = page(client)
    assert "0113 496 0101" in said
    assert "Leeds children's services" in said
    assert "0113 496 0109" not in said


def test_a_number_is_printed_once_for_each_council(client, world, front):
    world.phone(world.council, "0113 4960100", audience="public")
    assert page(client).count("0113 496 0100, ") == 1


def test_where_a_desk_answers_the_agencys_own_front_door_is_folded_away(client, world, front):
    world.phone(world.council, "0113 496 0101", audience="public")
    world.desk("Family hub", "0113 496 0102", role=world.role("FAMILY_HUB", "Family hub", Role.Kind.DESK), covers=[world.leeds])
    [group] = duty.public_numbers(at=NOW)
    assert [row.number for row in group.rows] == [FRONT]
    folded = page(client).partition("Other public lines, Leeds")[2]
    assert "Leeds children's services: 0113 496 0101" in folded
    assert "Family hub: 0113 496 0102" in folded


def test_999_and_101_are_not_said_twice(client, world, front):
    world.desk("Police", "101", covers=[world.leeds])
    assert [row.number for row in duty.public_numbers(at=NOW)[0].rows] == [FRONT]


def test_closed_agencies_and_ended_desks_are_gone(client, world, front):
    world.desk("Old desk", "0113 496 0110", covers=[world.leeds], ends_on=date(2026, 1, 1))
    gone = world.agency("Gone", closed_on=date(2026, 1, 1), area=world.leeds)
    world.desk("Desk of a closed agency", "0113 496 0112", agency=gone, covers=[world.leeds])
    said = page(client)
    assert "0113 496 0110" not in said
    assert "0113 496 0112" not in said


def test_several_councils_are_links_to_their_lines(client, world, front):
    bradford = world.area("E08000032", "Bradford")
    PartnershipArea.objects.create(partnership=world.partnership, area=bradford)
    world.desk("Bradford front door", "01632 960100", covers=[bradford])
    body = client.get("/duty/").content.decode()
    assert 'href="#E08000032"' in body
    assert 'id="E08000032"' in body
    said = words(client.get("/duty/"))
    assert said.index("01632 960100") < said.index(FRONT)


def test_a_council_nobody_covers_is_not_listed(client, world, front):
    york = world.area("E06000014", "York")
    world.desk("York desk", "01632 960200", covers=[york])
    assert "York" not in page(client).replace("West Yorkshire", "")


def test_an_extension_and_a_note_are_kept(client, front):
    front.contact_points.update(extension="204", note="Choose 2.")
    said = page(client)
    assert "then 204" in said
    assert "Choose 2." in said


def test_the_page_asks_the_database_no_more_for_many_lines(client, world, front):
    counts = []
    for more in (1, 2, 27):
        for number in range(more):
            area = world.area(f"E0{more}{number:03}", f"Council {more} {number}")
            PartnershipArea.objects.create(partnership=world.partnership, area=area)
            world.desk(f"Desk {more} {number}", f"01632 960{number:03}", covers=[area])
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_it_is_for_reading_only(client, world):
    assert client.post("/duty/").status_code == 405
