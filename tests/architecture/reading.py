"""Finds the project's files and takes its Python apart for the gates in this folder."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
PACKAGES = sorted(path.parent.name for path in HOME.glob("*/apps.py"))


@dataclass(frozen=True)
class Source:
    """One Python file: where it is, as `contacts/actions.py`, and what it says."""

    path: str
    text: str

    @property
    def tree(self):
        return parsed(self.text)

    @property
    def name(self):
        return self.path.rpartition("/")[2]

    def inside(self, *folders):
        return any(folder in self.path.split("/")[:-1] for folder in folders)


@cache
def parsed(text):
    return ast.parse(text)


@cache
def sources():
    """Every Python file of the product itself: its packages, without tests, benchmarks and scripts."""
    files = [path for package in PACKAGES for path in sorted((HOME / package).rglob("*.py"))]
    return tuple(Source(str(path.relative_to(HOME)), path.read_text()) for path in files)


@cache
def tracked():
    """Every file that goes into the repository, as paths from its top; those not yet committed included."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=HOME, capture_output=True, check=True).stdout.decode().split("\0")
    return tuple(name for name in listed if name and (HOME / name).is_file())


@cache
def readable(*endings):
    """The tracked files with one of the endings (all text files when none is given) that we wrote: (path, text) pairs."""
    pairs = []
    for name in tracked():
        if name.startswith("static/vendor/") or (endings and not name.endswith(endings)):
            continue
        try:
            pairs.append((name, (HOME / name).read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return tuple(pairs)
