"""Shifts, school terms and closures as whoever looks somebody up sees them."""

import re
from datetime import date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.actions import close_agency, set_team_lead, set_terms
from agencies.models import Closure, TermDate
from tests.profiles.world import NIGHT, NOW, words

AUTUMN = [(date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 2, 12))]
HALF_TERM = datetime(2026, 10, 28, 10, tzinfo=NOW.tzinfo)
UNKNOWN = "We don’t know this school’s term dates."


@pytest.fixture
def looking(client, leeds):
    client.force_login(leeds.reader)
    return lambda address: words(client.get(address))


@pytest.fixture
def nurse(leeds):
    """A school nurse of the council, who works in term only."""
    post = leeds.post("School nurse", covers=[leeds.leeds])
    leeds.appoint(leeds.person("Nia Nurse", "01632 960001"), post, term_time_only=True)
    return post


def without_what_differs(html):
    """A page without what names the one thing it is about: tokens, keys and the title of the post."""
    html = re.sub(
        r'name="csrfmiddlewaretoken" value="[^"]+"|/posts/\w+/|value="2026[^"]+"|value="\w{10}/\w{10}/|value="post/\w{10}/?"',
        "",
        html,
    )
    return re.sub(r"Visitor \w+", "Visitor", html)


def test_a_post_worked_in_shifts_is_byte_for_byte_like_one_at_risk_and_one_held_by_case(leeds, client):
    client.force_login(leeds.reader)
    case = leeds.role("CASE", "Health visitor", kind="case")
    posts = [leeds.post(f"Visitor {name}", covers=[leeds.leeds]) for name in ("shifts", "risk", "first")]
    posts[2].team_first = True
    posts[2].save()
    posts.append(leeds.post("Visitor case", role=case, covers=[leeds.leeds]))
    for nth, post in enumerate(posts):
        person = leeds.person(f"Sam Officer{nth}", f"01632 96001{nth}", restricted=nth == 1)
        leeds.appoint(person, post, works_shifts=nth == 0, week=[(0, time(0), time(23))])
    pages = [without_what_differs(client.get(f"/posts/{post.key}/").content.decode()) for post in posts]
    assert "Reached through the team." in pages[0]
    assert "Sam Officer" not in "".join(pages)
    assert len(set(pages)) == 1


def test_somebody_on_shifts_is_found_through_the_team_first_on_every_page(leeds, looking):
    post = leeds.post(covers=[leeds.leeds])
    person = leeds.person("Sam Officer", "01632 960001")
    leeds.appoint(person, post, works_shifts=True, week=[(0, time(0), time(23))])
    leeds.appoint(leeds.person("Dee Deputy", "01632 960002"), post, "deputy")
    assert leeds.told() == ["Team North"]
    for address in (
        "/find/hv/?area=E08000035",
        "/find/everyone/?area=E08000035",
        f"/people/{person.key}/",
        f"/posts/{post.key}/",
    ):
        said = looking(address)
        assert "hrough the team" in said
        assert "01632 960001" not in said


def test_a_cover_who_works_shifts_elsewhere_is_not_said_to_be_on_duty(leeds):
    post, other = leeds.post(covers=[leeds.leeds]), leeds.post("Shifts elsewhere")
    ann, sam = leeds.person("Ann Holder", "01632 960001"), leeds.person("Sam Officer", "01632 960002")
    leeds.appoint(ann, post)
    leeds.appoint(sam, other, works_shifts=True)
    leeds.cover(leeds.away(ann), post, sam)
    assert leeds.told() == ["Team North"]


def test_a_nurse_is_there_in_term_and_off_in_the_holidays(leeds, looking, nurse):
    set_terms(thing=leeds.leeds, terms=AUTUMN, by=None, at=NOW)
    assert leeds.told()[0] == "Nia Nurse"
    assert "Nia Nurse" not in leeds.told(at=HALF_TERM)[:1]
    assert UNKNOWN not in looking(f"/posts/{nurse.key}/")
    assert "School holidays." in looking(f"/posts/{nurse.key}/?at=2026-10-28T10:00")


