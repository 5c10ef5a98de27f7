"""Nothing is changed by looking, and nothing by a form that is not ours."""

import re

import pytest
from django.test import Client

from agencies.models import HomePatch
from tests.profiles.world import words
from tests.security.access import ACTORS, FOR_ANYONE, rows
from tests.security.town import changed
from tests.security.town import rows as everything

pytestmark = pytest.mark.at_length

LOOKING = [row for row in rows() if row.method == "GET"]
SENDING = [row for row in rows() if row.method == "POST" and row.answers["admin"] != "405"]


@pytest.mark.parametrize("row", LOOKING, ids=str)
def test_looking_twice_at_an_address_changes_nothing(town, row):
    clients = [town.client(actor) for actor in ACTORS]
    addresses = [town.address(row.name, row.about, actor) for actor in ACTORS]
    before, sessions = everything(), everything(but=())["django_session"]
    for client, address in zip(clients, addresses, strict=True):
        for _ in range(2):
            client.get(address)
    assert changed(before, everything()) == []
    # Only following a link to a new password is remembered, by the browser that followed it.
    if str(row) != "GET account_reset_password_from_key fresh":
        assert everything(but=())["django_session"] == sessions


@pytest.mark.parametrize("row", SENDING, ids=str)
def test_a_form_without_our_token_is_refused_and_changes_nothing(town, row):
    for actor in ("anon", "prac"):
        client = town.client(actor, enforce_csrf_checks=True)
        address, before = town.address(row.name, row.about, actor), everything()
        response = client.post(address, town.form(row.name, row.about))
        assert response.status_code == 403
        assert "This form was open too long. Go back, reload the page and try again." in words(response)
        assert changed(before, everything()) == []


@pytest.mark.parametrize("row", SENDING, ids=str)
def test_a_token_from_another_browser_is_no_token(town, row):
    stolen = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', Client().get("/sign-in/").content.decode())[1]
    client = town.client("prac", enforce_csrf_checks=True)
    client.get("/patch/")
    form = {**town.form(row.name, row.about), "csrfmiddlewaretoken": stolen}
    assert client.post(town.address(row.name, row.about, "prac"), form).status_code == 403


def test_our_own_form_is_accepted_from_here_and_from_nowhere_else(town):
    client = town.client("prac", enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/patch/").content.decode())[1]
    form = {"area": "Leeds", "csrfmiddlewaretoken": token}
    assert client.post("/patch/", form, headers={"origin": "https://evil.example"}).status_code == 403
    assert not HomePatch.objects.exists()
    assert client.post("/patch/", form, headers={"origin": "http://testserver"}).status_code == 302
    assert HomePatch.objects.get().area == town.world.leeds


def test_every_form_on_every_page_carries_a_token_when_it_changes_something(town):
    found = []
    for row in LOOKING:
        for actor in ("anon", "prac"):
            page = town.client(actor).get(town.address(row.name, row.about, actor)).content.decode()
            for form in re.findall(r"<form.*?</form>", page, re.S):
                sends = re.search(r"""<form[^>]*method=["']?post""", form, re.I)
                if bool(sends) != ("csrfmiddlewaretoken" in form):
                    found.append(f"{row} as {actor}: {form[:120]}")
    assert found == []


@pytest.mark.parametrize(
    "field", ["is_superuser", "is_active", "agency", "right", "restricted", "id", "key", "user", "verified_at"]
)
def test_a_field_that_no_form_has_is_not_read(town, field):
    client = town.client("prac")
    before = everything()
    for address in ("/patch/", "/find/", "/search/"):
        client.post(address, {field: "1", "area": "nowhere", "q": "health visitor"})
    assert changed(before, everything()) == []


@pytest.mark.parametrize("name", sorted({row.name for row in LOOKING} - FOR_ANYONE))
def test_somebody_who_has_not_signed_in_gets_no_word_of_what_is_there(town, name):
    for row in (row for row in LOOKING if row.name == name):
        response = Client().get(town.address(row.name, row.about))
        assert (response.status_code, response.content) == (302, b"")
