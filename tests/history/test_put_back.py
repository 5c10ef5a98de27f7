"""Putting a changed detail back: at one press while it still stands, after a look when it has changed again."""

import re
from datetime import date, time, timedelta

import pytest

from agencies.actions import set_hours
from agencies.models import Team
from audit.models import Event, EventValue
from contacts.actions import set_working_hours
from contacts.away.actions import change_absence, go_away
from contacts.details.actions import change_dates, change_email, change_name, change_number, change_title, move_to_team
from contacts.models import ContactPoint
from contacts.outcomes.actions import report_wrong, use_correction
from contacts.restoring.actions import WRITES, ChangedSince, put_back
from contacts.restoring.detail import RESTORABLE
from tests.profiles.world import NOW, words


def ways_back(client, history):
    """The addresses of every "Put back" on the page, the latest change first."""
    return re.findall(r'action="(/history/[^"]+/put-back/)"', client.get(history).content.decode())


def press(client, history):
    return client.post(ways_back(client, history)[0], follow=True)


def change(number, value, by):
    return change_number(point=number, value=value, says="the team", by=by, at=NOW)


def test_one_press_puts_a_number_back_and_says_so(browse, bola, number, history):
    change(number, "0113 496 0119 ext 4", bola)
    client = browse(bola)
    said = words(press(client, history))
    assert "Put back." in said
    number.refresh_from_db()
    assert (number.value, number.extension, number.verified_by) == ("0113 496 0101", "", "Leeds children's services")
    assert "Bola Example put a detail of Ann Holder back as it was." in said
    assert "Bola Example changed the number of Ann Holder: was 0113 496 0119, now 0113 496 0101" in said


def test_what_changed_again_meanwhile_shows_was_changed_to_and_now_and_asks(browse, bola, number, history):
    change(number, "0113 496 0119", bola)
    client = browse(bola)
    [address] = ways_back(client, history)
    change(number, "0113 496 0120", bola)
    asked = client.post(address)
    said = words(asked)
    assert "Somebody has changed it since." in said
    assert "Was 0113 496 0101 Changed to 0113 496 0119 Now 0113 496 0120" in said
    number.refresh_from_db()
    assert number.value == "0113 496 0120"
    seen = dict(re.findall(r'name="(seen-\w+)" value="([^"]*)"', asked.content.decode()))
    assert "Put back." in words(client.post(address, seen, follow=True))
    number.refresh_from_db()
    assert number.value == "0113 496 0101"


def test_what_changed_once_more_while_they_looked_asks_once_more(browse, bola, number, history):
    change(number, "0113 496 0119", bola)
    client = browse(bola)
    [address] = ways_back(client, history)
    change(number, "0113 496 0120", bola)
    seen = dict(re.findall(r'name="(seen-\w+)" value="([^"]*)"', client.get(address).content.decode()))
    change(number, "0113 496 0121", bola)
    assert "Now 0113 496 0121" in words(client.post(address, seen))
    number.refresh_from_db()
    assert number.value == "0113 496 0121"


def test_what_is_back_already_is_not_put_back_twice(browse, bola, number, history):
    change(number, "0113 496 0119", bola)
    client = browse(bola)
    [address] = ways_back(client, history)
    client.post(address)
    events = Event.objects.count()
    assert "It is already as it was." in words(client.post(address, follow=True))
    assert Event.objects.count() == events


def name(world, nurse, post, by):
    change_name(practitioner=nurse, name="Ann Married", by=by, at=NOW)
    return lambda: (nurse.refresh_from_db(), nurse.name, nurse.name_key)[1:]


def title(world, nurse, post, by):
    change_title(post=post, title="Named nurse, West", by=by, at=NOW)
    return lambda: (post.refresh_from_db(), post.title)[1:]


def mail(world, nurse, post, by):
    point = nurse.contact_points.get(kind="email")
    change_email(point=point, value="ann@example.org", says="the team", by=by, at=NOW)
    return lambda: (point.refresh_from_db(), point.value)[1:]


def team(world, nurse, post, by):
    move_to_team(post=post, team=Team.objects.create(agency=world.council, name="Team South"), by=by, at=NOW)
    return lambda: (post.refresh_from_db(), post.team.name)[1:]


def dates(world, nurse, post, by):
    held = nurse.appointments.get()
    change_dates(appointment=held, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 1), by=by, at=NOW)
    return lambda: (held.refresh_from_db(), held.starts_on, held.ends_on)[1:]


def left(world, nurse, post, by):
    held = nurse.appointments.get()
    report = report_wrong(what="left", agency=world.council, practitioner=nurse, post=post, by=by, at=NOW)
    use_correction(correction=report, by=by, at=NOW)
    return lambda: (held.refresh_from_db(), held.ends_on)[1:]


def working(world, nurse, post, by):
    held = nurse.appointments.get()
    set_working_hours(appointment=held, hours=[(1, time(9), time(12))], by=by, at=NOW)
    return lambda: [str(row) for row in held.hours.all()]


