"""Putting people in posts, reaching them, and covering for them: what each verb changes, refuses and records."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from agencies.actions import add_agency, add_post, add_team
from agencies.models import AgencyKind, Role
from audit.models import Event
from contacts import actions
from contacts.models import Absence, Appointment, ContactPoint, Cover, Practitioner, WorkingHours

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def user():
    return User.objects.create(email="admin@example.org", name="Ada Ministrator")


@pytest.fixture
def post(user):
    kind = AgencyKind.objects.create(code="icb", name="Board", sector="health")
    role = Role.objects.create(
        code="NAMED_GP",
        slug="named-gp",
        name="Named GP",
        everyday_name="Named GP",
        agency_kind=kind,
        kind="person",
        resolves_on="practice",
    )
    agency = add_agency(name="A board (demo)", kind=kind, by=user, at=AT)
    return add_post(role=role, agency=agency, title="Named GP, Leeds", by=user, at=AT)


@pytest.fixture
def person(user):
    return actions.add_practitioner(name="Zoë O’Dwyer", known_as="Zo", by=user, at=AT)


@pytest.fixture
def colleague(user):
    return actions.add_practitioner(name="Ngozi Eze", by=user, at=AT)


def last_event():
    return Event.objects.order_by("pk").last()


def test_a_listed_person_is_found_without_their_accents_and_the_listing_is_on_record(person, user):
    assert (person.name, person.name_key, person.known_as, person.restricted) == ("Zoë O’Dwyer", "zoe odwyer", "Zo", False)
    event = last_event()
    assert (event.verb, event.thing, event.actor, event.at) == (
        "listed",
        f"contacts.practitioner:{person.pk}",
        f"accounts.user:{user.pk}",
        AT,
    )
    assert event.values.get(field="name").new == "Zoë O’Dwyer"


def test_a_name_in_another_script_is_kept_as_it_is_written(user):
    assert actions.add_practitioner(name="李", by=user, at=AT).name_key == "李"


def test_nobody_is_listed_without_a_name(user):
    with pytest.raises(ValidationError) as refused:
        actions.add_practitioner(name="", by=user, at=AT)
    assert "name" in refused.value.message_dict
    assert not Practitioner.objects.exists()


def test_an_appointment_puts_somebody_in_a_post_for_a_while(post, person, user):
    made = actions.appoint(
        post=post,
        practitioner=person,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        term_time_only=True,
        by=user,
        at=AT,
    )
    assert Appointment.objects.on(date(2026, 12, 31)).get() == made
    assert not Appointment.objects.on(date(2027, 1, 1)).exists()
    assert last_event().verb == "appointed"


def test_an_appointment_that_ends_before_it_starts_is_refused(post, person, user):
    with pytest.raises(ValidationError):
        actions.appoint(post=post, practitioner=person, starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1), by=user, at=AT)


@pytest.mark.parametrize(
    "starts, ends, refused",
    [
        (None, None, True),
        (date(2026, 6, 30), None, True),
        (None, date(2026, 1, 1), True),
        (date(2026, 7, 1), None, False),
        (None, date(2025, 12, 31), False),
    ],
)
def test_nobody_is_in_one_post_twice_on_the_same_day(post, person, user, starts, ends, refused):
    actions.appoint(post=post, practitioner=person, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30), by=user, at=AT)
    if refused:
        with pytest.raises(ValidationError, match="already in this post"):
            actions.appoint(post=post, practitioner=person, kind="deputy", starts_on=starts, ends_on=ends, by=user, at=AT)
    else:
        actions.appoint(post=post, practitioner=person, starts_on=starts, ends_on=ends, by=user, at=AT)
    assert post.appointments.count() == (1 if refused else 2)


def test_nobody_holds_a_desk(post, person, user):
    desk = add_post(role=post.role, agency=post.agency, title="Duty desk", is_desk=True, by=user, at=AT)
    with pytest.raises(ValidationError, match="nobody holds it"):
        actions.appoint(post=desk, practitioner=person, by=user, at=AT)


def test_new_working_hours_replace_the_old_ones(post, person, user):
    appointment = actions.appoint(post=post, practitioner=person, by=user, at=AT)
    actions.set_working_hours(appointment=appointment, hours=[(1, time(9), time(17)), (3, time(9), time(17))], by=user, at=AT)
    actions.set_working_hours(appointment=appointment, hours=[(2, time(8), time(12, 30))], by=user, at=AT)
    assert [str(hours) for hours in appointment.hours.all()] == ["2 08:00–12:30"]
    told = last_event().values.get(field="hours")
    assert (told.old, told.new) == ("1 09:00–17:00; 3 09:00–17:00", "2 08:00–12:30")


def test_working_hours_on_a_day_that_does_not_exist_leave_the_old_ones(post, person, user):
    appointment = actions.appoint(post=post, practitioner=person, by=user, at=AT)
    actions.set_working_hours(appointment=appointment, hours=[(1, time(9), time(17))], by=user, at=AT)
    with pytest.raises(ValidationError):
        actions.set_working_hours(appointment=appointment, hours=[(7, time(9), time(17))], by=user, at=AT)
    assert [hours.day for hours in appointment.hours.all()] == [1]


def test_a_new_contact_point_is_for_professionals_unless_somebody_says_otherwise(post, person, user):
    team = add_team(agency=post.agency, name="Safeguarding team", by=user, at=AT)
    for thing, field in ((post, "post"), (team, "team"), (post.agency, "agency"), (person, "practitioner")):
        point = actions.add_contact_point(to=thing, kind="phone", value="0113 496 0142", extension="12", by=user, at=AT)
        assert getattr(point, field) == thing
        assert (point.audience, point.extension, point.verified_at) == ("professional", "12", None)
    public = actions.add_contact_point(to=team, kind="short", value="101", audience="public", by=user, at=AT)
    assert list(ContactPoint.objects.public()) == [public]


@pytest.mark.parametrize("wrong", [{"value": ""}, {"kind": "pigeon"}, {"audience": "everyone"}])
def test_a_contact_point_that_reaches_nobody_is_refused(post, user, wrong):
    with pytest.raises(ValidationError):
        actions.add_contact_point(**{"to": post, "kind": "phone", "value": "0113 496 0142", "by": user, "at": AT, **wrong})
    assert not ContactPoint.objects.exists()


def test_confirming_says_when_and_who(post, person, user):
    appointment = actions.appoint(post=post, practitioner=person, by=user, at=AT)
    point = actions.add_contact_point(to=post, kind="phone", value="0113 496 0142", by=user, at=AT)
    later = AT + timedelta(days=1)
    for thing in (post, appointment):
        row = actions.confirm(thing=thing, says="themselves", by=user, at=later)
        assert (row.confirmed_at, row.confirmed_by) == (later, "themselves")
    checked = actions.confirm(thing=point, says="The team", how="Rang it", by=user, at=later)
    assert (checked.verified_at, checked.verified_by, checked.verified_how) == (later, "The team", "Rang it")
    assert last_event().verb == "confirmed"


def test_a_confirmation_by_nobody_is_refused(post, user):
    with pytest.raises(ValidationError, match="Say who confirms it"):
        actions.confirm(thing=post, says=" ", by=user, at=AT)


def test_an_absence_has_an_end_after_its_start_and_no_reason(person, user):
    absence = actions.record_absence(practitioner=person, starts_at=AT, ends_at=AT + timedelta(days=2), by=user, at=AT)
    assert Absence.objects.get() == absence
    with pytest.raises(ValidationError):
        actions.record_absence(practitioner=person, starts_at=AT, ends_at=AT, by=user, at=AT)
    assert {field.name for field in Absence._meta.get_fields()} == {"id", "key", "practitioner", "starts_at", "ends_at", "covers"}


@pytest.mark.parametrize("by_phone, state", [(False, "accepted"), (True, "by_phone")])
def test_cover_is_asked_for_and_then_agreed(post, person, colleague, user, by_phone, state):
    absence = actions.record_absence(practitioner=person, starts_at=AT, ends_at=AT + timedelta(days=2), by=user, at=AT)
    cover = actions.ask_cover(absence=absence, post=post, practitioner=colleague, by=user, at=AT)
    assert cover.state == Cover.State.ASKED
    actions.accept_cover(cover=cover, by_phone=by_phone, by=user, at=AT)
    assert Cover.objects.get().state == state
    assert last_event().verb == "agreed to cover"
    with pytest.raises(ValidationError):
        actions.ask_cover(absence=absence, post=post, practitioner=colleague, by=user, at=AT)


def test_nobody_covers_for_themselves(post, person, user):
    absence = actions.record_absence(practitioner=person, starts_at=AT, ends_at=AT + timedelta(days=2), by=user, at=AT)
    with pytest.raises(ValidationError, match="Nobody covers for themselves"):
        actions.ask_cover(absence=absence, post=post, practitioner=person, by=user, at=AT)


def roster(post, **changes):
    """A small roster, unsaved: one person in the post, on Mondays, with a number, away and covered."""
    first, second = Practitioner(name="Zoë O’Dwyer"), Practitioner(name="Ngozi Eze")
    appointment = Appointment(post=post, practitioner=first)
    absence = Absence(practitioner=first, starts_at=AT, ends_at=AT + timedelta(days=1))
    return {
        "practitioners": [first, second],
        "appointments": [appointment],
        "hours": [WorkingHours(appointment=appointment, day=0, starts=time(9), ends=time(17))],
        "contact_points": [ContactPoint(practitioner=first, value="07700 900123")],
        "absences": [absence],
        "covers": [Cover(absence=absence, post=post, practitioner=second, state="accepted")],
        **changes,
    }


def test_a_whole_roster_is_entered_with_one_record_that_counts_it(post, user):
    actions.enter_roster(**roster(post), source="demonstration", by=user, at=AT)
    person = Practitioner.objects.get(name_key="zoe odwyer")
    assert person.appointments.get().hours.get().day == 0
    assert person.contact_points.get().value == "07700 900123"
    assert person.absences.get().covers.get().practitioner.name == "Ngozi Eze"
    event = last_event()
    assert (event.verb, event.thing) == ("entered a roster", "roster:demonstration")
    assert event.values.get(field="practitioner").new == "2"


def test_a_bad_row_anywhere_in_a_roster_keeps_all_of_it_out(post, user):
    bad = roster(post)
    bad["contact_points"][0].kind = "pigeon"
    with pytest.raises(ValidationError):
        actions.enter_roster(**bad, source="demonstration", by=user, at=AT)
    late = roster(post)
    late["absences"][0].ends_at = AT
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.enter_roster(**late, source="demonstration", by=user, at=AT)
    assert not Practitioner.objects.exists()


def test_a_roster_keeps_the_rules_for_desks_and_covers(post, user):
    desk = add_post(role=post.role, agency=post.agency, title="Duty desk", is_desk=True, by=user, at=AT)
    with pytest.raises(ValidationError, match="nobody holds it"):
        actions.enter_roster(**roster(desk), source="demonstration", by=user, at=AT)
    own = roster(post)
    own["covers"][0].practitioner = own["practitioners"][0]
    with pytest.raises(ValidationError, match="Nobody covers for themselves"):
        actions.enter_roster(**own, source="demonstration", by=user, at=AT)
