"""The one box: straight to the answer when it is clear, else a page of what matched, at an address nobody else can read."""

from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import signed_in
from accounts.sealing import Unsealable, seal, unseal
from agencies.snapshot import roles
from directory import duty

from . import box
from .pages import FIELDS
from .views import lead_on


@signed_in
@sensitive_post_parameters()
@require_POST
def search(request):
    """What was typed is sealed into the address of the results; a child's name is not even that."""
    typed = request.POST.get("q", "")
    if not typed.strip():
        return redirect("home")
    if box.looks_like_a_child(typed[: box.LONGEST].replace("\x00", " ")):
        return _about_a_child(request)
    return redirect("results", seal(request.user, {"q": typed[: box.LONGEST]}))


@signed_in
@require_safe
def results(request, sealed):
    """What the form would lead to when the words are clear; one question when they clash; otherwise what matched."""
    try:
        typed = unseal(request.user, sealed)["q"]
    except (Unsealable, KeyError, TypeError):
        return redirect("home")
    found = box.understand(typed)
    if found.about_a_child:
        return _about_a_child(request)
    if form := _clear(found):
        return lead_on(request, form)
    return render(
        request,
        "finder/results.html",
        {"found": found, "typed": typed, "hidden": _kept(found)},
    )


def _kept(found):
    """The place for the form that asks which role is meant. A name that fits several places, or none, is asked about next."""
    kept = [("postcode", found.postcode)] if found.postcode else []
    if len(found.roles) < 2:
        return kept
    for name, choices in (("area", found.areas), ("school", found.schools), ("practice", found.practices)):
        if choices:
            return [*kept, (name, choices[0][0] if len(choices) == 1 else found.rest)]
    return [*kept, ("area", found.unplaced)] if found.unplaced else kept


def _about_a_child(request):
    """Nothing searched, nothing kept; the lines that can help instead."""
    return render(request, "finder/about_a_child.html", {"groups": duty.public_numbers(at=timezone.now())})


def _clear(found):
    """The form as filled in when the words name one role and one place, one role alone, or one postcode alone."""
    places = [("area", choice) for choice in found.areas] + [("school", choice) for choice in found.schools]
    places += [("practice", choice) for choice in found.practices]
    if len(found.roles) > 1 or found.agencies or found.people or len(places) > 1 or not (found.role or found.postcode):
        return None
    form = QueryDict(mutable=True)
    form["role"] = found.role
    form["raise"] = "1" if found.urgent else ""
    if found.postcode:
        form["postcode"] = found.postcode
    for name, (code, *_rest) in places:
        form.setlist(name, [code])
    if found.unplaced:
        key = roles().by_slug[found.role].proper_keys[0]
        form[FIELDS.get(key) if FIELDS.get(key) in ("school", "provider") else "area"] = found.unplaced
    return form
