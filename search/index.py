"""Writes the index: the documents of things that have changed, in the transaction that changed them.

The index says nothing that the tables do not, so it leaves no record of its own: the change it follows has one.
"""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from django.utils import timezone

from . import engines
from .folding import acronym, digits, mailbox, name_words, words
from .models import Document
from .names import spelt_out
from .registry import kinds

BATCH = 500
_gathered: ContextVar = ContextVar("gathered", default=None)


@contextmanager
def gathered():
    """Inside, what has changed is only noted; it is written once, at the end, unless something was raised."""
    if _gathered.get() is not None:
        yield
        return
    noted = _gathered.set(defaultdict(set))
    try:
        yield
        changed = _gathered.get()
    finally:
        _gathered.reset(noted)
    with transaction.atomic():
        for kind, things in _spread(changed).items():
            _write(kind, things)


def refresh(kind, things):
    """Writes anew the documents of these things (primary keys) and of whatever names them, inside the caller's transaction."""
    things = {thing for thing in things if thing is not None}
    if not things:
        return
    if (noted := _gathered.get()) is not None:
        noted[kind] |= things
        return
    for each, pks in _spread({kind: things}).items():
        _write(each, pks)


def _spread(changed):
    """These things and all whose documents name them, kind by kind in the order of their registration."""
    every = {name: set(changed.get(name, ())) for name in kinds()}
    for name, kind in kinds().items():
        for other, naming in kind.named_by.items():
            if every[other]:
                every[name] |= set(naming(every[other]))
    return {name: pks for name, pks in every.items() if pks}


@transaction.atomic
def _write(kind, things):
    things = sorted(things)
    for start in range(0, len(things), BATCH):
        some = things[start : start + BATCH]
        Document.objects.filter(kind=kind, thing__in=some).delete()
        Document.objects.bulk_create(_documents(kind, some), batch_size=BATCH)


@transaction.atomic
def rebuild():
    """Writes the whole index anew; returns how many documents there are of each kind."""
    Document.objects.all().delete()
    counts = {}
    for kind in kinds():
        rows = _documents(kind, None)
        Document.objects.bulk_create(rows, batch_size=BATCH)
        counts[kind] = len(rows)
    engines.tidy(connection)
    return counts


def disagreements():
    """Where the index does not say what the tables say, one sentence each; an empty list when they agree."""
    today, found = timezone.localdate(), []
    for kind in kinds():
        held = sorted(map(_said, Document.objects.filter(kind=kind).current(today)), key=str)
        due = sorted(map(_said, _documents(kind, None)), key=str)
        missing, stale = [each for each in due if each not in held], [each for each in held if each not in due]
        found += [f"{kind} {each[1]} is not found as it should be." for each in missing]
        found += [f"{kind} {each[1]} is found although it should not be, or by old words." for each in stale]
    return found + engines.faults(connection)


def _said(document):
    return tuple(getattr(document, field.attname) for field in Document._meta.fields if field.attname != "id")


def _documents(kind, things):
    """The documents of these things, or of all of this kind, that have not ended."""
    today = timezone.localdate()
    drafts = (draft for writer in kinds()[kind].writers for draft in writer(things))
    return [_document(kind, draft) for draft in drafts if draft.ends_on is None or draft.ends_on >= today]


def _document(kind, draft):
    names = [word for text in draft.names for word in (name_words(text) if draft.person else [*words(text), *acronym(text)])]
    work = [word for text in draft.work for word in words(text)]
    work = spelt_out([*work, *([] if draft.person else names)])
    return Document(
        kind=kind,
        thing=draft.thing,
        key=draft.key,
        title=draft.title[:200],
        label=draft.label[:300],
        name_text=" ".join(dict.fromkeys(names)),
        work_text=" ".join(dict.fromkeys([*work, *map(mailbox, draft.mailboxes)])),
        digits=" ".join(dict.fromkeys(filter(None, map(digits, draft.numbers)))),
        visibility=draft.visibility,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        boost=draft.boost,
        facets=draft.facets,
    )
