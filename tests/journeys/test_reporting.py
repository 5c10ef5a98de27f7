"""Somebody says that a detail is wrong, whoever keeps it accepts with one press, and the first hears of it: by keyboard alone."""

import re

from playwright.sync_api import expect

from agencies.models import Membership, Post
from contacts.models import Appointment, Correction


def tab_to(page, piece, most=80):
    """Presses Tab until the piece is reached."""
    for _press in range(most):
        if piece.evaluate("piece => piece === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{most} presses of Tab do not reach {piece}")


def choose(page, label):
    """Chooses an answer as a keyboard does: Tab to the group, the arrows through it."""
    wanted = page.get_by_label(label, exact=True)
    group = page.locator(f"input[name={wanted.get_attribute('name')}]")
    tab_to(page, group.first)
    page.keyboard.press("Space")
    for _press in range(group.count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"No arrow leads to {label}")


def test_a_wrong_title_is_reported_accepted_and_heard_of(signed_in, site, demo, look, way):
    mine = Membership.objects.get(user=demo.account("roster"), right=Membership.Right.ROSTER_ADMIN).agency
    held = Appointment.objects.filter(
        practitioner__restricted=False, post__agency=mine, post__is_desk=False, post__team_first=False
    )
    post = held.select_related("post").order_by("pk").first().post
    # Each way has a title of its own: what the one before changed is in the same history.
    before, better = post.title, f"A better title, {way.name}"

    page = signed_in("practitioner")
    page.goto(f"{site}{post.get_absolute_url()}")
    wrong = page.get_by_role("link", name="Wrong details?")
    tab_to(page, wrong)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Wrong details: {before}")
    look(page, "wrong")
    choose(page, "The title is wrong")
    tab_to(page, page.get_by_label("What is right, if you know it"))
    page.keyboard.type(better)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("You’ll hear back on your first page.")

    page.context.clear_cookies()
    page = signed_in("roster")
    page.goto(f"{site}/corrections/")
    look(page, "corrections")
    report = page.locator(".app-correction", has_text="The title is wrong").first
    expect(report).to_contain_text(before)
    expect(report.get_by_role("textbox")).to_have_value(better)
    tab_to(page, report.get_by_role("button", name=re.compile("^Use it")))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Put right.")

    page.goto(f"{site}/agencies/{mine.slug}/history/")
    look(page, "history")
    told = f"changed the title of a post: was {before}, now {better}"
    expect(page.locator(".moj-timeline__title", has_text=told).first).to_be_visible()
    page.context.clear_cookies()
    page = signed_in("practitioner")
    expect(page.locator("main")).to_contain_text(f"{better}: what you reported has been put right. Thanks.")

    # And back: what was changed is put back from its history.
    page.context.clear_cookies()
    page = signed_in("roster")
    page.goto(f"{site}/agencies/{mine.slug}/history/")
    tab_to(page, page.get_by_role("button", name=re.compile(f"^Put back.*now {better}")), most=120)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Put back.")
    assert Post.objects.get(pk=post.pk).title == before
    Correction.objects.filter(post=post).delete()


def test_the_pages_of_an_agencys_keeper_break_no_rule(signed_in, site, demo, look):
    mine = Membership.objects.get(user=demo.account("roster"), right=Membership.Right.ROSTER_ADMIN).agency
    page = signed_in("roster")
    for name, address in (("health", f"/agencies/{mine.slug}/health/"), ("duplicates", "/duplicates/")):
        page.goto(f"{site}{address}")
        look(page, name)
