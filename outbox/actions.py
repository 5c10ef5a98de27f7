"""Writes letters and keeps what became of them; each is recorded by what it is about, never by what it says."""

from datetime import timedelta

from django.db import transaction

from audit.log import record

from .models import Letter
from .refusals import tell
from .rules import after
from .sealing import seal

KEPT = timedelta(days=90)


@transaction.atomic
def write(*, key, to, subject, text, secret="", send_after=None, by, at):
    """Writes one letter, inside the caller's transaction, to be sent from `send_after` on (at once without it).

    `key` says what it is about ("cover:k3v…:asked"); a letter with the same key is not written twice, and the first is returned.
    `secret` takes the place of `Letter.SECRET` in the text when it is sent, and can be read nowhere else.
    """
    if (written := Letter.objects.filter(key=key).first()) is not None:
        return written
    due_at = send_after or at
    letter = Letter(
        key=key, to=to, subject=_one_line(subject), text=text, secret=seal(secret) if secret else "",
        written_at=at, due_at=due_at, send_after=due_at,
    )  # fmt: skip
    letter.full_clean()
    # Two who write the same at once: the second finds the first's, as somebody does who comes later.
    letter, fresh = Letter.objects.get_or_create(key=key, defaults=_values(letter))
    if fresh:
        record("wrote a letter", letter, by=by, at=at)
    return letter


@transaction.atomic
def claim(*, by, at):
    """The next letter to send, which is the caller's alone for a while (`rules.LEASE`); None when none waits."""
    for letter in Letter.objects.waiting(at)[:20]:
        if Letter.objects.waiting(at).filter(pk=letter.pk).update(claimed_at=at, tries=letter.tries + 1):
            letter.claimed_at, letter.tries = at, letter.tries + 1
            record("began to send a letter", letter, by=by, at=at)
            return letter
    return None


@transaction.atomic
def mark_sent(*, letter, by, at):
    """Notes that a mail server has taken a letter: it is not sent again."""
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    row.sent_at, row.given_up_at, row.secret, row.trouble, row.claimed_at = at, None, "", "", None
    row.save(update_fields=["sent_at", "given_up_at", "secret", "trouble", "claimed_at"])
    record("sent a letter", row, by=by, at=at)


@transaction.atomic
def note_trouble(*, letter, trouble, by, at):
    """Notes that a letter was not taken, and lets follow what `rules.after` says: another try later, or none."""
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    if row.sent_at:
        return
    follows = after(trouble, row.tries, row.due_at, at)
    row.claimed_at, row.trouble = None, trouble.in_short[:40]
    if follows.again_at:
        row.send_after = follows.again_at
    else:
        row.given_up_at, row.secret = at, ""
    row.save(update_fields=["claimed_at", "trouble", "send_after", "given_up_at", "secret"])
    if follows.again_at:
        record("put a letter off", row, by=by, at=at, trouble=("", row.trouble))
    else:
        record("gave a letter up", row, by=by, at=at, trouble=("", row.trouble))
    if follows.no_mailbox:
        tell(row.to, by=by, at=at)


@transaction.atomic
def send_again(*, letter, by, at):
    """Has a letter that was given up tried again, from now on. One that was sent, or held a link that has been forgotten, stays."""
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    if row.given_up_at is None or Letter.SECRET in row.text:
        return row
    row.given_up_at, row.tries, row.due_at, row.send_after = None, 0, at, at
    row.save(update_fields=["given_up_at", "tries", "due_at", "send_after"])
    record("had a letter sent again", row, by=by, at=at)
    return row


@transaction.atomic
def forget_letters(*, by, at):
    """Forgets what was said, and to whom, 90 days after a letter was sent or given up; its key stays, so that it is not written again."""
    old = Letter.objects.filter(sent_at__lte=at - KEPT) | Letter.objects.filter(given_up_at__lte=at - KEPT)
    count = old.exclude(text="").update(to="", subject="", text="", secret="")
    if count:
        record("forgot letters", "letters", by=by, at=at, count=("", count))
    return count


def _one_line(text):
    """A subject is one line; a title with a line break in it must not become a header."""
    return " ".join(text.split())[:160]


def _values(letter):
    return {field.name: getattr(letter, field.name) for field in Letter._meta.fields if field.name not in ("id", "key")}
