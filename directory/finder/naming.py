"""What people call roles: finds in a handful of words the longest name of a role, rightly spelt or nearly so.

A role's own everyday name, and the abbreviation it goes by in addresses ("hv"), mean that role alone, whatever else people say so.
"""

from collections import Counter
from itertools import product
from math import log
from typing import NamedTuple

from agencies.seed import taxonomy
from agencies.snapshot import roles
from areas.words import fold
from search.find import vocabulary
from search.vocabulary import Vocabulary

SHORTEST_MISSPELT = 5  # letters of a word before it is taken for a misspelt word of a role
READINGS = 3  # how many words a misspelt one may have meant are tried
MOST_MISSPELT = 3  # words of one name that may be misspelt
# Words that join what people say and name nothing.
JOINING = set(
    "a about an and around at call can contact cover covering covers do does find for from get help here i in is me my near need "
    "now number of on or phone please right ring should someone speak talk the there this to today tonight want week whats where "
    "who whom whos with you".split()
)
# How much of what was said, by the rarity of its words, a role's names must hold before it is taken for the one that was meant.
ENOUGH = 0.6
FEWEST = 2  # words before so vague a likeness is looked at
# Others as near as this to the best may have been meant as well: they are asked about, unless the best is far ahead of them
# and is a desk, which is always there and knows where to send a caller on, or holds every word.
CLOSE = 0.65
FAR_AHEAD = 1.25
EVERY_WORD = 0.95
MOST_ALIKE = 4
# Whom these words speak of, and so whose roles are not meant.
SPEAKS_OF = {
    **dict.fromkeys(
        ("child", "children", "childs", "childrens", "kid", "kids", "baby", "pupil", "toddler", "teenager"), "adults"
    ),
    **dict.fromkeys(("adult", "adults", "elderly", "pensioner"), "children"),
}
# What a role is for tells less of it than its names do.
LIGHTER = 0.4


class Named(NamedTuple):
    """The roles that some words may mean, the question that tells them apart, the words left over, and how many were used."""

    roles: list
    question: str
    left: list
    size: int = 0


class _Names(NamedTuple):
    own: dict  # {folded words: roles whose very own name it is}
    others: dict  # {folded words: {primary key: role}} of every name
    clashing: dict  # {folded words: (roles, question)}
    words: Vocabulary
    longest: int
    weighed: dict  # {role: {word: how much it tells of the role}}
    rarity: dict  # {word: how rare it is among roles}
    rarest: float


class _Held:
    every = names = None


def _names():
    """All the names, worked out anew whenever the roles have been read anew."""
    every = roles()
    if _Held.every is not every:
        _Held.names, _Held.every = _read(every), every
    return _Held.names


def _read(every):
    own, others, by_code = {}, {}, {role.code: role for role in every.every}
    for role in every.every:
        own.setdefault(fold(role.everyday_name), []).append(role)
        if fold(role.slug) == fold(role.abbreviation):
            own.setdefault(fold(role.slug), []).append(role)
        for name in called(role):
            others.setdefault(fold(name), {})[role.pk] = role
    clashing = {}
    for term in taxonomy.read().ambiguous:
        meant = [by_code[code] for code in term.role_codes if code in by_code]
        # Somebody else may have been given the same name since.
        more = [role for role in others.get(fold(term.term), {}).values() if role not in meant]
        clashing[fold(term.term)] = (meant + more, term.question)
    counts = Counter(word for name in (*others, *clashing) for word in name.split())
    weighed = {role: _weighed(role) for role in every.every}
    within = Counter(word for weights in weighed.values() for word in weights)
    rarity = {word: log(1 + len(weighed) / many) for word, many in within.items()}
    longest = max(len(name.split()) for name in ("", *others))
    return _Names(own, others, clashing, Vocabulary(counts), longest, weighed, rarity, log(1 + len(weighed)))


def _weighed(role):
    return {**dict.fromkeys(fold(role.what_for).split(), LIGHTER), **dict.fromkeys(spoken([role]), 1.0)}


def called(role):
    """Every name a role goes by."""
    names = (role.everyday_name, role.name, role.abbreviation, *roles().synonyms[role.pk])
    return [name for name in names if fold(name)]


