"""Reads a detail that somebody typed; what is none, or may be about a child, is refused with a sentence and kept nowhere."""

import re

import nhs_number
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from contacts import phones

from . import hours as days

_TEN_DIGITS = re.compile(r"\d(?:[\s-]?\d){9}")
_DATE = re.compile(r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b")
_REFERENCE = re.compile(r"\b(?:case|ref|nhs|dob)\b|\d{5,}", re.IGNORECASE)


def number(typed):
    """A telephone number as (the way it is printed, its extension)."""
    try:
        return phones.understood(typed)
    except ValueError:
        raise ValidationError(_("Give a telephone number, like 0113 496 0142.")) from None


def email(typed):
    """An e-mail address."""
    value = typed.strip()
    try:
        validate_email(value)
    except ValidationError:
        raise ValidationError(_("Give an e-mail address, like name@example.org.")) from None
    return value


def words(typed):
    """A name, a title or the name of a team: a few words that can be about nobody but people at work."""
    value = " ".join(typed.split())
    if not value or not value.isprintable() or any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
        raise ValidationError(_("Give the right words."))
    ten = _TEN_DIGITS.search(value)
    is_nhs = ten is not None and nhs_number.is_valid(re.sub(r"\D", "", ten.group()))
    if is_nhs or _DATE.search(value) or _REFERENCE.search(value):
        raise ValidationError(_("This may be about a child or a case. It was not saved. Reword it."))
    return value


def hours(typed):
    """Hours as (weekday, starts, ends), Monday being 0."""
    try:
        return days.understood(typed)
    except ValueError:
        raise ValidationError(_("Give days and times, like Monday to Friday 9am to 5pm.")) from None
