"""Finds, among all the words of the index, those that a misspelt one may have meant."""

from bisect import bisect_left
from collections import defaultdict
from heapq import nlargest

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from .sounds import key

MOST_NEAR = 8
SHORTEST_MISSPELT = 3
SHORTEST_SOUND = 3  # fewer sounds than that are shared by words that have nothing in common
APART = 0.45  # the share of its letters in which a word that sounds alike may be written otherwise
LAST = "\x7f"  # after every letter and digit a word is made of
SHORTEST_TWICE = 6  # letters a word needs for two mistakes in it to be believed


class Vocabulary:
    """The words of the index, each with the number of documents that hold it."""

    def __init__(self, counts):
        self.counts = dict(counts)
        self.sorted = sorted(self.counts)
        self.by_length, self.by_sound = defaultdict(list), defaultdict(list)
        for word in self.sorted:
            if word.isalpha() and len(word) >= SHORTEST_MISSPELT:
                self.by_length[len(word)].append(word)
                if sound := key(word):
                    self.by_sound[sound].append(word)

    def beginning(self, start, enough):
        """In how many documents words stand that begin so, counted up to `enough` and little further."""
        total = 0
        for at in range(bisect_left(self.sorted, start), len(self.sorted)):
            if total >= enough or not self.sorted[at].startswith(start):
                break
            total += self.counts[self.sorted[at]]
        return total

    def starting(self, start, most):
        """The words that begin so, when they are at most so many; else none."""
        at = bisect_left(self.sorted, start)
        found = self.sorted[at : at + most + 1]
        found = tuple(word for word in found if word.startswith(start))
        return found if len(found) <= most else ()

    def commonest(self, start, most):
        """The words that begin so, at most so many: those that stand in most documents."""
        first = bisect_left(self.sorted, start)
        last = bisect_left(self.sorted, start + LAST, first)
        return tuple(sorted(nlargest(most, self.sorted[first:last], key=self.counts.get)))

    def near(self, word):
        """{another word: how like `word` it is, 0 to 1}: one mistake or the same sound; two mistakes only when there is neither."""
        if not word.isalpha() or len(word) < SHORTEST_MISSPELT:
            return {}
        found = dict.fromkeys((each for each in self._within(word, 1) if len(word) > 3 or each[0] == word[0]), 0.7)
        sound = key(word)
        for each in self.by_sound.get(sound, ()) if len(sound) >= SHORTEST_SOUND else ():
            if each not in found and OSA.distance(word, each) <= max(2, int(len(word) * APART)):
                found[each] = 0.6
        if not found and len(word) >= SHORTEST_TWICE:
            found = dict.fromkeys(self._within(word, 2), 0.5)
        found.pop(word, None)
        best = sorted(found, key=lambda each: (-found[each], each[0] != word[0], -self.counts[each], each))[:MOST_NEAR]
        return {each: found[each] for each in best}

    def _within(self, word, distance):
        for length in range(len(word) - distance, len(word) + distance + 1):
            if bucket := self.by_length.get(length):
                for each, _distance, _at in extract(
                    word, bucket, scorer=OSA.distance, processor=None, score_cutoff=distance, limit=None
                ):
                    yield each
