"""What listed people are found by, and the numbers by which they, posts, teams, agencies and settings are.

A restricted person has no document at all: neither name, nor number, nor post finds them.
"""

from collections import defaultdict
from dataclasses import replace

from agencies.documents import about_posts
from agencies.models import Agency, Post, Setting, Team
from search.registry import EVERYBODY, Draft

from .models import Appointment, ContactPoint, Practitioner

MAILBOXES = {ContactPoint.Kind.EMAIL, ContactPoint.Kind.SECURE_EMAIL}
TO_EVERYBODY = [ContactPoint.Audience.PUBLIC, ContactPoint.Audience.PROFESSIONAL]
TO_COLLEAGUES = [ContactPoint.Audience.AGENCY]
SOME = 500


def people(pks):
    """The drafts of these listed people, or of all: one for each appointment, since its words hold for its days only."""
    listed = Practitioner.objects.listed().order_by("pk")
    if pks is not None:
        yield from _people(list(listed.filter(pk__in=pks)))
        return
    last = 0
    while rows := list(listed.filter(pk__gt=last)[:SOME]):
        yield from _people(rows)
        last = rows[-1].pk


def _people(rows):
    held, numbers = defaultdict(list), defaultdict(list)
    pks = [person.pk for person in rows]
    in_posts = Appointment.objects.filter(practitioner__in=pks).order_by("pk")
    for person, *appointment in in_posts.values_list("practitioner", "post", "starts_on", "ends_on"):
        held[person].append(appointment)
    reached = ContactPoint.objects.filter(practitioner__in=pks).order_by("pk")
    for person, *point in reached.values_list("practitioner", "audience", "kind", "value"):
        numbers[person].append(point)
    about = about_posts({post for appointments in held.values() for post, *_days in appointments})
    for person in rows:
        for held_post, starts_on, ends_on in held[person.pk] or [(None, None, None)]:
            post = about[held_post] if held_post else None
            shown = Draft(
                person.pk,
                person.key,
                person.name,
                label=f"{post.post.title}, {post.post.agency.name}" if post else person.rank,
                starts_on=starts_on,
                ends_on=ends_on,
                facets={**(post.facets if post else {}), "language": _languages(person)},
            )
            work = (person.rank, *([post.post.title, *post.work] if post else []))
            named = replace(shown, names=(person.name, person.known_as), person=True, work=work)
            # In a post that is reached through its team, nobody's own number is said, so none finds them.
            points = [] if post and post.post.team_first else numbers[person.pk]
            yield replace(named, **_reached(points, TO_EVERYBODY))
            # A colleague's own number is for as long as they are one.
            own = _reached(points, TO_COLLEAGUES)
            if post and any(own.values()):
                yield replace(shown, visibility=f"agency:{post.post.agency_id}", **own)


def _languages(person):
    return [each.strip() for each in person.languages.replace(";", ",").split(",") if each.strip()]


def _reached(points, audiences):
    """The numbers and mailboxes among (audience, kind, value) that are for one of these audiences."""
    meant = [(kind, value) for audience, kind, value in points if audience in audiences]
    return {
        "numbers": tuple(value for kind, value in meant if kind not in MAILBOXES),
        "mailboxes": tuple(value for kind, value in meant if kind in MAILBOXES),
    }


# What else has numbers of its own: how to show it, and whose own agency it is.
_SHOWN = {
    "agency": (Agency, ("slug", "name", "kind__name", "closed_on", "pk")),
    "team": (Team, ("key", "name", "agency__name", "closed_on", "agency")),
    "setting": (Setting, ("key", "name", "town", "closed_on", "agency")),
    "post": (Post, ("key", "title", "agency__name", "ends_on", "agency")),
}


def numbers_of(field):
    """A function that gives the drafts of the numbers and mailboxes of posts, teams, agencies or settings, as `field` says."""
    model, columns = _SHOWN[field]

    def drafts(pks):
        points = ContactPoint.objects.filter(**{f"{field}__isnull": False} if pks is None else {f"{field}__in": pks})
        held = defaultdict(list)
        for thing, audience, kind, value in points.order_by("pk").values_list(f"{field}_id", "audience", "kind", "value"):
            held[thing].append((audience, kind, value))
        rows = model.objects.all() if pks is None else model.objects.filter(pk__in=pks)
        for pk, key, title, label, ends_on, agency in rows.values_list("pk", *columns):
            shown = Draft(pk, key, title, label, ends_on=ends_on)
            for audiences, visibility in ((TO_EVERYBODY, EVERYBODY), (TO_COLLEAGUES, f"agency:{agency}")):
                reached = _reached(held[pk], audiences)
                if any(reached.values()):
                    yield replace(shown, visibility=visibility, **reached)

    return drafts


def people_in_posts(pks):
    """Those whose documents name these posts."""
    return Appointment.objects.filter(post__in=pks).values_list("practitioner", flat=True)
