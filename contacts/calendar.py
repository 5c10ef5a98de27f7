"""Bank holidays of the four nations."""

from functools import cache

import holidays

NATIONS = {"E": "ENG", "W": "WLS", "S": "SCT", "N": "NIR"}


@cache
def bank_holidays(nation, year):
    """The bank holidays of `nation` (E, W, S or N, as area codes begin) in `year` and the year after, as dates.

    Source: the `holidays` package, which follows the Banking and Financial Dealings Act 1971 and each year's proclamations.
    An unknown nation gets England's.
    """
    return frozenset(holidays.country_holidays("GB", subdiv=NATIONS.get(nation, "ENG"), years=[year, year + 1]))
