"""Everything that makes partnerships, agencies, settings and posts, and says what they answer for; each change is recorded.

Rows are checked with `full_clean`, so each verb raises ValidationError with a sentence for the person who asked.
"""

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from areas.actions import ensure_postcode_area
from areas.models import Area
from areas.words import fold
from audit.log import record
from search.index import refresh

from .models import (
    Agency,
    AgencyKind,
    Closure,
    Coverage,
    HomePatch,
    Identifier,
    Membership,
    OpeningHours,
    Partnership,
    PartnershipArea,
    PartnershipMember,
    Post,
    Role,
    RoleRule,
    Setting,
    Team,
    TermDate,
    UnmetNeed,
)
from .registers.held import place_of
from .registers.plan import NOWHERE

# What sort of body keeps the directory of a partnership: the children's safeguarding partnership's own staff.
BUSINESS_UNIT_KIND = "lscp"

# What has hours, by the field of OpeningHours that says so; and what coverage can name.
_HAS_HOURS = {Agency: "agency", Team: "team", Post: "post", Setting: "setting"}
_COVERABLE = {Area: "area", Setting: "setting", Agency: "agency"}


def _added(thing, *, verb, by, at, **told):
    """Checks and saves a new row and records it with the fields worth telling."""
    thing.full_clean()
    thing.save(force_insert=True)
    record(verb, thing, by=by, at=at, **{field: (None, value) for field, value in told.items()})
    return thing


def _free_slug(model, name):
    """An address for `name` that no other row of `model` has: "the-grange", then "the-grange-2"."""
    stem = slugify(name)[:70].strip("-") or "unnamed"
    taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken)


@transaction.atomic
def make_partnership(*, name, slug="", areas=(), business_unit=None, demonstration=False, by, at):
    """A partnership that covers `areas`, authorities as a rule. Without `slug` one is made from the name."""
    partnership = Partnership(
        name=name, slug=slug or _free_slug(Partnership, name), business_unit=business_unit, demonstration=demonstration
    )
    _added(partnership, verb="made partnership", by=by, at=at, name=name, areas=" ".join(area.code for area in areas))
    PartnershipArea.objects.bulk_create(PartnershipArea(partnership=partnership, area=area) for area in areas)
    return partnership


@transaction.atomic
def found_partnership(*, name, by, at):
    """The partnership called `name` with its business unit, each made when there is none: where a new directory begins."""
    partnership = Partnership.objects.select_for_update().filter(name=name).first()
    if partnership is None:
        partnership = make_partnership(name=name, by=by, at=at)
    if partnership.business_unit is None:
        # It may come before the kinds of agency are loaded, which then give this one its proper words.
        kind, _made = AgencyKind.objects.get_or_create(
            code=BUSINESS_UNIT_KIND, defaults={"name": "Children's safeguarding partnership", "sector": "social_care"}
        )
        partnership.business_unit = add_agency(name=f"{name}, business unit", kind=kind, by=by, at=at)
        partnership.save(update_fields=["business_unit"])
        join_partnership(partnership=partnership, agency=partnership.business_unit, by=by, at=at)
    return partnership


@transaction.atomic
def join_partnership(*, partnership, agency, starts_on=None, ends_on=None, by, at):
    """Make `agency` a member of `partnership`; it may be a member of others too."""
    membership = PartnershipMember(partnership=partnership, agency=agency, starts_on=starts_on, ends_on=ends_on)
    return _added(membership, verb="joined partnership", by=by, at=at, partnership=partnership.pk, agency=agency.pk)


@transaction.atomic
def add_agency(*, name, kind, slug="", identifiers=None, by, at, **details):
    """An agency of an `AgencyKind`. `identifiers` are {scheme: value}; `details` any other column of Agency.

    Raises ValidationError when a confidential agency is given an address, a postcode or an area smaller than a council.
    """
    agency = Agency(name=name, name_key=fold(name), kind=kind, slug=slug or _free_slug(Agency, name), **details)
    _added(agency, verb="added agency", by=by, at=at, name=name, kind=kind.code)
    for scheme, value in (identifiers or {}).items():
        _identify(scheme, value, agency=agency)
    refresh("agency", [agency.pk])
    return agency


