"""The small Leeds of the profile pages, asked as the finder asks: who answers for this role, here, now?"""

from dataclasses import fields, is_dataclass

import pytest
import time_machine
from django.db.models import Model
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


def text_of(thing, seen=None):
    """Every text anywhere inside a structure, however deep, with the names of its fields left out."""
    seen = seen if seen is not None else set()
    if id(thing) in seen or isinstance(thing, type):
        return []
    if isinstance(thing, str):
        return [thing]
    seen.add(id(thing))
    if is_dataclass(thing):
        inside = [getattr(thing, field.name) for field in fields(thing)]
    elif isinstance(thing, dict):
        inside = [*thing, *thing.values()]
    elif isinstance(thing, list | tuple | set | frozenset):
        inside = list(thing)
    elif isinstance(thing, Model):
        inside = list(vars(thing).values())
    else:
        inside = []
    return [text for each in inside for text in text_of(each, seen)]


def held(leeds, *people, **more):
    """A health visitor's post for Leeds, with its people as `(name, kind or None, details)` or just names."""
    post = leeds.post(covers=[leeds.leeds], **more)
    made = {}
    for nth, person in enumerate(people):
        name, kind, details = (person, "holder", {}) if isinstance(person, str) else person
        made[name] = leeds.person(name, f"01632 960{nth + 1:03}")
        leeds.appoint(made[name], post, kind, **details)
    return post, made


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
