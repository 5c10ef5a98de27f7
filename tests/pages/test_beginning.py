"""A directory with nobody in it: one address, once, makes its first administrator."""

import re
import threading
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from accounts.actions import DoorIsShut
from accounts.models import FirstDoor, User
from agencies.models import AgencyKind, Membership, Partnership
from audit.models import Event
from directory import beginning
from tests.profiles.world import NOW, words

FORM = {
    "name": "Perpetua Gill",
    "email": "perpetua@example.org",
    "password": "three quiet words here",
    "partnership": "Exampleshire",
}


@pytest.fixture
def business(db):
    return AgencyKind.objects.create(code="lscp", name="Safeguarding partnership", sector="social_care")


def new_address():
    said = StringIO()
    call_command("first_administrator", stdout=said)
    return re.search(r"/begin/\S+/", said.getvalue())[0]


@pytest.fixture
def address(business):
    return new_address()


def test_the_command_prints_a_whole_address_and_keeps_only_a_digest(business, settings):
    said = StringIO()
    call_command("first_administrator", stdout=said)
    found = re.fullmatch(rf"{settings.BASE_URL}/begin/([\w-]{{43}})/\n", said.getvalue())
    assert found
    assert found[1] not in str(list(FirstDoor.objects.values()))


def test_looking_at_the_page_does_not_use_it(client, address):
    for _ in range(3):
        response = client.get(address)
        assert response.status_code == 200
    assert "Start the directory" in words(response)
    assert response["Referrer-Policy"] == "strict-origin"
    assert User.objects.count() == 0


def test_sending_the_form_makes_the_administrator_and_signs_nobody_in(client, address):
    response = client.post(address, FORM)
    assert response.status_code == 302
    assert response.url == "/sign-in/"
    assert "_auth_user_id" not in client.session
    user = User.objects.get(email="perpetua@example.org")
    assert user.check_password("three quiet words here")
    partnership = Partnership.objects.get()
    assert partnership.name == "Exampleshire"
    membership = Membership.objects.get(user=user)
    assert membership.right == Membership.Right.DIRECTORY_ADMIN
    assert membership.agency == partnership.business_unit
    assert Event.objects.filter(verb="accounts.first_account_made").exists()


def test_the_new_administrator_can_sign_in(client, address):
    client.post(address, FORM)
    response = client.post("/sign-in/", {"login": FORM["email"], "password": FORM["password"]})
    assert response.status_code == 302
    assert "_auth_user_id" in client.session


def test_after_use_it_is_gone_in_plain_words(client, address):
    client.post(address, FORM)
    for response in (client.get(address), client.post(address, {**FORM, "email": "second@example.org"})):
        assert response.status_code == 410
        assert "This page has been used or is too old" in words(response)
    assert User.objects.count() == 1


def test_an_address_nobody_printed_is_gone_too(client, address):
    assert client.get("/begin/" + "x" * 43 + "/").status_code == 410


def test_a_newer_address_takes_the_place_of_an_older_one(client, address):
    newer = new_address()
    assert client.get(address).status_code == 410
    assert client.get(newer).status_code == 200


def test_it_works_for_72_hours(client, business):
    with time_machine.travel(NOW, tick=False):
        address = new_address()
    with time_machine.travel(NOW + timedelta(hours=71, minutes=59), tick=False):
        assert client.get(address).status_code == 200
    with time_machine.travel(NOW + timedelta(hours=72), tick=False):
        assert client.get(address).status_code == 410
        assert client.post(address, FORM).status_code == 410


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "password1234"}, "too common"),
        ({"email": "nobody"}, "valid email"),
        ({"name": ""}, "required"),
        ({"partnership": ""}, "required"),
    ],
)
def test_a_mistake_is_explained_and_the_typing_kept(client, address, wrong, said):
    response = client.post(address, {**FORM, **wrong})
    assert response.status_code == 200
    assert "There is a problem" in words(response)
    assert FORM["password"] not in response.content.decode()
    if "name" not in wrong:
        assert 'value="Perpetua Gill"' in response.content.decode()
    assert User.objects.count() == 0
    assert client.get(address).status_code == 200


def test_an_e_mail_that_has_an_account_is_refused(client, address):
    User.objects.create(email="PERPETUA@example.org", name="Another")
    assert "Somebody has an account with this e-mail." in words(client.post(address, FORM))


def test_where_there_is_a_partnership_it_is_not_asked_for_again(client, address):
    Partnership.objects.create(slug="leeds", name="Leeds")
    assert "Safeguarding partnership" not in words(client.get(address))
    client.post(address, FORM)
    assert Partnership.objects.get().business_unit.memberships.get().user.email == "perpetua@example.org"


def test_where_there_is_an_administrator_no_address_is_made_and_old_ones_are_gone(client, world):
    AgencyKind.objects.get_or_create(code="lscp", defaults={"name": "Partnership", "sector": "social_care"})
    address = new_address()
    world.user(agency=world.council, right=Membership.Right.DIRECTORY_ADMIN)
    assert client.get(address).status_code == 410
    with pytest.raises(CommandError, match="has an administrator already"):
        call_command("first_administrator")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_at_once_one_gets_in(scaled):
    AgencyKind.objects.create(code="lscp", name="Safeguarding partnership", sector="social_care")
    for number in range(scaled(20)):
        token = new_address().removeprefix("/begin/").removesuffix("/")
        start, outcomes = threading.Barrier(2), []

        def come(name, token=token, start=start, outcomes=outcomes, number=number):
            start.wait()
            email = f"{name}{number}@example.org"
            try:
                beginning.begin(token=token, name=name, email=email, password="x", partnership="Leeds", at=timezone.now())
                outcomes.append("in")
            except DoorIsShut:
                outcomes.append("shut")
            finally:
                connections.close_all()

        both = [threading.Thread(target=come, args=(name,)) for name in ("anne", "bashir")]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert sorted(outcomes) == ["in", "shut"]
        assert User.objects.count() == 1
        Membership.objects.all().delete()
        User.objects.all().delete()
