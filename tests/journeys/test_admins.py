"""A second admin is invited, accepts and signs in; the last one cannot step down."""

import re
import secrets

from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from agencies.models import Agency, Membership
from agencies.ownership.actions import end_account
from outbox.delivery import message
from outbox.models import Letter


def link_to(site, mailbox):
    text = message(Letter.objects.get(to=mailbox, key__startswith="invitation:")).body
    return site + re.search(r"(/invitations/\S+)", text)[1]


def test_inviting_accepting_and_not_being_the_last_to_go(signed_in, site, demo, browser, browser_context_args, look):
    admin = demo.account("roster")
    agency = Agency.objects.get(memberships__user=admin, memberships__right=Membership.Right.ROSTER_ADMIN)
    page, mailbox = signed_in("roster"), f"{secrets.token_hex(4)}@example.org"
    page.goto(site + agency.get_absolute_url())
    page.get_by_role("link", name="Admins").click()
    look(page, "admins")
    page.get_by_label("Work e-mail").fill("nowhere")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("link", name="Enter an e-mail address in the correct format")).to_be_visible()
    look(page, "mistake")
    page.get_by_role("link", name="Step down").click()
    expect(page.get_by_text("would be left without an admin")).to_be_visible()
    look(page, "last-one")
    page.get_by_role("link", name="Invite an admin").click()
    page.get_by_label("Work e-mail").fill(mailbox)
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text(mailbox).first).to_be_visible()
    look(page, "invited")

    context = browser.new_context(**browser_context_args)
    guest = context.new_page()
    guest.goto(link_to(site, mailbox))
    look(guest, "invitation")
    guest.get_by_role("button", name="Accept").click()
    expect(guest.get_by_role("link", name="Choose a password.")).to_be_visible()
    guest.get_by_label("Your name").fill("Nia Newcomer")
    guest.get_by_label("Password", exact=True).fill("three quiet words")
    guest.get_by_role("button", name="Accept").click()
    guest.get_by_label("Work e-mail").fill(mailbox)
    guest.get_by_label("Password", exact=True).fill("three quiet words")
    guest.get_by_role("button", name="Sign in").click()
    guest.goto(f"{site}{agency.get_absolute_url()}admins/")
    expect(guest.get_by_text("Nia Newcomer")).to_be_visible()
    context.close()

    page.goto(f"{site}{agency.get_absolute_url()}admins/")
    page.get_by_role("link", name="Step down").click()
    expect(page.get_by_role("button", name="Step down")).to_be_visible()
    look(page, "may-step-down")
    end_account(user=User.objects.get(email=mailbox), by=None, at=timezone.now())
    page.get_by_role("button", name="Step down").click()
    expect(page.get_by_text("would be left without an admin").first).to_be_visible()


def test_watching_a_post_and_stopping(signed_in, site, look):
    page = signed_in()
    page.goto(f"{site}/agencies/{Agency.objects.order_by('pk').first().slug}/")
    page.get_by_role("button", name="Watch").click()
    page.get_by_role("link", name="What you watch").click()
    look(page, "watching")
    page.get_by_role("button", name="Stop").first.click()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    look(page, "nothing")
