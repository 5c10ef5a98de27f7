"""A forgotten password is changed through one mail, one link, one time; and every change is recorded without what it was."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.test import Client

from audit.models import Event, EventValue
from tests.accounts.conftest import PASSWORD
from tests.profiles.world import words

NEW = {"password1": "four other quiet words", "password2": "four other quiet words"}
AT = "2026-11-23T10:00:00Z"


@pytest.fixture
def clock():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


def ask(email="a.practitioner@example.org", **options):
    return Client(**options).post("/password/reset/", {"email": email})


def links(message):
    return re.findall(r"https?://\S+", f"{message.subject} {message.body} {message.alternatives}")


@pytest.fixture
def link(clock, person):
    """The path in the mail that somebody got who asked for it."""
    ask()
    (address,) = links(mail.outbox[-1])
    return urlsplit(address).path


def choose(client, link, **form):
    """Follow the link and send the form, as far as it leads."""
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], form or NEW, follow=True)


def is_password(person, password):
    person.refresh_from_db()
    return person.check_password(password)


def test_the_mail_goes_to_one_person_and_holds_one_link_to_where_we_are_known_to_be(person, settings):
    settings.BASE_URL = "https://directory.example.org"
    ask(headers={"host": "localhost:6666", "x-forwarded-host": "evil.example"})
    (message,) = mail.outbox
    assert message.to == [person.email]
    assert (message.cc, message.bcc) == ([], [])
    (address,) = links(message)
    assert address.startswith("https://directory.example.org/password/reset/")
    assert [word for word in (person.name, "evil", "localhost") if word in message.subject + message.body] == []


def test_a_reset_says_the_same_whoever_is_asked_for(person, clock):
    known, unknown = ask(), ask("nobody@example.org")
    for response in (known, unknown):
        response.headers.pop("Expires", None)  # the moment of asking, to the second
    assert (known.status_code, known["Location"], dict(known.headers)) == (302, unknown["Location"], dict(unknown.headers))
    assert len(mail.outbox) == 1


def test_an_ended_account_gets_no_mail(person):
    person.is_active = False
    person.save()
    assert ask().status_code == 302
    assert mail.outbox == []


def test_looking_at_the_link_does_not_use_it(link, person):
    for _ in range(5):
        assert "Choose a new password" in words(Client().get(link, follow=True))
        Client().head(link)
    assert is_password(person, PASSWORD)
    assert "Your password is changed" in words(choose(Client(), link))
    assert is_password(person, "four other quiet words")
    assert not is_password(person, PASSWORD)


def test_the_secret_part_is_not_in_the_address_of_the_form(client, link):
    secret = link.strip("/").split("-", 1)[1]
    page = client.get(link, follow=True)
    assert secret not in page.request["PATH_INFO"]
    assert secret not in page.content.decode()


def test_the_link_works_once(link, person):
    choose(Client(), link)
    again = Client().get(link, follow=True)
    assert "This link has been used or is too old" in words(again)
    assert is_password(person, "four other quiet words")


def test_a_form_left_open_cannot_use_the_link_again(link, person):
    early = Client()
    page = early.get(link, follow=True)
    choose(Client(), link)
    late = early.post(page.request["PATH_INFO"], {"password1": "somebody elses words", "password2": "somebody elses words"})
    assert "This link has been used or is too old" in words(late)
    assert not is_password(person, "somebody elses words")


def test_the_link_stops_working_when_its_owner_signs_in_with_the_old_password(link, person):
    assert Client().post("/sign-in/", {"login": person.email, "password": PASSWORD}).status_code == 302
    assert "This link has been used or is too old" in words(Client().get(link, follow=True))


@pytest.mark.parametrize("minutes, works", [(59, True), (61, False)])
def test_the_link_works_for_an_hour(clock, link, minutes, works):
    clock.shift(timedelta(minutes=minutes))
    assert ("Choose a new password" in words(Client().get(link, follow=True))) == works


def test_whoever_posts_without_having_followed_the_link_changes_nothing(link, person):
    who = link.strip("/").split("/")[-1].split("-")[0]
    Client().post(f"/password/reset/{who}-set-password/", NEW)
    Client().post(link, NEW)
    assert is_password(person, PASSWORD)


def test_a_script_that_asks_for_json_has_no_shorter_way(link, person):
    for headers in ({"accept": "application/json"}, {"x-requested-with": "XMLHttpRequest"}):
        Client(headers=headers).post(link, NEW)
    assert is_password(person, PASSWORD)


def test_a_reset_signs_nobody_in_and_ends_every_session(client, person):
    elsewhere = Client()
    elsewhere.force_login(person)
    ask()
    choose(client, urlsplit(links(mail.outbox[-1])[0]).path)
    assert client.get("/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert elsewhere.get("/").status_code == 302


def test_changing_a_password_keeps_this_session_and_ends_the_others(client, person):
    elsewhere = Client()
    for each in (client, elsewhere):
        each.force_login(person)
    response = client.post("/password/change/", {"oldpassword": PASSWORD, **NEW}, follow=True)
    assert "Your password is changed" in words(response)
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


@pytest.mark.parametrize(
    "password, because",
    [
        ("short", "at least 12 characters"),
        ("password1234", "too common"),
        ("a.practitioner@", "too similar"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(link, person, password, because):
    said = words(choose(Client(), link, password1=password, password2=password))
    assert because in said
    assert is_password(person, PASSWORD)


@pytest.mark.parametrize(
    "password, good",
    [
        ("Safeguarding2026!", False),
        ("who-to-ring-2026", False),
        ("whotoring whotoring", False),
        ("NHS-police-council-1", False),
        ("safeguarding otter", False),
        ("safeguarding otter window", True),
        ("three quiet words", True),
        ("8362 5571 9043 22", True),
    ],
)
def test_words_of_the_place_make_no_password(link, person, password, good):
    said = words(choose(Client(), link, password1=password, password2=password))
    assert ("words that anybody would try here" not in said) == good
    assert is_password(person, password) == good


def test_a_password_may_be_long_and_in_any_script(link, person):
    password = "trois mots tranquilles – три тихих слова " * 3
    assert "Your password is changed" in words(choose(Client(), link, password1=password, password2=password))
    assert is_password(person, password)


@pytest.mark.parametrize("way", ["reset", "change"])
def test_a_new_password_is_recorded_and_never_what_it_is(client, link, person, way):
    if way == "reset":
        choose(client, link)
    else:
        client.force_login(person)
        client.post("/password/change/", {"oldpassword": PASSWORD, **NEW})
    event = Event.objects.get(verb="accounts.password_set")
    assert event.actor == event.thing == f"accounts.user:{person.pk}"
    assert event.fields == []
    assert not EventValue.objects.exists()


def test_the_sixth_mail_to_one_person_within_the_hour_is_not_sent(person, clock):
    for _ in range(5):
        assert ask().status_code == 302
    response = ask()
    assert response.status_code == 429
    assert len(mail.outbox) == 5
    # An e-mail nobody has is stopped just as soon.
    for _ in range(5):
        assert ask("nobody@example.org").status_code == 302
    assert ask("nobody@example.org").status_code == 429
