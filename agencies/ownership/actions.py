"""Invites admins, lets them in and lets them go; an agency that has an admin keeps one. Each change is recorded."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import make_account
from accounts.models import User
from agencies.actions import give_right
from agencies.models import Agency, Invitation, Membership
from audit.log import record
from outbox.actions import write
from outbox.models import Letter

from .admins import ADMIN, admins_of, keepers_of, kept_alone, may_go
from .rules import InvitationIsOver, digest_of


@transaction.atomic
def invite(*, agency, email, instead_of=None, by, at):
    """Invites whoever has the mailbox `email` to be admin of `agency`, for 72 hours; an earlier invitation of theirs gives way.

    `instead_of` (an account) steps down when they accept. Raises ValidationError when they are admin already.
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if admins_of(agency, timezone.localdate(at)).filter(user__email__iexact=email).exists():
        raise ValidationError(_("They are an admin here already."))
    earlier = Invitation.objects.unanswered().filter(agency=agency, right=ADMIN, email__iexact=email)
    for invitation in earlier.select_for_update():
        _withdraw(invitation, by=by, at=at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        agency=agency, email=email, digest=digest_of(token), instead_of=instead_of, made_by=by, made_at=at
    )  # fmt: skip
    invitation.full_clean()
    invitation.save(force_insert=True)
    record("invited an admin", invitation, by=by, at=at, agency=("", agency.pk), email=("", email))
    text = _(
        "%(agency)s asks you to keep its entries in %(product)s: who holds which post, and on which number.\n\n"
        "This link works once, for 72 hours:\n\n%(link)s\n\n"
        "If you do not know what this is about, do nothing: nobody gets in."
    )
    write(
        key=f"invitation:{invitation.key}",
        to=email,
        subject=_("Keep the entries of %(agency)s") % {"agency": agency.name},
        text=text % {"agency": agency.name, "product": settings.PRODUCT_NAME, "link": Letter.SECRET},
        secret=settings.BASE_URL + reverse("invitation", args=[token]),
        by=by,
        at=at,
    )
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation, by, at):
    """Takes an invitation back: its link lets nobody in. One that was used stays as it is."""
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.used_at is None and row.withdrawn_at is None:
        _withdraw(row, by=by, at=at)
    return row


@transaction.atomic
def renew_invitation(*, token, by, at):
    """Sends a fresh link to the same mailbox in place of the one of `token`, which is too old. Raises InvitationIsOver otherwise."""
    invitation = Invitation.objects.unanswered().filter(digest=digest_of(token)).select_related("agency", "instead_of").first()
    if invitation is None or invitation.is_open(at):
        raise InvitationIsOver
    try:
        return invite(agency=invitation.agency, email=invitation.email, instead_of=invitation.instead_of, by=by, at=at)
    except ValidationError:
        raise InvitationIsOver from None


@transaction.atomic
def accept_invitation(*, token, user=None, name="", password="", by, at):
    """Makes whoever holds `token` an admin: the account `user`, or a new one with the mailbox that was invited. Returns the account.

    Of two who try at once, one gets in. Whoever entered the roster for the agency does so no longer, and both are told. The
    password has been checked by whoever calls. Raises InvitationIsOver.
    """
    found = Invitation.objects.filter(digest=digest_of(token)).first()
    if found is None:
        raise InvitationIsOver
    agency = Agency.objects.select_for_update().get(pk=found.agency_id)
    invitation = Invitation.objects.select_for_update().get(pk=found.pk)
    if not invitation.is_open(at):
        raise InvitationIsOver
    user = user or make_account(name=name, email=invitation.email, password=password, by=None, at=at)
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    record("accepted an invitation", invitation, by=user, at=at)
    today = timezone.localdate(at)
    if not admins_of(agency, today).filter(user=user).exists():
        give_right(user=user, agency=agency, right=invitation.right, by=user, at=at)
    _end_caretaking(agency, user, at)
    leaving = invitation.instead_of
    if leaving and leaving != user and may_go(leaving, agency, today):
        end_admin(agency=agency, user=leaving, by=leaving, at=at)
    return user


@transaction.atomic
def end_admin(*, agency, user, by, at):
    """From now on `user` is no admin of `agency`. Raises ValidationError when nobody else would be."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    today = timezone.localdate(at)
    if not (ruling := may_go(user, agency, today)):
        raise ValidationError(ruling.because)
    for membership in admins_of(agency, today).filter(user=user).select_for_update(of=("self",)):
        _end(membership, today, by=by, at=at)


@transaction.atomic
def end_account(*, user, by, at):
    """Ends an account: it opens nothing any more, and holds no right.

    Raises ValidationError when an agency would be left without an admin.
    """
    today = timezone.localdate(at)
    kept = Membership.objects.filter(user=user, right=ADMIN).values("agency")
    # In one order, so that two who do this at once wait for each other instead of blocking each other.
    list(Agency.objects.select_for_update().filter(pk__in=kept).order_by("pk"))
    for agency in kept_alone(user, today):
        raise ValidationError(may_go(user, agency, today).because)
    row = User.objects.select_for_update().get(pk=user.pk)
    row.is_active = False
    row.save(update_fields=["is_active"])
    record("ended an account", row, by=by, at=at)
    for membership in Membership.objects.on(today).filter(user=user).select_for_update():
        _end(membership, today, by=by, at=at)
    return row


def _end(membership, today, *, by, at):
    """A right holds on its last day, so it ends yesterday; one that was given today is taken out."""
    record("ended a right", membership, by=by, at=at, right=(membership.right, ""), user=(membership.user_id, ""))
    yesterday = today - timedelta(days=1)
    if membership.starts_on and membership.starts_on > yesterday:
        membership.delete()
        return
    membership.ends_on = yesterday
    membership.save(update_fields=["ends_on"])


def _withdraw(invitation, *, by, at):
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    record("withdrew an invitation", invitation, by=by, at=at)


def _end_caretaking(agency, user, at):
    """Now that it has an admin of its own, nobody enters its roster for it; its caretaker's admins and its own are told."""
    caretaker = agency.entered_for
    if caretaker is None:
        return
    told = keepers_of(caretaker, timezone.localdate(at))
    record("ended caretaking", agency, by=user, at=at, entered_for=(caretaker.pk, ""))
    agency.entered_for = None
    agency.save(update_fields=["entered_for"])
    names = {"agency": agency.name, "caretaker": caretaker.name}
    page = settings.BASE_URL + reverse("admins", args=[agency.slug])
    for person, said in (
        *((each, _("%(agency)s keeps its own entries now. %(caretaker)s can no longer change them.")) for each in told),
        (
            user,
            _(
                "You keep the entries of %(agency)s now. %(caretaker)s, which entered them until today, can no longer change them."
            ),
        ),
    ):
        write(
            key=f"caretaking:{agency.key}:{at.isoformat()}:{person.key}",
            to=person.email,
            subject=_("%(agency)s keeps its own entries now") % names,
            text=f"{said % names}\n\n{page}\n",
            by=None,
            at=at,
        )
