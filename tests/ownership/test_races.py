"""Two who act in the same moment leave no agency without an admin, and one invitation lets one in."""

import threading
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connections

from accounts.models import User
from agencies.models import Invitation, Membership
from agencies.ownership.actions import accept_invitation, end_account, end_admin
from agencies.ownership.admins import admins_of
from agencies.ownership.rules import InvitationIsOver, digest_of
from tests.profiles.world import NOW, World


@pytest.fixture
def world(transactional_db):
    with time_machine.travel(NOW, tick=False):
        yield World()


def at_once(*calls):
    """Runs every call in a thread of its own; returns how many went through."""
    start, through, broken = threading.Barrier(len(calls)), [], []

    def run(call):
        start.wait()
        try:
            call()
            through.append(call)
        except (ValidationError, InvitationIsOver):
            pass
        except BaseException as problem:  # whatever else goes wrong is the test's to see
            broken.append(problem)
            raise
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    return len(through)


@pytest.mark.parametrize("end", ["step down", "account", "both"])
def test_of_two_admins_who_go_at_once_one_stays(world, end, scaled):
    for nth in range(scaled(30)):
        one, two = (world.user(f"{name}{nth}@example.org", world.council, "roster_admin") for name in ("one", "two"))

        def step_down(user):
            return lambda: end_admin(agency=world.council, user=user, by=user, at=NOW)

        def account(user):
            return lambda: end_account(user=user, by=user, at=NOW)

        first, second = {"step down": (step_down, step_down), "account": (account, account), "both": (step_down, account)}[end]
        assert at_once(first(one), second(two)) == 1
        assert admins_of(world.council, date(2026, 11, 23)).count() == 1
        Membership.objects.all().delete()


def test_of_many_who_use_one_invitation_at_once_one_gets_in(world, scaled):
    Invitation.objects.create(agency=world.council, email="x@example.org", digest=digest_of("token"), made_at=NOW)
    users = [world.user(f"u{nth}@example.org") for nth in range(scaled(50))]
    calls = [lambda user=user: accept_invitation(token="token", user=user, by=user, at=NOW) for user in users]
    assert at_once(*calls) == 1
    assert Membership.objects.filter(right="roster_admin").count() == 1
    assert User.objects.count() == len(users)
