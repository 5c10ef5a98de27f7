"""Finds the events of a history and puts each into words, in a number of queries that does not grow with them.

Names come from the tables when the page is read: an event holds none. What has gone reads "somebody" or "a post".
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sealing import seal
from agencies.models import Agency, Membership, Post, RoleRule, Setting, Team
from audit.models import Event, EventScope
from contacts.availability import LONDON, Hours
from contacts.details import hours
from contacts.duplicates.models import Merged
from contacts.models import Appointment, ContactPoint, Correction, Practitioner
from contacts.phones import written
from contacts.restoring.detail import can_restore
from directory import sentences, weeks

from .telling import LABELS, NAMELESS, TELLINGS, TOLD, verbs_of

PERSON, POST, TEAM, SETTING, AGENCY, USER = (
    model._meta.label_lower for model in (Practitioner, Post, Team, Setting, Agency, User)
)
_NAME = {PERSON: "name", POST: "title", TEAM: "name", SETTING: "name", AGENCY: "name", USER: "name"}
_MODELS = {model._meta.label_lower: model for model in (Practitioner, Post, Team, Setting, Agency, User)}
# What a value that is a primary key stands for, by the name of its field.
_POINTS_TO = {"out_of_hours": POST, "lead": POST, "user": USER, "successor": AGENCY}
_WORDS = {
    "what": dict(Correction.What.choices),
    "decision": dict(Correction.Decision.choices),
    "right": dict(Membership.Right.choices),
    "basis": dict(RoleRule.Basis.choices),
    "audience": dict(ContactPoint.Audience.choices),
    "kind": dict(Appointment.Kind.choices),
}
# More people than this are not offered to choose from.
MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One event as it is read: who did what, when, and whether its old value can be put back."""

    text: str
    day: str
    clock: str
    at: datetime
    # Where the change can be put back, for whoever may.
    undo: str


def of(reference):
    """The events in the history of one thing ("agencies.agency:7") that are told, none of them about somebody at risk.

    Somebody who was entered twice has the histories of both.
    """
    things = [reference]
    if reference.startswith(f"{PERSON}:"):
        things += [f"{PERSON}:{pk}" for pk in Merged.objects.into(int(reference.partition(":")[2]))]
    mine = EventScope.objects.filter(scope__in=things).values("event")
    at_risk = _references(Practitioner.objects.filter(restricted=True), "pk")
    merged_at_risk = _references(Merged.objects.filter(kept__restricted=True), "gone")
    hidden = EventScope.objects.filter(Q(scope__in=at_risk) | Q(scope__in=merged_at_risk), event=OuterRef("pk"))
    return Event.objects.filter(~Exists(hidden), pk__in=mine, verb__in=TOLD).order_by("-id")


def _references(rows, field):
    """People as events name them, by the `field` of `rows` that holds their keys."""
    return rows.annotate(scope=Concat(Value(f"{PERSON}:"), Cast(field, CharField()))).values("scope")


def within(events, agencies):
    """Those of `events` that belong to no agency, or to one of `agencies` (ids)."""
    scopes = EventScope.objects.filter(event=OuterRef("pk"), scope__startswith=f"{AGENCY}:")
    theirs = scopes.filter(scope__in=[f"{AGENCY}:{pk}" for pk in agencies])
    return events.filter(Exists(theirs) | ~Exists(scopes))


def narrowed(events, given):
    """The events that a valid `forms.Narrow` asks for."""
    if given.get("kind"):
        events = events.filter(verb__in=verbs_of(given["kind"]))
    if given.get("post"):
        post = Post.objects.filter(key=given["post"]).values_list("pk", flat=True).first()
        events = events.filter(Exists(EventScope.objects.filter(event=OuterRef("pk"), scope=f"{POST}:{post}")))
    if given.get("who"):
        user = User.objects.filter(key=given["who"]).values_list("pk", flat=True).first()
        events = events.filter(actor=f"{USER}:{user}").exclude(verb__in=NAMELESS)
    if given.get("since"):
        events = events.filter(at__gte=datetime.combine(given["since"], time(), LONDON))
    if given.get("until"):
        events = events.filter(at__lt=datetime.combine(given["until"] + timedelta(days=1), time(), LONDON))
    return events


def people(events):
    """Who did any of `events`, to choose from: (key, name). Whoever is at risk, or is not told on, is not among them."""
    actors = events.exclude(actor="").exclude(verb__in=NAMELESS).order_by().values_list("actor", flat=True).distinct()
    pks = [actor.partition(":")[2] for actor in actors[:MOST_PEOPLE]]
    shown = User.objects.filter(pk__in=pks).exclude(practitioner__restricted=True).order_by("name", "pk")
    return list(shown.values_list("key", "name"))


def lines(events, now, undo_for=None):
    """Each of `events` (a list) in words, seen from the instant `now`. `undo_for` is a user who may put changes back, or None."""
    values, scopes = defaultdict(dict), defaultdict(list)
    pks = [event.pk for event in events]
    for event in Event.objects.filter(pk__in=pks).prefetch_related("values", "scopes"):
        values[event.pk] = {value.field: (value.old, value.new) for value in event.values.all()}
        scopes[event.pk] = [scope.scope for scope in event.scopes.all()]
    names = _names(events, values, scopes)
    return [
        Line(
            text=_sentence(event, values[event.pk], scopes[event.pk], names, now),
            day=sentences.day(event.at, now),
            clock=sentences.clock(event.at),
            at=event.at.astimezone(LONDON),
            undo=put_back_address(undo_for, event) if undo_for and can_restore(event.verb, values[event.pk]) else "",
        )
        for event in events
    ]


