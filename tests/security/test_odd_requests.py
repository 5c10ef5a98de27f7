"""Each odd address and request that a person, a script or a stranger may send, by its number, and what it gets."""

import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from audit.models import Event
from contacts.models import Correction, Practitioner
from outbox.models import Letter
from tests.profiles.world import without_tokens, words
from tests.security.access import FOR_ANYONE, rows
from tests.security.town import NOBODY, PASSWORD, changed
from tests.security.town import rows as everything

GIVES_AWAY = ("urlconf", "settings.py", "Traceback", "DEBUG = ", "SECRET", "site-packages", "[core]")


def not_found(client, address):
    """An address that leads nowhere: a page that says so, and nothing about the machine."""
    response = client.get(address, follow=True)
    assert response.status_code == 404
    assert "Page not found" in words(response)
    assert [secret for secret in GIVES_AWAY if secret in response.content.decode().replace(address, "")] == []


def page_of_agency(town, query):
    response = town.client("prac").get(f"{town.address('agency', 'own agency')}?{query}")
    assert response.status_code == 200
    return without_tokens(response).replace(query, "")


def changes_nothing(town, query):
    assert page_of_agency(town, query) == page_of_agency(town, "")


def many_posts(town):
    """More posts than fit a page of their agency; returns how many pages that makes."""
    for nth in range(120):
        town.world.post(f"Post {nth:03}", covers=[])
    return int(re.findall(r"of (\d+)", said := words(town.client("prac").get(town.address("agency", "own agency"))))[-1]), said


def a_number_past_every_key(town):
    for kind in ("people", "posts", "absences"):
        not_found(town.client("prac"), f"/{kind}/9223372036854775808/")


def five_thousand_digits(town):
    for kind in ("people", "posts", "agencies"):
        not_found(town.client("prac"), f"/{kind}/{'9' * 5000}/")


def leads_home(town, elsewhere):
    """Signing in with `next` somewhere else goes home, whether it stands in the address or in the form."""
    form = {"login": "prac@example.org", "password": PASSWORD}
    for response in (
        Client().post(f"/sign-in/?next={quote(elsewhere)}", form),
        Client().post("/sign-in/", {**form, "next": elsewhere}),
    ):
        assert (response.status_code, response["Location"]) == (302, "/")


def given_twice(town):
    """Of a field given twice the last counts: one rule for addresses and forms."""
    client = town.client("prac")
    there = client.post("/search/", {"q": ["nobody called so", "health visitor Leeds"]})["Location"]
    assert there.startswith("/find/hv/")
    assert client.post("/search/", {"q": ["health visitor Leeds", "nobody called so"]})["Location"].startswith("/search/")
    answered = client.get(f"/find/hv/?area={town.world.leeds.code}&at=nonsense&at=2026-11-24T10:00")
    assert "Tuesday 24 November" in words(answered)


def an_endless_address(town):
    for address in ("/?q={}", "/{}/", "/find/hv/?area={}"):
        response = town.client("prac").get(address.format("x" * 100_000))
        assert response.status_code == 400
        assert "This address cannot be read" in words(response)


def signed_out(town):
    """Every page that is not for anybody sends whoever has not signed in to sign in, and then back."""
    looked = {row.name: town.address(row.name, row.about) for row in rows() if row.method == "GET"}
    assert len(looked) > 40
    for name, address in looked.items():
        if name not in FOR_ANYONE:
            response = Client().get(address)
            assert (name, response.status_code) == (name, 302)
            assert response["Location"] == f"/sign-in/?next={quote(address, safe='/')}", name


def of_another_agency(town):
    """What somebody may see and not change is refused with its reason; what they may not see is as missing as what never was."""
    client, before = town.client("roster"), everything()
    for name in ("edit-post", "edit-person", "edit-team", "edit-appointment", "end-appointment"):
        for response in (client.get(town.address(name, "other agency")), client.post(town.address(name, "other agency"))):
            assert response.status_code == 403, name
            assert "roster" in words(response).lower(), name
    assert changed(before, everything()) == []
    Practitioner.objects.filter(pk=town.people["other agency"].pk).update(restricted=True)
    hidden, missing = town.address("edit-person", "other agency"), town.address("edit-person", "missing")
    answers = [client.get(hidden), client.get(missing)]
    assert [response.status_code for response in answers] == [404, 404]
    pages = [without_tokens(answers[0]).replace(hidden, ""), without_tokens(answers[1]).replace(missing, "")]
    assert pages[0].replace(town.people["other agency"].key, NOBODY) == pages[1]


def without_a_token(town):
    """The page says to go back, where the browser still has what was typed; the page itself does not repeat it."""
    client = town.client("roster", enforce_csrf_checks=True)
    response = client.post(town.address("edit-person", "own agency"), {"name": "Quillfeather"})
    assert response.status_code == 403
    assert "This form was open too long. Go back, reload the page and try again." in words(response)
    assert "Quillfeather" not in response.content.decode()
    assert not Practitioner.objects.filter(name="Quillfeather").exists()


