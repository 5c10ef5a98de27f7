"""Telephone numbers as people write them and as telephones dial them."""

from functools import lru_cache

import phonenumbers

REGION, BRITAIN = "GB", 44
SHORTEST_ORDINARY = 7
# Numbers of three or six digits that anybody may ring.
SHORT_NUMBERS = frozenset({"101", "105", "111", "112", "119", "123", "999", "116000", "116111", "116123"})
LONGEST_EXTENSION = 10
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


def understood(typed):
    """A telephone number somebody typed, as (the way it is printed, extension). Raises ValueError when it is none.

    British numbers begin with 0, others with + or 00: ten bare digits are more likely a number that is not a telephone's.
    """
    if "".join(typed.split()) in SHORT_NUMBERS:
        return " ".join(typed.split()), ""
    if not typed.strip().startswith(("0", "+", "(0")):
        raise ValueError("It begins like no telephone number.")
    try:
        parsed = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException as error:
        raise ValueError("It cannot be read as a telephone number.") from error
    british = parsed.country_code == BRITAIN and len(str(parsed.national_number)) == BRITISH_DIGITS
    possible = phonenumbers.is_possible_number(parsed) if british else phonenumbers.is_valid_number(parsed)
    if not possible or len(parsed.extension or "") > LONGEST_EXTENSION:
        raise ValueError("No telephone has this number.")
    extension, parsed.extension = parsed.extension or "", None
    return written(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)), extension
