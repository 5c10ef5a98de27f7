"""Reads what somebody typed into the form and makes it either the address of an answer or one clear question.

The postcode is looked up here and forgotten: only codes of areas go on.
"""

import re
from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, Q, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from agencies.models import Agency, Identifier, Setting
from agencies.snapshot import roles
from areas import answers, lookup
from areas.facts import authorities
from areas.models import Area
from areas.words import fold

from .places import carried

EVERYONE = "everyone"
MOST_CHOICES = 12
NEAREST = 5
NEAREST_WITHIN = 15_000  # metres
SCHOOLS = (Setting.Kind.SCHOOL, Setting.Kind.COLLEGE, Setting.Kind.EARLY_YEARS)
SCHEMES = {"school": Identifier.URN, "practice": Identifier.ODS}
# What a moment looks like, which of two equal ones is meant, and what is put for anything else.
SHAPES = {"at": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8}"), "fold": re.compile("[01]")}
NOT_READ = "x"
# The places on a map that a postcode may be, for the roles that go by them.
HOME_KEYS = {"home", "where_now"}


@dataclass(slots=True)
class Asked:
    """What came of a form: the query of an answer, and a question or the errors (field → sentence) if it is not one yet."""

    role: str = ""
    query: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)
    offers: list = field(default_factory=list)
    question: dict | None = None
    nearest: list = field(default_factory=list)

    @property
    def address(self):
        """Where the answer is."""
        query = urlencode({key: value for key, value in self.query.items() if value}, doseq=True)
        return reverse("answer", args=[self.role or EVERYONE]) + (f"?{query}" if query else "")


def understand(form):
    """Make an `Asked` of a posted form (a QueryDict), looking up each of its places."""
    asked = Asked(query={"area": [], "near": []})
    _role(form.get("role", "").strip(), asked)
    point = _postcode(form.get("postcode", ""), asked)
    _areas(form.getlist("area"), asked)
    for name in ("school", "practice"):
        _setting(name, form.get(name, "").strip(), asked)
    if code := form.get("authority", "").strip():
        _areas([code], asked, into="authority")
    _provider(form.get("provider", "").strip(), asked)
    _choices_of_ours(form, asked)
    if not asked.errors and asked.question is None:
        _place_is(form.get("place_is", ""), asked)
        asked.nearest = nearest_surgeries(point) if point and not asked.query.get("practice") else []
    return asked


def _choices_of_ours(form, asked):
    """A moment and the answers to our own questions go into the address; anything else typed there does not."""
    for name, shape in SHAPES.items():
        if value := form.get(name, "").strip():
            asked.query[name] = value if shape.fullmatch(value) else NOT_READ
    for name in ("unsure", "raise"):
        if form.get(name, "").strip():
            asked.query[name] = "1"


def _role(typed, asked):
    """A slug, or something people call a role: its name, abbreviation or another word for it, exactly."""
    if not typed or typed == EVERYONE:
        return
    every = roles()
    if typed in every.by_slug:
        asked.role = typed
        return
    key = fold(typed)
    called = [
        role for role in every.every
        if key in {fold(name) for name in (role.everyday_name, role.name, role.abbreviation, *every.synonyms[role.pk])}
    ] if key else []  # fmt: skip
    if len(called) == 1:
        asked.role = called[0].slug
    elif called:
        choices = [(role.slug, role.everyday_name, role.what_for) for role in called[:MOST_CHOICES]]
        _ask(asked, "role", _("Which of these do you need?"), choices)
    else:
        asked.errors["role"] = _("We don’t know that role. Choose one from the list.")


def _postcode(typed, asked):
    """Look the postcode up; what is kept of it are codes of areas. Returns its grid reference for this request only."""
    if not typed.strip():
        return None
    found = lookup.locate(typed)
    if isinstance(found, answers.Exact):
        asked.query["area"] += carried(found.areas)
        asked.query["near"] += [near.authority.code for near in found.near][:3]
        if found.terminated:
            asked.query["old"] = "1"
        return found.point
    if isinstance(found, answers.Split):
        choices = [(share.authority.code, share.authority.name, "") for share in found.shares]
        # Of a whole postcode area nothing but the force may be certain, which is no place to name.
        parts = [place.code for place in found.areas if place.kind.startswith("postcode")]
        _ask(asked, "area", found.sentence, choices, keep={"area": parts})
        return None
    asked.errors["postcode"] = found.sentence
    asked.offers = [(offer.spaced, offer.label) for offer in getattr(found, "suggestions", ())]
    return None


