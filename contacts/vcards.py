"""One person at work as a vCard that any telephone takes into its contacts."""

from dataclasses import dataclass
from datetime import UTC

LONGEST_LINE = 75  # octets, the ends of lines apart
_ESCAPED = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Contact:
    """What goes onto a card. `numbers` are (digits as they are dialled, extension); `address` is where the living page is."""

    name: str
    rank: str
    title: str
    agency: str
    numbers: tuple[tuple[str, str], ...]
    mails: tuple[str, ...]
    address: str
    note: str


def vcard(contact, at):
    """The text of one card as of the instant `at`. Source: RFC 2426, vCard 3.0, which old and new telephones read.

    An extension is no part of the number, since a telephone would dial whatever stands there; it is in the note.
    """
    given, _space, family = contact.name.strip().rpartition(" ")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_text(contact.name)}",
        "N:" + ";".join([_text(family), _text(given), "", _text(contact.rank), ""]),
        f"TITLE:{_text(contact.title)}",
        f"ORG:{_text(contact.agency)}",
        *(f"TEL;TYPE=WORK,VOICE:{_text(number)}" for number, _extension in contact.numbers),
        *(f"EMAIL;TYPE=INTERNET,WORK:{_text(mail)}" for mail in contact.mails),
        f"URL:{_plain(contact.address)}",
        f"NOTE:{_text(contact.note)}",
        f"REV:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "END:VCARD",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines)


def _plain(text):
    """Without what would end a line, or say which way it runs."""
    return "".join(character if character.isprintable() else " " for character in text)


def _text(text):
    lines = "\n".join(_plain(line) for line in text.splitlines())
    return lines.translate(_ESCAPED)


def _folded(line):
    """A line in pieces of at most 75 octets, none cut within a letter; each after the first begins with a space."""
    pieces, piece, room = [], "", LONGEST_LINE
    for character in line:
        octets = len(character.encode())
        if octets > room:
            pieces.append(piece)
            piece, room = "", LONGEST_LINE - 1
        piece, room = piece + character, room - octets
    return "\r\n ".join([*pieces, piece])
