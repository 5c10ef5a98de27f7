"""Says how well a document answers a question, from its words alone, so that both engines end in the same order."""

from .folding import MARK

IN_A_NAME = 1.25
WHOLE_NAME = 0.3
FLOOR, SPAN = 0.75, 0.2  # what a beginning counts: the more of the word was typed, the more


NAMED, DESCRIBED, ALIKE = "named", "described", "alike"
LIKE_ONLY = 0.72  # what only sounds alike or is misspelt counts less than this


def score(groups, names, work):
    """How well a document with these words in its name and about its work matches (0: not at all), and how it does.

    Both are texts of words with a space between. `groups` holds for each word asked the terms that may be meant. The mean of the
    best match of each, and more when little of the name was left unasked. It is ALIKE when a word matched only as misspelt, NAMED
    when all are in its name, else DESCRIBED.
    """
    total, met, how = 0.0, set(), NAMED
    spaced_names, spaced_work = f" {names} ", f" {work} "
    for terms in groups:
        best, best_match = 0.0, 0.0
        for term in terms:
            found, word = _match(term, spaced_names)
            if word:
                met.add(word)
            other = 0.0 if term.in_names else _match(term, spaced_work)[0]
            if max(found * IN_A_NAME, other) > best:
                best, best_match = max(found * IN_A_NAME, other), max(found, other)
                described = other > found * IN_A_NAME
        total += best
        if best and how != ALIKE:
            how = ALIKE if best_match < LIKE_ONLY else DESCRIBED if described else how
    if not total:
        return 0.0, how
    ordinary = sum(not word.startswith(MARK) for word in names.split())
    return round(total / len(groups) + WHOLE_NAME * len(met) / max(ordinary, len(met), 1), 6), how


def _match(term, text):
    """How well the best of the words matches, and which it is. The text has a space before and after each."""
    if f" {term.text} " in text:
        return term.weight, term.text
    if not term.prefix or f" {term.text}" not in text:
        return 0.0, ""
    nearest = min((word for word in text.split() if word.startswith(term.text)), key=lambda word: (len(word), word))
    return term.weight * (FLOOR + SPAN * len(term.text) / len(nearest)), nearest