def place(typed, asked):
    """A postcode, or the name of a town, ward or council, as codes of areas in `asked`."""
    if isinstance(lookup.locate(typed), answers.Exact | answers.Split):
        _postcode(typed, asked)
    else:
        _areas([typed], asked)


def may_show(typed):
    """Whether a postcode that was refused may be printed back: not when it holds, or may hold, a child's details."""
    found = lookup.locate(typed)
    return getattr(found, "may_show", True)


def _areas(typed, asked, into="area"):
    """Codes pass; anything else is the name of a town, ward or council."""
    kept = asked.query.setdefault(into, [])
    for text in (text.strip() for text in typed[:12]):
        if not text or "\x00" in text:
            continue
        code = text if text.startswith("local:") else text.upper()
        if code in authorities() or Area.objects.filter(code=code).exists():
            kept += [code] if code not in kept else []
        elif into == "area" and isinstance(found := _part(code), answers.Exact):
            kept += [each for each in carried(found.areas) if each not in kept]
        elif into == "area" and isinstance(found, answers.Split):
            if any(other.strip().upper() in authorities() for other in typed):
                kept += [code] if code not in kept else []
            else:
                _postcode(code, asked)
        else:
            _named_area(text[:80], asked, into)


def _part(code):
    """What a postcode sector or district typed as a place is; None for anything else."""
    if len(code) > len("SW1A 1") or not any(character.isdigit() for character in code):
        return None
    return lookup.locate(code)


def _named_area(text, asked, into):
    found = [
        (area.code, area.name, area.kind_name)
        for area in Area.objects.named_like(text).exclude(kind__in=[Area.Kind.COUNTRY, Area.Kind.REGION])[:MOST_CHOICES]
    ] or _towns(text)
    exact = [choice for choice in found if fold(choice[1]) == fold(text)]
    if len(found) == 1 or len(exact) == 1:
        asked.query[into].append((exact or found)[0][0])
    elif found:
        _ask(asked, into, _("Which place do you mean?"), found)
    else:
        field_name = "area" if into == "area" else into
        asked.errors[field_name] = _("We don’t know a town, ward or council called that. Check it, or give the council’s name.")


def _towns(text):
    """Councils in which a school or surgery has this town in its address: registers know towns that no area list has."""
    rows = (
        Setting.objects.filter(town__iexact=text, authority__isnull=False)
        .values_list("authority__code", "authority__name", "town").distinct()[:MOST_CHOICES]
    )  # fmt: skip
    return [(code, _("%(town)s, %(council)s") % {"town": town, "council": council}, "") for code, council, town in rows]


def settings_like(name, typed, limit=MOST_CHOICES, first=""):
    """Open schools or surgeries whose name or code reads like `typed`: exact first, then those that start with it.

    With `first`, the code of a council, its own go before all others, and the others come council by council.
    """
    typed = typed.replace("\x00", " ").strip()
    key = fold(typed)
    if not key:
        return []
    kinds = SCHOOLS if name == "school" else [Setting.Kind.SURGERY]
    open_ones = Setting.objects.filter(
        kind__in=kinds, closed_on=None, identifiers__scheme=SCHEMES[name], identifiers__ends_on=None
    )
    coded = open_ones.filter(identifiers__value=typed.upper())
    words = key.split()
    containing = Q()
    for word in words:
        containing &= Q(name_key__startswith=word) | Q(name_key__contains=f" {word}")
    found = {}
    named, order = [open_ones.filter(name_key__startswith=key), open_ones.filter(containing)], ["name_key"]
    if first:
        elsewhere = Case(When(authority__code=first, then=0), default=1, output_field=IntegerField())
        named, order = named[1:], [elsewhere, "authority__name", "name_key"]
    for rows in (coded, *named):
        for code, label, council, town in rows.order_by(*order).values_list(
            "identifiers__value", "name", "authority__name", "town"
        )[:limit]:
            found.setdefault(code, (code, label, " · ".join(part for part in (town, council) if part)))
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def agencies_like(typed, limit=MOST_CHOICES):
    """Open agencies whose name starts with, or has a word that starts with, what was typed: [(slug, name, kind)]."""
    key = fold(typed)
    if not key:
        return []
    named = Q(name_key__startswith=key) | Q(name_key__contains=f" {key}")
    rows = Agency.objects.filter(named, closed_on=None).order_by("name_key").values_list("slug", "name", "kind__name")
    return list(rows[:limit])


