"""Telephone numbers that ring nowhere, and mailboxes that nobody reads.

Ofcom keeps these ranges for drama ("Telephone numbers for use in TV and radio drama programmes"); example.org is kept
for documentation by RFC 2606.
"""

import random

from areas.words import fold

RANGES = {"leeds": ("0113 496 0", 3), "elsewhere": ("01632 960", 3), "london": ("020 7946 0", 3), "mobile": ("07700 900", 3)}
DOMAIN = "demo.example.org"
# Letters that are no letter with an accent, so that folding would lose them.
PLAIN = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ß": "ss"})


class Numbers:
    """Deals each number once, in an order that looks like life and is the same in every load."""

    def __init__(self, seed):
        self.decks = {}
        for name, (prefix, digits) in RANGES.items():
            deck = [f"{prefix}{number:0{digits}}" for number in range(10**digits)]
            random.Random(f"{seed} {name}").shuffle(deck)  # noqa: S311 - dealt the same every time, on purpose
            self.decks[name] = deck

    def line(self, city):
        """A landline: Leeds numbers in Leeds, others from the two ranges that belong to no town we cover."""
        if city == "leeds":
            return self.decks["leeds"].pop()
        return (self.decks["elsewhere"] or self.decks["london"]).pop()

    def london(self):
        """A number for a body that answers nationally."""
        return self.decks["london"].pop()

    def mobile(self):
        """A work mobile."""
        return self.decks["mobile"].pop()


def mailbox(local, agency_slug):
    """An address such as `front.door@leeds-childrens-services.demo.example.org`."""
    return f"{fold(local.translate(PLAIN)).replace(' ', '.')}@{agency_slug}.{DOMAIN}"
