"""What the page of a post says."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Coverage, Post
from contacts.phones import dialled, written
from directory import sentences, weeks
from directory.finder.cards import BASES, card
from directory.finder.ladder import Step

from .reading import points, posts, rungs
from .standing import post_sentence

# A post that covers more than this says how many more there are: a postcode list may run to hundreds.
MOST_PLACES = 30


def read(row, seer):
    """The context of the page of `row`, a `Post` of the database."""
    day, at = seer.day, seer.at
    ended = has_ended(row, day)
    read_posts = posts(Post.objects.filter(pk=row.pk), seer, closed=ended)
    [post] = read_posts.here
    ladder = read_posts.ladder(post)
    lead = lead_card(ladder, at)
    return {
        "post": row,
        "card": {
            **lead,
            "role": row.title,
            "note": "" if ended else _note(post_sentence(post, ladder, at, read_posts.holidays), lead),
        },
        "rest": rest_cards(ladder, at),
        "ended": _ended(row, day) if ended else "",
        "replaced_by": (row.succeeded_by or row.agency.successor) if ended else None,
        "rows": [*_facts(row, post, ended, at), *_routes(row, post, seer)],
        "covers": [] if ended or row.agency.confidential else _covers(row, day),
        "before_you_ring": "" if ended else row.before_you_ring,
    }


def has_ended(row, day):
    """Whether a post, or its agency, had ended before `day`."""
    return bool(row.ends_on and row.ends_on < day) or bool(row.agency.closed_on and row.agency.closed_on < day)


def lead_card(ladder, at):
    """The rung to ring first or, when nobody is there now, the first that has a number at all; {} without any."""
    rung = lead_rung(ladder)
    return first_card(rung, at) if rung else {}


def first_card(rung, at):
    """A rung as the one big card of a page, with a caution when nobody has confirmed it for too long."""
    made = card(rung, at, lead=True)
    if not made["role"]:
        # Another role stands in: say which, and what it is called here.
        made.update(role=rung.post.role, team=rung.post.title)
    return {**made, "unconfirmed": _caution(rung, at)}


def _caution(rung, at):
    """ "Unconfirmed since 3 March. Duty line:" and its number, for a person whose confirmation has run out; else None."""
    if not rung.overdue or rung.step is not Step.PERSON:
        return None
    said = sentences.doubt_sentence(rung, at)
    line = rung.post.team and rung.post.team.number
    if not line or line == rung.number:
        return {"text": said}
    text = _("%(said)s Duty line:") % {"said": said}
    return {"text": text, "number": written(line.value), "tel": dialled(line.value), "extension": line.extension}


def lead_rung(ladder):
    """As `lead_card`, the rung itself."""
    return ladder.first or next((rung for rung in ladder.rest if rung.number), None)


def own_rung(post, ladder):
    """The first rung of the post itself or its team, never another's out-of-hours line: what a list of posts shows beside it."""
    return next((rung for rung in rungs(ladder) if rung.number and rung.post is post and not rung.fallback), None)


def rest_cards(ladder, at):
    """Everybody and every line after the one to ring first."""
    lead = lead_rung(ladder)
    return [card(rung, at) for rung in ladder.rest if rung is not lead]


def _note(sentence, lead):
    """The state of a post, unless the card's own hours say the very same; and that terms are not known, where they are not."""
    said = "" if sentence == lead.get("hours") else sentence
    terms = sentences.term_sentence()
    return f"{said} {terms}".strip() if lead.get("note") == terms else said


def _ended(row, day):
    if row.agency.closed_on and row.agency.closed_on < day:
        return _("This agency has closed.")
    since = sentences.day(row.ends_on + timedelta(days=1), day)
    return (_("Replaced on %(day)s.") if row.succeeded_by else _("Ended before %(day)s.")) % {"day": since}


def _facts(row, post, ended, at):
    agency = {"key": _("Agency"), "value": row.agency.name, "href": row.agency.get_absolute_url()}
    team = [{"key": _("Team"), "value": row.team.name}] if row.team and not row.agency.confidential else []
    if ended or post.through_team:
        return [*team, agency]
    people = [
        {
            "key": _("Deputy") if person.deputy else _("In post"),
            "value": person.name,
            "href": reverse("practitioner", args=[person.key]),
        }
        for person in sorted(post.people, key=lambda person: (person.deputy, person.order, person.name))
    ]
    hours = weeks.in_words(post.week)
    shown = [{"key": _("Hours"), "value": "\n".join(hours)}] if hours else []
    return [*people, *team, agency, *shown, {"key": _("This post"), "value": _confirmed(post, at)}]


def _confirmed(post, at):
    """When and by whom the post itself was last confirmed; past its role's interval, since when it is not."""
    if post.confirmed_at and at - post.confirmed_at > timedelta(days=post.review_days):
        return sentences.unconfirmed_sentence(post.confirmed_at, at)
    return sentences.confirmed_sentence(post.confirmed_at, post.confirmed_by, at)


def _routes(row, post, seer):
    """Ways to write: the post's own, which a post reached through its team does not show, and the team's."""
    owners = {} if post.through_team else {"post": row.pk}
    if row.team_id:
        owners["team"] = row.team_id
    return [point for point in points(seer, **owners) if "number" not in point]


def _covers(row, day):
    covered = Coverage.objects.on(day).filter(post=row).select_related("area", "setting", "agency")
    covered = list(covered.order_by("priority", "pk")[: MOST_PLACES + 1])
    places = [
        {"place": each.area or each.setting or each.agency, "why": BASES[each.basis], "code": each.area and each.area.code}
        for each in covered
    ]
    more = len(covered) > MOST_PLACES
    return places[:MOST_PLACES] + ([{"place": _("And more."), "why": "", "code": None}] if more else [])
