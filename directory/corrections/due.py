"""What is due, in a line each: reports of wrong details to decide, and the answers to one's own."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.rules import kept_by
from contacts.models import Correction, Report
from contacts.outcomes.rules import day_of_try
from contacts.phones import written

MOST = 3
# For so long the first page tells what became of a report.
HEARD_FOR = timedelta(days=7)


def lines(user, at):
    """At most three lines for `user` at the instant `at`, the most pressing first: [{text, and perhaps href}]."""
    corrections = Correction.objects.open().showable().filter(agency__in=kept_by(user, day_of_try(at)))
    address = reverse("corrections")
    alerts = corrections.exclude(alerted_at=None).select_related("point__team", "point__agency", "point__post", "point__setting")
    due = [{"text": _alert(each), "href": address} for each in alerts[:MOST]]
    if count := corrections.filter(alerted_at=None).count():
        text = ngettext("%(count)d report of wrong details to check", "%(count)d reports of wrong details to check", count)
        due.append({"text": text % {"count": count}, "href": address})
    mine = Report.objects.answered(user, at - HEARD_FOR).select_related("correction__post", "correction__agency")
    due += [{"text": _answer(report.correction)} for report in mine[:MOST]]
    return due[:MOST]


def _alert(correction):
    point = correction.point
    whose = point.team or point.agency or point.post or point.setting
    return _("Reported wrong: %(line)s, %(number)s") % {"line": whose, "number": written(point.value)}


def _answer(correction):
    thing = correction.post or correction.agency
    if correction.decision == Correction.Decision.USED:
        return _("%(thing)s: what you reported has been put right. Thanks.") % {"thing": thing}
    return _("%(thing)s: what you reported was checked, and is right as it stands.") % {"thing": thing}
