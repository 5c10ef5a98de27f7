"""Reads a detail that somebody typed; what is none, or may be about a child, is refused with a sentence and kept nowhere."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.case_data import Kind, case_data
from contacts import phones

from . import hours as days

_LOOKS_LIKE = {
    Kind.NHS_NUMBER: gettext_lazy("This looks like an NHS number."),
    Kind.BIRTH_DATE: gettext_lazy("This looks like a date of birth."),
    Kind.CASE_REFERENCE: gettext_lazy("This looks like the number of a case."),
    Kind.CHILD: gettext_lazy("This looks like something about a child."),
}


def nothing_about_a_case(value):
    """A validator: refuses free text that holds what leads to a child or a case, with a sentence that does not repeat it."""
    if kind := case_data(value, timezone.localdate()):
        asks = _("The directory holds nothing about children or cases. Take it out and save again.")
        raise ValidationError(f"{_LOOKS_LIKE[kind]} {asks}", code="case_data")


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
    nothing_about_a_case(value)
    return value


def hours(typed):
    """Hours as (weekday, starts, ends), Monday being 0."""
    try:
        return days.understood(typed)
    except ValueError:
        raise ValidationError(_("Give days and times, like Monday to Friday 9am to 5pm.")) from None
