"""What speaks for two entries being one person."""

import pytest

from contacts.duplicates.likeness import Entry, compare, variants


def entry(name, mailboxes=(), numbers=()):
    return Entry(0, name, frozenset(mailboxes), frozenset(numbers))


@pytest.mark.parametrize(
    "one, other, likely, reasons",
    [
        (entry("Ann Holder"), entry("ann holder"), True, ("name",)),
        (entry("Dr Ann Holder"), entry("Ann Holder"), True, ("name",)),
        (entry("Elizabeth Ward"), entry("Liz Ward"), False, ("short name",)),
        (entry("Elizabeth Ward", ["e.ward"]), entry("Liz Ward", ["e.ward"]), True, ("short name", "mailbox")),
        (entry("Elizabeth Ward", [], ["1"]), entry("Liz Ward", [], ["1"]), True, ("short name", "number")),
        (entry("E Ward", ["e.ward"]), entry("Elizabeth Ward", ["e.ward"]), True, ("short name", "mailbox")),
        (entry("Ann Holder", ["a.holder"]), entry("Beth Holder", ["a.holder"]), True, ("surname", "mailbox")),
        (entry("Ann Holder", [], ["1"]), entry("Beth Holder", [], ["1"]), False, ("surname", "number")),
        (entry("Ann Holder", ["ann"], ["1"]), entry("Ann Married", ["ann"], ["1"]), True, ("mailbox", "number")),
        (entry("Ann Holder", [], ["1"]), entry("Beth Other", [], ["1"]), False, ("number",)),
        (entry("Ann Holder"), entry("Beth Other"), False, ()),
        (entry("Ann"), entry("Ann"), True, ("name",)),
    ],
)
def test_two_entries_are_likely_one_with_reasons(one, other, likely, reasons):
    for found in (compare(one, other), compare(other, one)):
        assert (found.is_likely, found.reasons) == (likely, reasons)


def test_a_name_is_looked_up_under_every_form_of_its_first():
    assert {"elizabeth ward", "liz ward"} <= variants("Mrs Elizabeth Ward")
    assert {"elizabeth ward", "elizabeth jane ward"} <= variants("Elizabeth Jane Ward")
    assert variants("Ann") == {"ann"}
