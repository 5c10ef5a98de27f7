"""Reads the roster that a file is compared with: the agencies in scope, their posts, people, numbers and staff references."""

import hashlib
import json
from collections import defaultdict

from django.db.models import Q

from agencies.models import Agency, Identifier, Post, Role, Setting, Team
from agencies.rules import kept_by
from areas import postcodes
from areas.models import Area
from areas.words import fold
from contacts.models import Appointment, ContactPoint, Practitioner

from . import facts
from .models import Heading, StaffReference, Upload

# Only such numbers are a person's own, to be compared with a cell.
REACHED = [ContactPoint.Kind.PHONE, ContactPoint.Kind.EMAIL]


def agencies_of(upload, day):
    """The agencies whose roster an upload may change: its own, or all that whoever uploaded it keeps."""
    if upload.agency_id:
        return Agency.objects.filter(pk=upload.agency_id)
    return kept_by(upload.user, day)


def remembered(upload):
    """What headings mean in the files of the upload's agency: folded heading → column."""
    return dict(Heading.objects.filter(agency=upload.agency_id).values_list("heading", "column")) if upload.agency_id else {}


def read_roster(upload, day):
    """The roster as it stands, as `facts.Roster`. `day` is today, which decides whose roster somebody keeps."""
    slugs = dict(agencies_of(upload, day).values_list("pk", "slug"))
    posts = {
        post.key: post
        for post in (
            facts.Post(key, slugs[agency], team or "", title, fold(title), role, is_desk)
            for key, agency, team, title, role, is_desk in Post.objects.filter(agency__in=slugs)
            .exclude(ends_on__lt=upload.from_day)
            .values_list("key", "agency", "team__key", "title", "role__slug", "is_desk")
        )
    }
    held = {
        key: facts.Held(key, person, post, kind, facts.iso(starts), facts.iso(ends))
        for key, person, post, kind, starts, ends in Appointment.objects.filter(post__agency__in=slugs)
        .exclude(ends_on__lt=upload.from_day)
        .order_by("starts_on", "pk")
        .values_list("key", "practitioner__key", "post__key", "kind", "starts_on", "ends_on")
        if post in posts
    }
    teams = {
        key: (slugs[agency], name, fold(name))
        for key, agency, name in Team.objects.filter(agency__in=slugs, closed_on=None).values_list("key", "agency", "name")
    }
    return facts.Roster(
        from_day=upload.from_day,
        agencies=dict(Agency.objects.filter(pk__in=slugs).values_list("slug", "name")),
        called=_called(slugs),
        teams=teams,
        posts=posts,
        people=_people(slugs, upload.from_day),
        held=held,
        roles=_roles(),
        role_names=dict(Role.objects.values_list("slug", "everyday_name")),
        place=place_called,
    )


def _called(slugs):
    """A folded name or code → the slug of an agency in scope, "" for any other."""
    found = {}
    for pk, slug, name in Agency.objects.values_list("pk", "slug", "name_key"):
        for words in (name, fold(slug)):
            found[words] = slugs.get(pk, "") or found.get(words, "")
    ours = Q(agency__in=slugs) | Q(setting__agency__in=slugs)
    codes = Identifier.objects.filter(ours, ends_on=None).values_list("value", "agency", "setting__agency", "setting__name_key")
    for value, agency, of_setting, setting_name in codes:
        for words in filter(None, (fold(value), setting_name)):
            found[words] = slugs.get(agency or of_setting, "") or found.get(words, "")
    return found


def _people(slugs, from_day):
    """Everybody who is, was or will be in a post of these agencies, by key."""
    # One list in one step: PostgreSQL without fresh statistics would go through lists within lists row by row.
    inside = Appointment.objects.filter(post__agency__in=slugs).order_by().values("practitioner")
    known = Practitioner.objects.filter(pk__in=inside)
    elsewhere = set(
        Appointment.objects.filter(practitioner__in=inside)
        .exclude(post__agency__in=slugs)
        .exclude(ends_on__lt=from_day)
        .order_by()
        .values_list("practitioner", flat=True)
    )
    points = defaultdict(list)
    rows = ContactPoint.objects.filter(practitioner__in=inside, kind__in=[*REACHED, ContactPoint.Kind.SECURE_EMAIL])
    for person, kind, value, extension in (
        rows.exclude(audience=ContactPoint.Audience.NOBODY)
        .order_by("order", "id")
        .values_list("practitioner", "kind", "value", "extension")
    ):
        points[person].append((kind, value, extension))
    refs = defaultdict(dict)
    for agency, person, value in StaffReference.objects.filter(agency__in=slugs).values_list("agency", "practitioner", "value"):
        refs[person][slugs[agency]] = value
    found = {}
    for pk, key, name, name_key, restricted in known.values_list("pk", "key", "name", "name_key", "restricted"):
        phones = [(value, extension) for kind, value, extension in points[pk] if kind == ContactPoint.Kind.PHONE]
        mails = [value for kind, value, _extension in points[pk] if kind != ContactPoint.Kind.PHONE]
        first = next((value for kind, value, _extension in points[pk] if kind == ContactPoint.Kind.EMAIL), "")
        phone, extension = phones[0] if phones else ("", "")
        found[key] = facts.Person(
            key=key, name=name, name_key=name_key, restricted=restricted, ours=pk not in elsewhere, email=first, phone=phone,
            extension=extension, emails=frozenset(each.casefold() for each in mails),
            phones=frozenset(value for value, _extension in phones), refs=refs[pk],
        )  # fmt: skip
    return found


def _roles():
    """Every way to call a role, folded → the slugs it may mean."""
    found = defaultdict(set)
    for slug, *names in Role.objects.values_list("slug", "name", "everyday_name", "abbreviation", "synonyms__words"):
        for name in filter(None, (slug, *names)):
            found[fold(name)].add(slug)
    return {words: tuple(sorted(slugs)) for words, slugs in found.items()}


def place_called(text):
    """(what the text of a place names, its name): "area:<code>", "setting:<key>" or a part of a postcode; None when we know none."""
    typed = text.strip()
    parsed = postcodes.parse(typed)
    if isinstance(parsed, postcodes.Partial) and parsed.kind != "area":
        return f"part:{parsed.written}", parsed.written
    area = Area.objects.filter(Q(name_key=fold(typed)) | Q(code=typed)).order_by("kind", "pk").first()
    if area:
        return f"area:{area.code}", area.name
    codes = Setting.objects.filter(identifiers__value=typed.upper())
    setting = codes.first() or Setting.objects.filter(name_key=fold(typed)).first()
    return (f"setting:{setting.key}", setting.name) if setting else None


def digest(roster):
    """What tells whether a roster has changed since: of everything in it that a plan depends on."""
    said = [
        sorted((one.key, one.agency, one.team, one.title, one.is_desk) for one in roster.posts.values()),
        sorted((one.key, one.person, one.post, one.kind, one.starts_on, one.ends_on) for one in roster.held.values()),
        sorted(
            (one.key, one.name, one.restricted, one.ours, one.email, one.phone, one.extension, sorted(one.emails), sorted(one.phones),
             sorted(one.refs.items()))
            for one in roster.people.values()
        ),
        sorted(roster.teams.items()),
        sorted(roster.agencies.items()),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def scope_of(upload, columns):
    """What the upload covers, as `facts.Scope`."""
    return facts.Scope(
        part=upload.part if upload.part != Upload.Part.AGENCY else "agency",
        agency=upload.agency.slug if upload.agency_id else "",
        team=upload.team.key if upload.part == Upload.Part.TEAM else "",
        columns=frozenset(columns),
    )
