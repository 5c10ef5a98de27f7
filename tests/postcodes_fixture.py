"""The real file of postcodes, all of them, built once for as long as neither the data nor the builder change."""

import zlib
from pathlib import Path

import pytest
from django.conf import settings as project

from areas import build, sources


@pytest.fixture(scope="session")
def full_postcodes():
    """The path of the whole file; the first time takes some fifteen seconds, later ones none."""
    code = b"".join(Path(module.__file__).read_bytes() for module in (build, sources))
    version = sources.package_version()
    folder = project.DATA_DIR / "test-postcodes"
    path = folder / f"{version.replace(' ', '-')}-{zlib.crc32(code):08x}.sqlite3"
    build.build(sources.from_package, path, unless=version)
    for old in folder.glob("*"):
        if not old.name.startswith(path.name):
            old.unlink(missing_ok=True)
    return path


@pytest.fixture
def postcodes_file(full_postcodes, settings):
    """The whole file, served."""
    settings.POSTCODES_FILE = full_postcodes
    return full_postcodes
