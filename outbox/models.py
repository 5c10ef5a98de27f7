"""Letters that wait to be sent, and those that have been."""

from django.db import models
from django.db.models import Q

from .rules import LEASE


class LetterQuerySet(models.QuerySet):
    def waiting(self, at):
        """Those that are to be sent at the instant `at`, the oldest first; one that somebody is sending is not among them."""
        free = Q(claimed_at=None) | Q(claimed_at__lte=at - LEASE)
        return self.filter(free, sent_at=None, given_up_at=None, send_after__lte=at).order_by("send_after", "id")

    def given_up(self):
        """Those that could not be sent and are not tried any more, the latest first."""
        return self.exclude(given_up_at=None).order_by("-given_up_at", "-id")

    def put_off(self):
        """Those that could not be sent yet and will be tried again."""
        return self.filter(sent_at=None, given_up_at=None).exclude(trouble="")


class Letter(models.Model):
    """One e-mail to one person. `key` says what it is about, so that it is written once however often its cause is looked at."""

    # Where in the text the sealed secret goes.
    SECRET = "[secret]"  # noqa: S105 - a mark, not a secret

    key = models.CharField(max_length=160, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=160)
    text = models.TextField()
    # What may be read in the letter alone, sealed; forgotten when it is sent or given up.
    secret = models.TextField(blank=True)
    written_at = models.DateTimeField()
    # From when on it is to be sent: how long it has been waiting counts from here.
    due_at = models.DateTimeField()
    send_after = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=40, blank=True, help_text="Why the last try failed, in a code or a word.")
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
