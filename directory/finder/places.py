"""Reads the places in an address – area, school, surgery, council and agency codes – and says where they lie."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode

from agencies.models import Agency, HomePatch, Identifier, Setting
from agencies.prepared import Prepared
from areas.facts import authorities
from areas.lookup import locate, named
from areas.models import Area

from .matching import Places, Target

# Smallest first. A local area is smaller than a council as a rule, and larger than a ward.
SIZE = ["postcode_sector", "postcode_district", "ward", "local", "authority", "upper_tier", "icb", "police", "region", "country"]
# What an address carries of a place; what these lie in is known from the areas themselves.
CARRIED = {
    "postcode_sector",
    "postcode_district",
    "ward",
    "authority",
    "upper_tier",
    "icb",
    "local",
    "police",
    "region",
    "country",
}
MOST_CODES = 12
LONGEST_PART = len("SW1A 1")


@dataclass(frozen=True, slots=True)
class Where:
    """One area as a page names it."""

    id: int | None
    code: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Given:
    """What an address said: codes, the settings and agency behind them, and the areas they lie in, smallest first."""

    areas: tuple = ()
    school: Setting | None = None
    practice: Setting | None = None
    provider: Agency | None = None
    authority: tuple = ()
    school_areas: tuple = ()
    practice_areas: tuple = ()
    near: tuple = ()
    own_patch: bool = False
    unknown: tuple = ()
    query: MultiValueDict = field(default_factory=MultiValueDict)

    @property
    def is_empty(self):
        return not (self.areas or self.school or self.practice or self.provider or self.authority)

    @property
    def places(self):
        """The same as targets for matching."""
        return Places(
            main=_targets(self.areas),
            school=_setting(self.school, self.school_areas),
            practice=_setting(self.practice, self.practice_areas),
            authority=_targets(self.authority),
            provider=_agency(self.provider),
        )

    @property
    def council(self):
        """The council of the place: the first authority among the areas given, or those of the school or surgery."""
        for areas in (self.areas, self.authority, self.school_areas, self.practice_areas):
            for area in areas:
                if area.kind == "authority":
                    return area
        return None

    @property
    def name(self):
        """The places in words: Chapel Allerton, Leeds · Example Primary."""
        parts = [area_name(self.areas)] if self.areas else []
        parts += [thing.name for thing in (self.school, self.practice, self.provider) if thing]
        if self.authority and not self.areas:
            parts.append(area_name(self.authority))
        return " · ".join(parts)

    @property
    def nation(self):
        """E, W, S or N, as the codes of its areas begin; England when nothing says otherwise."""
        council = self.council
        return council.code[0] if council else "E"

    def address(self, **changes):
        """The query string of this place, with some parameters changed (None drops one)."""
        query = {key: values for key, values in self.query.lists() if key not in changes}
        query.update({key: value for key, value in changes.items() if value not in (None, "", [])})
        return urlencode(query, doseq=True)


def _targets(areas):
    return tuple(Target("area", area.id, area.name) for area in areas if area.id)


def _setting(setting, areas):
    return (Target("setting", setting.pk, setting.name), *_targets(areas)) if setting else ()


def _agency(agency):
    return (Target("agency", agency.pk, agency.name),) if agency else ()


def area_name(areas):
    """A place in words, the smallest area that has a name and its council: "LS7 4, Leeds"."""
    if not areas:
        return ""
    by_kind = {area.kind: area for area in reversed(areas)}
    smallest = by_kind.get("ward") or next((area for area in areas if area.kind != "local"), areas[0])
    council = next((area for area in areas if area.kind == "authority"), None)
    return f"{smallest.name}, {council.name}" if council and council.code != smallest.code else smallest.name


def carried(areas):
    """The codes of a located place that go into an address: down to the postcode sector, never below."""
    known = set(authorities())
    kept = []
    for place in areas:
        if place.kind in CARRIED and not (place.kind in ("upper_tier", "police", "region", "country") and known & set(kept)):
            kept.append(place.code)
    return kept


def read(query, user, day=None):
    """What the query string of an answer says on `day` (today unless given), as `Given`. Unknown codes are listed.

    With no place at all it is the user's own patch, and says so.
    """
    codes = [code.strip().upper() if not code.startswith("local:") else code for code in query.getlist("area")][:MOST_CODES]
    authority = [code.strip().upper() for code in query.getlist("authority")][:1]
    school = _by_code(Identifier.URN, query.get("school", "").strip())
    practice = _by_code(Identifier.ODS, query.get("practice", "").strip().upper())
    provider = Agency.objects.select_related("setting").filter(slug=query["provider"]).first() if query.get("provider") else None
    unknown = [
        name
        for name, found in (("school", school), ("practice", practice), ("provider", provider))
        if query.get(name) and not found
    ]
    own_patch = not (codes or authority or school or practice or provider)
    if own_patch:
        codes = list(HomePatch.objects.filter(user=user).values_list("area__code", flat=True))
    school_codes, practice_codes = _codes_of(school), _codes_of(practice)
    near = query.getlist("near")[:3]
    parts = {code: _parts(code) for code in (*codes, *authority, *school_codes, *practice_codes)}
    known = _known(day or timezone.localdate(), [*parts, *near, *(place.code for places in parts.values() for place in places)])
    unknown += [code for code in (*codes, *authority) if code not in known and not parts[code]]
    return Given(
        areas=_around(codes, parts, known),
        school=school,
        practice=practice,
        provider=provider,
        authority=_around(authority, parts, known),
        school_areas=_around(school_codes, parts, known),
        practice_areas=_around(practice_codes, parts, known),
        near=tuple(known[code][0] for code in near if code in known),
        own_patch=own_patch and bool(codes),
        unknown=tuple(unknown),
        query=query,
    )


def _by_code(scheme, value):
    if not value:
        return None
    found = Setting.objects.with_code(scheme, value).select_related("authority", "agency")
    return found.order_by("closed_on", "pk").first() if "\x00" not in value else None


def _codes_of(setting):
    """The codes of the areas a setting lies in: from its postcode or, where that is unknown, its council alone."""
    if setting is None:
        return []
    located = [place.code for place in locate(setting.postcode).areas] if setting.postcode else []
    return located or ([setting.authority.code] if setting.authority else [])


def _known(day, codes):
    """Each code with its area and everything that lies around it on `day`, in one query: code → (area, *larger areas)."""
    found = {}
    rows = AROUND(sorted(set(codes))) if codes else []
    for pk, code, kind, name, outer, outer_code, outer_kind, outer_name, starts, ends in rows:
        around = found.setdefault(code, [Where(pk, code, kind, name)])
        if outer and (starts is None or starts <= day) and (ends is None or ends >= day):
            around.append(Where(outer, outer_code, outer_kind, outer_name))
    return found


@Prepared
def AROUND(codes):
    return Area.objects.filter(code__in=codes).values_list(
        "id", "code", "kind", "name", "nestings__within__id", "nestings__within__code", "nestings__within__kind",
        "nestings__within__name", "nestings__valid_from", "nestings__valid_to",
    )  # fmt: skip


def _parts(code):
    """What a postcode sector or district lies in, itself first; of any other code, what the file of postcodes calls it."""
    if len(code) <= LONGEST_PART and not code.startswith("local:"):
        return locate(code).areas
    place = named(code)
    return (place,) if place and place.kind in SIZE else ()


def _around(codes, parts, known):
    """The areas with these codes and all around them, each once, smallest first.

    A postcode sector that no coverage has named yet is no row of ours: it has a name, but nothing can cover it.
    """
    seen = {}
    for code in codes:
        places = parts.get(code) or ()
        for place in places:
            if place.code not in known:
                seen.setdefault(place.code, Where(None, *place))
        for each in (code, *(place.code for place in places)):
            for area in known.get(each, ()):
                seen.setdefault(area.code, area)
    return tuple(sorted(seen.values(), key=lambda area: (SIZE.index(area.kind), area.code)))
