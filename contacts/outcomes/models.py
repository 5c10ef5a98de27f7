"""How a call went, and reports that a detail is wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.keys import new_key
from agencies.models import Agency, Post, Setting

from .rules import remembered_since


class OutcomeQuerySet(models.QuerySet):
    def told_by(self, user, day):
        """What `user` told on `day`: they are not asked about those numbers again that day."""
        return self.filter(who=user, on=day)

    def whose_caller_is_known(self):
        """Those whose caller has not been forgotten yet."""
        return self.exclude(who=None)

    def shared_lines(self):
        """Tries of team lines, agency lines and desks: nobody's own number is among them."""
        return self.filter(Q(point__team__isnull=False) | Q(point__agency__isnull=False) | Q(point__post__is_desk=True))

    def of_agency(self, agency):
        """Tries of lines that belong to `agency`."""
        return self.filter(Q(point__team__agency=agency) | Q(point__agency=agency) | Q(point__post__agency=agency))


class Outcome(models.Model):
    """How one call went: on which number, for which post, in which part of which day. Who rang is forgotten after 90 days."""

    class Kind(models.TextChoices):
        SPOKE = "spoke", _("Spoke to them")
        HELPED = "helped", _("Someone could help")
        MESSAGE = "message", _("Left a message")
        NO_ANSWER = "no_answer", _("No answer")
        WRONG = "wrong", _("Wrong number")
        LEFT = "left", _("Has left")
        NOT_RIGHT = "not_right", _("Not the right person")

    class Band(models.TextChoices):
        MORNING = "morning", _("Morning")
        AFTERNOON = "afternoon", _("Afternoon")
        EVENING = "evening", _("Evening")
        NIGHT = "night", _("Night")

    point = models.ForeignKey("contacts.ContactPoint", on_delete=models.CASCADE, related_name="outcomes")
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    on = models.DateField()
    band = models.CharField(max_length=20, choices=Band)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "point", "on"], name="somebody_tells_of_a_number_once_a_day")]
        indexes = [models.Index(fields=["who", "on"], name="outcome_told")]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.on}"


class CorrectionQuerySet(models.QuerySet):
    def open(self):
        """Those nobody has decided."""
        return self.filter(decision="")

    def showable(self):
        """Those that may stand on a page: none about the number of somebody who is at risk."""
        return self.exclude(Q(point__practitioner__restricted=True) | Q(practitioner__restricted=True))

    def about(self, what, *, point=None, practitioner=None, post=None, setting=None, agency=None):
        """Those that say the same of the same thing: the first of these that there is."""
        named = {"point": point, "practitioner": practitioner, "post": post, "setting": setting, "agency": agency}
        about = {}
        for field, thing in named.items():
            about[field] = thing
            if thing is not None:
                break
        return self.filter(what=what, **about)


class Correction(models.Model):
    """Something that is said to be wrong: one open row, however many report it, until its owner decides."""

    class What(models.TextChoices):
        NUMBER = "number", _("The number is wrong")
        LEFT = "left", _("They have left this post")
        DUPLICATE = "duplicate", _("It is here twice")
        MISSING = "missing", _("A number is missing")
        EMAIL = "email", _("The e-mail is wrong or missing")
        NAME = "name", _("The name is wrong")
        TITLE = "title", _("The title is wrong")
        HOURS = "hours", _("The hours are wrong or missing")
        TEAM = "team", _("The team is wrong or missing")
        NOT_HERE = "not_here", _("It shouldn’t be here")

    class Decision(models.TextChoices):
        USED = "used", _("Put right")
        KEPT = "kept", _("It was right")

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    what = models.CharField(max_length=20, choices=What)
    point = models.ForeignKey(
        "contacts.ContactPoint", on_delete=models.CASCADE, null=True, blank=True, related_name="corrections"
    )
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, blank=True, related_name="corrections")
    # A report about somebody, made on their own page, names the post they are in as well.
    practitioner = models.ForeignKey(
        "contacts.Practitioner", on_delete=models.CASCADE, null=True, blank=True, related_name="corrections"
    )
    setting = models.ForeignKey(Setting, on_delete=models.CASCADE, null=True, blank=True, related_name="corrections")
    # Who can put it right. Empty when nobody keeps a roster for it: then the directory's own administrators can.
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="corrections")
    # As it will be written: a number, an address, a name, a title, the name of a team, or hours.
    proposed = models.CharField(_("right detail"), max_length=160, blank=True)
    proposed_extension = models.CharField(max_length=10, blank=True)
    opened_at = models.DateTimeField()
    # A line that many ring keeps its place on one word; its owner is told instead, from this moment on.
    alerted_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=20, choices=Decision, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "what"], condition=Q(decision=""), name="a_number_has_one_open_correction_of_a_kind"
            ),
            models.UniqueConstraint(
                fields=["post", "what"],
                condition=Q(decision="", point=None, practitioner=None),
                name="a_post_has_one_open_correction_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["practitioner", "what"],
                condition=Q(decision="", point=None),
                name="somebody_has_one_open_correction_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["setting", "what"], condition=Q(decision="", point=None), name="a_site_has_one_open_correction_of_a_kind"
            ),
            models.CheckConstraint(
                name="correction_is_closed_when_decided",
                condition=Q(decision="", closed_at=None) | ~Q(decision="") & Q(closed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["agency", "decision"], name="correction_open")]

    def __str__(self):
        return self.get_what_display()


class ReportQuerySet(models.QuerySet):
    def answered(self, user, since):
        """What `user` reported and somebody has decided since the instant `since`, the latest first."""
        found = self.filter(who=user, correction__closed_at__gte=since).order_by("-correction__closed_at", "-pk")
        return found.exclude(Q(correction__point__practitioner__restricted=True) | Q(correction__practitioner__restricted=True))


class Report(models.Model):
    """Somebody who reported a correction and hears back. Never shown to anybody else."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="reports")
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["correction", "who"], name="somebody_reports_a_correction_once")]

    def __str__(self):
        return f"{self.correction_id}"


def forgettable(at):
    """(outcomes, reports) whose people are to be forgotten at the instant `at`: 90 days after the call, or the decision."""
    since = remembered_since(at)
    return (
        Outcome.objects.whose_caller_is_known().filter(on__lt=since),
        Report.objects.filter(correction__closed_at__date__lt=since),
    )
