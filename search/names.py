"""Knows the short and other forms of first names, the titles before them, and what abbreviations at work stand for."""

import csv
from functools import cache
from pathlib import Path

from .folding import words

FOLDER = Path(__file__).resolve().parent / "seed"
TITLES = set("mr mrs ms miss mx dr prof professor rev reverend sir dame lady lord".split())
# Joins words and names nothing.
JOINING = set("a an and at for from in near of on or the to".split())


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Each form of a first name with the others that the same person may go by."""
    found: dict[str, set[str]] = {}
    for first, *others in _rows("nicknames.csv"):
        for other in others:
            found.setdefault(first, set()).add(other)
            found.setdefault(other, set()).add(first)
    return {name: frozenset(others) for name, others in found.items()}


@cache
def abbreviations() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(abbreviation, the words it stands for), folded."""
    return tuple((short, tuple(words(long))) for short, long in _rows("abbreviations.csv"))


def spelt_out(found: list[str]) -> list[str]:
    """These words, and with them the words of every abbreviation among them and the abbreviation of all its words."""
    held, added = set(found), []
    for short, long in abbreviations():
        if short in held:
            added += long
        elif held.issuperset(long):
            added.append(short)
    return list(dict.fromkeys([*found, *added]))


def _rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    return rows[1:]
