"""Says how well a document answers a question, from its words alone, so that both engines end in the same order."""

from .folding import MARK

IN_A_NAME = 1.25
WHOLE_NAME = 0.3
FLOOR, SPAN = 0.75, 0.2  # what a beginning counts: the more of the word was typed, the more


def score(groups, names, work):
    """How well documents with these words in their name and about their work match; 0 when nothing does.

    `groups` holds for each word asked the terms that may be meant. The mean of the best match of each, and more when little of
    the name was left unasked.
    """
    total, met = 0.0, set()
    for terms in groups:
        best = 0.0
        for term in terms:
            found, word = _match(term, names)
            if found and word:
                met.add(word)
            best = max(best, found * IN_A_NAME)
            if not term.in_names:
                best = max(best, _match(term, work)[0])
        total += best
    if not groups or not total:
        return 0.0
    ordinary = [word for word in names if not word.startswith(MARK)]
    return round(total / len(groups) + WHOLE_NAME * len(met) / max(len(ordinary), len(met), 1), 6)


def _match(term, held):
    """How well the best of these words matches, and which it is."""
    if term.text in held:
        return term.weight, term.text
    if not term.prefix:
        return 0.0, ""
    longer = [word for word in held if word.startswith(term.text)]
    if not longer:
        return 0.0, ""
    nearest = min(longer, key=lambda word: (len(word), word))
    return term.weight * (FLOOR + SPAN * len(term.text) / len(nearest)), nearest
