"""Writes the index: the documents of things that have changed, in the transaction that changed them.

The index says nothing that the tables do not, so it leaves no record of its own: the change it follows has one.
"""

import json
from collections import Counter, defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from audit import bulk

from . import engines
from .folding import acronym, digits, mailbox, name_words, words
from .models import Document
from .names import spelt_out
from .registry import kinds

BATCH = 500
_gathered: ContextVar = ContextVar("gathered", default=None)


@contextmanager
def gathered(*, then_all=False):
    """Inside, what has changed is only noted; it is written once, at the end, unless something was raised.

    With `then_all` the whole index is written anew instead, which is quicker when nearly everything has changed.
    """
    if _gathered.get() is not None:
        yield
        return
    noted = _gathered.set(defaultdict(set))
    try:
        yield
        changed = _gathered.get()
    finally:
        _gathered.reset(noted)
    if then_all:
        rebuild()
        return
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
        _add(kind, some)


@transaction.atomic
def rebuild():
    """Writes the whole index anew; returns how many documents there are of each kind."""
    with engines.anew(connection):
        Document.objects.all()._raw_delete(connection.alias)
        counts = {kind: _add(kind, None) for kind in kinds()}
    engines.tidy(connection)
    return counts


def count_words():
    """Counts in how many documents each word stands. A search takes what is misspelt for a word that has been counted."""
    engines.count(connection)


def _add(kind, things):
    """Writes the documents of these things, or of all of the kind, some at a time; returns how many they were."""
    count, documents = 0, _documents(kind, things)
    while some := list(islice(documents, BATCH)):
        bulk.create(Document, some)
        count += len(some)
    return count


def disagreements():
    """Where the index does not say what the tables say, one sentence each; an empty list when they agree."""
    today, found = timezone.localdate(), []
    for kind in kinds():
        held = Counter(map(_said, Document.objects.filter(kind=kind).current(today).iterator()))
        due = Counter(map(_said, _documents(kind, None)))
        found += [f"{kind} {each[1]} is not found as it should be." for each in due - held]
        found += [f"{kind} {each[1]} is found although it should not be, or by old words." for each in held - due]
    return found + engines.faults(connection)


def _said(document):
    said = {field.attname: getattr(document, field.attname) for field in Document._meta.fields}
    facets = json.dumps(said.pop("facets"), sort_keys=True)
    return (document.kind, document.thing, facets, *(said[name] for name in sorted(said) if name != "id"))


def _documents(kind, things):
    """The documents of these things, or of all of this kind, that have not ended."""
    today = timezone.localdate()
    for writer in kinds()[kind].writers:
        for draft in writer(things):
            if draft.ends_on is None or draft.ends_on >= today:
                yield _document(kind, draft)


@lru_cache(maxsize=20_000)
def _folded(text):
    """The same roles, agencies and places are named by thousands of documents. What people type never comes here."""
    return tuple(words(text))


def _document(kind, draft):
    names = [word for text in draft.names for word in (name_words(text) if draft.person else [*words(text), *acronym(text)])]
    work = [word for text in draft.work for word in _folded(text)]
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
