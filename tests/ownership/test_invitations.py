"""Becoming an agency's admin by the link in a mail: once, for 72 hours, and never by looking."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from agencies.models import Invitation, Membership
from agencies.ownership.actions import end_account, end_admin, invite
from agencies.ownership.admins import admins_of, keepers_of
from agencies.rules import may_keep_roster
from audit.models import Event
from outbox.models import Letter
from tests.profiles.world import NOW, words

DAY = NOW.date()
NEW = "new@example.org"
FORM = {"name": "Nia Newcomer", "password": "three quiet words"}


@pytest.fixture
def invited(client, caretaker, surgery, link):
    """The address that the newcomer got."""
    client.force_login(caretaker)
    client.post(reverse("admins", args=[surgery.slug]), {"email": NEW})
    client.logout()
    return link(NEW)


def test_the_mail_holds_the_agency_and_one_link_and_no_name(invited):
    letter = Letter.objects.get()
    assert letter.subject == "Keep the entries of Example Surgery"
    assert "Somebody Looking" not in letter.text
    assert "/invitations/" not in letter.text  # only where it is sent


def test_only_a_digest_of_the_link_is_kept(invited):
    assert invited.split("/")[2] not in repr(list(Invitation.objects.values()) + list(Letter.objects.values()))


def test_looking_never_uses_it(client, invited):
    before = list(Invitation.objects.values())
    for _ in range(5):
        assert client.get(invited).status_code == 200
        client.head(invited)
    assert list(Invitation.objects.values()) == before
    assert client.get(invited)["Referrer-Policy"] == "strict-origin"


def test_accepting_makes_the_account_its_password_and_the_right_and_signs_nobody_in(client, surgery, invited):
    response = client.post(invited, FORM)
    assert (response.status_code, response["Location"]) == (302, reverse("sign-in"))
    user = User.objects.get(email=NEW)
    assert user.check_password(FORM["password"])
    assert may_keep_roster(user, surgery, DAY)
    assert "_auth_user_id" not in client.session
    again = client.post(invited, FORM)
    assert again.status_code == 410
    assert "This invitation is over" in words(again)


def test_a_press_alone_is_not_enough(client, invited):
    response = client.post(invited, {})
    assert "Enter your name." in words(response)
    assert "Choose a password." in words(response)
    assert not User.objects.filter(email=NEW).exists()


def test_a_weak_password_is_refused_and_the_name_stays(client, invited):
    response = client.post(invited, {"name": "Nia Newcomer", "password": "short"})
    assert "There is a problem" in words(response)
    assert 'value="Nia Newcomer"' in response.content.decode()
    assert not User.objects.filter(email=NEW).exists()


def test_whoever_is_signed_in_gets_the_right_with_the_account_they_have(client, world, surgery, invited):
    user = world.user("other@example.org")
    client.force_login(user)
    assert "You’re signed in as Somebody Looking." in words(client.get(invited))
    assert client.post(invited)["Location"] == reverse("admins", args=[surgery.slug])
    assert may_keep_roster(user, surgery, DAY)


def test_a_mailbox_that_has_an_account_signs_in_first(client, world, invited):
    world.user(NEW)
    assert "Sign in, then open the link in your mail again." in words(client.get(invited))
    client.post(invited, FORM)
    assert not Membership.objects.filter(user__email=NEW).exists()


def test_after_72_hours_it_offers_a_fresh_one_which_goes_to_the_same_mailbox(client, surgery, invited, link):
    with time_machine.travel(NOW + timedelta(hours=72), tick=False):
        over = client.get(invited)
        assert over.status_code == 410
        assert "Send me a fresh link" in words(over)
        assert client.post(invited, FORM).status_code == 410
        assert "A fresh link is on its way" in words(client.post(invited, {"fresh": "1"}))
        fresh = link(NEW)
        assert fresh != invited
        assert client.post(invited, {"fresh": "1"}).status_code == 410
        assert client.post(fresh, FORM).status_code == 302
    assert [each.user.email for each in admins_of(surgery, (NOW + timedelta(days=3)).date())] == [NEW]


def test_a_newer_invitation_takes_the_place_of_an_older_one(client, caretaker, surgery, invited, link):
    invite(agency=surgery, email="NEW@example.org", by=caretaker, at=NOW)
    assert client.get(invited).status_code == 410
    assert client.get(link("NEW@example.org")).status_code == 200


def test_one_that_was_taken_back_lets_nobody_in(client, caretaker, surgery, invited):
    client.force_login(caretaker)
    [invitation] = Invitation.objects.all()
    client.post(reverse("withdraw-invitation", args=[surgery.slug, invitation.key]))
    client.logout()
    assert client.post(invited, FORM).status_code == 410
    assert not User.objects.filter(email=NEW).exists()


def test_with_an_admin_of_its_own_the_caretaker_may_no_longer_and_both_are_told(client, caretaker, surgery, invited):
    assert may_keep_roster(caretaker, surgery, DAY)
    client.post(invited, FORM)
    surgery.refresh_from_db()
    assert surgery.entered_for is None
    assert not may_keep_roster(caretaker, surgery, DAY)
    told = Letter.objects.filter(key__startswith="caretaking:")
    assert {letter.to for letter in told} == {NEW, caretaker.email}
    assert {letter.subject for letter in told} == {"Example Surgery keeps its own entries now"}
    assert Event.objects.filter(verb="ended caretaking", thing=f"agencies.agency:{surgery.pk}").exists()


def test_handing_over_lets_the_first_go_when_the_second_has_come(client, world, link):
    first = world.user("first@example.org", world.council, "roster_admin")
    client.force_login(first)
    client.post(reverse("admins", args=[world.council.slug]), {"email": NEW, "instead": "on"})
    assert [each.user for each in admins_of(world.council, DAY)] == [first]
    client.logout()
    client.post(link(NEW), FORM)
    assert [each.user.email for each in admins_of(world.council, DAY)] == [NEW]


def test_the_last_admin_cannot_step_down_and_is_told_what_to_do(client, world):
    only = world.user("only@example.org", world.council, "roster_admin")
    client.force_login(only)
    address = reverse("end-admin", args=[world.council.slug, only.key])
    assert "would be left without an admin. Invite another first" in words(client.get(address))
    response = client.post(address, follow=True)
    assert "would be left without an admin. Invite another first" in words(response)
    assert [each.user for each in admins_of(world.council, DAY)] == [only]
    with pytest.raises(ValidationError, match="without an admin"):
        end_account(user=only, by=None, at=NOW)


def test_with_a_second_one_the_first_may_go(client, world):
    one, two = (world.user(f"{name}@example.org", world.council, "roster_admin") for name in ("one", "two"))
    client.force_login(one)
    address = reverse("end-admin", args=[world.council.slug, one.key])
    assert "Step down?" in words(client.get(address))
    assert client.post(address)["Location"] == world.council.get_absolute_url()
    assert [each.user for each in admins_of(world.council, DAY)] == [two]
    assert Event.objects.filter(verb="ended a right", actor=f"accounts.user:{one.pk}").exists()


def test_somebody_whose_right_ends_soon_is_not_who_stays(world):
    one, two = (world.user(f"{name}@example.org", world.council, "roster_admin") for name in ("one", "two"))
    Membership.objects.filter(user=two).update(ends_on=DAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="without an admin"):
        end_admin(agency=world.council, user=one, by=one, at=NOW)


def test_an_account_that_ends_opens_nothing_and_holds_no_right(client, world):
    one, _two = (world.user(f"{name}@example.org", world.council, "roster_admin") for name in ("one", "two"))
    client.force_login(one)
    end_account(user=one, by=None, at=NOW)
    assert client.get("/")["Location"].startswith(reverse("sign-in"))
    assert not Membership.objects.on(DAY).filter(user=one).exists()


def test_whoever_is_admin_already_is_not_invited(client, world):
    only = world.user("only@example.org", world.council, "roster_admin")
    client.force_login(only)
    response = client.post(reverse("admins", args=[world.council.slug]), {"email": "ONLY@example.org"})
    assert "They are an admin here already." in words(response)
    assert 'value="ONLY@example.org"' in response.content.decode()


def test_the_page_lists_admins_and_who_has_been_invited(client, caretaker, surgery, invited):
    client.force_login(caretaker)
    assert "Admins" in words(client.get(surgery.get_absolute_url()))
    page = words(client.get(reverse("admins", args=[surgery.slug])))
    assert "No admin of its own yet." in page
    assert f"{NEW} since 23 November Withdraw" in page
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        client.force_login(caretaker)
        assert "The link is too old." in words(client.get(reverse("admins", args=[surgery.slug])))


def test_the_name_of_an_admin_at_risk_is_for_their_own_agency(client, world, surgery, caretaker):
    hidden, beside = (world.user(f"{name}@example.org", surgery, "roster_admin") for name in ("hidden", "beside"))
    User.objects.filter(pk=hidden.pk).update(name="Hester Hidden")
    world.person("Hester Hidden", user=hidden, restricted=True)
    address = reverse("admins", args=[surgery.slug])
    for who, seen in ((caretaker, False), (beside, True)):
        client.force_login(who)
        assert ("Hester Hidden" in words(client.get(address))) is seen, who.email


def test_the_page_asks_as_much_for_three_admins_as_for_one(client, world):
    world.user("a0@example.org", world.council, "roster_admin")
    address = reverse("admins", args=[world.council.slug])
    client.force_login(User.objects.get(email="a0@example.org"))
    client.get(address)
    counts = []
    for more in ((), ("a1", "a2")):
        for name in more:
            world.user(f"{name}@example.org", world.council, "roster_admin")
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_whoever_keeps_an_agency_is_found_step_by_step(world, surgery):
    directory = world.user("dir@example.org", world.council, "directory_admin")
    assert keepers_of(surgery, DAY) == [directory]
    caretaker = world.user("care@example.org", world.council, "roster_admin")
    assert keepers_of(surgery, DAY) == [caretaker]
    own = world.user("own@example.org", surgery, "roster_admin")
    assert keepers_of(surgery, DAY) == [own]
