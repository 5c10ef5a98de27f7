"""Hands waiting letters to the mail server, one at a time: claimed, sent, and marked at once.

A letter is lost by no failure: it waits until a server has taken it, or is given up where an administrator sees it. It is
sent twice only when this program is killed, or the database lost, in the moment between the server's yes and the mark;
both copies then have the same Message-ID.
"""

import hashlib
import re
import smtplib

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from .actions import claim, mark_sent, note_trouble
from .models import Letter
from .rules import SERVER_IS_CLOSING, Trouble
from .sealing import unseal

# So many at once, so that other work of the same round is not kept waiting.
IN_A_ROUND = 200
ENHANCED = re.compile(rb"^\s*(\d\.\d{1,3}\.\d{1,3})\b")


def deliver(*, now=timezone.now):
    """Sends what waits; returns how many letters a server took. `now` is the clock. Trouble with the server ends the round."""
    sent, connection = 0, None
    try:
        for _each in range(IN_A_ROUND):
            if (letter := claim(by=None, at=now())) is None:
                break
            try:
                connection = connection or _opened()
                connection.send_messages([message(letter)])
            except (smtplib.SMTPException, OSError, InvalidToken, ValueError) as problem:
                trouble = understood(problem)
                note_trouble(letter=letter, trouble=trouble, by=None, at=now())
                if trouble.about == "server":
                    break
            else:
                mark_sent(letter=letter, by=None, at=now())
                sent += 1
    finally:
        _close(connection)
    return sent


def message(letter):
    """The e-mail, always with the same Message-ID for the same letter."""
    text = letter.text.replace(Letter.SECRET, unseal(letter.secret)) if letter.secret else letter.text
    identity = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
    headers = {"Message-ID": f"<{identity}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(letter.subject, text, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers)


def understood(problem):
    """What a failure was about. What the server said in words is left out: it repeats addresses."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(problem.recipients.values()))
        about = "server" if code == SERVER_IS_CLOSING else "mailbox"
        return Trouble(about, code, _enhanced(said))
    if isinstance(problem, smtplib.SMTPResponseException):
        refused = isinstance(problem, smtplib.SMTPDataError) and problem.smtp_code != SERVER_IS_CLOSING
        return Trouble("letter" if refused else "server", problem.smtp_code, _enhanced(problem.smtp_error))
    if isinstance(problem, InvalidToken | ValueError):
        # It cannot be written at all, now or later.
        return Trouble("letter", 554, word=type(problem).__name__)
    return Trouble("server", word=type(problem).__name__)


def _enhanced(said):
    found = ENHANCED.match(said if isinstance(said, bytes) else str(said).encode())
    return found[1].decode() if found else ""


def _opened():
    connection = get_connection()
    # Without this the library would say goodbye after each letter, and take a failing goodbye for a failure to send.
    connection.open()
    return connection


def _close(connection):
    """Says goodbye, if anybody still listens: everything that matters has been said."""
    if connection is not None:
        try:
            connection.close()
        except (smtplib.SMTPException, OSError):
            return
