"""What a search found, as rows of a page: each with how it stands, its number and why it is there; and ways to see fewer."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from textwrap import shorten

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import AgencyKind, Coverage, Post
from agencies.snapshot import roles
from areas.facts import authorities
from areas.models import Area
from areas.words import fold
from contacts.availability import LONDON
from contacts.models import ContactPoint, Outcome
from contacts.outcomes.rules import SUCCESSES, remembered_since
from contacts.phones import dialled, written
from directory import sentences
from directory.profiles import reading
from directory.profiles.post_page import lead_rung, own_rung
from directory.profiles.standing import brief

from .cards import BASES, card
from .order import UNKNOWN, Place, Standing

PAGE = 20
# How many of those the words found are put in order by how they stand: nobody reads further, and each costs a little.
STANDING = 60
MOST_VALUES = 12
THERE_NOW = "now"
FACETS = {
    "agency_kind": gettext_lazy("Kind of agency"),
    "role": gettext_lazy("Role"),
    "area": gettext_lazy("Area"),
    "language": gettext_lazy("Language"),
}
WHY = {
    "named": gettext_lazy("Called so"),
    "described": gettext_lazy("Their work, agency or place matches"),
    "alike": gettext_lazy("Spelt or sounds like it"),
    "number": gettext_lazy("Has this number or mailbox"),
    "near": gettext_lazy("Holds some of the words"),
}
KINDS = {
    "area": gettext_lazy("Place"),
    "role": gettext_lazy("Role"),
    "agency": gettext_lazy("Agency"),
    "team": gettext_lazy("Team"),
    "post": gettext_lazy("Post"),
    "person": gettext_lazy("Person"),
    "setting": gettext_lazy("Site"),
}


def place_asked(asked, typed):
    """The query of the place that was asked about: the one choice there was, or a council named among the words; else empty."""
    for name, choices in (("area", asked.areas), ("school", asked.schools), ("practice", asked.practices)):
        if len(choices) == 1:
            return QueryDict(urlencode({name: choices[0][0]}))
    said = f" {fold(typed)} "
    named = [code for name, code in _councils() if f" {name} " in said]
    return QueryDict(urlencode({"area": named[0]}) if len(named) == 1 else "")


@cache
def _councils():
    """Every council's name, folded, and code."""
    return [(fold(council.place.name), code) for code, council in authorities().items()]


def visibilities(seer):
    """What of the index somebody may find: everybody's, and that of their own agencies."""
    return ("professional", *(f"agency:{agency}" for agency in seer.own))


