"""Everything that changes when somebody is away and who covers for them; each change is recorded."""

from collections import defaultdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.models import Post
from audit.log import record
from contacts.actions import accept_cover, ask_cover, record_absence
from contacts.availability import counts, has_begun, holds, in_order, is_over, lies_within
from contacts.models import Absence, Cover, Practitioner

from .asking import Asked, step
from .letters import tell_answer, tell_asked
from .people import could_cover

# An answer that stays on record, whoever is asked afterwards.
FINAL = {Cover.State.DECLINED, Cover.State.SILENT}


@transaction.atomic
def go_away(*, practitioner, starts_at, ends_at, covers=None, by_phone=frozenset(), by, at):
    """Notes that somebody is away, and asks `covers` (a Post → whom to ask there) to stand in.

    `by_phone` are those posts for which whoever notes it already has their word. The same absence noted twice is one. Raises
    ValidationError when it ends before it starts or is over already.
    """
    Practitioner.objects.select_for_update().get(pk=practitioner.pk)
    _refuse_span(starts_at, ends_at, at)
    known = practitioner.absences.not_over(at)
    absence = next((one for one in known if (one.starts_at, one.ends_at) == (starts_at, ends_at)), None)
    if absence is None:
        absence = record_absence(practitioner=practitioner, starts_at=starts_at, ends_at=ends_at, by=by, at=at)
    _ask(absence, covers or {}, by_phone, by, at)
    return absence


@transaction.atomic
def leave_now(*, practitioner, ends_at, posts, by, at):
    """Hands over at once, until `ends_at`: for each of `posts`, the first who could cover is asked.

    Whoever is away already stays so: pressing twice is harmless. Returns the absence that holds.
    """
    Practitioner.objects.select_for_update().get(pk=practitioner.pk)
    for absence in practitioner.absences.not_over(at):
        if holds(absence.starts_at, absence.ends_at, at):
            return absence
    first = {post: could_cover(post, practitioner, at).in_turn[:1] for post in posts}
    asked = {post: people[0] for post, people in first.items() if people}
    return go_away(practitioner=practitioner, starts_at=at, ends_at=ends_at, covers=asked, by=by, at=at)


@transaction.atomic
def change_absence(*, absence, starts_at, ends_at, covers=None, by_phone=frozenset(), by, at):
    """Gives an absence other dates and asks `covers` where they are not asked yet; whoever is not named any more is let go.

    Who agreed to cover less than the new dates is asked again. Raises ValidationError as `go_away` does.
    """
    row = Absence.objects.select_for_update().get(pk=absence.pk)
    _refuse_span(starts_at, ends_at, at)
    before = (row.starts_at, row.ends_at)
    row.starts_at, row.ends_at = starts_at, ends_at
    row.full_clean()
    row.save(update_fields=["starts_at", "ends_at"])
    record("changed an absence", row, by=by, at=at, starts_at=(before[0], starts_at), ends_at=(before[1], ends_at))
    if not lies_within((starts_at, ends_at), before):
        for cover in row.covers.all():
            if counts(cover.state):
                record("asked for cover again", cover, by=by, at=at, state=(cover.state, Cover.State.ASKED))
                cover.state, cover.asked_at = Cover.State.ASKED, at
                cover.save(update_fields=["state", "asked_at"])
                tell_asked(cover, at=at)
    if covers is not None:
        for cover in row.covers.select_related("post", "practitioner"):
            if cover.state not in FINAL and covers.get(cover.post) != cover.practitioner:
                record("let a cover go", cover, by=by, at=at, state=(cover.state, ""))
                cover.delete()
        _ask(row, covers, by_phone, by, at)
    return row


@transaction.atomic
def end_absence(*, absence, by, at):
    """Somebody is back: the absence ends now, or, when it has not begun, is taken out. Returns it, or None when it is gone."""
    row = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    if row is None or is_over(row.ends_at, at):
        return row
    if has_begun(row.starts_at, at) and in_order(row.starts_at, at):
        record("ended an absence", row, by=by, at=at, ends_at=(row.ends_at, at))
        row.ends_at = at
        row.save(update_fields=["ends_at"])
        return row
    record("took out an absence", row, by=by, at=at, starts_at=(row.starts_at, ""), ends_at=(row.ends_at, ""))
    row.delete()
    return None


