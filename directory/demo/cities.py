"""The three cities: their authority, their localities, and the postcode districts and sectors that lie wholly inside them."""

from dataclasses import dataclass

POLICE_AREA = "E23000010"


@dataclass(frozen=True)
class City:
    """One authority. A locality is (name, codes); its codes are districts and sectors that no other council shares."""

    slug: str
    name: str
    code: str
    localities: tuple

    @property
    def patches(self):
        """Every district or sector once, as (locality, code)."""
        return [(name, code) for name, codes in self.localities for code in codes]


def _codes(text):
    """`LS7|LS25 0 1` gives LS7, LS25 0 and LS25 1."""
    found = []
    for part in text.split("|"):
        district, *sectors = part.split()
        found += [f"{district} {sector}" for sector in sectors] or [district]
    return tuple(found)


LEEDS = City(
    "leeds",
    "Leeds",
    "E08000035",
    (
        ("North", _codes("LS1|LS2|LS3|LS6|LS7|LS8|LS16|LS17 5 6 7 8|LS18|LS22 7|LS23")),
        ("East", _codes("LS9|LS14|LS15|LS25 0 1 2 4 7|LS26 0 6")),
        ("South", _codes("LS10|LS11|LS27 7 8 9")),
        ("West", _codes("LS4|LS5|LS12|LS13|LS19 6|LS20 9|LS21 1|LS28")),
    ),
)
BRADFORD = City(
    "bradford",
    "Bradford",
    "E08000032",
    (
        ("City and East", _codes("BD1 2 3 4 5|BD2|BD3 0 9|BD4 7 9|BD5|BD10 8 9")),
        ("West and South", _codes("BD6 1 3|BD7|BD8|BD9|BD12 0 8|BD13 3 4 5|BD14|BD15")),
        ("Keighley and Shipley", _codes("BD16|BD17|BD18|BD20 0 5 6|BD21|BD22 6 7 8 9|LS29 7 8 9")),
    ),
)
WAKEFIELD = City(
    "wakefield",
    "Wakefield",
    "E08000036",
    (
        ("City and West", _codes("WF1 1 2 3 4 5|WF2 6 7 8 9|WF3 4|WF4 1 2 3 5 6|WF5 0 8")),
        ("Five Towns and South East", _codes("WF6|WF7|WF8 1 2 4|WF9|WF10 1 3 4 5")),
    ),
)
CITIES = (LEEDS, BRADFORD, WAKEFIELD)
