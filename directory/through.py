"""Did you get through? Asked beside a number, answered in two taps, never twice a day about the same number."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.policy import signed_in
from agencies.models import Post
from agencies.prepared import Prepared
from contacts.models import ContactPoint, Outcome
from contacts.outcomes.actions import tell_outcome
from contacts.outcomes.rules import WRONG, day_of_try
from directory.finder.answer import own_agencies

# What a button sends: the keys of the number and of the post it was shown for (none on an agency's page), and how it went.
SAID = re.compile(r"([0-9a-z]{10})/(?:([0-9a-z]{10})/)?([a-z_]{1,20})", re.ASCII)
# Pages with numbers, to which somebody goes back.
PAGES = re.compile(r"/(find|people|posts|agencies|settings)/[!-\[\]-~]*")


@Prepared
def TOLD(user, day):
    return Outcome.objects.told_by(user, day).values_list("point__key")


def offer(user, *cards, at):
    """Let those of `cards` ask whose number `user` has not told about on the day of `at`.

    A card asks when its `asks` holds its number and post. The page has the one form that all of its questions send.
    """
    told = {key for (key,) in TOLD(user.pk, day_of_try(at))}
    for card in cards:
        if card and card.get("tried"):
            card["asks"] = "" if card["tried"].partition("/")[0] in told else card["tried"]


@signed_in
@require_POST
def through(request):
    """Keep how a call went, thank, and go back to the page it was on."""
    back = request.POST.get("back", "")
    back = back if PAGES.fullmatch(back) else reverse("home")
    said = SAID.fullmatch(request.POST.get("said", ""))
    if said is None or said[3] not in Outcome.Kind.values:
        messages.error(request, _("Choose how it went."))
        return redirect(back)
    now = timezone.now()
    tell_outcome(point=_shown(request.user, said[1], now), post=_post(said[2]), kind=said[3], by=request.user, at=now)
    messages.success(request, _thanks(said[3]))
    return redirect(back)


def _thanks(kind):
    if kind == Outcome.Kind.WRONG:
        return _("Thanks. The team now knows the number is wrong.")
    return _("Thanks. The team now knows.") if kind in WRONG else _("Thanks.")


def _shown(user, key, at):
    """The number with this key, if it may be shown to `user` at all; else it is as missing as one that never was."""
    day = day_of_try(at)
    shown = ContactPoint.objects.seen_by(own_agencies(user), day).select_related("post", "practitioner")
    point = shown.filter(key=key, kind__in=[ContactPoint.Kind.PHONE, ContactPoint.Kind.SHORT]).first()
    if point is None or (point.practitioner and point.practitioner.restricted):
        raise Http404
    return point


def _post(key):
    if key is None:
        return None
    post = Post.objects.filter(key=key).first()
    if post is None:
        raise Http404
    return post
