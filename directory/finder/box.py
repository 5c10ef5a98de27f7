"""Understands the one box: a role, a place, a school or surgery, an agency or a person, alone or together.

What was typed is never stored: it goes from here into a sealed address, and from there only to the page.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

from agencies.models import AgencyKind, Identifier, Role, Setting
from agencies.snapshot import roles
from areas import answers, lookup, postcodes
from areas.case_data import case_data
from areas.models import Area
from areas.words import fold
from contacts.models import Appointment
from search.find import find
from search.ranking import NAMED

from . import asking, naming, spoken

LONGEST = 200
# "Who is the social worker for …", "health visitor of …" followed by a name: a question about a child, which nobody here can answer.
ABOUT_A_CHILD = re.compile(
    r"\b(social worker|health visitor|school nurse|case ?worker|key ?worker|gp|doctor|midwife)\s+(for|of)\s+(?!a\b|an\b|the\b|my\b)"
    r"(?P<name>[A-Za-z'’-]+(\s+[A-Za-z'’-]+)+)",
    re.IGNORECASE,
)
URGENT = {"urgent", "urgently", "emergency", "tonight", "immediate", "immediately", "danger", "asap"}
MOST = 10
ALTERNATIVES = 3
# The kind of agency that a school or a surgery is itself: its own lead is meant, not somebody's for all of them.
OWN = {
    Setting.Kind.SCHOOL: "school",
    Setting.Kind.COLLEGE: "fe_college",
    Setting.Kind.EARLY_YEARS: "early_years",
    Setting.Kind.SURGERY: "gp_practice",
}


@dataclass(slots=True)
class Understood:
    """What the box made of the words: a form to post on, things that match, or a child's question that was not searched."""

    about_a_child: bool = False
    urgent: bool = False
    role: str = ""
    roles: list = field(default_factory=list)
    question: str = ""
    postcode: str = ""
    areas: list = field(default_factory=list)
    schools: list = field(default_factory=list)
    practices: list = field(default_factory=list)
    hits: list = field(default_factory=list)
    # What is nearest when nothing holds all the words.
    alternatives: list = field(default_factory=list)
    rest: str = ""  # the words beside the role and the postcode
    at: datetime | None = None  # the local time that was named, without a time zone
    post: str = ""  # the key of the post that the one person who was named is in
    cut_short: bool = False  # whether the postcode is in no file, so that only its first half is gone by
    not_used: str = ""  # the name of a council that was named as well, for another of somebody's places

    @property
    def unplaced(self):
        """Words beside a role that name no place we know. They may be one: the asker's own is not taken instead."""
        return self.rest if self.roles and not (self.postcode or self.chosen_from) else ""

    @property
    def nothing(self):
        """Whether none of the words meant anything to us."""
        return not (self.role or self.roles or self.postcode or self.chosen_from or self.hits)

    @property
    def chosen_from(self):
        """The places, schools and surgeries that may be meant."""
        return self.areas or self.schools or self.practices


def understand(typed, *, day, seen, now=None, council=str):
    """What `typed` (cut to 200 characters) asks for on `day`; `seen` are the visibilities of whoever asks.

    `now` is the local time from which a time that was named is the next one; without it no time is looked for.
    `council` gives the code of the asker's own, whose schools and surgeries come first where many are called the same.
    """
    typed = typed[:LONGEST].replace("\x00", " ").strip()
    if looks_like_a_child(typed, day):
        return Understood(about_a_child=True)
    places, said = spoken.places(typed), typed
    if places:
        said = spoken.without_places(typed)
    named, postcode = _named(said)
    moment = spoken.moment(typed, now, alone=bool(named.roles)) if now else spoken.Moment()
    timed = set(fold(moment.text).split())
    hurried = bool(URGENT & set(fold(typed).split()))
    alike = None
    if len(named.roles) != 1 and (not named.roles or named.size == 1):
        alike = _alike(said, postcode, timed)
    named = alike or named
    found = Understood(urgent=hurried, postcode=postcode, roles=named.roles, question=named.question, at=moment.at)
    _go_by_first_half(found)
    found.role = found.roles[0].slug if len(found.roles) == 1 else ""
    left = [word for word in named.left if word not in naming.JOINING | URGENT | timed]
    if places:
        left = _place_meant(places, found)
    found.rest = " ".join(left)
    within = {"day": day, "seen": seen, "council": council}
    if left:
        _places(found.rest, found, within)
    if len(found.roles) > 1:
        _told_apart(found)
    if found.unplaced:
        # "childrens front door leeds": a word of the role's own name is no place.
        found.rest = " ".join(word for word in found.rest.split() if word not in naming.spoken(found.roles))
        if found.rest:
            _places(found.rest, found, within)
    if alike and found.unplaced:
        found.rest = ""  # more of the sentence, and no place
    if found.roles and found.rest:
        _colleagues(found, within)
    if len(found.roles) <= 1 and not found.hits and not found.postcode and (found.unplaced or not found.role):
        _hits(
            [word for word in _postcode(typed)[1].split() if fold(word) not in URGENT and fold(word) not in timed], found, within
        )
    if left and found.nothing:
        found.rest = ""
        found.roles = naming.saying(left)
        found.role = found.roles[0].slug if len(found.roles) == 1 else ""
    return found


