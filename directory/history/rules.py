"""Who may read a history."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import ALLOWED, refuse
from agencies.models import Agency, Membership
from agencies.rules import NOT_YOUR_ROSTER, kept_by

NOT_YOURS = _("Only an agency’s own roster admin and its privacy lead can read what was changed there.")


def histories_of(user, day):
    """The agencies whose history `user` may read on `day`: those whose roster they keep, or whose privacy they look after."""
    leads = Membership.objects.on(day).filter(user=user, right=Membership.Right.PRIVACY_LEAD)
    return Agency.objects.filter(pk__in=kept_by(user, day)) | Agency.objects.filter(pk__in=leads.values("agency"))


def may_read_history(user, agencies, day):
    """Whether `user` may read a history that belongs to one of `agencies` (ids) on `day`."""
    return ALLOWED if histories_of(user, day).filter(pk__in=agencies).exists() else refuse(NOT_YOURS)


def may_put_back(user, scopes, day):
    """Whether `user` may put back a change of what concerns these things: whoever keeps the roster of one of its agencies now."""
    agencies = [scope.partition(":")[2] for scope in scopes if scope.startswith("agencies.agency:")]
    return ALLOWED if kept_by(user, day).filter(pk__in=agencies).exists() else refuse(NOT_YOUR_ROSTER)
