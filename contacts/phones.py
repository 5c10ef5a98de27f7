"""Telephone numbers as people write them and as telephones dial them."""

import phonenumbers

REGION = "GB"
SHORTEST_ORDINARY = 7


def dialled(value, extension=""):
    """What follows `tel:` for a number written as `value`: digits with a plus, and the extension after a pause.

    Short numbers (101, 111, 999, 116 123) are dialled as they stand. A number nobody can parse keeps its digits.
    """
    digits = "".join(character for character in value if character.isdigit())
    if len(digits) >= SHORTEST_ORDINARY and not digits.startswith("116"):
        try:
            parsed = phonenumbers.parse(value, REGION)
            digits = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        except phonenumbers.NumberParseException:
            pass
    return f"{digits};ext={extension}" if extension else digits


def written(value):
    """A number the way it is printed in Britain ("0113 496 0142"); anything unknown stays as it was typed."""
    digits = "".join(character for character in value if character.isdigit())
    if len(digits) < SHORTEST_ORDINARY:
        return value.strip()
    try:
        return phonenumbers.format_number(phonenumbers.parse(value, REGION), phonenumbers.PhoneNumberFormat.NATIONAL)
    except phonenumbers.NumberParseException:
        return value.strip()
