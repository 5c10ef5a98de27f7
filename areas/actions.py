"""Makes areas: the official ones from the seed, postcode parts when coverage first names them, and local ones."""

import secrets

from django.db import transaction

from areas import facts, lookup, postcodes
from areas.models import Area, AreaAlias, Nesting, PostcodeEdition
from areas.words import fold
from audit.log import record
from search.index import refresh

_KEY_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_KEY_LENGTH = 10


@transaction.atomic
def seed_places(*, by, at):
    """Bring countries, regions, forces, counties, authorities, their nesting and everyday names up to the seed files.

    Returns how many areas were {"added": …, "changed": …, "unchanged": …}. Nothing is deleted: an area that left the seed stays
    as it is, because coverage may still name it, and so do nestings that anybody else made.
    """
    held = {area.code: area for area in Area.objects.select_for_update().filter(code__in=facts.places())}
    added, changed = [], []
    for place in facts.places().values():
        area = held.get(place.code)
        if area is None:
            added.append(Area(code=place.code, kind=place.kind, name=place.name, name_key=fold(place.name)))
        elif (area.kind, area.name, area.name_key) != (place.kind, place.name, fold(place.name)):
            area.kind, area.name, area.name_key = place.kind, place.name, fold(place.name)
            changed.append(area)
    Area.objects.bulk_create(added)
    Area.objects.bulk_update(changed, ["kind", "name", "name_key"])
    ids = dict(Area.objects.filter(code__in=facts.places()).values_list("code", "pk"))
    new_nestings = _nest({(ids[inner], ids[outer]) for inner, outer in facts.nestings()})
    new_aliases = _alias({(ids[code], fold(name)): name for code, name in facts.aliases()})
    if added or changed or new_nestings or new_aliases:
        record(
            "seeded places",
            "areas.seed",
            by=by,
            at=at,
            added=(0, len(added)),
            changed=(0, len(changed)),
            nestings=(0, new_nestings),
            aliases=(0, new_aliases),
        )
        refresh("area", ids.values())
    return {"added": len(added), "changed": len(changed), "unchanged": len(held) - len(changed)}


@transaction.atomic
def hold_file_areas(*, by, at):
    """Make areas of the wards, ICBs and new councils that the file of postcodes now served names, and nest them.

    An answer carries their codes in its address, coverage may name them, and the box finds them. A ward lies in its council and all
    around that; a ward or a council lies in an ICB when every postcode of it does. Returns how many were {"added": …, "renamed": …}.
    Nothing is deleted: coverage may still name what a later file has no more.
    """
    around = lookup.profiled()
    seeded = facts.places()
    held = {area.code: area for area in Area.objects.select_for_update().filter(code__in=around)}
    added, renamed = [], []
    for place in around.values():
        area, key = held.get(place.own.code), fold(place.own.name)
        if area is None and place.own.code in seeded:
            continue  # the seed's own to make, and this is run again after it
        if area is None:
            added.append(Area(code=place.own.code, kind=place.own.kind, name=place.own.name, name_key=key))
        elif place.own.name not in (area.name, area.code) and area.kind == place.own.kind:
            area.name, area.name_key = place.own.name, key
            renamed.append(area)
    Area.objects.bulk_create(added, batch_size=500)
    Area.objects.bulk_update(renamed, ["name", "name_key"], batch_size=500)
    codes = {*around, *(container for place in around.values() for container in place.within)}
    ids = dict(Area.objects.filter(code__in=codes).values_list("code", "pk"))
    nested = {(code, outer) for code, place in around.items() for outer in place.within if code in ids and outer in ids}
    new_nestings = _nest({(ids[code], ids[outer]) for code, outer in nested})
    if added or renamed or new_nestings:
        record(
            "made the areas of a postcode file",
            "areas.postcodes",
            by=by,
            at=at,
            added=(0, len(added)),
            renamed=(0, len(renamed)),
            nestings=(0, new_nestings),
        )
        refresh("area", [area.pk for area in (*added, *renamed)])
    return {"added": len(added), "renamed": len(renamed)}


