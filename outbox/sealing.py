"""What must be readable in a letter and nowhere else – a link that lets somebody in – is kept encrypted until the letter is sent."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text):
    """`text`, encrypted with the secret key of this installation."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed):
    """What was sealed. Raises `cryptography.fernet.InvalidToken` when it was sealed with a key that is no longer known."""
    return _keys().decrypt(sealed.encode()).decode()


def _keys():
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"letters:{key}".encode()).digest() for key in known]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
