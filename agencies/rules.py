"""Whose roster somebody keeps, and whose school terms an agency decides."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ALLOWED, refuse

from .models import Agency, Membership, Setting
from .prepared import Prepared

# The kind of agency that knows the terms of all of a council's schools.
KNOWS_TERMS = "la_children"
NOT_YOUR_ROSTER = _("Only this agency’s admin can change its roster. Tell them what’s wrong.")


def kept_by(user, day):
    """The agencies whose roster `user` keeps on `day`.

    Their own, as roster admin; those their agency is the recorded caretaker of; and for a directory administrator those that
    have neither an admin nor a caretaker with one.
    """
    runs = Membership.objects.on(day).filter(user=user, right=Membership.Right.DIRECTORY_ADMIN).exists()
    return _kept(user, day, runs)


def _kept(user, day, runs_the_directory):
    admin_of = Membership.objects.on(day).filter(user=user, right=Membership.Right.ROSTER_ADMIN).values("agency")
    theirs = Q(pk__in=admin_of) | Q(entered_for__in=admin_of)
    if runs_the_directory:
        kept = Membership.objects.on(day).filter(right=Membership.Right.ROSTER_ADMIN, user__is_active=True).values("agency")
        theirs |= ~Q(pk__in=kept) & (Q(entered_for=None) | ~Q(entered_for__in=kept))
    return Agency.objects.filter(theirs)


def kept_keys(user, day):
    """The primary keys of what `kept_by` gives for the user with this primary key, for what every page asks; None without any right."""
    rights = {right for (right,) in RIGHTS(user, day)}
    if not rights & {Membership.Right.ROSTER_ADMIN, Membership.Right.DIRECTORY_ADMIN}:
        return None
    return [pk for (pk,) in (KEPT_BY_DIRECTORY if Membership.Right.DIRECTORY_ADMIN in rights else KEPT)(user, day)]


RIGHTS = Prepared(lambda user, day: Membership.objects.on(day).filter(user=user).values_list("right"))
KEPT = Prepared(lambda user, day: _kept(user, day, False).order_by().values_list("pk"))
KEPT_BY_DIRECTORY = Prepared(lambda user, day: _kept(user, day, True).order_by().values_list("pk"))


def may_keep_roster(user, agency, day):
    """Whether `user` may change the roster of `agency` on `day`."""
    return ALLOWED if agency.pk in (kept_keys(user.pk, day) or []) else refuse(NOT_YOUR_ROSTER)


def keeps_terms(agency):
    """Whose school terms `agency` decides: its own school (a Setting), its council's schools (an Area), or nobody's (None)."""
    school = Setting.objects.filter(agency=agency, kind=Setting.Kind.SCHOOL).first()
    return school or (agency.area if agency.kind.code == KNOWS_TERMS else None)
