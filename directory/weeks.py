"""Opening hours of a week in words: "Monday to Friday, 8:45am to 5pm"."""

from datetime import datetime

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
        return [_("Answered day and night.")]
    runs = []
    for day, spans in sorted(by_day.items()):
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == spans and day != BANK_HOLIDAY:
            runs[-1][1] = day
        else:
            runs.append([day, day, spans])
    return [
        _("%(days)s, %(spans)s.") % {"days": _days(first, last), "spans": ", ".join(_span(*span) for span in spans)}
        for first, last, spans in runs
    ]


def _days(first, last):
    if first == last:
        return NAMES[first]
    return _("%(first)s to %(last)s") % {"first": NAMES[first], "last": NAMES[last]}


def _span(opens, closes):
    if opens == closes:
        return _("all day")
    return _("%(opens)s to %(closes)s") % {"opens": _clock(opens), "closes": _clock(closes)}


def _clock(time):
    return clock(SOME_DAY.replace(hour=time.hour, minute=time.minute))
