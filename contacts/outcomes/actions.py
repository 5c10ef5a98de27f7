"""Keeps how a call went, opens and decides corrections, and forgets who rang; each change is recorded."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions import set_hours
from agencies.models import Team
from agencies.ownership.admins import keepers_of
from audit.log import record
from contacts.actions import add_contact_point, confirm, set_working_hours
from contacts.details import typed
from contacts.details.actions import change_email, change_name, change_number, change_title, move_to_team
from contacts.models import Appointment, ContactPoint
from outbox.actions import write
from outbox.models import Letter
from search.index import refresh

from .letters import digest, tell_reporters
from .models import Correction, Outcome, Report, forgettable
from .owners import owner
from .rules import LOWERS, SUCCESSES, WRONG, band_of, day_of_try

MAILBOXES = (ContactPoint.Kind.EMAIL, ContactPoint.Kind.SECURE_EMAIL)


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
        about = {"point": row, "practitioner": None, "post": post, "setting": None, "agency": owner(row, post)}
        _opened(what, about, by=None, at=at)
    return outcome


@transaction.atomic
def report_wrong(*, what, agency, point=None, practitioner=None, post=None, setting=None, proposed="", by, at):
    """Notes that `by` says a detail of a contact point, person, post, site or agency is wrong, and perhaps knows the right one.

    Returns the one open correction about it. `agency` is asked to decide where the thing itself names no owner; None is the
    partnership's business unit. Raises ValidationError for an unknown kind or a proposal that is no such detail.
    """
    proposal = _proposal(what, proposed) if proposed.strip() else ("", "")
    thing = next((each for each in (point, practitioner, post, setting, agency) if each is not None), None)
    if thing is not None:
        # Two who report the same at once open one correction.
        thing = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    point = thing if point else None
    decides = owner(point, post, setting) if point or post or setting else agency
    about = {"point": point, "practitioner": practitioner, "post": post, "setting": setting, "agency": decides}
    correction = _opened(what, about, proposal, by=by, at=at)
    Report.objects.get_or_create(correction=correction, who=by)
    return correction


@transaction.atomic
def report_bounced(*, point, by, at):
    """Notes that mail to an e-mail address came back: its owner is asked to put it right, and another way comes first.

    Nobody reported it, so nobody hears back. Mail that comes back again changes nothing. Returns the open correction.
    """
    row = ContactPoint.objects.select_for_update().get(pk=point.pk)
    post = _post_of(row, at)
    about = {"point": row, "practitioner": None, "post": post, "setting": None, "agency": owner(row, post)}
    return _opened(Correction.What.EMAIL, about, by=by, at=at)


def _post_of(point, at):
    """The post that a number or address is somebody's for, as of the instant `at`; None for what belongs to no person."""
    if not point.practitioner_id:
        return point.post
    held = Appointment.objects.on(day_of_try(at)).filter(practitioner=point.practitioner_id)
    first = held.select_related("post__agency").order_by("kind", "order", "pk").first()
    return first and first.post


@transaction.atomic
def use_correction(*, correction, value="", take_away=False, by, at):
    """Puts right what was reported; `value` is the right detail where one is needed.

    A number or an e-mail is changed, added or (`take_away`) no longer shown; a name, a title, hours and a team are changed;
    somebody who has left leaves the post; what should not be here is shown to nobody. A line that many ring is only noted,
    because taking it away is for the roster. Raises ValidationError when it was decided already or the detail is none.
    """
    row = _still_open(correction)
    point, what = row.point, row.what
    says = row.agency.name if row.agency else _("the directory’s administrators")
    if take_away and what in (Correction.What.NUMBER, Correction.What.EMAIL) and point and not point.is_shared:
        _take_away(point, by=by, at=at)
    elif what in PUT_RIGHT:
        PUT_RIGHT[what](row, value, says=says, by=by, at=at)
    elif what == Correction.What.NUMBER and point:
        change_number(point=point, value=value, says=says, by=by, at=at)
    elif what == Correction.What.LEFT and row.post and (person := row.practitioner or (point and point.practitioner)):
        _leave(person, row.post, by=by, at=at)
    elif what in (Correction.What.DUPLICATE, Correction.What.NOT_HERE) and point and not point.is_shared:
        _take_away(point, by=by, at=at)
    return _closed(row, Correction.Decision.USED, by=by, at=at)


def _to(row):
    """What a missing number or address belongs to."""
    return row.practitioner or row.post or row.setting or row.agency


def _add_number(row, value, *, says, by, at):
    number, extension = typed.number(value, own=bool(row.practitioner_id))
    if to := _to(row):
        added = add_contact_point(
            to=to, kind=ContactPoint.Kind.PHONE, value=number, extension=extension, by=by, at=at
        )  # fmt: skip
        confirm(thing=added, says=says, by=by, at=at)


