"""Watching and stopping, and the weekly letter about what changed; each is recorded."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency, Post
from areas.models import Area
from audit.log import record
from contacts.models import Watch
from contacts.reminders.rules import is_day_of
from outbox.actions import write

from .changes import changes, posts_of

FIELDS = {Post: "post", Area: "area", Agency: "agency"}
WEEK = timedelta(days=7)
MOST_TITLES = 30


@transaction.atomic
def watch(*, thing, by, at):
    """From now on `by` hears of changes at `thing`: a post, an area or an agency. Twice is once."""
    found, fresh = Watch.objects.get_or_create(
        who=by, **{FIELDS[type(thing)]: thing}, defaults={"made_at": at, "told_to": at}
    )  # fmt: skip
    if fresh:
        record("began to watch", found, by=by, at=at)
    return found


@transaction.atomic
def stop_watching(*, watch, by, at):
    """`by` hears no more of it."""
    record("stopped watching", watch, by=by, at=at)
    watch.delete()


@transaction.atomic
def write_digests(*, by, at):
    """Writes to everybody who watches something, on their day of the week, what changed since they last heard; returns how many."""
    day = timezone.localdate(at)
    of = defaultdict(list)
    for each in (
        Watch.objects.filter(who__is_active=True, told_to__lte=at - timedelta(hours=1)).select_related("who").order_by("pk")
    ):
        # Whoever missed their day, because nothing ran, is told on the next one.
        if is_day_of(each.who.key, day) or at - each.told_to > WEEK + timedelta(days=1):
            of[each.who].append(each)
    if not of:
        return 0
    earliest = max(min(each.told_to for watches in of.values() for each in watches), at - 6 * WEEK)
    moved, written = {}, 0
    for who, watches in of.items():
        said = defaultdict(set)
        for each in watches:
            since = max(each.told_to, earliest)
            if since not in moved:
                moved[since] = changes(since, at)
            for pk, title in posts_of(each, list(moved[since])):
                said[title] |= {str(sentence) for sentence in moved[since][pk]}
        if said:
            write(key=f"watching:{who.key}:{day}", to=who.email, **_letter(said), by=by, at=at)
            written += 1
        Watch.objects.filter(pk__in=[each.pk for each in watches]).update(told_to=at)
    return written


def _letter(said):
    lines = [f"- {title}: {', '.join(sorted(kinds))}" for title, kinds in sorted(said.items())]
    more = len(lines) - MOST_TITLES
    if more > 0:
        lines = [*lines[:MOST_TITLES], _("and %(count)d more") % {"count": more}]
    count = {"count": len(said)}
    subject = ngettext("%(count)d post you watch has changed", "%(count)d posts you watch have changed", len(said)) % count
    link = settings.BASE_URL + reverse("watching")
    closing = _("Sign in to see them, or to stop hearing of them.")
    return {
        "subject": subject,
        "text": "\n".join([_("What changed since you last heard:"), "", *lines, "", link, "", closing, ""]),
    }
