"""Reports of wrong details by mail: their owner hears of them, their reporter hears back, and mail that comes back is one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from contacts.models import ContactPoint, Correction, Practitioner
from contacts.outcomes import actions
from outbox.actions import note_trouble, write
from outbox.models import Letter
from outbox.rules import Trouble
from tests.profiles.world import NOW, words

GONE = Trouble("mailbox", 550, "5.1.1")


def report(point, post, by, at=NOW):
    return actions.report_wrong(what="number", agency=post.agency, post=post, point=point, by=by, at=at)


def digests(at=NOW):
    return actions.write_correction_digests(by=None, at=at)


def test_the_owner_hears_once_a_day_how_many_are_new(number, line, post, callers, roster):
    report(number, post, callers[0])
    actions.report_wrong(what="missing", agency=post.agency, post=post, by=callers[1], at=NOW)
    assert (digests(), digests(NOW + timedelta(hours=1))) == (1, 0)
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (roster.email, "2 new reports of wrong details")
    assert "/corrections/" in letter.text
    assert digests(NOW + timedelta(days=1)) == 0  # nothing is new
    report(line, post, callers[2], NOW + timedelta(days=1))
    assert digests(NOW + timedelta(days=1, hours=1)) == 1
    assert "3 wait for your decision." in Letter.objects.latest("pk").text


@pytest.mark.parametrize(
    "decide, said",
    [
        (lambda row: actions.use_correction(correction=row, value="01632 960777", by=None, at=NOW), "has been put right"),
        (lambda row: actions.keep_correction(correction=row, by=None, at=NOW), "is right as it stands"),
    ],
)
def test_whoever_reported_it_hears_back_without_a_name_or_a_number(number, post, callers, decide, said):
    for caller in callers[:2]:
        correction = report(number, post, caller)
    decide(correction)
    letters = Letter.objects.order_by("to")
    assert [letter.to for letter in letters] == [caller.email for caller in callers[:2]]
    for letter in letters:
        assert said in letter.text
        assert "Ann" not in letter.subject + letter.text
        assert "01632" not in letter.text


def test_of_somebody_at_risk_nothing_is_told(number, post, callers, roster):
    correction = report(number, post, callers[0])
    Practitioner.objects.update(restricted=True)
    assert digests() == 0
    actions.keep_correction(correction=correction, by=None, at=NOW)
    assert not Letter.objects.exists()


@pytest.fixture
def mailbox(world, ann, post):
    return world.phone(ann, "ann@example.org", kind="email")


def bounce(address, trouble=GONE):
    letter = write(key="one", to=address, subject="One", text="Two", by=None, at=NOW)
    note_trouble(letter=letter, trouble=trouble, by=None, at=NOW)


def test_a_mailbox_that_is_not_there_opens_one_correction_for_it(mailbox, post):
    bounce("Ann@example.org")
    [correction] = Correction.objects.all()
    assert (correction.what, correction.point, correction.agency) == ("email", mailbox, post.agency)
    mailbox.refresh_from_db()
    assert mailbox.reported_at == NOW


def test_trouble_of_ours_opens_none(mailbox):
    bounce("ann@example.org", Trouble("mailbox", 550, "5.7.1"))
    assert not Correction.objects.exists()


def test_its_owner_takes_the_address_away(client, mailbox, roster):
    bounce("ann@example.org")
    client.force_login(roster)
    page = words(client.get(reverse("corrections")))
    assert "The e-mail is wrong or missing: Ann Holder" in page
    assert "Take it away" in page
    client.post(reverse("correction", args=[Correction.objects.get().key]), {"decide": "take away"})
    mailbox.refresh_from_db()
    assert mailbox.audience == ContactPoint.Audience.NOBODY