@transaction.atomic
def ensure_postcode_area(*, code, by, at):
    """The area of a postcode district ("LS7") or sector ("LS7 4"), made if coverage has never named it.

    It lies in whatever all its authorities lie in (and in the authority itself when there is only one), and a sector also in its
    district. Raises `ValueError` when the text is not a sector or district that the file of postcodes holds.
    """
    parsed = postcodes.parse(code)
    if not isinstance(parsed, postcodes.Partial) or parsed.kind == "area":
        raise ValueError(f"{code!r} is not a postcode district or sector.")
    found = lookup.locate(code)
    if not found.areas:
        raise ValueError(f"{code!r} is not in the file of postcodes.")
    smallest, *larger = found.areas
    area = Area.objects.filter(code=smallest.code).first()
    if area is not None:
        return area
    containers = {place.code for place in larger}
    if smallest.kind == "postcode_sector":
        district = ensure_postcode_area(code=larger[0].code, by=by, at=at)
        containers.add(district.code)
    # A sector or district made by somebody else at this moment is the same one.
    area, made = Area.objects.get_or_create(
        code=smallest.code,
        defaults={"kind": smallest.kind, "name": smallest.name, "name_key": fold(smallest.name)},
    )
    if made:
        around = Area.objects.around(containers).exclude(pk=area.pk).values_list("pk", flat=True)
        _nest({(area.pk, outer) for outer in around})
        record("made postcode area", area, by=by, at=at, code=("", area.code))
    return area


@transaction.atomic
def make_local_area(*, name, local_kind, members, by, at, key=None):
    """A local area called `name`, of its owner's own kind ("BCU"), made of other areas; returns it.

    Its members and everything inside them lie in it; it lies in what all its members lie in. `key` becomes its code
    "local:<key>"; without one a random key is drawn. Raises `ValueError` without members or a name.
    """
    members = list(members)
    if not members or not fold(name):
        raise ValueError("A local area needs a name and at least one member.")
    area = Area.objects.create(
        code=f"local:{key or ''.join(secrets.choice(_KEY_LETTERS) for _ in range(_KEY_LENGTH))}",
        kind=Area.Kind.LOCAL,
        local_kind=local_kind,
        name=name,
        name_key=fold(name),
    )
    ids = {member.pk for member in members}
    inside = ids | set(Nesting.objects.filter(within__in=ids).values_list("area", flat=True))
    containers = [set(Nesting.objects.filter(area=member).values_list("within", flat=True)) - ids for member in members]
    shared = set.intersection(*containers)
    _nest({(inner, area.pk) for inner in inside} | {(area.pk, outer) for outer in shared - inside})
    record(
        "made local area",
        area,
        by=by,
        at=at,
        name=("", name),
        members=("", " ".join(sorted(member.code for member in members))),
    )
    refresh("area", [area.pk])
    return area


@transaction.atomic
def record_postcode_edition(*, edition, by, at):
    """Note which edition of the postcode file is now served, so that a machine with another one is noticed."""
    old = PostcodeEdition.objects.select_for_update().filter(pk=1).first()
    if old is not None and (old.version, old.count) == (edition.version, edition.count):
        return old
    new, _made = PostcodeEdition.objects.update_or_create(
        pk=1,
        defaults={"version": edition.version, "label": edition.label, "count": edition.count, "loaded_at": at},
    )
    record("loaded postcodes", new, by=by, at=at, version=(old.version if old else "", new.version))
    return new


def _nest(pairs):
    """Add the (inner, outer) ids that are not nested yet; returns how many were new."""
    inner = {pair[0] for pair in pairs}
    held = set(Nesting.objects.filter(area__in=inner).values_list("area", "within"))
    new = sorted(pairs - held)
    Nesting.objects.bulk_create([Nesting(area_id=area, within_id=within) for area, within in new], batch_size=500)
    return len(new)


def _alias(names):
    """Add the {(area id, folded name): name} that are not there yet; returns how many were new."""
    held = set(AreaAlias.objects.filter(area__in={area for area, _key in names}).values_list("area", "name_key"))
    new = [key for key in sorted(names) if key not in held]
    AreaAlias.objects.bulk_create(
        [AreaAlias(area_id=area, name_key=name_key, name=names[area, name_key]) for area, name_key in new]
    )
    return len(new)
