"""Partnerships, and the agencies and teams that people work for."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.keys import new_key
from areas.models import Area

from ..dates import Dated, DatedQuerySet, exactly_one, in_order


class AgencyKind(models.Model):
    """What sort of body an agency is: a police force, a surgery, a council's children's services."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    sector = models.CharField(max_length=40, help_text="The group it is listed under.")
    out_of_hours_route = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return self.name


# As small as a place may be that we tie a confidential agency to.
COUNCIL_OR_LARGER = {
    Area.Kind.COUNTRY,
    Area.Kind.REGION,
    Area.Kind.POLICE,
    Area.Kind.ICB,
    Area.Kind.UPPER_TIER,
    Area.Kind.AUTHORITY,
}


class PlaceOfWork(models.Model):
    """An address that letters reach. A confidential place stores none of it."""

    address = models.CharField(_("address"), max_length=300, blank=True, help_text=_("Lines separated by commas."))
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)

    class Meta:
        abstract = True

    def refuse_whereabouts(self):
        """Raises ValidationError if this says where a confidential place is."""
        if self.address or self.postcode:
            raise ValidationError(
                _("This is a confidential place. Leave out its address and postcode; a contact route is enough.")
            )


class AgencyQuerySet(models.QuerySet):
    def open_on(self, day):
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=day))


class Agency(PlaceOfWork):
    """A body that people work for, or one of its services when that keeps its own roster."""

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    name_key = models.CharField(max_length=160, db_index=True, editable=False)
    kind = models.ForeignKey(AgencyKind, on_delete=models.PROTECT, related_name="agencies")
    what_for = models.CharField(_("what one rings it for"), max_length=200, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="agencies", help_text="The authority it sits in."
    )
    confidential = models.BooleanField(default=False, help_text="A refuge or other place whose whereabouts are not stored.")
    # Where a call goes when the front door is shut: usually a duty team's post, often another agency's.
    out_of_hours = models.ForeignKey("agencies.Post", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    entered_for = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="looks_after", help_text="Its caretaker."
    )
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text="The last day it answers.")
    successor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="predecessors")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"
        constraints = [
            models.CheckConstraint(
                name="confidential_agency_has_no_address", condition=Q(confidential=False) | Q(address="", postcode="")
            ),
            models.CheckConstraint(name="agency_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="agency_closes_on_or_after_it_opens",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("agency", args=[self.slug])

    def clean(self):
        if self.confidential:
            self.refuse_whereabouts()
            if self.area and self.area.kind not in COUNCIL_OR_LARGER:
                raise ValidationError(_("This is a confidential place. Name its council or a larger area, nothing smaller."))


class Team(PlaceOfWork):
    """People who share a line. One agency hosts it; others may have posts in it."""

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("name"), max_length=160)
    partners = models.ManyToManyField(Agency, related_name="shared_teams", blank=True)
    # Whoever holds this post is asked to cover when no deputy is left to ask.
    lead = models.ForeignKey("agencies.Post", on_delete=models.SET_NULL, null=True, blank=True, related_name="leads")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="team_name_is_unique_in_its_agency")]

    def __str__(self):
        return self.name

    def clean(self):
        if self.agency.confidential:
            self.refuse_whereabouts()


class Partnership(models.Model):
    """Agencies that safeguard together in some authorities, and the business unit that keeps them in touch."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    business_unit = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    demonstration = models.BooleanField(default=False)

    def __str__(self):
        return self.name


class PartnershipArea(Dated):
    """An authority that a partnership covers."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="partnerships")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("partnership_area"),
            models.UniqueConstraint(
                fields=["partnership", "area"], condition=Q(ends_on=None), name="partnership_covers_an_area_once"
            ),
        ]

    def __str__(self):
        return f"{self.partnership}: {self.area}"


class PartnershipMember(Dated):
    """An agency that belongs to a partnership; it may belong to several."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="members")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="partnerships")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("partnership_member"),
            models.UniqueConstraint(
                fields=["partnership", "agency"], condition=Q(ends_on=None), name="agency_joins_a_partnership_once"
            ),
        ]

    def __str__(self):
        return f"{self.agency} in {self.partnership}"


class OpeningHours(models.Model):
    """When a desk, a team's line or an agency's front door is answered, on one weekday or on bank holidays."""

    BANK_HOLIDAY = 7
    DAYS = [
        (0, _("Monday")),
        (1, _("Tuesday")),
        (2, _("Wednesday")),
        (3, _("Thursday")),
        (4, _("Friday")),
        (5, _("Saturday")),
        (6, _("Sunday")),
        (BANK_HOLIDAY, _("Bank holidays")),
    ]

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="hours")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="hours")
    post = models.ForeignKey("agencies.Post", on_delete=models.CASCADE, null=True, blank=True, related_name="hours")
    setting = models.ForeignKey("agencies.Setting", on_delete=models.CASCADE, null=True, blank=True, related_name="hours")
    day = models.PositiveSmallIntegerField(choices=DAYS)
    opens = models.TimeField()
    closes = models.TimeField(help_text="At or before the opening time: it closes on the next day. 00:00 to 00:00 is all day.")

    class Meta:
        ordering = ["day", "opens"]
        verbose_name_plural = "opening hours"
        constraints = [
            exactly_one("opening_hours_belong_to_one_thing", "agency", "team", "post", "setting"),
            models.CheckConstraint(name="opening_hours_day_is_a_weekday_or_bank_holiday", condition=Q(day__lte=7)),
        ]

    def __str__(self):
        return f"{self.get_day_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"
