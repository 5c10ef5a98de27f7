"""Random public keys, so that no address can be guessed from another."""

import secrets

# Crockford's base 32 in lower case: no i, l, o or u, so a key read aloud is not misheard.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10


def new_key():
    """Ten random base-32 characters: 50 bits."""
    bits = secrets.randbits(5 * LENGTH)
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(0, 5 * LENGTH, 5))