def an_older_version(town):
    client, address = town.client("roster"), town.address("edit-person", "own agency")
    shown = client.get(address).content.decode()
    form = {"seen": re.search(r'name="seen" value="([^"]+)"', shown)[1], "audience": "professional", "phone": "0113 496 0199"}
    assert client.post(address, {**form, "name": "First Saved"}).status_code == 302
    late = client.post(address, {**form, "name": "Second Saved", "known_as": "Sec"})
    assert late.status_code == 409
    assert "Theirs: First Saved" in words(late)
    assert "Yours: Second Saved" in words(late)
    assert 'value="Sec"' in late.content.decode()
    assert Practitioner.objects.get(pk=town.people["own agency"].pk).name == "First Saved"


def sent_twice(town):
    """One report, one line of history, one letter at most; going back and sending again too."""
    client, address = town.client("prac"), town.address("wrong-person", "own agency")
    counts = []
    for _ in range(3):
        assert client.post(address, {"what": "name", "value": "Another Name"}).status_code == 302
        opened = Correction.objects.filter(practitioner=town.people["own agency"], what="name")
        counts.append((opened.count(), Event.objects.filter(verb__contains="report").count(), Letter.objects.count()))
    assert counts[0][0] == 1
    assert counts == [counts[0]] * 3


def refreshed(town):
    """After saving, the browser is at a page it may load again: the answer to the form was to go there."""
    client = town.client("roster")
    for name, about in (
        ("end-appointment", "own agency"),
        ("edit-person", "own agency"),
        ("wrong-agency", "own agency"),
        ("patch", "place"),
    ):
        form, address = town.form(name, about), town.address(name, about, "roster")
        if seen := re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode()):
            form["seen"] = seen[1]
        response = client.post(address, form)
        assert response.status_code in (302, 303), name
        before = everything()
        assert [client.get(response["Location"], follow=True).status_code for _ in range(2)] == [200, 200], name
        assert changed(before, everything()) == [], name


def with_cookie(value):
    for address in ("/", "/find/hv/", "/me/"):
        response = Client().get(address, headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={value}"})
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/?next=")


def a_part_of_a_page(town):
    client = town.client("prac")
    for name in ("post", "practitioner", "agency"):
        address = town.address(name, "own agency")
        whole = client.get(address)
        part = client.get(address, headers={"range": "bytes=0-9", "if-none-match": 'W/"x", *'})
        assert part.status_code == 200
        assert not {"ETag", "Last-Modified", "Content-Range", "Accept-Ranges"} & set(part.headers)
        assert without_tokens(part) == without_tokens(whole)


def last_page(town):
    pages, _said = many_posts(town)
    assert pages > 1
    assert page_of_agency(town, f"page={'9' * 30}") == page_of_agency(town, f"page={pages}")


def first_page(town, page):
    many_posts(town)
    assert page_of_agency(town, f"page={page}") == page_of_agency(town, "page=1")


def page_three_in_other_digits(town):
    pages, _said = many_posts(town)
    assert page_of_agency(town, "page=%D9%A3") == page_of_agency(town, f"page={min(3, pages)}")


TESTED = {
    "UR-001": a_number_past_every_key,
    "UR-002": five_thousand_digits,
    "UR-004": last_page,
    "UR-006": lambda town: first_page(town, "NaN"),
    "UR-007": lambda town: first_page(town, "1e309"),
    "UR-008": page_three_in_other_digits,
    "UR-011": lambda town: changes_nothing(town, "sort=password"),
    "UR-012": lambda town: changes_nothing(town, "agency__users__password__startswith=pbkdf2"),
    "UR-013": given_twice,
    "UR-014": lambda town: leads_home(town, "//evil.example"),
    "UR-015": lambda town: leads_home(town, "/\\evil.example"),
    "UR-017": lambda town: leads_home(town, "javascript:alert(1)"),
    "UR-018": an_endless_address,
    "UR-024": lambda town: not_found(town.client("prac"), "/.git/config"),
    "UR-025": lambda town: not_found(town.client("prac"), "/.env"),
    "UR-028": lambda town: not_found(Client(), "/nope/"),
    "UR-029": signed_out,
    "UR-030": of_another_agency,
    "UR-031": without_a_token,
    "UR-033": an_older_version,
    "UR-034": sent_twice,
    "UR-035": refreshed,
    "UR-036": lambda town: with_cookie("a\x00\"b'c"),
    "UR-037": lambda town: with_cookie("s" * 100_000),
    "UR-038": a_part_of_a_page,
}
# Why a case has nothing to ask yet.
NOTHING_TO_ASK = {
    "UR-009": "no address reads an offset; a negative one is ignored like any word nobody asked for (test_bad_requests)",
    "UR-010": "no address reads an offset, however large",
}
# Those that were thought of: what people put in addresses and requests, UR-067 to UR-069 being about the form of absences.
THOUGHT_OF = [1, 2, 4, *range(6, 16), 17, 18, 24, 25, *range(28, 32), *range(33, 39)]


@pytest.mark.parametrize("case", TESTED)
def test_an_odd_request_gets_what_it_should(town, case):
    TESTED[case](town)


def test_every_case_is_tested_or_has_a_reason_and_none_has_both():
    assert sorted([*TESTED, *NOTHING_TO_ASK]) == [f"UR-{number:03}" for number in THOUGHT_OF]
    assert len(THOUGHT_OF) == 27


@pytest.mark.parametrize("offset", ["-5", "9" * 30])
def test_an_offset_is_still_read_by_nothing(town, offset):
    """When one is, UR-009 and UR-010 have something to ask."""
    changes_nothing(town, f"offset={offset}")
