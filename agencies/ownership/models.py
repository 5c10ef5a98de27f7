"""Invitations to become an agency's admin."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.keys import new_key

from ..models.memberships import Membership
from ..models.organisations import Agency
from .rules import STANDS_OPEN


class InvitationQuerySet(models.QuerySet):
    def unanswered(self):
        """Those that were neither used nor withdrawn, however old."""
        return self.filter(used_at=None, withdrawn_at=None)

    def open(self, at):
        """Those that can be accepted at the instant `at`."""
        return self.unanswered().filter(made_at__gt=at - STANDS_OPEN)


class Invitation(models.Model):
    """Somebody is asked, by work e-mail, to hold a right in an agency. Only a digest of its link is kept."""

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="invitations")
    right = models.CharField(max_length=20, choices=Membership.Right, default=Membership.Right.ROSTER_ADMIN)
    email = models.EmailField(_("work e-mail"))
    digest = models.CharField(max_length=64, unique=True)
    # Whose place they take: that person steps down when they accept.
    instead_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), "agency", "right",
                condition=Q(used_at=None, withdrawn_at=None), name="somebody_has_one_unanswered_invitation",
            ),
            models.CheckConstraint(
                name="invitation_is_used_or_withdrawn", condition=Q(used_at=None) | Q(withdrawn_at=None)
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.key

    def is_open(self, at):
        """Whether it can be accepted at the instant `at`."""
        return self.used_at is None and self.withdrawn_at is None and at < self.made_at + STANDS_OPEN
