"""What somebody types about a child's whereabouts is used once: it stands in no address, no log, no row and no report."""

import logging
import sys
from urllib.parse import unquote_plus

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter, get_exception_reporter_filter

from accounts.sealing import Unsealable, seal, unseal
from areas.models import Area
from tests.security.town import later
from tests.security.town import rows as everything

# A real postcode of Leeds city centre, and words that are nowhere else.
POSTCODE, SQUEEZED = "LS1 1UR", "ls11ur"
CANARY = "quillfeather canarystrasse"


@pytest.fixture
def logged(caplog):
    """Everything that any logger says, at any level, with its arguments and tracebacks."""
    caplog.set_level(logging.DEBUG)
    # Queries are logged for whoever debugs; nobody does here, and they hold what is looked up.
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
    own = [logging.getLogger(name) for name in ("django.request", "django.security", "django")]
    for logger in own:
        logger.addHandler(caplog.handler)
    yield lambda: "\n".join(map(caplog.handler.format, caplog.records)) + str([record.__dict__ for record in caplog.records])
    for logger in own:
        logger.removeHandler(caplog.handler)


def holds(text):
    """Whether a text holds something that was typed, however it is spelt."""
    flat = "".join(unquote_plus(text).lower().split())
    return [typed for typed in (SQUEEZED, "canarystrasse", "quillfeather") if typed in flat]


