"""What the roster's pages print: tasks in words, teams with their posts, and who was in a post when."""

from collections import defaultdict
from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency, Post
from contacts.appointments.tasks import SHOWN, Kind
from contacts.appointments.waiting import next_check, serving, waiting
from contacts.models import Appointment, ContactPoint
from directory import sentences
from directory.freshness.reading import standing

ON_A_PAGE = 100


def tasks(agencies, at, agency=None):
    """The tasks of these agencies in words, each with where it is put right; with `agency` they are that one's alone."""
    due = waiting(list(agencies.values_list("pk", flat=True)), at)
    return [_row(task, at, agency) | {"agency": "" if agency else task.agency} for task in due]


def _row(task, at, agency):
    words = {"post": task.what, "name": task.who, "day": sentences.day(task.day, at) if task.day else "", "count": task.count}
    if task.kind is Kind.VACANT:
        return {"text": _("%(post)s: nobody is in this post") % words, "href": reverse("post-roster", args=[task.about])}
    if task.kind is Kind.UNCOVERED:
        away = _("%(name)s is away from %(day)s, nobody covers %(post)s")
        return {"text": away % words, "href": reverse("absence", args=[task.about])}
    if task.kind is Kind.WRONG:
        said = ngettext("%(count)d report of wrong details to check", "%(count)d reports of wrong details to check", task.count)
        return {"text": said % words, "href": reverse("corrections")}
    if task.kind is Kind.OVERDUE:
        query = f"?agency={agency.slug}" if agency else ""
        said = ngettext("Check %(count)d person", "Check %(count)d people together", task.count)
        return {"text": said % words, "href": reverse("bulk-confirm") + query}
    said = _("%(name)s leaves %(post)s after %(day)s, nobody follows")
    return {"text": said % words, "href": reverse("post-roster", args=[task.about])}


def home(agencies, at, agency, query, page, whole):
    """The roster's first page: what waits, how much is confirmed, and the teams with their posts, a page of them at a time."""
    due = tasks(agencies, at, agency)
    known = standing(agencies.values_list("pk", flat=True), at)
    calm = None if due or known.percent is None else next_check(agencies, at)
    context = {
        "tasks": due if whole else due[:SHOWN],
        "count": len(due),
        "more": len(due) > SHOWN and not whole,
        "percent": known.percent,
        "sentence": known.sentence,
        "next": sentences.day(calm, at) if calm else "",
    }
    if agency is None:
        return context
    posts = Post.objects.filter(agency=agency).exclude(ends_on__lt=timezone.localdate(at)).select_related("team", "agency")
    if query:
        posts = _named(posts, query, at)
    shown = Paginator(posts.order_by(F("team__name").asc(nulls_last=True), "title", "pk"), ON_A_PAGE).get_page(page)
    return {**context, "page": shown, "teams": _teams(list(shown), at)}


def _named(posts, query, at):
    """The posts called like this, and those of people called like this. Nobody at risk is found by their name."""
    called = Appointment.objects.filter(practitioner__name__icontains=query, practitioner__restricted=False)
    return posts.filter(title__icontains=query) | posts.filter(pk__in=called.values("post"))


def _teams(posts, at):
    people, held = defaultdict(list), set()
    day = timezone.localdate(at)
    for one in _of(posts).exclude(ends_on__lt=day):
        people[one.post_id].append(person_line(one, at))
        if one.kind != Appointment.Kind.DEPUTY and (one.starts_on is None or one.starts_on <= day):
            held.add(one.post_id)
    teams = defaultdict(list)
    for post in posts:
        vacant = not post.is_desk and post.pk not in held
        teams[post.team].append({"post": post, "people": people[post.pk], "vacant": vacant})
    return [{"team": team, "posts": rows, "called": _called(team, len(rows))} for team, rows in teams.items()]


def _called(team, count):
    said = ngettext("%(team)s: %(count)d post", "%(team)s: %(count)d posts", count)
    return said % {"team": team.name if team else _("In no team"), "count": count}


def due_rows(appointments, at):
    """Each of those whose details are due to be confirmed: what is to be confirmed, and what about it is too old."""
    people = [one.practitioner_id for one in appointments]
    numbers = defaultdict(list)
    for point in ContactPoint.objects.professional().filter(practitioner__in=people).order_by("pk"):
        numbers[point.practitioner_id].append(point)
    return [
        {"key": one.key, "one": one, "numbers": numbers[one.practitioner_id], "why": _why(one, numbers[one.practitioner_id], at)}
        for one in appointments
    ]


def _why(one, numbers, at):
    """Why this is due. A post confirmed in time with a number that was not is due for its number."""
    cut = at - timedelta(days=one.post.role.review_days)
    late = [point for point in numbers if point.verified_at is None or point.verified_at < cut]
    if one.confirmed_at is None or one.confirmed_at < cut or not late:
        return sentences.confirmed_sentence(one.confirmed_at, one.confirmed_by, at)
    return _("%(what)s: %(sentence)s") % {
        "what": late[0].get_kind_display(),
        "sentence": sentences.unconfirmed_sentence(late[0].verified_at, at),
    }


def _of(posts):
    rows = Appointment.objects.filter(post__in=posts).select_related("practitioner")
    return rows.order_by("starts_on", "kind", "order", "practitioner__name", "pk")


def shown_name(person):
    """How a person is called on a roster: somebody at risk by nothing that is theirs."""
    return _("Somebody reached through the team") if person.restricted else person.name


def person_line(one, at):
    """An appointment in a line, with when it was confirmed and by whom."""
    confirmed = sentences.confirmed_sentence(one.confirmed_at, one.confirmed_by, at)
    return {
        "name": shown_name(one.practitioner),
        "person": None if one.practitioner.restricted else one.practitioner,
        "kind": one.get_kind_display(),
        "holds": one.kind == Appointment.Kind.HOLDER,
        "when": span(one, at),
        "confirmed": confirmed,
        "href": reverse("edit-appointment", args=[one.key]),
        "end": reverse("end-appointment", args=[one.key]),
    }


def span(one, at):
    """From when to when somebody is in a post, in words; nothing when it is not dated."""
    first, last = (day and sentences.day(day, at) for day in (one.starts_on, one.ends_on))
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("from %(first)s") % {"first": first}
    return _("until %(last)s") % {"last": last} if last else ""


def timeline(post, day, at):
    """Who is, will be and was in a post: those on `day`, and everybody, whoever is there now first and whoever left first last."""
    today = timezone.localdate(at)
    rows = list(_of([post]))
    now, ahead = (_on(today, rows), [one for one in rows if one.starts_on and one.starts_on > today])
    past = [one for one in reversed(rows) if one not in now and one not in ahead]
    now.sort(key=lambda one: one.kind == Appointment.Kind.DEPUTY)
    lines = [
        {**person_line(one, at), "standing": word}
        for word, some in ((_("Now"), now), (_("To come"), ahead), (_("Past"), past))
        for one in some
    ]
    held = [one for one in now if one.kind != Appointment.Kind.DEPUTY]
    then = [shown_name(one.practitioner) for one in _on(day, rows)]
    return {"lines": lines, "then": then, "vacant": not (held or post.is_desk)}


def _on(day, rows):
    return [one for one in rows if (one.starts_on or day) <= day <= (one.ends_on or day)]


def serving_count(agency, day):
    """How many people are in a post of an agency on `day`."""
    return serving(Agency.objects.filter(pk=agency.pk), day).values("practitioner").distinct().count()
