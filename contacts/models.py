"""Practitioners, the posts they hold, the numbers that reach them, and the days they are away."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.keys import new_key
from agencies.dates import Dated, DatedQuerySet, exactly_one, in_order
from agencies.models import Agency, Post, Setting, Team

from . import emails

# Models of this app that live with their rules; named again, so that whoever wants a model finds it here.
from .duplicates.models import Merged as Merged
from .duplicates.models import Pair as Pair
from .freshness.models import Snapshot as Snapshot
from .outcomes.models import Correction as Correction
from .outcomes.models import Outcome as Outcome
from .outcomes.models import Report as Report
from .reminders.models import Reminder as Reminder
from .spreadsheets.models import Heading as Heading
from .spreadsheets.models import StaffReference as StaffReference
from .spreadsheets.models import Upload as Upload
from .watching.models import Watch as Watch


class PractitionerQuerySet(models.QuerySet):
    def listed(self):
        """People whose own page exists. A restricted person is reached through the team, and has none."""
        return self.filter(restricted=False)


class Practitioner(models.Model):
    """A person at work. They may have no account, and hold several posts or none."""

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="practitioner"
    )
    name = models.CharField(_("name"), max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    known_as = models.CharField(_("known as"), max_length=60, blank=True)
    say_it = models.CharField(_("how to say it"), max_length=80, blank=True)
    rank = models.CharField(_("title or rank"), max_length=40, blank=True)
    pronouns = models.CharField(max_length=30, blank=True)
    languages = models.CharField(max_length=120, blank=True, help_text=_("Languages they can work in."))
    # Somebody at risk: name and numbers are absent everywhere, and the post shows its team.
    restricted = models.BooleanField(default=False)

    objects = PractitionerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(name="practitioner_has_a_name", condition=~Q(name=""))]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("practitioner", args=[self.key])


class Appointment(Dated):
    """A person in a post for a while."""

    class Kind(models.TextChoices):
        HOLDER = "holder", _("Holder")
        JOB_SHARE = "job_share", _("Job share")
        ACTING = "acting", _("Acting")
        DEPUTY = "deputy", _("Deputy")
        # In a post for a while, with one of their own to go back to.
        SECONDMENT = "secondment", _("Secondment")

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="appointments")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="appointments")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.HOLDER)
    order = models.PositiveSmallIntegerField(default=1, help_text="Deputies are asked in this order.")
    term_time_only = models.BooleanField(default=False)
    # A pattern nobody outside the team can know: the team is rung first, and nobody is said to be on duty.
    works_shifts = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=160, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["post", "kind", "order"]
        constraints = [
            in_order("appointment"),
            models.CheckConstraint(
                name="appointment_confirmed_at_and_by_together",
                condition=Q(confirmed_at=None, confirmed_by="") | Q(confirmed_at__isnull=False) & ~Q(confirmed_by=""),
            ),
        ]

    def __str__(self):
        return f"{self.practitioner}, {self.post}"


class WorkingHours(models.Model):
    """When somebody works in a post, on one weekday. A post-holder with none keeps the team's hours."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="hours")
    day = models.PositiveSmallIntegerField(help_text="0 is Monday.")
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["day", "starts"]
        verbose_name_plural = "working hours"
        constraints = [models.CheckConstraint(name="working_hours_day_is_a_weekday", condition=Q(day__lte=6))]

    def __str__(self):
        return f"{self.day} {self.starts:%H:%M}–{self.ends:%H:%M}"


class ContactPointQuerySet(models.QuerySet):
    def public(self):
        """Those that may be shown to somebody who has not signed in."""
        return self.filter(audience=ContactPoint.Audience.PUBLIC)

    def professional(self):
        """Those that any practitioner who has signed in may see."""
        return self.filter(audience__in=[ContactPoint.Audience.PUBLIC, ContactPoint.Audience.PROFESSIONAL])

    def seen_by(self, own_agencies, day):
        """Those that somebody may see whose own agencies have these ids on `day`. A leaver's own number is nobody's."""
        shown = Q(audience__in=[ContactPoint.Audience.PUBLIC, ContactPoint.Audience.PROFESSIONAL])
        if not own_agencies:
            return self.filter(shown)
        theirs = Q(audience=ContactPoint.Audience.AGENCY) & (
            Q(agency__in=own_agencies)
            | Q(team__agency__in=own_agencies)
            | Q(post__agency__in=own_agencies)
            | Q(setting__agency__in=own_agencies)
            | Q(
                practitioner__in=Appointment.objects.on(day).filter(post__agency__in=own_agencies).values("practitioner"),
            )
        )
        return self.filter(shown | theirs)


