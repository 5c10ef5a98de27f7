"""The demonstration holds nothing that looks like it leads to a child or a case, in any text of any table."""

import datetime

import pytest
from django.apps import apps
from django.db import models

from areas.case_data import Kind, case_data
from contacts.models import Practitioner
from tests.architecture.reading import PACKAGES

# Random or computed, and read by nobody: what they look like says nothing.
UNREAD = {"key", "digest", "seed_digest", "register_digest", "salt", "password", "secret", "gone_key", "signature"}


def texts():
    """(where, text) for every different text in the tables of the product."""
    for model in apps.get_models():
        if model._meta.app_label not in PACKAGES:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField) and field.name not in UNREAD and not field.choices:
                where = f"{model.__name__}.{field.name}"
                for text in model.objects.order_by().values_list(field.name, flat=True).distinct():
                    yield where, str(text)


def found(day):
    return [(where, kind, text) for where, text in texts() if (kind := case_data(text, day))]


def test_no_text_of_the_demonstration_looks_like_case_data(demo):
    read = list(texts())
    assert {"Post.title", "Team.name", "ContactPoint.value", "Role.what_for", "Practitioner.name"} <= {where for where, _ in read}
    assert len(read) > 5_000
    assert found(demo.at.date()) == []


@pytest.mark.parametrize("name, kind", [("Sam, dob 1/2/2016", Kind.BIRTH_DATE), ("Sam 943 476 5919", Kind.NHS_NUMBER)])
def test_a_row_that_did_would_be_seen(demo, name, kind):
    Practitioner.objects.create(name=name, name_key=name.lower())
    assert [row for row in found(datetime.date(2026, 11, 24)) if row[0] == "Practitioner.name"] == [
        ("Practitioner.name", kind, name)
    ]
