"""What was said about two entries that may be one person, and which entries have become one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency


class PairQuerySet(models.QuerySet):
    def of(self, one, other):
        """What was said about these two people, whichever is named first."""
        first, second = sorted((one.pk, other.pk))
        return self.filter(first=first, second=second)

    def different(self):
        """Pairs that somebody has said are two people: nobody is asked again."""
        return self.filter(keep=None)

    def proposed(self):
        """Pairs that one side has said are one person, and the other has not answered."""
        return self.exclude(keep=None)


class Pair(models.Model):
    """Two entries that somebody has looked at: different people or, on one side's word so far, the same one."""

    first = models.ForeignKey("contacts.Practitioner", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("contacts.Practitioner", on_delete=models.CASCADE, related_name="+")
    # Who is to stay, when they are the same; empty when they are two people.
    keep = models.ForeignKey("contacts.Practitioner", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # On whose side it was said.
    agency = models.ForeignKey(Agency, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects = PairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_is_looked_at_once"),
            models.CheckConstraint(name="a_pair_is_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self):
        return f"{self.first_id} and {self.second_id}"


class MergedQuerySet(models.QuerySet):
    def into(self, pk):
        """The keys (of rows that have gone) of everybody who became the person with this key."""
        return list(self.filter(kept=pk).values_list("gone", flat=True))


class Merged(models.Model):
    """An entry that has gone into another: its history and its address lead there."""

    kept = models.ForeignKey("contacts.Practitioner", on_delete=models.CASCADE, related_name="merged")
    gone = models.BigIntegerField(unique=True)
    gone_key = models.CharField(max_length=10, unique=True)
    at = models.DateTimeField()

    objects = MergedQuerySet.as_manager()

    def __str__(self):
        return f"{self.gone} into {self.kept_id}"
