"""A spreadsheet on its way into a roster, the headings an agency uses, and the staff references its files know people by."""

import json
import zlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.keys import new_key
from agencies.models import Agency, Team

KEPT = timedelta(hours=24)
UNDONE_WITHIN = timedelta(days=30)
A_LITTLE = 1000


def pack(value):
    """Plain values as compressed JSON."""
    packed = zlib.compressobj(6)
    return b"".join([*(packed.compress(piece.encode()) for piece in _pieces(value)), packed.flush()])


def _pieces(value):
    """The JSON of a value, a little at a time: what a large file changes is never one long text in memory."""
    if isinstance(value, dict):
        for nth, (name, each) in enumerate(value.items()):
            yield f"{',' if nth else '{'}{json.dumps(name)}:"
            yield from _pieces(each)
        yield "}" if value else "{}"
    elif isinstance(value, list) and len(value) > A_LITTLE:
        for start in range(0, len(value), A_LITTLE):
            some = json.dumps(value[start : start + A_LITTLE], ensure_ascii=False, separators=(",", ":"))
            yield f"{',' if start else '['}{some[1:-1]}"
        yield "]"
    else:
        yield json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unpack(packed):
    """What `pack` was given; nothing where there is nothing."""
    return json.loads(zlib.decompress(bytes(packed))) if packed else None


class UploadQuerySet(models.QuerySet):
    def open(self, at):
        """Those that somebody is still at."""
        return self.filter(stage__in=Upload.OPEN, created_at__gt=at - KEPT)

    def progress(self, done):
        """Notes how many rows have been compared."""
        self.update(done=done)

    def undoable(self, at):
        """Those that can still be taken back, the last first."""
        return self.filter(stage=Upload.Stage.APPLIED, applied_at__gt=at - UNDONE_WITHIN).order_by("-applied_at")

    def stale(self, at):
        """Those that hold what nobody needs any more: open for too long, or applied so long ago that nothing undoes them."""
        return self.filter(
            Q(stage__in=Upload.OPEN, created_at__lte=at - KEPT)
            | Q(stage=Upload.Stage.APPLIED, applied_at__lte=at - UNDONE_WITHIN)
        )


class Upload(models.Model):
    """One file: what of it was read, what was answered, and what it will change or has changed.

    Only rows of visible sheets are kept, never the file, and those no longer than they are needed.
    """

    class Part(models.TextChoices):
        AGENCY = "agency", _("Everybody in the agency")
        TEAM = "team", _("One team")
        ADDITIONS = "additions", _("Only people to add")
        MANY = "many", _("Several agencies")

    class Stage(models.TextChoices):
        ASKING = "asking", _("The columns are asked about")
        PLANNING = "planning", _("Being compared")
        READY = "ready", _("Ready")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Undone")
        CLOSED = "closed", _("Given up")

    OPEN = (Stage.ASKING, Stage.PLANNING, Stage.READY)

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads", null=True)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="uploads")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="uploads")
    part = models.CharField(max_length=20, choices=Part)
    from_day = models.DateField()
    file_name = models.CharField(max_length=80)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.ASKING)
    created_at = models.DateTimeField()
    read = models.BinaryField(default=bytes, help_text="The rows, compressed.")
    said = models.JSONField(default=dict, help_text="Which sheet and which columns.")
    answers = models.JSONField(default=dict)
    plan = models.BinaryField(default=bytes, help_text="What the preview shows and Apply does, compressed.")
    digest = models.CharField(max_length=64, blank=True, help_text="Of the roster that the plan was made for.")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    applied_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=0)
    undo = models.BinaryField(default=bytes, help_text="What takes it back, compressed.")

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["stage", "created_at"], name="upload_stage")]
        constraints = [
            models.CheckConstraint(name="upload_of_a_team_names_it", condition=~Q(part="team") | Q(team__isnull=False)),
            models.CheckConstraint(
                name="upload_names_its_agency_unless_many", condition=Q(part="many") | Q(agency__isnull=False)
            ),
            models.CheckConstraint(
                name="upload_is_applied_at_a_moment", condition=~Q(stage__in=["applied", "undone"]) | Q(applied_at__isnull=False)
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("upload", args=[self.key])

    @property
    def is_open(self):
        """Whether it can still be answered, applied or given up."""
        return self.stage in self.OPEN

    @property
    def undo_until(self):
        """The last instant at which it can be taken back; None while it is not applied."""
        return self.applied_at + UNDONE_WITHIN if self.applied_at else None

    def can_be_undone(self, at):
        """Whether it can be taken back at the instant `at`."""
        return self.stage == self.Stage.APPLIED and at < self.undo_until

    def has_expired(self, at=None):
        """Whether it was left open for too long."""
        return self.is_open and self.created_at <= (at or timezone.now()) - KEPT


class Heading(models.Model):
    """What a heading means in one agency's files. An empty column means that it is not used."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="headings")
    heading = models.CharField(max_length=120, help_text="Folded.")
    column = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "heading"], name="a_heading_means_one_thing_in_an_agency")]

    def __str__(self):
        return self.heading


class StaffReference(models.Model):
    """What an agency's own files call somebody: a staff, payroll or collar number. Shown to its roster's keepers alone."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="staff_references")
    practitioner = models.ForeignKey("contacts.Practitioner", on_delete=models.CASCADE, related_name="staff_references")
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "practitioner"], name="somebody_has_one_staff_reference_in_an_agency"),
            models.UniqueConstraint(fields=["agency", "value"], name="a_staff_reference_means_one_person_in_an_agency"),
            models.CheckConstraint(name="a_staff_reference_has_a_value", condition=~Q(value="")),
        ]

    def __str__(self):
        return self.value
