"""A place we cannot use, half a place, the wrong place – and Back, Reload and a shared computer."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.journeys.ways import DESK, PHONE, PLAIN, ways

DOUBT = "know that postcode. It may be new: our list is from January 2026. Check it, or give a town, ward or council."


def ask(page, find, postcode, question="Child’s home postcode"):
    page.get_by_label(question).fill(postcode)
    find(page)


def test_a_postcode_in_another_authority_says_so_and_gives_the_national_routes(home, look, choose_role, find):
    choose_role(home, "health visitor", "Health visitor")
    ask(home, find, "YO1 7HH")
    expect(home.get_by_role("main")).to_contain_text(
        "We don’t cover York. Ring that council’s duty line. 999 and 101 work everywhere."
    )
    card = home.locator("[data-card=ring]")
    expect(card.locator("a")).to_have_attribute("href", "tel:101")
    look(home, "outside")


def test_an_unknown_postcode_keeps_what_was_typed_and_find_works_again(home, way, look, choose_role, find, first_card):
    page = home
    choose_role(page, "health visitor", "Health visitor")
    ask(page, find, "ZZ99 9ZZ")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("There is a problem")
    expect(summary).to_contain_text(DOUBT)
    expect(page).to_have_title("Error: Find – Who to ring")
    expect(page.get_by_label("Child’s home postcode")).to_have_value("ZZ99 9ZZ")
    if way.scripts:
        expect(summary).to_be_focused()
        expect(page.get_by_role("combobox", name="Who", exact=True)).to_have_value("Health visitor (HV)")
    else:
        expect(page.get_by_label("Who", exact=True)).to_have_value("hv")
    look(page, "unknown-postcode")
    summary.get_by_role("link").click()
    expect(page.get_by_label("Child’s home postcode")).to_be_focused()
    ask(page, find, "LS7 3DX")
    expect(first_card(page)).to_contain_text("Hêvî Amin")


def test_half_a_postcode_in_two_councils_is_one_question_more(home, way, look, choose_role, find, first_card):
    choose_role(home, "front door", "Children's front door")
    ask(home, find, "LS29", "Where is the child right now" if way.scripts else "Child’s home postcode")
    expect(home.get_by_role("heading", level=1)).to_have_text("LS29 lies in more than one council area. Which?")
    look(home, "which-council")
    home.get_by_label("Bradford").check()
    home.get_by_role("button", name="Continue").click()
    expect(first_card(home)).to_contain_text("Bradford children's front door")


@ways(PHONE, PLAIN)
def test_half_a_postcode_that_lies_in_one_council_is_enough(home, choose_role, find, first_card):
    choose_role(home, "health visitor", "Health visitor")
    ask(home, find, "ls7")
    expect(first_card(home)).to_contain_text("Covers LS7, by home address.")


def test_a_letter_typed_for_a_figure_is_offered_as_a_button(home, look, choose_role, find, first_card):
    choose_role(home, "health visitor", "Health visitor")
    ask(home, find, "LS1O 2AR")
    offer = home.get_by_role("button", name="Use LS10 2AR")
    look(home, "offer")
    offer.click()
    expect(first_card(home)).to_be_visible()
    expect(home.locator(".app-place")).to_contain_text("Leeds")


@ways(PHONE, PLAIN)
def test_jersey_is_not_covered_and_says_so(home, look, choose_role, find):
    choose_role(home, "health visitor", "Health visitor")
    ask(home, find, "JE2 4WE")
    expect(home.locator(".govuk-error-summary")).to_contain_text("Jersey, Guernsey and the Isle of Man are not covered.")
    look(home, "jersey")


@ways(PHONE)
def test_nothing_given_asks_for_something(home, look, find):
    find(home)
    expect(home.locator(".govuk-error-summary")).to_contain_text("Say who you need, or a place.")
    look(home, "nothing-given")


@ways(DESK, PLAIN)
def test_back_and_reload_after_an_answer_send_nothing_again(home, choose_role, find, first_card):
    page, sent = home, []
    choose_role(page, "health visitor", "Health visitor")
    ask(page, find, "LS7 3DX")
    expect(first_card(page)).to_contain_text("Hêvî Amin")
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.reload()
    expect(first_card(page)).to_contain_text("Hêvî Amin")
    page.go_back()
    expect(page).to_have_title("Find – Who to ring")
    page.go_forward()
    expect(first_card(page)).to_contain_text("Hêvî Amin")
    assert sent == []


@pytest.fixture
def page_of_a_browser_that_keeps_pages(browser_type, browser_type_launch_args, browser_context_args, home):
    """The same person in a Chromium that keeps pages alive for Back, which the tests' own does not."""
    browser = browser_type.launch(**browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"])
    context = browser.new_context(**browser_context_args)
    context.add_cookies(home.context.cookies())
    yield context.new_page()
    browser.close()


@ways(DESK, PLAIN)
def test_after_signing_out_back_shows_no_card(page_of_a_browser_that_keeps_pages, site, first_card):
    page = page_of_a_browser_that_keeps_pages
    page.goto(f"{site}/find/hv/?area=LS7+3&area=LS7&area=E08000035")
    expect(first_card(page)).to_contain_text("Hêvî Amin")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url(lambda url: "/find/" not in url)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert "Amin" not in page.content()
    assert "/find/hv/" in unquote(page.url)
