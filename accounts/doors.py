"""Whether the one-time way in for the first administrator still opens."""

import hashlib
import secrets
from datetime import timedelta

from .models import FirstDoor

DOOR_STANDS_OPEN = timedelta(hours=72)


class DoorIsShut(Exception):
    """This first door was used, is too old, gave way to a newer one, or never was."""


def open_door(token, at):
    """The `FirstDoor` that `token` opens at the instant `at`. Looking does not use it. Raises `DoorIsShut`."""
    door = FirstDoor.objects.order_by("-pk").first()
    usable = door is not None and door.used_at is None and at < door.made_at + DOOR_STANDS_OPEN
    if not usable or not secrets.compare_digest(door.digest, digest_of(token)):
        raise DoorIsShut
    return door


def digest_of(token):
    """What is kept of a token: its SHA-256, from which it cannot be had back."""
    return hashlib.sha256(token.encode()).hexdigest()
