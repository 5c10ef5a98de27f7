"""Who may see how true an agency's details are."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import ALLOWED, refuse
from agencies.models import Membership
from agencies.rules import may_keep_roster

NOT_YOURS = _("Only this agency’s roster admin and managers can see how true its details are.")


def may_see(user, agency, day):
    """Whether `user` may see it on `day`: whoever keeps the roster, and the agency's own managers."""
    manages = Membership.objects.on(day).filter(user=user, agency=agency, right=Membership.Right.MANAGER)
    return ALLOWED if manages.exists() or may_keep_roster(user, agency, day) else refuse(NOT_YOURS)
