"""The import contracts of pyproject.toml hold, and each of them can be seen to fail."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.reading import HOME, PACKAGES

LINT = Path(sys.executable).parent / "lint-imports"
PROJECT = (HOME / "pyproject.toml").read_text()
PURE = next(
    contract["source_modules"]
    for contract in tomllib.loads(PROJECT)["tool"]["importlinter"]["contracts"]
    if contract["name"] == "Decisions are pure"
)


def broken(folder):
    """What import-linter prints for the project in the folder when a contract is broken; nothing when all are kept."""
    command = [LINT, "--no-cache", "--config", "pyproject.toml"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(folder)})
    return result.stdout + result.stderr if result.returncode else ""


@pytest.fixture
def miniature(tmp_path):
    """A project with our packages and contracts and nothing in them."""
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    files = [f"{package}/{name}" for package in PACKAGES for name in ("__init__.py", "models.py", "actions.py", "views.py")]
    for module in PURE:
        *folders, _ = module.split(".")
        files += ["/".join(folders[:depth]) + "/__init__.py" for depth in range(1, len(folders) + 1)]
        files.append(module.replace(".", "/") + ".py")
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert broken(tmp_path) == ""
    return tmp_path


def test_the_contracts_are_kept():
    assert broken(HOME) == ""


@pytest.mark.parametrize(
    "path, line, contract",
    [
        ("contacts/models.py", "import directory.views", "Apps import only what is below them"),
        ("contacts/models.py", "def late():\n    from directory import views", "Apps import only what is below them"),
        ("areas/models.py", "import accounts.models", "Apps import only what is below them"),
        ("audit/models.py", "import accounts.models", "Apps import only what is below them"),
        ("contacts/models.py", "import contacts.actions", "Within an app, requests flow down"),
        ("agencies/actions.py", "import agencies.views", "Within an app, requests flow down"),
        (PURE[0].replace(".", "/") + ".py", "from django.db import models", "Decisions are pure"),
    ],
)
def test_a_contract_can_be_seen_to_fail(miniature, path, line, contract):
    (miniature / path).write_text(line)
    assert f"{contract} BROKEN" in broken(miniature)
