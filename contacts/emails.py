"""Work e-mail addresses as people type them: whether one can be written to, and what is odd about it. Pure."""

import re
import unicodedata
from enum import StrEnum

LONGEST, LONGEST_LOCAL = 254, 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
# Mail that is encrypted on its way, by how its domain ends.
SECURE = ("cjsm.net",)
# The old secure domains of local and central government, switched off in March 2019.
RETIRED = ("gcsx.gov.uk", "gsx.gov.uk", "gse.gov.uk", "gsi.gov.uk", "gcsx.net")
PRIVATE = frozenset(
    "gmail.com googlemail.com hotmail.com hotmail.co.uk outlook.com live.co.uk live.com yahoo.com yahoo.co.uk icloud.com me.com aol.com "
    "btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com protonmail.com proton.me msn.com".split()
)
_SLIPS = {
    "gmial.com": "gmail.com", "gmai.com": "gmail.com", "gmal.com": "gmail.com", "gamil.com": "gmail.com", "hotmial.com": "hotmail.com",
    "hotmai.com": "hotmail.com", "outlok.com": "outlook.com", "yaho.co.uk": "yahoo.co.uk",
    "nhs.ner": "nhs.net", "nhs.nte": "nhs.net", "nhs.ent": "nhs.net", "nhs.met": "nhs.net", "nsh.net": "nhs.net", "hns.net": "nhs.net",
    "nhs.co.uk": "nhs.uk", "nhs.ukk": "nhs.uk", "gov.co.uk": "gov.uk", "goc.uk": "gov.uk", "gov.ku": "gov.uk", "police.ku": "police.uk",
    "sch.ku": "sch.uk",
}  # fmt: skip


class Odd(StrEnum):
    """What is odd about an address that can be written to; whoever types it may keep it."""

    SLIP = "slip"
    RETIRED = "retired"
    PRIVATE = "private"


class OtherAlphabet(ValueError):
    """A domain with letters that only look like ours; `meant` is what a computer reads."""

    def __init__(self, meant):
        super().__init__(meant)
        self.meant = meant


def understood(typed: str) -> str:
    """The address somebody typed, without "mailto:" and what nobody sees. Raises ValueError when none can be written to it."""
    text = _UNSEEN.sub("", typed)
    if any(unicodedata.category(character) == "Cc" for character in text.strip()):
        raise ValueError("It holds a control character.")
    text = text.strip()
    if text.lower().startswith("mailto:"):
        text = text[7:].partition("?")[0].strip()
    local, at, domain = text.rpartition("@")
    labels = domain.lower().split(".")
    if not at or len(text) > LONGEST or len(local) > LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        raise ValueError("It is no e-mail address.")
    if not domain.isascii() and (real := _in_ascii(domain)):
        raise OtherAlphabet(f"{local}@{real}")
    if len(labels) < 2 or not all(map(_is_label, labels)) or not re.fullmatch(r"[a-z]{2,}|xn--[a-z0-9-]+", labels[-1]):
        raise ValueError("Its domain is none.")
    if "%0" in local.lower():
        raise ValueError("It holds a control character in disguise.")
    return f"{local}@{domain.lower()}"


def _in_ascii(domain):
    """A domain as computers write one with other letters; nothing when it can be none."""
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ""


def _is_label(label):
    if not _LABEL.fullmatch(label):
        return False
    if not label.startswith("xn--"):
        return True
    try:
        label[4:].encode("ascii").decode("punycode").encode("idna")
    except UnicodeError:
        return False
    return not label.startswith("xn---")


def odd(address: str) -> tuple[Odd, str] | None:
    """What is odd about an address that was understood, with what was probably meant or what it says; None when nothing is."""
    domain = address.rpartition("@")[2]
    for slip, meant in _SLIPS.items():
        if domain == slip or domain.endswith(f".{slip}"):
            return Odd.SLIP, address[: -len(slip)] + meant
    if is_retired(address):
        return Odd.RETIRED, domain
    return (Odd.PRIVATE, domain) if domain in PRIVATE else None


def is_secure(address: str) -> bool:
    """Whether mail to it travels encrypted by its domain alone (CJSM)."""
    return _ends(address, SECURE)


def is_retired(address: str) -> bool:
    """Whether its domain is one of those that were switched off."""
    return _ends(address, RETIRED)


def _ends(address, domains):
    domain = address.rpartition("@")[2].lower()
    return any(domain == each or domain.endswith(f".{each}") for each in domains)
