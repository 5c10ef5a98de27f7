"""Letters that wait to be sent, and those that have been."""

from django.db import models
from django.db.models import Q


class LetterQuerySet(models.QuerySet):
    def waiting(self, at):
        """Those that are to be sent at the instant `at`, the oldest first."""
        return self.filter(sent_at=None, given_up_at=None, send_after__lte=at).order_by("send_after", "id")


class Letter(models.Model):
    """One e-mail to one person. `key` says what it is about, so that it is written once however often its cause is looked at."""

    key = models.CharField(max_length=160, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=160)
    text = models.TextField()
    written_at = models.DateTimeField()
    send_after = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="letter_is_sent_or_given_up", condition=Q(sent_at=None) | Q(given_up_at=None)),
        ]
        indexes = [models.Index(fields=["sent_at", "given_up_at", "send_after"], name="letter_waiting")]

    def __str__(self):
        return self.key
