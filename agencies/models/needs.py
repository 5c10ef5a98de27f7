"""What was looked for and not found, as counts only."""

from django.db import models


class UnmetNeed(models.Model):
    """How often, on one day, a role was looked for in vain in an authority; never by whom, nor in which words.

    An empty slug or code means that none was understood.
    """

    role = models.SlugField(max_length=40, blank=True, help_text="The slug of the role.")
    authority = models.CharField(max_length=32, blank=True, help_text="The code of the council.")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "authority", "day"], name="unmet_need_is_counted_in_one_place")]

    def __str__(self):
        return f"{self.role or '?'} in {self.authority or '?'} on {self.day}: {self.count}"
