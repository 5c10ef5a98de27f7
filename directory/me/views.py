"""My card, being away, and covering for somebody who is."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import require
from accounts.policy import signed_in
from accounts.sealing import Unsealable, unseal
from contacts import rules
from contacts.appointments.actions import confirm_own
from contacts.away import actions
from contacts.away.kept import as_it_was
from contacts.away.people import practitioner_of
from contacts.models import Absence, Cover, Practitioner

from . import pages
from .forms import DATES, TODAY, AwayForm, typed


@signed_in
@require_safe
def my_card(request):
    """How others see me, what waits for me, and the way out of the door."""
    person = practitioner_of(request.user)
    if person is None:
        return render(request, "me/unlisted.html")
    context = pages.card(person, request.user, timezone.now())
    return render(request, "me/card.html", {**context, "undo": request.GET.get("undo", "")})


@signed_in
@require_POST
def confirm_card(request):
    """Yes, still right: one press confirms every post I am in and every number of mine."""
    person, now = practitioner_of(request.user), timezone.now()
    if person and confirm_own(practitioner=person, by=request.user, at=now):
        messages.success(request, _("Confirmed today. Next: %(day)s.") % {"day": pages.next_check(person, now)})
    return redirect("my-card")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_away(request):
    """Say when I am away, and who covers."""
    person = practitioner_of(request.user)
    return _away(request, person) if person else redirect("my-card")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def away(request, key):
    """Say when somebody is away: their roster admin does, and they themselves."""
    return _away(request, _allowed(request, get_object_or_404(Practitioner, key=key)))


def _allowed(request, person):
    """`person`, if the asker may say when they are away. To anybody else somebody restricted is not there at all."""
    ruling = rules.may_change_absences(request.user, person, timezone.now())
    if not ruling and person.restricted:
        raise Http404
    require(ruling)
    return person


def _away(request, person):
    now = timezone.now()
    form = AwayForm(_sent(request), now=now, posts=pages.coverable(person, now), initial={"when": TODAY})
    if request.method == "POST" and form.is_valid():
        absence = actions.go_away(
            practitioner=person,
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            covers=form.covers,
            by_phone=_phoned(request, person, form),
            by=request.user,
            at=now,
        )
        messages.success(request, _("Saved."))
        return _after(request, person, absence.key, None)
    return _page(request, person, form, now)


def _sent(request):
    return request.POST if request.method == "POST" else None


def _phoned(request, person, form):
    """The posts for which whoever notes it has somebody's word; only a roster admin may say so."""
    return form.by_phone if rules.keeps_roster_of(request.user, person, timezone.now()) else frozenset()


def _page(request, person, form, now, absence=None):
    context = {
        "person": person,
        "own": person.user_id == request.user.pk,
        "form": form,
        "absence": absence,
        "absences": pages.absences(person, now) if absence is None else [],
        "may_phone": rules.keeps_roster_of(request.user, person, now),
        "undo": request.GET.get("undo", ""),
        "back": reverse("my-card") if person.user_id == request.user.pk else _page_of(person),
    }
    return render(request, "me/away.html", context)


def _page_of(person):
    return reverse("home") if person.restricted else person.get_absolute_url()


def _after(request, person, key, before):
    """Back to the list of absences, with a way to undo what was just done."""
    there = reverse("my-away") if person.user_id == request.user.pk else reverse("away", args=[person.key])
    return redirect(f"{there}?undo={pages.undo_token(request.user, person, key, before)}")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request, key):
    """Change the dates or the covers of one absence."""
    row = get_object_or_404(Absence.objects.select_related("practitioner"), key=key)
    person, now = _allowed(request, row.practitioner), timezone.now()
    asked = {cover.post_id: cover.practitioner for cover in row.covers.select_related("practitioner") if _is_open(cover)}
    initial = {"when": DATES, **typed("starts", row.starts_at), **typed("ends", row.ends_at)}
    form = AwayForm(_sent(request), now=now, posts=pages.coverable(person, now), asked=asked, initial=initial)
    if request.method == "POST" and form.is_valid():
        before = as_it_was(row)
        actions.change_absence(
            absence=row,
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            covers=form.covers,
            by_phone=_phoned(request, person, form),
            by=request.user,
            at=now,
        )
        messages.success(request, _("Saved."))
        return _after(request, person, key, before)
    return _page(request, person, form, now, row)


def _is_open(cover):
    return cover.state not in actions.FINAL


@signed_in
@require_POST
def end_absence(request, key):
    """Back: the absence is over, or never begins."""
    row = get_object_or_404(Absence.objects.select_related("practitioner"), key=key)
    person, before = _allowed(request, row.practitioner), as_it_was(row)
    actions.end_absence(absence=row, by=request.user, at=timezone.now())
    own = person.user_id == request.user.pk
    messages.success(request, _("Welcome back.") if own and request.POST.get("back") else _("Saved."))
    return _after(request, person, key, before)


@signed_in
@require_POST
def undo(request):
    """Put an absence back as it was before the last change."""
    try:
        kept = unseal(request.user, request.POST.get("undo", ""))
        person = Practitioner.objects.filter(key=kept["person"]).first()
        key, before = kept["absence"], kept["before"]
    except (Unsealable, KeyError, TypeError):
        person = None
    if person is None:
        messages.error(request, _("That can no longer be undone."))
        return redirect("my-card")
    _allowed(request, person)
    actions.put_back(practitioner=person, key=key, before=before, by=request.user, at=timezone.now())
    messages.success(request, _("Undone."))
    return redirect("my-away" if person.user_id == request.user.pk else reverse("away", args=[person.key]))


@signed_in
@require_POST
def go_now(request):
    """I have to go now: away until the day's work would have ended, and the deputies asked, in one press."""
    person, now = practitioner_of(request.user), timezone.now()
    if person is None:
        return redirect("my-card")
    until = pages.day_ends(person, request.user, now)
    row = actions.leave_now(practitioner=person, ends_at=until, posts=pages.posts_held(person, now), by=request.user, at=now)
    token = pages.undo_token(request.user, person, row.key, None)
    return redirect(f"{reverse('my-card')}?undo={token}" if row.starts_at == now else reverse("my-card"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cover(request, key):
    """Can you cover? Yes or no, from whoever was asked, or noted by a roster admin who has it by phone."""
    row = get_object_or_404(Cover.objects.select_related("post", "absence__practitioner", "practitioner"), key=key)
    now = timezone.now()
    mine, admins = rules.may_answer(request.user, row), rules.may_note_agreement(request.user, row, now)
    if not (mine or admins):
        if row.absence.practitioner.restricted or row.practitioner.restricted:
            raise Http404
        require(mine)
    if request.method == "POST":
        answer = request.POST.get("answer")
        if answer == "yes":
            actions.agree_to_cover(cover=row, by_phone=not mine, by=request.user, at=now)
            messages.success(request, _("Thanks. You are covering.") if mine else _("Saved: agreed by phone."))
        elif answer == "no":
            actions.decline_cover(cover=row, by=request.user, at=now)
            messages.success(request, _("Thanks for saying so. The next person is asked."))
        else:
            messages.error(request, _("Say yes or no."))
        return redirect("cover", row.key)
    context = {"cover": row, "question": pages.question(row, now), "mine": bool(mine), "by_phone": bool(admins) and not mine}
    return render(request, "me/cover.html", context)
