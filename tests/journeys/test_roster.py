"""Keeping a roster: adding, handing over, confirming together, putting right what was reported; by keyboard alone, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from agencies.models import Membership, Post
from contacts.models import Appointment, ContactPoint, Correction, Practitioner
from tests.journeys.hands import Keyboard, Pointer
from tests.journeys.ways import PLAIN, Way, ways

KEYS = Way("phone-by-keyboard", 320, 568)
pytestmark = ways(KEYS, PLAIN)

LS16 = "/find/hv/?area=LS16&area=E08000035"
LS7 = "/find/hv/?area=LS7&area=E08000035"


@pytest.fixture
def hand(page, way):
    """Whatever the reader works the page with."""
    return (Keyboard if way is KEYS else Pointer)(page)


@pytest.fixture
def agency(demo):
    """The agency whose roster the admin of the demonstration keeps."""
    return Membership.objects.get(user=demo.account("roster"), right=Membership.Right.ROSTER_ADMIN).agency


@pytest.fixture
def roster(signed_in, site, agency):
    """The roster's first page, in front of the admin."""
    page = signed_in("roster")
    page.goto(f"{site}/agencies/{agency.slug}/roster/")
    return page


@pytest.fixture
def as_somebody_else(signed_in, page):
    """`as_somebody_else("practitioner")` signs the reader out and somebody else in."""

    def as_somebody_else(mailbox):
        page.context.clear_cookies()
        return signed_in(mailbox)

    return as_somebody_else


def button(page, name):
    return page.get_by_role("main").get_by_role("button", name=name, exact=True)


def link(page, name):
    return page.get_by_role("main").get_by_role("link", name=name)


def said(page):
    return page.get_by_role("status")


def test_somebody_is_added_with_post_place_and_number_and_found(roster, site, hand, look, first_card):
    page = roster
    look(page, "roster")
    hand.press(link(page, "Add a person"))
    look(page, "add")
    hand.press(button(page, "Save"))
    expect(page.get_by_role("alert")).to_contain_text("Say who.")
    look(page, "mistake")
    hand.write(page.get_by_label("Name", exact=True), "Wren Saltmarsh")
    hand.write(page.get_by_label("Work e-mail"), "wren@example.org")
    hand.write(page.get_by_label("Number", exact=True), "0113 496 0977 ext 4")
    hand.pick(page.get_by_label("Role", exact=True), "Health visitor")
    hand.write(page.get_by_label("Place it answers for"), "LS16")
    hand.write(page.get_by_label("What it is called"), "Health visitor, Cookridge")
    hand.press(button(page, "Save"))
    expect(said(page)).to_contain_text("Added. They will be told.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Health visitor, Cookridge")
    look(page, "added")
    undo = page.url

    page.goto(site)
    box = page.get_by_label("Who do you need, and where?")
    hand.write(box, "wren saltmarsh")
    box.press("Enter")
    expect(page.get_by_role("link", name="Wren Saltmarsh").first).to_be_visible()
    page.goto(site + LS16)
    expect(page.get_by_role("main")).to_contain_text("Wren Saltmarsh")
    expect(page.locator("a[href^='tel:+441134960977']").first).to_be_visible()
    look(page, "answer")

    page.goto(undo)
    hand.press(button(page, "Undo"))
    expect(said(page)).to_contain_text("Undone.")
    assert not Post.objects.filter(title="Health visitor, Cookridge").exists()
    page.goto(site + LS16)
    expect(page.get_by_role("main")).not_to_contain_text("Wren Saltmarsh")


