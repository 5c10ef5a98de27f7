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
from agencies.models import Agency, Post
from agencies.rules import kept_by
from contacts.models import ContactPoint, Correction
from contacts.outcomes.actions import keep_correction, report_wrong, use_correction
from contacts.outcomes.owners import may_put_right, may_put_right_anything
from contacts.outcomes.rules import day_of_try
from directory.profiles.reading import viewer

from .forms import DecideForm, WrongForm
from .reading import as_row, needs_number, numbers_of_agency, numbers_of_post

ON_A_PAGE = 25
reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def wrong_post(request, key):
    """What is wrong with a post, or with a number that its page shows?"""
    post = get_object_or_404(Post.objects.select_related("agency", "team"), key=key)
    numbers = numbers_of_post(post, viewer(request.user, timezone.now()))
    return _wrong(request, post, numbers, agency=post.agency, post=post)


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def wrong_agency(request, slug):
    """What is wrong with an agency, or with one of its own numbers?"""
    agency = get_object_or_404(Agency, slug=slug)
    numbers = numbers_of_agency(agency, viewer(request.user, timezone.now()))
    return _wrong(request, agency, numbers, agency=agency)


def _wrong(request, thing, numbers, *, agency, post=None):
    form = WrongForm(request.POST or None, numbers=numbers)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        report_wrong(
            what=given["what"], agency=agency, post=post, point=ContactPoint.objects.filter(key=given["which"]).first(),
            proposed=given["value"], by=request.user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Thanks. It goes to %(agency)s. You’ll hear back on your first page.") % {"agency": agency})
        return redirect(thing)
    context = {"thing": thing, "form": form, "numbers": numbers, "agency": agency}
    return render(request, "corrections/wrong.html", context)


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
    correction = get_object_or_404(Correction.objects.showable().select_related("agency"), key=key)
    require(may_put_right(request.user, correction, day_of_try(now)))
    if request.POST.get("decide") == "keep":
        return _decided(request, keep_correction, _("It stays as it is."), correction=correction, by=request.user, at=now)
    if request.POST.get("decide") == "take away":
        return _decided(
            request,
            use_correction,
            _("Nobody sees the number now."),
            correction=correction,
            take_away=True,
            by=request.user,
            at=now,
        )
    form = DecideForm(request.POST)
    if needs_number(correction) and not form.is_valid():
        return _list(request, refused={"key": key, "form": form})
    value = form.cleaned_data["value"] if needs_number(correction) else ""
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
        "agency", "post", "point__practitioner", "point__post", "point__team", "point__agency", "point__setting"
    ).order_by(F("alerted_at").asc(nulls_last=True), "opened_at", "pk")
    page = Paginator(whole, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [as_row(correction, now) for correction in page]
    for row in rows:
        row["form"] = refused["form"] if refused and refused["key"] == row["key"] else None
    return render(request, "corrections/list.html", {"page": page, "rows": rows, "refused": refused})
