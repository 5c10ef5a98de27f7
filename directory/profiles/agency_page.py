"""What the page of an agency says."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import OpeningHours, Post, Team
from contacts.availability import LONDON, Hours, opening
from contacts.calendar import bank_holidays
from directory import sentences, weeks
from directory.finder.cards import card
from directory.finder.closing import calendar
from directory.finder.ladder import Step

from .post_page import own_rung
from .reading import points, posts, rungs
from .standing import brief

POSTS_ON_A_PAGE = 50
# Desks that are a way in; any other desk is in the list of posts.
WAYS_IN = ("front-door-child", "front-door-adult", "police-front-door", "edt-child", "edt-adult", "mh-crisis")
MOST_DESKS = 3


def read(agency, seer, page=None):
    """The context of the page of `agency`. A confidential one shows its contact route and nothing else."""
    closed = bool(agency.closed_on and agency.closed_on < seer.day)
    context = {"agency": agency, "closed": closed, "rows": []}
    if closed:
        route = _way_in(agency.successor, seer) if agency.successor else {}
        return {**context, **route, "closed_on": sentences.day(agency.closed_on, seer.day)}
    context.update(_way_in(agency, seer))
    if agency.confidential:
        return context
    everybody = Post.objects.on(seer.day).filter(agency=agency).order_by("is_desk", "title", "pk")
    shown = Paginator(everybody, POSTS_ON_A_PAGE).get_page(page)
    found = posts(everybody.filter(pk__in=[post.pk for post in shown]), seer)
    return {
        **context,
        "page": shown,
        "posts": [_post(post, found.ladder(post), seer.at) for post in found.here],
        "teams": Team.objects.filter(agency=agency, closed_on=None),
        "rows": [*context["rows"], *_facts(agency)],
    }


def _way_in(agency, seer):
    """The front door, the desks, and where a call goes when they are shut; those that are open come first."""
    at = seer.at
    week = [Hours(*span) for span in OpeningHours.objects.filter(agency=agency).values_list("day", "opens", "closes")]
    routes = points(seer, agency=agency)
    door = _door(routes)
    desks = Post.objects.on(seer.day).filter(agency=agency, is_desk=True).order_by("role__order", "pk")
    if door:
        desks = desks.filter(role__slug__in=WAYS_IN)
    found = posts(desks[:MOST_DESKS], seer)
    ladder = found.ladder(*found.here)
    days = calendar({agency.pk: (agency.kind_id, agency.area_id)}, seer.day).of_lines(agency.pk)
    state = opening(week, at, bank_holidays(_nation(agency), at.year), days) if week else None
    cards = [_front_door(door, state, days, at)] if door else []
    cards += [_open(rung, at) for rung in rungs(ladder) if rung.step is Step.DESK and rung.number and not rung.fallback]
    if agency.out_of_hours_id and agency.out_of_hours_id not in {post.id for post in found.here}:
        away = posts(Post.objects.filter(pk=agency.out_of_hours_id), seer)
        # The team itself as it stands, shut by day: never another line under its name.
        rung = next((rung for rung in rungs(away.ladder(*away.here)) if rung.step is Step.DESK), None) if away.here else None
        cards += [{**_open(rung, at), "role": _("Out of hours"), "team": away.here[0].title}] if rung else []
    shown = sorted(cards, key=lambda each: not each["is_open"])
    if shown and shown[0] is not cards[0]:
        # The one number to ring is not the usual one: say why.
        ring = _("Ring the out-of-hours team.") if shown[0]["role"] == _("Out of hours") else ""
        shown[0] = {**shown[0], "note": f"{cards[0]['role']}: {cards[0]['hours']} {ring}".strip()}
    hours = [{"key": _("Hours"), "value": "\n".join(weeks.in_words(week))}] if week else []
    return {
        "card": shown[0] if shown else None,
        "rest": shown[1:],
        "rows": [*hours, *(route for route in routes if route is not door)],
    }


def _door(routes):
    """The number to give: where a line for professionals stands beside the public one, that one."""
    doors = [route for route in routes if "number" in route]
    return next((route for route in doors if not route["public"]), doors[0] if doors else None)


def _nation(agency):
    return agency.area.code[0] if agency.area else "E"


def _front_door(door, state, days, at):
    unsure = state and state.is_open and days.unknown(at.astimezone(LONDON).date())
    return {
        **door,
        "role": _("Front door"),
        "hours": sentences.open_sentence(state, at) if state else "",
        "note": sentences.term_sentence() if unsure else "",
        "number_label": door["value"],
        "is_open": state is None or state.is_open,
    }


def _open(rung, at):
    return {**card(rung, at), "role": rung.post.title, "team": "", "is_open": rung.can_be_rung}


def _post(post, ladder, at):
    rung = own_rung(post, ladder)
    shown = card(rung, at) if rung else {}
    return {
        "title": post.title,
        "href": reverse("post", args=[post.key]),
        "who": _whose(post, rung),
        "note": brief(post, ladder, at),
        "number": shown.get("number", ""),
        "tel": shown.get("tel", ""),
        "extension": shown.get("extension", ""),
    }


def _whose(post, rung):
    """Whose the number is that stands beside it: never the holder's name over the number of whoever covers."""
    if rung is None or rung.turn is None:
        return ", ".join(person.name for person in post.people if not person.deputy)
    if rung.turn.instead_of:
        return _("%(name)s, covering for %(holder)s") % {
            "name": rung.turn.person.name, "holder": rung.turn.instead_of.name,
        }  # fmt: skip
    return rung.turn.person.name


def _facts(agency):
    rows = []
    if agency.area:
        rows.append({"key": _("Council"), "value": agency.area.name, "href": reverse("area", args=[agency.area.code])})
    if agency.address or agency.postcode:
        lines = [part.strip() for part in agency.address.split(",") if part.strip()]
        rows.append({"key": _("Address"), "value": "\n".join([*lines, agency.postcode] if agency.postcode else lines)})
    return rows
