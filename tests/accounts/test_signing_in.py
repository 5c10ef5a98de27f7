"""Getting in with the right password and no other way, and learning nothing from failing."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.profiles.world import without_tokens, words


def sign_in(client, email="a.practitioner@example.org", password=PASSWORD, address="/sign-in/"):
    return client.post(address, {"login": email, "password": password})


@pytest.fixture
def ended(db):
    user = User(email="b.practitioner@example.org", name="B. Practitioner", is_active=False)
    user.set_password(PASSWORD)
    user.save()
    return user


def failure(email, password):
    """A failed sign-in without the e-mail it was tried with: status, headers and page."""
    response = sign_in(Client(), email, password)
    # The moment of expiry is the moment of asking, to the second.
    headers = {name: value for name, value in response.headers.items() if name != "Expires"}
    return response.status_code, headers, without_tokens(response).replace(email, "E" * len(email))


def test_an_unknown_e_mail_a_wrong_password_and_an_ended_account_look_alike(person, ended):
    wrong = failure("a.practitioner@example.org", "wrong but quite long")
    assert wrong[0] == 200
    assert "E-mail or password doesn’t match." in wrong[2]
    assert failure("c.practitioner@example.org", "wrong but quite long") == wrong
    assert failure("b.practitioner@example.org", PASSWORD) == wrong
    assert failure("b.practitioner@example.org", "wrong but quite long") == wrong


def test_asking_for_json_gets_no_other_answer(person, ended):
    for headers in ({"accept": "application/json"}, {"x-requested-with": "XMLHttpRequest"}):
        response = Client(headers=headers).post("/sign-in/", {"login": ended.email, "password": PASSWORD})
        assert response["Content-Type"].startswith("text/html")
        assert "E-mail or password doesn’t match." in words(response)


def test_the_e_mail_may_be_in_capitals(client, person):
    assert sign_in(client, "A.Practitioner@EXAMPLE.org")["Location"] == "/"


def test_signing_in_begins_a_new_session(client, person):
    client.session.save()
    given = client.cookies["sid"].value
    sign_in(client)
    assert client.cookies["sid"].value != given
    assert not Session.objects.filter(pk=given).exists()


def test_signing_out_ends_the_session_for_whoever_kept_its_cookie(client, person):
    sign_in(client)
    kept = client.cookies["sid"].value
    client.post("/sign-out/")
    client.cookies["sid"] = kept
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_getting_the_sign_out_page_signs_nobody_out(client, person):
    sign_in(client)
    client.get("/sign-out/")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("cookie", ["\x00\"'", "x" * 100_000, "a" * 32, "', DROP"])
def test_a_cookie_that_is_no_session_is_somebody_who_has_not_signed_in(client, person, cookie):
    client.cookies["sid"] = cookie
    assert client.get("/")["Location"] == "/sign-in/?next=/"


ELSEWHERE = [
    "//evil.example/x",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "\thttps://evil.example",
    "///evil.example",
]


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("way", ["address", "form"])
def test_signing_in_leads_nowhere_but_here(client, person, target, way):
    fields = {"login": person.email, "password": PASSWORD}
    if way == "form":
        response = client.post("/sign-in/", {**fields, "next": target})
    else:
        response = client.post("/sign-in/", fields, query_params={"next": target})
    assert response["Location"] == "/"


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("address", ["/sign-in/", "/sign-out/", "/password/change/", "/password/reset/"])
def test_no_page_offers_a_way_elsewhere_to_somebody_who_has_signed_in(client, person, target, address):
    client.force_login(person)
    for response in (client.get(address, {"next": target}), client.post(address, {"next": target, "email": person.email})):
        assert "evil.example" not in response.get("Location", "")
        assert not re.search(r"""(href|action)=["'][^"']*(evil\.example|javascript:)""", response.content.decode())


def test_signing_in_leads_back_to_a_page_of_ours(client, person):
    assert sign_in(client, address="/sign-in/?next=/duty/")["Location"] == "/duty/"


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reauthenticate", "admin:index"])
def test_there_is_no_other_way_in(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/", "/admin/login/", "/signup/", "/accounts/signup/", "/accounts/login/", "/sign-up/",
        "/.git/config", "/.env", "/static/", "/static/js/", "/manage.py", "/var/directory.sqlite3", "/static/../directory/settings.py",
    ],
)  # fmt: skip
def test_what_other_sites_have_is_not_here(client, person, address):
    assert client.get(address).status_code == 404
    client.force_login(person)
    assert client.get(address).status_code == 404