def test_terms_nobody_told_us_are_said_to_be_unknown_and_the_pattern_stands(leeds, looking, nurse):
    assert leeds.told()[0] == "Nia Nurse"
    assert UNKNOWN in looking("/find/hv/?area=E08000035")
    assert UNKNOWN in looking(f"/posts/{nurse.key}/")


@pytest.fixture
def school(leeds):
    """A school with its own roster: its hours hold in term."""
    agency = leeds.agency("Dene Primary", leeds.kind("school", "School"), area=leeds.leeds)
    leeds.phone(agency, "0113 496 0177", label="Office")
    leeds.hours(agency)
    return leeds.setting("Dene Primary", agency=agency)


def test_a_schools_line_keeps_its_councils_terms(leeds, looking, school):
    there = f"/agencies/{school.agency.slug}/"
    assert UNKNOWN in looking(there)
    set_terms(thing=leeds.leeds, terms=AUTUMN, by=None, at=NOW)
    assert "Available until 5pm." in looking(there)
    assert UNKNOWN not in looking(there)
    assert "Closed until 9am on Monday 2 November. School holidays." in looking(f"{there}?at=2026-10-28T10:00")


def test_a_school_may_have_terms_of_its_own(leeds, looking, school):
    set_terms(thing=leeds.leeds, terms=AUTUMN, by=None, at=NOW)
    late = [(date(2026, 9, 2), date(2026, 10, 30)), (date(2026, 11, 9), date(2026, 12, 18))]
    set_terms(thing=school, terms=late, by=None, at=NOW)
    there = f"/agencies/{school.agency.slug}/"
    assert "Available until 5pm." in looking(f"{there}?at=2026-10-28T10:00")
    assert "School holidays." in looking(f"{there}?at=2026-11-04T10:00")


def test_whoever_keeps_a_schools_hours_keeps_its_terms(leeds, school):
    set_terms(thing=leeds.leeds, terms=AUTUMN, by=None, at=NOW)
    post = leeds.post("Safeguarding lead", agency=school.agency, covers=[leeds.leeds])
    leeds.appoint(leeds.person("Ann Holder", "01632 960001"), post)
    assert leeds.told()[0] == "Ann Holder"
    assert leeds.told(at=HALF_TERM)[0] == "~Ann Holder"


def test_when_an_agency_is_closed_its_people_and_lines_are_off_and_the_page_says_why(leeds, looking):
    post = leeds.post(covers=[leeds.leeds])
    leeds.appoint(leeds.person("Ann Holder", "01632 960001"), post)
    night = leeds.desk("Night team", "0113 496 0150", role=leeds.night_role, week=NIGHT)
    leeds.council.out_of_hours = night
    leeds.council.save()
    assert leeds.told()[0] == "Ann Holder"
    close_agency(agency=leeds.council, name="Moving house", starts_on=NOW.date(), ends_on=NOW.date(), by=None, at=NOW)
    assert leeds.told()[0] == "Night team"
    said = looking("/find/hv/?area=E08000035")
    assert "Not working now. Back at 9am tomorrow. Moving house." in said
    assert "Closed until 9am tomorrow. Moving house." in said


def test_the_public_page_knows_that_an_agency_is_closed(leeds, client):
    leeds.desk("Front door", "0113 496 0160", covers=[leeds.leeds])
    assert "Available until 5pm." in words(client.get("/duty/"))
    close_agency(agency=leeds.council, name="Moving house", starts_on=NOW.date(), ends_on=NOW.date(), by=None, at=NOW)
    assert "Closed until 9am tomorrow. Moving house." in words(client.get("/duty/"))


