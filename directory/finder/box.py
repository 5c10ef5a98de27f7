"""Understands the one box: a role, a place, a school or surgery, an agency or a person, alone or together.

What was typed is never stored: it goes from here into a sealed address, and from there only to the page.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

import nhs_number

from agencies.seed import taxonomy
from agencies.snapshot import roles
from areas import postcodes
from areas.models import Area
from areas.words import fold
from search.find import find
from search.vocabulary import Vocabulary

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
# Ten digits the way an NHS number is written.
TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
URGENT = {"urgent", "urgently", "emergency", "tonight", "immediately", "danger", "asap"}
MOST = 10
ALTERNATIVES = 3
SHORTEST_MISSPELT = 5  # letters of a word before it is taken for a misspelt word of a role


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


def understand(typed, *, day, seen):
    """What `typed` (cut to 200 characters) asks for on `day`; `seen` are the visibilities of whoever asks."""
    typed = typed[:LONGEST].replace("\x00", " ").strip()
    if looks_like_a_child(typed):
        return Understood(about_a_child=True)
    postcode, rest = _postcode(typed)
    words = fold(rest).split()
    found = Understood(urgent=bool(URGENT & set(words)), postcode=postcode)
    words = [word for word in words if word not in URGENT]
    found.roles, found.question, left = _roles(words)
    if not found.roles:
        found.roles, found.question, left = _misspelt_roles(words)
    if len(found.roles) == 1:
        found.role = found.roles[0].slug
    left = [word for word in left if word not in JOINING]
    found.rest = " ".join(left)
    within = {"day": day, "seen": seen}
    if left:
        _places(found.rest, found, within)
    if found.unplaced:
        # "childrens front door leeds": a word of the role's own name is no place.
        found.rest = " ".join(word for word in left if word not in _spoken(found.roles))
        if found.rest:
            _places(found.rest, found, within)
    if len(found.roles) <= 1 and not found.postcode and (found.unplaced or not found.role):
        _hits(rest, found, within)
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
    if any(nhs_number.is_valid(digits.replace("-", " ").replace(" ", "")) for digits in TEN_DIGITS.findall(typed)):
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
    """The roles that the longest run of these words may mean, the question that tells them apart, and the words left over.

    A role's own everyday name, and the abbreviation it goes by in addresses ("hv"), mean that role alone, whatever else people say so.
    """
    every, names, own = roles(), {}, {}
    for role in every.every:
        own.setdefault(fold(role.everyday_name), []).append(role)
        if fold(role.slug) == fold(role.abbreviation):
            own.setdefault(fold(role.slug), []).append(role)
        for name in (role.everyday_name, role.name, role.abbreviation, *every.synonyms[role.pk]):
            if key := fold(name):
                names.setdefault(key, {})[role.pk] = role
    by_code = {role.code: role for role in every.every}
    for size in range(min(len(words), 8), 0, -1):
        for start in range(len(words) - size + 1):
            said = " ".join(words[start : start + size])
            if said in JOINING and len(words) > 1:
                continue  # "who do I ring" does not ask for the designated officer, whom some call the DO
            left = words[:start] + words[start + size :]
            if len(own.get(said, ())) == 1:
                return own[said], "", left
            if said in _ambiguous():
                codes, question = _ambiguous()[said]
                if meant := [by_code[code] for code in codes if code in by_code]:
                    return meant, question, left
            if matched := names.get(said):
                return list(matched.values()), "", left
    return [], "", words


@cache
def _ambiguous():
    """{folded term: (role codes, question)}: the words that mean several roles, as the seed has them."""
    return {fold(term.term): (term.role_codes, term.question) for term in taxonomy.read().ambiguous}


def _misspelt_roles(words):
    """As `_roles`, with each word that no role's name holds taken for the one it is most like."""
    every = roles()
    known = Vocabulary(
        Counter(
            word
            for role in every.every
            for name in (role.everyday_name, role.name, *every.synonyms[role.pk])
            for word in fold(name).split()
        )
    )
    likes = [
        next(iter(known.near(word)), word) if len(word) >= SHORTEST_MISSPELT and word not in known.counts else word
        for word in words
    ]
    if likes == words:
        return [], "", words
    found, question, left = _roles(likes)
    kept = Counter(left)
    # The words left over as they were typed: only those of the role have been put right.
    return (found, question, [word for word, like in zip(words, likes, strict=True) if kept[like]]) if found else ([], "", words)


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


def _places(text, found, within):
    """Places, schools and surgeries called like the words that are left; a place misspelt only where nothing is called so."""
    found.areas = [
        (area.code, area.name, area.kind_name)
        for area in Area.objects.named_like(text).exclude(kind__in=[Area.Kind.COUNTRY, Area.Kind.REGION])[:MOST]
    ]
    found.schools, found.practices = asking.settings_like("school", text, MOST), asking.settings_like("practice", text, MOST)
    exactly = [choice for choice in found.areas if fold(choice[1]) == text]
    if exactly:
        # "Leeds" is Leeds; that a school and a locality are called after it is not what was asked.
        found.areas, found.schools, found.practices = exactly, [], []
    if found.role and not found.chosen_from:
        near = [hit for hit in find(text, kinds=("area",), **within) if not hit.near]
        found.areas = [(hit.key, hit.title, hit.label) for hit in near[:MOST]]


def _hits(text, found, within):
    """Everybody and everything that holds all the words; when there is none, the three nearest."""
    hits = find(text, **within)
    shown = [hit for hit in hits if not hit.near and not (found.chosen_from and hit.kind in ("area", "setting"))]
    found.hits, found.alternatives = shown, [hit for hit in hits if hit.near][:ALTERNATIVES]
