"""Every answer, whatever came of the request, says the same things to browsers, proxies and search engines."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from accounts.policy import anyone
from directory import outage, urls

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Frame-Options": "DENY",
}


def policy_of(response):
    """The directives in a fixed order: the library's own is that of a dictionary."""
    return sorted(response["Content-Security-Policy"].split("; "))


@anyone
def breaks(request):
    raise ZeroDivisionError


@anyone
def without_database(request):
    raise OperationalError("the connection is closed")


@anyone
def for_a_script(request):
    return HttpResponse("{}", content_type="application/json")


class Breaking:
    """The real addresses, and three where something happens that should not."""

    urlpatterns = [path("breaks/", breaks), path("away/", without_database), path("script/", for_a_script), *urls.urlpatterns]
    handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def knock(town, settings, monkeypatch):
    """`knock(status)` is an answer with that status, got as somebody may get it."""
    monkeypatch.setitem(__import__("sys").modules, "breaking", Breaking)
    monkeypatch.setattr(outage, "caused_by_database", lambda: "away" in settings.asked)
    settings.ROOT_URLCONF = "breaking"
    settings.asked = ""
    strict = town.client("prac", enforce_csrf_checks=True, raise_request_exception=False)
    anonymous = Client(raise_request_exception=False)

    def ask(status):
        settings.asked = status
        return {
            "200 page": lambda: strict.get("/"),
            "200 open page": lambda: anonymous.get("/duty/"),
            "200 data": lambda: anonymous.get("/healthz"),
            "200 script": lambda: anonymous.get("/script/"),
            "200 text": lambda: anonymous.get("/robots.txt"),
            "302 to sign in": lambda: anonymous.get("/"),
            "302 on": lambda: town.client("prac").post("/find/", town.form("find", "place")),
            "301 slash": lambda: anonymous.get("/duty"),
            "400 address": lambda: anonymous.get("/%00"),
            "400 host": lambda: anonymous.get("/duty/", headers={"host": "evil.example"}),
            "403 form": lambda: strict.post("/patch/", {"area": "Leeds"}),
            "404": lambda: strict.get("/people/zzzzzzzzzz/"),
            "405": lambda: strict.get("/find/"),
            "410": lambda: anonymous.get("/begin/nobody/"),
            "500 breaks": lambda: strict.get("/breaks/"),
            "503 away": lambda: strict.get("/away/"),
        }[status]()

    return ask


STATUSES = [
    "200 page", "200 open page", "200 data", "200 script", "200 text", "302 to sign in", "302 on", "301 slash", "400 address",
    "400 host", "403 form", "404", "405", "410", "500 breaks", "503 away",
]  # fmt: skip


@pytest.mark.parametrize("status", STATUSES)
def test_every_answer_carries_every_header(knock, status):
    response = knock(status)
    assert response.status_code == int(status[:3])
    expected = {**HEADERS, "Referrer-Policy": "strict-origin"} if status == "410" else HEADERS
    assert {name: response.get(name) for name in expected} == expected
    assert policy_of(response) == sorted(POLICY.split("; "))


@pytest.mark.parametrize("status", STATUSES)
def test_no_answer_is_kept_by_anybody(knock, status):
    response = knock(status)
    assert "no-store" in response["Cache-Control"].split(", ")
    assert not response.has_header("ETag")
    assert not response.has_header("Last-Modified")


@pytest.mark.parametrize("status", [status for status in STATUSES if status[0] in "45"])
def test_an_answer_that_says_no_gives_nothing_away(knock, status):
    said = knock(status).content.decode()
    for secret in ("Traceback", "Django", "ZeroDivisionError", "OperationalError", "site-packages", "evil.example"):
        assert secret.lower() not in said.lower()


def test_a_page_is_whole_even_when_a_part_is_asked_for(signed_in, town):
    whole = signed_in.get(town.address("post", "own agency"))
    part = signed_in.get(
        town.address("post", "own agency"),
        headers={"range": "bytes=0-9", "if-none-match": "*", "if-modified-since": "Mon, 23 Nov 2026 10:00:00 GMT"},
    )
    assert part.status_code == 200
    assert len(part.content) == len(whole.content)


def test_signing_out_has_the_browser_forget_its_pages(signed_in):
    response = signed_in.post("/sign-out/")
    assert response["Clear-Site-Data"] == '"cache"'
    assert response["Location"] == "/sign-in/"


@pytest.mark.parametrize("about", ["fresh", "spent"])
def test_a_page_whose_address_is_a_secret_tells_other_pages_only_the_host(client, town, about):
    response = client.get(town.address("account_reset_password_from_key", about), follow=True)
    assert response["Referrer-Policy"] == "strict-origin"
    first = client.get(town.address("account_reset_password_from_key", about))
    assert first["Referrer-Policy"] == "strict-origin"


def test_the_door_for_the_first_administrator_tells_other_pages_only_the_host(client, town):
    assert client.get(town.address("begin", "shut"))["Referrer-Policy"] == "strict-origin"


def cookie(response, name):
    """What a Set-Cookie says, without its value."""
    morsel = response.cookies[name]
    return {key: morsel[key] for key in ("path", "domain", "httponly", "samesite", "secure", "max-age", "expires")}


def test_cookies_are_for_this_site_and_not_for_scripts(client, town):
    form = client.get("/sign-in/")
    assert set(form.cookies) == {"csrf"}
    assert (cookie(form, "csrf")["httponly"], cookie(form, "csrf")["samesite"], cookie(form, "csrf")["path"]) == (
        True,
        "Lax",
        "/",
    )
    into = client.post("/sign-in/", town.form("sign-in", "right"))
    assert set(into.cookies) == {"csrf", "sid"}
    # No age: the browser forgets it when it is closed.
    assert cookie(into, "sid") == {
        "path": "/", "domain": "", "httponly": True, "samesite": "Lax", "secure": "", "max-age": "", "expires": "",
    }  # fmt: skip
