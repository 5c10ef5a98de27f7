"""What waits for whoever keeps a roster, and in which order."""

from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """The most serious first."""

    VACANT = 1
    UNCOVERED = 2
    WRONG = 3
    OVERDUE = 4
    LEAVER = 5


GAPS = {"must": 0, "expected": 1}
SHOWN = 5


class Task(NamedTuple):
    """One thing to do. `count` is of many things done together; `day` is when it presses; `about` is whatever its link needs."""

    kind: Kind
    agency: str
    what: str = ""
    who: str = ""
    gap: str = ""
    day: object = None
    count: int = 1
    about: str = ""


def in_order(tasks):
    """Most serious first; within a kind, what the law asks for first, then the nearest day, then by name."""

    def weight(task):
        return (
            task.kind,
            GAPS.get(task.gap, len(GAPS)),
            task.day is None,
            task.day.toordinal() if task.day else 0,
            task.what,
            task.agency,
        )

    return sorted(tasks, key=weight)
