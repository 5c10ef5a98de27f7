"""Whose roster somebody keeps, and whose school terms an agency decides."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ALLOWED, refuse

from .models import Agency, Membership, Setting

# The kind of agency that knows the terms of all of a council's schools.
KNOWS_TERMS = "la_children"
NOT_YOUR_ROSTER = _("Only this agency’s admin can change its roster. Tell them what’s wrong.")


def kept_by(user, day):
    """The agencies whose roster `user` keeps on `day`.

    Their own, as roster admin; those their agency is the recorded caretaker of; and for a directory administrator those that
    have neither an admin nor a caretaker with one.
    """
    mine = Membership.objects.on(day).filter(user=user)
    admin_of = mine.filter(right=Membership.Right.ROSTER_ADMIN).values("agency")
    theirs = Q(pk__in=admin_of) | Q(entered_for__in=admin_of)
    if mine.filter(right=Membership.Right.DIRECTORY_ADMIN).exists():
        kept = Membership.objects.on(day).filter(right=Membership.Right.ROSTER_ADMIN, user__is_active=True).values("agency")
        theirs |= ~Q(pk__in=kept) & (Q(entered_for=None) | ~Q(entered_for__in=kept))
    return Agency.objects.filter(theirs)


def may_keep_roster(user, agency, day):
    """Whether `user` may change the roster of `agency` on `day`."""
    return ALLOWED if kept_by(user, day).filter(pk=agency.pk).exists() else refuse(NOT_YOUR_ROSTER)


def keeps_terms(agency):
    """Whose school terms `agency` decides: its own school (a Setting), its council's schools (an Area), or nobody's (None)."""
    school = Setting.objects.filter(agency=agency, kind=Setting.Kind.SCHOOL).first()
    return school or (agency.area if agency.kind.code == KNOWS_TERMS else None)
