"""Who is needed, and where; then one card: ring this person, on this number, because."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from agencies.actions import set_home_patch
from agencies.models import HomePatch
from tests.journeys.ways import DESK, PHONE, PLAIN, ways


def test_signing_in_a_role_and_a_postcode_lead_to_the_person_to_ring(
    page, site, demo, way, look, choose_role, find, first_card, whole_at_once
):
    page.goto(site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    look(page, "sign-in")
    page.get_by_label("Work e-mail").fill("practitioner@demo.example.org")
    page.get_by_label("Password", exact=True).fill(demo.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title("Find – Who to ring")
    look(page, "home")

    choose_role(page, "health vis", "Health visitor")
    page.get_by_label("Child’s home postcode").fill("LS7 3DX")
    find(page)

    card = first_card(page)
    role, number = page.get_by_role("heading", level=1), card.get_by_role("link", name="Ring 07700 900485")
    name, until, why = (
        card.get_by_text(words) for words in ("Hêvî Amin", "Available until 5pm.", "Covers LS7, by home address.")
    )
    expect(role).to_have_text("Health visitor")
    expect(number).to_have_attribute("href", "tel:+447700900485")
    for piece in (role, name, number, until, why):
        expect(piece).to_be_visible()
    if way.width == 320:
        whole_at_once(page, role, name, number, until)
        whole_at_once(page, why, first_line_only=True)
    expect(page.get_by_role("heading", name="If no answer")).to_be_visible()
    ladder = page.locator("[data-card=next]")
    expect(ladder.first).to_contain_text("Health visiting duty line, Leeds")
    expect(ladder.last).to_contain_text("Leeds emergency duty team")
    for rung in ladder.all():
        expect(rung.get_by_role("link", name=re.compile(r"^[\d ]{3,}")).first).to_have_attribute(
            "href", re.compile(r"^tel:\+?\d+$")
        )
    for number in ("999", "101"):
        expect(page.get_by_role("main").get_by_role("link", name=number)).to_have_attribute("href", f"tel:{number}")
    look(page, "answer")
    assert "3DX" not in unquote(page.url)


def test_a_school_is_chosen_from_suggestions_or_by_part_of_its_name(home, way, look, choose_role, find, first_card):
    page = home
    choose_role(page, "designated safeguarding lead", "School safeguarding lead")
    if way.scripts:
        expect(page.get_by_role("combobox", name="Who", exact=True)).to_have_value("School safeguarding lead (DSL)")
        page.get_by_label("School", exact=True).press_sequentially("beckf")
        page.get_by_role("option", name="Beckfold Primary School").click()
        find(page)
    else:
        page.get_by_label("School", exact=True).fill("primary school")
        find(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("10 schools match. Which?")
        expect(page.locator(".govuk-radios__item").filter(has_text="Thornwick Primary School")).to_contain_text("Bradford")
        look(page, "which-school")
        page.get_by_label("Beckfold Primary School").check()
        page.get_by_role("button", name="Continue").click()
    card = first_card(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("School safeguarding lead")
    expect(page.locator(".app-place")).to_contain_text("Beckfold Primary School")
    expect(card).to_contain_text("by school")
    expect(card.locator(".app-ring")).to_have_attribute("href", re.compile(r"^tel:\+?\d+$"))
    look(page, "answer")


def test_where_health_visitors_go_by_surgery_the_surgery_is_asked_for(home, way, look, choose_role, find, first_card):
    page = home
    choose_role(page, "health visitor", "Health visitor")
    page.get_by_label("Child’s home postcode").fill("BD8 9PQ")
    find(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Which surgery is the child registered with?")
    expect(page.get_by_text("Nearest – not known to be theirs.")).to_be_visible()
    nearest = page.locator(".govuk-radios__item")
    expect(nearest).to_have_count(5)
    said = nearest.all_inner_texts()
    assert all(re.search(r"\d+ metres$|\d+\.\d km$", surgery) for surgery in said), said
    expect(page.get_by_text("Or ring the duty line now:")).to_contain_text("Health visiting duty line, Bradford")
    assert "BD8%209PQ" not in page.url
    assert "9PQ" not in page.content()
    look(page, "which-surgery")
    if way.name == "desk":
        page.get_by_label("Surgery’s name, or part of it").press_sequentially("thornw")
        page.get_by_role("option", name="Thornwick Lane Surgery").click()
    else:
        page.get_by_label("Thornwick Lane Surgery").check()
    page.get_by_role("button", name="Continue").click()
    expect(first_card(page)).to_contain_text("Covers Thornwick Lane Surgery (demo), by surgery.")
    look(page, "answer")


@ways(PHONE, PLAIN)
def test_whoever_does_not_know_the_surgery_gets_the_next_best_and_is_told(home, look, choose_role, find, first_card):
    page = home
    choose_role(page, "health visitor", "Health visitor")
    page.get_by_label("Child’s home postcode").fill("BD8 9PQ")
    find(page)
    page.get_by_role("link", name="I don’t know").click()
    expect(first_card(page)).to_contain_text("Health visiting duty line, Bradford")
    expect(first_card(page)).to_contain_text("Covers Bradford, by home address.")
    look(page, "second-best")


@pytest.fixture
def leeds_again(demo):
    """Puts the practitioner's patch back, because all journeys share it."""
    patch = HomePatch.objects.select_related("user", "area").get(user=demo.account("practitioner"))
    yield
    set_home_patch(user=patch.user, area=patch.area, by=patch.user, at=demo.at)


@ways(PHONE, DESK)
@pytest.mark.usefixtures("leeds_again")
def test_no_place_means_the_home_patch_which_is_named_and_can_be_changed_from_the_answer(
    home, look, choose_role, find, first_card
):
    page = home
    choose_role(page, "lado", "LADO")
    find(page)
    expect(page.locator(".app-place")).to_contain_text("Your patch: Leeds.")
    expect(first_card(page)).to_contain_text("Yasmin Cadwaladr")
    look(page, "own-patch")
    page.get_by_role("link", name="Choose another patch").click()
    look(page, "patch")
    page.get_by_label("Town, ward, council or postcode").fill("Bradford")
    page.get_by_role("heading", level=1).click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("No place? Your patch: Bradford.")).to_be_visible()
    choose_role(page, "lado", "LADO")
    find(page)
    expect(page.locator(".app-place")).to_contain_text("Your patch: Bradford.")
    expect(first_card(page)).to_contain_text("Megan Hartley")


@ways(PHONE)
@pytest.mark.parametrize(
    ("address", "name", "words"),
    [
        ("/find/hv/?area=LS9&area=E08000035", "vacancy", "Nobody is in this post"),
        ("/find/hv/?area=LS11&area=E08000035", "covered", "Away until 3 December. José García-Núñez has agreed to cover."),
        ("/find/hv/?area=E08000036", "through-the-team", "Reached through the team."),
        ("/find/des-nurse/?area=E08000036", "cover-not-confirmed", "Wendy Dewhirst has agreed to cover. Ring the team."),
        ("/find/lado/?area=E08000035&at=2026-12-25T11:00", "bank-holiday", "25 December"),
    ],
)
def test_every_state_of_a_card_reads_well_on_a_phone(home, site, look, address, name, words):
    home.goto(site + address)
    expect(home.get_by_role("main")).to_contain_text(words)
    expect(home.locator("[data-card=ring] .app-ring").first).to_be_visible()
    look(home, name)