def said_in(words):
    """The roles that the longest run of these words (folded) names: a `Named`.

    A word that no role's name holds may be a misspelt one; a word that somebody or somewhere is called only when nothing else helps.
    """
    names = _names()
    misspelt = {word: _likes(word, names) for word in words}
    unknown = {word: likes for word, likes in misspelt.items() if likes and word not in vocabulary().counts}
    return _longest(words, unknown, names) or _longest(words, misspelt, names) or Named([], "", words)


def _likes(word, names):
    if len(word) < SHORTEST_MISSPELT or word in names.words.counts or not word.isalpha():
        return []
    return list(names.words.near(word))[:READINGS]


def _longest(words, likes, names):
    for size in range(min(len(words), names.longest), 0, -1):
        for forgiving in (False, True):
            for start in range(len(words) - size + 1):
                run, left = words[start : start + size], words[:start] + words[start + size :]
                if size == 1 and run[0] in JOINING and JOINING & set(left):
                    continue  # "who do I ring" does not ask for the designated officer, whom some call the DO
                for said in _readings(run, likes, names) if forgiving else [" ".join(run)]:
                    if found := _called(said, names):
                        return Named(*found, left, size)
    return None


def _readings(run, likes, names):
    """The run with what was typed apart made one word ("co-ordinator"), and with each misspelt word put right in every way."""
    joined = [
        [*run[:at], run[at] + run[at + 1], *run[at + 2 :]]
        for at in range(len(run) - 1)
        if run[at] + run[at + 1] in names.words.counts
    ]
    found = [" ".join(words) for words in joined]
    for words in (run, *joined):
        if 0 < sum(bool(likes.get(word)) for word in words) <= MOST_MISSPELT:
            found += [" ".join(each) for each in product(*(likes.get(word) or [word] for word in words))]
    return found


def _called(said, names):
    if len(names.own.get(said, ())) == 1:
        return names.own[said], ""
    if said in names.clashing:
        meant, question = names.clashing[said]
        return (list(meant), question) if meant else None
    return (list(names.others[said].values()), "") if said in names.others else None


def alike(words):
    """The roles whose names hold most of these words, wherever they stand, and the words none of them holds: a `Named`.

    For what people say who know no role by name ("police child protection strategy meeting").
    """
    names = _names()
    said = [word for word in dict.fromkeys(words) if word not in JOINING]
    if len(said) < FEWEST:
        return Named([], "", words)
    rarity = {word: names.rarity.get(word, names.rarest) for word in said}
    others = {SPEAKS_OF[word] for word in words if word in SPEAKS_OF}
    scored = []
    for role, weights in names.weighed.items():
        if role.audience in others:
            continue
        held = [word for word in said if word in weights]
        score = sum(rarity[word] * weights[word] for word in held) / sum(rarity.values())
        if len(held) > 1:
            scored.append((score, role))
    scored.sort(key=lambda each: -each[0])
    if not scored or scored[0][0] < ENOUGH:
        return Named([], "", words)
    best, first = scored[0]
    near = [role for score, role in scored if score >= CLOSE * best][:MOST_ALIKE]
    ahead = all(score * FAR_AHEAD <= best for score, _role in scored[1:2])
    if ahead and (first.kind == first.Kind.DESK or best >= EVERY_WORD):
        near = [first]
    meant = sorted(near, key=lambda role: role.kind != role.Kind.DESK)
    known = set().union(*(names.weighed[role] for role in meant))
    return Named(meant, "", [word for word in words if word not in known], len(said))


def confused_with(role):
    """The roles that are often meant by the name of this one: somebody who says "named GP" may mean a surgery's own lead."""
    clashing = _names().clashing
    meant = [other for name in (role.everyday_name, role.slug) for other in clashing.get(fold(name), ((), ""))[0]]
    return [other for other in dict.fromkeys(meant) if other != role] if role in meant else []


def spoken(named):
    """Every word of every name these roles go by."""
    return {word for role in named for name in called(role) for word in fold(name).split()}


def saying(words):
    """The roles whose everyday name holds all of these words, else any name of theirs: many go by "safeguarding lead"."""
    every, wanted = roles().every, set(words)

    def says(*names):
        return any(wanted <= set(fold(name).split()) for name in names)

    return [role for role in every if says(role.everyday_name)] or [role for role in every if says(*called(role))]


def narrowed(named, left):
    """Those of several roles that the words left over are said of, and the words that told nothing: "edt", "adults"."""
    for word in left:
        said_of = [role for role in named if word in spoken([role])]
        if len(named) > 1 and 0 < len(said_of) < len(named):
            named, left = said_of, [each for each in left if each != word]
    return named, left
