"""Who can put a detail right: its agency's roster admins, those of its caretaker, and failing both the directory's own."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import ALLOWED, refuse
from agencies.models import Membership, Partnership
from agencies.rules import kept_by

NOT_YOURS = _("Only this agency’s roster admin can put its details right. Tell them what’s wrong.")
RIGHTS = (Membership.Right.ROSTER_ADMIN, Membership.Right.DIRECTORY_ADMIN)


def owner(point, post, setting=None):
    """The agency whose admins can put `point`, a number shown for `post` or of `setting`, right (each may be None).

    A person's number is their post's agency's; what belongs to no agency is the partnership's business unit's, if it has one.
    """
    whose = point and (point.post or point.team or point.setting)
    agency = point.agency if point and point.agency else whose and whose.agency
    if agency is None and post is not None:
        agency = post.agency
    if agency is None and setting is not None:
        agency = setting.agency
    if agency is None:
        partnership = Partnership.objects.select_related("business_unit").order_by("pk").first()
        agency = partnership and partnership.business_unit
    return agency


def may_put_right_anything(user, day):
    """Whether `user` has a right with which details are put right at all on `day`."""
    if Membership.objects.on(day).filter(user=user, right__in=RIGHTS).exists():
        return ALLOWED
    return refuse(NOT_YOURS)


def may_put_right(user, correction, day):
    """Whether `user` may decide about `correction` on `day`."""
    agencies = kept_by(user, day)
    if correction.agency_id and agencies.filter(pk=correction.agency_id).exists():
        return ALLOWED
    return refuse(NOT_YOURS)
