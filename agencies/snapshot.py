"""The roles as every page needs them, read once and read again after half a minute.

Roles change a few times a year and stand on every page; a worker that shows an edit half a minute late does no harm.
"""

import time
from typing import NamedTuple

from .models import AgencyKind, Role, RoleFallback, RoleSynonym

FRESH_FOR = 30  # seconds
SCHOOL = "school"  # the code of the kind of agency whose hours hold in term


class Roles(NamedTuple):
    """All roles: in their order, by slug and by primary key, with those that stand in for each and the words for each.

    With them the kinds of agency: the sector of each, and those that are schools.
    """

    every: tuple
    by_slug: dict
    by_pk: dict
    stand_ins: dict
    synonyms: dict
    sectors: dict
    schools: frozenset


class _Held:
    roles = None
    read_at = 0.0


def roles():
    """The roles as they were at most half a minute ago."""
    if _Held.roles is None or time.monotonic() - _Held.read_at > FRESH_FOR:
        _Held.roles, _Held.read_at = _read(), time.monotonic()
    return _Held.roles


def role(pk):
    """The role with this primary key. One that another worker has just added is not known yet: then all are read again."""
    if pk not in roles().by_pk:
        forget()
    return roles().by_pk[pk]


def role_called(slug):
    """The role with this slug, or None. One that is not known may be new, so all are read again before saying so."""
    if slug not in roles().by_slug:
        forget()
    return roles().by_slug.get(slug)


def forget():
    """Read the roles again when they are next asked for: after an edit, and between tests."""
    _Held.roles = None


def _read():
    every = tuple(Role.objects.all())
    by_pk = {role.pk: role for role in every}
    stand_ins, synonyms = {pk: [] for pk in by_pk}, {pk: [] for pk in by_pk}
    for role, following in RoleFallback.objects.order_by("order").values_list("role_id", "next_id"):
        stand_ins[role].append(by_pk[following])
    for role, words in RoleSynonym.objects.order_by("pk").values_list("role_id", "words"):
        synonyms[role].append(words)
    kinds = list(AgencyKind.objects.values_list("pk", "sector", "code"))
    return Roles(
        every,
        {role.slug: role for role in every},
        by_pk,
        stand_ins,
        synonyms,
        {pk: sector for pk, sector, _ in kinds},
        frozenset(pk for pk, _, code in kinds if code == SCHOOL),
    )