def _put_email(row, value, *, says, by, at):
    if row.point:
        change_email(point=row.point, value=value, says=says, by=by, at=at)
    elif to := _to(row):
        added = add_contact_point(to=to, kind=ContactPoint.Kind.EMAIL, value=typed.email(value), by=by, at=at)
        confirm(thing=added, says=says, by=by, at=at)


def _put_name(row, value, *, says, by, at):
    if row.practitioner is None:
        raise ValidationError(_("Change that name on its own page."))
    change_name(practitioner=row.practitioner, name=value, by=by, at=at)


def _put_title(row, value, *, says, by, at):
    change_title(post=row.post, title=value, by=by, at=at)


def _put_hours(row, value, *, says, by, at):
    hours = typed.hours(value)
    on = day_of_try(at)
    held = row.practitioner and Appointment.objects.on(on).filter(practitioner=row.practitioner, post=row.post).first()
    if held:
        set_working_hours(appointment=held, hours=hours, by=by, at=at)
    elif thing := row.post or row.setting or row.agency:
        set_hours(thing=thing, hours=hours, by=by, at=at)


def _put_team(row, value, *, says, by, at):
    team = Team.objects.filter(agency=row.post.agency, name=value, closed_on=None).first()
    if team is None:
        raise ValidationError(_("That team is not there any more. Choose another."))
    move_to_team(post=row.post, team=team, by=by, at=at)


PUT_RIGHT = {
    Correction.What.MISSING: _add_number,
    Correction.What.EMAIL: _put_email,
    Correction.What.NAME: _put_name,
    Correction.What.TITLE: _put_title,
    Correction.What.HOURS: _put_hours,
    Correction.What.TEAM: _put_team,
}


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
def mail_came_back(*, address, by, at):
    """Notes that there is no mailbox `address`: one open correction for each place where it is shown, until its owner decides."""
    shown = ContactPoint.objects.filter(value__iexact=address, kind__in=MAILBOXES).exclude(audience=ContactPoint.Audience.NOBODY)
    for point in shown.order_by("pk"):
        report_bounced(point=point, by=by, at=at)


@transaction.atomic
def write_correction_digests(*, by, at):
    """Tells whoever can put them right how many new corrections wait, once a day at most; returns how many letters it wrote."""
    today, written = day_of_try(at), 0
    waiting = Correction.objects.open().showable().select_related("agency").order_by("opened_at", "pk")
    keepers, of = {}, {}
    for correction in waiting:
        if correction.agency_id and correction.agency_id not in keepers:
            keepers[correction.agency_id] = keepers_of(correction.agency, today)
        for user in keepers.get(correction.agency_id, ()):
            of.setdefault(user, []).append(correction)
    for user, corrections in of.items():
        before = Letter.objects.filter(key__startswith=f"corrections:{user.key}:").order_by("-written_at").first()
        key = f"corrections:{user.key}:{today}"
        new = [each for each in corrections if before is None or each.opened_at > before.written_at]
        if new and (before is None or before.key != key):
            subject, text = digest(len(new), len(corrections))
            write(key=key, to=user.email, subject=subject, text=text, by=by, at=at)
            written += 1
    return written


@transaction.atomic
def forget_who_tried(*, by, at):
    """Forgets who rang, 90 days after they did, and who reported, 90 days after it was decided. Returns how many it forgot."""
    outcomes, reports = forgettable(at)
    callers = outcomes.update(who=None)
    reporters, _each = reports.delete()
    if callers or reporters:
        record("forgot who tried", "outcomes", by=by, at=at, callers=("", callers), reporters=("", reporters))
    return callers + reporters


def _proposal(what, proposed):
    """What is proposed as it will be written, and its extension: checked as the detail it is to be."""
    if what in (Correction.What.NUMBER, Correction.What.MISSING, Correction.What.LEFT):
        return typed.number(proposed)
    if what == Correction.What.EMAIL:
        return typed.email(proposed), ""
    if what == Correction.What.HOURS:
        typed.hours(proposed)
        return " ".join(proposed.split()), ""
    if what in (Correction.What.NAME, Correction.What.TITLE, Correction.What.TEAM):
        return typed.words(proposed), ""
    return "", ""


def _opened(what, about, proposal=("", ""), *, by, at):
    """The one open correction that says `what` of what it is `about`, opened now if there is none; a number gives way at once."""
    value, extension = proposal
    point = about["point"]
    correction = Correction.objects.open().about(what, **about).first()
    if correction is None:
        shared = point is not None and point.is_shared
        correction = Correction(
            what=what, **about, proposed=value, proposed_extension=extension, opened_at=at,
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
    refresh("person", [person.pk])


def _closed(row, decision, *, by, at):
    row.decision, row.closed_at = decision, at
    row.save(update_fields=["decision", "closed_at"])
    record("decided a correction", row, by=by, at=at, decision=("", decision))
    tell_reporters(row, at=at)
    return row
