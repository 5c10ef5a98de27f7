"""Telephone numbers as people write them and as telephones dial them."""

from functools import lru_cache

import phonenumbers

REGION, BRITAIN = "GB", 44
SHORTEST_ORDINARY = 7
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