@transaction.atomic
def put_back(*, practitioner, key, before, by, at):
    """Undoes a change: gives the absence with this `key` what `kept.as_it_was` said `before`, or takes it out when that was None.

    Answers that came in since to those who were asked before are kept. Returns the absence, or None.
    """
    row = practitioner.absences.select_for_update().filter(key=key).first()
    if before is None:
        return take_out_absence(absence=row, by=by, at=at) if row else None
    row = row or Absence(practitioner=practitioner, key=key)
    row.starts_at, row.ends_at = (datetime.fromisoformat(before[name]) for name in ("starts_at", "ends_at"))
    row.save()
    answered = {cover.key: cover.state for cover in row.covers.all()}
    row.covers.all().delete()
    Cover.objects.bulk_create(
        Cover(
            absence=row,
            key=cover,
            post_id=post,
            practitioner_id=person,
            state=answered.get(cover, state) if state == Cover.State.ASKED else state,
            asked_at=asked and datetime.fromisoformat(asked),
        )
        for cover, post, person, state, asked in before["covers"]
    )
    record("put an absence back", row, by=by, at=at, starts_at=("", row.starts_at), ends_at=("", row.ends_at))
    return row


@transaction.atomic
def take_out_absence(*, absence, by, at):
    """Takes out an absence that was a slip, whether it has begun or not."""
    record("took out an absence", absence, by=by, at=at, starts_at=(absence.starts_at, ""), ends_at=(absence.ends_at, ""))
    absence.delete()


@transaction.atomic
def agree_to_cover(*, cover, by_phone=False, by, at):
    """Notes that the person asked agreed, here or on the telephone to whoever notes it, and tells whoever is away. Returns the cover."""
    row = accept_cover(cover=cover, by_phone=by_phone, by=by, at=at)
    tell_answer(row, "agreed", at=at)
    return row


@transaction.atomic
def decline_cover(*, cover, by, at):
    """Notes that the person asked cannot cover; the next one is asked at once. Returns the cover."""
    row = Cover.objects.select_for_update().get(pk=cover.pk)
    before, row.state = row.state, Cover.State.DECLINED
    row.save(update_fields=["state"])
    record("declined to cover", row, by=by, at=at, state=(before, row.state))
    tell_answer(row, "declined", at=at)
    _pass_on(row.absence, row.post, by=by, at=at)
    return row


@transaction.atomic
def pass_on_covers(*, by, at):
    """Asks the next person wherever somebody declined or did not answer in time; returns how many were asked.

    First the deputies of the post in their order, then whoever leads its team. Doing it twice asks nobody twice.
    """
    states = defaultdict(set)
    for absence, post, state in Cover.objects.of_absences_not_over(at).values_list("absence_id", "post_id", "state"):
        states[absence, post].add(state)
    pairs = sorted(pair for pair, said in states.items() if not any(map(counts, said)))
    absences = Absence.objects.select_related("practitioner").in_bulk({absence for absence, _post in pairs})
    posts = Post.objects.select_related("team").in_bulk({post for _absence, post in pairs})
    return sum(_pass_on(absences[absence], posts[post], by=by, at=at) for absence, post in pairs)


def _pass_on(absence, post, *, by, at):
    """Asks the next person for one absence in one post, if it is time; whether anybody was asked."""
    covers = {cover.practitioner_id: cover for cover in Cover.objects.select_for_update().filter(absence=absence, post=post)}
    asked = [Asked(pk, cover.state, cover.asked_at) for pk, cover in covers.items()]
    begins = max(absence.starts_at, at)
    candidates = {person.pk: person for person in could_cover(post, absence.practitioner, begins).in_turn}
    due = step(asked, list(candidates), absence.starts_at, at)
    for person in due.silent:
        cover = covers[person]
        cover.state = Cover.State.SILENT
        cover.save(update_fields=["state"])
        record("heard nothing about a cover", cover, by=by, at=at, state=(Cover.State.ASKED, cover.state))
        tell_answer(cover, "silent", at=at)
    if due.ask is None:
        return False
    tell_asked(ask_cover(absence=absence, post=post, practitioner=candidates[due.ask], by=by, at=at), at=at)
    return True


def _ask(absence, covers, by_phone, by, at):
    there = defaultdict(dict)
    for cover in absence.covers.all():
        there[cover.post_id][cover.practitioner_id] = cover
    for post, person in covers.items():
        cover = there[post.pk].get(person.pk)
        fresh = cover is None
        if fresh:
            cover = ask_cover(absence=absence, post=post, practitioner=person, by=by, at=at)
        if post in by_phone:
            accept_cover(cover=cover, by_phone=True, by=by, at=at)
        elif fresh:
            tell_asked(cover, at=at)


def _refuse_span(starts_at, ends_at, at):
    if not in_order(starts_at, ends_at):
        raise ValidationError(_("It ends before it starts."))
    if is_over(ends_at, at):
        raise ValidationError(_("That is over already."))
