"""What the page of a school, surgery or other site says."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Role
from tests.profiles.world import words


def page(looking, setting):
    response = looking.get(f"/settings/{setting.key}/")
    assert response.status_code == 200
    return words(response)


@pytest.fixture
def lead_role(world):
    return world.role("DSL", "School safeguarding lead", resolves_on="school", agency_kind=world.kind("school", "School"))


@pytest.fixture
def nurse_role(world):
    return world.role("SCHOOL_NURSE", "School nurse", resolves_on="school|~home")


@pytest.fixture
def school(world):
    agency = world.agency("Example Primary School")
    return world.setting(
        agency=agency, phone="01134960155", address="1 Example Street, Leeds", postcode="LS7 4AA", head="Mx Head", register="GIAS"
    )


@pytest.fixture
def lead(world, school, lead_role):
    post = world.post("Designated safeguarding lead", role=lead_role, agency=school.agency, covers=[school])
    world.hours(post)
    world.appoint(world.person("Anne Lead", "0113 496 0142"), post, term_time_only=True)
    return post


def test_the_safeguarding_lead_comes_first_then_the_office(looking, school, lead):
    said = page(looking, school)
    assert said.index("Ring 0113 496 0142") < said.index("0113 496 0155")
    assert "School safeguarding lead Anne Lead" in said
    assert "Available until 5pm." in said
    assert "We don’t know this school’s term dates." in said
    assert "1 Example Street Leeds LS7 4AA" in said
    assert "Head Mx Head" in said


def test_the_link_nurse_is_listed_with_how_they_stand(looking, world, school, lead, nurse_role):
    nurse = world.post("School nurse, North", role=nurse_role, covers=[school])
    world.appoint(world.person("Bashir Nurse", "0113 496 0143"), nurse)
    said = page(looking, school)
    assert "School nurse 0113 496 0143, School nurse Bashir Nurse Till 5pm" in said
    assert "No school nurse is recorded" not in said


def test_without_a_school_nurse_the_0_19_line_is_given(looking, world, school, lead):
    world.desk(
        "0–19 service, Leeds",
        "0113 496 0120",
        role=world.role("SCPHN", "Public health nurse", Role.Kind.DESK),
        covers=[world.leeds],
    )
    said = page(looking, school)
    assert "No school nurse is recorded. Ring the 0–19 line: 0113 496 0120" in said


def test_without_nurse_and_line_it_still_says_so(looking, school, lead):
    assert "No school nurse is recorded." in page(looking, school)


def test_a_surgery_is_not_asked_for_a_school_nurse(looking, world):
    assert "school nurse" not in page(looking, world.setting("Example Surgery", kind="surgery"))


def test_a_school_without_a_lead_gives_the_office(looking, school):
    said = page(looking, school)
    assert "No safeguarding lead is recorded. Ring the office." in said
    assert "Office 0113 496 0155" in said


def test_a_vacant_lead_says_so(looking, world, school, lead_role):
    world.phone(school.agency, "0113 496 0156")
    world.hours(school.agency)
    world.post("Designated safeguarding lead", role=lead_role, agency=school.agency, covers=[school])
    said = page(looking, school)
    assert "Nobody is in this post. Ring the front door." in said


def test_a_line_whose_hours_nobody_told_us_is_not_said_to_be_shut(looking, world, school, lead_role):
    world.phone(school.agency, "0113 496 0156")
    world.post("Designated safeguarding lead", role=lead_role, agency=school.agency, covers=[school])
    said = page(looking, school)
    assert "We don’t know its hours." in said
    assert "Closed" not in said


def test_our_own_number_comes_before_the_registers(looking, world, school):
    world.phone(school, "0113 496 0157", label="Safeguarding office")
    said = page(looking, school)
    assert said.index("0113 496 0157") < said.index("0113 496 0155")
    assert "Number in the register 0113 496 0155" in said


def test_a_closed_school_says_since_when_and_what_it_is_now(looking, world, school):
    school.closed_on, school.successor = date(2026, 7, 17), world.setting("Example Academy")
    school.save()
    said = page(looking, school)
    assert "Closed in the register since July." in said
    assert "Now: Example Academy" in said
    assert "0113 496 0155" not in said


def test_a_site_of_our_own_that_closed_says_the_day(looking, world):
    gone = world.setting("Hall", kind="other", closed_on=date(2025, 7, 17))
    assert "Closed since 17 July 2025." in page(looking, gone)


def test_entered_by_a_caretaker(looking, world, school):
    school.agency.entered_for = world.council
    school.agency.save()
    assert "Entered by Leeds children's services on its behalf." in page(looking, school)


def test_opening_hours_are_said_in_words(looking, world, school):
    world.hours(school)
    assert "Hours Monday to Friday, 9am to 5pm." in page(looking, school)


def test_a_site_of_a_confidential_agency_leads_to_its_contact_route(looking, world):
    refuge = world.agency("Hollin House", confidential=True)
    setting = world.setting("Hollin House site", kind="other", agency=refuge, address="Canary Street")
    response = looking.get(f"/settings/{setting.key}/")
    assert response.status_code == 302
    assert response.url == "/agencies/hollin-house/"


def test_nothing_known_leads_on(looking, world):
    said = page(looking, world.setting("Bare", kind="other"))
    assert "We hold no number here." in said


def test_a_setting_that_is_not_there_is_not_found(looking):
    assert looking.get("/settings/zzzzzzzzzz/").status_code == 404


def test_the_page_asks_the_database_no_more_for_many_posts(looking, world, school, lead, nurse_role):
    page(looking, school)  # what a worker keeps for half a minute is read once
    counts = []
    for more in (1, 2, 27):
        for number in range(more):
            post = world.post(f"Post {number} of {more}", role=nurse_role, covers=[school])
            world.appoint(world.person(f"Person {number} of {more}", f"0113 496 0{number:03}"), post)
        with CaptureQueriesContext(connection) as queries:
            page(looking, school)
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
