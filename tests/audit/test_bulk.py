"""Rows written by the thousand are the rows that were meant, on either engine, whatever is in them."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from audit import bulk
from audit.models import Event, EventValue
from contacts.models import ContactPoint, Practitioner
from contacts.spreadsheets.models import A_LITTLE, pack, unpack
from search.models import Document

AT = datetime(2026, 3, 2, 9, 30, 0, 5, tzinfo=UTC)
ODD = [
    "plain", "", " ", "tab\there", "two\nlines", "return\rhere", 'said "so"', "it’s, well; no", "back\\slash", "\\N", "NULL", "\\.",
    "田中さん", "🦉", "x" * 5000,
]  # fmt: skip


@pytest.mark.django_db
def test_text_comes_back_as_it_was():
    (key,) = bulk.reserve(Event, 1)
    names = ["id", "at", "actor", "verb", "thing", "fields", "salt", "digest"]
    bulk.insert(Event, names, [(key, AT, "", "listed", "a.b:1", ["value", 'a "b"', "c\td"], "s", "d")])
    bulk.insert(
        EventValue, ["event", "field", "old", "new"], [(key, f"f{nth}", text, text[::-1]) for nth, text in enumerate(ODD)]
    )
    event = Event.objects.get(pk=key)
    assert (event.at, event.actor, event.fields) == (AT, "", ["value", 'a "b"', "c\td"])
    assert list(event.values.order_by("pk").values_list("old", "new")) == [(text, text[::-1]) for text in ODD]


@pytest.mark.django_db
def test_instances_are_made_with_their_keys_days_truths_and_nothings():
    people = [Practitioner(name=f"Person {nth}", name_key=f"person {nth}", restricted=bool(nth % 2)) for nth in range(3)]
    bulk.create(Practitioner, people)
    bulk.create(
        ContactPoint,
        [
            ContactPoint(practitioner=one, kind=ContactPoint.Kind.PHONE, value="01632 960001", verified_at=AT, verified_by="one")
            for one in people
        ],
    )
    later = Practitioner.objects.create(name="Later", name_key="later")
    held = list(Practitioner.objects.order_by("pk"))
    assert [(one.pk, one.key, one.name, one.restricted, one.user_id) for one in held[:3]] == [
        (one.pk, one.key, one.name, one.restricted, None) for one in people
    ]
    assert later.pk > max(one.pk for one in people)
    point = ContactPoint.objects.filter(practitioner=people[1]).get()
    assert (point.value, point.verified_at, point.reported_at, point.extension) == ("01632 960001", AT, None, "")
    facets = {"role": ["hv"], "area": [], "post": [7]}
    draft = Document(
        kind="person", thing=1, key="k", title="T", visibility="professional", starts_on=date(2026, 3, 2), facets=facets
    )
    bulk.create(Document, [draft])
    found = Document.objects.get(pk=draft.pk)
    assert (found.facets, found.starts_on, found.ends_on, found.label) == (facets, date(2026, 3, 2), None, "")


@pytest.mark.django_db
def test_many_instances_are_changed_at_once_and_no_others():
    people = [Practitioner(name=f"Person {nth}", name_key="x") for nth in range(3)]
    bulk.create(Practitioner, people)
    for one, text in zip(people[:2], ["O’Brien\t& Söhne", "\\N"], strict=True):
        one.name, one.restricted = text, True
    bulk.update(Practitioner, ["name", "restricted"], people[:2])
    assert list(Practitioner.objects.order_by("pk").values_list("name", "restricted")) == [
        ("O’Brien\t& Söhne", True), ("\\N", True), ("Person 2", False),
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_the_tables_refuse_is_refused_as_ever():
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.create(ContactPoint, [ContactPoint(kind=ContactPoint.Kind.PHONE, value="01632 960001", verified_at=AT)])
    (one,) = [Practitioner(name="Ann", name_key="ann")]
    bulk.create(Practitioner, [one])
    one.name = ""
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.update(Practitioner, ["name"], [one])


@pytest.mark.parametrize("count", [0, 1, A_LITTLE, A_LITTLE + 1, 3 * A_LITTLE])
def test_what_is_packed_a_little_at_a_time_is_the_same(count):
    value = {"ops": [["person", nth, {"name": "“Ann”"}] for nth in range(count)], "empty": [], "noted": {}, "n": 1, "none": None}
    assert unpack(pack(value)) == value
    assert unpack(pack(value["ops"])) == value["ops"]
