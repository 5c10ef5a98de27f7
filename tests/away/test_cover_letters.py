"""Whoever is asked to cover learns of it by mail, and whoever is away learns the answer; no letter names anybody."""

from datetime import datetime, timedelta

from django.urls import reverse

from contacts.away.actions import agree_to_cover, change_absence, decline_cover, go_away, pass_on_covers
from contacts.models import Cover
from outbox.models import Letter
from tests.profiles.world import NOW

FIRST, BACK = (datetime(2026, 12, day, tzinfo=NOW.tzinfo) for day in (1, 3))


def ask(ward, **details):
    return go_away(practitioner=ward.ann, starts_at=FIRST, ends_at=BACK, covers={ward.post: ward.bob}, by=None, at=NOW, **details)


def letters():
    return [(letter.to.partition("@")[0], letter.subject) for letter in Letter.objects.order_by("pk")]


def test_whoever_is_asked_learns_for_which_post_and_days(ward):
    ask(ward)
    assert letters() == [("bob", "Can you cover Named nurse, Leeds, 1 to 2 December?")]
    text = Letter.objects.get().text
    assert "Ann" not in text
    assert reverse("cover", args=[Cover.objects.get().key]) in text


def test_asking_once_more_writes_no_second_letter(ward):
    ask(ward)
    ask(ward)
    assert len(letters()) == 1


def test_whose_word_is_known_already_is_not_asked(ward):
    ask(ward, by_phone={ward.post})
    assert letters() == []


def test_whoever_is_away_learns_that_it_is_covered(ward, as_):
    ask(ward)
    as_(ward.bob).post(reverse("cover", args=[Cover.objects.get().key]), {"answer": "yes"})
    assert letters()[1:] == [("ann", "Named nurse, Leeds, 1 to 2 December: covered")]


def test_declined_it_is_passed_on_and_both_learn_of_it(ward):
    ask(ward)
    decline_cover(cover=Cover.objects.get(), by=ward.bob.user, at=NOW)
    assert letters()[1:] == [
        ("ann", "Named nurse, Leeds, 1 to 2 December: not covered yet, the next person is asked"),
        ("cat", "Can you cover Named nurse, Leeds, 1 to 2 December?"),
    ]


def test_no_answer_is_told_and_passed_on_once(ward):
    ask(ward)
    for _ in range(2):
        pass_on_covers(by=None, at=NOW + timedelta(days=6))
    assert letters()[1:] == [
        ("ann", "Named nurse, Leeds, 1 to 2 December: no answer yet, the next person is asked"),
        ("cat", "Can you cover Named nurse, Leeds, 1 to 2 December?"),
    ]


def test_longer_dates_ask_again(ward):
    absence = ask(ward)
    agree_to_cover(cover=Cover.objects.get(), by=ward.bob.user, at=NOW)
    change_absence(absence=absence, starts_at=FIRST, ends_at=BACK + timedelta(days=30), by=None, at=NOW + timedelta(hours=1))
    assert letters()[-1] == ("bob", "Can you cover Named nurse, Leeds, 1 December to 1 January?")


def test_for_somebody_without_a_mailbox_their_admin_hears(ward):
    ward.ann.user = None
    ward.ann.save()
    ask(ward)
    agree_to_cover(cover=Cover.objects.get(), by=ward.bob.user, at=NOW)
    assert letters()[1:] == [("roster", "Named nurse, Leeds, 1 to 2 December: covered")]
