"""Places with a code, how they nest, what else they are called and what replaced them."""

from django.db import models
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from areas.words import fold


def _holds_on(date):
    """The condition that a dated row holds on this date; its last day still counts, an open end never runs out."""
    return Q(valid_from__isnull=True) | Q(valid_from__lte=date), Q(valid_to__isnull=True) | Q(valid_to__gte=date)


class AreaQuerySet(models.QuerySet):
    def on(self, date):
        """The areas that exist on this date."""
        return self.filter(*_holds_on(date))

    def around(self, codes, date=None):
        """The areas with these codes and everything they lie in, on this date when one is given."""
        nestings = Nesting.objects.filter(area__code__in=codes)
        if date is not None:
            nestings = nestings.filter(*_holds_on(date))
        found = self.filter(Q(code__in=codes) | Q(pk__in=nestings.values("within")))
        return found if date is None else found.on(date)

    def inside(self, area):
        """The areas that lie in this one, not counting itself."""
        return self.filter(pk__in=Nesting.objects.filter(within=area).values("area"))

    def answering_for_children(self):
        """The councils with children's services: counties, and every authority that is not a district of one.

        A code that starts E07 is a non-metropolitan district (ONS coding and naming policy); its county answers.
        """
        return self.filter(Q(kind=Area.Kind.UPPER_TIER) | Q(kind=Area.Kind.AUTHORITY) & ~Q(code__startswith=DISTRICT_PREFIX))

    def named_like(self, text):
        """The areas whose name, alias or code reads like this text, exact ones first, then those that start with it.

        Last come those where a later word starts with it ("hull" finds "Kingston upon Hull"). Text that folds to nothing
        finds nothing.
        """
        key = fold(text)
        if not key:
            return self.none()
        aliases = AreaAlias.objects.filter(area=OuterRef("pk"))
        tests = (
            Q(name_key=key) | Q(code__iexact=text.strip()) | Exists(aliases.filter(name_key=key)),
            Q(name_key__startswith=key) | Exists(aliases.filter(name_key__startswith=key)),
            Q(name_key__contains=f" {key}") | Exists(aliases.filter(name_key__contains=f" {key}")),
        )
        rank = Case(*(When(test, then=Value(place)) for place, test in enumerate(tests)), output_field=IntegerField())
        return self.annotate(likeness=rank).filter(likeness__isnull=False).order_by("likeness", "name_key", "code")


# Non-metropolitan districts: the only authorities whose county, not they themselves, runs children's services.
DISTRICT_PREFIX = "E07"


class Area(models.Model):
    """A place: official ones by their GSS code, postcode parts as written ("LS7", "LS7 4"), our own as "local:<key>"."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region")
        POLICE = "police", _("police force area")
        ICB = "icb", _("integrated care board")
        UPPER_TIER = "upper_tier", _("county council")
        AUTHORITY = "authority", _("council")
        WARD = "ward", _("ward")
        POSTCODE_DISTRICT = "postcode_district", _("postcode district")
        POSTCODE_SECTOR = "postcode_sector", _("postcode sector")
        LOCAL = "local", _("local area")

    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True, editable=False)
    # What its owner calls such a place ("BCU", "health-visiting locality"); only local areas have one.
    local_kind = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text=_("The last day it exists."))

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="area_code_is_not_empty"),
            models.CheckConstraint(condition=~Q(name=""), name="area_name_is_not_empty"),
            models.CheckConstraint(
                condition=Q(kind="local") & ~Q(local_kind="") | ~Q(kind="local") & Q(local_kind=""),
                name="only_local_areas_have_their_own_kind",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="area_does_not_end_before_it_starts",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def kind_name(self):
        """What to call this sort of place on a page."""
        return self.local_kind or self.get_kind_display()

    @property
    def answers_for_children(self):
        """Whether children's services here are this council's own, not a county's above it."""
        if self.kind == self.Kind.AUTHORITY:
            return not self.code.startswith(DISTRICT_PREFIX)
        return self.kind == self.Kind.UPPER_TIER


class NestingQuerySet(models.QuerySet):
    def on(self, date):
        """The nestings that hold on this date."""
        return self.filter(*_holds_on(date))


class Nesting(models.Model):
    """One area lies in another, now or for a while; kept transitively closed, so one row answers "is this in that?"."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="nestings")
    within = models.ForeignKey(Area, models.CASCADE, related_name="contents")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text=_("The last day it holds."))

    objects = NestingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "within"], name="one_nesting_per_pair_of_areas"),
            models.CheckConstraint(condition=~Q(area=F("within")), name="no_area_lies_in_itself"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="nesting_does_not_end_before_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.area_id} in {self.within_id}"


class AreaAlias(models.Model):
    """Another name people use for an area: a former body's, an abbreviation, an estate's."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True, editable=False)

    class Meta:
        ordering = ["name_key"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name_key"], name="an_area_has_each_alias_once"),
            models.CheckConstraint(condition=~Q(name_key=""), name="an_alias_has_letters_or_digits"),
        ]

    def __str__(self):
        return self.name


class Succession(models.Model):
    """On this day one area took over from another (two rows when one was split, or two merged)."""

    old = models.ForeignKey(Area, models.CASCADE, related_name="successors")
    new = models.ForeignKey(Area, models.CASCADE, related_name="predecessors")
    on = models.DateField()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="one_succession_per_pair_of_areas"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="no_area_succeeds_itself"),
        ]

    def __str__(self):
        return f"{self.old_id} became {self.new_id}"


class PostcodeEdition(models.Model):
    """Which edition of the postcode file this directory was last given; one row, compared with the file itself."""

    id = models.BigAutoField(primary_key=True)
    version = models.CharField(max_length=120)
    label = models.CharField(max_length=60)
    count = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_postcode_edition")]

    def __str__(self):
        return self.version
