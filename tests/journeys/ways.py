"""The ways people come to the directory: on a small phone, at a desk, and where no script runs."""

from dataclasses import dataclass

import pytest


@dataclass(frozen=True, slots=True)
class Way:
    """A window's size in CSS pixels, and whether scripts run in it."""

    name: str
    width: int
    height: int
    scripts: bool = True

    @property
    def settings(self):
        """What the browser needs to know."""
        return {"viewport": {"width": self.width, "height": self.height}, "java_script_enabled": self.scripts}


PHONE = Way("phone", 320, 568)
TABLET = Way("tablet", 768, 1024)
DESK = Way("desk", 1280, 800)
PLAIN = Way("phone-without-scripts", 320, 568, scripts=False)


def ways(*chosen):
    """Run a test once for each of these ways instead of the usual three."""
    return pytest.mark.parametrize("way", chosen, indirect=True, ids=lambda way: way.name)
