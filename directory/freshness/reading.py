"""How true an agency's details are, in a sentence and on a page."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from contacts.appointments.gaps import vacancies, without_cover
from contacts.availability import LONDON
from contacts.freshness import trend
from contacts.freshness.counting import Counts, counted
from contacts.models import Snapshot
from directory import sentences

from . import picture

TWO_YEARS = timedelta(days=800)
# A page lists no more of a kind than this; the figure over the list is the whole.
MOST = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """How many per cent are confirmed (None: nothing to confirm), the sentence that says so, and the counts behind it."""

    percent: int | None
    sentence: str
    counts: Counts


def standing(agencies, at):
    """How true the details of these agencies (ids) are together, at the instant `at`: four queries however many there are.

    "91% confirmed, up from 84% in August."
    """
    return _standing(agencies, _history(agencies, at), at)


def _standing(agencies, history, at):
    found = counted(list(agencies), at).values()
    whole = Counts(*(sum(getattr(each, name) for each in found) for name in Counts.__dataclass_fields__))
    share = trend.percent(whole.confirmed, whole.details)
    return Standing(share, _sentence(share, history, at.astimezone(LONDON).date()), whole)


def _history(agencies, at):
    """(Monday, per cent) of the weeks that were counted, of these agencies together."""
    today, weeks = at.astimezone(LONDON).date(), {}
    for row in Snapshot.objects.of(list(agencies), today - TWO_YEARS):
        confirmed, details = weeks.get(row.week, (0, 0))
        weeks[row.week] = (confirmed + row.confirmed, details + row.details)
    return [(week, trend.percent(*pair)) for week, pair in sorted(weeks.items())]


def _sentence(share, history, today):
    if share is None:
        return _("Nothing to confirm yet.")
    before = trend.earlier(history, today)
    if before is None:
        return _("%(now)s%% confirmed.") % {"now": share}
    day, then = before
    month = formats.date_format(day, "F" if today - day < timedelta(days=330) else "F Y")
    said = {"now": share, "then": then, "month": month}
    if share == then:
        return _("%(now)s%% confirmed, as in %(month)s.") % said
    up, down = (
        _("%(now)s%% confirmed, up from %(then)s%% in %(month)s."),
        _("%(now)s%% confirmed, down from %(then)s%% in %(month)s."),
    )
    return (up if share > then else down) % said


def read(agency, at):
    """The context of the page."""
    day = at.astimezone(LONDON).date()
    history = _history([agency.pk], at)
    now = _standing([agency.pk], history, at)
    # This quarter's mark is today's figure, not last Monday's.
    rows = trend.quarters([*history, (day, now.percent)], day) if now.percent is not None else []
    marks, stretches = picture.line([share for _start, share in rows])
    for mark in marks:
        mark["quarter"] = _quarter(rows[mark["nth"]][0])
    empty = list(vacancies([agency.pk], day).order_by("title", "pk")[:MOST])
    away = without_cover([agency.pk], at)
    return {
        "agency": agency,
        "standing": now,
        "quarters": [{"quarter": _quarter(start), "share": share} for start, share in rows],
        "marks": marks,
        "stretches": stretches,
        "vacant": empty,
        "uncovered": [{"post": one, "days": sentences.days_between(one.starts_at, one.ends_at, at)} for one in away[:MOST]],
    }


def _quarter(start):
    """January to March 2026, shortened."""
    last = start.replace(month=start.month + 2)
    return _("%(first)s–%(last)s") % {"first": formats.date_format(start, "M"), "last": formats.date_format(last, "M Y")}
