"""Changing who is in which post: nothing is lost, nothing is half done, and what was done can be taken back."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from agencies.models import Agency, Team
from audit.models import Event
from contacts.appointments.actions import add_person, confirm_many, confirm_own, hand_over, put_back, second
from contacts.appointments.waiting import overdue, waiting
from contacts.editing import values
from contacts.editing.actions import SavedFirst, close_agency_for_good, edit_appointment, edit_person, edit_post, edit_team
from contacts.freshness.counting import counted
from contacts.models import Appointment, ContactPoint, Practitioner
from tests.profiles.world import LONG_AGO, NOW

BY_AT = {"by": None, "at": NOW}


def kinds(rosters, agency):
    return [(task.kind.name, task.what, task.count) for task in waiting([agency.pk], NOW)]


def test_a_post_is_handed_over_on_a_future_day_without_a_gap(rosters):
    seen = values.of_appointment(rosters.held)
    old, new = hand_over(
        appointment=rosters.held, seen=seen, starts_on=date(2026, 12, 7), name="Nell New", phone="01632 960009", **BY_AT
    )
    assert (old.ends_on, new.starts_on) == (date(2026, 12, 6), date(2026, 12, 7))
    assert [one.practitioner.name for one in Appointment.objects.on(date(2026, 12, 6)).filter(post=rosters.post)] == [
        "Ann Holder"
    ]
    assert [one.practitioner.name for one in Appointment.objects.on(date(2026, 12, 7)).filter(post=rosters.post)] == ["Nell New"]


def test_a_handover_taken_back_leaves_everything_as_it_was(rosters):
    seen = values.of_appointment(rosters.held)
    old, new = hand_over(appointment=rosters.held, seen=seen, starts_on=date(2026, 12, 7), name="Nell New", **BY_AT)
    changes = [[old.key, seen, values.of_appointment(old)], [new.key, None, values.of_appointment(new)]]
    put_back(changes=changes, listed=new.practitioner.key, **BY_AT)
    assert values.of_appointment(Appointment.objects.get(post=rosters.post)) == seen
    assert not Practitioner.objects.filter(name="Nell New").exists()


def test_what_somebody_changed_since_is_not_taken_back(rosters):
    seen = values.of_appointment(rosters.held)
    old, new = hand_over(appointment=rosters.held, seen=seen, starts_on=date(2026, 12, 7), name="Nell New", **BY_AT)
    changes = [[old.key, seen, values.of_appointment(old)], [new.key, None, values.of_appointment(new)]]
    edit_appointment(appointment=old, seen=values.of_appointment(old), mine={"ends_on": "2026-12-01"}, **BY_AT)
    with pytest.raises(ValidationError, match="Somebody has changed it since"):
        put_back(changes=changes, **BY_AT)
    assert Appointment.objects.filter(post=rosters.post).count() == 2


def test_a_secondment_keeps_the_home_post(rosters):
    there = rosters.world.post("Duty team, for a while")
    rosters.held.hours.create(day=0, starts=time(9), ends=time(12))
    changes = second(
        practitioner=rosters.ann,
        post=there,
        homes=[rosters.held],
        starts_on=date(2026, 12, 1),
        ends_on=date(2026, 12, 31),
        **BY_AT,
    )

    def posts(day):
        return [one.post.title for one in Appointment.objects.on(day).filter(practitioner=rosters.ann)]

    assert posts(date(2026, 11, 30)) == ["Named nurse, Leeds"]
    assert posts(date(2026, 12, 1)) == posts(date(2026, 12, 31)) == ["Duty team, for a while"]
    assert posts(date(2027, 1, 1)) == ["Named nurse, Leeds"]
    assert Appointment.objects.on(date(2027, 1, 1)).get(practitioner=rosters.ann).hours.count() == 1
    put_back(changes=changes, **BY_AT)
    assert [one.pk for one in Appointment.objects.filter(practitioner=rosters.ann)] == [rosters.held.pk]
    with pytest.raises(ValidationError, match="Say from when until when"):
        second(practitioner=rosters.ann, post=there, homes=[], starts_on=date(2026, 12, 1), ends_on=None, **BY_AT)


def test_an_edit_moves_no_confirmation(rosters):
    before = rosters.ann.contact_points.get().verified_at
    edit_person(
        person=rosters.ann,
        seen=values.of_person(rosters.ann),
        mine={"name": "Ann Keeper", "phone": "01632 960777", "email": "a@example.org"},
        **BY_AT,
    )
    numbers = {point.kind: point for point in rosters.ann.contact_points.all()}
    assert (numbers["phone"].value, numbers["phone"].verified_at) == ("01632 960777", before)
    assert (numbers["email"].value, numbers["email"].verified_at) == ("a@example.org", None)
    assert Practitioner.objects.get(pk=rosters.ann.pk).name == "Ann Keeper"
    assert not Event.objects.filter(verb="confirmed").exists()


def test_a_number_taken_away_is_shown_to_nobody(rosters):
    edit_person(person=rosters.ann, seen=values.of_person(rosters.ann), mine={"phone": ""}, **BY_AT)
    assert rosters.ann.contact_points.get().audience == ContactPoint.Audience.NOBODY


def test_the_second_to_save_a_field_is_told_and_saves_nothing(rosters):
    seen = values.of_post(rosters.post)
    edit_post(post=rosters.post, seen=seen, mine={**seen, "title": "First title"}, **BY_AT)
    with pytest.raises(SavedFirst) as caught:
        edit_post(
            post=rosters.post, seen=seen, mine={**seen, "title": "Second title", "before_you_ring": "Have the plan."}, **BY_AT
        )
    assert caught.value.conflicts == {"title": ("First title", "Second title")}
    rosters.post.refresh_from_db()
    assert (rosters.post.title, rosters.post.before_you_ring) == ("First title", "")


def test_a_team_moves_with_the_posts_of_its_agency(rosters):
    team = rosters.world.team
    edit_team(team=team, seen=values.of_team(team), mine={"agency": rosters.trust.slug, "name": "Team South"}, **BY_AT)
    rosters.post.refresh_from_db()
    assert (Team.objects.get().agency, Team.objects.get().name, rosters.post.agency) == (
        rosters.trust,
        "Team South",
        rosters.trust,
    )


def test_an_agency_closes_and_names_who_follows_but_never_itself(rosters):
    closed = close_agency_for_good(agency=rosters.trust, closed_on=date(2027, 3, 31), successor=rosters.world.council, **BY_AT)
    assert (closed.closed_on, closed.successor) == (date(2027, 3, 31), rosters.world.council)
    with pytest.raises(ValidationError, match="cannot take its own place"):
        close_agency_for_good(agency=rosters.trust, closed_on=None, successor=rosters.trust, **BY_AT)


def test_many_are_confirmed_by_the_admin_and_whoever_did_so_themselves_keeps_the_stronger_word(rosters):
    late = rosters.world.appoint(
        rosters.world.person("Late Larry", "01632 960003"), rosters.post, "deputy", confirmed_at=LONG_AGO
    )
    agencies = Agency.objects.filter(pk=rosters.world.council.pk)

    def counts():
        [(_agency, found)] = counted([rosters.world.council.pk], NOW).items()
        return found.confirmed, found.details

    assert list(overdue(agencies, NOW)) == [late]
    assert counts() == (1, 2)
    confirm_own(practitioner=rosters.ann, **BY_AT)
    assert confirm_many(agencies=agencies, keys=[late.key, rosters.held.key, rosters.there.key], **BY_AT) == 1
    assert Appointment.objects.get(pk=late.pk).confirmed_by == "the team’s admin"
    assert Appointment.objects.get(pk=rosters.held.pk).confirmed_by == "themselves"
    assert Appointment.objects.get(pk=rosters.there.pk).confirmed_by == "the team"
    assert counts() == (2, 2)


def test_the_interval_is_the_roles_own(rosters):
    agencies = Agency.objects.filter(pk=rosters.world.council.pk)
    week_ago = NOW - timedelta(days=7)
    Appointment.objects.filter(pk=rosters.held.pk).update(confirmed_at=week_ago)
    assert not overdue(agencies, NOW).exists()
    rosters.nurse.review_days = 5
    rosters.nurse.save()
    assert overdue(agencies, NOW).exists()


def test_everything_that_waits_is_found_for_its_own_agency_only(rosters):
    council = rosters.world.council
    assert kinds(rosters, council) == []
    Appointment.objects.filter(pk=rosters.held.pk).update(ends_on=date(2026, 12, 1))
    assert kinds(rosters, council) == [("LEAVER", "Named nurse, Leeds", 1)]
    rosters.world.away(rosters.ann)
    rosters.world.post("Named nurse, vacant", role=rosters.nurse)
    Appointment.objects.filter(pk=rosters.held.pk).update(confirmed_at=LONG_AGO)
    assert [kind for kind, *_ in kinds(rosters, council)] == ["VACANT", "UNCOVERED", "OVERDUE", "LEAVER"]
    assert kinds(rosters, rosters.trust) == []


def test_nobody_at_risk_is_in_a_list_of_what_waits(rosters):
    Practitioner.objects.filter(pk=rosters.ann.pk).update(restricted=True)
    Appointment.objects.filter(pk=rosters.held.pk).update(confirmed_at=LONG_AGO, ends_on=date(2026, 12, 1))
    rosters.world.away(rosters.ann)
    assert kinds(rosters, rosters.world.council) == []


def test_somebody_added_is_confirmed_by_the_admin_and_reached_by_their_number(rosters):
    post = rosters.world.post("Named nurse, vacant", role=rosters.nurse)
    made = add_person(post=post, name="Nell New", phone="01632 960009", email="n@example.org", **BY_AT)
    assert made.confirmed_by == "the team’s admin"
    assert {point.value for point in made.practitioner.contact_points.all()} == {"01632 960009", "n@example.org"}
