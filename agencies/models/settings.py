"""Schools, surgeries and other sites, and the identifiers registers know things by."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.keys import new_key
from areas.models import Area

from ..dates import Dated, DatedQuerySet, exactly_one, in_order
from .organisations import Agency, PlaceOfWork


class SettingQuerySet(models.QuerySet):
    def open_on(self, day):
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=day))

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def with_code(self, scheme, value):
        """The setting that the register numbers `value` under `scheme` (Identifier.URN, Identifier.ODS)."""
        return self.filter(identifiers__scheme=scheme, identifiers__value=value)


class Setting(PlaceOfWork):
    """A school, surgery, hospital site or nursery. It is an agency too only when it keeps its own roster."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("School")
        COLLEGE = "college", _("College")
        SURGERY = "surgery", _("Surgery")
        HOSPITAL = "hospital", _("Hospital")
        EARLY_YEARS = "early_years", _("Nursery or childminder")
        CARE_HOME = "care_home", _("Care home")
        CHILDRENS_HOME = "childrens_home", _("Children’s home")
        OTHER = "other", _("Other place")

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=160)
    # Folded by areas.words.fold, so that what people type finds it.
    name_key = models.CharField(max_length=160, db_index=True)
    agency = models.OneToOneField(Agency, on_delete=models.SET_NULL, null=True, blank=True, related_name="setting")
    authority = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="settings")
    town = models.CharField(max_length=80, blank=True)
    phone = models.CharField(_("public telephone"), max_length=30, blank=True, help_text="As its register prints it.")
    head = models.CharField(max_length=120, blank=True, help_text="The head's name and title, where the register holds it.")
    phase = models.CharField(max_length=60, blank=True, help_text="Primary, secondary, branch surgery …")
    # Grid reference in metres; `grid` is gb or ie, and distances never cross between the two.
    easting = models.IntegerField(null=True, blank=True)
    northing = models.IntegerField(null=True, blank=True)
    grid = models.CharField(max_length=2, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text="The last day it was open.")
    successor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="predecessors")
    register = models.CharField(max_length=40, blank=True, help_text="The official register it came from; empty for our own.")
    # A digest of the register's own columns: unchanged rows are recognised without comparing field by field.
    register_digest = models.CharField(max_length=32, blank=True)

    objects = SettingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(fields=["kind", "name_key"], name="setting_kind_name"),
            models.Index(fields=["kind", "easting", "northing"], name="setting_kind_grid"),
            models.Index(fields=["town"], name="setting_town"),
        ]
        constraints = [
            models.CheckConstraint(name="setting_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="setting_has_both_grid_figures_or_none",
                condition=Q(easting=None, northing=None, grid="")
                | Q(easting__isnull=False, northing__isnull=False) & ~Q(grid=""),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.agency and self.agency.confidential:
            raise ValidationError(_("This is a confidential place. It cannot be listed as a setting, which has whereabouts."))

    def get_absolute_url(self):
        return reverse("setting", args=[self.key])


class Identifier(Dated):
    """What a register calls an agency or a setting, while it does."""

    ODS, URN, GSS, FORCE, CHARITY, DFE, UKPRN, CQC, OWN = "ods", "urn", "gss", "force", "charity", "dfe", "ukprn", "cqc", "own"
    SCHEMES = [
        (ODS, _("NHS organisation code")),
        (URN, _("School number (URN)")),
        (GSS, _("Government statistics code")),
        (FORCE, _("Police force")),
        (CHARITY, _("Charity number")),
        (DFE, _("Department for Education number")),
        (UKPRN, _("UK provider number")),
        (CQC, _("Care Quality Commission number")),
        (OWN, _("Own number")),
    ]

    scheme = models.CharField(max_length=20, choices=SCHEMES)
    value = models.CharField(max_length=60)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="identifiers")
    setting = models.ForeignKey(Setting, on_delete=models.CASCADE, null=True, blank=True, related_name="identifiers")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("identifier"),
            exactly_one("identifier_belongs_to_an_agency_or_a_setting", "agency", "setting"),
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=Q(ends_on=None, setting__isnull=False),
                name="current_setting_identifier_is_unique",
            ),
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=Q(ends_on=None, agency__isnull=False),
                name="current_agency_identifier_is_unique",
            ),
        ]
        indexes = [models.Index(fields=["scheme", "value"], name="identifier_lookup")]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.value}"
