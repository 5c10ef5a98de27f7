"""What the pages about being away are given to print."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.sealing import seal
from agencies.models import Post
from contacts.availability import LONDON, counts, has_begun, holds, working_day_ends
from contacts.away.people import away_at, could_cover
from contacts.models import Absence, Appointment, Cover, Practitioner
from directory import sentences
from directory.profiles.post_page import lead_card
from directory.profiles.reading import posts, viewer
from directory.profiles.standing import post_sentence

MOST_DUE = 3
MOST_COLLEAGUES = 20


def posts_held(person, at):
    """The posts somebody is in at the instant `at`, other than as a deputy: what somebody else must cover."""
    held = Appointment.objects.on(timezone.localdate(at)).filter(practitioner=person)
    held = held.exclude(kind=Appointment.Kind.DEPUTY).values("post")
    return list(Post.objects.filter(pk__in=held).select_related("team", "agency").order_by("title", "pk"))


def coverable(person, at):
    """Each post of somebody with those who could cover it."""
    return [(post, could_cover(post, person, at)) for post in posts_held(person, at)]


def due(user, at):
    """At most three lines for the first page: covers this person has been asked for and has not answered."""
    asked = Cover.objects.of_absences_not_over(at).filter(practitioner__user=user)
    asked = asked.select_related("post", "absence").order_by("absence__starts_at", "pk")
    open_ones = [cover for cover in asked if cover.state == Cover.State.ASKED][:MOST_DUE]
    return [{"text": question(cover, at), "href": reverse("cover", args=[cover.key])} for cover in open_ones]


def question(cover, at):
    """ "Can you cover Named nurse, 1 to 2 December?" """
    span = sentences.days_between(cover.absence.starts_at, cover.absence.ends_at, at)
    return _("Can you cover %(post)s, %(days)s?") % {"post": cover.post.title, "days": span}


def absences(person, at):
    """Somebody's absences that are not over, in words, with how each cover stands."""
    rows = person.absences.not_over(at).prefetch_related("covers__post", "covers__practitioner").order_by("starts_at", "pk")
    return [
        {
            "key": absence.key,
            "text": sentences.absence_sentence(absence.starts_at, absence.ends_at, has_begun(absence.starts_at, at), at),
            "begun": has_begun(absence.starts_at, at),
            "covers": [_cover_line(cover) for cover in sorted(absence.covers.all(), key=lambda cover: (cover.post_id, cover.pk))],
        }
        for absence in rows
    ]


def _cover_line(cover):
    state = cover.get_state_display()
    return {"post": cover.post.title, "who": cover.practitioner.name, "state": state, "href": reverse("cover", args=[cover.key])}


def undo_token(user, person, key, before):
    """What "Undo" sends back, which nobody else can read or make."""
    return seal(user, {"person": person.key, "absence": key, "before": before})


def _posts_of(person, user, at):
    seer = viewer(user, at)
    held = Post.objects.on(seer.day).filter(appointments__in=Appointment.objects.on(seer.day).filter(practitioner=person))
    return posts(held.order_by("title", "pk").distinct(), seer)


def day_ends(person, user, at):
    """When somebody would have stopped work today, as their patterns have it: else midnight."""
    found = _posts_of(person, user, at)
    return working_day_ends([one for post in found.here for one in post.people if one.key == person.key], at, found.holidays)


def card(person, user, at):
    """My card: how others see me, my absences, what I cover, who is away."""
    found = _posts_of(person, user, at)
    shown = []
    for post in found.here:
        ladder = found.ladder(post)
        lead, said = lead_card(ladder, at), post_sentence(post, ladder, at, found.holidays)
        note = lead.get("note", "") if said == lead.get("hours") else said
        shown.append({**lead, "role": post.title, "note": note, "href": reverse("post", args=[post.key])})
    mine = absences(person, at)
    now_away = next((each for each in person.absences.not_over(at) if holds(each.starts_at, each.ends_at, at)), None)
    return {
        "person": person,
        "cards": shown,
        "absences": mine,
        "away": now_away and _away_now(person, now_away, at),
        "due": due(user, at),
        "covering": _covering(person, at),
        "colleagues": _colleagues_away(person, at),
    }


def next_check(person, at):
    """The day by which somebody's card is to be confirmed again, after it was at the instant `at`: the shortest interval counts."""
    held = Appointment.objects.on(timezone.localdate(at)).filter(practitioner=person)
    days = min(held.values_list("post__role__review_days", flat=True), default=0)
    return sentences.day(at + timedelta(days=days), at)


def _away_now(person, absence, at):
    """ "You’re away until midnight. The deputy is next." """
    until = away_at([person.pk], at)[person.pk]
    agreed = [cover for cover in absence.covers.select_related("practitioner") if counts(cover.state)]
    deputies = Appointment.objects.on(timezone.localdate(at)).filter(
        post__in=posts_held(person, at), kind=Appointment.Kind.DEPUTY
    )
    names = ", ".join(dict.fromkeys(cover.practitioner.name for cover in agreed))
    said = _("You’re away until %(when)s.") % {"when": sentences.until_back(until, at)}
    if names:
        return {"key": absence.key, "text": said, "next": _("%(name)s covers.") % {"name": names}}
    return {"key": absence.key, "text": said, "next": _("The deputy is next.") if deputies else _("The team is next.")}


def _covering(person, at):
    covers = Cover.objects.of_absences_not_over(at).filter(practitioner=person)
    covers = covers.select_related("post", "absence__practitioner").order_by("absence__starts_at", "pk")
    return [
        {
            "text": _("%(post)s, %(days)s") % {
                "post": cover.post.title, "days": sentences.days_between(cover.absence.starts_at, cover.absence.ends_at, at)
            },
            "href": reverse("cover", args=[cover.key]),
        }
        for cover in covers if counts(cover.state)
    ]  # fmt: skip


def _colleagues_away(person, at):
    """Those of my teams who are away now, and when each is back."""
    day = at.astimezone(LONDON).date()
    mine = Appointment.objects.on(day).filter(practitioner=person, post__team__isnull=False).values("post__team")
    beside = Appointment.objects.on(day).filter(post__team__in=mine).exclude(practitioner=person).values("practitioner")
    absent = Absence.objects.not_over(at).filter(practitioner__in=beside, practitioner__restricted=False)
    back = away_at(set(absent.values_list("practitioner_id", flat=True)), at)
    people = Practitioner.objects.listed().filter(pk__in=back).order_by("name", "pk")[:MOST_COLLEAGUES]
    return [{"person": one, "back": sentences.until_back(back[one.pk], at)} for one in people]
