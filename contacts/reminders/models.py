"""That somebody was asked to confirm an entry."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """One step taken for one entry whose confirmation runs out on `runs_out_on`: it is never taken twice."""

    class Step(models.TextChoices):
        PERSON = "person", _("The person")
        ADMIN = "admin", _("Whoever keeps the roster")
        PARTNERSHIP = "partnership", _("The directory’s administrators")

    thing = models.CharField(max_length=40, help_text="appointment:7 or post:7")
    step = models.CharField(max_length=20, choices=Step)
    runs_out_on = models.DateField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thing", "step", "runs_out_on"], name="a_step_is_taken_once_before_it_runs_out")
        ]

    def __str__(self):
        return f"{self.thing}, {self.step}"
