"""Understands the one box: a role, a place, a school or surgery, an agency or a person, alone or together.

What was typed is never stored: it goes from here into a sealed address, and from there only to the page.
"""

import re
from dataclasses import dataclass, field

from agencies.models import Agency
from agencies.snapshot import roles
from areas import postcodes
from areas.models import Area
from areas.words import fold
from contacts.models import Practitioner

from . import asking

LONGEST = 200
# Words that join what people say and name nothing.
JOINING = set(
    "a about an and around at call can do find for from help here i in is me my near need now number of on phone please ring "
    "someone the to who whom you".split()
)
# "Who is the social worker for …", "health visitor of …" followed by a name: a question about a child, which nobody here can answer.
ABOUT_A_CHILD = re.compile(
    r"\b(social worker|health visitor|school nurse|case ?worker|key ?worker|gp|doctor|midwife)\s+(for|of)\s+(?!a\b|an\b|the\b|my\b)"
    r"(?P<name>[A-Za-z'’-]+(\s+[A-Za-z'’-]+)+)",
    re.IGNORECASE,
)
URGENT = {"urgent", "urgently", "emergency", "tonight", "immediately", "danger", "asap"}
MOST = 10


@dataclass(slots=True)
class Understood:
    """What the box made of the words: a form to post on, things that match, or a child's question that was not searched."""

    about_a_child: bool = False
    urgent: bool = False
    role: str = ""
    roles: list = field(default_factory=list)
    postcode: str = ""
    areas: list = field(default_factory=list)
    schools: list = field(default_factory=list)
    practices: list = field(default_factory=list)
    agencies: list = field(default_factory=list)
    people: list = field(default_factory=list)
    rest: str = ""  # the words beside the role and the postcode

    @property
    def unplaced(self):
        """Words beside a role that name no place we know. They may be one: the asker's own is not taken instead."""
        known = self.postcode or self.areas or self.schools or self.practices
        return self.rest if self.roles and not known else ""

    @property
    def nothing(self):
        """Whether none of the words meant anything to us."""
        return not (
            self.role
            or self.roles
            or self.postcode
            or self.areas
            or self.schools
            or self.practices
            or self.agencies
            or self.people
        )


def understand(typed):
    """What `typed` (cut to 200 characters) asks for."""
    typed = typed[:LONGEST].replace("\x00", " ").strip()
    if looks_like_a_child(typed):
        return Understood(about_a_child=True)
    postcode, rest = _postcode(typed)
    words = fold(rest).split()
    found = Understood(urgent=bool(URGENT & set(words)), postcode=postcode)
    words = [word for word in words if word not in URGENT]
    found.roles, words = _roles(words)
    if len(found.roles) == 1:
        found.role = found.roles[0].slug
    words = [word for word in words if word not in JOINING]
    found.rest = " ".join(words)
    if words:
        _things(found.rest, found)
    if found.unplaced:
        # "childrens front door leeds": a word of the role's own name is no place.
        found.rest = " ".join(word for word in words if word not in _spoken(found.roles))
        if found.rest:
            _things(found.rest, found)
    if words and found.nothing:
        found.rest = ""
        found.roles = _roles_saying(words)
        found.role = found.roles[0].slug if len(found.roles) == 1 else ""
    return found


def looks_like_a_child(typed):
    """Whether the words seem to name a child, hold a date of birth or an NHS number: then nothing is searched."""
    refused = postcodes.parse(typed)
    if isinstance(refused, postcodes.Refusal) and refused.kind in ("looks_like_a_child", "nhs_number"):
        return True
    asked = ABOUT_A_CHILD.search(typed)
    return bool(asked) and not _is_a_place(asked["name"])


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


def _roles(words):
    """The roles whose name, abbreviation or another word is the longest run of these words; and the words left over."""
    every, names = roles(), {}
    for role in every.every:
        for name in (role.everyday_name, role.name, role.abbreviation, *every.synonyms[role.pk]):
            if key := fold(name):
                names.setdefault(key, {})[role.pk] = role
    for size in range(min(len(words), 8), 0, -1):
        for start in range(len(words) - size + 1):
            name = " ".join(words[start : start + size])
            if name in JOINING and len(words) > 1:
                continue  # "who do I ring" does not ask for the designated officer, whom some call the DO
            if matched := names.get(name):
                return list(matched.values()), words[:start] + words[start + size :]
    return [], words


def _spoken(named):
    """Every word of every name these roles go by."""
    names = [name for role in named for name in (role.everyday_name, role.name, *roles().synonyms[role.pk])]
    return {word for name in names for word in fold(name).split()}


def _roles_saying(words):
    """The roles whose everyday name holds all of these words, else any name of theirs: many go by "safeguarding lead"."""
    every, wanted = roles(), set(words)

    def says(*names):
        return any(wanted <= set(fold(name).split()) for name in names)

    return [role for role in every.every if says(role.everyday_name)] or [
        role for role in every.every if says(role.name, *every.synonyms[role.pk])
    ]


def _things(text, found):
    """Places, settings, agencies and listed people called like the words that are left."""
    found.areas = [
        (area.code, area.name, area.kind_name)
        for area in Area.objects.named_like(text).exclude(kind__in=[Area.Kind.COUNTRY, Area.Kind.REGION])[:MOST]
    ]
    found.schools, found.practices = asking.settings_like("school", text, MOST), asking.settings_like("practice", text, MOST)
    exactly = [choice for choice in found.areas if fold(choice[1]) == text]
    if exactly:
        # "Leeds" is Leeds; that a school and a locality are called after it is not what was asked.
        found.areas, found.schools, found.practices = exactly, [], []
    if found.role or found.postcode:
        return
    found.agencies = list(Agency.objects.filter(slug__in=[slug for slug, *_ in asking.agencies_like(text, MOST)]))
    people = Practitioner.objects.listed()
    for word in text.split():
        people = people.filter(name_key__contains=word)
    found.people = list(people[:MOST])
