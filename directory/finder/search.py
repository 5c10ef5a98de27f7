"""The one box: straight to the answer when it is clear, else a page of what matched, at an address nobody else can read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import signed_in
from accounts.sealing import Unsealable, seal, unseal
from agencies.actions import count_unmet_need
from agencies.snapshot import roles
from contacts.availability import LONDON
from directory import duty
from directory.profiles.reading import viewer
from search.find import find

from . import box, found, urgent
from .moments import AT, asked_about, explain, strip
from .order import ordered
from .pages import FIELDS
from .places import read
from .views import lead_on

MOST_SUGGESTIONS = 8
SHORTEST_SUGGESTED = 2
MOST_LINES = 3


@signed_in
@sensitive_post_parameters()
@require_POST
def search(request):
    """Straight to the answer when the words are clear; else they are sealed into the address of what they found.

    A child's name is not even that, and a search in vain is counted by role and place, never by its words.
    """
    typed = request.POST.get("q", "")
    if not typed.strip():
        messages.error(request, _("Enter a name, role, team or postcode."))
        return redirect("home")
    if box.looks_like_a_child(typed[: box.LONGEST].replace("\x00", " "), timezone.localdate()):
        return _about_a_child(request)
    if len(typed) > box.LONGEST:
        messages.error(request, _("Search must be 200 characters or fewer."))
        return redirect("home")
    seer = viewer(request.user, timezone.now())
    asked = box.understand(
        typed, day=seer.day, seen=found.visibilities(seer), now=_local(seer.at), council=_own_council(request.user, seer.day)
    )
    moment = {"at": asked.at.strftime(AT)} if asked.at else {}
    moved = f"?{urlencode(moment)}" if moment else ""
    if asked.cut_short:
        messages.warning(request, _("We don’t know that postcode. It may be new, so we went by its first half."))
    if asked.not_used:
        said = _("We went by the place that decides for this role. Somebody may have to be told in %(place)s as well.")
        messages.info(request, said % {"place": asked.not_used})
    if asked.post:
        return redirect(reverse("post", args=[asked.post]) + moved)
    if form := _clear(asked):
        form.update(moment)
        return lead_on(request, form)
    if asked.nothing:
        given = read(found.place_asked(asked, typed), request.user, seer.day)
        council = given.council.code if given.council else ""
        count_unmet_need(role=asked.role, authority=council, by=None, at=seer.at)
    return redirect(reverse("results", args=[seal(request.user, {"q": typed})]) + moved)


def _own_council(user, day):
    """A function that gives the code of the council of somebody's own patch, or nothing; it asks only when it is called."""

    def code():
        council = read(QueryDict(), user, day).council
        return council.code if council else ""

    return code


def _local(at):
    """The instant as a local time without a time zone, as people name times."""
    return at.astimezone(LONDON).replace(tzinfo=None)


@signed_in
@require_safe
def results(request, sealed):
    """What the words found, in the order in which somebody would ring; one question when they clash."""
    try:
        state = unseal(request.user, sealed)
        typed, only, page, there = str(state["q"]), dict(state.get("only", {})), state.get("page", 1), state.get("now", False)
    except (Unsealable, KeyError, TypeError, AttributeError):
        return redirect("home")
    at, now, odd = asked_about(request.GET)
    if odd:
        return explain(request, odd)
    seer = viewer(request.user, at)
    asked = box.understand(
        typed, day=seer.day, seen=found.visibilities(seer), now=_local(now), council=_own_council(request.user, seer.day)
    )
    if asked.about_a_child:
        return _about_a_child(request)
    moment = {name: request.GET[name] for name in ("at", "fold") if at != now and request.GET.get(name)}
    if form := _clear(asked):
        form.update(moment)
        return lead_on(request, form)
    given = read(found.place_asked(asked, typed), request.user, seer.day)
    hits = found.narrowed(asked.hits, only)
    known = found.know(hits if there else hits[: found.STANDING], seer, request.user, given)
    if there:
        hits = found.there_now(hits, known)
    hits = [*ordered(hits[: found.STANDING], known.standings), *hits[found.STANDING :]]
    paged = Paginator(hits, found.PAGE).get_page(page)
    moved = urlencode(moment)

    def link(**changed):
        """The address of the same results with something changed."""
        address = reverse("results", args=[seal(request.user, {"q": typed, "only": only, "now": there, **changed})])
        return f"{address}?{moved}" if moved else address

    def rows(some):
        unknown = [hit for hit in some if (hit.kind, hit.thing) not in known.standings]
        return found.rows(some, seer, found.know(some, seer, request.user, given) if unknown else known, moved)

    return render(
        request,
        "finder/results.html",
        {
            "found": asked,
            "typed": typed,
            "hidden": _kept(asked),
            "many": max(len(asked.schools), len(asked.practices)) >= box.MOST,
            "urgent": urgent.panel_for_words(asked, at=seer.at, user=request.user) if asked.urgent else None,
            "understood": found.understood(asked),
            "place": given.name,
            "own_patch": given.own_patch,
            "rows": rows(paged.object_list),
            "alternatives": rows(asked.alternatives) if not asked.hits else [],
            "duty": _duty_lines(given, at) if asked.nothing or not asked.hits else [],
            "count": len(hits),
            "before": link(page=paged.previous_page_number()) if paged.has_previous() else "",
            "after": link(page=paged.next_page_number()) if paged.has_next() else "",
            "page": paged,
            "facets": [
                (name, [(words, count, link(only={**only, facet: value})) for value, words, count in values])
                for name, facet, values in found.facets(hits, only)
            ],
            "chosen": [
                (words, link(only={each: value for each, value in only.items() if each != facet}))
                for facet, words in found.chosen(only)
            ],
            "there_now": "" if there or not hits else link(now=True),
            "any_time": link(now=False) if there else "",
            "moment": strip(QueryDict(), at, now),
        },
    )


