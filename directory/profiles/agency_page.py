"""What the page of an agency says."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import OpeningHours, Post, Team
from contacts.availability import Hours, opening
from contacts.calendar import bank_holidays
from directory import sentences, weeks
from directory.finder.cards import card

from .post_page import lead_rung
from .reading import points, posts
from .standing import brief

POSTS_ON_A_PAGE = 50


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
    """The front door, or the desk that stands for it, and where a call goes when it is shut."""
    at = seer.at
    holidays = bank_holidays(agency.area.code[0] if agency.area else "E", seer.day.year)
    week = [Hours(*span) for span in OpeningHours.objects.filter(agency=agency).values_list("day", "opens", "closes")]
    routes = points(seer, agency=agency)
    doors = [route for route in routes if "number" in route]
    found = posts(Post.objects.on(seer.day).filter(agency=agency, is_desk=True).order_by("role__order", "pk"), seer)
    desks = [
        card(rung, at) for rung in _rungs(found.ladder(*found.here)) if rung.post in found.here and rung.number and not rung.line
    ]
    state = opening(week, at, holidays) if week else None
    cards = []
    if doors:
        hours = sentences.open_sentence(state, at) if state else ""
        front = {**doors[0], "role": _("Front door"), "hours": hours, "number_label": doors[0]["value"]}
        cards.append({**front, "is_open": state is None or state.is_open})
    cards += [{**desk, "team": ""} for desk in desks]
    if agency.out_of_hours_id and agency.out_of_hours_id not in {post.id for post in found.here}:
        away = posts(Post.objects.filter(pk=agency.out_of_hours_id), seer)
        rung = lead_rung(away.ladder(*away.here))
        cards += [{**card(rung, at), "role": _("Out of hours"), "team": away.here[0].title}] if rung else []
    shut = bool(cards and cards[0].get("is_open") is False)
    if shut and len(cards) > 1 and agency.out_of_hours_id:
        cards[0]["hours"] = f"{cards[0]['hours']} {_('Ring the out-of-hours team.')}"
    others = [route for route in routes if route not in doors[:1]]
    hours = [{"key": _("Hours"), "value": "\n".join(weeks.in_words(week))}] if week else []
    return {"card": cards[0] if cards else None, "rest": cards[1:], "rows": [*hours, *others]}


def _rungs(ladder):
    return [*([ladder.first] if ladder.first else []), *ladder.rest]


def _post(post, ladder, at):
    rung = lead_rung(ladder)
    shown = card(rung, at) if rung else {}
    return {
        "title": post.title,
        "href": reverse("post", args=[post.key]),
        "who": ", ".join(person.name for person in post.people if not person.deputy),
        "note": brief(post, ladder, at),
        "number": shown.get("number", ""),
        "tel": shown.get("tel", ""),
        "extension": shown.get("extension", ""),
    }


def _facts(agency):
    rows = []
    if agency.area:
        rows.append({"key": _("Council"), "value": agency.area.name, "href": reverse("area", args=[agency.area.code])})
    if agency.address or agency.postcode:
        lines = [part.strip() for part in agency.address.split(",") if part.strip()]
        rows.append({"key": _("Address"), "value": "\n".join([*lines, agency.postcode] if agency.postcode else lines)})
    return rows
