"""A small Leeds on a Monday morning, for the pages that need no name."""

import pytest

from tests.profiles.conftest import looking, now, world

__all__ = ["looking", "now", "world"]


@pytest.fixture
def outage_file(settings, tmp_path):
    """Where the page for bad moments is kept, before there is one."""
    settings.OUTAGE_FILE = tmp_path / "unavailable.html"
    return settings.OUTAGE_FILE
