"""The small Leeds of the profile pages, asked as the finder asks: who answers for this role, here, now?"""

import pytest
import time_machine
from django.http import QueryDict

from agencies.snapshot import forget
from directory.finder.answer import answer
from directory.finder.ladder import Step
from directory.finder.places import read
from tests.profiles.world import NOW, World


def as_words(ladder):
    """Each rung as a word: whom or what, with a ~ when nobody is there now."""
    words = []
    for rung in (ladder.first, *ladder.rest):
        if rung:
            name = rung.turn.person.name if rung.turn else rung.post.title if rung.step is Step.DESK else rung.line.name
            words.append(name if rung.can_be_rung else f"~{name}")
    return words


class Leeds(World):
    """A small Leeds whose roles stand in for each other, and a way to ask it."""

    def __init__(self):
        super().__init__()
        self.reader = self.user()
        self.colleague = self.user("colleague@example.org", self.council)

    def ask(self, role="hv", query="area=E08000035", *, at=NOW, user=None, unsure=False):
        """The answer for a role's slug at the places of a query string."""
        forget()
        user = user or self.reader
        return answer(role, read(QueryDict(query), user), at=at, user=user, unsure=unsure)

    def told(self, *args, **more):
        """The answer's ladder in words."""
        return as_words(self.ask(*args, **more).ladder)


@pytest.fixture
def leeds(db, settings, tmp_path):
    settings.POSTCODES_FILE = tmp_path / "none.sqlite3"
    with time_machine.travel(NOW, tick=False):
        yield Leeds()
