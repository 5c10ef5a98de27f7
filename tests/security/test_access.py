"""Every address answers everybody as the access table says, and the table names every address."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from accounts.policy import ANYONE, SIGNED_IN, signed_in
from directory import urls
from tests.profiles.world import without_tokens
from tests.security.access import ACTORS, FOR_ANYONE, TABLE, gaps, rows
from tests.security.town import NOBODY, addresses, changed
from tests.security.town import rows as everything

pytestmark = pytest.mark.at_length

ROWS = rows()
STATUS = {"page": 200, "data": 200, "file": 200, "sheet": 200, "card": 200, "in": 302, "home": 302, "on": 302}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "text/html; charset=utf-8": "page", "application/json": "data", "text/plain; charset=utf-8": "file",
    "text/csv; charset=utf-8": "sheet", XLSX: "sheet", "text/vcard; charset=utf-8": "card",
}  # fmt: skip
# What these do, and nothing else does, leaves a trace besides a session.
WRITE = {
    "POST end-absence restricted", "POST account_reset_password_from_key fresh", "POST patch place", "POST sign-in right",
    "POST through spoke", "POST through wrong", "POST wrong-post own agency", "POST wrong-agency own agency",
    "POST wrong-person own agency", "POST wrong-setting known",
    "POST watch post",
}  # fmt: skip
# And these, by whoever may: for everybody else they change nothing.
WRITE_BY = {
    ("POST correction own agency", "roster"), ("POST correction other agency", "admin"),
    ("POST duplicate own agency", "roster"), ("POST duplicate other agency", "admin"),
    ("POST put-back own agency", "roster"), ("POST put-back other agency", "admin"),
    ("POST admins own agency", "roster"), ("POST admins own agency", "admin"), ("POST invitation open", "prac"),
    ("POST withdraw-invitation own agency", "roster"), ("POST withdraw-invitation own agency", "admin"),
    ("POST withdraw-invitation other agency", "admin"), ("POST letter-again given up", "admin"),
    *((f"POST {name} own agency", "roster") for name in ("close-agency", "edit-person", "end-appointment")),
    *((f"POST {name} other agency", "admin") for name in ("close-agency", "edit-person", "end-appointment")),
    ("POST end-appointment restricted", "roster"),
}  # fmt: skip


def outcome(response, address, method):
    """An answer in the words of the table."""
    if response.status_code == 200:
        return KINDS[response["Content-Type"]]
    if response.status_code != 302:
        return str(response.status_code)
    sign_in = reverse("sign-in")
    if response["Location"] == reverse("home"):
        return "home"
    came_from = address.replace("?", "%3F").replace("=", "%3D") if method in ("GET", "HEAD") else "/"
    if response["Location"] == f"{sign_in}?next={came_from}":
        return "in"
    return "on" if "?next=" not in response["Location"] else response["Location"]


def knock(town, row, actor):
    """The answer to `actor` in a browser of its own, in the words of the table."""
    client, address = town.client(actor), town.address(row.name, row.about, actor)
    if row.name == "account_reset_password_from_key" and row.about == "fresh" and row.method == "POST":
        address = client.get(address)["Location"]
        form = {"password1": f"four words for {actor}", "password2": f"four words for {actor}"}
        return outcome(client.post(address, form), address, "POST")
    before = everything()
    form = town.form(row.name, row.about)
    if row.name in ("edit-person", "end-appointment"):
        form["seen"] = town.seen(row.name, row.about, actor)
    response = client.post(address, form) if row.method == "POST" else client.get(address)
    if str(row) not in WRITE and (str(row), actor) not in WRITE_BY:
        assert changed(before, everything()) == [], actor
    return outcome(response, address, row.method)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_every_address_answers_everybody_as_the_table_says(town, row):
    assert {actor: knock(town, row, actor) for actor in ACTORS} == row.answers


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "GET"], ids=str)
def test_head_answers_as_get_does_without_a_body(town, row):
    for actor in ("anon", "prac"):
        client, address = town.client(actor), town.address(row.name, row.about, actor)
        response = client.head(address)
        assert outcome(response, address, "HEAD") == row.answers[actor]
        assert response.content == b""


@pytest.mark.parametrize("name", sorted(addresses()))
def test_no_address_knows_another_method(town, name):
    about = next(row.about for row in ROWS if row.name == name)
    clients = {actor: town.client(actor) for actor in ("anon", "prac", "admin")}
    there = {actor: town.address(name, about, actor) for actor in clients}
    before = everything()
    for actor, client in clients.items():
        address = there[actor]
        expected = "in" if actor == "anon" and name not in FOR_ANYONE else "405"
        methods = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
        answers = {method: outcome(client.generic(method, address), address, method) for method in methods}
        assert answers == dict.fromkeys(methods, expected), actor
    assert changed(before, everything()) == []


def test_the_table_names_every_address_and_no_other():
    assert gaps(ROWS, addresses()) == []


def test_a_new_address_and_a_stale_line_are_noticed():
    names = set(addresses())
    assert gaps(ROWS, names | {"reveal"}) == ["GET reveal is missing from the table", "POST reveal is missing from the table"]
    assert gaps(ROWS, names - {"duty"}) == [
        "GET duty is in the table, but is no address",
        "POST duty is in the table, but is no address",
    ]
    only_get = [row for row in ROWS if str(row) != "POST duty"]
    assert gaps(only_get, names) == ["POST duty is missing from the table"]


def test_the_table_is_read_line_by_line():
    lines = [line for line in TABLE.splitlines() if line.strip()][1:]
    assert len(ROWS) == len(lines)
    assert len({str(row) for row in ROWS}) == len(ROWS)
    assert {answer for row in ROWS for answer in row.answers.values()} <= {*STATUS, "404", "405", "410", "403"}


def test_exactly_these_addresses_answer_people_who_have_not_signed_in():
    policies = {name: view.policy for name, view in addresses().items()}
    assert {name for name, policy in policies.items() if policy == ANYONE} == FOR_ANYONE
    assert {policy for name, policy in policies.items() if name not in FOR_ANYONE} == {SIGNED_IN}


def silent(request):
    return HttpResponse("for nobody")


@signed_in
def spoken(request):
    return HttpResponse("for somebody")


class Forgotten:
    """Addresses as somebody may add them who has not read the table."""

    urlpatterns = [path("silent/", silent), path("spoken/", spoken), *urls.urlpatterns]
    handler403 = urls.handler403


def test_a_view_that_does_not_say_whom_it_answers_answers_nobody(town, settings, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "forgotten", Forgotten)
    settings.ROOT_URLCONF = "forgotten"
    for actor in ACTORS:
        assert town.client(actor).get("/silent/").status_code == 403, actor
    assert town.client("prac").get("/spoken/").status_code == 200
    assert town.client("anon").get("/spoken/").status_code == 302


@pytest.mark.parametrize("actor", ACTORS[1:])
def test_a_restricted_person_is_byte_for_byte_as_missing_as_a_key_that_never_was(town, actor):
    client = town.client(actor)
    theirs, nobodys = client.get(town.address("practitioner", "restricted")), client.get(f"/people/{NOBODY}/")
    assert theirs.status_code == nobodys.status_code == 404
    assert len(theirs.content) == len(nobodys.content)
    assert without_tokens(theirs) == without_tokens(nobodys)
    assert theirs.headers == nobodys.headers
    assert theirs.cookies.keys() == nobodys.cookies.keys()


def test_a_right_that_has_ended_and_an_account_that_has_ended_stop_at_the_next_request(town):
    client = town.client("admin")
    assert client.get("/").status_code == 200
    town.users["admin"].is_active = False
    town.users["admin"].save()
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(town):
    client = Client()
    sign_in = client.get(town.address("post", "own agency"))["Location"]
    response = client.post(sign_in, town.form("sign-in", "right"))
    assert response["Location"] == town.address("post", "own agency")
