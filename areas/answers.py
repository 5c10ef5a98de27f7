"""What a look-up of a place can answer, each with the sentence that says it."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from areas.facts import Place


class Point(NamedTuple):
    """A grid reference in metres; `grid` is "gb" (British National Grid) or "ie" (Irish Grid)."""

    easting: int
    northing: int
    grid: str


class Share(NamedTuple):
    """One authority's part of a postcode district or sector: how many postcodes, and of the whole from 0 to 1."""

    authority: Place
    upper_tier: Place
    count: int
    share: float


class Near(NamedTuple):
    """Another authority close by: the distance in metres to a postcode of it, rounded to 100."""

    authority: Place
    upper_tier: Place
    metres: int


class Suggested(NamedTuple):
    """A postcode to offer as a button, with what the button says."""

    spaced: str
    label: str


@dataclass(frozen=True, slots=True)
class Exact:
    """A place in one authority: a whole postcode, or a sector or district that lies in only one.

    `areas`, smallest first: sector, district, ward, authority, upper tier where it is another, ICB, force, region, country.
    `upper_tier` is the council that runs children's services, the authority itself unless a county does. `ended` is the month
    "yyyy-mm" since when Royal Mail no longer uses it, "" when it does or nobody knows. `ward` and `icb` are None unless the file
    names them, `region` outside England, and the grid reference for a part of a postcode.
    """

    written: str
    areas: tuple[Place, ...]
    ward: Place | None
    authority: Place
    upper_tier: Place
    icb: Place | None
    force: Place | None
    region: Place | None
    country: Place
    easting: int | None = None
    northing: int | None = None
    grid: str = ""
    near: tuple[Near, ...] = ()
    ended: str = ""
    partial: bool = False
    from_text: bool = False
    edition: str = ""

    @property
    def terminated(self) -> bool:
        """Whether Royal Mail no longer uses this postcode."""
        return bool(self.ended)

    @property
    def point(self) -> Point | None:
        """Its grid reference, None for a part of a postcode."""
        return None if self.easting is None else Point(self.easting, self.northing, self.grid)

    @property
    def place_name(self) -> str:
        """Where it is in everyday words: "Chapel Allerton, Leeds"; the county follows a district."""
        council = self.authority.name
        if self.upper_tier.code != self.authority.code:
            council = f"{council}, {self.upper_tier.name}"
        return f"{self.ward.name}, {council}" if self.ward else council

    @property
    def sentence(self) -> str:
        """Where it is, whether it is an old postcode, and which one was used when it was picked out of other words."""
        if self.ended:
            said = _("An old postcode. We used where it was: %(place)s.") % {"place": self.place_name}
        elif self.partial:
            said = _("%(written)s is in %(place)s. Add the rest of the postcode to be exact.") % {
                "written": self.written,
                "place": self.place_name,
            }
        else:
            said = _("In %(place)s.") % {"place": self.place_name}
        if self.from_text:
            return _("We used %(postcode)s.") % {"postcode": self.written} + " " + said
        return said

    @property
    def near_sentence(self) -> str:
        """Every near council, as in "Also near Bradford (600 metres).", or ""."""
        if not self.near:
            return ""
        names = ", ".join(
            _("%(council)s (%(metres)d metres)") % {"council": near.authority.name, "metres": near.metres} for near in self.near
        )
        return _("Also near %(councils)s.") % {"councils": names}


@dataclass(frozen=True, slots=True)
class Split:
    """A part of a postcode in several authorities: ask which. `areas` holds only what is certain, what all of them lie in."""

    written: str
    shares: tuple[Share, ...]
    areas: tuple[Place, ...]
    more: int = 0
    edition: str = ""

    @property
    def sentence(self) -> str:
        """That it lies in more than one, and the question."""
        said = _("%(written)s lies in more than one council area. Which?") % {"written": self.written}
        return f"{said} {_('Add more of the postcode to see them all.')}" if self.more else said


@dataclass(frozen=True, slots=True)
class Unknown:
    """The right shape, but not held. `choices` are the authorities of its district, `suggestions` other readings that are held.

    `loaded` is False when there is no file of postcodes to look in at all.
    """

    written: str
    choices: tuple[Share, ...] = ()
    suggestions: tuple[Suggested, ...] = ()
    edition: str = ""
    loaded: bool = True
    areas: tuple[Place, ...] = ()

    @property
    def sentence(self) -> str:
        """That we do not know it, how old our list is, and what to give instead."""
        if not self.loaded:
            return _("Postcodes cannot be looked up at the moment. Give a town, ward or council.")
        return _(
            "We don't know that postcode. It may be new: our list is from %(edition)s. Check it, or give a town, ward or council."
        ) % {"edition": self.edition}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somewhere real that has no council here.

    `reason`: "crown_dependency", "bfpo", "gibraltar", "eircode", "girobank", or "no_place" (a postcode without a grid reference
    or authority, as large users and PO boxes have; then `choices` are the authorities of its district).
    """

    written: str
    reason: str
    choices: tuple[Share, ...] = ()
    edition: str = ""
    areas: tuple[Place, ...] = ()

    @property
    def sentence(self) -> str:
        """Where it is, or that it is nowhere, and what to give instead."""
        sentences = {
            "crown_dependency": _("Jersey, Guernsey and the Isle of Man are not covered."),
            "bfpo": _("This looks like a BFPO address. It has no home council here. Give a town, ward or council."),
            "gibraltar": _("%(written)s is in Gibraltar, which is not covered."),
            "eircode": _("%(written)s looks like an Irish Eircode. Ireland is not covered."),
            "girobank": _("%(written)s is no longer used. Give a town, ward or council."),
            "no_place": _("We know that postcode, but not where it is. Give a town, ward or council."),
        }
        return sentences[self.reason] % {"written": self.written}


@dataclass(frozen=True, slots=True)
class Refused:
    """Not one postcode. `kind` and `found` are those of `areas.postcodes.Refusal`; `may_show` whether the text may be repeated."""

    kind: str
    written: str = ""
    suggestions: tuple[Suggested, ...] = ()
    found: tuple[str, ...] = ()
    position: int = 0
    looks_like: str = ""
    areas: tuple[Place, ...] = ()

    @property
    def may_show(self) -> bool:
        """False when the text holds, or may hold, something about a child."""
        return self.kind not in ("nhs_number", "looks_like_a_child", "too_long")

    @property
    def sentence(self) -> str:
        """What to do about it."""
        if self.kind == "misread":
            return _("Did you mean %(postcodes)s?") % {"postcodes": _any_of([offer.spaced for offer in self.suggestions])}
        if self.kind == "two_postcodes":
            return _("There is more than one postcode: %(postcodes)s. Which?") % {"postcodes": ", ".join(self.found)}
        if self.kind == "odd_character" and self.looks_like:
            return _("Character %(position)d looks like %(letter)s but is a different character. Type it again.") % {
                "position": self.position,
                "letter": self.looks_like,
            }
        sentences = {
            "empty": _("Give a postcode, or a town, ward or council."),
            "too_long": _("That is too long. Enter only a postcode."),
            "odd_character": _("There is a hidden character in that. Type it again."),
            "nhs_number": _("Do not enter an NHS number here. Enter only a postcode. Nothing was kept."),
            "looks_like_a_child": _("Enter only a postcode. Do not enter a child's details. Nothing was kept."),
            "not_a_postcode": _("Enter a full or partial UK postcode, like SW1A 1AA."),
        }
        return sentences[self.kind]


def _any_of(words):
    if len(words) == 1:
        return words[0]
    return _("%(first)s or %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