@transaction.atomic
def set_out_of_hours(*, agency, post, by, at):
    """Send those who ring `agency` when it is shut to `post`, often another agency's duty team; None for nowhere."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    record("set out of hours", agency, by=by, at=at, out_of_hours=(agency.out_of_hours_id, post and post.pk))
    agency.out_of_hours = post
    agency.save(update_fields=["out_of_hours"])
    return agency


@transaction.atomic
def add_team(*, agency, name, address="", postcode="", partners=(), by, at):
    """A team hosted by `agency`; `partners` are agencies with posts in it. Refuses a confidential agency's address."""
    team = Team(agency=agency, name=name, address=address, postcode=postcode)
    _added(team, verb="added team", by=by, at=at, name=name, agency=agency.pk)
    team.partners.set(partners)
    refresh("team", [team.pk])
    return team


@transaction.atomic
def add_setting(*, kind, name, postcode="", authority=None, identifiers=None, by, at, **details):
    """A setting of our own, in no register. Its postcode says where it is, and which council's, unless `authority` does.

    `identifiers` are {scheme: value}; `details` any other column of Setting. Refuses a confidential agency's whereabouts.
    """
    place = (place_of(postcode) if postcode else None) or NOWHERE
    setting = Setting(
        kind=kind,
        name=name,
        name_key=fold(name),
        postcode=postcode,
        authority=authority or Area.objects.filter(code=place.authority).first(),
        easting=place.easting,
        northing=place.northing,
        grid=place.grid,
        **details,
    )
    _added(setting, verb="added setting", by=by, at=at, name=name, kind=kind)
    for scheme, value in (identifiers or {}).items():
        _identify(scheme, value, setting=setting)
    refresh("setting", [setting.pk])
    return setting


def _identify(scheme, value, **owner):
    identifier = Identifier(scheme=scheme, value=value, **owner)
    identifier.full_clean()
    identifier.save(force_insert=True)


@transaction.atomic
def adopt_setting(*, setting, agency, by, at):
    """From now on `setting` keeps its own roster, as `agency`. The register goes on writing its own columns."""
    setting = Setting.objects.select_for_update().get(pk=setting.pk)
    record("adopted setting", setting, by=by, at=at, agency=(setting.agency_id, agency.pk))
    setting.agency = agency
    setting.full_clean()
    setting.save(update_fields=["agency"])
    refresh("setting", [setting.pk])
    return setting


@transaction.atomic
def add_post(*, role, agency, title, team=None, is_desk=None, confirmed_by="", by, at, **details):
    """A post, vacant until somebody is appointed. Desks are so by their role unless `is_desk` says otherwise.

    `confirmed_by` says in words who said at `at` that it is right. `details` are any other column of Post.
    """
    post = Post(
        role=role,
        agency=agency,
        title=title,
        team=team,
        is_desk=role.kind == Role.Kind.DESK if is_desk is None else is_desk,
        confirmed_by=confirmed_by,
        confirmed_at=at if confirmed_by else None,
        **details,
    )
    _added(post, verb="added post", by=by, at=at, title=title, role=role.code, agency=agency.pk)
    refresh("post", [post.pk])
    return post


@transaction.atomic
def cover(*, post, basis, target, by, at, **details):
    """Let `post` answer for `target`: an Area, a Setting, an Agency, or a postcode district or sector as text ("LS7 4").

    `details` are any other column of Coverage. Raises ValidationError for a text that is no such part of a postcode, and when a
    confidential agency would be given anything smaller than a council.
    """
    [coverage] = cover_many(post=post, basis=basis, targets=[target], by=by, at=at, **details)
    return coverage


@transaction.atomic
def cover_many(*, post, basis, targets, by, at, **details):
    """As `cover`, for many targets with one record; returns the coverages in the order of the targets."""
    named = [_named(target, by, at) for target in targets]
    coverages = [
        Coverage(post=post, role_id=post.role_id, basis=basis, **{_COVERABLE[type(target)]: target}, **details)
        for target in named
    ]
    for coverage in coverages:
        # What points elsewhere was fetched or made a moment ago, and the database holds the constraints.
        coverage.clean_fields(exclude={"post", "role", "area", "setting", "agency"})
        coverage.clean()
    Coverage.objects.bulk_create(coverages, batch_size=500)
    targets = " ".join(f"{_COVERABLE[type(target)]}:{target.pk}" for target in named)
    record("covered", post, by=by, at=at, basis=(None, basis), targets=(None, targets))
    refresh("post", [post.pk])
    return coverages


def _named(target, by, at):
    if not isinstance(target, str):
        return target
    if area := Area.objects.filter(code=target).first():
        return area
    try:
        return ensure_postcode_area(code=target, by=by, at=at)
    except ValueError as error:
        raise ValidationError(_("“%s” is not a postcode district or sector that we know.") % target) from error


