"""The numbers anybody may know: each council's emergency and duty lines, without anybody's name."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.policy import anyone
from agencies.models import Coverage, OpeningHours, PartnershipArea, Post
from areas.models import Area, Nesting
from contacts.availability import LONDON, Days, Hours, opening
from contacts.calendar import bank_holidays
from contacts.models import ContactPoint
from contacts.phones import dialled, written
from directory.finder.closing import closed
from directory.finder.moments import asked_about, explain, strip

from . import sentences, weeks

CHILDREN, ADULTS, OUT_OF_HOURS, POLICE, CRISIS = SUBJECTS = (
    _("Children"), _("Adults"), _("Out of hours"), _("Police"), _("Crisis")
)  # fmt: skip
ROLES = {
    "FRONT_DOOR_CHILD": CHILDREN, "FRONT_DOOR_ADULT": ADULTS, "EDT_CHILD": OUT_OF_HOURS, "EDT_ADULT": OUT_OF_HOURS,
    "POLICE_FRONT_DOOR": POLICE, "S46_DO": POLICE, "MH_CRISIS": CRISIS, "SARC": CRISIS, "IDVA": CRISIS,
}  # fmt: skip
# Whose front door belongs on the page; a surgery's switchboard does not.
KINDS = {"la_children": CHILDREN, "la_adults": ADULTS, "police": POLICE, "mh_provider": CRISIS}
# What the top of the page says already.
NATIONAL = {"999", "101"}
NUMBERS = (ContactPoint.Kind.PHONE, ContactPoint.Kind.SHORT)


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is for, what it is called, its number, how it stands, and its hours for whoever reads this later."""

    label: str
    name: str
    number: str
    tel: str
    extension: str
    note: str
    hours: str
    week: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One council's lines, those open at the moment first; `others` are public too, and nobody's first call in an emergency."""

    name: str
    code: str
    rows: list
    others: list


def public_numbers(*, at):
    """Every council's public duty lines at the instant `at`, as a list of `Group`, by name; councils without any are left out.

    Only contact points for everybody, of desks that cover the council (or lie in it) and of a few kinds of agency's front
    door. Seven queries, however much there is.
    """
    day = at.astimezone(LONDON).date()
    councils = list(Area.objects.filter(partnerships__in=PartnershipArea.objects.on(day)).order_by("name_key", "code").distinct())
    points = list(_points(day))
    covered = _covered(points, day)
    reach = _reach(councils, {area for areas in covered.values() for area in areas}, day)
    hours = _weeks(points)
    closures = closed({_agency(point).pk for point in points}, day)
    groups = []
    for council in councils:
        holidays = bank_holidays(council.code[0], day.year)
        here = [point for point in points if reach[council.pk] & covered[_owner(point)]]
        rows, others = [], []
        desks = {_subject(point) for point in here if point.post and _is_first_call(point)}
        for point in _each_number_once(here):
            row = _row(point, opening(hours[point.pk], at, holidays, Days(closures[_agency(point).pk])), hours[point.pk], at)
            # Where a desk answers for a subject, its agency's own front door is one number more than anybody needs.
            is_spare = point.post is None and _subject(point) in desks
            (rows if _is_first_call(point) and not is_spare else others).append(row)
        if rows or others:
            groups.append(Group(council.name, council.code, sorted(rows, key=lambda row: not row.is_open), others))
    return groups


@anyone
@require_safe
def duty(request):
    """The public page of emergency and duty numbers, now or at the time its address gives."""
    at, now, odd = asked_about(request.GET)
    if odd:
        return explain(request, odd)
    return render(request, "pages/duty.html", {"groups": public_numbers(at=at), "moment": strip(QueryDict(), at, now)})


def _points(day):
    """Public telephone lines of desks and front doors, the most asked for first, a desk before its agency."""
    there = Q(post__is_desk=True, post__in=Post.objects.on(day)) & _open("post__agency", day)
    door = Q(agency__kind__code__in=KINDS, agency__confidential=False) & _open("agency", day)
    points = ContactPoint.objects.public().filter(there | door, kind__in=NUMBERS)
    points = points.select_related("post__role__agency_kind", "post__agency", "agency__kind").order_by("order", "pk")
    return sorted(points, key=lambda point: (SUBJECTS.index(_subject(point)), point.post is None, _order(point)))


def _open(agency, day):
    return Q(**{f"{agency}__closed_on": None}) | Q(**{f"{agency}__closed_on__gte": day})


def _subject(point):
    if point.post is None:
        return KINDS[point.agency.kind.code]
    role = point.post.role
    return ROLES.get(role.code) or KINDS.get(role.agency_kind.code) or (ADULTS if role.audience == "adults" else CHILDREN)


def _is_first_call(point):
    return point.post is None or point.post.role.code in ROLES


def _order(point):
    return (point.post.role.order, point.post.title) if point.post else (0, point.agency.name)


def _owner(point):
    return ("post", point.post_id) if point.post_id else ("agency", point.agency_id)


def _agency(point):
    return point.post.agency if point.post else point.agency


def _covered(points, day):
    """The ids of the areas that each owner of a point answers for."""
    covered = defaultdict(set)
    posts = {point.post_id for point in points if point.post_id}
    rows = Coverage.objects.on(day).filter(post__in=posts, area__isnull=False)
    for post, area in rows.values_list("post_id", "area_id"):
        covered["post", post].add(area)
    for point in points:
        if point.agency and point.agency.area_id:
            covered["agency", point.agency_id].add(point.agency.area_id)
    return covered


def _reach(councils, areas, day):
    """For each council's id, those of `areas` that it is, lies in or holds."""
    ids = {council.pk for council in councils}
    reach = {pk: {pk} for pk in ids}
    nestings = Nesting.objects.on(day).filter(Q(area__in=ids, within__in=areas) | Q(within__in=ids, area__in=areas))
    for inner, outer in nestings.values_list("area_id", "within_id"):
        if inner in ids:
            reach[inner].add(outer)
        if outer in ids:
            reach[outer].add(inner)
    return reach


def _weeks(points):
    """The hours of each point by its id: its post's own, else the team's, else the agency's; empty when nobody told us."""
    rows = OpeningHours.objects.filter(
        Q(post__in=[p.post_id for p in points if p.post_id])
        | Q(team__in=[p.post.team_id for p in points if p.post_id and p.post.team_id])
        | Q(agency__in=[p.agency_id or p.post.agency_id for p in points])
    )
    kept = defaultdict(list)
    for post, team, agency, *span in rows.values_list("post_id", "team_id", "agency_id", "day", "opens", "closes"):
        kept[("post", post) if post else ("team", team) if team else ("agency", agency)].append(Hours(*span))
    return {
        point.pk: tuple(
            kept[_owner(point)]
            or (point.post and (kept["team", point.post.team_id] or kept["agency", point.post.agency_id]))
            or ()
        )
        for point in points
    }


def _each_number_once(points):
    seen, once = {(number, "") for number in NATIONAL}, []
    for point in sorted(points, key=lambda point: not _is_first_call(point)):
        number = (dialled(point.value), point.extension)
        if number not in seen:
            seen.add(number)
            once.append(point)
    return once


def _row(point, state, week, at):
    return Row(
        label=_subject(point),
        name=point.post.title if point.post else point.agency.name,
        number=written(point.value),
        tel=dialled(point.value),
        extension=point.extension,
        note=point.note,
        hours=sentences.open_sentence(state, at) if week else "",
        week=" ".join(weeks.in_words(week)),
        is_open=state.is_open,
    )
