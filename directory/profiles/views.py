"""A page for each person, post, agency, area and setting. What somebody may not see looks exactly like what is not there."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.policy import signed_in
from agencies.models import Agency, Post, Setting
from contacts.models import Practitioner
from directory import through

from . import agency_page, area_page, person_page, post_page, setting_page
from .reach import reach_of
from .reading import viewer


@signed_in
@require_safe
def practitioner(request, key):
    """Somebody at work: how to reach them, or whoever answers instead. A restricted person has no page."""
    person = get_object_or_404(Practitioner.objects.listed(), key=key)
    page = person_page.read(person, _viewer(request))
    return _page(request, "profiles/practitioner.html", page, page.get("post"))


@signed_in
@require_safe
def post(request, key):
    """A post, whoever is in it."""
    found = get_object_or_404(
        Post.objects.select_related("agency__successor", "agency__entered_for", "team", "succeeded_by", "role"), key=key
    )
    return _page(request, "profiles/post.html", post_page.read(found, _viewer(request)), found)


@signed_in
@require_safe
def agency(request, slug):
    """An agency: the way in, and who is who."""
    found = get_object_or_404(Agency.objects.select_related("kind", "area", "successor", "entered_for", "setting"), slug=slug)
    page = agency_page.read(found, _viewer(request), request.GET.get("page"))
    page["reach"] = reach_of(found, request.user, timezone.now())
    return _page(request, "profiles/agency.html", page, found)


@signed_in
@require_safe
def area(request, code):
    """A place: who answers here."""
    page = area_page.read(code, request.user, _viewer(request))
    if page is None:
        raise Http404
    return render(request, "profiles/area.html", page)


@signed_in
@require_safe
def setting(request, key):
    """A school, surgery or other site. One that belongs to a confidential agency is reached through the agency alone."""
    found = get_object_or_404(Setting.objects.select_related("agency__entered_for", "authority", "successor"), key=key)
    if found.agency and found.agency.confidential:
        return redirect(found.agency)
    return _page(request, "profiles/setting.html", setting_page.read(found, request.user, _viewer(request)), found.agency)


def _page(request, template, page, wrong):
    """A profile that asks how calls to its numbers went, and says where to report what is `wrong` with a post or an agency."""
    through.offer(request.user, page.get("card"), *page.get("rest", []), at=timezone.now())
    if wrong:
        page["wrong"] = (
            reverse("wrong-agency", args=[wrong.slug]) if isinstance(wrong, Agency) else reverse("wrong-post", args=[wrong.key])
        )
    return render(request, template, {**page, "back": request.path})


def _viewer(request):
    return viewer(request.user, timezone.now())
