"""The lock files say what pyproject.toml asks for, and every package in it says what it is for."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.reading import HOME

PROJECT = (HOME / "pyproject.toml").read_text()
LOCKS = {name: (HOME / name).read_text() for name in ("requirements.txt", "requirements-dev.txt")}
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z0-9,_-]+\])?==([^ ;\\]+)", re.M)


def asked_for(project):
    """The direct requirements of a pyproject.toml: those of the product, and those of the product and its developers."""
    read = tomllib.loads(project)
    product = [Requirement(line) for line in read["project"]["dependencies"]]
    return {
        "requirements.txt": product,
        "requirements-dev.txt": product + [Requirement(line) for line in read["dependency-groups"]["dev"]],
    }


def pinned(lock):
    return {canonicalize_name(name): version for name, version in PIN.findall(lock)}


def disagreements(requirements, lock):
    """Direct requirements that the lock does not hold, or holds in a version that pyproject.toml does not allow."""
    pins = pinned(lock)
    return [
        str(requirement)
        for requirement in requirements
        if pins.get(canonicalize_name(requirement.name)) is None
        or not requirement.specifier.contains(pins[canonicalize_name(requirement.name)], prereleases=True)
    ]


def unhashed(lock):
    """Pins that do not end in at least one hash."""
    entries = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.M)[1:]
    return [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]


def unexplained(project):
    """Direct dependencies with neither a comment above them nor a neighbour on a line above that has one."""
    faults, explained = [], False
    for line in re.split(r"^(?:dependencies|dev) = \[$", project, flags=re.M)[1:]:
        for entry in line.partition("\n]")[0].splitlines():
            if entry.strip().startswith("#"):
                explained = True
            elif entry.strip():
                if not explained:
                    faults.append(entry.strip())
                explained = False
    return faults


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_the_project_asks_for(name):
    assert disagreements(asked_for(PROJECT)[name], LOCKS[name]) == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_hashed_and_names_no_index(name):
    assert unhashed(LOCKS[name]) == []
    assert re.findall(r"https?://|file:|--(?:extra-)?index-url|--find-links", LOCKS[name]) == []


def test_the_product_runs_on_what_it_was_tested_with():
    product, developer = (pinned(lock) for lock in LOCKS.values())
    assert {name: developer.get(name) for name in product} == product


@pytest.mark.parametrize("name", LOCKS)
def test_nothing_brings_in_the_other_postgresql_driver(name):
    # Django silently prefers psycopg 3 when it finds it.
    assert [pin for pin in pinned(LOCKS[name]) if pin.startswith("psycopg") and not pin.startswith("psycopg2")] == []


def test_every_dependency_says_what_it_is_for():
    assert unexplained(PROJECT) == []


def test_the_gates_see_a_lock_that_has_fallen_behind():
    assert disagreements([Requirement("django>=6")], "django==5.2.19 \\\n    --hash=sha256:00") != []
    assert disagreements([Requirement("segno")], "django==5.2.19 \\\n    --hash=sha256:00") != []
    assert disagreements([Requirement("Django>=5.2,<5.3")], "django==5.2.19 \\\n    --hash=sha256:00") == []
    assert unhashed("django==5.2.19\nsegno==1.6.6 \\\n    --hash=sha256:00\n") == ["django==5.2.19"]


def test_the_gate_sees_a_dependency_nobody_explained():
    assert unexplained('dependencies = [\n    # The framework.\n    "django",\n    "segno",\n]\n') == ['"segno",']
