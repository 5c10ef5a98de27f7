"""Folds text so that the same words, written differently, compare equal on both engines."""

import re
import unicodedata

_APOSTROPHES = re.compile("['\u2019\u2018\u02bc`]")
# Letters that no decomposition takes apart.
_WHOLE = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_NOT_KEPT = re.compile("[^a-z0-9]+")
_WORD = re.compile(r"[^\W_]+")
# Words that are not ordinary ones begin with this, which no name does: initials, other alphabets, mailboxes.
MARK = "q0"
LONGEST_WORD = 40
# Particles that people write apart from the name that follows them, or not: O Brien, Mc Donald, van der Berg, al Hashimi.
_PARTICLES = re.compile(r"\b((?:(?:o|d|mc|mac|st|ni|al|el|van|von|der|den|de|la|del|di|da) )+)([a-z]{3,})")
_NUMBER = re.compile(r"[0-9+()./\s-]+")
SHORTEST_NUMBER = 4


def _plain(text):
    plain = text if text.isascii() else "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _APOSTROPHES.sub("", plain.lower().translate(_WHOLE).replace("&", " and "))


def fold(text: str) -> str:
    """Text as it is compared: without accents, in lower case, words of a-z and 0-9 with one space between them.

    Apostrophes vanish ("King's" and "Kings" are one word), "&" reads as "and", any other mark separates words. Text with
    nothing left gives "".
    """
    return _NOT_KEPT.sub(" ", _plain(text)).strip()


def words(text: str) -> list[str]:
    """The words of a text, folded, each once; those in other alphabets spelt out as numbers so that they compare alike."""
    return list(dict.fromkeys(_spelt(run)[:LONGEST_WORD] for run in _WORD.findall(_plain(text))))


def _spelt(run):
    return run if run.isascii() else MARK + "u" + "".join(f"{ord(letter):05x}" for letter in run)


def name_words(name: str) -> list[str]:
    """The words by which a person is found: as written, joined where a mark or a particle parts them, and each initial.

    "Siân O'Brien-Smith" gives sian, obrien, smith, obriensmith, brien and the initials.
    """
    found = words(name)
    for part in name.split():
        pieces = re.split("[-\u2010-\u2015]", part)
        if len(pieces) > 1:
            found += words("".join(pieces))
        for piece in pieces:
            found += [word for word in words(_APOSTROPHES.sub(" ", piece)) if len(word) > 2]
    found += ["".join(pair).replace(" ", "") for pair in _PARTICLES.findall(fold(name))]
    found += [initial(word) for word in words(name)]
    return list(dict.fromkeys(found))


def initial(word: str) -> str:
    """The word that stands for the first letter of a name."""
    return f"{MARK}i{word[:1]}"


def acronym(text: str) -> list[str]:
    """The first letters of a name of three words and more ("Multi-Agency Safeguarding Hub" gives mash), or nothing."""
    letters = [word[0] for word in words(text) if word not in {"and", "of", "the", "for", "in", "at", "demo"}]
    return ["".join(letters)] if 3 <= len(letters) <= 6 else []


def mailbox(text: str) -> str:
    """The one word that stands for an e-mail address: it is found whole or not at all."""
    return (MARK + "m" + fold(text).replace(" ", ""))[:LONGEST_WORD]


def digits(text: str) -> str:
    """The digits of a telephone number as it is dialled inside the country: "+44 113 496 0142" gives "01134960142"."""
    found = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdecimal() and c.isascii())
    for abroad in ("0044", "44"):
        if found.startswith(abroad) and len(found) - len(abroad) in (9, 10):
            return "0" + found[len(abroad) :]
    # +44 (0) 113 …
    return "0" + found[3:] if found.startswith("440") and len(found) == 13 else found


def number(text: str) -> str:
    """The digits that `text` looks for when it is nothing but part of a telephone number, else ""."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = digits(plain)
    return found if _NUMBER.fullmatch(plain) and len(found) >= SHORTEST_NUMBER else ""
