"""Opening hours of a week in words: "Monday to Friday, 8:45am to 5pm"."""

from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from agencies.models import OpeningHours
from contacts.availability import BANK_HOLIDAY, LONDON, MIDNIGHT

from .sentences import clock

NAMES = dict(OpeningHours.DAYS)
# Any day will do to say a time of day.
SOME_DAY = datetime(2000, 1, 3, tzinfo=LONDON)


def in_words(week):
    """`week` (a sequence of `availability.Hours`) as a list of short sentences, days with the same hours told together.

    Bank holidays come last; where a week says nothing of them, neither does this. An empty week gives an empty list.
    """
    by_day = {}
    for hours in sorted(week, key=lambda hours: (hours.day, hours.opens)):
        by_day.setdefault(hours.day, []).append((hours.opens, hours.closes))
    if all(by_day.get(day) == [(MIDNIGHT, MIDNIGHT)] for day in range(7)):
        return [_("Day and night.")]
    sentences = []
    for _run, days in groupby(sorted(by_day.items()), key=_same_hours_in_a_row()):
        days = list(days)
        spans = ", ".join(_("%(opens)s to %(closes)s") % _span(*span) for span in days[0][1])
        sentences.append(_("%(days)s, %(spans)s.") % {"days": _days(days[0][0], days[-1][0]), "spans": spans})
    return sentences


def _same_hours_in_a_row():
    """A key that changes whenever the next day does not follow the last one or keeps other hours."""
    last, run = None, 0

    def key(item):
        nonlocal last, run
        day, spans = item
        if last is not None and (day != last[0] + 1 or spans != last[1] or day == BANK_HOLIDAY):
            run += 1
        last = (day, spans)
        return run

    return key


def _days(first, last):
    if first == last:
        return NAMES[first]
    return _("%(first)s to %(last)s") % {"first": NAMES[first], "last": NAMES[last]}


def _span(opens, closes):
    return {"opens": _clock(opens), "closes": _clock(closes)}


def _clock(time):
    return clock(SOME_DAY.replace(hour=time.hour, minute=time.minute))
