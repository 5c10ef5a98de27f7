"""The map of what is held has one row for each field of each table: what is not on it may not be kept."""

import csv

from django.apps import apps

from contacts.models import ContactPoint, Practitioner
from contacts.spreadsheets.columns import Column
from tests.architecture.reading import HOME

MAP = HOME / "docs" / "data_map.csv"
HEADINGS = ["model", "field", "class", "why", "source", "seen_by", "taken_away", "recorded", "kept"]
CLASSES = {"public", "work", "personal", "restricted", "secret", "internal"}
# What a column of our own template is a field of.
TAKEN_AWAY = {
    Column.NAME: "contacts.Practitioner.name", Column.STAFF_REF: "contacts.StaffReference.value",
    Column.EMAIL: "contacts.ContactPoint.value", Column.PHONE: "contacts.ContactPoint.value",
    Column.EXTENSION: "contacts.ContactPoint.extension", Column.AGENCY: "agencies.Agency.name", Column.TEAM: "agencies.Team.name",
    Column.ROLE: "agencies.Role.everyday_name", Column.POST: "agencies.Post.title", Column.KIND: "contacts.Appointment.kind",
    Column.STARTS_ON: "contacts.Appointment.starts_on", Column.ENDS_ON: "contacts.Appointment.ends_on",
    Column.PERSON_REF: "contacts.Practitioner.key", Column.POST_REF: "agencies.Post.key",
}  # fmt: skip


def rows():
    with MAP.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def fields_of(model):
    return [each.name for each in model._meta.get_fields() if getattr(each, "concrete", False) and not each.many_to_many]


def test_every_field_of_every_table_has_one_row_and_no_row_is_of_something_else():
    held = sorted((model._meta.label, name) for model in apps.get_models(include_auto_created=True) for name in fields_of(model))
    assert sorted((row["model"], row["field"]) for row in rows()) == held


def test_every_row_says_everything_in_words_that_are_known():
    assert list(rows()[0]) == HEADINGS
    assert [row for row in rows() if not all(value.strip() for value in row.values())] == []
    assert {row["class"] for row in rows()} == CLASSES


def test_what_a_roster_taken_away_holds_says_so():
    said = {f"{row['model']}.{row['field']}": row["taken_away"] for row in rows()}
    assert [name for name in TAKEN_AWAY.values() if said[name] == "no"] == []


def test_what_decides_who_may_be_found_is_marked_and_never_taken_away():
    restricted = {(row["model"], row["field"]): row for row in rows() if row["class"] == "restricted"}
    assert (Practitioner._meta.label, "restricted") in restricted
    assert {row["taken_away"] for row in restricted.values()} == {"no"}
    secrets = [row for row in rows() if row["class"] == "secret"]
    assert [row for row in secrets if row["taken_away"] != "no" or row["recorded"] != "no"] == []
    assert ContactPoint._meta.label in {row["model"] for row in rows() if row["class"] == "work"}
