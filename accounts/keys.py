"""Random public keys, so that no address can be guessed from another."""

import secrets

# Crockford's base 32 in lower case: no i, l, o or u, so a key read aloud is not misheard.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10


def new_key():
    """Ten random base-32 characters: 50 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
