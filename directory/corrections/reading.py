"""What a report can be about, and how an open correction reads to whoever decides it."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agencies.models import OpeningHours, Post, Team
from contacts.availability import Hours
from contacts.models import Appointment, ContactPoint, Correction, WorkingHours
from contacts.outcomes.actions import PUT_RIGHT
from contacts.outcomes.rules import day_of_try
from contacts.phones import written
from directory import sentences, weeks
from directory.profiles.post_page import has_ended
from directory.profiles.reading import NUMBERS, posts, rungs

What = Correction.What
EMAILS = (ContactPoint.Kind.EMAIL, ContactPoint.Kind.SECURE_EMAIL)
NEEDS_A_DETAIL = frozenset({What.NUMBER, *PUT_RIGHT})
ALWAYS = (What.MISSING, What.EMAIL, What.DUPLICATE, What.NOT_HERE)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows that can be wrong: (key, words) of numbers, e-mail addresses and posts, and the names of the teams."""

    whats: frozenset
    numbers: list
    emails: list
    posts: list
    teams: list


def of_post(row, seer):
    """What can be wrong with a post. One reached through its team has its team's numbers, and no people."""
    found = posts(Post.objects.filter(pk=row.pk), seer, closed=has_ended(row, seer.day))
    numbers = {
        rung.number.key: f"{_written(rung.number)}, {_whose(rung)}"
        for rung in rungs(found.ladder(*found.here))
        if rung.number and not rung.fallback
    }
    owners = {} if found.here[0].through_team else {"post": row.pk}
    if row.team_id:
        owners["team"] = row.team_id
    whats = {What.TITLE, What.HOURS, What.TEAM, *ALWAYS}
    return _shown(whats, list(numbers.items()), _emails(seer, **owners), teams=_teams(row.agency_id))


def of_person(person, seer):
    """What can be wrong with somebody who is listed, and the posts they are in."""
    now = Appointment.objects.on(seer.day).filter(practitioner=person)
    held = Post.objects.on(seer.day).filter(appointments__in=now).order_by("title", "pk").distinct()
    found = posts(held, seer)
    reached = not found.here or not all(post.through_team for post in found.here)
    numbers = _numbers(seer, practitioner=person.pk) if reached else []
    emails = _emails(seer, practitioner=person.pk) if reached else []
    in_posts = [(post.key, post.title) for post in found.here]
    whats = {What.NAME, *ALWAYS, *((What.LEFT, What.HOURS) if in_posts else ())}
    return _shown(whats, numbers, emails, posts=in_posts, without_left=not in_posts)


def of_agency(agency, seer):
    """What can be wrong with an agency: its own numbers, e-mail and hours."""
    return _shown({What.HOURS, *ALWAYS}, _numbers(seer, agency=agency.pk), _emails(seer, agency=agency.pk))


def of_setting(setting, seer):
    """What can be wrong with a school, surgery or other site. What a register prints is not ours to change."""
    return _shown({What.HOURS, *ALWAYS}, _numbers(seer, setting=setting.pk), _emails(seer, setting=setting.pk))


def _shown(whats, numbers, emails, posts=(), teams=(), without_left=False):
    about_a_number = {What.NUMBER, *(() if without_left else (What.LEFT,))} if numbers else set()
    return Shown(frozenset(whats | about_a_number), numbers, emails, list(posts), list(teams))


def _teams(agency):
    return list(Team.objects.filter(agency=agency, closed_on=None).order_by("name").values_list("name", flat=True))


def _seen(seer, kinds, owners):
    for owner, value in owners.items():
        rows = ContactPoint.objects.filter(**{owner: value}, kind__in=kinds).seen_by(list(seer.own), seer.day)
        yield from rows.order_by("order", "pk")


def _numbers(seer, **owners):
    return [(point.key, f"{_written(point)}, {point.label or point.kind_in_words}") for point in _seen(seer, NUMBERS, owners)]


def _emails(seer, **owners):
    return [(point.key, point.value) for point in _seen(seer, EMAILS, owners)]


def _written(number):
    said = written(number.value)
    return _("%(number)s then %(extension)s") % {"number": said, "extension": number.extension} if number.extension else said


def _whose(rung):
    return rung.turn.person.name if rung.turn else rung.line.name if rung.line else rung.post.title