def test_it_takes_two_queries_more_at_most_however_many_terms_and_closures_there_are(leeds, nurse):
    counts = []
    for more in (0, 1, 6):
        for number in range(more):
            TermDate.objects.create(area=leeds.leeds, starts_on=date(2020 + number, 9, 1), ends_on=date(2020 + number, 12, 1))
            Closure.objects.create(
                agency=leeds.council, name="Closed", starts_on=date(2027, 1, number + 1), ends_on=date(2027, 1, 9)
            )
        leeds.told()
        with CaptureQueriesContext(connection) as queries:
            leeds.told()
        counts.append(len([query for query in queries if "termdate" in query["sql"] or "closure" in query["sql"]]))
    assert counts == [2, 2, 2]


def test_terms_that_overlap_or_end_before_they_start_are_refused(leeds):
    for terms in ([(date(2026, 9, 2), date(2026, 9, 1))], [AUTUMN[0], (date(2026, 10, 23), date(2026, 12, 1))]):
        with pytest.raises(ValidationError, match="Each term ends before the next one starts"):
            set_terms(thing=leeds.leeds, terms=terms, by=None, at=NOW)
    with pytest.raises(ValidationError):
        close_agency(agency=leeds.council, name=" ", starts_on=NOW.date(), ends_on=NOW.date(), by=None, at=NOW)


def test_new_terms_take_the_place_of_the_old_ones(leeds):
    for terms in (AUTUMN, AUTUMN[:1]):
        set_terms(thing=leeds.leeds, terms=terms, by=None, at=NOW)
    assert [(term.starts_on, term.ends_on) for term in leeds.leeds.terms.all()] == AUTUMN[:1]
    assert set_team_lead(team=leeds.team, post=None, by=None, at=NOW).lead is None


# The same page about another time.
@pytest.mark.parametrize("kind", ["people", "posts", "agencies", "areas", "settings"])
def test_every_profile_answers_for_another_time_and_says_so(leeds, client, school, kind):
    client.force_login(leeds.reader)
    post = leeds.post(covers=[leeds.leeds])
    ann = leeds.person("Ann Holder", "01632 960001")
    leeds.appoint(ann, post)
    there = {
        "people": f"/people/{ann.key}/", "posts": f"/posts/{post.key}/", "agencies": f"/agencies/{leeds.council.slug}/",
        "areas": "/areas/E08000035/", "settings": f"/settings/{school.key}/",
    }[kind]  # fmt: skip
    strip = "For Friday 27 November, 4:45pm – not now. Show now"
    assert strip not in words(client.get(there))
    assert strip in words(client.get(f"{there}?at=2026-11-27T16:45"))
    assert "Another time" in words(client.get(there))
    assert "1:30am doesn’t exist on Sunday 28 March: clocks go forward." in words(client.get(f"{there}?at=2027-03-28T01:30"))
    assert "First or second?" in words(client.get(f"{there}?at=2026-10-25T01:30"))
    assert "Sunday 25 October, 1:30am" in words(client.get(f"{there}?at=2026-10-25T01:30&fold=1"))
    assert "Give a date and time" in words(client.get(f"{there}?at=now"))
    if kind in ("people", "posts"):
        assert "Available until 5pm." in words(client.get(f"{there}?at=2026-11-27T16:45"))
        assert "Not working now." in words(client.get(f"{there}?at=2026-11-27T17:45"))


def test_asking_about_another_day_shows_nobody_more_numbers_than_today(leeds, client):
    post = leeds.post(covers=[leeds.leeds])
    ann = leeds.person("Ann Holder")
    leeds.phone(ann, "01632 960001", audience="agency")
    leeds.appoint(ann, post)
    leaver = leeds.user("leaver@example.org", leeds.council)
    leaver.memberships.update(ends_on=date(2026, 10, 31))
    client.force_login(leaver)
    for there in (f"/people/{ann.key}/", "/find/hv/", f"/posts/{post.key}/"):
        assert "01632 960001" not in words(client.get(f"{there}?area=E08000035&at=2026-10-20T10:00"))
    client.force_login(leeds.colleague)
    assert "01632 960001" in words(client.get(f"/people/{ann.key}/?at=2026-10-20T10:00"))
