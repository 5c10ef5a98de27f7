"""A page for each person, post, agency, area and setting. What somebody may not see looks exactly like what is not there."""

from functools import wraps

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.policy import signed_in
from agencies.models import Agency, Post, Setting
from agencies.ownership.admins import may_choose_admins
from areas.models import Area
from contacts import rules, vcards
from contacts.models import Appointment, Practitioner
from directory import through
from directory.finder.moments import asked_about, explain, strip
from directory.freshness import rules as freshness
from directory.history.rules import may_read_history
from directory.watching.button import button

from . import agency_page, area_page, person_page, post_page, setting_page
from .reach import reach_of
from .reading import viewer


def about_a_moment(page):
    """A page about now, or about the time its address gives; `page` takes the viewer and returns a template and its context."""

    @wraps(page)
    def view(request, *args, **kwargs):
        at, now, odd = asked_about(request.GET)
        if odd:
            return explain(request, odd)
        made = page(request, viewer(request.user, at), *args, **kwargs)
        if not isinstance(made, tuple):
            return made
        template, context = made
        return render(request, template, {**context, "moment": strip(QueryDict(), at, now)})

    return view


@signed_in
@require_safe
@about_a_moment
def practitioner(request, seer, key):
    """Somebody at work: how to reach them, or whoever answers instead. A restricted person has no page."""
    person = Practitioner.objects.listed().filter(key=key).first()
    if person is None:
        # Somebody who was here twice is found under either address.
        return redirect(get_object_or_404(Practitioner.objects.listed(), merged__gone_key=key))
    may_say = rules.may_change_absences(request.user, person, timezone.now())
    page = {**person_page.read(person, seer), "may_say_away": may_say}
    agencies = Appointment.objects.filter(practitioner=person).values("post__agency")
    page["history"] = _history(request, "person-history", agencies, person.key)
    page["vcard"] = reverse("vcard", args=[person.key]) if person_page.contact(page, seer.at) else ""
    return "profiles/practitioner.html", _with_reports(request, page, person)


@signed_in
@require_safe
def vcard(request, key):
    """Somebody as a card for one's own telephone: what their page shows of them now, and nothing where it shows no number of theirs."""
    person = get_object_or_404(Practitioner.objects.listed(), key=key)
    now = timezone.now()
    contact = person_page.contact(person_page.read(person, viewer(request.user, now)), now)
    if contact is None:
        raise Http404
    content = vcards.vcard(contact, now)
    named = f"{slugify(person.name) or 'contact'}.vcf"
    return HttpResponse(
        content, content_type="text/vcard; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{named}"'}
    )


@signed_in
@require_safe
@about_a_moment
def post(request, seer, key):
    """A post, whoever is in it."""
    found = get_object_or_404(
        Post.objects.select_related("agency__successor", "agency__entered_for", "team", "succeeded_by", "role"), key=key
    )
    page = post_page.read(found, seer)
    page["history"] = _history(request, "post-history", [found.agency_id], found.key)
    return "profiles/post.html", _with_reports(request, page, found)


@signed_in
@require_safe
@about_a_moment
def agency(request, seer, slug):
    """An agency: the way in, and who is who."""
    found = get_object_or_404(Agency.objects.select_related("kind", "area", "successor", "entered_for", "setting"), slug=slug)
    page = agency_page.read(found, seer, request.GET.get("page"))
    page["history"] = _history(request, "agency-history", [found.pk], found.slug)
    sees = freshness.may_see(request.user, found, timezone.localdate())
    page["freshness"] = reverse("agency-health", args=[found.slug]) if sees else ""
    page["may_choose_admins"] = may_choose_admins(request.user, found, seer.day)
    page["reach"] = reach_of(found, request.user, timezone.now())
    return "profiles/agency.html", _with_reports(request, page, found)


@signed_in
@require_safe
@about_a_moment
def area(request, seer, code):
    """A place: who answers here."""
    page = area_page.read(code, request.user, seer)
    if page is None:
        raise Http404
    return "profiles/area.html", {**page, "watch": isinstance(page["area"], Area) and button(page["area"])}


@signed_in
@require_safe
@about_a_moment
def setting(request, seer, key):
    """A school, surgery or other site. One that belongs to a confidential agency is reached through the agency alone."""
    found = get_object_or_404(Setting.objects.select_related("agency__entered_for", "authority", "successor"), key=key)
    if found.agency and found.agency.confidential:
        return redirect(found.agency)
    return "profiles/setting.html", _with_reports(request, setting_page.read(found, request.user, seer), found)


def _history(request, name, agencies, key):
    """Where the history of something of these agencies (ids) is, for whoever may read it."""
    return reverse(name, args=[key]) if may_read_history(request.user, agencies, timezone.localdate()) else ""


# Where to report what is wrong with each, and what its address holds.
_REPORTED_AT = {
    Practitioner: ("wrong-person", "key"),
    Post: ("wrong-post", "key"),
    Agency: ("wrong-agency", "slug"),
    Setting: ("wrong-setting", "key"),
}


def _with_reports(request, page, wrong):
    """A profile that asks how calls to its numbers went, and says where to report what is `wrong` with what it shows."""
    through.offer(request.user, page.get("card"), *page.get("rest", []), at=timezone.now())
    name, key = _REPORTED_AT[type(wrong)]
    page["wrong"] = reverse(name, args=[getattr(wrong, key)])
    if isinstance(wrong, Post | Agency):
        page["watch"] = button(wrong)
    return {**page, "back": request.path}
