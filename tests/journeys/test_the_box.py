"""The one box understands what people say, and tells nobody what was typed."""

import base64

from playwright.sync_api import expect

from tests.journeys.ways import DESK, PHONE, PLAIN, ways


def search(page, words):
    box = page.get_by_label("Who do you need, and where?")
    box.fill(words)
    box.press("Enter")


def told_nobody(page, *words):
    """No word of it stands in the address, not even encoded."""
    for word in words:
        for form in (word, base64.b64encode(word.encode()).decode().rstrip("=")):
            assert form.lower() not in page.url.lower()


def test_a_role_and_half_a_postcode_go_straight_to_the_card(home, first_card):
    search(home, "health visitor LS7")
    expect(first_card(home)).to_contain_text("Hêvî Amin")
    told_nobody(home, "visitor")


@ways(PHONE, DESK)
def test_the_box_in_the_header_does_the_same(home, site, first_card):
    home.goto(f"{site}/privacy/")
    search(home, "lado")
    expect(home.get_by_role("heading", level=1)).to_have_text("LADO (concerns about staff)")
    expect(first_card(home)).to_contain_text("Yasmin Cadwaladr")


@ways(PHONE, PLAIN)
def test_a_persons_name_leads_to_the_person(home, look):
    search(home, "hevi amin")
    told_nobody(home, "hevi", "amin")
    expect(home.get_by_role("link", name="Hêvî Amin").first).to_be_visible()
    look(home, "person-found")
    home.get_by_role("link", name="Hêvî Amin").first.click()
    expect(home.get_by_role("heading", level=1)).to_have_text("Hêvî Amin")
    look(home, "person")


@ways(PHONE, DESK, PLAIN)
def test_a_schools_name_leads_to_everyone_around_it(home, look):
    search(home, "beckfold primary")
    told_nobody(home, "beckfold", "primary")
    look(home, "school-found")
    home.get_by_role("button", name="Beckfold Primary School").click()
    expect(home.get_by_role("heading", level=1)).to_have_text("Everyone around these places")
    expect(home.locator(".app-place")).to_contain_text("Beckfold Primary School")


@ways(PHONE, DESK, PLAIN)
def test_words_that_two_roles_go_by_are_asked_about(home, look):
    search(home, "safeguarding lead")
    told_nobody(home, "safeguarding", "lead")
    expect(home.get_by_role("heading", level=1)).to_have_text("Which of these do you need?")
    look(home, "clash")


def test_a_question_about_a_child_is_not_searched_and_the_duty_lines_are_given(home, look):
    search(home, "who is the social worker for Zebedee Quillfeather")
    told_nobody(home, "zebedee", "quillfeather", "social worker")
    expect(home.get_by_role("heading", level=1)).to_have_text("We hold nothing about children, so we didn’t search for that")
    assert "Quillfeather" not in home.content()
    children = home.get_by_role("listitem").filter(has=home.get_by_role("heading", name="Children", exact=True))
    expect(children.filter(has_text="Leeds children's front door").locator("a[href^='tel:']")).to_be_visible()
    look(home, "about-a-child")


@ways(PHONE)
def test_nothing_found_says_so_and_offers_the_form_and_the_duty_numbers(home, look):
    for words in ("!!!", "xyzzy", "Zebedee Quillfeather"):
        search(home, words)
        expect(home.get_by_label("Who do you need, and where?")).to_have_value(words)
        told_nobody(home, words)
        expect(home.get_by_role("heading", level=1)).to_have_text("Nothing found")
        expect(home.get_by_role("main").get_by_role("link", name="Fill in the form")).to_be_visible()
        expect(home.get_by_role("main").get_by_role("link", name="Duty numbers")).to_be_visible()
    look(home, "nothing-found")


@ways(PHONE)
def test_urgent_words_raise_the_emergency_panel_above_the_answer(home, look, first_card):
    search(home, "urgent health visitor LS7")
    panel = home.get_by_role("region", name="Immediate danger: ring 999.")
    expect(panel.get_by_role("link", name="0113 496 0153")).to_have_attribute("href", "tel:+441134960153")
    expect(first_card(home)).to_contain_text("Hêvî Amin")
    look(home, "urgent")


@ways(PHONE, PLAIN)
def test_words_that_leave_something_open_lead_to_the_same_question_or_sentence_as_the_form(home):
    search(home, "health visitor BD8 9PQ")
    expect(home.get_by_role("heading", level=1)).to_have_text("Which surgery is the child registered with?")
    told_nobody(home, "9PQ", "BD8 9PQ")
    search(home, "health visitor ZZ99 9ZZ")
    expect(home.locator(".govuk-error-summary")).to_contain_text("know that postcode.")
    expect(home.get_by_label("Child’s home postcode")).to_have_value("ZZ99 9ZZ")
