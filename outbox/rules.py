"""What follows when a letter could not be handed over: another try after a pause, or the end, and whether its mailbox is gone.

Pure: a `Trouble` and the times come in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
# A mail server that breaks before a long weekend is mended after it.
GIVEN_UP_AFTER = timedelta(days=4)
# Longer than any conversation with a mail server may take, so that nobody takes a letter that is being sent.
LEASE = timedelta(minutes=10)
NO_SUCH_MAILBOX = {550, 551, 553}
SERVER_IS_CLOSING = 421


@dataclass(frozen=True)
class Trouble:
    """Why a letter was not taken: `code` and `enhanced` as the server said (0 and "" when it said nothing), and about what.

    `about` is "mailbox" when it refused the recipient, "letter" when it refused what was sent, "server" for everything else.
    """

    about: str
    code: int = 0
    enhanced: str = ""
    word: str = ""

    @property
    def in_short(self):
        """What an administrator reads: the codes, or in one word what went wrong; never a server's own text, which repeats addresses."""
        return self.word or f"{self.code} {self.enhanced}".strip()


@dataclass(frozen=True)
class Next:
    """What becomes of the letter: tried again at `again_at`, or given up; `no_mailbox` when its mailbox is not there."""

    again_at: datetime | None = None
    no_mailbox: bool = False


def after(trouble, tries, due_at, at):
    """What follows from `trouble` at the `tries`-th try (from 1) of a letter that was to be sent at `due_at`."""
    permanent = 500 <= trouble.code < 600
    if permanent and trouble.about == "mailbox" and _is_gone(trouble):
        return Next(no_mailbox=True)
    if permanent and trouble.about == "letter":
        return Next()
    # Whatever else is refused for good – that we may not send at all, or not from here – is ours to mend, and is tried again.
    if at - due_at >= GIVEN_UP_AFTER:
        return Next()
    return Next(again_at=at + PAUSES[min(tries, len(PAUSES)) - 1])


def _is_gone(trouble):
    if trouble.enhanced:
        return trouble.enhanced.startswith("5.1.") or trouble.enhanced == "5.2.1"
    return trouble.code in NO_SUCH_MAILBOX