def as_rows(corrections, at):
    """Open corrections as their owner reads them, with the hours that stand now, in two queries however many there are."""
    hours = _hours_now([each for each in corrections if each.what == What.HOURS], at)
    return [_as_row(correction, hours.get(correction.pk, []), at) for correction in corrections]


def _as_row(correction, hours, at):
    """One of them: what is wrong, what stands there now, what is proposed, what each button does."""
    point = correction.point
    needs = correction.what in NEEDS_A_DETAIL
    return {
        "key": correction.key,
        "what": correction.get_what_display(),
        "thing": _thing(correction),
        "about": correction.practitioner or correction.post or correction.setting or correction.agency,
        "agency": correction.agency,
        "now": _now(correction, hours),
        "is_number": correction.what in (What.NUMBER, What.MISSING),
        "proposed": _proposed(correction),
        "right": _right(correction),
        "since": sentences.day(correction.opened_at, at),
        "alert": correction.alerted_at is not None,
        "lowered": bool(point and point.reported_at),
        "needs_number": needs,
        "use": _use(correction),
        "twice": correction.what == What.DUPLICATE and bool(correction.practitioner),
        "may_go": bool(point and correction.what in (What.NUMBER, What.EMAIL) and not point.is_shared),
    }


def _hours_now(corrections, at):
    """The hours that stand now for what these corrections are about: correction id → hours, in words."""
    day, held, opening = day_of_try(at), defaultdict(list), defaultdict(list)
    people = [each.practitioner_id for each in corrections if each.practitioner_id]
    if people:
        working = WorkingHours.objects.filter(
            appointment__practitioner__in=people, appointment__in=Appointment.objects.on(day)
        ).values_list("appointment__practitioner", "appointment__post", "day", "starts", "ends")
        for person, post, *span in working:
            held[person, post].append(Hours(*span))
    if corrections:
        wanted = {name: [getattr(each, f"{name}_id") for each in corrections] for name in ("post", "setting", "agency")}
        for name, pks in wanted.items():
            rows = OpeningHours.objects.filter(**{f"{name}__in": [pk for pk in pks if pk]})
            for pk, *span in rows.values_list(name, "day", "opens", "closes"):
                opening[name, pk].append(Hours(*span))
    found = {}
    for each in corrections:
        name = "post" if each.post_id else "setting" if each.setting_id else "agency"
        week = held[each.practitioner_id, each.post_id] if each.practitioner_id else opening[name, getattr(each, f"{name}_id")]
        found[each.pk] = weeks.in_words(week) if week else []
    return found


def _now(correction, hours):
    """What stands there today, in words."""
    point, what = correction.point, correction.what
    if what == What.NAME and correction.practitioner:
        return correction.practitioner.name
    if what == What.TITLE and correction.post:
        return correction.post.title
    if what == What.TEAM and correction.post:
        return correction.post.team.name if correction.post.team else _("No team")
    if what == What.HOURS:
        return "; ".join(hours) or _("No hours of its own")
    if what == What.EMAIL and point is None:
        return _("No e-mail")
    if point:
        return point.value if point.kind in EMAILS else _written(point)
    if what in (What.LEFT, What.DUPLICATE, What.NOT_HERE):
        return str(_thing(correction))
    return _("No number")


def _thing(correction):
    """Whose detail it is, or the post or agency itself. Somebody at risk has no correction that is shown."""
    point = correction.point
    if point is None:
        return correction.practitioner or correction.post or correction.setting or correction.agency
    return point.practitioner or point.post or point.team or point.agency or point.setting


def _proposed(correction):
    if not correction.proposed:
        return ""
    extension = correction.proposed_extension
    return f"{correction.proposed} ext {extension}" if extension else correction.proposed


def _right(correction):
    """What the owner is asked for where nobody proposed anything."""
    said = {
        What.EMAIL: _("Right e-mail"),
        What.NAME: _("Right name"),
        What.TITLE: _("Right title"),
        What.HOURS: _("Right hours"),
        What.TEAM: _("Right team"),
    }
    return said.get(correction.what, _("Right number"))


def _use(correction):
    """The words on the button that puts it right."""
    point = correction.point
    if correction.what in NEEDS_A_DETAIL:
        return _("Use it")
    if correction.what == What.LEFT and correction.post and (correction.practitioner or (point and point.practitioner)):
        return _("Yes, they have left")
    if point and not point.is_shared and correction.what != What.LEFT:
        return _("Take the number away")
    return _("Noted, I’ll see to it")
