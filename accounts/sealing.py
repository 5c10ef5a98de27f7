"""Seals what somebody typed into an address that only they can open, for twelve hours."""

import base64
import hashlib
import json
import zlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

HOURS = 12


class Unsealable(Exception):
    """The seal is broken, too old, or somebody else's."""


def _box(user):
    """A cipher for this user alone; old keys still open while a secret key is being changed."""

    def cipher(secret):
        return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"sealed address:{secret}:{user.pk}".encode()).digest()))

    return MultiFernet([cipher(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def seal(user, payload):
    """Encrypt `payload` (anything JSON can hold) for `user`; the result is safe in an address."""
    packed = zlib.compress(json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode())
    return _box(user).encrypt(packed).decode().rstrip("=")


def unseal(user, sealed):
    """What `seal` was given. Raises `Unsealable` when it was not sealed for `user`, or longer than twelve hours ago."""
    try:
        padded = sealed + "=" * (-len(sealed) % 4)
        return json.loads(zlib.decompress(_box(user).decrypt(padded, ttl=HOURS * 3600)))
    except (InvalidToken, ValueError, zlib.error) as error:
        raise Unsealable from error
