"""Turns rungs into the words a page prints."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.availability import LONDON
from contacts.phones import dialled, written
from directory import sentences

from .ladder import Step

BASES = {
    "residence": gettext_lazy("by home address"),
    "school": gettext_lazy("by school"),
    "gp": gettext_lazy("by surgery"),
    "incident": gettext_lazy("by where it happened"),
    "employer": gettext_lazy("by where the adult works"),
    "agency": gettext_lazy("for the whole agency"),
}

# The same for a narrow column.
SHORT_BASES = {
    "residence": gettext_lazy("home"),
    "school": gettext_lazy("school"),
    "gp": gettext_lazy("surgery"),
    "incident": gettext_lazy("incident"),
    "employer": gettext_lazy("workplace"),
    "agency": gettext_lazy("agency"),
}


def card(rung, at, lead=False):
    """One rung as a card: role, who, number, hours, why, how sure. `lead` is the one to ring first, which says more.

    `tried` names its number and post to a page that asks how the call went (`directory/through.py`).
    """
    post = rung.post
    return {
        "role": "" if lead and rung.fallback else _role(rung, lead),
        "who": rung.turn.person.name if rung.turn else "",
        "say": post.say.get(rung.turn.person.key, "") if rung.turn else "",
        "team": _team(rung, lead),
        "href": _page(rung),
        **_number(rung),
        **_standing(rung, at),
        "why": _why(rung) if lead or rung.step in (Step.PERSON, Step.DESK, Step.THROUGH_TEAM) else "",
        "confirmed": "" if lead and rung.overdue and rung.turn else _confirmed(rung, at),
    }


def rung_card(rung, at):
    """One rung below the first: the same words, joined into as few pieces as the page prints."""
    made = card(rung, at)
    made["whom"] = made["who"] or (made["team"] if made["team"] != made["role"] else "")
    made["said"] = " ".join(part for part in (made["note"], made["number_label"]) if part)
    return made


def vacancy(post, first):
    """A post nobody holds, as a card that says so and sends on to what the `first` rung really is: at night, not the team."""
    to = _("Ring the number below.") if first else ""
    if first and not first.fallback:
        if first.turn and first.turn.person.deputy:
            to = _("Ring the deputy.")
        elif first.step is Step.TEAM:
            to = _("Ring the team.")
    team = post.team.name if post.team else post.agency.name
    return {
        "role": post.title, "team": team, "note": f"{sentences.vacant_sentence()} {to}".strip(),
        "href": reverse("post", args=[post.key]),
    }  # fmt: skip


def _role(rung, lead):
    if lead or rung.fallback or rung.step in (Step.DESK, Step.THROUGH_TEAM):
        return rung.post.title if rung.step is Step.DESK and not lead else rung.post.role
    if rung.step is Step.TEAM:
        return _("Team duty")
    if rung.step is Step.AGENCY:
        return _("Front door")
    if rung.turn.instead_of:
        return _("Covering")
    return _("Deputy") if rung.turn.person.deputy else rung.post.role


def _team(rung, lead):
    if lead and rung.fallback and not rung.turn:
        return rung.post.title
    if rung.step is Step.AGENCY:
        return rung.line.name
    if rung.step in (Step.TEAM, Step.THROUGH_TEAM):
        return rung.line.name
    if rung.step is Step.DESK:
        return rung.post.title if rung.post.title != rung.post.agency.name else rung.post.agency.name
    return rung.post.team.name if rung.post.team else rung.post.agency.name


def _page(rung):
    if rung.step is Step.AGENCY:
        return reverse("agency", args=[rung.post.agency_slug])
    if rung.turn:
        return reverse("practitioner", args=[rung.turn.person.key])
    return reverse("post", args=[rung.post.key])


def _number(rung):
    if rung.number is None:
        return {"number": "", "tel": "", "extension": "", "number_label": "", "tried": ""}
    number = rung.number
    return {
        "number": written(number.value), "tel": dialled(number.value), "extension": number.extension,
        "number_label": " · ".join(part for part in (number.label, number.note) if part),
        "tried": f"{number.key}/{rung.post.key}/",
    }  # fmt: skip


def _standing(rung, at):
    """Hours, and the state sentence when there is more to say than hours."""
    if rung.step is Step.THROUGH_TEAM:
        return {"note": sentences.through_team_sentence(), "hours": sentences.open_sentence(rung.opening, at), "caution": False}
    # Whether it is term decides whether they are there, and nobody has told us.
    unsure = rung.can_be_rung and rung.days.unknown(at.astimezone(LONDON).date())
    note = sentences.term_sentence() if unsure else ""
    if rung.opening is not None:
        return {"hours": sentences.open_sentence(rung.opening, at), "note": note, "caution": False}
    turn = rung.turn
    cover = rung.post.covers.get(turn.person.away.cover) if turn.person.away and turn.person.away.cover else None
    said = sentences.turn_sentence(turn, at, cover.name if cover else "")
    if turn.instead_of:
        note = _("Covering for %(name)s.") % {"name": turn.instead_of.name}
    return {"hours": said, "note": note, "caution": False}


def _why(rung):
    """One plain sentence: covers this place, on this basis."""
    match = rung.post.match
    if match is None:
        return ""
    if match.row.override:
        return _("Covers %(place)s. Chosen by the agency, not by the map.") % {"place": match.target.name}
    basis = BASES.get(match.row.basis, "")
    if match.target.kind == "agency":
        return _("Answers for %(place)s.") % {"place": match.target.name}
    return _("Covers %(place)s, %(basis)s.") % {"place": match.target.name, "basis": basis}


def _confirmed(rung, at):
    confirmed_at, by = rung.confirmed
    if rung.number is None and not rung.turn:
        return ""
    if rung.overdue:
        return sentences.doubt_sentence(rung, at)
    return sentences.confirmed_sentence(confirmed_at, by, at)
