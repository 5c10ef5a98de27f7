"""The one box: straight to the answer when it is clear, else a page of what matched, at an address nobody else can read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import signed_in
from accounts.sealing import Unsealable, seal, unseal
from agencies.actions import count_unmet_need
from agencies.models import HomePatch
from agencies.snapshot import roles
from directory import duty
from directory.profiles.reading import viewer
from search.find import find

from . import box, found
from .pages import FIELDS
from .views import lead_on

MOST_SUGGESTIONS = 8
SHORTEST_SUGGESTED = 2


@signed_in
@sensitive_post_parameters()
@require_POST
def search(request):
    """What was typed is sealed into the address of the results; a child's name is not even that."""
    typed = request.POST.get("q", "")
    if not typed.strip():
        messages.error(request, _("Enter a name, role, team or postcode."))
        return redirect("home")
    if box.looks_like_a_child(typed[: box.LONGEST].replace("\x00", " ")):
        return _about_a_child(request)
    if len(typed) > box.LONGEST:
        messages.error(request, _("Search must be 200 characters or fewer."))
        return redirect("home")
    _count_when_in_vain(request, typed)
    return redirect("results", seal(request.user, {"q": typed}))


def _count_when_in_vain(request, typed):
    """A search that found nothing is counted by the place of whoever asked; what they typed is not kept."""
    seer = viewer(request.user, timezone.now())
    asked = box.understand(typed, day=seer.day, seen=found.visibilities(seer))
    if asked.nothing:
        patch = HomePatch.objects.filter(user=request.user).values_list("area__code", flat=True).first()
        count_unmet_need(role=asked.role, authority=patch or "", by=None, at=seer.at)


@signed_in
@require_safe
def results(request, sealed):
    """What the form would lead to when the words are clear; one question when they clash; otherwise what matched."""
    try:
        state = unseal(request.user, sealed)
        typed, only, page, now = str(state["q"]), dict(state.get("only", {})), state.get("page", 1), state.get("now", False)
    except (Unsealable, KeyError, TypeError, AttributeError):
        return redirect("home")
    seer = viewer(request.user, timezone.now())
    asked = box.understand(typed, day=seer.day, seen=found.visibilities(seer))
    if asked.about_a_child:
        return _about_a_child(request)
    if form := _clear(asked):
        return lead_on(request, form)
    hits = found.narrowed(asked.hits, only)
    if now:
        hits = found.there_now(hits, seer)
    paged = Paginator(hits, found.PAGE).get_page(page)

    def link(**changed):
        """The address of the same results with something changed."""
        asked_for = {"q": typed, "only": only, "now": now, **changed}
        return reverse("results", args=[seal(request.user, asked_for)])

    return render(
        request,
        "finder/results.html",
        {
            "found": asked,
            "typed": typed,
            "hidden": _kept(asked),
            "understood": found.understood(asked),
            "rows": found.rows(paged.object_list, seer),
            "alternatives": found.rows(asked.alternatives, seer) if not asked.hits else [],
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
            "there_now": "" if now or not hits else link(now=True),
            "any_time": link(now=False) if now else "",
        },
    )


def _kept(asked):
    """The place for the form that asks which role is meant. A name that fits several places, or none, is asked about next."""
    kept = [("postcode", asked.postcode)] if asked.postcode else []
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
    if len(typed) < SHORTEST_SUGGESTED or box.looks_like_a_child(typed):
        return JsonResponse({"suggestions": []})
    seer = viewer(request.user, timezone.now())
    hits = [hit for hit in find(typed, day=seer.day, seen=found.visibilities(seer)) if not hit.near]
    return JsonResponse({"suggestions": found.suggestions(hits[:MOST_SUGGESTIONS])})


def _about_a_child(request):
    """Nothing searched, nothing kept; the lines that can help instead."""
    return render(request, "finder/about_a_child.html", {"groups": duty.public_numbers(at=timezone.now())})


def _clear(asked):
    """The form as filled in when the words name one role and one place, one role alone, or one postcode alone."""
    places = [("area", choice) for choice in asked.areas] + [("school", choice) for choice in asked.schools]
    places += [("practice", choice) for choice in asked.practices]
    if len(asked.roles) > 1 or asked.hits or len(places) > 1 or not (asked.role or asked.postcode):
        return None
    form = QueryDict(mutable=True)
    form["role"] = asked.role
    form["raise"] = "1" if asked.urgent else ""
    if asked.postcode:
        form["postcode"] = asked.postcode
    for name, (code, *_rest) in places:
        form.setlist(name, [code])
    if asked.unplaced:
        key = roles().by_slug[asked.role].proper_keys[0]
        form[FIELDS.get(key) if FIELDS.get(key) in ("school", "provider") else "area"] = asked.unplaced
    return form
