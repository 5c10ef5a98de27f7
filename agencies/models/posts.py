"""Posts, which outlive the people in them, and what each one answers for."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.keys import new_key
from areas.models import Area

from ..dates import Dated, DatedQuerySet, exactly_one, in_order
from .organisations import COUNCIL_OR_LARGER, Agency, Team
from .roles import Role
from .settings import Setting


class Basis(models.TextChoices):
    """Why a place decides: which of somebody's places a coverage goes by."""

    RESIDENCE = "residence", _("by home address")
    SCHOOL = "school", _("by school")
    GP = "gp", _("by surgery")
    INCIDENT = "incident", _("by where it happened")
    EMPLOYER = "employer", _("by where the adult works")
    AGENCY = "agency", _("for the whole agency")


class PostQuerySet(models.QuerySet):
    def on(self, day):
        """Posts that exist on `day`, held or vacant."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))


class Post(Dated):
    """A role in an agency, such as "Named GP, Leeds". It exists when nobody holds it: then it is vacant.

    A desk is a post with opening hours and no holder: a front door, a duty line, an emergency team. Who holds a post is
    worked out from appointments for the moment asked about, and stored nowhere.
    """

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="posts")
    title = models.CharField(_("title"), max_length=160, help_text=_("What it is called here."))
    is_desk = models.BooleanField(default=False)
    # Shift workers and restricted people alike: the team is rung first, so that the offer marks nobody.
    team_first = models.BooleanField(default=False)
    before_you_ring = models.CharField(max_length=200, blank=True, help_text=_("What they need from you, menu choices."))
    succeeded_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="succeeds")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=160, blank=True, help_text="Who said it is right, in words: the team, its admin.")

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            in_order("post"),
            models.CheckConstraint(name="post_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="post_confirmed_at_and_by_together",
                condition=Q(confirmed_at=None, confirmed_by="") | Q(confirmed_at__isnull=False) & ~Q(confirmed_by=""),
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if not self._state.adding and not Post.objects.filter(pk=self.pk, role=self.role_id).exists():
            raise ValidationError(_("The role of a post never changes. End this post and add one that succeeds it."))

    def get_absolute_url(self):
        return reverse("post", args=[self.key])


class Coverage(Dated):
    """What a post answers for: one area, one setting or one agency, on a basis.

    `role` repeats the post's own, which never changes, so that one index finds everybody who answers for a role here.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="coverages")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="coverages", editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="coverages")
    setting = models.ForeignKey(Setting, on_delete=models.PROTECT, null=True, blank=True, related_name="coverages")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="coverages")
    basis = models.CharField(max_length=20, choices=Basis)
    priority = models.PositiveSmallIntegerField(default=1, help_text="1 is asked first.")
    # The agency's own choice for this place, over what the map says.
    override = models.BooleanField(default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "coverage"
        constraints = [in_order("coverage"), exactly_one("coverage_has_exactly_one_target", "area", "setting", "agency")]
        indexes = [
            models.Index(fields=["role", "area", "post"], name="coverage_role_area"),
            models.Index(fields=["role", "setting", "post"], name="coverage_role_setting"),
            models.Index(fields=["role", "agency", "post"], name="coverage_role_agency"),
        ]

    def __str__(self):
        return f"{self.post}: {self.area or self.setting or self.agency}"

    def clean(self):
        if self.role_id != self.post.role_id:
            raise ValidationError(_("Coverage is always of the post’s own role."))
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError(_("The last day is before the first."))
        confidential = self.post.agency.confidential or (self.post.team and self.post.team.agency.confidential)
        if confidential and (self.setting_id or (self.area and self.area.kind not in COUNCIL_OR_LARGER)):
            raise ValidationError(_("This is a confidential place. It can cover a council or a larger area, nothing smaller."))