def opening(world, nurse, post, by):
    set_hours(thing=world.team, hours=[(1, time(9), time(12))], by=by, at=NOW)
    return lambda: [str(row) for row in world.team.hours.all()]


def away(world, nurse, post, by):
    day = NOW.replace(hour=0) + timedelta(days=1)
    absence = go_away(practitioner=nurse, starts_at=day, ends_at=day + timedelta(days=2), by=by, at=NOW)
    change_absence(absence=absence, starts_at=day, ends_at=day + timedelta(days=9), by=by, at=NOW)
    return lambda: (absence.refresh_from_db(), (absence.ends_at - absence.starts_at).days)[1:]


def taken_away(world, nurse, post, by):
    point = nurse.contact_points.get(kind="phone")
    report = report_wrong(what="number", agency=world.council, point=point, post=post, by=by, at=NOW)
    use_correction(correction=report, take_away=True, by=by, at=NOW)
    return lambda: (point.refresh_from_db(), point.audience)[1:]


BEFORE = {
    name: ("Ann Holder", "ann holder"),
    title: ("Named nurse, East",),
    mail: ("ann.holder@example.org",),
    team: ("Team North",),
    dates: (None, None),
    left: (None,),
    working: ["0 09:00–17:00"],
    opening: [f"{day} 09:00–17:00" for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")],
    away: (2,),
    taken_away: ("professional",),
}


@pytest.mark.parametrize("changing", BEFORE, ids=lambda changing: changing.__name__)
def test_each_kind_of_detail_goes_back(world, browse, bola, nurse, post, history, changing):
    set_working_hours(appointment=nurse.appointments.get(), hours=[(0, time(9), time(17))], by=None, at=NOW)
    now = changing(world, nurse, post, bola)
    assert now() != BEFORE[changing]
    # Who has left is nobody's colleague any more: the page of the post tells it.
    assert "Put back." in words(press(browse(bola), history))
    assert now() == BEFORE[changing]


def test_every_verb_that_can_be_put_back_is_tried_here():
    tried = {"changed a number", "changed an e-mail", "took a number away", "changed a name", "changed a title", "moved to a team",
             "changed dates", "left a post", "set working hours", "set hours", "changed an absence"}  # fmt: skip
    assert set(RESTORABLE) == set(WRITES)
    # The one that taking a number away puts back.
    assert set(RESTORABLE) - tried == {"changed who sees a number"}


def test_what_has_gone_or_was_erased_has_no_way_back(browse, bola, number, nurse, history):
    change(number, "0113 496 0119", bola)
    client = browse(bola)
    [address] = ways_back(client, history)
    EventValue.objects.filter(field="value").delete()
    assert ways_back(client, history) == []
    assert "That is not there any more, so it cannot be put back." in words(client.post(address, follow=True))
    change(number, "0113 496 0120", bola)
    [address] = ways_back(client, history)
    nurse.delete()
    assert client.get(f"{address}").status_code in (302, 403)
    assert not ContactPoint.objects.filter(value="0113 496 0119").exists()


def test_a_team_that_has_closed_cannot_be_put_back_and_nothing_changes(world, browse, bola, nurse, post, history):
    team(world, nurse, post, bola)
    Team.objects.filter(name="Team North").update(closed_on=date(2026, 1, 1))
    assert "That team is not there any more." in words(press(browse(bola), history))
    post.refresh_from_db()
    assert post.team.name == "Team South"


def test_only_whoever_may_edit_sees_the_way_back_and_may_go_it(world, browse, bola, number, history):
    change(number, "0113 496 0119", bola)
    lead = world.user("lead@example.org", world.council, "privacy_lead")
    assert ways_back(browse(lead), history) == []
    [mine] = ways_back(browse(bola), history)
    for other in (lead, world.user("other@example.org", world.agency("Another"), "roster_admin")):
        assert browse(other).post(mine).status_code == 404, "sealed for somebody else"
    number.refresh_from_db()
    assert number.value == "0113 496 0119"


def test_whoever_moved_on_is_put_back_by_their_new_agency_only(world, browse, bola, number, nurse, history):
    change(number, "0113 496 0119", bola)
    client = browse(bola)
    [address] = ways_back(client, history)
    nurse.appointments.update(ends_on=date(2026, 10, 31))
    world.appoint(nurse, world.post("Elsewhere", agency=world.agency("Example Health Trust")))
    assert client.post(address).status_code == 403


def test_somebody_who_is_now_at_risk_is_as_good_as_gone(browse, bola, number, nurse, history):
    change(number, "0113 496 0119", bola)
    client = browse(bola)
    [address] = ways_back(client, history)
    nurse.restricted = True
    nurse.save()
    assert client.get(address).status_code == client.post(address).status_code == 404


def test_putting_back_what_nobody_looked_at_is_refused(bola, number):
    change(number, "0113 496 0119", bola)
    event = Event.objects.get(verb="changed a number")
    change(number, "0113 496 0120", bola)
    with pytest.raises(ChangedSince):
        put_back(event=event, says="x", by=bola, at=NOW)
