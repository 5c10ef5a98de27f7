"""Keeps how a call went, opens and decides corrections, and forgets who rang; each change is recorded."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.log import record
from contacts.actions import add_contact_point, confirm
from contacts.models import Appointment, ContactPoint
from contacts.phones import understood

from .models import Correction, Outcome, Report, forgettable
from .owners import owner
from .rules import LOWERS, SUCCESSES, WRONG, band_of, day_of_try


@transaction.atomic
def tell_outcome(*, point, post=None, kind, by, at):
    """Keeps how a call by `by` to the number `point`, shown for `post`, went, and lets what follows from it happen.

    A success confirms this number and nothing else. That it is wrong, that somebody has left or is the wrong one opens one
    correction and lowers the number, unless it is a line that many ring: then only its owner is told. The second word of the
    same day about the same number is not kept: returns None. Raises ValidationError for an unknown kind.

    Who rang stands in the outcome alone, where it is forgotten; the record of what happened never names them.
    """
    row = ContactPoint.objects.select_for_update().get(pk=point.pk)
    today = day_of_try(at)
    if Outcome.objects.told_by(by, today).filter(point=row).exists():
        return None
    outcome = Outcome(point=row, post=post, kind=kind, on=today, band=band_of(at), who=by)
    outcome.full_clean()
    outcome.save(force_insert=True)
    record("was told how a call went", row, by=None, at=at)
    if kind in SUCCESSES:
        confirm(thing=row, says=_("somebody who got through"), how=_("rang"), by=None, at=at)
    elif what := WRONG.get(kind):
        _opened(what, row, post, owner(row, post), by=None, at=at)
    return outcome


@transaction.atomic
def report_wrong(*, what, agency, point=None, post=None, proposed="", by, at):
    """Notes that `by` says something is wrong with a number, a post or an agency, and perhaps knows the right number.

    Returns the one open correction about it. `agency` is asked to decide where the thing itself names no owner. Raises
    ValidationError for an unknown kind or a proposal that is no telephone number.
    """
    value, extension = _number(proposed) if proposed.strip() else ("", "")
    if point:
        point = ContactPoint.objects.select_for_update().get(pk=point.pk)
    elif post:
        type(post).objects.select_for_update().get(pk=post.pk)
    else:
        type(agency).objects.select_for_update().get(pk=agency.pk)
    decides = owner(point, post) if point or post else agency
    correction = _opened(what, point, post, decides, value, extension, by=by, at=at)
    Report.objects.get_or_create(correction=correction, who=by)
    return correction


@transaction.atomic
def change_number(*, point, value, says, by, at):
    """Gives a contact point another telephone number, which `says` (in words) vouches for.

    Raises ValidationError when `value` is no telephone number.
    """
    value, extension = _number(value)
    row = ContactPoint.objects.select_for_update().get(pk=point.pk)
    before = (row.value, row.extension)
    row.value, row.extension = value, extension
    row.full_clean()
    row.save(update_fields=["value", "extension"])
    record("changed a number", row, by=by, at=at, value=(before[0], value), extension=(before[1], extension))
    return confirm(thing=row, says=says, by=by, at=at)


@transaction.atomic
def use_correction(*, correction, value="", take_away=False, by, at):
    """Puts right what was reported; `value` is the right number where one is needed.

    A number is changed, added or (`take_away`) no longer shown, somebody who has left leaves the post, what should not be
    here is shown to nobody; a line that many ring is only noted, because taking it away is for the roster. Raises
    ValidationError when it was decided already or the number is none.
    """
    row = _still_open(correction)
    point, what = row.point, row.what
    says = row.agency.name if row.agency else _("the directory’s administrators")
    if what == Correction.What.NUMBER and point and take_away and not point.is_shared:
        _take_away(point, by=by, at=at)
    elif what == Correction.What.NUMBER and point:
        change_number(point=point, value=value, says=says, by=by, at=at)
    elif what == Correction.What.MISSING and (row.post or row.agency):
        number, extension = _number(value)
        kind = ContactPoint.Kind.PHONE
        added = add_contact_point(to=row.post or row.agency, kind=kind, value=number, extension=extension, by=by, at=at)
        confirm(thing=added, says=says, by=by, at=at)
    elif what == Correction.What.LEFT and point and point.practitioner and row.post:
        _leave(point.practitioner, row.post, by=by, at=at)
    elif what in (Correction.What.DUPLICATE, Correction.What.NOT_HERE) and point and not point.is_shared:
        _take_away(point, by=by, at=at)
    return _closed(row, Correction.Decision.USED, by=by, at=at)


@transaction.atomic
def keep_correction(*, correction, by, at):
    """Leaves what was reported as it stands, because it is right: its number is confirmed, and no longer in doubt.

    Raises ValidationError when it was decided already.
    """
    row = _still_open(correction)
    if row.point:
        says = row.agency.name if row.agency else _("the directory’s administrators")
        confirm(thing=row.point, says=says, how=_("after a report"), by=by, at=at)
    return _closed(row, Correction.Decision.KEPT, by=by, at=at)


@transaction.atomic
def forget_who_tried(*, by, at):
    """Forgets who rang, 90 days after they did, and who reported, 90 days after it was decided. Returns how many it forgot."""
    outcomes, reports = forgettable(at)
    callers = outcomes.update(who=None)
    reporters, _each = reports.delete()
    if callers or reporters:
        record("forgot who tried", "outcomes", by=by, at=at, callers=("", callers), reporters=("", reporters))
    return callers + reporters


def _number(typed):
    try:
        return understood(typed)
    except ValueError:
        raise ValidationError(_("Give a telephone number, like 0113 496 0142.")) from None


def _opened(what, point, post, agency, value="", extension="", *, by, at):
    """The one open correction that says `what` of this thing, opened now if there is none; the number gives way at once."""
    correction = Correction.objects.open().about(what, point, post, agency).first()
    if correction is None:
        shared = point is not None and point.is_shared
        correction = Correction(
            what=what, point=point, post=post, agency=agency, proposed=value, proposed_extension=extension, opened_at=at,
            alerted_at=at if shared and what in LOWERS else None,
        )  # fmt: skip
        correction.full_clean()
        correction.save(force_insert=True)
        record("opened a correction", correction, by=by, at=at, what=("", what))
    elif value and not correction.proposed:
        correction.proposed, correction.proposed_extension = value, extension
        correction.save(update_fields=["proposed", "proposed_extension"])
        record("proposed a number", correction, by=by, at=at, proposed=("", value))
    if point and what in LOWERS and not point.is_shared:
        before, point.reported_at = point.reported_at, at
        point.save(update_fields=["reported_at"])
        record("lowered a number", point, by=None, at=at, reported_at=(before, at))
    return correction


def _still_open(correction):
    row = Correction.objects.select_for_update().get(pk=correction.pk)
    if row.decision:
        raise ValidationError(_("Somebody has decided this already."))
    return row


def _take_away(point, *, by, at):
    """From now on a number is shown to nobody."""
    before, point.audience = point.audience, ContactPoint.Audience.NOBODY
    point.save(update_fields=["audience"])
    record("took a number away", point, by=by, at=at, audience=(before, point.audience))


def _leave(person, post, *, by, at):
    """Ends what somebody has in a post: yesterday was their last day, or today where today was their first."""
    today = day_of_try(at)
    for appointment in Appointment.objects.on(today).filter(practitioner=person, post=post).select_for_update():
        before, appointment.ends_on = appointment.ends_on, max(today - timedelta(days=1), appointment.starts_on or today.min)
        appointment.full_clean()
        appointment.save(update_fields=["ends_on"])
        record("left a post", appointment, by=by, at=at, ends_on=(before, appointment.ends_on))


def _closed(row, decision, *, by, at):
    row.decision, row.closed_at = decision, at
    row.save(update_fields=["decision", "closed_at"])
    record("decided a correction", row, by=by, at=at, decision=("", decision))
    return row
