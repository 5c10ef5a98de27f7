"""Reads a detail that somebody typed; what is none, or may be about a child, is refused with a sentence and kept nowhere."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.case_data import Kind, case_data
from contacts import emails, phones

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


NO_NUMBER = gettext_lazy("Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192.")
NO_EMAIL = gettext_lazy("Enter an e-mail address in the correct format, like name@example.org.")
# Why a text is no number of ours (`phones.Unreadable.kind`), where more can be said than that.
_UNREADABLE = {
    "shortened": gettext_lazy("Excel has shortened this number. The last digits are lost. Type it again."),
    "lost_zero": gettext_lazy("%(meant)s? Excel may have removed the first 0."),
    "long": gettext_lazy("A phone number has 40 characters at most."),
}
_ODD_NUMBER = {
    "premium": gettext_lazy("Premium-rate number: the caller pays more."),
    "personal": gettext_lazy("Personal-numbering range, often costly to ring."),
    "mobile": gettext_lazy("This looks like a mobile. Is it a work phone? Only work phones are held here."),
}
ODD_EMAIL = {
    emails.Odd.SLIP: gettext_lazy("Did you mean %(text)s?"),
    emails.Odd.RETIRED: gettext_lazy("%(text)s was retired in 2019: mail no longer arrives there."),
    emails.Odd.PRIVATE: gettext_lazy("%(text)s is not a domain of work mail. Only work addresses are held here."),
}


def number(typed, own=False):
    """A telephone number as (the way it is printed, its extension). `own`: of one person, whose number 101 cannot be."""
    try:
        found = phones.read(typed)
    except phones.Unreadable as why:
        said = str(_UNREADABLE.get(why.kind, NO_NUMBER)) % {"meant": why.meant}
        if why.meant and case_data(typed, timezone.localdate()):
            said = str(NO_NUMBER)  # ten digits without a 0 may be a child's: then nothing of them is said again
        if why.kind == "words":
            said += " " + _("How else to reach somebody goes under “Before you ring” of their post.")
        raise ValidationError(said) from None
    if found.second:
        both = {"first": found.value, "second": found.second}
        raise ValidationError(_("These are two numbers: %(first)s and %(second)s. Enter one of them here.") % both)
    if own and found.odd == "service":
        raise ValidationError(_("This is a public service number, nobody’s own."))
    return found.value, found.extension


def odd_number(value, own=False):
    """What is odd about a number that was understood, in a sentence; nothing when nothing is. On a line that many ring a mobile is."""
    odd = phones.read(value).odd if value else ""
    if not odd and not own and phones.is_mobile(value):
        odd = "mobile"
    return _ODD_NUMBER.get(odd, "")


def email(typed):
    """An e-mail address."""
    try:
        return emails.understood(typed)
    except emails.OtherAlphabet as found:
        said = _("After the @ are letters of another alphabet: it really says %(meant)s.") % {"meant": found.meant}
        raise ValidationError(f"{said} {NO_EMAIL}") from None
    except ValueError:
        raise ValidationError(NO_EMAIL) from None


def odd_email(value):
    """What is odd about an address that was understood, in a sentence; nothing when nothing is."""
    found = emails.odd(value) if value else None
    return ODD_EMAIL[found[0]] % {"text": found[1]} if found else ""


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
