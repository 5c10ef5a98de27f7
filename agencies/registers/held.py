"""Finds what the directory holds of a register, and plans a load of it without writing anything."""

from areas import sidefile
from areas.models import Area

from ..models import Identifier, Setting
from . import gp_practices, schools
from .plan import Held, Place, compare

REGISTERS = {register.NAME: register for register in (gp_practices, schools)}


def plan_for(register, reading, day):
    """The `Plan` of loading `reading` on `day`: a preview, which a load carries out if nothing has changed meanwhile."""
    held, taken = _held(register)
    return compare(
        scheme=register.SCHEME,
        entries=reading.entries,
        held=held,
        taken=taken,
        authorities=set(Area.objects.filter(kind__in=[Area.Kind.AUTHORITY, Area.Kind.UPPER_TIER]).values_list("code", flat=True)),
        place_of=place_of,
        today=day,
    )


def place_of(postcode):
    """The `Place` of a postcode, or None when the loaded postcodes do not know it, or none are loaded."""
    edition = sidefile.current()
    found = edition and edition.postcode(postcode)
    if not found:
        return None
    profile, easting, northing, _ended = found
    number = edition.profile(profile)[0]
    authority = edition.authorities.get(number, "")
    if easting is None or northing is None:
        return Place(authority)
    return Place(authority, easting, northing, "ie" if authority.startswith("N") else "gb")


def _held(register):
    """Settings by their number in the register, and the numbers in its schemes that other settings go by."""
    rows = Identifier.objects.filter(scheme__in=register.SCHEMES, setting__isnull=False, ends_on=None)
    numbers, main = {}, {}
    for pk, scheme, value, setting in rows.values_list("pk", "scheme", "value", "setting"):
        numbers.setdefault(setting, {})[scheme, value] = pk
        if scheme == register.SCHEME:
            main[value] = setting
    known = Setting.objects.filter(identifiers__in=rows.filter(scheme=register.SCHEME)).values_list(
        "pk", "key", "register_digest", "closed_on", "register", "authority__code", "easting", "northing", "grid"
    )
    settings = {
        pk: Held(key, digest, Place(authority or "", easting, northing, grid), closed_on, numbers[pk], name == register.NAME)
        for pk, key, digest, closed_on, name, authority, easting, northing, grid in known
    }
    taken = {number for setting, ours in numbers.items() if setting not in settings for number in ours}
    return {value: settings[setting] for value, setting in main.items()}, taken
