"""What an admin is called on the page of admins."""

from django.utils.translation import gettext as _

from contacts.models import Practitioner


def with_names(memberships, viewer, own):
    """Rows of `memberships` as `viewer` may read them; `own` when they are one of the agency’s admins.

    The name of somebody at risk is for the agency’s own admins only.
    """
    people = {each.user_id for each in memberships}
    at_risk = set() if own else set(Practitioner.objects.filter(user__in=people, restricted=True).values_list("user", flat=True))
    return [
        {
            "key": each.user.key,
            "name": _("An admin") if each.user_id in at_risk else each.user.name,
            "mine": each.user_id == viewer.pk,
            "until": each.ends_on,
        }
        for each in memberships
    ]
