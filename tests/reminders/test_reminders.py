"""One letter for each mailbox, once, with nothing in it that is anybody else's."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Membership
from contacts.models import Appointment, ContactPoint, Reminder
from contacts.reminders.actions import tell_the_listed, write_reminders
from contacts.reminders.letters import MOST_TITLES
from contacts.reminders.reading import due
from contacts.reminders.rules import is_day_of
from outbox.models import Letter
from tests.profiles.world import LONG_AGO, NOW


@pytest.fixture
def overdue(world):
    """Makes a person with an account whose confirmation ran out long ago, in a post of their own."""

    def make(name, post, **details):
        user = world.user(f"{name.split()[0].lower()}@example.org")
        person = world.person(name, user=user, **details)
        world.phone(person, "01632 960001", verified=LONG_AGO)
        world.appoint(person, post, confirmed_at=LONG_AGO)
        return person

    return make


def week(write):
    """Writes on each day of a week, twice."""
    return [
        (write(by=None, at=NOW + timedelta(days=nth)), write(by=None, at=NOW + timedelta(days=nth, hours=3))) for nth in range(7)
    ]


def test_a_person_gets_one_letter_about_all_their_posts_and_no_second(world, overdue):
    ann = overdue("Ann Holder", world.post("Named nurse, Leeds"))
    world.appoint(ann, world.post("Health visitor, Leeds"), confirmed_at=LONG_AGO)
    assert sum(map(sum, week(write_reminders))) == 1
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == ("ann@example.org", "2 entries to confirm")
    for said in ("Dear Ann Holder", "Named nurse, Leeds", "Health visitor, Leeds", "01632 960001", "duty line is offered"):
        assert said in letter.text
    assert re.findall(r"https?://\S+", letter.text) == [f"http://127.0.0.1:{letter.text.split('127.0.0.1:')[1][:4]}/me/"]


def test_it_says_from_when_it_will_be_shown_as_unconfirmed(world, overdue):
    ann = overdue("Ann Holder", world.post("Named nurse, Leeds"))
    ContactPoint.objects.filter(practitioner=ann).update(verified_at=NOW - timedelta(days=90))
    Appointment.objects.update(confirmed_at=NOW)
    write_reminders(by=None, at=NOW)
    assert "from 24 November it is shown as unconfirmed" in Letter.objects.get().text


def test_what_was_confirmed_in_time_is_not_asked_about(world, overdue):
    overdue("Ann Holder", world.post("Named nurse, Leeds"))
    ContactPoint.objects.update(verified_at=NOW)
    Appointment.objects.update(confirmed_at=NOW)
    assert write_reminders(by=None, at=NOW) == 0


def test_the_admin_is_told_titles_and_counts_and_nobodys_name(world):
    admin = world.user("roster@example.org", world.council, "roster_admin")
    for nth in range(MOST_TITLES + 3):
        person = world.person(f"Nameless {nth}", f"01632 9600{nth:02}", restricted=nth == 0)
        world.appoint(person, world.post(f"Post {nth:02}"), confirmed_at=LONG_AGO)
    week(write_reminders)
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (admin.email, f"{MOST_TITLES + 3} entries to confirm")
    assert "- Post 00\n" in letter.text
    assert "and 3 more" in letter.text
    assert "Nameless" not in letter.text
    assert "01632" not in letter.text


def test_person_then_admin_then_partnership_once_each(world, overdue):
    overdue("Ann Holder", world.post("Named nurse, Leeds"))
    world.user("roster@example.org", world.council, "roster_admin")
    world.user("dir@example.org", world.council, "directory_admin")
    for nth in range(120):
        write_reminders(by=None, at=NOW + timedelta(days=nth))
    about = [
        (letter.to, (letter.written_at - NOW).days) for letter in Letter.objects.order_by("pk") if "Named nurse" in letter.text
    ]
    assert [to for to, _days in about] == ["ann@example.org", "roster@example.org", "dir@example.org"]
    days = [days for _to, days in about]
    assert 14 <= days[1] - days[0] <= 21
    assert 28 <= days[2] - days[1] <= 35


def test_confirming_begins_anew(world, overdue):
    overdue("Ann Holder", world.post("Named nurse, Leeds"))
    write_reminders(by=None, at=NOW)
    Appointment.objects.update(confirmed_at=NOW)
    ContactPoint.objects.update(verified_at=NOW)
    for nth in range(100):
        write_reminders(by=None, at=NOW + timedelta(days=nth))
    assert Letter.objects.filter(to="ann@example.org").count() == 2


def test_of_thirty_four_five_are_asked_on_a_day(world, overdue):
    post = world.post("Named nurse, Leeds")
    for nth in range(34):
        overdue(f"Person{nth} Holder", post)
    assert write_reminders(by=None, at=NOW) == 5
    assert write_reminders(by=None, at=NOW + timedelta(hours=1)) == 0
    for nth in range(1, 7):
        assert write_reminders(by=None, at=NOW + timedelta(days=nth)) in (5, 4)
    assert Letter.objects.count() == 34


def test_somebody_who_is_also_the_admin_gets_one_letter(world, overdue):
    ann = overdue("Ann Holder", world.post("Named nurse, Leeds"))
    world.desk("Front door", "01632 960700", confirmed_at=LONG_AGO)
    ContactPoint.objects.update(verified_at=LONG_AGO)
    Membership.objects.create(user=ann.user, agency=world.council, right="roster_admin")
    day = next(NOW + timedelta(days=nth) for nth in range(5) if is_day_of(ann.user.key, (NOW + timedelta(days=nth)).date()))
    assert write_reminders(by=None, at=day) == 1
    assert "Front door" in Letter.objects.get().text
    assert "Dear Ann Holder" in Letter.objects.get().text


def test_the_command_may_run_as_often_as_it_likes(world, overdue, capsys):
    overdue("Ann Holder", world.post("Named nurse, Leeds"))
    call_command("send_reminders")
    call_command("send_reminders")
    assert capsys.readouterr().out.splitlines()[-1] == "wrote 0 sent 0"
    assert Reminder.objects.count() == 1
    assert Letter.objects.filter(sent_at=None).count() == 0


def test_everybody_listed_is_told_once_what_is_held(world, overdue):
    overdue("Ann Holder", world.post("Named nurse, Leeds"))
    bob = world.person("Bob Unread", "01632 960009")
    world.appoint(bob, world.post("Another post"))
    cat = world.person("Cat Mailbox")
    world.appoint(cat, world.post("A third post"))
    world.phone(cat, "cat@example.org", kind="email")
    assert (tell_the_listed(by=None, at=NOW), tell_the_listed(by=None, at=NOW)) == (2, 0)
    ann, cat = Letter.objects.order_by("pk")
    assert (ann.to, cat.to) == ("ann@example.org", "cat@example.org")
    for said in ("your name: Ann Holder", "Named nurse, Leeds", "1 way to reach you", "object", "Wrong details?", "/privacy/"):
        assert said in ann.text
    assert "Ann" not in cat.text


def test_the_queries_do_not_grow_with_the_people(world, overdue):
    counts = []
    for names in (("Ann",), ("Bob", "Cat")):
        for name in names:
            overdue(f"{name} Holder", world.post(f"Post of {name}"))
        with CaptureQueriesContext(connection) as asked:
            due(NOW.date())
        counts.append(len(asked))
    assert counts[0] == counts[1]
