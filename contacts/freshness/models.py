"""The counts of one week, kept so that the next ones can be compared with them."""

from django.db import models

from agencies.models import Agency


class SnapshotQuerySet(models.QuerySet):
    def of(self, agencies, since):
        """Those of some agencies from the day `since` on, the oldest first."""
        return self.filter(agency__in=agencies, week__gte=since).order_by("week")


class Snapshot(models.Model):
    """How many details of one agency were confirmed, and what was amiss, at the end of one week. Counts only, no names."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="snapshots")
    week = models.DateField(help_text="Its Monday.")
    details = models.PositiveIntegerField()
    confirmed = models.PositiveIntegerField()
    vacant = models.PositiveIntegerField()
    uncovered = models.PositiveIntegerField()
    reported = models.PositiveIntegerField()

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "week"], name="an_agency_is_counted_once_a_week")]

    def __str__(self):
        return f"{self.agency_id}, {self.week}"
