"""The page that still shows the duty numbers when the database cannot answer."""

import os
import sys
import tempfile
from contextlib import suppress

from django.conf import settings
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from directory import duty

RETRY_AFTER = "5"  # seconds


def write(at=None):
    """Write the page to `settings.OUTAGE_FILE`, whole or not at all, with the public numbers as they are now."""
    at = at or timezone.now()
    page = _rendered(duty.public_numbers(at=at), at)
    descriptor, name = tempfile.mkstemp(dir=settings.OUTAGE_FILE.parent, prefix=".unavailable-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(page)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, settings.OUTAGE_FILE)
    except OSError:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def page():
    """A 503 answer that needs no database: the page last written or, before there is one, the national numbers alone."""
    try:
        body = settings.OUTAGE_FILE.read_text(encoding="utf-8")
    except OSError:
        body = _rendered([], None)
    return HttpResponse(body, status=503, headers={"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"})


def caused_by_database():
    """Whether the error being handled right now came of a database that cannot be reached (and not of one bad query)."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return False
    try:
        connection.close()
        with connection.cursor() as cursor:
            # Asking for a table as well: where the file of an embedded database is gone, an empty one would answer.
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except (OperationalError, InterfaceError, ProgrammingError):
        return True
    return False


def _rendered(groups, at):
    return render_to_string("503.html", {"groups": groups, "as_at": at, "product_name": settings.PRODUCT_NAME})