def test_a_post_is_handed_over_on_a_date_and_taken_back(roster, site, hand, look, first_card):
    page = roster
    hand.write(page.get_by_label("Find a post or a person here"), "amin")
    hand.press(page.get_by_role("button", name="Find on this roster"))
    look(page, "found")
    hand.press(link(page, "Health visitor, LS7").first)
    look(page, "post")
    hand.press(link(page, re.compile("^Last day, or hand over")).first)
    look(page, "hand-over")
    hand.write(page.get_by_label("Last day"), "31/12/2026")
    hand.write(page.get_by_label("Who follows, from the day after"), "Wren Saltmarsh")
    hand.write(page.get_by_label("Number", exact=True), "0113 496 0978")
    hand.press(button(page, "Save"))
    expect(said(page)).to_contain_text("Saved.")
    expect(page.get_by_role("main")).to_contain_text("from 1 January 2027")
    look(page, "handed-over")
    undo = page.url
    hand.write(page.get_by_label("Day", exact=True), "1/1/2027")
    hand.press(button(page, "Show"))
    expect(page.locator("#then")).to_contain_text("Wren Saltmarsh")

    page.goto(site + LS7)
    expect(first_card(page)).to_contain_text("Hêvî Amin")
    page.goto(f"{site}{LS7}&at=2027-01-12T10:00")
    expect(first_card(page)).to_contain_text("Wren Saltmarsh")
    look(page, "after-the-date")

    page.goto(undo)
    hand.press(button(page, "Undo"))
    expect(said(page)).to_contain_text("Undone.")
    page.goto(f"{site}{LS7}&at=2027-01-12T10:00")
    expect(first_card(page)).to_contain_text("Hêvî Amin")
    assert not Practitioner.objects.filter(name="Wren Saltmarsh").exists()


@pytest.fixture
def put_back(agency):
    """Who was confirmed when, and each number, as they were before the journey."""
    before = list(Appointment.objects.filter(post__agency=agency))
    points = list(ContactPoint.objects.filter(practitioner__appointments__in=before).distinct())
    yield
    Appointment.objects.bulk_update(before, ["confirmed_at", "confirmed_by"])
    ContactPoint.objects.bulk_update(points, ["value", "extension", "verified_at", "verified_by", "reported_at"])


def test_many_are_confirmed_together_and_the_exception_put_right(roster, hand, look, put_back):
    page = roster
    more = link(page, re.compile("^See all"))
    if more.count():
        hand.press(more)
    hand.press(link(page, re.compile(r"^Check \d+ people together")))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Untick anyone who has changed.")
    look(page, "confirm")
    count = int(re.match(r"\d+", heading.inner_text())[0])
    boxes = page.locator("input[name=tick]")
    assert boxes.count() == count > 2
    name = page.locator("label[for^=tick-] strong").nth(1).inner_text()
    hand.tick(boxes.nth(1))
    hand.press(page.get_by_role("button", name="Confirm the ticked").first)
    expect(said(page)).to_contain_text(f"{count - 1} confirmed by you. 1 to fix.")
    expect(heading).to_have_text(f"What has changed for {name}?")
    look(page, "fix")
    hand.press(link(page, "Name, number or e-mail"))
    look(page, "person")
    hand.write(page.get_by_label("Number", exact=True), "0113 496 0979")
    hand.press(button(page, "Save"))
    expect(heading).to_have_text(f"What has changed for {name}?")
    expect(page.get_by_role("main")).to_contain_text("0113 496 0979")
    look(page, "fixed")
    hand.press(button(page, "Now it is right"))
    expect(said(page)).to_contain_text("1 confirmed by you.")
    expect(page.get_by_role("main")).to_contain_text("to do")
    expect(link(page, re.compile("^Check "))).to_have_count(0)
    look(page, "done")


def test_a_wrong_number_is_reported_used_in_one_press_and_heard_of(
    signed_in, as_somebody_else, site, agency, hand, look, put_back
):
    amin = Practitioner.objects.get(name="Hêvî Amin")
    page = signed_in("practitioner")
    page.goto(f"{site}/people/{amin.key}/")
    hand.press(link(page, "Wrong details?"))
    look(page, "wrong")
    hand.tick(page.get_by_label(re.compile("number is wrong", re.I)))
    hand.write(page.get_by_label("What is right, if you know it"), "0113 496 0980")
    hand.press(button(page, "Tell them"))
    expect(said(page)).to_contain_text("You’ll hear back on your first page.")

    page = as_somebody_else("roster")
    page.goto(f"{site}/agencies/{agency.slug}/roster/?all=1")
    look(page, "roster")
    hand.press(link(page, "1 report of wrong details to check"))
    look(page, "reported")
    hand.press(page.get_by_role("button", name=re.compile("^Use it")).first)
    expect(said(page)).to_have_text("Put right.")

    page = as_somebody_else("practitioner")
    expect(page.get_by_role("main")).to_contain_text("what you reported has been put right. Thanks.")
    look(page, "heard-of")
    page.goto(site + LS7)
    expect(page.locator("a[href='tel:+441134960980']").first).to_be_visible()
    Correction.objects.filter(practitioner=amin).delete()
