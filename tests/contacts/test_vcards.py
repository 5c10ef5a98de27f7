"""A card holds one person, whatever their name is made of, and another program reads it as it was meant."""

from datetime import UTC, datetime

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from contacts.vcards import LONGEST_LINE, Contact, vcard

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ANNE = Contact(
    name="Anne Practitioner", rank="Dr", title="Health visitor", agency="Leeds Community Healthcare, North; East",
    numbers=(("+441134960142", "12"),), mails=("anne@example.org",), address="https://directory.example.org/people/x/", note="As it stood.",
)  # fmt: skip


def read(text):
    cards = list(vobject.readComponents(text))
    assert len(cards) == 1
    return cards[0]


def named(name, **more):
    return Contact(**{**{field: getattr(ANNE, field) for field in ANNE.__slots__}, "name": name, **more})


def test_what_is_on_it():
    card = read(vcard(ANNE, AT))
    assert (card.fn.value, card.title.value, card.rev.value) == ("Anne Practitioner", "Health visitor", "20261123T100000Z")
    assert (card.n.value.family, card.n.value.given, card.n.value.prefix) == ("Practitioner", "Anne", "Dr")
    assert card.org.value == ["Leeds Community Healthcare, North; East"]
    assert (card.tel.value, card.email.value) == ("+441134960142", "anne@example.org")
    assert (card.url.value, card.note.value) == ("https://directory.example.org/people/x/", "As it stood.")


def test_a_name_that_would_be_another_property_stays_a_name():
    """UR-064."""
    text = vcard(named("Jo\r\nTEL:+19999999999\r\nNOTE:x"), AT)
    card = read(text)
    assert [line.value for line in card.contents["tel"]] == ["+441134960142"]
    assert [line.value for line in card.contents["note"]] == ["As it stood."]
    assert text.count("BEGIN:VCARD") == 1


def test_a_semicolon_in_a_name_adds_no_part():
    """UR-065: N has exactly five parts."""
    text = vcard(named("van der Berg; Jr"), AT)
    [line] = [line for line in text.split("\r\n") if line.startswith("N:")]
    assert line.replace("\\;", "").count(";") == 4
    assert (read(text).fn.value, read(text).n.value.given) == ("van der Berg; Jr", "van der Berg;")


@pytest.mark.parametrize("name", ["Prince", "Siân Ó Súilleabháin", "田中 さん", "🦉" * 60, "back\\slash, O’Brien"])
def test_any_name_comes_back_and_no_line_is_too_long(name):
    text = vcard(named(name), AT)
    assert read(text).fn.value == name
    assert max(len(line.encode()) for line in text.split("\r\n")) <= LONGEST_LINE


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=80), st.text(st.characters(codec="utf-8"), max_size=80))
def test_whatever_is_on_it_there_is_one_card_with_one_number(name, note):
    lines = vcard(named(name, note=note), AT).replace("\r\n ", "").split("\r\n")
    names = [line.partition(":")[0].partition(";")[0] for line in lines if line]
    assert names == ["BEGIN", "VERSION", "FN", "N", "TITLE", "ORG", "TEL", "EMAIL", "URL", "NOTE", "REV", "END"]
