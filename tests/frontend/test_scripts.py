"""What the script adds for somebody at a browser: suggestions, printing, a menu that goes away – and that nothing breaks without it."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from django.conf import settings
from django.template import engines
from django.urls import reverse
from playwright.sync_api import expect

STATIC = Path(__file__).resolve().parents[2] / "static"
HOST = "http://front.test"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items())

PAGE = """
{% extends "base.html" %}{% block title %}Try{% endblock %}{% block foot %}{% endblock %}
{% block box %}{% include "components/header_box.html" only %}{% endblock %}
{% block main %}<h1>Try</h1>
{% include "components/print_button.html" only %}
<form method="post" action="/posted/" novalidate>
<input type="hidden" name="csrfmiddlewaretoken" value="token-of-this-page">
<label for="role">Who</label>
<select class="govuk-select" id="role" name="role" data-autocomplete>
<option value="">Everyone here</option>
<optgroup label="Health">
<option value="hv" data-also="HV|0-19 nurse">Health visitor</option><option value="sn">School nurse</option>
</optgroup>
<optgroup label="Council"><option value="lado" data-key="employer" data-question="Where does the adult work?">LADO</option></optgroup>
<optgroup label="School"><option value="dsl" data-also="DSL">Safeguarding lead &lt;b&gt;school&lt;/b&gt;</option></optgroup>
</select>
<input type="hidden" name="place_is" value="home" data-place-is>
<div data-own-place data-label="Home postcode"><label for="postcode">Home postcode</label><input id="postcode" name="postcode"></div>
{% include "components/field.html" with field=form.school suggest="/suggest/" code=code only %}
<button class="govuk-button" type="submit">Go</button>
</form>
<details class="govuk-details"><summary>More</summary>Folded</details>
{% endblock %}
"""


class School:
    """A bound field as components/field.html reads one."""

    id_for_label, html_name, label, help_text, errors = "school", "school", "School", "Part of its name will do.", []

    def __init__(self, value=""):
        self.value = value


@pytest.fixture
def visit(page):
    """`visit(value, code)` opens the page under our content policy; what its form posts is then in `visit.posted`."""
    asked = []

    def answer(route):
        path = route.request.url.removeprefix(HOST)
        headers = {"Content-Security-Policy": POLICY}
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix], headers=headers)
        elif path in ("/suggest/", reverse("suggest")):
            asked.append((route.request.headers.get("x-csrftoken"), route.request.post_data))
            found = [{"code": "107", "label": "Example <i>Primary</i>", "kind": "Leeds"}]
            route.fulfill(body=json.dumps({"suggestions": found}), content_type="application/json")
        elif path in ("/posted/", reverse("search")):
            visit.posted = dict(parse_qsl(route.request.post_data, keep_blank_values=True))
            route.fulfill(body="<title>Posted</title>", content_type="text/html", headers=headers)
        else:
            route.fulfill(body=html(visit.value, visit.code), content_type="text/html", headers=headers)

    def html(value, code):
        nav = [{"label": "Find", "url": "/", "current": True}]
        context = {"product_name": "Who to ring", "nav": nav, "form": {"school": School(value)}, "code": code}
        return engines["django"].from_string(PAGE).render(context)

    def visit(value="", code="", *, enhanced=True):
        visit.value, visit.code = value, code
        page.goto(HOST + "/")
        if enhanced:
            expect(page.get_by_role("combobox")).to_have_count(2)
        return page

    page.route("**/*", answer)
    visit.asked = asked
    return visit


def send(page):
    page.get_by_role("button", name="Go").click()
    expect(page).to_have_title("Posted")


def test_an_abbreviation_finds_its_role(visit):
    page = visit()
    page.get_by_label("Who", exact=True).fill("hv")
    expect(page.get_by_role("option")).to_have_text(["Health visitor – Health"])
    page.keyboard.press("Enter")
    expect(page.get_by_label("Who", exact=True)).to_have_value("Health visitor")
    send(page)
    assert visit.posted["role"] == "hv"


def test_an_abbreviation_typed_and_left_is_enough(visit):
    page = visit()
    page.get_by_label("Who", exact=True).fill("DSL")
    send(page)
    assert visit.posted["role"] == "dsl"


def test_words_that_name_no_role_reach_the_server_as_typed(visit):
    page = visit()
    page.get_by_label("Who", exact=True).fill("health vistor")
    send(page)
    assert visit.posted["role"] == "health vistor"


def test_a_role_taken_back_is_everyone_again(visit):
    page = visit()
    page.get_by_label("Who", exact=True).fill("school nurse")
    page.keyboard.press("Enter")
    page.get_by_label("Who", exact=True).fill("")
    send(page)
    assert visit.posted["role"] == ""


def test_a_role_chosen_in_the_list_beneath_is_left_alone(visit):
    page = visit()
    page.locator("select[name=role]").select_option("sn", force=True)
    send(page)
    assert visit.posted["role"] == "sn"


def test_a_role_is_never_read_as_markup(visit):
    page = visit()
    page.get_by_label("Who", exact=True).fill("safe")
    expect(page.get_by_role("option")).to_have_text(["Safeguarding lead <b>school</b> – School"])


def test_a_role_that_goes_by_another_place_asks_for_it_in_its_own_words(visit):
    page = visit()
    page.get_by_label("Who", exact=True).fill("lado")
    page.keyboard.press("Enter")
    page.get_by_label("Where does the adult work?").fill("LS1 4AP")
    send(page)
    assert (visit.posted["place_is"], visit.posted["postcode"]) == ("employer", "LS1 4AP")


def test_a_postcode_typed_as_a_home_stays_one_whatever_the_role(visit):
    page = visit()
    page.get_by_label("Home postcode").fill("LS7 4AB")
    page.get_by_label("Who", exact=True).fill("lado")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Home postcode")).to_be_visible()
    send(page)
    assert visit.posted["place_is"] == "home"


def test_a_suggested_school_posts_its_code_and_shows_its_name(visit):
    page = visit()
    page.get_by_label("School").press_sequentially("exam")
    expect(page.get_by_role("option")).to_have_text(["Example <i>Primary</i> – Leeds"])
    assert visit.asked[-1] == ("token-of-this-page", "q=exam")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("School")).to_have_value("Example <i>Primary</i>")
    send(page)
    assert visit.posted["school"] == "107"


def test_the_box_in_the_header_suggests_once_somebody_turns_to_it(visit):
    page = visit()
    box = page.get_by_role("search").get_by_label("Who do you need, and where?")
    assert page.get_by_role("search").get_by_role("combobox").count() == 0
    box.focus()
    expect(page.get_by_role("search").get_by_role("combobox")).to_be_focused()
    page.keyboard.type("exam")
    expect(page.get_by_role("option")).to_have_text(["Example <i>Primary</i> – Leeds"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("search").get_by_role("button", name="Find").click()
    expect(page).to_have_title("Posted")
    assert visit.posted["q"] == "107"


def test_the_box_in_the_header_finds_what_was_typed_with_enter(visit):
    page = visit()
    page.get_by_role("search").get_by_label("Who do you need, and where?").press_sequentially("lado leeds", delay=20)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Posted")
    assert visit.posted["q"] == "lado leeds"


def test_a_school_typed_by_hand_posts_the_words(visit):
    page = visit("Example Primary", "107")
    expect(page.get_by_label("School")).to_have_value("Example Primary")
    page.get_by_label("School").fill("Another")
    page.keyboard.press("Tab")
    send(page)
    assert visit.posted["school"] == "Another"


def test_a_school_already_chosen_stays_chosen(visit):
    page = visit("Example Primary", "107")
    send(page)
    assert visit.posted["school"] == "107"


def test_no_suggestions_are_no_trouble(visit):
    page = visit()
    page.route("**/suggest/", lambda route: route.abort())
    page.get_by_label("School").press_sequentially("exam")
    send(page)
    assert visit.posted["school"] == "exam"


def test_the_hint_of_a_box_with_suggestions_can_still_be_heard(visit):
    page = visit()
    box = page.get_by_label("School")
    expect(box).to_have_attribute("aria-describedby", re.compile("school-hint"))
    box.press_sequentially("exam")
    expect(box).to_have_attribute("aria-describedby", re.compile("school-hint"))


def test_the_print_button_is_there_when_it_can_work(visit):
    expect(visit().get_by_role("button", name="Print")).to_be_visible()


def test_folds_open_on_paper_and_close_again(visit):
    page = visit()
    fold = page.locator("main details")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(fold).to_have_attribute("open", "")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(fold).not_to_have_attribute("open", "")


def test_escape_puts_the_menu_away(visit):
    page = visit()
    page.set_viewport_size({"width": 320, "height": 568})
    menu = page.locator(".app-menu")
    page.get_by_text("Menu", exact=True).click()
    expect(menu.get_by_role("link", name="Find")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Find")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_header_is_one_low_row_and_nothing_scrolls_sideways(visit, axe_clean, width):
    page = visit()
    page.set_viewport_size({"width": width, "height": 568})
    assert page.locator(".app-header").bounding_box()["height"] <= (56 if width == 320 else 64)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    axe_clean(page)


def test_without_a_script_the_list_and_the_box_are_plain(visit, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(body=visit_html(), content_type="text/html"))
    page.goto(HOST + "/")
    page.get_by_label("Who", exact=True).select_option("sn")
    page.get_by_label("School").fill("Example")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    context.close()


def visit_html():
    context = {"product_name": "Who to ring", "nav": [], "form": {"school": School()}}
    return engines["django"].from_string(PAGE).render(context)
