"""Records what happened, in the same transaction as the thing itself."""

import hashlib
import json
import secrets

from django.db import transaction

from .models import Event, EventValue


def _reference(thing):
    """`app.model:id` for a saved model instance; text passes as it is."""
    return thing if isinstance(thing, str) else f"{thing._meta.label_lower}:{thing.pk}"


def digest(salt, values):
    """SHA-256 of the salt and the values (a list of [field, old, new]), so that a value can be proved but not guessed."""
    return hashlib.sha256((salt + json.dumps(values, ensure_ascii=False)).encode()).hexdigest()


def record(verb, thing, *, by, at, **changes):
    """Add one event: `by` did `verb` to `thing` at the instant `at`; each change is `field=(old, new)`.

    `by` is the person who signed in, or None for the system. `thing` is a saved model instance or a short text such as
    "areas.seed". Call it inside the transaction of the change, so that both are kept or neither is; elsewhere it raises
    TransactionManagementError. Returns the event.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event is recorded inside the transaction of what happened.")
    values = [[field, _as_text(old), _as_text(new)] for field, (old, new) in sorted(changes.items())]
    salt = secrets.token_hex(16)
    event = Event.objects.create(
        at=at,
        actor=_reference(by) if by else "",
        verb=verb,
        thing=_reference(thing),
        fields=[field for field, _, _ in values],
        salt=salt,
        digest=digest(salt, values),
    )
    EventValue.objects.bulk_create(EventValue(event=event, field=field, old=old, new=new) for field, old, new in values)
    return event


def _as_text(value):
    return "" if value is None else str(value)