@transaction.atomic
def set_hours(*, thing, hours, by, at):
    """Give an agency, team, post or setting these opening hours instead of those it had.

    `hours` are (day, opens, closes): 0 is Monday and 7 a bank holiday; a closing time at or before the opening time is on the next
    day. Returns the new rows.
    """
    owner = {_HAS_HOURS[type(thing)]: thing}
    old = OpeningHours.objects.filter(**owner)
    before = "; ".join(map(str, old))
    rows = [OpeningHours(**owner, day=day, opens=opens, closes=closes) for day, opens, closes in hours]
    for row in rows:
        row.clean_fields(exclude=set(_HAS_HOURS.values()))
    old.delete()
    OpeningHours.objects.bulk_create(rows)
    record("set hours", thing, by=by, at=at, hours=(before, "; ".join(map(str, rows))))
    return rows


@transaction.atomic
def set_team_lead(*, team, post, by, at):
    """Let whoever holds `post` lead `team`: they are asked to cover when no deputy is left to ask. None for nobody."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    record("set team lead", team, by=by, at=at, lead=(team.lead_id, post and post.pk))
    team.lead = post
    team.save(update_fields=["lead"])
    return team


@transaction.atomic
def set_terms(*, thing, terms, by, at):
    """Give a council's schools (an Area), or one school (a Setting), these terms instead of those known: (first, last) days.

    Returns the new rows. Raises ValidationError when a term ends before it starts, or two overlap.
    """
    owner = {"area" if isinstance(thing, Area) else "setting": thing}
    terms = sorted(terms)
    if any(last < first for first, last in terms) or any(one[1] >= other[0] for one, other in pairwise(terms)):
        raise ValidationError(_("Each term ends before the next one starts."))
    old = TermDate.objects.filter(**owner)
    before = "; ".join(map(str, old))
    old.delete()
    rows = TermDate.objects.bulk_create(TermDate(**owner, starts_on=first, ends_on=last) for first, last in terms)
    record("set terms", thing, by=by, at=at, terms=(before, "; ".join(map(str, rows))))
    return rows


@transaction.atomic
def close_agency(*, agency, name, starts_on, ends_on, by, at):
    """Note that an agency is closed from one day to another, both included: its people are off and its lines keep their Sunday."""
    closure = Closure(agency=agency, name=name.strip(), starts_on=starts_on, ends_on=ends_on)
    return _added(closure, verb="noted a closure", by=by, at=at, name=name, starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def take_closure_out(*, closure, by, at):
    """Note that an agency is not closed on these days after all."""
    told = {"name": closure.name, "starts_on": closure.starts_on, "ends_on": closure.ends_on}
    record("took a closure out", closure.agency, by=by, at=at, **{field: (value, "") for field, value in told.items()})
    closure.delete()


@transaction.atomic
def set_rule(*, agency, role, basis, by, at):
    """Let `agency` share out `role` on `basis` (RoleRule.Basis), in place of any other."""
    rule = RoleRule.objects.select_for_update().filter(agency=agency, role=role).first() or RoleRule(agency=agency, role=role)
    before, rule.basis = rule.basis, basis
    rule.full_clean()
    rule.save()
    record("set rule", rule, by=by, at=at, basis=(before, basis))
    return rule


@transaction.atomic
def give_right(*, user, agency, right=Membership.Right.PRACTITIONER, starts_on=None, ends_on=None, by, at):
    """Give an account a right (`Membership.Right`) in an agency, from the day of `at` unless `starts_on` says otherwise."""
    starts_on = starts_on or timezone.localdate(at)
    membership = Membership(user=user, agency=agency, right=right, starts_on=starts_on, ends_on=ends_on)
    return _added(membership, verb="gave right", by=by, at=at, user=user.pk, agency=agency.pk, right=right)


@transaction.atomic
def set_home_patch(*, user, area, by, at):
    """Make `area` the patch that `user` usually asks about."""
    patch = HomePatch.objects.select_for_update().filter(user=user).first() or HomePatch(user=user)
    before, patch.area = patch.area_id, area
    patch.save()
    record("set home patch", patch, by=by, at=at, area=(before, area.pk))
    return patch


@transaction.atomic
def count_unmet_need(*, role, authority, by=None, at):
    """Count one search in vain on the day of `at`: the role's slug and the council's code, "" for what was not understood.

    Nobody's name goes into the record: `by` is nobody unless a test says otherwise.
    """
    need, _made = UnmetNeed.objects.select_for_update().get_or_create(role=role, authority=authority, day=timezone.localdate(at))
    need.count += 1
    need.save(update_fields=["count"])
    record("counted an unmet need", need, by=by, at=at, count=(need.count - 1, need.count))
    return need
