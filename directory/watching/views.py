"""What I watch, watching one thing more, and stopping."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import signed_in
from agencies.models import Agency, Post
from areas.models import Area
from contacts.models import Watch
from contacts.watching import actions

KINDS = {"post": (Post, "key"), "agency": (Agency, "slug"), "area": (Area, "code")}


@signed_in
@require_safe
def watching(request):
    """Everything I watch."""
    rows = Watch.objects.filter(who=request.user).select_related("post", "area", "agency")
    return render(request, "watching/list.html", {"rows": rows})


@signed_in
@require_POST
def watch(request):
    """Hear of changes here from now on: `thing` is "post/…/", "agency/…/" or "area/…/"."""
    kind, _slash, name = request.POST.get("thing", "").removesuffix("/").partition("/")
    if kind not in KINDS or "\x00" in name:
        raise Http404
    model, field = KINDS[kind]
    thing = get_object_or_404(model, **{field: name})
    actions.watch(thing=thing, by=request.user, at=timezone.now())
    messages.success(request, _("You hear by mail, once a week, what changed."))
    return redirect(where(thing))


@signed_in
@require_POST
def stop(request, key):
    """Hear no more of it."""
    row = get_object_or_404(Watch, who=request.user, key=key)
    actions.stop_watching(watch=row, by=request.user, at=timezone.now())
    messages.success(request, _("Stopped."))
    return redirect("watching")


def where(thing):
    """The page of what is watched."""
    return reverse("area", args=[thing.code]) if isinstance(thing, Area) else thing.get_absolute_url()
