"""Who an agency's admins are, who may decide about them, and whether one may go."""

from django.db.models import Q

from accounts.permissions import ALLOWED, refuse
from agencies.models import Agency, Membership
from agencies.rules import may_keep_roster

from .rules import LAST_ONE, NOT_YOURS

ADMIN = Membership.Right.ROSTER_ADMIN


def admins_of(agency, day):
    """The rights of the agency's admins on `day`, with their accounts."""
    held = Membership.objects.on(day).filter(agency=agency, right=ADMIN, user__is_active=True)
    return held.select_related("user").order_by("user__name", "pk")


def keepers_of(agency, day):
    """The accounts that hear about the agency: its admins; without any, its caretaker's; without any, the directory's administrators."""
    held = Membership.objects.on(day).filter(user__is_active=True)
    for found in (
        held.filter(agency=agency, right=ADMIN),
        held.filter(agency=agency.entered_for_id, right=ADMIN) if agency.entered_for_id else held.none(),
        held.filter(right=Membership.Right.DIRECTORY_ADMIN),
    ):
        users = {each.user_id: each.user for each in found.select_related("user").order_by("pk")}
        if users:
            return list(users.values())
    return []


def may_choose_admins(user, agency, day):
    """Whether `user` may invite and end admins of `agency`: its admins, its caretaker's, and directory administrators."""
    if may_keep_roster(user, agency, day):
        return ALLOWED
    runs_directory = Membership.objects.on(day).filter(user=user, right=Membership.Right.DIRECTORY_ADMIN)
    return ALLOWED if runs_directory.exists() else refuse(NOT_YOURS)


def may_go(user, agency, day):
    """Whether `agency` still has an admin, one without a last day, when `user` is none any more."""
    open_ended = Q(ends_on=None)
    others = admins_of(agency, day).filter(open_ended).exclude(user=user)
    if others.exists() or not admins_of(agency, day).filter(user=user).exists():
        return ALLOWED
    return refuse(LAST_ONE % {"agency": agency.name})


def kept_alone(user, day):
    """The agencies of which `user` is the only admin on `day`."""
    mine = Agency.objects.filter(pk__in=Membership.objects.on(day).filter(user=user, right=ADMIN).values("agency"))
    return [agency for agency in mine.order_by("pk") if not may_go(user, agency, day)]
