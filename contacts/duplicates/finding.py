"""Finds who may be in the directory twice, by keys that the database looks up: never each against every other."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, Value
from django.db.models.functions import Lower, StrIndex, Substr

from contacts.models import Appointment, ContactPoint, Pair, Practitioner

from .likeness import Entry, Likeness, compare, variants

# Names and numbers looked up at a time: databases limit how many values one question may hold.
BATCH = 500
EMAILS = (ContactPoint.Kind.EMAIL, ContactPoint.Kind.SECURE_EMAIL)
# A mailbox or number that more people than this share is a team's, and says nothing about who they are.
MOST_SHARING = 4


@dataclass(frozen=True, slots=True)
class Twice:
    """Two entries that may be one person: primary keys, the one with more behind it first, and what speaks for it."""

    one: int
    other: int
    likeness: Likeness


def likely(agencies, day):
    """Pairs of people who may be one, at least one of each in a post of `agencies` (ids) on `day` or later.

    The likeliest first. Nobody at risk is among them, and no pair that somebody has said is two people.
    """
    working = Appointment.objects.not_over(day).filter(post__agency__in=agencies)
    mine = set(Practitioner.objects.listed().filter(pk__in=working.values("practitioner")).values_list("pk", flat=True))
    return _pairs(mine)


def _pairs(mine):
    found = _by_name(mine) | _by_reach(mine)
    found -= set(Pair.objects.different().values_list("first", "second"))
    entries = _entries({pk for pair in found for pk in pair})
    twice = []
    for one, other in found:
        if one in entries and other in entries and (likeness := compare(entries[one], entries[other])).is_likely:
            twice.append(Twice(one, other, likeness))
    return sorted(twice, key=lambda each: (-each.likeness.score, each.one, each.other))


def _pair(one, other):
    return (min(one, other), max(one, other))


def _by_name(mine):
    """Pairs with the same name, or one that differs by a short form of the first."""
    wanted = defaultdict(set)
    for pk, name in Practitioner.objects.filter(pk__in=mine).values_list("pk", "name"):
        for variant in variants(name):
            wanted[variant].add(pk)
    names, found = sorted(wanted), set()
    for start in range(0, len(names), BATCH):
        there = Practitioner.objects.listed().filter(name_key__in=names[start : start + BATCH])
        for pk, name in there.values_list("pk", "name_key"):
            found |= {_pair(pk, other) for other in wanted[name] if other != pk}
    return found


def _by_reach(mine):
    """Pairs with the same number of their own, or the same word before the @ of their e-mail."""
    own = ContactPoint.objects.exclude(practitioner=None).filter(practitioner__restricted=False)
    box = Lower(Substr("value", 1, StrIndex("value", Value("@")) - 1))
    mailboxes = own.filter(kind__in=EMAILS).annotate(found_by=box)
    numbers = own.exclude(kind__in=EMAILS).annotate(found_by=F("value"))
    found = set()
    for points in (mailboxes, numbers):
        theirs = points.filter(practitioner__in=mine)
        sharing = defaultdict(set)
        for key, pk in points.filter(found_by__in=theirs.values("found_by")).values_list("found_by", "practitioner"):
            sharing[key].add(pk)
        for people in sharing.values():
            if len(people) <= MOST_SHARING:
                found |= {_pair(one, other) for one in people & mine for other in people if one != other}
    return found


def _entries(pks):
    """What is known of these people: key → Entry, in two queries."""
    reach = defaultdict(lambda: (set(), set()))
    for pk, kind, value in ContactPoint.objects.filter(practitioner__in=pks).values_list("practitioner", "kind", "value"):
        mailboxes, numbers = reach[pk]
        if kind in EMAILS:
            mailboxes.add(value.partition("@")[0].casefold())
        else:
            numbers.add(value)
    rows = Practitioner.objects.listed().filter(pk__in=pks).values_list("pk", "name")
    return {pk: Entry(pk, name, *map(frozenset, reach[pk])) for pk, name in rows}
