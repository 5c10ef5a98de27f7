"""A permission is one ruling, which carries the sentence we say when the answer is no."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Ruling:
    """Whether something is allowed and, if it is not, why, in words for the person who asked."""

    allowed: bool
    because: str = ""

    def __bool__(self):
        return self.allowed


ALLOWED = Ruling(True)


def refuse(because):
    """A ruling that says no, and why."""
    return Ruling(False, because)


def require(ruling):
    """Go on if `ruling` allows it; else raise `PermissionDenied` with its reason, which the 403 page shows."""
    if not ruling:
        raise PermissionDenied(ruling.because)