def _provider(typed, asked):
    """An agency by the last part of its address, or by part of its name."""
    if not typed or "\x00" in typed:
        return
    typed = typed[:80]
    if Agency.objects.filter(slug=typed).exists():
        asked.query["provider"] = typed
        return
    found = agencies_like(typed)
    if len(found) == 1:
        asked.query["provider"] = found[0][0]
    elif found:
        _ask(asked, "provider", _("Which of these do you mean?"), found)
    else:
        asked.errors["provider"] = _("We don’t know an agency called that. Check the name.")


def _setting(name, typed, asked):
    if not typed or "\x00" in typed:
        return
    typed = typed[:80]
    found = settings_like(name, typed)
    exact = [choice for choice in found if choice[0] == typed.upper() or fold(choice[1]) == fold(typed)]
    if len(exact) == 1 or len(found) == 1:
        asked.query[name] = (exact or found)[0][0]
    elif found:
        question = _("%(count)d schools match. Which?") if name == "school" else _("%(count)d surgeries match. Which?")
        _ask(asked, name, question % {"count": len(found)}, found)
    else:
        missing = _("We don’t know a school called that. Check the name, or leave it empty.")
        no_surgery = _("We don’t know a surgery called that. Check the name, or leave it empty.")
        asked.errors[name] = missing if name == "school" else no_surgery


def _ask(asked, name, text, choices, keep=None):
    """Remember the first question only: one at a time."""
    for key, codes in (keep or {}).items():
        asked.query[key] = [*asked.query.get(key, []), *codes]
    if asked.question is None:
        asked.question = {"name": name, "text": text, "choices": [list(choice) for choice in choices]}


def _place_is(place_is, asked):
    """A home postcode given for a role that goes by another place is not taken for that place without asking."""
    if place_is != "home" or not asked.role or not asked.query["area"]:
        return
    role = roles().by_slug[asked.role]
    proper = role.proper_keys[0]
    if proper in HOME_KEYS or "home" in role.proper_keys or proper not in ("incident", "employer", "holding_authority"):
        return
    areas = {area.code: area.name for area in Area.objects.filter(code__in=asked.query["area"])}
    name = next((areas.get(code, code) for code in reversed(asked.query["area"])), "")
    _ask(asked, "place", role.question, [("same", _("The same place: %(place)s") % {"place": name}, "")])


def nearest_surgeries(point):
    """The five open surgeries nearest to a grid reference: [(code, name, metres rounded to 100)], straight lines."""
    reach = NEAREST_WITHIN
    near = Setting.objects.filter(
        kind=Setting.Kind.SURGERY, closed_on=None, grid=point.grid,
        easting__range=(point.easting - reach, point.easting + reach),
        northing__range=(point.northing - reach, point.northing + reach),
        identifiers__scheme=Identifier.ODS, identifiers__ends_on=None,
    ).only("name", "easting", "northing", "grid")  # fmt: skip
    measured = sorted(
        (lookup.distance_m(point, row), name, code)
        for row, name, code in ((_Spot(*values[2:]), values[1], values[0]) for values in near.values_list(
            "identifiers__value", "name", "easting", "northing", "grid"
        ))
    )  # fmt: skip
    return [[code, name, max(100, round(metres / 100) * 100)] for metres, name, code in measured[:NEAREST]]


@dataclass(frozen=True, slots=True)
class _Spot:
    easting: int
    northing: int
    grid: str
