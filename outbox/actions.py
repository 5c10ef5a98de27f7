"""Writes letters; each is recorded by what it is about, never by what it says."""

from django.db import transaction

from audit.log import record

from .models import Letter


@transaction.atomic
def write(*, key, to, subject, text, send_after=None, by, at):
    """Writes one letter, inside the caller's transaction, to be sent from `send_after` on (at once without it).

    `key` says what it is about ("cover:k3v…:asked"); a letter with the same key is not written twice, and the first is returned.
    """
    if (written := Letter.objects.filter(key=key).first()) is not None:
        return written
    letter = Letter(key=key, to=to, subject=subject, text=text, written_at=at, send_after=send_after or at)
    letter.full_clean()
    letter.save(force_insert=True)
    record("wrote a letter", letter, by=by, at=at)
    return letter
