"""School terms, and the days an agency is closed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from areas.models import Area

from ..dates import exactly_one
from .organisations import Agency
from .settings import Setting


class TermDate(models.Model):
    """One school term of a council's schools, or of one school that keeps its own; both days included."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, blank=True, related_name="terms")
    setting = models.ForeignKey(Setting, on_delete=models.CASCADE, null=True, blank=True, related_name="terms")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            exactly_one("term_belongs_to_an_area_or_a_setting", "area", "setting"),
            models.CheckConstraint(name="term_ends_on_or_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
        ]
        indexes = [models.Index(fields=["area", "starts_on"], name="term_of_area")]

    def __str__(self):
        return f"{self.starts_on:%Y-%m-%d}–{self.ends_on:%Y-%m-%d}"


class Closure(models.Model):
    """Days on which an agency is closed: its people are off, and its lines keep their Sunday. Both days included."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="closures")
    name = models.CharField(_("what it is called"), max_length=80, help_text=_("For example: Christmas closure."))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(name="closure_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="closure_ends_on_or_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
        ]
        indexes = [models.Index(fields=["agency", "ends_on"], name="closure_of_agency")]

    def __str__(self):
        return f"{self.name}, {self.starts_on:%Y-%m-%d}–{self.ends_on:%Y-%m-%d}"