def put_back_address(user, event):
    """Where `user` puts back what `event` changed; nobody else can open it, nor tell which event it is."""
    return reverse("put-back", args=[seal(user, {"event": event.pk})])


def _names(events, values, scopes):
    """What everything is called that these events name: reference → name, one query for each kind of thing."""
    wanted = defaultdict(set)
    for event in events:
        for reference in (event.actor, *scopes[event.pk]):
            label, _colon, pk = reference.partition(":")
            wanted[label].add(pk)
        for field, pair in values[event.pk].items():
            if field in _POINTS_TO:
                wanted[_POINTS_TO[field]].update(filter(None, pair))
    named = {}
    for label, model in _MODELS.items():
        rows = model._base_manager.filter(pk__in=[pk for pk in wanted[label] if pk.isdecimal()])
        if model is User:
            # Whoever is at risk is not named for what they did either.
            rows = rows.exclude(practitioner__restricted=True)
        named |= {f"{label}:{pk}": name for pk, name in rows.values_list("pk", _NAME[label])}
    # Whoever has become one with somebody else is called as the one who stayed.
    gone = Merged.objects.filter(gone__in=[pk for pk in wanted[PERSON] if pk.isdecimal()], kept__restricted=False)
    named |= {f"{PERSON}:{pk}": name for pk, name in gone.values_list("gone", "kept__name")}
    return named


def _sentence(event, values, scopes, names, now):
    telling = TELLINGS[event.verb]
    about = defaultdict(list)
    for scope in scopes:
        about[scope.partition(":")[0]].append(names.get(scope, ""))

    def first(label, unknown):
        return about[label][0] if len(about[label]) == 1 and about[label][0] else unknown

    whose = next((name for label in (PERSON, POST, TEAM, SETTING, AGENCY) if (name := first(label, ""))), _("something gone"))
    said = str(telling.says) % {
        "who": names.get(event.actor, _("Somebody")) if event.actor else telling.nobody,
        "whose": whose,
        "person": first(PERSON, _("somebody")),
        "post": first(POST, _("a post")),
        "team": first(TEAM, _("a team")),
        "agency": first(AGENCY, _("an agency")),
    }
    changes = [change for field in telling.fields if (change := _change(event, field, values, names, now))]
    return f"{said}: {'; '.join(changes)}." if changes else f"{said}."


def _change(event, field, values, names, now):
    """One field as was and now; nothing when it did not change, and what was erased says so."""
    if field not in values:
        return _("(no longer kept)") if field in event.fields else ""
    old, new = (in_words(field, value, names, now) for value in values[field])
    if old == new:
        return ""
    label = f"{LABELS[field]} " if field in LABELS else ""
    if old and new:
        return label + _("was %(was)s, now %(now)s") % {"was": old, "now": new}
    return label + (new or _("was %(was)s") % {"was": old})


def in_words(field, value, names, now):
    """A recorded value as people say it."""
    if value == "":
        return ""
    if field in _POINTS_TO:
        return names.get(f"{_POINTS_TO[field]}:{value}", _("something gone"))
    if field in _WORDS:
        return str(_WORDS[field].get(value, value))
    if field == "value":
        return value if "@" in value else written(value)
    try:
        if field == "hours":
            return "; ".join(line.rstrip(".") for line in weeks.in_words([Hours(*span) for span in hours.recorded(value)]))
        if field.endswith("_at"):
            return _moment(datetime.fromisoformat(value).astimezone(LONDON), field, now)
        if field.endswith("_on"):
            return sentences.day(datetime.fromisoformat(value).date(), now)
    except ValueError:
        pass
    return value


def _moment(instant, field, now):
    """9am on 30 November. A whole day is its date alone, and what ends at midnight ended the day before."""
    if instant.time() != time():
        return _("%(time)s on %(day)s") % {"time": sentences.clock(instant), "day": sentences.day(instant, now)}
    return sentences.day(instant - timedelta(days=1) if field == "ends_at" else instant, now)


def keys(scopes, label):
    """The primary keys of the things of one model among these references."""
    return [int(scope.partition(":")[2]) for scope in scopes if scope.startswith(f"{label}:")]


def is_about_somebody_at_risk(scopes):
    """Whether one of these things is somebody restricted."""
    return Practitioner.objects.filter(pk__in=keys(scopes, PERSON), restricted=True).exists()


def moments(detail, now):
    """Each field of a detail at three moments, in words: name, was, then, and what stands there now with its recorded form."""
    return [
        {
            "field": field,
            "label": LABELS.get(field, ""),
            "was": in_words(field, detail.was[field], {}, now) or _("nothing"),
            "then": in_words(field, detail.then[field], {}, now) or _("nothing"),
            "now": in_words(field, detail.now[field], {}, now) or _("nothing"),
            "seen": detail.now[field],
        }
        for field in detail.was
    ]
