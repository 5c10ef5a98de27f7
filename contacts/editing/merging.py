"""Two people edit one record: what of the second one's edit can be kept, and where the two disagree."""

from typing import NamedTuple


class Merge(NamedTuple):
    """`changes` are the fields to write; `conflicts` those that both changed: field → (theirs, yours)."""

    changes: dict
    conflicts: dict


def merge(seen, now, mine):
    """Lays an edit over a record that may have changed since it was shown.

    `seen` is the record as it was shown, `now` as it stands, `mine` as it should be; each field → text. A field that I left alone
    stays as it stands. One that both changed alike is no conflict. A field that `seen` lacks was never shown: only agreement is safe.
    """
    changes, conflicts = {}, {}
    for field, wanted in mine.items():
        if wanted == seen.get(field) or wanted == now[field]:
            continue
        if seen.get(field) == now[field]:
            changes[field] = wanted
        else:
            conflicts[field] = (now[field], wanted)
    return Merge(changes, conflicts)
