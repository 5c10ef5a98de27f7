"""Compares the file of postcodes that is served with the edition the database was last given."""

from django.utils.translation import gettext as _

from areas import sidefile
from areas.models import PostcodeEdition


def edition_mismatch():
    """One sentence when the file and the database name different editions, or one of them none; "" when they agree.

    One query, so that a health check can use it as its only one.
    """
    recorded = PostcodeEdition.objects.values_list("version", flat=True).first()
    held = sidefile.current()
    served = held.meta["version"] if held else None
    if recorded == served and served is not None:
        return ""
    if served is None:
        return _("There is no file of postcodes. Run load_postcodes.")
    if recorded is None:
        return _("The database has not been given an edition of postcodes. Run load_postcodes.")
    return _("The file of postcodes is %(served)s, the database expects %(recorded)s. Run load_postcodes.") % {
        "served": served,
        "recorded": recorded,
    }
