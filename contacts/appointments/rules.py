"""Who may change a person, and whom a roster may take into its posts."""

from django.db.models import Q
from django.utils import timezone

from agencies.rules import kept_by
from contacts.models import Appointment, Practitioner


def may_be_appointed(user, at):
    """The listed people whom `user` may put in a post: those of the agencies whose roster they keep, and those in no post at all.

    Somebody else's people stay theirs.
    """
    day = timezone.localdate(at)
    lasting = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day))
    theirs = lasting.filter(post__agency__in=kept_by(user, day)).values("practitioner")
    return Practitioner.objects.listed().filter(Q(pk__in=theirs) | ~Q(pk__in=lasting.values("practitioner")))


def people_kept(user, at):
    """The listed people whose details `user` may change: every agency they are in a post of is one whose roster `user` keeps."""
    day = timezone.localdate(at)
    lasting, kept = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day)), kept_by(user, day)
    theirs = lasting.filter(post__agency__in=kept).values("practitioner")
    others = lasting.exclude(post__agency__in=kept).values("practitioner")
    return Practitioner.objects.listed().filter(Q(pk__in=theirs) & ~Q(pk__in=others))
