"""Somebody at a browser with the demonstration in front of them, on a phone, at a desk and without scripts."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from agencies.snapshot import forget
from tests.journeys.ways import DESK, PHONE, PLAIN

FULL = os.environ.get("FULL") == "1"
# A folder for a picture of every page that a journey looks at; nothing is written without it.
PICTURES = os.environ.get("JOURNEY_PICTURES")
LOOKS, A_MOMENT = 20, 100  # times, milliseconds
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
STICKING_OUT = """() => [...document.querySelectorAll("*")]
  .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth)
  .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.fixture(params=[PHONE, DESK, PLAIN], ids=lambda way: way.name)
def way(request):
    return request.param


@pytest.fixture
def browser_context_args(browser_context_args, way):
    return {**browser_context_args, **way.settings}


@pytest.fixture(scope="session")
def server():
    """One server for all journeys, which serves whatever database the journey is in."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def db(shared_demo):
    """The database of every journey; the name is the one by which the test runner sees that a database is needed."""
    forget()  # the roles of the test before
    return shared_demo


@pytest.fixture
def demo(db):
    """The demonstration, in a copy that all journeys share: whoever changes something puts it back."""
    return db


@pytest.fixture
def site(server, demo):
    """The address of a directory that holds the demonstration."""
    return server.url


@pytest.fixture
def look(axe_clean, still_life, way, request):
    """`look(page, "answer")`: the page breaks no rule of accessibility and nothing sticks out at its side.

    The plain page has fewer parts than the one that scripts have worked on; it is scanned under ./test --full.
    """
    seen = []

    def look(page, name):
        seen.append(name)
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            test = request.node.originalname.removeprefix("test_")
            page.screenshot(path=f"{PICTURES}/{test[:40]}--{len(seen)}-{name}--{way.name}.png", full_page=True)
        for _look in range(LOOKS):
            # Letters and styles may still be on their way.
            if page.evaluate(SIDEWAYS) <= 0:
                break
            page.wait_for_timeout(A_MOMENT)
        assert page.evaluate(SIDEWAYS) <= 0, f"{page.url} scrolls sideways: {page.evaluate(STICKING_OUT)}"
        if way.scripts:
            axe_clean(page)
        elif FULL:
            axe_clean(still_life(page))

    return look


@pytest.fixture
def still_life(browser, browser_context_args):
    """`still_life(page)` is what a page without scripts shows, in a window where the accessibility scanner can run and ours cannot."""
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": True})
    context.route("**/*.js", lambda route: route.abort())
    copy = context.new_page()

    def still_life(page):
        copy.unroute_all()
        copy.route(page.url, lambda route: route.fulfill(body=page.content(), content_type="text/html; charset=utf-8"))
        copy.goto(page.url)
        return copy

    yield still_life
    context.close()


@pytest.fixture
def signed_in(page, site, demo, client, settings):
    """`signed_in("practitioner")` is a page whose reader has signed in, standing at home."""

    def signed_in(mailbox="practitioner"):
        client.force_login(demo.account(mailbox))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        page.goto(site)
        return page

    return signed_in


@pytest.fixture
def home(signed_in):
    """The home page, in front of a practitioner whose patch is Leeds."""
    return signed_in()


@pytest.fixture
def choose_role(way):
    """`choose_role(page, typed, everyday_name)`: from the suggestions where there are any, from the plain list elsewhere."""

    def choose_role(page, typed, everyday_name):
        if way.scripts:
            # Until the script has come, the plain list answers to the same name.
            box = page.locator("input[role=combobox]").and_(page.get_by_role("combobox", name="Who", exact=True))
            box.fill(typed)
            page.get_by_role("option", name=everyday_name).first.click()
        else:
            options = page.get_by_label("Who", exact=True).locator("option")
            named = options.filter(has_text=re.compile(f"^{re.escape(everyday_name)}")).first
            page.get_by_label("Who", exact=True).select_option(named.get_attribute("value"))

    return choose_role


@pytest.fixture
def find():
    """`find(page)` sends the form; the header's box has a Find of its own, and so has the box on the home page."""

    def find(page):
        page.locator("main form[action='/find/']").get_by_role("button", name="Find").click()

    return find


@pytest.fixture
def first_card():
    """`first_card(page)` is the card to ring first, once it is there."""

    def first_card(page):
        card = page.locator("[data-card=ring]").first
        expect(card).to_be_visible()
        return card

    return first_card


@pytest.fixture
def whole_at_once(way):
    """`whole_at_once(page, *pieces)`: each piece, or its first line, lies inside the window without scrolling."""

    def whole_at_once(page, *pieces, first_line_only=False):
        assert page.evaluate("() => window.scrollY") == 0
        for piece in pieces:
            box = piece.bounding_box()
            height = (
                piece.evaluate("piece => parseFloat(getComputedStyle(piece).lineHeight)") if first_line_only else box["height"]
            )
            bottom, right = box["y"] + height, box["x"] + box["width"]
            assert box["y"] >= 0, piece
            assert box["x"] >= 0, piece
            assert bottom <= way.height, f"{piece} ends {bottom:.0f} px down, the window has {way.height}"
            assert right <= way.width, piece

    return whole_at_once
