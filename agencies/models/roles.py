"""What kinds of post there are, what people call them, and which place each one goes by."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .organisations import Agency, AgencyKind


class Role(models.Model):
    """A kind of post: health visitor, named GP, duty desk. Data that a directory administrator edits, not code."""

    class Kind(models.TextChoices):
        PERSON = "person", _("A named person")
        DESK = "desk", _("A desk that is always somebody")
        CASE = "case", _("Allocated to each case: reached through the team")
        EXTERNAL = "external", _("Outside the partnership")

    code = models.CharField(max_length=40, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    everyday_name = models.CharField(max_length=120)
    abbreviation = models.CharField(max_length=20, blank=True)
    what_for = models.CharField(max_length=300, blank=True)
    agency_kind = models.ForeignKey(AgencyKind, on_delete=models.PROTECT, related_name="roles")
    audience = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=Kind)
    # The keys it goes by, best first, separated by |; a key after ~ is second best.
    resolves_on = models.CharField(max_length=120)
    question = models.CharField(max_length=300, help_text="What to ask when the key is missing.")
    covers_kind = models.CharField(max_length=40, blank=True)
    held_at = models.CharField(max_length=40, blank=True)
    review_days = models.PositiveSmallIntegerField(default=90)
    gap = models.CharField(max_length=20, blank=True, help_text="must, expected, optional or none")
    deputy = models.CharField(max_length=20, blank=True)
    cover = models.CharField(max_length=300, blank=True)
    tier = models.CharField(max_length=20, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    evidence = models.CharField(max_length=20, blank=True)
    guess = models.CharField(max_length=300, blank=True, help_text="Which of these columns rest on judgement.")
    notes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    # The digest of the seed row it was loaded from: a role that no longer matches it has been edited here.
    seed_digest = models.CharField(max_length=32, blank=True, editable=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [models.CheckConstraint(name="role_has_a_key_to_go_by", condition=~Q(resolves_on=""))]

    def __str__(self):
        return self.everyday_name

    @property
    def keys(self):
        """Its keys, best first, without the mark for second best."""
        return [key.lstrip("~") for key in self.resolves_on.split("|")]

    @property
    def proper_keys(self):
        """The keys that decide it; any other key is second best."""
        return [key for key in self.resolves_on.split("|") if not key.startswith("~")]


class RoleSynonym(models.Model):
    """Another way people say a role."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="synonyms")
    words = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "words"], name="role_has_a_synonym_once")]

    def __str__(self):
        return self.words


class RoleFallback(models.Model):
    """Whom to try next when nobody holds a role; every chain ends in a desk."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="fallbacks")
    next = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["role", "order"], name="role_has_one_fallback_at_each_step"),
            models.CheckConstraint(name="role_does_not_fall_back_to_itself", condition=~Q(role=models.F("next"))),
        ]

    def __str__(self):
        return f"{self.role} → {self.next}"


class RoleRule(models.Model):
    """The basis on which one agency shares out one role: by home address, by surgery, by hub, or by team only."""

    class Basis(models.TextChoices):
        RESIDENCE = "residence", _("by home address")
        GP = "gp", _("by surgery")
        SCHOOL = "school", _("by school")
        HUB = "hub", _("by hub")
        TEAM = "team", _("by team only")

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="rules")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="rules")
    basis = models.CharField(max_length=20, choices=Basis)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "role"], name="agency_has_one_rule_for_a_role")]

    def __str__(self):
        return f"{self.agency}: {self.role} {self.get_basis_display()}"
