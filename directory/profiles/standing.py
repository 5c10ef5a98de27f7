"""One sentence that says how a post stands, and whom to ring instead when its holder is not there."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from contacts.availability import State, turns
from directory import sentences
from directory.finder.ladder import Step

from .reading import rungs


def post_sentence(post, ladder, at, holidays=frozenset()):
    """How `post` stands at the instant `at`; its `ladder` says whom to ring."""
    if post.through_team:
        return sentences.through_team_sentence()
    if post.is_desk:
        desk = next((rung for rung in rungs(ladder) if rung.step is Step.DESK and rung.post is post), None)
        if desk is None or not has_hours(post):
            return ""
        said = sentences.open_sentence(desk.opening, at)
        return said if desk.opening.is_open else _join(said, ring(ladder))
    if post.is_vacant:
        return _join(sentences.vacant_sentence(), ring(ladder))
    holders = [turn for turn in turns(post.people, at, holidays, post.covers) if not turn.person.deputy]
    # Whoever is there speaks for the post; then whoever covers; then the holder who is not there.
    for turn in holders:
        if turn.can_be_rung and not turn.instead_of:
            return _gave_way(turn, ladder, at) or sentences.turn_sentence(turn, at)
    return turn_sentence(post, ladder, next((turn for turn in holders if not turn.instead_of), holders[0]), at)


def _gave_way(turn, ladder, at):
    """That somebody is there, but nobody confirmed it for so long that another line comes first; else nothing."""
    theirs = next((rung for rung in ladder.rest if rung.turn and rung.turn.person.key == turn.person.key), None)
    return sentences.gave_way_sentence(theirs, at) if theirs and theirs.stale else ""


def turn_sentence(post, ladder, turn, at):
    """How one person in `post` stands, and whom to ring when they are not there."""
    cover = post.covers.get(turn.person.away.cover) if turn.person.away and turn.person.away.cover else None
    said = sentences.turn_sentence(turn, at, cover.name if cover else "")
    if turn.can_be_rung or turn.state in (State.UNSURE, State.AWAY_COVERED):
        return said
    return _join(said, ring(ladder))


def has_hours(post):
    """Whether anybody told us when this post's line is answered."""
    return bool(post.week or (post.team and post.team.week) or post.agency.week)


def ring(ladder):
    """Whom to ring now, as a sentence; nothing when nobody is there."""
    first = ladder.first
    if first is None:
        return ""
    if first.step is Step.PERSON:
        return _("Ring the deputy.") if first.turn.person.deputy else ""
    if first.fallback:
        return _("Ring the out-of-hours team.")
    return {Step.TEAM: _("Ring the team."), Step.AGENCY: _("Ring the front door.")}.get(first.step, "")


def brief(post, ladder, at):
    """A few words for a row of a list: "Nobody in post", "Through the team", "Till 5pm"."""
    if post.through_team:
        return _("Through the team")
    if post.is_vacant:
        return _("Nobody in post")
    own = next((rung for rung in rungs(ladder) if rung.post is post and (rung.turn or rung.step is Step.DESK)), None)
    if own is None or not (own.turn or has_hours(post)):
        return ""
    return capfirst(sentences.short_turn(own.turn, at) if own.turn else sentences.short_open(own.opening, at))


def _join(*said):
    return " ".join(sentence for sentence in said if sentence)
