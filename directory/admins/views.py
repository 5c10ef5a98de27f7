"""An agency's admins, and the page behind an invitation. Looking at an invitation never uses it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.headers import secret_address
from accounts.models import User
from accounts.permissions import require
from accounts.policy import anyone, signed_in
from agencies.models import Agency, Invitation
from agencies.ownership import actions
from agencies.ownership.admins import admins_of, may_choose_admins, may_go
from agencies.ownership.rules import InvitationIsOver, digest_of
from directory import sentences

from .forms import InviteForm, JoinForm
from .names import with_names

reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@sensitive_post_parameters()
@reads_and_sends
def admins(request, slug):
    """Who the admins are, who has been invited, and a form to invite one more."""
    agency, now = _chosen_by(request, slug), timezone.now()
    form = InviteForm(request.POST if request.method == "POST" else None)
    held = list(admins_of(agency, timezone.localdate(now)))
    mine = any(each.user_id == request.user.pk for each in held)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        instead_of = request.user if given["instead"] and mine else None
        try:
            actions.invite(agency=agency, email=given["email"], instead_of=instead_of, by=request.user, at=now)
        except ValidationError as problem:
            form.add_error("email", problem)
        else:
            messages.success(request, _("Invited. The link in their mail works once, for 72 hours."))
            return redirect("admins", agency.slug)
    context = {"agency": agency, "form": form, "mine": mine, "admins": with_names(held, request.user, mine)}
    return render(request, "admins/list.html", {**context, "invitations": _invitations(agency, now)})


def _invitations(agency, now):
    rows = Invitation.objects.unanswered().filter(agency=agency)
    return [
        {"key": row.key, "email": row.email, "open": row.is_open(now), "since": sentences.day(row.made_at, now)} for row in rows
    ]


def _chosen_by(request, slug):
    """The agency, if the asker may decide who its admins are."""
    agency = get_object_or_404(Agency.objects.select_related("entered_for"), slug=slug)
    require(may_choose_admins(request.user, agency, timezone.localdate()))
    return agency


@signed_in
@reads_and_sends
def end_admin(request, slug, key):
    """Asks once more, then ends somebody's right – one's own as a rule. The last admin stays."""
    agency = _chosen_by(request, slug)
    day = timezone.localdate()
    membership = admins_of(agency, day).filter(user__key=key).first()
    if membership is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.end_admin(agency=agency, user=membership.user, by=request.user, at=timezone.now())
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
            return redirect("end-admin", agency.slug, key)
        messages.success(request, _("Done."))
        return redirect("admins", agency.slug) if may_choose_admins(request.user, agency, day) else redirect(agency)
    own = admins_of(agency, day).filter(user=request.user).exists()
    [row] = with_names([membership], request.user, own)
    return render(request, "admins/end.html", {"agency": agency, "row": row, "ruling": may_go(membership.user, agency, day)})


@signed_in
@require_POST
def withdraw(request, slug, key):
    """Takes an invitation back."""
    agency = _chosen_by(request, slug)
    invitation = get_object_or_404(Invitation, agency=agency, key=key)
    actions.withdraw_invitation(invitation=invitation, by=request.user, at=timezone.now())
    messages.success(request, _("Withdrawn. Its link lets nobody in."))
    return redirect("admins", agency.slug)


@anyone
@secret_address
@sensitive_post_parameters("password")
@reads_and_sends
def invitation(request, token):
    """Says what somebody is asked to do; only sending the form accepts, and it signs nobody in."""
    now = timezone.now()
    found = Invitation.objects.select_related("agency").filter(digest=digest_of(token)).first()
    if found is None or not found.is_open(now):
        return _over(request, found, token, now)
    here = request.user if request.user.is_authenticated else None
    known = here is None and User.objects.filter(email__iexact=found.email).exists()
    form = None if here or known else JoinForm(request.POST if request.method == "POST" else None, email=found.email)
    if request.method == "POST" and not known and (here or form.is_valid()):
        try:
            actions.accept_invitation(
                token=token, user=here, by=here, at=now, **({} if here else form.cleaned_data)
            )  # fmt: skip
        except InvitationIsOver:
            return _over(request, found, token, now)
        except IntegrityError:
            # Another invitation made an account for this mailbox in the same moment: the page now asks to sign in.
            return redirect("invitation", token)
        messages.success(request, _("You’re an admin of %(agency)s now.") % {"agency": found.agency.name})
        return redirect("admins", found.agency.slug) if here else redirect("sign-in")
    context = {"invitation": found, "agency": found.agency, "form": form, "here": here, "known": known}
    return render(request, "admins/invitation.html", context)


def _over(request, found, token, now):
    """Used, withdrawn or too old; for one that is only too old a fresh link can be had, which goes to the same mailbox."""
    stale = found is not None and found.used_at is None and found.withdrawn_at is None
    if stale and request.method == "POST" and request.POST.get("fresh"):
        try:
            actions.renew_invitation(token=token, by=None, at=now)
        except InvitationIsOver:
            stale = False
        else:
            return render(request, "admins/over.html", {"sent": True})
    return render(request, "admins/over.html", {"stale": stale}, status=410)
