"""Whatever is typed into whichever field, nobody sees a broken page, and what was typed is never taken for markup."""

from html import escape
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client

from agencies.models import Membership, Partnership
from tests.profiles.world import words
from tests.security.naughty import NAUGHTY
from tests.security.town import PASSWORD

pytestmark = pytest.mark.at_length

FORM = "application/x-www-form-urlencoded"
LEEDS = {"area": "E08000035"}

# address → the fields it reads, and what else is sent with each.
POSTED = {
    "/find/": (
        [
            "role",
            "postcode",
            "postcode_instead",
            "school",
            "practice",
            "area",
            "authority",
            "provider",
            "at",
            "fold",
            "unsure",
            "place",
            "place_is",
        ],
        {"role": "hv"},
    ),
    "/search/": (("q",), {}),
    "/suggest/schools/": (("q",), {}),
    "/suggest/practices/": (("q",), {}),
    "/suggest/places/": (("q",), {}),
    "/suggest/agencies/": (("q",), {}),
    "/patch/": (("area",), {}),
    "/through/": (("said", "back"), {}),
    "/wrong/agencies/leeds-childrens-services/": (("what", "which", "value"), {"what": "missing"}),
    "/sign-in/": (("login", "password", "next"), {"login": "a@example.org", "password": "no"}),
    "/password/reset/": (("email", "next"), {}),
    "/password/change/": (("oldpassword", "password1", "password2"), {"oldpassword": PASSWORD}),
    "/sign-out/": (("next",), {}),
}
ASKED = {
    "/": ("role", "school", "practice", "q"),
    "/find/hv/": ("area", "near", "school", "practice", "provider", "authority", "at", "fold", "unsure", "old", "page"),
    "/find/everyone/": ("area", "school", "practice", "at"),
    "/agencies/leeds-childrens-services/": ("page",),
    "/wrong/": ("agency",),
    "/sign-in/": ("next",),
    "/duty/": ("q",),
}
PARTS = [
    "/find/{}/", "/find/ask/{}/", "/search/{}/", "/people/{}/", "/posts/{}/", "/agencies/{}/", "/areas/{}/", "/settings/{}/",
    "/wrong/posts/{}/", "/wrong/agencies/{}/", "/begin/{}/", "/password/reset/{}-{}/", "/static/{}", "/{}",
]  # fmt: skip


def encoded(**fields):
    """A form as a browser sends it, with characters no browser would."""
    return "&".join(f"{name}={quote(text, safe='', errors='surrogatepass')}" for name, text in fields.items())


def faults(response, text):
    """What is wrong with an answer to `text`."""
    said = response.content.decode()
    if response.status_code >= 500:
        return [f"{text[:40]!r}: {response.status_code}"]
    if "<" in text and text in said:
        return [f"{text[:40]!r} is printed as it is"]
    if any(character in response.get("Location", "") for character in "\r\n\x00"):
        return [f"{text[:40]!r} splits a header"]
    return []


@pytest.fixture
def strict(town):
    """Browsers of somebody who has signed in and of somebody who has not; an error in a view is an error here."""
    return {"prac": town.client("prac"), "anon": town.client("anon")}


@pytest.mark.parametrize("address, name", [(address, name) for address, (names, _) in POSTED.items() for name in names])
def test_no_text_in_a_form_breaks_a_page(town, strict, address, name):
    client = strict["anon" if address.startswith(("/sign-in", "/password/reset", "/sign-out")) else "prac"]
    found = []
    for text in NAUGHTY:
        if client is strict["anon"]:
            cache.clear()  # or the tries before it would be answered instead
        found += faults(client.post(address, encoded(**{**POSTED[address][1], name: text}), content_type=FORM), text)
    assert found == []


@pytest.mark.parametrize("address, name", [(address, name) for address, names in ASKED.items() for name in names])
def test_no_text_in_an_address_breaks_a_page(strict, address, name):
    found = []
    for text in NAUGHTY:
        query = encoded(**{**(LEEDS if address.startswith("/find") else {}), name: text})
        found += faults(strict["prac"].get(address, QUERY_STRING=query), text)
    assert found == []


@pytest.mark.parametrize("pattern", PARTS)
def test_no_text_as_part_of_an_address_breaks_a_page(strict, pattern):
    found = []
    for text in NAUGHTY:
        if text.strip("/"):
            part = quote(text, safe="/", errors="surrogatepass")
            found += faults(strict["prac"].get(pattern.replace("{}", part)), text)
    assert found == []


@pytest.mark.parametrize("name", ["name", "email", "password", "partnership"])
def test_no_text_breaks_the_form_for_the_first_administrator(town, name):
    Membership.objects.filter(right=Membership.Right.DIRECTORY_ADMIN).delete()
    Partnership.objects.all().delete()
    good = {"name": "A. Practitioner", "email": "first@example.org", "password": "no", "partnership": "Exampleshire"}
    found, client = [], Client()
    for text in NAUGHTY:
        # A password that is refused leaves the door open for the next text.
        sent = {**good, name: text if name != "password" else text[:11]}
        found += faults(client.post(f"/begin/{town.door}/", encoded(**sent), content_type=FORM), text)
    assert found == []
    assert client.get(f"/begin/{town.door}/").status_code == 200


KEPT = ["no such school", "O’Brien & Söhne", "<b>bold</b>", "田中さん", "' OR '1'='1"]


@pytest.mark.parametrize("text", KEPT)
@pytest.mark.parametrize(
    "address, name",
    [("/find/", "school"), ("/find/", "practice"), ("/find/", "area"), ("/patch/", "area")],
)
def test_what_was_typed_and_not_understood_is_still_in_its_field(strict, address, name, text):
    response = strict["prac"].post(address, {name: text})
    assert response.status_code == 200
    assert "There is a problem" in words(response)
    assert escape(text) in response.content.decode()


def test_a_form_open_in_two_windows_may_be_sent_twice(town, strict):
    for _ in range(2):
        assert strict["prac"].post("/patch/", {"area": "Leeds"})["Location"] == "/"
    from agencies.models import HomePatch

    assert HomePatch.objects.get(user=town.users["prac"]).area == town.world.leeds
