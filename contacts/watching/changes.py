"""What changed at posts, in the kinds of change that may be told to anybody; never whose name came, went or was hidden.

The record of what happened is read, not kept again. A post reached through its team shows nobody, so nothing about who
holds it is told.
"""

from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Post
from audit.models import Event
from contacts.models import Appointment, ContactPoint

PEOPLE, NUMBER, POST = _("who holds it changed"), _("a number changed"), _("the post itself changed")
# verb → what it says about the post it happened at.
VERBS = {
    "appointed": PEOPLE, "left a post": PEOPLE,
    "changed dates": PEOPLE, "took an appointment back": PEOPLE,
    "added a contact point": NUMBER, "changed a number": NUMBER, "took a number away": NUMBER, "changed an e-mail": NUMBER,
    "changed who sees a number": NUMBER,
    "added post": POST, "covered": POST, "set hours": POST, "changed a title": POST, "moved to a team": POST,
    "moved with its team": POST,
}  # fmt: skip


def changes(since, until):
    """What changed after `since` and not after `until`: post id → set of sentences."""
    events = Event.objects.filter(verb__in=VERBS, at__gt=since, at__lte=until).values_list("verb", "thing")
    by_model = defaultdict(lambda: defaultdict(set))
    for verb, thing in events:
        model, _colon, pk = thing.partition(":")
        if pk.isdigit():
            by_model[model][int(pk)].add(verb)
    found = defaultdict(set)
    for model, posts in (
        ("contacts.appointment", _posts_of_appointments),
        ("contacts.contactpoint", _posts_of_points),
        ("agencies.post", _themselves),
    ):
        for pk, post in posts(list(by_model[model])):
            found[post] |= {VERBS[verb] for verb in by_model[model][pk]}
    return found


def _open_posts():
    """Posts of which everybody may see who holds them: none that is reached through its team."""
    hidden = Appointment.objects.filter(practitioner__restricted=True).values("post")
    return Post.objects.filter(team_first=False).exclude(pk__in=hidden)


def _posts_of_appointments(pks):
    return Appointment.objects.filter(pk__in=pks, post__in=_open_posts()).values_list("pk", "post")


def _posts_of_points(pks):
    """A person's number counts for every post they hold; a restricted person's for none."""
    own = ContactPoint.objects.filter(pk__in=pks, audience__in=("public", "professional", "nobody"))
    yield from own.exclude(post=None).values_list("pk", "post")
    held = own.filter(practitioner__restricted=False, practitioner__appointments__post__in=_open_posts())
    yield from held.values_list("pk", "practitioner__appointments__post")


def _themselves(pks):
    return ((pk, pk) for pk in Post.objects.filter(pk__in=pks).values_list("pk", flat=True))


def posts_of(watch, among):
    """Those posts, of the ids `among`, that `watch` is about: (id, title)."""
    about = (
        Q(pk=watch.post_id)
        if watch.post_id
        else Q(agency=watch.agency_id)
        if watch.agency_id
        else Q(coverages__area=watch.area_id)
    )
    return Post.objects.filter(about, pk__in=among).order_by("title").values_list("pk", "title").distinct()
