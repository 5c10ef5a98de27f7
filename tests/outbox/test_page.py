"""What a directory administrator sees of letters that could not be sent."""

import pytest
from django.urls import reverse

from outbox.actions import note_trouble, write
from outbox.models import Letter
from outbox.rules import Trouble
from tests.profiles.conftest import now, world
from tests.profiles.world import NOW, words

__all__ = ["now", "world"]


@pytest.fixture
def admin(client, world):
    client.force_login(world.user("dir@example.org", world.council, "directory_admin"))
    return client


def failed(trouble, key="one", **said):
    given = {"to": "hester.hidden@example.net", "subject": "One thing", "text": "Sign in.", "by": None, "at": NOW, **said}
    letter = write(key=key, **given)
    note_trouble(letter=letter, trouble=trouble, by=None, at=NOW)
    return letter


def test_it_says_why_and_to_which_domain_and_never_to_whom(admin):
    failed(Trouble("letter", 554, "5.6.0"))
    failed(Trouble("server", word="TimeoutError"), key="two")
    page = words(admin.get(reverse("letters")))
    assert "example.net 554 5.6.0" in page
    assert "1 letter is tried again by itself." in page
    assert "hester" not in page
    assert "One thing" not in page


def test_one_can_be_sent_again(admin):
    letter = failed(Trouble("letter", 554))
    page = admin.post(reverse("letter-again", args=[letter.pk]), follow=True)
    assert "It is sent within a minute." in words(page)
    assert "Every letter has been sent." in words(page)
    letter.refresh_from_db()
    assert (letter.given_up_at, letter.send_after) == (None, NOW)


def test_one_whose_link_has_been_forgotten_is_not_offered(admin):
    failed(Trouble("letter", 554), text=f"Come in: {Letter.SECRET}", secret="x")
    assert "Send again" not in words(admin.get(reverse("letters")))


def test_the_first_page_says_that_there_are_some(admin):
    assert "could not be sent" not in words(admin.get("/"))
    failed(Trouble("letter", 554))
    assert "1 letter could not be sent" in words(admin.get("/"))


def test_nobody_else_is_told(client, world):
    failed(Trouble("letter", 554))
    client.force_login(world.user())
    assert "could not be sent" not in words(client.get("/"))