def looks_like_a_child(typed, day):
    """Whether the words, typed on `day`, seem to name a child or hold what leads to a case: then nothing is searched."""
    if case_data(typed, day):
        return True
    refused = postcodes.parse(typed)
    if isinstance(refused, postcodes.Refusal) and refused.kind in ("looks_like_a_child", "nhs_number"):
        return True
    if not (asked := ABOUT_A_CHILD.search(typed)):
        return False
    # "Designated doctor for child deaths" is a role: what its name leaves over may be somebody's.
    left = set(naming.said_in(fold(typed).split()).left)
    name = " ".join(word for word in fold(asked["name"]).split() if word in left)
    return bool(name) and not _is_a_place(name)


def _is_a_place(words):
    return Area.objects.named_like(words).exists() or bool(
        asking.settings_like("school", words, 1) or asking.settings_like("practice", words, 1)
    )


def _postcode(typed):
    """The postcode, or part of one, among the words, and the words without it."""
    tokens = typed.split()
    for size in (2, 1):
        for start in range(len(tokens) - size + 1):
            chosen = " ".join(tokens[start : start + size])
            parsed = postcodes.parse(chosen) if any(c.isdigit() for c in chosen) else None
            whole = isinstance(parsed, postcodes.Postcode) and not parsed.from_text
            if whole or (isinstance(parsed, postcodes.Partial) and parsed.kind != "area"):
                return chosen, " ".join(tokens[:start] + tokens[start + size :])
    return "", typed


def _named(typed):
    """The roles that are named, and the postcode. A longer name wins: "s47 lead practitioner" is no postcode, "emergency duty" no hurry."""
    words = fold(typed).split()
    postcode, rest = _postcode(typed)
    plain = fold(rest).split()
    calm = [word for word in plain if word not in URGENT]
    readings = [naming.said_in(calm)]
    for more in (plain, words):
        named = naming.said_in(more)
        # "Immediate danger" is the police's other name, but only where nobody else is asked for.
        if not readings[0].size or set(more) - set(named.left) - URGENT:
            readings.append(named)
    named = max(readings, key=lambda each: each.size)
    code = fold(postcode).split()
    if len(named.left) + named.size == len(words):
        if all(part in named.left for part in code):
            return named._replace(left=[word for word in named.left if word not in code]), postcode
        return named, ""
    return named, postcode


def _go_by_first_half(found):
    """A postcode that is in no file may be new; what it begins with says nearly as much, and the page says that it was used."""
    parsed = postcodes.parse(found.postcode) if found.postcode else None
    if not isinstance(parsed, postcodes.Postcode):
        return
    located = lookup.locate(found.postcode)
    if isinstance(located, answers.Unknown) and located.choices and not located.suggestions:
        found.postcode, found.cut_short = parsed.district, True


def _alike(said, postcode, timed):
    """The roles that a whole sentence is most like, where no name of a role was said in it, or only a word of many roles."""
    code = set(fold(postcode).split())
    words = [word for word in fold(said).split() if word not in code | timed | URGENT]
    alike = naming.alike(words)
    return alike if alike.roles else None


def _place_meant(places, found):
    """The words of the place that the role goes by, of all that were said: where an adult works decides for the LADO."""
    keys = roles().by_slug[found.role].keys if found.role else []
    key = next((key for key in keys if key in places), next(iter(places)))
    chosen = places[key]
    if code := _postcode(chosen)[0]:
        found.postcode, chosen = code, _postcode(chosen)[1]
    others = [fold(place) for said, place in places.items() if said != key and fold(place) != fold(chosen)]
    council = Area.objects.filter(kind=Area.Kind.AUTHORITY, name_key__in=others).first()
    found.not_used = council.name if council else ""
    return [word for word in fold(chosen).split() if word not in naming.JOINING]


