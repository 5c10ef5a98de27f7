"""What areas are found by: their name and what else people call them."""

from search.registry import Draft

from .models import Area

# Parts of postcodes are recognised as such, and nobody looks for a whole country.
UNFOUND = [Area.Kind.COUNTRY, Area.Kind.REGION, Area.Kind.POSTCODE_DISTRICT, Area.Kind.POSTCODE_SECTOR]
COUNCILS = {Area.Kind.AUTHORITY, Area.Kind.UPPER_TIER}


def areas(pks):
    """The drafts of these areas, or of all."""
    rows = Area.objects.exclude(kind__in=UNFOUND).prefetch_related("aliases")
    for area in rows if pks is None else rows.filter(pk__in=pks):
        yield Draft(
            area.pk,
            area.code,
            area.name,
            label=str(area.kind_name),
            names=(area.name,),
            work=(*(alias.name for alias in area.aliases.all()), area.kind_name),
            starts_on=area.valid_from,
            ends_on=area.valid_to,
            boost=2 if area.kind in COUNCILS else 1,
            facets={"area": [area.code]},
        )
