"""README sends nobody to a command that does not exist."""

import re

from django.core.management import get_commands

from tests.architecture.reading import HOME

DOCUMENTS = [HOME / "README.md", *sorted((HOME / "docs").rglob("*.md"))]


def unknown_commands(text, home=HOME):
    """Programs (`./run`), management commands (`manage.py load_places`), benchmarks and files that a document names in vain."""
    faults = [name for name in re.findall(r"(?<![\w/.])\./([\w./-]*\w)", text) if not (home / name).exists()]
    faults += [name for name in re.findall(r"manage\.py (\w+)", text) if name not in get_commands()]
    faults += [name for name in re.findall(r"python -m (\w+)", text) if not (home / name / "__main__.py").exists()]
    faults += [name for name in re.findall(r"\bscripts/[\w.-]*\w", text) if not (home / name).exists()]
    return faults


def test_the_documents_name_only_what_is_there():
    assert {path.name: faults for path in DOCUMENTS if (faults := unknown_commands(path.read_text()))} == {}


def test_the_two_commands_are_what_readme_starts_with():
    text = (HOME / "README.md").read_text()
    assert "./run" in text
    assert "./test" in text


def test_the_gate_sees_a_command_that_is_not_there():
    assert unknown_commands("Type ./runn, manage.py load_planets, python -m stopwatch or scripts/unlock") != []
    assert len(unknown_commands("Type ./runn, manage.py load_planets, python -m stopwatch or scripts/unlock")) == 4
    assert unknown_commands("Type ./run or manage.py migrate or scripts/lock") == []