def _told_apart(found):
    """Fewer roles, where the place or the other words tell which of several is meant: a school's own, a surgery's own, "adults"."""
    settings = [code for code, *_words in found.schools + found.practices]
    if settings and not found.areas:
        kinds = set(Setting.objects.filter(identifiers__value__in=settings).values_list("kind", flat=True))
        own = set(AgencyKind.objects.filter(code__in=[OWN[kind] for kind in kinds if kind in OWN]).values_list("pk", flat=True))
        found.roles = [role for role in found.roles if role.agency_kind_id in own] or found.roles
    elif not found.chosen_from:
        found.roles, left = naming.narrowed(found.roles, found.rest.split())
        found.rest = " ".join(left)
    found.role = found.roles[0].slug if len(found.roles) == 1 else ""


def _places(text, found, within):
    """Places, schools and surgeries called like the words that are left; a place misspelt only where nothing is called so."""
    found.areas = [
        (area.code, area.name, area.kind_name)
        for area in Area.objects.named_like(text).exclude(kind__in=[Area.Kind.COUNTRY, Area.Kind.REGION])[:MOST]
    ]
    council = within["council"]
    found.schools, found.practices = (_nearest_first(name, text, council) for name in ("school", "practice"))
    exactly = [choice for choice in found.areas if fold(choice[1]) == text]
    if exactly:
        # "Leeds" is Leeds; that a school and a locality are called after it is not what was asked.
        found.areas, found.schools, found.practices = exactly, [], []
    if found.roles and not found.chosen_from:
        near = [hit for hit in _find(text, within, kinds=("area", "setting")) if not hit.near]
        found.areas = [(hit.key, hit.title, hit.label) for hit in near[:MOST] if hit.kind == "area"]
        if not found.areas:
            _settings_alike([hit.thing for hit in near[:MOST]], found)


def _settings_alike(pks, found):
    """The schools and surgeries of these settings, whose names were misspelt."""
    identified = Identifier.objects.filter(setting__in=pks, ends_on=None, setting__closed_on=None)
    rows = identified.values_list("scheme", "value", "setting__name", "setting__town", "setting__authority__name")
    called = {"school": [], "practice": []}
    for scheme, code, name, *where in rows.order_by("setting__name_key"):
        kind = next((kind for kind, known in asking.SCHEMES.items() if known == scheme), None)
        if kind:
            called[kind].append((code, name, " · ".join(filter(None, where))))
    found.schools, found.practices = called["school"], called["practice"]


def _nearest_first(name, text, council):
    """Schools or surgeries called so; where there are several, those of the asker's own council before the rest."""
    called = asking.settings_like(name, text, MOST)
    return asking.settings_like(name, text, MOST, first=council()) if len(called) > 1 else called


def _find(text, within, **more):
    return find(text, day=within["day"], seen=within["seen"], **more)


def _colleagues(found, within):
    """Somebody called like the words beside several roles: "DS" and a surname ask for that person, whose post says which it is."""
    exactly = any(fold(choice[1]) == found.rest for choice in found.chosen_from)
    if exactly or found.postcode:
        return
    people = [hit for hit in _find(found.rest, within, kinds=("person",)) if not hit.near]
    asked_for = {role.slug for role in found.roles}
    in_role = [hit for hit in people if asked_for & set(hit.facets.get("role", ()))]
    in_role = [hit for hit in in_role if hit.how == NAMED] or ([] if found.chosen_from or len(found.roles) == 1 else in_role)
    if len(found.roles) == 1:
        people = in_role
    if not people:
        return
    if len(in_role) == 1 and in_role[0].how == NAMED:
        # The page of a post that is reached through its team names nobody.
        held = Appointment.objects.on(within["day"]).filter(
            practitioner__key=in_role[0].key, works_shifts=False, post__role__in=found.roles, post__team_first=False
        ).exclude(post__role__kind=Role.Kind.CASE)  # fmt: skip
        found.post = held.order_by("kind", "order", "pk").values_list("post__key", flat=True).first() or ""
    if in_role or not found.chosen_from:
        found.roles, found.question, found.role, found.areas, found.schools, found.practices = [], "", "", [], [], []
    found.hits = in_role or (people if not found.chosen_from else [hit for hit in people if hit.how == NAMED])


def _hits(words, found, within):
    """Everybody and everything that holds all the words; when there is none, the three nearest.

    "Who covers for", "this week" are words nobody is called; but whoever is called "Do" is found.
    """
    hits = _find(" ".join(words), within)
    if all(hit.near for hit in hits):
        telling = [word for word in words if fold(word) not in naming.JOINING]
        hits = _find(" ".join(telling), within) if telling and telling != words else hits
    shown = [hit for hit in hits if not hit.near and not (found.chosen_from and hit.kind in ("area", "setting"))]
    found.hits, found.alternatives = shown, [hit for hit in hits if hit.near][:ALTERNATIVES]