def too_many(response):
    return "Too many tries. Try again in 15 minutes." in words(response)


def test_the_eleventh_wrong_try_at_an_account_is_not_looked_at_from_wherever_it_comes(person):
    for number in range(10):
        response = Client(REMOTE_ADDR=f"192.0.2.{number}").post("/sign-in/", {"login": person.email, "password": "wrong"})
        assert not too_many(response)
    # Even the right password, so that guessing on tells nobody anything.
    last = Client(REMOTE_ADDR="192.0.2.99").post("/sign-in/", {"login": person.email.upper(), "password": PASSWORD})
    assert too_many(last)
    assert "sid" not in last.cookies


def test_an_unknown_e_mail_is_stopped_as_soon_as_a_known_one(client, db):
    for _ in range(10):
        assert not too_many(sign_in(client, "nobody@example.org", "wrong"))
    assert too_many(sign_in(client, "nobody@example.org", "wrong"))


def test_tries_at_one_account_do_not_stop_its_neighbour(client, person, ended):
    for _ in range(11):
        sign_in(client, ended.email, "wrong")
    assert sign_in(client)["Location"] == "/"


def test_a_quarter_of_an_hour_later_it_may_be_tried_again(client, person):
    import time_machine

    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as clock:
        for _ in range(11):
            response = sign_in(client, password="wrong")
        assert too_many(response)
        clock.shift(15 * 60 + 1)
        assert sign_in(client)["Location"] == "/"


def test_one_try_at_each_of_many_accounts_from_one_address_is_stopped_after_a_hundred(person):
    # Across a whole council only failures count; the answer to the hundred and first is the same sentence.
    client = Client(REMOTE_ADDR="192.0.2.1")
    for number in range(100):
        response = sign_in(client, f"person{number}@example.org", "wrong")
    assert not too_many(response)
    assert too_many(sign_in(client, "person100@example.org", "wrong"))
    assert not too_many(sign_in(Client(REMOTE_ADDR="192.0.2.2"), "person100@example.org", "wrong"))


def test_an_address_somebody_wrote_themselves_counts_for_nothing(person):
    for number in range(100):
        sign_in(Client(headers={"x-forwarded-for": f"198.51.100.{number}"}), f"person{number}@example.org", "wrong")
    assert too_many(sign_in(Client(headers={"x-forwarded-for": "198.51.100.200"}), "person100@example.org", "wrong"))


def test_many_people_of_one_council_sign_in_within_the_hour(person):
    for _ in range(150):
        assert sign_in(Client(REMOTE_ADDR="192.0.2.1"))["Location"] == "/"


def test_more_tries_than_passwords_can_be_checked_get_the_page_for_too_many(person, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "3/m/ip"}
    for _ in range(3):
        sign_in(Client())
    response = sign_in(Client())
    assert response.status_code == 429
    assert "Too many tries." in words(response)


def test_tries_are_counted_where_every_worker_sees_them(person, settings):
    """Two processes have two memories and one database: a counter read through a second connection is the same one."""
    from django.core.cache.backends.db import DatabaseCache

    for _ in range(11):
        sign_in(Client(), password="wrong")
    held = settings.CACHES["default"]
    other_worker = DatabaseCache(held["LOCATION"], held)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("allauth.core.internal.ratelimit.cache", other_worker)
        assert too_many(sign_in(Client()))


def test_a_flood_of_tries_does_not_push_out_the_count_of_earlier_ones(person):
    for _ in range(10):
        sign_in(Client(), password="wrong")
    for number in range(400):
        cache.set(f"something-else-{number}", 1)
    assert too_many(sign_in(Client()))


@pytest.mark.parametrize("agent", ["", "x" * 5000, "\xff"])
def test_any_browser_may_sign_in(client, person, agent):
    assert (
        client.post("/sign-in/", {"login": person.email, "password": PASSWORD}, headers={"user-agent": agent}).status_code == 302
    )