def address(hit):
    """Where the page of a hit is; a team is shown on its agency's."""
    if hit.kind == "person":
        return reverse("practitioner", args=[hit.key])
    if hit.kind == "team":
        return reverse("agency", args=[hit.facets["agency"][0]]) if hit.facets.get("agency") else ""
    if hit.kind == "role":
        return reverse("answer", args=[hit.key])
    return reverse(hit.kind, args=[hit.key])


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of some hits at the moment asked about: {post: (post, ladder)} and {(kind, thing): `Standing`}."""

    held: dict = field(default_factory=dict)
    standings: dict = field(default_factory=dict)


def know(hits, seer, user, given):
    """How these hits stand for `user` at the places `given`, in a number of queries that does not grow with them."""
    held = _posts(hits, seer)
    covered = _covered(held, given, seer.day)
    rungs = {(hit.kind, hit.thing): _rung(hit, held) for hit in hits}
    reached = _reached_last_time(user, {rung.number.key for rung in rungs.values() if rung and rung.number}, seer.at)
    council = given.council.code if given.council else ""
    standings = {}
    for hit in hits:
        rung, mine = rungs[hit.kind, hit.thing], _held(hit, held)
        said = mine and covered.get(mine[0].id)
        place = Place.HERE if said else Place.PART if council and council in hit.facets.get("area", ()) else Place.ELSEWHERE
        confirmed = rung.confirmed[0] if rung and not rung.overdue else None
        standings[hit.kind, hit.thing] = Standing(
            place=place,
            covers=said or "",
            there=_is_there(hit, held) if mine else None,
            confirmed=confirmed and confirmed.astimezone(LONDON).date(),
            reached=bool(rung and rung.number and rung.number.key in reached),
        )
    return Known(held, standings)


def _rung(hit, held):
    """The rung by which a person or post is reached, or nothing."""
    if not (mine := _held(hit, held)):
        return None
    post, ladder = mine
    return _own(hit, ladder) if hit.kind == "person" else own_rung(post, ladder)


def _covered(held, given, day):
    """{post: in words that it covers the smallest of the places given} for the posts that cover one."""
    targets = {(target.kind, target.id): nth for nth, target in enumerate(given.places.everything)}
    if not targets or not held:
        return {}
    best = {}
    rows = Coverage.objects.on(day).filter(post__in=list(held)).select_related("area", "setting", "agency").order_by("pk")
    for row in rows.filter(_any_of(targets)):
        kind = "area" if row.area_id else "setting" if row.setting_id else "agency"
        nth = targets[kind, getattr(row, f"{kind}_id")]
        if row.post_id not in best or nth < best[row.post_id][0]:
            best[row.post_id] = nth, getattr(row, kind).name, BASES[row.basis]
    said = _("Covers %(place)s, %(basis)s")
    return {post: said % {"place": place, "basis": basis} for post, (_nth, place, basis) in best.items()}


def _any_of(targets):
    wanted = Q(pk=None)
    for kind in ("area", "setting", "agency"):
        wanted |= Q(**{f"{kind}__in": [pk for each, pk in targets if each == kind]})
    return wanted


def _reached_last_time(user, numbers, at):
    """The keys of the numbers on which `user` got through when they last tried, while who tried is remembered. Theirs alone."""
    told = Outcome.objects.filter(who=user, on__gte=remembered_since(at), point__key__in=numbers)
    last = dict(told.order_by("on", "pk").values_list("point__key", "kind"))
    return {key for key, kind in last.items() if kind in SUCCESSES}


def rows(hits, seer, known, moved=""):
    """Each hit as the page prints it, with what is `known` of it; `moved` is the query string of another time than now."""
    lines = _lines(hits, seer)
    return [
        {
            "title": hit.title,
            "label": hit.label,
            "kind": KINDS[hit.kind],
            "href": _at_the_same_time(address(hit), moved),
            "why": " · ".join(_why(hit, known.standings.get((hit.kind, hit.thing), UNKNOWN), seer.at, moved)),
            **(_standing(hit, known.held, seer.at) or lines.get((hit.kind, hit.thing), {})),
        }
        for hit in hits
    ]


def _at_the_same_time(href, moved):
    return f"{href}{'&' if '?' in href else '?'}{moved}" if href and moved else href


def _why(hit, stands, at, moved):
    """Why a hit is where it is."""
    yield str(WHY[hit.how])
    if stands.covers:
        yield stands.covers
    if stands.there:
        yield _("There at that time") if moved else _("There now")
    if stands.confirmed:
        yield _("Confirmed %(day)s") % {"day": sentences.day(stands.confirmed, at)}
    if stands.reached:
        yield _("You got through last time")


def there_now(hits, known):
    """Those of the hits that answer at the moment asked about: people and posts whose first rung is their own."""
    return [hit for hit in hits if _is_there(hit, known.held)]


def _posts(hits, seer):
    """{primary key: (post, ladder)} of the posts that the hits are, or that the people among them hold."""
    wanted = {hit.thing for hit in hits if hit.kind == "post"}
    wanted |= {pk for hit in hits if hit.kind == "person" for pk in hit.facets.get("post", ())}
    found = reading.posts(Post.objects.on(seer.day).filter(pk__in=wanted).order_by("pk"), seer)
    return {post.id: (post, found.ladder(post)) for post in found.here}


def _held(hit, held):
    pks = [hit.thing] if hit.kind == "post" else hit.facets.get("post", ()) if hit.kind == "person" else ()
    return next((held[pk] for pk in pks if pk in held), None)


def _own(hit, ladder):
    """The rung of the person themselves, or nothing when they are reached another way."""
    return next((rung for rung in reading.rungs(ladder) if rung.turn and rung.turn.person.key == hit.key), None)


def _is_there(hit, held):
    if not (mine := _held(hit, held)):
        return False
    post, ladder = mine
    rung = _own(hit, ladder) if hit.kind == "person" else ladder.first
    return bool(rung and rung.can_be_rung and rung.post is post)


def _standing(hit, held, at):
    """How a person or post stands, and the number to ring: their own while they are there, else of whoever answers instead."""
    if not (mine := _held(hit, held)):
        return None
    post, ladder = mine
    own = _rung(hit, held)
    leads = lead_rung(ladder)
    # The number of somebody who is away or off is given only when nobody else can be rung.
    rung = own if own and own.number and (own.can_be_rung or not (leads and leads.number and leads.can_be_rung)) else leads
    state = capfirst(sentences.short_turn(own.turn, at)) if hit.kind == "person" and own else brief(post, ladder, at)
    said = card(rung, at) if rung and rung.number else {}
    instead = "" if rung is own or not said else said["who"] or said["team"] or said["role"]
    return {"state": state, "instead": instead, **{name: said.get(name, "") for name in ("number", "tel", "extension")}}


def _lines(hits, seer):
    """{(kind, thing): number} of the first telephone that teams, agencies and sites show to whoever asks."""
    wanted, found = Q(pk=None), {}
    for kind in ("team", "agency", "setting"):
        wanted |= Q(**{f"{kind}__in": [hit.thing for hit in hits if hit.kind == kind]})
    points = ContactPoint.objects.filter(wanted, kind__in=reading.NUMBERS).seen_by(list(seer.own), seer.day)
    for point in points.order_by("order", "pk"):
        for kind in ("team", "agency", "setting"):
            if thing := getattr(point, f"{kind}_id"):
                number = {"number": written(point.value), "tel": dialled(point.value), "extension": point.extension}
                found.setdefault((kind, thing), number)
    return found


def narrowed(hits, only):
    """The hits that hold each chosen value; `only` is {facet: value}."""
    for facet, value in only.items():
        hits = [hit for hit in hits if value in hit.facets.get(facet, ())]
    return hits


def facets(hits, only):
    """[(name, facet, [(value, words, how many)])] of what the hits differ in, most frequent first; chosen ones are left out."""
    found = []
    for facet, name in FACETS.items():
        counts = Counter(value for hit in hits for value in hit.facets.get(facet, ()))
        if facet not in only and len(counts) > 1:
            words = _words(facet, [value for value, _count in counts.most_common(MOST_VALUES)])
            found.append((name, facet, [(value, said, counts[value]) for value, said in words.items()]))
    return found


def _words(facet, values):
    """{value: words} in the order of the values."""
    if facet == "role":
        by_slug = roles().by_slug
        known = {value: by_slug[value].everyday_name for value in values if value in by_slug}
    elif facet == "agency_kind":
        known = dict(AgencyKind.objects.filter(code__in=values).values_list("code", "name"))
    elif facet == "area":
        known = dict(Area.objects.filter(code__in=values).values_list("code", "name"))
    else:
        known = {value: value for value in values}
    return {value: known[value] for value in values if value in known}


def chosen(only):
    """What has been chosen, in words: [(facet, words)]."""
    return [(facet, _words(facet, [value]).get(value, value)) for facet, value in only.items()]


def suggestions(hits):
    """Hits as a list of suggestions: what is typed when one is chosen, and what it is."""
    return [
        {
            "code": hit.title,
            "label": hit.title,
            "kind": " · ".join(filter(None, [str(KINDS[hit.kind]), shorten(hit.label, 60, placeholder="…")])),
        }
        for hit in hits
    ]


def understood(found):
    """What was understood, part by part: [(words, address of a form to change it)]."""
    parts = []
    if found.role:
        parts.append((roles().by_slug[found.role].everyday_name, reverse("home")))
    where = found.postcode.upper() or (found.areas[0][1] if len(found.areas) == 1 else "")
    if where:
        form = reverse("home") + (f"?role={found.role}" if found.role else "")
        parts.append((_("near %(place)s") % {"place": where}, form))
    return parts
