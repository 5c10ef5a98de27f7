"""Things that hold from one day to another, the last day included."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        """Those that hold on `day`."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))

    def not_over(self, day):
        """Those that hold on `day`, or are still to come."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))


class Dated(models.Model):
    """Holds from `starts_on` to `ends_on`, both included; an empty date is open-ended."""

    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        abstract = True


def in_order(name):
    """A database constraint that the last day is not before the first."""
    return models.CheckConstraint(
        name=f"{name}_ends_on_or_after_it_starts",
        condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
    )


def exactly_one(name, *fields):
    """A database constraint that one of `fields` is set and the others are not."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return models.CheckConstraint(name=name, condition=condition)
