"""Reports of every detail, from every page, to whoever can put it right in one press; and back to who reported."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from contacts.models import ContactPoint, Correction, Outcome, Report
from contacts.outcomes.actions import report_bounced, report_wrong, tell_outcome
from search.index import disagreements, rebuild
from tests.profiles.world import NOW, words


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def caller(callers):
    return browser(callers[0])


@pytest.fixture
def admin(roster):
    return browser(roster)


@pytest.fixture
def email(world, ann):
    return world.phone(ann, "ann.holder@example.org", kind="email")


def tell(client, address, **form):
    return client.post(address, form, follow=True)


def use(admin, **form):
    """Accepts what is proposed in one press: the form as the page has it."""
    page = admin.get("/corrections/").content.decode()
    address = re.search(r'action="(/corrections/[^"]+)"', page)[1]
    value = re.search(r'name="value" [^>]*value="([^"]*)"', page)
    return admin.post(address, {"decide": "use", "value": value[1] if value else "", **form}, follow=True)


PERSON = "/wrong/people/{ann}/"
POST = "/wrong/posts/{post}/"


@pytest.mark.parametrize(
    "address, form, stands, reads",
    [
        (PERSON, {"what": "name", "value": "Anne Holder"}, "Now Ann Holder", lambda ann, post: ann.name == "Anne Holder"),
        (PERSON, {"what": "email", "value": "anne@example.org"}, "Now ann.holder@example.org",
         lambda ann, post: ann.contact_points.get(kind="email").value == "anne@example.org"),
        (PERSON, {"what": "hours", "value": "Mon to Wed 9am to 3pm"}, "Now No hours of its own",
         lambda ann, post: ann.appointments.get().hours.count() == 3),
        (PERSON, {"what": "missing", "value": "01632 960077"}, "Now No number",
         lambda ann, post: ann.contact_points.filter(value="01632 960077").exists()),
        (PERSON, {"what": "left"}, "Now Ann Holder", lambda ann, post: ann.appointments.get().ends_on == date(2026, 11, 22)),
        (POST, {"what": "title", "value": "Health visitor, Moortown"}, "Now Health visitor, Chapel Allerton",
         lambda ann, post: post.title == "Health visitor, Moortown"),
        (POST, {"what": "hours", "value": "weekdays 9-5"}, "Now No hours of its own", lambda ann, post: post.hours.count() == 5),
        (POST, {"what": "team", "value": "team south"}, "Now Team North", lambda ann, post: post.team.name == "Team South"),
    ],
    ids=lambda value: value.get("what", "") if isinstance(value, dict) else None,
)  # fmt: skip
def test_a_detail_is_reported_accepted_in_one_press_and_its_reporter_hears(
    world, caller, admin, ann, post, number, email, address, form, stands, reads
):
    world.council.teams.create(name="Team South")
    rebuild()
    address = address.format(ann=ann.key, post=post.key)
    assert "Goes to Leeds children's services. You’ll hear back." in words(caller.get(address))
    assert "You’ll hear back on your first page." in words(tell(caller, address, **form))
    listed = words(admin.get("/corrections/"))
    assert stands in listed
    use(admin)
    ann.refresh_from_db()
    post.refresh_from_db()
    assert reads(ann, post)
    assert "what you reported has been put right. Thanks." in words(caller.get("/"))
    assert "Nothing reported." in words(admin.get("/corrections/"))
    assert disagreements() == []


def test_a_site_is_reported_to_its_own_roster_or_the_business_unit(world, caller, admin):
    school = world.setting()
    assert f'href="/wrong/settings/{school.key}/"' in caller.get(f"/settings/{school.key}/").content.decode()
    said = tell(caller, f"/wrong/settings/{school.key}/", what="hours", value="Monday to Friday 8:30am to 4pm")
    assert said.redirect_chain == [(f"/settings/{school.key}/", 302)]
    assert Correction.objects.get().agency == world.council
    use(admin)
    assert school.hours.count() == 5
    assert "Example Primary: what you reported has been put right." in words(caller.get("/"))
    surgery = world.setting("Example Surgery", kind="surgery", agency=world.agency("Example Surgery"))
    assert "Goes to Example Surgery." in words(caller.get(f"/wrong/settings/{surgery.key}/"))


def test_an_agency_and_its_e_mail_too(world, caller, admin):
    slug = world.council.slug
    tell(caller, f"/wrong/agencies/{slug}/", what="email", value="duty@example.org")
    assert "Now No e-mail" in words(admin.get("/corrections/"))
    use(admin)
    assert world.council.contact_points.get().value == "duty@example.org"


def test_the_pages_of_people_and_posts_lead_there(caller, ann, post):
    assert f'href="/wrong/people/{ann.key}/"' in caller.get(f"/people/{ann.key}/").content.decode()
    assert f'href="/wrong/posts/{post.key}/"' in caller.get(f"/posts/{post.key}/").content.decode()


@pytest.mark.parametrize(
    "what, typed, problem",
    [
        (
            "name",
            "Case 12345 of somebody",
            "This looks like the number of a case. The directory holds nothing about children or cases.",
        ),
        ("name", "943 476 5919", "This looks like an NHS number."),
        ("name", "Ann 01/02/2016", "This looks like a date of birth."),
        ("email", "nonsense", "Enter an e-mail address in the correct format, like name@example.org."),
        ("hours", "sometimes", "Give days and times, like Monday to Friday 9am to 5pm."),
        ("missing", "nonsense", "Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192."),
        ("name", "x" * 200, "160"),
    ],
)
def test_what_is_no_such_detail_is_said_shown_again_and_kept_nowhere(caller, ann, post, what, typed, problem):
    page = tell(caller, f"/wrong/people/{ann.key}/", what=what, value=typed)
    assert page.status_code == 200
    assert problem in words(page)
    assert f'value="{typed}"' in page.content.decode()
    assert not Correction.objects.exists()


def test_half_a_letter_and_no_letter_are_no_name(post, ann):
    for typed in ("A\ud800nn", "A\x00nn"):
        with pytest.raises(ValidationError):
            report_wrong(what="name", agency=post.agency, practitioner=ann, post=post, proposed=typed, by=None, at=NOW)
    assert not Correction.objects.exists()


def test_a_team_is_one_of_the_agencys_own_and_the_page_says_which(world, caller, post):
    world.council.teams.create(name="Team South")
    said = words(tell(caller, f"/wrong/posts/{post.key}/", what="team", value="Team West"))
    assert "Give one of its teams: Team North, Team South." in said
    assert not Correction.objects.exists()


def test_an_owner_who_types_nonsense_is_told_and_keeps_it(caller, admin, ann, post):
    tell(caller, f"/wrong/people/{ann.key}/", what="name", value="Anne Holder")
    page = use(admin, value="Case 12345")
    assert "This looks like the number of a case." in words(page)
    assert 'value="Case 12345"' in page.content.decode()
    ann.refresh_from_db()
    assert ann.name == "Ann Holder"


def test_whoever_is_in_two_posts_is_asked_which_they_have_left(world, caller, admin, ann, post):
    trust = world.agency("Example Health Trust")
    other = world.post("Safeguarding nurse", agency=trust)
    world.appoint(ann, other)
    address = f"/wrong/people/{ann.key}/"
    assert "In which post?" in words(caller.get(address))
    assert "Say which post they have left." in words(tell(caller, address, what="left"))
    assert "Say in which post." in words(tell(caller, address, what="hours", value="9-5"))
    tell(caller, address, what="left", post=other.key)
    assert (Correction.objects.get().agency, Correction.objects.get().post) == (trust, other)


def test_several_addresses_ask_which(world, caller, ann, post, email):
    second = world.phone(ann, "second@example.org", kind="email")
    address = f"/wrong/people/{ann.key}/"
    assert "Say which e-mail." in words(tell(caller, address, what="email"))
    tell(caller, address, what="email", which=second.key)
    assert Correction.objects.get().point == second


def test_two_who_report_the_same_open_one_report_and_both_hear(callers, ann, post):
    for caller in callers[:2]:
        tell(browser(caller), f"/wrong/people/{ann.key}/", what="name", value="Anne Holder")
    assert Correction.objects.count() == 1
    assert Report.objects.count() == 2


def test_somebody_here_twice_leads_to_where_that_is_decided(caller, admin, ann, post):
    tell(caller, f"/wrong/people/{ann.key}/", what="duplicate")
    page = admin.get("/corrections/")
    assert "It is here twice: Ann Holder" in words(page)
    assert 'href="/duplicates/"' in page.content.decode()


# What nobody reported by hand


def test_mail_that_comes_back_opens_the_same_kind_of_report(admin, ann, post, email):
    for _again in range(3):
        report_bounced(point=email, by=None, at=NOW)
    correction = Correction.objects.get()
    assert (correction.what, correction.point, correction.post, correction.agency) == ("email", email, post, post.agency)
    email.refresh_from_db()
    assert email.reported_at == NOW
    assert not Report.objects.exists()
    assert "The e-mail is wrong or missing: Ann Holder" in words(admin.get("/corrections/"))
    use(admin, value="ann@example.org")
    email.refresh_from_db()
    assert (email.value, email.reported_at) == ("ann@example.org", None)


def test_mail_of_a_whole_team_that_comes_back_alerts_its_owner(world, admin, post):
    duty = world.phone(world.team, "duty@example.org", kind="email")
    report_bounced(point=duty, by=None, at=NOW)
    assert Correction.objects.get().alerted_at == NOW
    duty.refresh_from_db()
    assert duty.reported_at is None
    assert "Reported wrong: Team North, duty@example.org" in words(admin.get("/"))


def test_wrong_numbers_one_after_the_other_are_one_report(callers, number, post):
    for nth, caller in enumerate(callers):
        tell_outcome(point=number, post=post, kind="wrong", by=caller, at=NOW + timedelta(minutes=nth))
    assert Correction.objects.get().what == "number"
    assert Outcome.objects.count() == len(callers)


# Somebody at risk


def test_a_report_about_somebody_now_at_risk_stands_nowhere(caller, admin, ann, post):
    tell(caller, f"/wrong/people/{ann.key}/", what="name", value="Anne Holder")
    ann.restricted = True
    ann.save()
    assert "Nothing reported." in words(admin.get("/corrections/"))
    for client in (caller, admin):
        assert not re.search("Holder", client.get("/").content.decode())
        assert client.get(f"/wrong/people/{ann.key}/").status_code == 404
    assert admin.post(f"/corrections/{Correction.objects.get().key}/", {"decide": "keep"}).status_code == 404


def test_a_post_reached_through_its_team_offers_no_address_of_its_own(world, caller):
    hidden = world.person("Una Quillon", "01632 960999", restricted=True)
    post = world.post("Officer")
    world.phone(post, "officer@example.org", kind="email")
    world.appoint(hidden, post)
    assert not re.search("Quillon|960999|officer@", caller.get(f"/wrong/posts/{post.key}/").content.decode())


def test_the_list_costs_the_same_however_much_was_reported(world, admin, caller, ann, post, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tell(caller, f"/wrong/people/{ann.key}/", what="hours", value="9-5")
    tell(caller, f"/wrong/posts/{post.key}/", what="team")
    with CaptureQueriesContext(connection) as few:
        admin.get("/corrections/")
    for nth in range(4):
        person = world.person(f"Person {nth}")
        place = world.post(f"Post {nth}")
        world.appoint(person, place)
        tell(caller, f"/wrong/people/{person.key}/", what="hours", value="9-5")
        tell(caller, f"/wrong/posts/{place.key}/", what="team")
    with CaptureQueriesContext(connection) as many:
        assert admin.get("/corrections/").content.decode().count("app-correction") == 10
    assert len(many) == len(few)
    assert ContactPoint.objects.exists()
