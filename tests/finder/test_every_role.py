"""Every role is understood by every name it goes by, alone and with a place, and by each name misspelt once."""

import pytest

from agencies.snapshot import roles
from areas.words import fold
from directory.finder import box
from tests.demo_fixture import AT

pytestmark = pytest.mark.at_length

SEEN = ("professional",)
PLACE = "leeds"
SHORTEST_MISSPELT = 7  # letters of a name whose misspelling can still be told from another word


def understood(typed):
    return box.understand(typed, day=AT.date(), seen=SEEN)


def called():
    """Every role with every name it goes by: [(role, name)]."""
    every = roles()
    return [
        (role, name)
        for role in every.every
        for name in dict.fromkeys((role.everyday_name, role.name, role.abbreviation, *every.synonyms[role.pk]))
        if fold(name)
    ]


def misspelt(name, chance):
    """The name with two neighbouring letters of its longest word changed over, or nothing when it is too short to tell."""
    word = max(name.split(), key=len)
    if len(word) < SHORTEST_MISSPELT or not word.isalpha():
        return ""
    at = chance.choice([each for each in range(1, len(word) - 2) if word[each].lower() != word[each + 1].lower()])
    return name.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :], 1)


def missing(typed, role, found):
    if role in found.roles:
        return []
    return [f"{typed!r} is {role.slug}, not {[each.slug for each in found.roles]}"]


def test_by_every_name_alone(demo):
    wrong = [line for role, name in called() for line in missing(name, role, understood(name))]
    assert wrong == []


def test_by_every_name_with_a_place(demo):
    wrong = []
    for role, name in called():
        for typed in (f"{name} {PLACE}", f"{PLACE} {name}"):
            found = understood(typed)
            wrong += missing(typed, role, found)
            if PLACE not in [fold(each[1]) for each in found.areas]:
                wrong.append(f"{typed!r} has no {PLACE}: {found.areas[:2]}")
    assert wrong == []


def test_by_every_name_misspelt_once(demo, chance):
    wrong = []
    for role, name in called():
        if typed := misspelt(name, chance):
            wrong += missing(typed, role, understood(typed))
            wrong += missing(f"{typed} {PLACE}", role, understood(f"{typed} {PLACE}"))
    assert wrong == []
