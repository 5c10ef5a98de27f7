"""What happened is kept with the thing itself, holds no names, and cannot be changed afterwards, not even by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from audit import triggers
from audit.log import digest, record
from audit.models import Event, EventValue

AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/London"))

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return User.objects.create(email="a.practitioner@example.org", name="Alex Practitioner")


@pytest.fixture
def event(person):
    return record("renamed", person, by=person, at=AT, name=("Alex Praktitioner", "Alex Practitioner"), pronouns=(None, "they"))


def test_an_event_says_who_did_what_to_what_and_when(person, event):
    event.refresh_from_db()
    assert (event.actor, event.verb, event.thing) == (f"accounts.user:{person.pk}", "renamed", f"accounts.user:{person.pk}")
    assert event.at == AT
    assert event.fields == ["name", "pronouns"]


def test_what_the_system_did_by_itself_has_no_actor_and_may_name_a_thing_that_is_no_row():
    event = record("seeded places", "areas.seed", by=None, at=AT)
    assert (event.actor, event.thing, event.fields) == ("", "areas.seed", [])


def test_an_event_holds_field_names_and_no_value(event):
    event.refresh_from_db()
    row = str(Event.objects.filter(pk=event.pk).values().get())
    assert "pronouns" in row
    assert [value for value in ("Alex", "Praktitioner", "they", "example.org") if value in row] == []


def test_old_and_new_values_stand_apart_and_can_be_proved_by_the_digest(event):
    values = [[v.field, v.old, v.new] for v in event.values.order_by("field")]
    assert values == [["name", "Alex Praktitioner", "Alex Practitioner"], ["pronouns", "", "they"]]
    assert event.digest == digest(event.salt, values)
    values[0][1] = "Alex Practicioner"
    assert event.digest != digest(event.salt, values)


def test_the_same_change_twice_has_two_digests(person, event):
    again = record("renamed", person, by=person, at=AT, name=("Alex Praktitioner", "Alex Practitioner"), pronouns=(None, "they"))
    assert again.digest != event.digest


def test_erasing_the_values_leaves_every_event_and_digest(event):
    before = Event.objects.values().get()
    EventValue.objects.filter(event=event).delete()
    assert Event.objects.values().get() == before
    assert not EventValue.objects.exists()


@transaction.atomic
def rename(person, *event, then=None):
    """A change with its event, after which something may still go wrong."""
    User.objects.filter(pk=person.pk).update(name="Somebody Else")
    record("renamed", person, by=person, at=AT, name=event)
    if then:
        raise then


def test_a_change_that_fails_leaves_no_event(person):
    with pytest.raises(RuntimeError, match="half way"):
        rename(person, "a", "b", then=RuntimeError("half way"))
    assert (Event.objects.count(), EventValue.objects.count()) == (0, 0)


def test_an_event_that_fails_undoes_the_change(person):
    with pytest.raises(ValueError, match="too many"):
        rename(person, "a", "b", "one too many")
    person.refresh_from_db()
    assert person.name == "Alex Practitioner"


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError, match="inside the transaction"):
        record("seeded places", "areas.seed", by=None, at=AT)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "tamper",
    [
        lambda event: Event.objects.filter(pk=event.pk).update(verb="never happened"),
        lambda event: Event.objects.filter(pk=event.pk).update(at=AT.replace(year=2020)),
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: Event.objects.all().delete(),
        lambda event: connection.cursor().execute("DELETE FROM audit_event"),
        lambda event: connection.cursor().execute("UPDATE audit_event SET actor = ''"),
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_an_event(event, tamper):
    before = Event.objects.values().get()
    with pytest.raises(IntegrityError, match=triggers.SAYS), transaction.atomic():
        tamper(event)
    assert Event.objects.values().get() == before
    assert event.values.count() == 2


@pytest.mark.django_db(transaction=True)
def test_after_tables_were_emptied_and_after_a_migration_events_are_still_kept(person):
    call_command("flush", interactive=False, verbosity=0)
    triggers.stand(using="default")
    with transaction.atomic():
        event = record("seeded places", "areas.seed", by=None, at=AT)
    with pytest.raises(IntegrityError, match=triggers.SAYS):
        event.delete()
