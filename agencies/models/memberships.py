"""Which agency somebody belongs to, with what right, and the patch they call home."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from areas.models import Area

from ..dates import Dated, DatedQuerySet, in_order
from .organisations import Agency


class Membership(Dated):
    """A dated right of one account in one agency. One person may hold several."""

    class Right(models.TextChoices):
        PRACTITIONER = "practitioner", _("Practitioner")
        ROSTER_ADMIN = "roster_admin", _("Roster admin")
        MANAGER = "manager", _("Manager")
        PRIVACY_LEAD = "privacy_lead", _("Privacy lead")
        DIRECTORY_ADMIN = "directory_admin", _("Directory administrator")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="memberships")
    right = models.CharField(max_length=20, choices=Right, default=Right.PRACTITIONER)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("membership"),
            models.UniqueConstraint(
                fields=["user", "agency", "right"], condition=Q(ends_on=None), name="membership_is_held_once"
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_right_display()}, {self.agency}"


class HomePatch(models.Model):
    """The area somebody usually asks about, used when they give no place."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="home_patch")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return f"{self.user}: {self.area}"
