"""What somebody reads on the way in, out, and to a new password."""

import re
from html import unescape

import pytest
from django.core import mail

from accounts.models import User

NEW = {"password1": "four other quiet words", "password2": "four other quiet words"}
MISMATCH = "E-mail or password doesn’t match."

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    user = User(email="a.practitioner@example.org", name="A. Practitioner")
    user.set_password("three quiet words")
    user.save()
    return user


def words(response):
    """What is read aloud or seen, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def sign_in(client, email, password):
    return client.post("/sign-in/", {"login": email, "password": password})


def test_the_sign_in_page_asks_for_two_things_and_leads_to_the_duty_numbers(client):
    response = client.get("/sign-in/")
    said = words(response)
    assert "Sign in – Who to ring" in said
    assert "Work e-mail" in said
    assert "Password" in said
    assert "duty numbers are open to everyone" in said
    assert 'href="/duty/"' in response.content.decode()
    assert "sign up" not in said.lower()
    assert 'autocomplete="current-password"' in response.content.decode()


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("a.practitioner@example.org", "wrong"),
        ("nobody@example.org", "wrong"),
        ("not an e-mail", "wrong"),
        ("", ""),
        ("a.practitioner@example.org", ""),
    ],
)
def test_every_failure_says_the_same_sentence_and_keeps_the_e_mail(client, person, email, password):
    response = sign_in(client, email, password)
    said = words(response)
    assert "There is a problem" in said
    assert re.search("E-mail or password doesn['’]t match.", said)
    assert f'value="{email}"' in response.content.decode() or not email
    assert 'value="wrong"' not in response.content.decode()


def test_an_account_that_has_ended_looks_like_a_wrong_password(client, person):
    person.is_active = False
    person.save()
    response = sign_in(client, person.email, "three quiet words")
    assert response.status_code == 200
    assert MISMATCH in words(response)


def test_too_many_tries_says_how_long_to_wait(client, person):
    for _ in range(11):
        response = sign_in(client, person.email, "wrong")
    assert "Too many tries. Try again in 15 minutes." in words(response)


def test_a_forgotten_password_is_changed_through_a_link_that_works_once(client, person):
    assert "Forgotten your password?" in words(client.get("/password/reset/"))
    response = client.post("/password/reset/", {"email": person.email}, follow=True)
    assert "If that address can sign in here, a link is on its way." in words(response)
    address = re.search(r"https?://[^/\s]+(/password/reset/\S+)", mail.outbox[0].body)[1]
    response = client.get(address, follow=True)
    assert "Choose a new password" in words(response)
    response = client.post(response.request["PATH_INFO"], NEW, follow=True)
    assert "Your password is changed" in words(response)
    client.post("/sign-out/")
    response = client.get(address, follow=True)
    assert "This link has been used or is too old" in words(response)


def test_a_reset_for_an_unknown_e_mail_says_the_same(client, person):
    response = client.post("/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert "If that address can sign in here, a link is on its way." in words(response)
    assert mail.outbox == []


def test_an_e_mail_that_cannot_be_one_is_asked_for_again(client):
    response = client.post("/password/reset/", {"email": "nobody"})
    assert "There is a problem" in words(response)
    assert 'value="nobody"' in response.content.decode()


def test_a_signed_in_person_changes_their_password(client, person):
    client.force_login(person)
    assert "Password now" in words(client.get("/password/change/"))
    response = client.post("/password/change/", {"oldpassword": "wrong", **NEW})
    assert "There is a problem" in words(response)
    response = client.post("/password/change/", {"oldpassword": "three quiet words", **NEW}, follow=True)
    assert "Your password is changed" in words(response)


def test_signing_out_by_address_asks_first(client, person):
    client.force_login(person)
    assert "Sign out?" in words(client.get("/sign-out/"))
    assert "_auth_user_id" in client.session
