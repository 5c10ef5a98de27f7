"""A letter is written once, in the transaction of what it tells about."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from outbox.actions import write
from outbox.models import Letter

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db
SAID = {"to": "someone@example.org", "subject": "One thing to do", "text": "Sign in to see it.", "by": None, "at": AT}


def test_a_letter_about_the_same_thing_is_written_once():
    first = write(key="cover:1:asked", **SAID)
    assert write(key="cover:1:asked", **SAID | {"subject": "Another"}) == first
    assert Letter.objects.waiting(AT).get().subject == "One thing to do"


def test_a_letter_needs_an_address():
    with pytest.raises(ValidationError):
        write(key="cover:1:asked", **SAID | {"to": "nowhere"})
    assert not Letter.objects.exists()


def test_a_letter_goes_with_the_transaction_it_was_written_in():
    with transaction.atomic():
        write(key="cover:1:asked", **SAID)
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_no_letter_is_both_sent_and_given_up():
    letter = write(key="cover:1:asked", **SAID)
    with pytest.raises(IntegrityError, match="letter_is_sent_or_given_up"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(sent_at=AT, given_up_at=AT)
