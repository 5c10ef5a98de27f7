"""Records what happened, in the same transaction as the thing itself."""

import hashlib
import json
import secrets

from django.db import transaction
from django.utils import timezone

from . import bulk
from .models import Event, EventScope, EventValue
from .scopes import concerned


def reference(thing):
    """`app.model:id` for a saved model instance; text passes as it is."""
    return thing if isinstance(thing, str) else f"{thing._meta.label_lower}:{thing.pk}"


def digest(salt, values):
    """SHA-256 of the salt and the values (a list of [field, old, new]), so that a value can be proved but not guessed."""
    return hashlib.sha256((salt + json.dumps(values, ensure_ascii=False)).encode()).hexdigest()


def record(verb, thing, *, by, at, about=(), **changes):
    """Add one event: `by` did `verb` to `thing` at the instant `at`; each change is `field=(old, new)`.

    `by` is the person who signed in, or None for the system. `thing` is a saved model instance or a short text such as
    "areas.seed"; `about` are further things whose histories it belongs to. Call it inside the transaction of the change, so
    that both are kept or neither is; elsewhere it raises TransactionManagementError. Returns the event.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event is recorded inside the transaction of what happened.")
    values = [[field, _as_text(old), _as_text(new)] for field, (old, new) in sorted(changes.items())]
    salt = secrets.token_hex(16)
    event = Event.objects.create(
        at=at,
        actor=reference(by) if by else "",
        verb=verb,
        thing=reference(thing),
        fields=[field for field, _, _ in values],
        salt=salt,
        digest=digest(salt, values),
    )
    EventValue.objects.bulk_create(EventValue(event=event, field=field, old=old, new=new) for field, old, new in values)
    _place(event, {reference(thing), *map(reference, about)})
    return event


def record_many(happened, *, by, at):
    """Add many events at once, as `record` does each: `happened` are (verb, thing, what it concerns, {field: (old, new)}).

    What an event concerns is given, not looked up: references such as "agencies.agency:7". For thousands of changes in one go.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("Events are recorded inside the transaction of what happened.")
    happened = list(happened)
    actor, events, values, scopes = reference(by) if by else "", [], [], []
    for key, (verb, thing, concerned_things, changes) in zip(bulk.reserve(Event, len(happened)), happened, strict=True):
        told = [[field, _as_text(old), _as_text(new)] for field, (old, new) in sorted(changes.items())]
        salt, about = secrets.token_hex(16), reference(thing)
        events.append((key, at, actor, verb, about, [field for field, *_ in told], salt, digest(salt, told)))
        values += [(key, *each) for each in told]
        scopes += [(key, scope) for scope in sorted({about, *map(reference, concerned_things)})]
    bulk.insert(Event, ["id", "at", "actor", "verb", "thing", "fields", "salt", "digest"], events)
    bulk.insert(EventValue, ["event", "field", "old", "new"], values)
    bulk.insert(EventScope, ["event", "scope"], scopes)


def place_old_events(most=1000):
    """Places events that are in nobody's history yet, as those are that were recorded before there was one; returns how many.

    What has gone since can no longer say whose it was, and stays in its own history alone.
    """
    old = list(Event.objects.filter(scopes=None)[:most])
    for event in old:
        _place(event, {event.thing})
    return len(old)


def _place(event, things):
    """Puts an event into the history of everything that `things` concern on its day."""
    day = timezone.localdate(event.at)
    scopes = sorted({scope for thing in things for scope in concerned(thing, day)})
    EventScope.objects.bulk_create(EventScope(event=event, scope=scope) for scope in scopes)


def _as_text(value):
    return "" if value is None else str(value)
