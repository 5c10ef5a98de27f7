"""Telephone numbers as people write them and as telephones dial them."""

import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers

REGION, BRITAIN = "GB", 44
SHORTEST_ORDINARY = 7
# Numbers of three or six digits that anybody may ring.
SHORT_NUMBERS = frozenset({"101", "105", "111", "112", "119", "123", "999", "116000", "116111", "116123"})
LONGEST_EXTENSION = 10
LONGEST = 40  # characters, as typed
BRITISH_DIGITS = 10  # after the 0; few are shorter, and those are known one by one
# The same few lines stand on page after page, and taking one number apart costs as much as a small query.
REMEMBERED = 4096


@lru_cache(REMEMBERED)
def dialled(value, extension=""):
    """What follows `tel:` for a number written as `value`: digits with a plus, and the extension as RFC 3966 writes it.

    Short numbers (101, 111, 999, 116 123) are dialled as they stand. A number nobody can parse keeps its digits.
    """
    digits = "".join(character for character in value if character.isdigit())
    if len(digits) >= SHORTEST_ORDINARY:
        try:
            parsed = phonenumbers.parse(value, REGION)
            digits = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        except phonenumbers.NumberParseException:
            pass
    return f"{digits};ext={extension}" if extension else digits


@lru_cache(REMEMBERED)
def written(value):
    """A number the way it is printed in Britain ("0113 496 0142"), one from abroad with its country's code.

    Anything unknown stays as it was typed.
    """
    digits = "".join(character for character in value if character.isdigit())
    if len(digits) < SHORTEST_ORDINARY:
        return value.strip()
    try:
        parsed = phonenumbers.parse(value, REGION)
    except phonenumbers.NumberParseException:
        return value.strip()
    styles = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, styles.NATIONAL if parsed.country_code == BRITAIN else styles.INTERNATIONAL)


class Read(NamedTuple):
    """A number that was understood: as it is printed, its extension, and what is odd about it.

    `odd` is "service" for a short number that anybody may ring, "premium" and "personal" for what costs the caller more, or nothing.
    """

    value: str
    extension: str = ""
    odd: str = ""
    second: str = ""  # another number that stood beside it


class Unreadable(ValueError):
    """Text that is no telephone number: `kind` says what it is instead, `meant` what was probably meant."""

    def __init__(self, kind, meant=""):
        super().__init__(kind)
        self.kind, self.meant = kind, meant


_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_EXTENSION = re.compile(r"(?:\bextension|\bextn?\.?|#|(?<=\d)\s?x)\s*\d{1,10}\s*$", re.IGNORECASE)
# British numbers begin with one of these after the 0: Ofcom's national numbering plan has nothing under 04 and 06.
BRITISH_BEGIN = frozenset("1235789")


def read(typed):
    """A telephone number as somebody typed it, or as a spreadsheet left it. Raises `Unreadable`.

    British numbers begin with 0, those from abroad with + or 00. Ten digits without are a number whose first 0 a spreadsheet took.
    """
    text = _DASHES.sub("-", _UNSEEN.sub("", typed)).strip().lstrip("='").strip()
    if len(text) > LONGEST:
        raise Unreadable("long")
    if "".join(text.split()) in SHORT_NUMBERS:
        return Read(" ".join(text.split()), odd="service")
    if _SHORTENED.fullmatch(text):
        raise Unreadable("shortened")
    parts = [part.strip() for part in re.split(r"\s*(?:/|;|\bor\b|,(?=\s*[0+]))\s*", text) if part.strip()]
    if len(parts) == 2 and all(sum(map(str.isdigit, part)) >= SHORTEST_ORDINARY for part in parts):
        first, second = read(parts[0]), read(parts[1])
        return first._replace(second=second.value)
    bare = re.sub(r"[ ().-]", "", text)
    if re.fullmatch(r"[1-35789][0-9]{8,9}", bare) and not text.startswith("("):
        raise Unreadable("lost_zero", _parsed(f"0{bare}")[0])
    if re.match(r"1-\d{3}-", text):
        text = f"+{text}"  # as North Americans write their own
    elif re.fullmatch(r"44[0-9]{9,10}", bare):
        text = f"+{bare}"
    number = _EXTENSION.sub("", text)
    if re.search(r"[^\W\d_]", re.sub(r"\(0\)", "", number)):
        raise Unreadable("words")
    if ".." in number or not text.startswith(("0", "+", "(0", "(+")) or not re.fullmatch(r"[0-9 ().+-]+", number):
        raise Unreadable("no_number")
    value, extension = _parsed(text)
    odd = "premium" if value.startswith("09") else "personal" if value.startswith("070") else ""
    return Read(value, extension, odd)


def is_mobile(value):
    """Whether a number that was understood is of a British mobile telephone."""
    return value.startswith("07") and not value.startswith(("070", "076"))


def understood(typed):
    """A telephone number somebody typed, as (the way it is printed, extension). Raises ValueError when it is none."""
    found = read(typed)
    return found.value, found.extension


def _parsed(text):
    try:
        parsed = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        raise Unreadable("no_number") from None
    national = str(parsed.national_number)
    british = parsed.country_code == BRITAIN and len(national) == BRITISH_DIGITS
    possible = national[0] in BRITISH_BEGIN if british else phonenumbers.is_valid_number(parsed)
    if not possible or parsed.italian_leading_zero or len(parsed.extension or "") > LONGEST_EXTENSION:
        raise Unreadable("no_number")
    extension, parsed.extension = parsed.extension or "", None
    return written(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)), extension
