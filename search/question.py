"""Takes what somebody typed apart into what the index is asked: words, part of a number, or a mailbox."""

from dataclasses import dataclass

from .folding import initial, mailbox, number, words
from .names import JOINING, TITLES, nicknames

MOST_WORDS = 12
# A word that stands in fewer documents than this may be misspelt.
RARE = 10
# A beginning of words in more documents than this is asked for by the commonest of these words, and by all of them only when
# nothing was found. Where nothing else narrows it, fewer words bring more than is shown.
COMMON, FEW, FEWEST = 1_000, 40, 10
PARTICLES = {"o", "d", "mc", "mac", "st"}


@dataclass(frozen=True, slots=True)
class Term:
    """One word to look for: whole or as a beginning, anywhere or in names only, and how well a match of it counts.

    `spelt` are the words to look up in place of a common beginning, because an engine looks each of them up sooner than it
    gathers all that begin so.
    """

    text: str
    weight: float
    prefix: bool = False
    in_names: bool = False
    spelt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, as the index is asked it; a number or a mailbox stands alone."""

    words: tuple[str, ...] = ()
    number: str = ""
    mailbox: str = ""

    @property
    def is_empty(self):
        return not (self.words or self.number or self.mailbox)


def read(text: str) -> Question:
    """What `text` asks for. Marks count as spaces; titles and joining words count only where nothing else is left."""
    if found := number(text):
        return Question(number=found)
    with_at = next((part for part in text.split() if "@" in part.strip("@")), "")
    if with_at:
        return Question(mailbox=mailbox(with_at))
    found = words(text)[:MOST_WORDS]
    kept = [word for word in found if word not in TITLES and word not in JOINING] or found
    return Question(words=tuple(_joined(kept)))


def _joined(found):
    """ "o brien" is one name, "O'Brien", and so are "mc donald" and "d arcy"."""
    joined, at = [], 0
    while at < len(found):
        if found[at] in PARTICLES and at + 1 < len(found) and len(found[at + 1]) > 2:
            joined.append(found[at] + found[at + 1])
            at += 2
        else:
            joined.append(found[at])
            at += 1
    return joined


def terms(word: str, vocabulary, *, alone: bool, forgiving: bool) -> list[Term]:
    """All that may be meant by one word, best first.

    `alone` says that it is the only one: a single letter is then a whole name, not an initial. A word that is rare, or any word
    when `forgiving`, is taken for its likes too.
    """
    if len(word) == 1 and word.isalpha():
        return [Term(word, 1.0, in_names=True)] + ([] if alone else [Term(initial(word), 0.8, in_names=True)])
    spelt = ()
    if vocabulary.beginning(word, COMMON) >= COMMON:
        spelt = vocabulary.starting(word, FEW) if forgiving else vocabulary.commonest(word, FEWEST if alone else FEW)
    found = [Term(word, 1.0, prefix=True, spelt=spelt)]
    found += [Term(other, 0.9, in_names=True) for other in sorted(nicknames().get(word, ()))]
    if forgiving or vocabulary.beginning(word, RARE) < RARE:
        found += [Term(other, weight) for other, weight in vocabulary.near(word).items()]
    return found
