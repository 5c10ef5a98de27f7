"""The page that still shows the duty numbers when the database cannot answer."""

import os
import sys
import tempfile

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from directory import duty

RETRY_AFTER = "5"  # seconds


def write(at=None):
    """Write the page to `settings.OUTAGE_FILE`, whole or not at all, with the public numbers as they are now."""
    at = at or timezone.now()
    page = render_to_string("503.html", {"groups": duty.public_numbers(at=at), "as_at": at, "product_name": settings.PRODUCT_NAME})
    folder = settings.OUTAGE_FILE.parent
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
        file.write(page)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o644)
    os.replace(file.name, settings.OUTAGE_FILE)


def page():
    """A 503 answer that needs no database: the page last written or, before there is one, the national numbers alone."""
    try:
        body = settings.OUTAGE_FILE.read_text(encoding="utf-8")
    except FileNotFoundError:
        body = render_to_string("503.html", {"groups": [], "as_at": None, "product_name": settings.PRODUCT_NAME})
    return HttpResponse(body, status=503, headers={"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"})


def caused_by_database():
    """Whether the error being handled right now came of a database that cannot be reached (and not of one bad query)."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return False
    try:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except (OperationalError, InterfaceError):
        return True
    return False
