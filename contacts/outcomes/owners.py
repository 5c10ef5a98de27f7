"""Who can put a detail right: its agency's roster admins, those of its caretaker, and failing both the directory's own."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ALLOWED, refuse
from agencies.models import Agency, Membership, Partnership

NOT_YOURS = _("Only this agency’s roster admin can put its details right. Tell them what’s wrong.")
RIGHTS = (Membership.Right.ROSTER_ADMIN, Membership.Right.DIRECTORY_ADMIN)


def owner(point, post):
    """The agency whose admins can put `point`, a number shown for `post`, right (either may be None).

    A person's number is their post's agency's; what belongs to no agency is the partnership's business unit's, if it has one.
    """
    whose = point and (point.post or point.team or point.setting)
    agency = point.agency if point and point.agency else whose and whose.agency
    if agency is None and post is not None:
        agency = post.agency
    if agency is None:
        partnership = Partnership.objects.select_related("business_unit").order_by("pk").first()
        agency = partnership and partnership.business_unit
    return agency


def may_put_right_anything(user, day):
    """Whether `user` has a right with which details are put right at all on `day`."""
    if Membership.objects.on(day).filter(user=user, right__in=RIGHTS).exists():
        return ALLOWED
    return refuse(NOT_YOURS)


def put_right_by(user, day):
    """The agencies whose details `user` may put right on `day`.

    Their own, as roster admin; those their agency looks after; and for a directory administrator those that nobody else does.
    """
    mine = Membership.objects.on(day).filter(user=user)
    admin_of = mine.filter(right=Membership.Right.ROSTER_ADMIN).values("agency")
    theirs = Q(pk__in=admin_of) | Q(entered_for__in=admin_of)
    if mine.filter(right=Membership.Right.DIRECTORY_ADMIN).exists():
        kept = Membership.objects.on(day).filter(right=Membership.Right.ROSTER_ADMIN, user__is_active=True).values("agency")
        theirs |= ~Q(pk__in=kept) & (Q(entered_for=None) | ~Q(entered_for__in=kept))
    return Agency.objects.filter(theirs)


def may_put_right(user, correction, day):
    """Whether `user` may decide about `correction` on `day`."""
    agencies = put_right_by(user, day)
    if correction.agency_id and agencies.filter(pk=correction.agency_id).exists():
        return ALLOWED
    return refuse(NOT_YOURS)
