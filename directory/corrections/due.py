"""What is due, in a line each: reports of wrong details to decide, and the answers to one's own."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.rules import kept_by
from contacts.models import Correction, Report
from contacts.outcomes.rules import day_of_try
from contacts.phones import written
from directory.letters.views import may_see_letters
from outbox.models import Letter

MOST = 3
# For so long the first page tells what became of a report.
HEARD_FOR = timedelta(days=7)
# For so long it tells of letters that could not be sent.
SHOWN_FOR = timedelta(days=14)


def lines(user, at):
    """At most three lines for `user` at the instant `at`, the most pressing first: [{text, and perhaps href}]."""
    corrections = Correction.objects.open().showable().filter(agency__in=kept_by(user, day_of_try(at)))
    address = reverse("corrections")
    alerts = corrections.exclude(alerted_at=None).select_related("point__team", "point__agency", "point__post", "point__setting")
    due = [{"text": _alert(each), "href": address} for each in alerts[:MOST]]
    if count := corrections.filter(alerted_at=None).count():
        text = ngettext("%(count)d report of wrong details to check", "%(count)d reports of wrong details to check", count)
        due.append({"text": text % {"count": count}, "href": address})
    mine = Report.objects.answered(user, at - HEARD_FOR).select_related(
        "correction__post", "correction__agency", "correction__practitioner", "correction__setting"
    )
    due += [{"text": _answer(report.correction)} for report in mine[:MOST]]
    if letters := _letters(user, at):
        due.append(letters)
    return due[:MOST]


def _letters(user, at):
    """That letters could not be sent, for a directory administrator; None as a rule."""
    count = Letter.objects.given_up().filter(given_up_at__gt=at - SHOWN_FOR).count()
    if not count or not may_see_letters(user, day_of_try(at)):
        return None
    text = ngettext("%(count)d letter could not be sent", "%(count)d letters could not be sent", count)
    return {"text": text % {"count": count}, "href": reverse("letters")}


def _alert(correction):
    point = correction.point
    whose = point.team or point.agency or point.post or point.setting
    return _("Reported wrong: %(line)s, %(number)s") % {"line": whose, "number": written(point.value)}


def _answer(correction):
    thing = correction.practitioner or correction.setting or correction.post or correction.agency
    if correction.decision == Correction.Decision.USED:
        return _("%(thing)s: what you reported has been put right. Thanks.") % {"thing": thing}
    return _("%(thing)s: what you reported was checked, and is right as it stands.") % {"thing": thing}
