"""What the page of an area says."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from agencies.models import Agency, Coverage, Post, Role
from areas.models import Area, AreaAlias
from directory import sentences
from directory.finder.answer import answer
from directory.finder.places import read as read_places

from .post_page import lead_card

FRONT_DOOR = "front-door-child"
# Lists longer than this say so; a council has tens of wards, and thousands of sites that are nobody's roster.
MOST = 100
SMALLER = (Area.Kind.AUTHORITY, Area.Kind.WARD, Area.Kind.LOCAL)


def read(code, user, seer):
    """The context of the page of the area with this code, or None when there is no such area."""
    query = QueryDict(mutable=True)
    query["area"] = code
    given = read_places(query, user)
    here = next((area for area in given.areas if area.code == code), None)
    row = Area.objects.filter(code=code).first()
    if here is None or given.unknown:
        return None
    front_door = answer(FRONT_DOOR, given, at=seer.at, user=user)
    inside = list(Area.objects.inside(row).on(seer.day).filter(kind__in=SMALLER)[: MOST + 1]) if row else []
    lead = lead_card(front_door.ladder, seer.at) if front_door else {}
    return {
        "area": row or here,
        "kind_name": row.kind_name if row else dict(Area.Kind.choices)[here.kind],
        "query": query.urlencode(),
        "card": lead,
        "outside": _outside(here) if front_door and front_door.outside else "",
        "became": _became(row, seer.day) if row else "",
        "roles": _roles(given, seer.day),
        "around": [area for area in given.areas if area.code != code],
        "inside": inside[:MOST],
        "more_inside": len(inside) > MOST,
        "agencies": Agency.objects.open_on(seer.day).filter(area=row, confidential=False)[:MOST] if row else [],
        "names": _other_names(row) if row else [],
    }


def _outside(here):
    return _("We don’t cover %(place)s. Ring that council’s duty line. 999 and 101 work everywhere.") % {"place": here.name}


def _roles(given, day):
    """The roles that somebody answers for here, those of one kind of agency together."""
    ids = [area.id for area in given.areas if area.id]
    found = Role.objects.filter(pk__in=_coverages(ids, day).values("role"))
    return list(found.select_related("agency_kind").order_by("agency_kind__order", "agency_kind", "order"))


def _coverages(ids, day):
    return Coverage.objects.on(day).filter(area__in=ids, post__in=Post.objects.on(day))


def _became(row, day):
    """What took the place of an area that has ended: "Became East and West on 1 April 2027."."""
    if row.valid_to is None or row.valid_to >= day:
        return ""
    followed = list(row.successors.select_related("new"))
    if not followed:
        return _("It ended on %(day)s.") % {"day": sentences.day(row.valid_to, day)}
    names = [each.new.name for each in followed]
    listed = names[0] if len(names) == 1 else _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}
    return _("Became %(names)s on %(day)s.") % {"names": listed, "day": sentences.day(followed[0].on, day)}


def _other_names(row):
    aliases = list(AreaAlias.objects.filter(area=row).values_list("name", flat=True))
    return aliases + [each.old.name for each in row.predecessors.select_related("old") if each.old.name not in aliases]
