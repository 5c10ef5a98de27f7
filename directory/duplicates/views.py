"""Who may be here twice, for those who keep a roster; and deciding about two of them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import require
from accounts.policy import signed_in
from agencies.rules import kept_by
from contacts.duplicates import finding, rules
from contacts.duplicates.actions import merge, propose, say_different
from contacts.models import Pair, Practitioner
from directory.profiles.reading import viewer

from . import reading
from .forms import DIFFERENT, Decide

ON_A_PAGE = 25


@signed_in
@require_safe
def duplicates(request):
    """People who may be here twice, in the agencies whose rosters the reader keeps."""
    day = timezone.localdate()
    require(rules.may_look(request.user, day))
    agencies = set(kept_by(request.user, day).values_list("pk", flat=True))
    page = Paginator(finding.likely(agencies, day), ON_A_PAGE).get_page(request.GET.get("page"))
    pks = {pk for each in page for pk in (each.one, each.other)}
    people = reading.entries(pks, day)
    said = {(pair.first_id, pair.second_id): pair.agency for pair in _proposed(pks)}
    rows = [
        {
            "one": people[each.one],
            "other": people[each.other],
            "why": reading.why(each.likeness),
            "said": said.get((each.one, each.other)),
        }
        for each in page
    ]
    return render(request, "duplicates/list.html", {"page": page, "rows": rows})


def _proposed(pks):
    return Pair.objects.proposed().filter(Q(first__in=pks) & Q(second__in=pks)).select_related("agency")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request, one, other):
    """Two entries side by side: the same person, or two?"""
    if one == other:
        raise Http404
    now, day = timezone.now(), timezone.localdate()
    both = [get_object_or_404(Practitioner.objects.listed(), key=key) for key in (one, other)]
    require(rules.may_say(request.user, *both, day))
    pair = Pair.objects.of(*both).proposed().select_related("agency", "keep").first()
    enough = rules.may_merge(request.user, *both, day, proposed_by=pair and pair.agency)
    form = Decide(
        request.POST if request.method == "POST" else None,
        entries=[(each.key, each.name) for each in both],
        initial={"keep": both[0].key},
    )
    if request.method == "POST" and form.is_valid():
        return _decide(request, both, form.cleaned_data, enough, now)
    seer = viewer(request.user, now)
    shown = reading.entries([each.pk for each in both], day)
    context = {
        "both": [{**shown[each.pk], "reach": reading.reach(each, seer)} for each in both],
        "form": form,
        "said": pair,
        "enough": enough,
        "account": all(each.user_id for each in both),
    }
    return render(request, "duplicates/pair.html", context)


def _decide(request, both, given, enough, now):
    day = timezone.localdate()
    agency = rules.speaks_for(request.user, *both, day)
    try:
        if given["say"] == DIFFERENT:
            say_different(one=both[0], other=both[1], agency=agency, by=request.user, at=now)
            messages.success(request, _("Two people. You won’t be asked again."))
            return redirect("duplicates")
        keep = next(each for each in both if each.key == given["keep"])
        gone = next(each for each in both if each is not keep)
        if not enough:
            propose(keep=keep, other=gone, agency=agency, by=request.user, at=now)
            messages.success(request, _("Noted. They become one when an admin of the other agency agrees."))
            return redirect("duplicates")
        kept = merge(keep=keep, gone=gone, by=request.user, at=now)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("duplicates")
    messages.success(request, _("One entry now, with both histories."))
    return redirect(kept)
