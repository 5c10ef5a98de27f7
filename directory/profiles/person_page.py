"""What the page of a person at work says."""

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from agencies.models import Post
from contacts import vcards
from contacts.models import Appointment

from .post_page import first_card, lead_card, lead_rung, rest_cards
from .reading import points, posts, rungs
from .standing import brief, post_sentence, turn_sentence


def read(person, seer):
    """The context of the page of `person`, a `Practitioner` who is not restricted."""
    held = Post.objects.on(seer.day).filter(appointments__in=Appointment.objects.on(seer.day).filter(practitioner=person))
    found = posts(held.order_by("title", "pk").distinct(), seer)
    if not found.here:
        return {"person": person, **_left(person, seer)}
    at = seer.at
    ladders = [(post, found.ladder(post)) for post in found.here]
    # The post in which they can be rung now comes first; then those in which their name may be said at all.
    post, ladder = min(ladders, key=lambda each: (not _can_be_rung(person, each[1]), each[0].through_team))
    own = _own(person, ladder)
    lead, note = _lead(post, ladder, own, at, found.holidays)
    routes = [] if all(post.through_team for post in found.here) else points(seer, practitioner=person)
    return {
        "person": person,
        "post": post,
        "state": note,
        "is_own": own is not None and not lead.get("who") and not lead.get("team"),
        # The team's number stands in where they have none; under their name it would mislead.
        "is_theirs": own is not None and own.number in (post.numbers.get(person.key), post.number),
        "card": lead,
        "rest": rest_cards(ladder, at) if lead else [],
        "others": [
            {"title": other.title, "href": reverse("post", args=[other.key]), "note": brief(other, its, at)}
            for other, its in ladders
            if other is not post
        ],
        "rows": [
            *_facts(person, post),
            *(route for route in routes if route.get("tel") != lead.get("tel") or "tel" not in route),
        ],
    }


def contact(page, at):
    """What a page (`read`) says of somebody, for their card; None when they are in no post or no way to reach them is shown."""
    person, post = page["person"], page.get("post")
    rows = page["rows"]
    if post is None:
        return None
    shown = [page["card"]] if page["is_own"] and page["is_theirs"] and page["card"].get("tel") else []
    shown += [row for row in rows if row.get("tel")]
    mails = [row["value"] for row in rows if row.get("href", "").startswith("mailto:")]
    if not shown and not mails:
        return None
    said = [
        _("%(number)s, extension %(extension)s.") % {"number": row["number"], "extension": row["extension"]}
        for row in shown
        if row.get("extension")
    ]
    as_of = _("As it stood on %(day)s. People move: look at the page before you ring.") % {
        "day": formats.date_format(timezone.localdate(at), "j F Y")
    }
    return vcards.Contact(
        name=person.name,
        rank=person.rank,
        title=post.title,
        agency=post.agency.name,
        numbers=tuple((row["tel"].partition(";")[0], row.get("extension", "")) for row in shown),
        mails=tuple(mails),
        address=settings.BASE_URL + reverse("practitioner", args=[person.key]),
        note=" ".join([*said, as_of]),
    )


def _own(person, ladder):
    return next((rung for rung in rungs(ladder) if rung.turn and rung.turn.person.key == person.key), None)


def _can_be_rung(person, ladder):
    own = _own(person, ladder)
    return bool(own and own.can_be_rung)


def _lead(post, ladder, own, at, holidays):
    """The card with the button, and the sentence over it: themselves when they can be rung, else whoever answers instead."""
    if own is None:
        return lead_card(ladder, at), post_sentence(post, ladder, at, holidays)
    if own.can_be_rung or (own.number and lead_rung(ladder) in (None, own)):
        return {**first_card(own, at), "who": "", "say": "", "team": "", "href": ""}, ""
    return lead_card(ladder, at), turn_sentence(post, ladder, own.turn, at)


def _facts(person, post):
    facts = [
        (_("Known as"), person.known_as),
        (_("Pronouns"), person.pronouns),
        (_("Languages"), person.languages),
    ]
    rows = [{"key": key, "value": value} for key, value in facts if value]
    return [*rows, {"key": _("Agency"), "value": post.agency.name, "href": reverse("agency", args=[post.agency_slug])}]


def _left(person, seer):
    """For somebody in no post: who is in the one they left, or when they start."""
    ahead = Appointment.objects.filter(practitioner=person, starts_on__gt=seer.day).order_by("starts_on").first()
    past = Post.objects.filter(appointments__practitioner=person, appointments__ends_on__lt=seer.day)
    found = posts(past.order_by("-appointments__ends_on", "pk")[:1], seer)
    if not found.here:
        return {"starts": ahead and ahead.starts_on, "rows": [], "rest": []}
    [post] = found.here
    ladder = found.ladder(post)
    return {
        "left": post,
        "starts": ahead and ahead.starts_on,
        "card": lead_card(ladder, seer.at),
        "rest": rest_cards(ladder, seer.at),
        "rows": [],
    }
