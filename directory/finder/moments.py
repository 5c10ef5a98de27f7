"""The moment an address asks about: now, another time, or one that needs explaining."""

from datetime import datetime, timedelta

from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from contacts.availability import LONDON, ClockChange, moment
from directory import sentences

AT = "%Y-%m-%dT%H:%M"
FURTHEST = 50  # years from now that anybody asks about; the calendar itself ends at 9999
HOUR = timedelta(hours=1)  # what a change of the clocks skips or repeats


def asked_about(query):
    """The instant a query asks about (now, unless its `at` says otherwise), now, and what is odd about it if anything.

    Odd is a `ClockChange`, or the sentence that says what is wrong.
    """
    now = timezone.now()
    typed = query.get("at", "")
    if not typed:
        return now, now, None
    local = local_time(typed, now)
    if local is None:
        return now, now, not_a_time()
    fold = query.get("fold")
    instant = moment(local, fold=int(fold) if fold in ("0", "1") else None)
    return (now, now, instant) if isinstance(instant, ClockChange) else (instant, now, None)


def local_time(typed, now):
    """A local date and time as a form sends it, without a time zone; None for anything else, or too many years from `now`."""
    try:
        local = datetime.strptime(typed, AT)
    except ValueError:
        return None
    return local if abs(local.year - now.year) <= FURTHEST else None


def not_a_time():
    return _("Give a date and time, like 27 November 2026, 4:45pm.")


def change_sentence(change, local):
    """What a change of the clocks does to a local time."""
    said = {"time": sentences.clock(local.replace(tzinfo=LONDON)), "day": sentences.weekday(local.date())}
    if change is ClockChange.SKIPPED:
        return _("%(time)s doesn’t exist on %(day)s: clocks go forward. Choose another time.") % said
    return _("%(time)s comes twice on %(day)s: clocks go back. First or second?") % said


def strip(query, at, now):
    """What a page needs to say that it is not about now, and to be asked about another time: its context.

    `query` is what its address keeps.
    """
    moved = at != now
    hidden = _but_the_time(query)
    return {
        "at": sentences.moment_strip(at, now) if moved else "",
        "at_value": at.astimezone(LONDON).strftime(AT),
        "now_address": f"?{urlencode(hidden)}",
        "hidden": hidden,
    }


def _but_the_time(query):
    return [(name, value) for name, values in query.lists() if name not in ("at", "fold") for value in values]


def explain(request, odd, kept=None):
    """The page that says what is wrong with the time asked about, and asks for another; `kept` is what its address keeps."""
    typed = request.GET.get("at", "")
    is_change = isinstance(odd, ClockChange)
    context = {
        "clock": change_sentence(odd, local_time(typed, timezone.now())) if is_change else odd,
        "twice": odd is ClockChange.REPEATED,
        "at_value": typed[:16],
        "hidden": _but_the_time(kept) if kept else [],
    }
    return render(request, "finder/cannot.html", context)
