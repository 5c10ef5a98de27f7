"""Who may say that two entries are one person, and whose word it still needs."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import ALLOWED, refuse
from agencies.models import Agency
from agencies.rules import kept_by
from contacts.models import Appointment

NOT_YOURS = _("Only the roster admins of the agencies they work for can say whether they are the same person.")
NO_ROSTER = _("Only a roster admin can look for people who are here twice.")


def agencies_of(person, day):
    """The ids of the agencies somebody works for on `day` or later."""
    working = Appointment.objects.not_over(day).filter(practitioner=person)
    return set(working.values_list("post__agency", flat=True))


def sides(one, other, day):
    """For each of two people the agencies one of whose admins has to agree: any of theirs, or of the other's when they have none."""
    mine, theirs = agencies_of(one, day), agencies_of(other, day)
    return mine or theirs, theirs or mine


def kept_sides(user, one, other, day):
    """For each of two people, whether `user` keeps the roster of an agency they work for."""
    kept = set(kept_by(user, day).values_list("pk", flat=True))
    return tuple(bool(side & kept) for side in sides(one, other, day))


def may_look(user, day):
    """Whether `user` keeps any roster, and so may look for people who are in it twice."""
    return ALLOWED if kept_by(user, day).exists() else refuse(NO_ROSTER)


def may_say(user, one, other, day):
    """Whether `user` may say that two people are the same, or different: whoever keeps the roster of either."""
    return ALLOWED if any(kept_sides(user, one, other, day)) else refuse(NOT_YOURS)


def may_merge(user, one, other, day, proposed_by=None):
    """Whether `user`'s word is enough: they keep a roster on both sides, or `proposed_by` (an agency) has spoken for the other."""
    mine = kept_sides(user, one, other, day)
    if all(mine):
        return ALLOWED
    spoken = proposed_by is not None and any(
        kept and not others and proposed_by.pk in side
        for kept, others, side in zip(mine, reversed(mine), reversed(sides(one, other, day)), strict=True)
    )
    return ALLOWED if spoken else refuse(_("It needs the word of an admin of each agency."))


def speaks_for(user, one, other, day):
    """The agency on whose side `user` speaks about two people: one whose roster they keep, the first by name."""
    whose = {pk for side in sides(one, other, day) for pk in side}
    return Agency.objects.filter(pk__in=kept_by(user, day)).filter(pk__in=whose).order_by("name", "pk").first()
