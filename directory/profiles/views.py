"""A page for each person, post, agency, area and setting. What somebody may not see looks exactly like what is not there."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.policy import signed_in
from agencies.models import Agency, Post, Setting
from contacts.models import Practitioner

from . import agency_page, area_page, person_page, post_page, setting_page
from .reading import viewer


@signed_in
@require_safe
def practitioner(request, key):
    """Somebody at work: how to reach them, or whoever answers instead. A restricted person has no page."""
    person = get_object_or_404(Practitioner.objects.listed(), key=key)
    return render(request, "profiles/practitioner.html", person_page.read(person, _viewer(request)))


@signed_in
@require_safe
def post(request, key):
    """A post, whoever is in it."""
    found = get_object_or_404(
        Post.objects.select_related("agency__successor", "agency__entered_for", "team", "succeeded_by", "role"), key=key
    )
    return render(request, "profiles/post.html", post_page.read(found, _viewer(request)))


@signed_in
@require_safe
def agency(request, slug):
    """An agency: the way in, and who is who."""
    found = get_object_or_404(Agency.objects.select_related("kind", "area", "successor", "entered_for", "setting"), slug=slug)
    return render(request, "profiles/agency.html", agency_page.read(found, _viewer(request), request.GET.get("page")))


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
    return render(request, "profiles/setting.html", setting_page.read(found, request.user, _viewer(request)))


def _viewer(request):
    return viewer(request.user, timezone.now())