def _duty_lines(given, at):
    """The first public duty lines of the place asked about, else of the asker's patch, those open first."""
    council = given.council
    groups = [group for group in duty.public_numbers(at=at) if council and group.code == council.code]
    return groups[0].rows[:MOST_LINES] if groups else []


def _kept(asked):
    """The place for the form that asks which role is meant. A name that fits several places, or none, is asked about next."""
    kept = [("postcode", asked.postcode)] if asked.postcode else []
    kept += [("raise", "1")] if asked.urgent else []
    if len(asked.roles) < 2:
        return kept
    for name, choices in (("area", asked.areas), ("school", asked.schools), ("practice", asked.practices)):
        if choices:
            return [*kept, (name, choices[0][0] if len(choices) == 1 else asked.rest)]
    return [*kept, ("area", asked.unplaced)] if asked.unplaced else kept


@signed_in
@sensitive_post_parameters()
@require_POST
def suggest(request):
    """People, posts, teams, agencies, sites, areas and roles that read like what is typed so far; a child's name is not looked for."""
    typed = request.POST.get("q", "")[: box.LONGEST].replace("\x00", " ").strip()
    seer = viewer(request.user, timezone.now())
    if len(typed) < SHORTEST_SUGGESTED or box.looks_like_a_child(typed, seer.day):
        return JsonResponse({"suggestions": []})
    hits = [hit for hit in find(typed, day=seer.day, seen=found.visibilities(seer)) if not hit.near]
    return JsonResponse({"suggestions": found.suggestions(hits[:MOST_SUGGESTIONS])})


def _about_a_child(request):
    """Nothing searched, nothing kept; the lines that can help instead."""
    return render(request, "finder/about_a_child.html", {"groups": duty.public_numbers(at=timezone.now())})


def _goes_by_area(role):
    """Whether a surgery is only a way to find the place: the named GP answers for all of them, a surgery's own lead for one."""
    return role.proper_keys == ["practice"] and role.covers_kind != "practice"


def _clear(asked):
    """The form as filled in when the words name one role and one place, one role alone, or one postcode alone."""
    places = [("area", choice) for choice in asked.areas] + [("school", choice) for choice in asked.schools]
    places += [("practice", choice) for choice in asked.practices]
    hurried_to = asked.urgent and places
    if len(asked.roles) > 1 or asked.hits or len(places) > 1 or not (asked.role or asked.postcode or hurried_to):
        return None
    form = QueryDict(mutable=True)
    form["role"] = asked.role
    form["raise"] = "1" if asked.urgent else ""
    if asked.postcode:
        form["postcode"] = asked.postcode
    for name, (code, *_rest) in places:
        form.setlist(name, [code])
    if asked.role and [name for name, _choice in places] == ["area"] and _goes_by_area(roles().by_slug[asked.role]):
        form["unsure"] = "1"
    if asked.unplaced:
        key = roles().by_slug[asked.role].proper_keys[0]
        form[FIELDS.get(key) if FIELDS.get(key) in ("school", "provider") else "area"] = asked.unplaced
    return form
