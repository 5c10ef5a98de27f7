"""What is done to accounts: passwords, and the door that opens once for the first administrator."""

import secrets

from django.db import transaction

from audit.log import record

from .doors import DoorIsShut, digest_of, open_door
from .models import FirstDoor, User


@transaction.atomic
def make_first_door(*, by, at):
    """Make a one-time way in and return its token (256 random bits), of which only a digest is kept. Older ones no longer open."""
    token = secrets.token_urlsafe(32)
    door = FirstDoor.objects.create(digest=digest_of(token), made_at=at)
    record("accounts.first_door_made", door, by=by, at=at)
    return token


@transaction.atomic
def come_through_first_door(*, token, name, email, password, by, at):
    """Make an account for whoever holds `token`, and shut the door behind them. Of two who try at once, one gets in.

    Raises `DoorIsShut`. The password has been checked by whoever calls.
    """
    door = open_door(token, at)
    if not FirstDoor.objects.filter(pk=door.pk, used_at=None).update(used_at=at):
        raise DoorIsShut
    user = User(name=name, email=email)
    user.set_password(password)
    user.save()
    record("accounts.first_account_made", user, by=by, at=at)
    return user


@transaction.atomic
def make_account(*, name, email, password, by, at):
    """Make an account for somebody who was invited. The password has been checked by whoever calls.

    Raises IntegrityError when the e-mail has an account already.
    """
    user = User(name=name, email=email)
    user.set_password(password)
    user.save(force_insert=True)
    record("accounts.account_made", user, by=by, at=at)
    return user


@transaction.atomic
def set_password(*, user, password, by, at):
    """Give `user` this password, which ends the sessions opened with the old one. It has been checked by whoever calls."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    record("accounts.password_set", user, by=by, at=at)
    return user
