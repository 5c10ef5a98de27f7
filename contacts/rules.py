"""Who may note that somebody is away, and who may answer for a cover."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ALLOWED, refuse
from agencies.models import Membership

from .models import Appointment


def may_change_absences(user, person, at):
    """Whether `user` may say when `person` is away: themselves, and the roster admins of the agencies they work for."""
    if person.user_id == user.pk or keeps_roster_of(user, person, at):
        return ALLOWED
    return refuse(_("Only they and their agency’s roster admin can say when they are away. Tell one of them."))


def may_answer(user, cover):
    """Whether `user` is who was asked."""
    if cover.practitioner.user_id == user.pk:
        return ALLOWED
    return refuse(_("Only the person who was asked, or their roster admin, can answer."))


def may_note_agreement(user, cover, at):
    """Whether `user` may note that somebody agreed, or declined, on the telephone: the roster admins of either side."""
    if any(keeps_roster_of(user, person, at) for person in (cover.absence.practitioner, cover.practitioner)):
        return ALLOWED
    return refuse(_("Only a roster admin can note what was said on the telephone."))


def keeps_roster_of(user, person, at):
    """Whether `user` is a roster admin, on the day of `at`, of an agency `person` works for then or later, or of its caretaker."""
    day = timezone.localdate(at)
    theirs = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), practitioner=person).values("post__agency")
    admin = Membership.objects.on(day).filter(user=user, right=Membership.Right.ROSTER_ADMIN)
    return admin.filter(Q(agency__in=theirs) | Q(agency__looks_after__in=theirs)).exists()
