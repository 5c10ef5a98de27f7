"""Loads the taxonomy, without undoing what a directory administrator has changed since."""

from dataclasses import dataclass, field

from django.db import transaction

from audit.log import record
from search.index import refresh

from ..models import AgencyKind, Role, RoleFallback, RoleSynonym
from .taxonomy import SeedRole, problems

# A role's own columns, named alike in the seed and in the database; these three are rows or references there.
_COLUMNS = [name for name in SeedRole.__dataclass_fields__ if name not in {"agency_kind", "synonyms", "fallback"}]


class BadTaxonomy(ValueError):
    """The seed files contradict themselves; the message says how, one sentence a line."""


@dataclass
class RolesLoaded:
    """What a load did: how many roles it added, changed and left, and which ones it found edited here and kept."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def load_roles(*, taxonomy, by, at):
    """Bring kinds of agency and roles to what `taxonomy` says, and return `RolesLoaded`.

    A role is changed only while it still says what the seed said last time: one edited here since keeps its edits, and is
    listed in `kept`. Roles that the seed no longer names stay. Raises `BadTaxonomy`, with nothing changed.
    """
    if found := problems(taxonomy):
        raise BadTaxonomy("\n".join(found))
    kinds = _load_kinds(taxonomy.kinds)
    held = {
        role.code: role for role in Role.objects.select_related("agency_kind").prefetch_related("synonyms", "fallbacks__next")
    }
    loaded = RolesLoaded()
    fresh = []
    for order, seed in enumerate(taxonomy.roles):
        role = held.get(seed.code)
        if role is None:
            role = held[seed.code] = Role(code=seed.code)
            loaded.added += 1
        elif role.seed_digest == seed.digest:
            loaded.unchanged += 1
            _put_in_order(role, order)
            continue
        elif _as_seed(role).digest != role.seed_digest:
            loaded.kept.append(role.code)
            loaded.unchanged += 1
            _put_in_order(role, order)
            continue
        else:
            role.version += 1
            loaded.changed += 1
        _write(role, seed, kinds, order)
        fresh.append(seed)
    _write_words_and_chains(fresh, held)
    record("loaded roles", "agencies.role", by=by, at=at, added=(None, loaded.added), changed=(None, loaded.changed))
    refresh("role", [held[seed.code].pk for seed in fresh])
    return loaded


def _as_seed(role):
    """What a stored role says now, in the seed's own shape; expects synonyms and fallbacks to be prefetched."""
    return SeedRole(
        **{name: getattr(role, name) for name in _COLUMNS},
        agency_kind=role.agency_kind.code,
        synonyms=tuple(synonym.words for synonym in sorted(role.synonyms.all(), key=lambda synonym: synonym.pk)),
        fallback=tuple(step.next.code for step in role.fallbacks.all()),
    )


def _load_kinds(kinds):
    for order, kind in enumerate(kinds):
        AgencyKind.objects.update_or_create(
            code=kind.code,
            defaults={
                "name": kind.name,
                "sector": kind.sector,
                "out_of_hours_route": kind.out_of_hours_route,
                "order": order,
            },
        )
    return {kind.code: kind for kind in AgencyKind.objects.all()}


def _put_in_order(role, order):
    """Where a role stands in lists is the seed's alone, and no reason for a new version."""
    if role.order != order:
        role.order = order
        role.save(update_fields=["order"])


def _write(role, seed, kinds, order):
    for name in _COLUMNS:
        setattr(role, name, getattr(seed, name))
    role.agency_kind = kinds[seed.agency_kind]
    role.order = order
    role.seed_digest = seed.digest
    role.save()


def _write_words_and_chains(seeds, held):
    """After every role exists, since a chain may name one that comes later in the file."""
    pks = [held[seed.code].pk for seed in seeds]
    RoleSynonym.objects.filter(role__in=pks).delete()
    RoleFallback.objects.filter(role__in=pks).delete()
    RoleSynonym.objects.bulk_create(RoleSynonym(role=held[seed.code], words=words) for seed in seeds for words in seed.synonyms)
    RoleFallback.objects.bulk_create(
        RoleFallback(role=held[seed.code], next=held[code], order=order)
        for seed in seeds
        for order, code in enumerate(seed.fallback, start=1)
    )