class ContactPoint(models.Model):
    """One way to reach a post, a team, an agency, a setting or a person at work."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Telephone")
        SHORT = "short", _("Short number")
        EMAIL = "email", _("E-mail")
        SECURE_EMAIL = "secure_email", _("Secure e-mail")
        WEB = "web", _("Web form")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        PROFESSIONAL = "professional", _("Professionals")
        AGENCY = "agency", _("Own agency")
        NOBODY = "nobody", _("Nobody")

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, blank=True, related_name="contact_points")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="contact_points")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="contact_points")
    setting = models.ForeignKey(Setting, on_delete=models.CASCADE, null=True, blank=True, related_name="contact_points")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, null=True, blank=True, related_name="contact_points")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PHONE)
    # Telephones as people write them; short numbers (101, 111, 999) are numbers too.
    value = models.CharField(max_length=254)
    extension = models.CharField(max_length=10, blank=True)
    label = models.CharField(max_length=80, blank=True, help_text=_("Duty line, direct, switchboard …"))
    note = models.CharField(max_length=160, blank=True, help_text=_("Menu option, when to use it."))
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.PROFESSIONAL)
    order = models.PositiveSmallIntegerField(default=1)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.CharField(max_length=160, blank=True, help_text="In words: the team, its admin, themselves.")
    verified_how = models.CharField(max_length=80, blank=True)
    # Somebody said that it is wrong, and nobody has confirmed it since: it gives way to other numbers.
    reported_at = models.DateTimeField(null=True, blank=True)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["value"], name="contact_point_value")]
        constraints = [
            exactly_one("contact_point_reaches_one_thing", "post", "team", "agency", "setting", "practitioner"),
            models.CheckConstraint(name="contact_point_has_a_value", condition=~Q(value="")),
            models.CheckConstraint(
                name="contact_point_verified_at_and_by_together",
                condition=Q(verified_at=None, verified_by="") | Q(verified_at__isnull=False) & ~Q(verified_by=""),
            ),
        ]

    def __str__(self):
        return self.value

    @property
    def kind_in_words(self):
        """What it is, as people call it: of a mailbox also whether its mail is secure by its domain, or arrives nowhere any more."""
        if self.kind in (self.Kind.EMAIL, self.Kind.SECURE_EMAIL):
            if emails.is_retired(self.value):
                return _("E-mail, out of date")
            if emails.is_secure(self.value):
                return self.Kind.SECURE_EMAIL.label
        return self.get_kind_display()

    @property
    def is_shared(self):
        """A line that many ring – a desk's, a team's, an agency's, a site's – and no one person's number."""
        return not self.practitioner_id and not (self.post_id and not self.post.is_desk)


class AbsenceQuerySet(models.QuerySet):
    def not_over(self, at):
        """Those that hold at the instant `at`, or are still to come."""
        return self.filter(ends_at__gt=at)


class Absence(models.Model):
    """A span of time when somebody is away: from one instant up to, not including, another. Never why."""

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.CheckConstraint(name="absence_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at")))]
        indexes = [models.Index(fields=["practitioner", "ends_at", "starts_at"], name="absence_span")]

    def __str__(self):
        return f"{self.practitioner}: {self.starts_at:%d %b %Y} – {self.ends_at:%d %b %Y}"


class CoverQuerySet(models.QuerySet):
    def of_absences_not_over(self, at):
        """Those for an absence that holds at the instant `at`, or is still to come."""
        return self.filter(absence__ends_at__gt=at)


class Cover(models.Model):
    """Who stands in for one absence in one post. Until accepted, it does not count."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        ACCEPTED = "accepted", _("Agreed")
        BY_PHONE = "by_phone", _("Agreed by phone")
        DECLINED = "declined", _("Declined")
        SILENT = "silent", _("No answer")

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="covers")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="covers")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="covers")
    state = models.CharField(max_length=20, choices=State, default=State.ASKED)
    # Empty where a roster came without it: then nobody can say how long they have had to answer.
    asked_at = models.DateTimeField(null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["absence", "post", "practitioner"], name="somebody_covers_an_absence_in_a_post_once")
        ]

    def __str__(self):
        return f"{self.practitioner} for {self.absence.practitioner}, {self.post}"
