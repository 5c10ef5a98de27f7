"""What can be found: one row for each thing, or for each stretch of time in which a thing is found by other words."""

from django.db import models
from django.db.models import Q


class DocumentQuerySet(models.QuerySet):
    def current(self, day):
        """Those that have not ended before this day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))


class Document(models.Model):
    """The words of one thing, folded, and what a list needs to show it. The engine's own index follows this table by itself."""

    kind = models.CharField(max_length=20)
    thing = models.BigIntegerField(help_text="The primary key of what it is about.")
    key = models.CharField(max_length=80, help_text="What its address holds.")
    title = models.CharField(max_length=200)
    label = models.CharField(max_length=300, blank=True)
    name_text = models.TextField(blank=True)
    work_text = models.TextField(blank=True)
    digits = models.TextField(blank=True)
    # Who may find it: "professional" is everybody who has signed in, "agency:7" the people of one agency.
    visibility = models.CharField(max_length=40)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="The last day it is found.")
    boost = models.SmallIntegerField(default=0)
    facets = models.JSONField(default=dict)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "thing"], name="document_of_thing")]
        constraints = [models.CheckConstraint(name="document_has_a_title", condition=~Q(title=""))]

    def __str__(self):
        return f"{self.kind}: {self.title}"
