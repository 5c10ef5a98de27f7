"""Finds what somebody typed: asks the index strictly, then forgivingly, then for fewer words, and ranks what comes.

Both engines only gather candidates; their order is decided here, so it is the same on both.
"""

import json
import time
from dataclasses import dataclass

from django.db import connection

from . import engines, question, ranking
from .folding import MARK
from .registry import EVERYBODY
from .vocabulary import Vocabulary

MOST = engines.MOST
# Words in so many documents that putting all of them in order costs more than it tells.
TOO_MANY = 2_000
# The words of the index are read again after two minutes; sooner than that only what is misspelt and quite new goes unfound.
FRESH_FOR = 120  # seconds
SLOWEST_SHARE = 100  # and never so often that reading takes more than a hundredth of the time
# The order of kinds among equals.
NUMBER, NEAR = "number", "near"
KINDS = ["area", "role", "agency", "team", "post", "person", "setting"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found, with how well it matched and how: `named`, `described`, `alike`, by `number`, or only `near`.

    It is near when a word had to be left out to find it.
    """

    kind: str
    thing: int
    key: str
    title: str
    label: str
    score: float
    how: str = ranking.NAMED
    said: str = "{}"  # the facets as JSON: of two hundred hits a list of suggestions asks for none

    @property
    def facets(self):
        """Lists of plain values to count and filter by."""
        return json.loads(self.said)

    @property
    def near(self):
        return self.how == NEAR


class _Held:
    vocabulary = None
    until = 0.0


def vocabulary():
    """The words of the index as they were a little while ago."""
    if _Held.vocabulary is None or time.monotonic() > _Held.until:
        began = time.monotonic()
        _Held.vocabulary = Vocabulary((word, count) for word, count in engines.counts(connection) if not word.startswith(MARK))
        took = time.monotonic() - began
        _Held.until = time.monotonic() + max(FRESH_FOR, took * SLOWEST_SHARE)
    return _Held.vocabulary


def forget():
    """Read the words again when they are next asked for: after everything was written anew, and between tests."""
    _Held.vocabulary = None


def find(text, *, day, seen=(EVERYBODY,), kinds=()):
    """What `text` names on `day`, best first, at most 200 `Hit`s, each thing once.

    `seen` are the visibilities of whoever asks, `kinds` the kinds wanted (all when empty). When no document holds every word,
    misspellings of each are tried, then all the words but one; such hits are `near` when a word was left out.
    """
    asked = question.read(text)
    if asked.is_empty:
        return []
    within = {"day": day, "seen": tuple(seen), "kinds": tuple(kinds)}
    if asked.number:
        return _shown(dict.fromkeys(engines.with_number(connection, asked.number, **within), (1.0, NUMBER)))
    if asked.mailbox:
        groups = [[question.Term(asked.mailbox, 1.0)]]
        return _shown({pk: (1.0, NUMBER) for pk, *_words in engines.matching(connection, groups, **within)})
    for forgiving in (False, True):
        groups = [_terms(word, asked, forgiving) for word in asked.words]
        if found := _ranked(groups, within):
            return _shown(found)
    near = {}
    for left_out in range(len(groups)):
        fewer = groups[:left_out] + groups[left_out + 1 :]
        if any(len(group[0].text) > 1 for group in fewer):
            near |= {pk: (score, NEAR) for pk, (score, _how) in _ranked(fewer, within, of=groups).items()}
    return _shown(near)


def _terms(word, asked, forgiving):
    return question.terms(word, vocabulary(), alone=len(asked.words) == 1, forgiving=forgiving)


def _ranked(groups, within, of=None):
    """{id: (score, how)} of the documents with a term of each group."""
    rows = _candidates(groups, within)
    scores = {}
    for pk, names, work in rows:
        score, how = ranking.score(of or groups, names, work)
        if score:
            scores[pk] = score, how
    return scores


def _candidates(groups, within):
    """Rows of documents with a term of each group; where there are too many, those that hold the words whole are among them."""
    known = vocabulary()
    unordered = min(known.beginning(group[0].text, TOO_MANY) for group in groups) >= TOO_MANY
    rows = engines.matching(connection, groups, unordered=unordered, **within)
    if len(rows) < MOST:
        return rows
    whole = [[question.Term(group[0].text, 1.0)] for group in groups]
    named = [[question.Term(group[0].text, 1.0, in_names=True)] for group in groups]
    first = {}
    for stricter in (named, whole):
        first |= {row[0]: row for row in engines.matching(connection, stricter, unordered=unordered, **within)}
    return list((first | {row[0]: row for row in rows}).values())[: 2 * MOST]


def _shown(scores):
    """The hits of these documents ({id: (score, how)}), each thing once, best first."""
    best = sorted(scores, key=lambda pk: (-scores[pk][0], pk))[: 2 * MOST]
    hits = {}
    for pk, kind, thing, key, title, label, boost, facets in engines.shown(connection, best):
        score, how = scores[pk]
        order = (-score, -boost, KINDS.index(kind), title, key, label)
        if (kind, thing) not in hits or order < hits[kind, thing][0]:
            hits[kind, thing] = (order, Hit(kind, thing, key, title, label, score, how, facets))
    return [hit for _order, hit in sorted(hits.values(), key=lambda each: each[0])][:MOST]