def kept():
    """Every row of every table, and what is inside sessions and cached values."""
    inside = [repr(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        inside += [repr(cache.get(key.split(":", 2)[2])) + key for (key,) in cursor.fetchall()]
    return repr(everything(but=())) + repr(inside)


def said_in(response):
    """What a browser, a proxy or a history may keep of an answer: its headers and cookies."""
    return str(response.headers) + response.cookies.output()


ADDRESSES = [
    "/find/",
    "/search/",
    "/suggest/schools/",
    "/suggest/practices/",
    "/suggest/places/",
    "/suggest/agencies/",
    "/patch/",
    "/through/",
    "/wrong/agencies/leeds-childrens-services/",
]
FIELDS = ["role", "postcode", "postcode_instead", "school", "practice", "area", "authority", "provider", "q", "at", "unsure"]


def typed_everywhere(text):
    for address in ADDRESSES:
        for field in FIELDS if address == "/find/" else ("q", "area", "said", "value"):
            yield address, {"role": "hv", "what": "missing", field: text}


@pytest.mark.parametrize("text", [POSTCODE, f"health visitor {POSTCODE}", CANARY, SQUEEZED, f"health visitor {CANARY}"])
def test_what_is_typed_is_in_no_header_no_log_and_no_row(town, signed_in, logged, text):
    found = []
    for address, form in typed_everywhere(text):
        # These two go into the address as they are: choices of ours, never whereabouts.
        if {"at", "unsure"} & form.keys():
            continue
        response = signed_in.post(address, form)
        found += [f"{address} {form}: {where}" for where in holds(said_in(response))]
        if response.status_code == 302:
            after = signed_in.get(response["Location"])
            found += [f"{response['Location']}: {where}" for where in holds(said_in(after))]
    assert found == []
    assert holds(logged()) == []
    assert holds(kept()) == []


def test_a_leak_would_be_seen(town, logged):
    logging.getLogger("django.request").error("looked for %s", POSTCODE)
    assert holds(logged()) == [SQUEEZED]
    session = town.client("prac").session
    session["last"] = CANARY
    session.save()
    cache.set("last", POSTCODE)
    assert holds(kept()) == [SQUEEZED, "canarystrasse", "quillfeather"]


def test_a_postcode_becomes_the_codes_of_areas_and_no_more(town, signed_in):
    leeds = town.world.leeds.code
    response = signed_in.post("/find/", {"role": "hv", "postcode": POSTCODE})
    assert response["Location"].startswith(reverse("answer", args=["hv"]))
    assert leeds in response["Location"]
    assert "LS1+1U" not in response["Location"]
    page = signed_in.get(response["Location"]).content.decode()
    assert holds(page) == []


def test_a_postcode_as_a_home_patch_is_kept_as_a_council(town, signed_in):
    assert signed_in.post("/patch/", {"area": POSTCODE})["Location"] == "/"
    assert town.users["prac"].home_patch.area == town.world.leeds
    assert holds(kept()) == []


def broken(*args, **kwargs):
    raise ZeroDivisionError("of no importance")


@pytest.mark.parametrize(
    "address, form, inside",
    [
        ("/find/", {"role": "hv", "postcode": POSTCODE}, "directory.finder.asking.understand"),
        ("/find/", {"role": "hv", "school": CANARY}, "directory.finder.asking._setting"),
        ("/search/", {"q": CANARY}, "directory.finder.search.seal"),
        ("/suggest/schools/", {"q": CANARY}, "directory.finder.asking.settings_like"),
        ("/patch/", {"area": POSTCODE}, "directory.finder.asking.place"),
    ],
)
def test_when_something_breaks_neither_log_nor_page_nor_report_repeats_what_was_typed(
    town, logged, monkeypatch, address, form, inside
):
    monkeypatch.setattr(inside, broken)
    client = town.client("prac", raise_request_exception=False)
    response = client.post(address, form)
    assert response.status_code == 500
    assert "ZeroDivisionError" in logged()
    assert holds(logged()) == []
    assert holds(response.content.decode() + said_in(response)) == []
    report = ExceptionReporter(response.wsgi_request, *response.exc_info)
    assert "ZeroDivisionError" in report.get_traceback_text()
    assert holds(report.get_traceback_text() + report.get_traceback_html()) == []


def test_a_report_hides_values_even_of_a_view_that_does_not_ask_for_it(rf):
    request = rf.post("/anything/", {"q": CANARY, "postcode": POSTCODE})
    hidden = get_exception_reporter_filter(request).get_post_parameters(request)
    assert set(hidden) == {"q", "postcode"}
    assert holds(repr(hidden)) == []
    typed = CANARY
    try:
        broken(typed)
    except ZeroDivisionError:
        report = ExceptionReporter(request, *sys.exc_info())
    assert "ZeroDivisionError" in report.get_traceback_html()
    assert holds(report.get_traceback_html()) == []


def test_typing_a_child_into_the_box_is_not_even_sealed(town, signed_in, logged):
    response = signed_in.post("/search/", {"q": f"{CANARY} dob 01/02/2016"})
    assert not response.has_header("Location")
    assert holds(said_in(response)) == []
    assert holds(logged() + kept()) == []


# --- Sealed addresses


@pytest.fixture
def sealed(signed_in):
    """Where the results of a search are."""
    return signed_in.post("/search/", {"q": CANARY})["Location"]


def opens(client, address):
    """Whether a browser that goes there sees what was searched for."""
    response = client.get(address)
    if response.status_code == 302:
        assert response["Location"] in ("/", f"/sign-in/?next={address}")
    return response.status_code == 200 and bool(holds(response.content.decode()))


def test_results_open_for_whoever_searched_and_for_nobody_else(town, signed_in, sealed):
    assert opens(signed_in, sealed)
    assert opens(town.client("prac"), sealed)
    assert [actor for actor in ("anon", "roster", "manager", "privacy", "admin") if opens(town.client(actor), sealed)] == []


@pytest.mark.parametrize("hours, still", [(11.9, True), (12.1, False)])
def test_results_open_for_twelve_hours(town, signed_in, sealed, hours, still):
    with time_machine.travel(later(hours=hours), tick=False):
        assert opens(town.client("prac"), sealed) == still


@pytest.mark.parametrize("change", [
    lambda part: part[:-1], lambda part: part[:-6], lambda part: part + "A", lambda part: "A" + part, lambda part: part.swapcase(),
    lambda part: part[:40] + ("A" if part[40] != "A" else "B") + part[41:], lambda part: part[::-1], lambda part: "x", lambda part: "é",
])  # fmt: skip
def test_results_do_not_open_once_tampered_with(signed_in, sealed, change):
    part = sealed.strip("/").split("/")[-1]
    assert not opens(signed_in, reverse("results", args=[change(part)]))


def test_the_same_words_are_sealed_differently_each_time(signed_in, sealed):
    assert signed_in.post("/search/", {"q": CANARY})["Location"] != sealed


def test_a_seal_outlives_a_change_of_the_secret_key_while_the_old_one_is_named(town, settings):
    user = town.users["prac"]
    part, old = seal(user, {"q": CANARY}), settings.SECRET_KEY
    settings.SECRET_KEY = "another key, as long as it needs to be, and a little longer than that"
    with pytest.raises(Unsealable):
        unseal(user, part)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(user, part) == {"q": CANARY}


def test_looking_an_area_up_needs_no_postcode_in_the_database(town):
    assert not Area.objects.filter(code__icontains=POSTCODE).exists()
    assert holds(kept()) == []


def test_the_next_page_after_signing_in_is_an_address_and_never_a_form(town):
    response = Client().post("/search/", {"q": CANARY})
    assert response["Location"] == "/sign-in/?next=/"
