"""Folds names so that the same place, typed differently, compares equal."""

import re
import unicodedata

_APOSTROPHES = re.compile("['\u2019\u2018\u02bc`]")
# Letters that no decomposition takes apart.
_WHOLE = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_NOT_KEPT = re.compile("[^a-z0-9]+")


def fold(text: str) -> str:
    """Text as it is compared: without accents, in lower case, words of a-z and 0-9 with one space between them.

    Apostrophes vanish ("King's" and "Kings" are one word), "&" reads as "and", any other mark separates words. Text with
    nothing left gives "".
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = _APOSTROPHES.sub("", plain.lower().translate(_WHOLE).replace("&", " and "))
    return _NOT_KEPT.sub(" ", plain).strip()
