"""Saying what is wrong, and deciding about it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import require
from accounts.policy import signed_in
from agencies.models import Agency, Post, Setting, Team
from agencies.rules import kept_by
from contacts.models import Appointment, ContactPoint, Correction, Practitioner
from contacts.outcomes.actions import keep_correction, report_wrong, use_correction
from contacts.outcomes.owners import may_put_right, may_put_right_anything, owner
from contacts.outcomes.rules import day_of_try
from directory.profiles.reading import viewer

from . import reading
from .forms import DecideForm, WrongForm

ON_A_PAGE = 25
reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def wrong_post(request, key):
    """What is wrong with a post, or with a number that its page shows?"""
    post = get_object_or_404(Post.objects.select_related("agency", "team"), key=key)
    shown = reading.of_post(post, viewer(request.user, timezone.now()))
    return _wrong(request, post, shown, agency=post.agency, post=post)


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def wrong_person(request, key):
    """What is wrong with somebody at work? Who is at risk has no page that could be wrong."""
    person = get_object_or_404(Practitioner.objects.listed(), key=key)
    shown = reading.of_person(person, viewer(request.user, timezone.now()))
    asked = request.POST.get("post", "")
    keys = [key for key, _words in shown.posts]
    post = Post.objects.select_related("agency").filter(key=asked if asked in keys else "".join(keys[:1])).first()
    agency = post.agency if post else owner(None, _last_post(person))
    return _wrong(request, person, shown, agency=agency, post=post, practitioner=person)


def _last_post(person):
    last = Appointment.objects.filter(practitioner=person).order_by("-ends_on", "-pk").select_related("post__agency").first()
    return last and last.post


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def wrong_agency(request, slug):
    """What is wrong with an agency, or with one of its own numbers?"""
    agency = get_object_or_404(Agency, slug=slug)
    return _wrong(request, agency, reading.of_agency(agency, viewer(request.user, timezone.now())), agency=agency)


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def wrong_setting(request, key):
    """What is wrong with a school, surgery or other site? One of a confidential agency is reached through the agency alone."""
    setting = get_object_or_404(Setting.objects.select_related("agency"), key=key)
    if setting.agency and setting.agency.confidential:
        return redirect("wrong-agency", setting.agency.slug)
    shown = reading.of_setting(setting, viewer(request.user, timezone.now()))
    return _wrong(request, setting, shown, agency=owner(None, None, setting), setting=setting)


def _wrong(request, thing, shown, *, agency, **about):
    form = WrongForm(request.POST or None, shown=shown)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        point = ContactPoint.objects.filter(key=given["which"]).first() if given["which"] else None
        try:
            report_wrong(
                what=given["what"], agency=agency, point=point, proposed=given["value"], by=request.user, at=timezone.now(),
                **about,
            )  # fmt: skip
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            said = _("Thanks. It goes to %(agency)s. You’ll hear back on your first page.") % {"agency": _said(agency)}
            messages.success(request, said)
            return redirect(thing)
    return render(request, "corrections/wrong.html", {"thing": thing, "form": form, "shown": shown, "agency": _said(agency)})


def _said(agency):
    return agency or _("the directory’s administrators")


@signed_in
@require_safe
def corrections(request):
    """What has been reported wrong and is mine to put right."""
    return _list(request)


@signed_in
@sensitive_post_parameters()
@require_POST
def decide(request, key):
    """Use what was proposed, or say that it is right as it stands."""
    now = timezone.now()
    correction = get_object_or_404(Correction.objects.showable().select_related("agency", "point"), key=key)
    require(may_put_right(request.user, correction, day_of_try(now)))
    if request.POST.get("decide") == "keep":
        return _decided(request, keep_correction, _("It stays as it is."), correction=correction, by=request.user, at=now)
    if request.POST.get("decide") == "take away":
        return _decided(
            request,
            use_correction,
            _("Nobody sees it now."),
            correction=correction,
            take_away=True,
            by=request.user,
            at=now,
        )
    value = ""
    if correction.what in reading.NEEDS_A_DETAIL:
        teams = Team.objects.filter(agency=correction.agency, closed_on=None).order_by("name").values_list("name", flat=True)
        own = bool(correction.point.practitioner_id if correction.point else correction.practitioner_id)
        form = DecideForm(request.POST, what=correction.what, own=own, teams=list(teams))
        if not form.is_valid():
            return _list(request, refused={"key": key, "form": form})
        value = form.cleaned_data["value"]
    return _decided(request, use_correction, _("Put right."), correction=correction, value=value, by=request.user, at=now)


def _decided(request, action, said, **given):
    try:
        action(**given)
        messages.success(request, said)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("corrections")


def _list(request, refused=None):
    now = timezone.now()
    require(may_put_right_anything(request.user, day_of_try(now)))
    mine = Correction.objects.open().showable().filter(agency__in=kept_by(request.user, day_of_try(now)))
    whole = mine.select_related(
        "agency",
        "post__team",
        "practitioner",
        "setting",
        "point__practitioner",
        "point__post",
        "point__team",
        "point__agency",
        "point__setting",
    ).order_by(F("alerted_at").asc(nulls_last=True), "opened_at", "pk")
    page = Paginator(whole, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = reading.as_rows(list(page), now)
    for row in rows:
        row["form"] = refused["form"] if refused and refused["key"] == row["key"] else None
    return render(request, "corrections/list.html", {"page": page, "rows": rows, "refused": refused})
