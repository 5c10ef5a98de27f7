"""What the documents say of files, folders, commands and settings is there, and nothing that is there is left unsaid."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.reading import HOME, Source, tracked

DOCUMENTS = [HOME / "README.md", HOME / "SECURITY.md", *sorted((HOME / "docs").rglob("*.md"))]
DECISIONS = sorted((HOME / "docs" / "decisions").glob("[0-9]*.md"))
HEADINGS = ["Context", "Decision", "Consequences", "How we know"]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
# What code in a document must have to be the path of a file of ours: a folder of ours in front.
FOLDERS = sorted({name.partition("/")[0] for name in tracked() if "/" in name})
TABLES = re.compile(r"(?:^\|.*\|\n)+", re.M)
# Read by no line of ours: by the framework, which manage.py and others tell where the settings are.
FRAMEWORKS = {"DJANGO_SETTINGS_MODULE"}


def named(paths):
    return {str(path.relative_to(HOME)): faults for path, faults in paths.items() if faults}


def anchors(text):
    """The addresses of a document's headings, as a page of it would have them."""
    return {re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in re.findall(r"^#+ .*$", text, re.M)}


def dead_links(text, folder):
    """Relative links that lead to no file, or to no heading of it."""
    faults = []
    for link in LINK.findall(text):
        if link.startswith(("https:", "mailto:")):
            continue
        target, _, anchor = link.partition("#")
        path = folder / target
        if not path.exists() or (anchor and anchor not in anchors(path.read_text())):
            faults.append(link)
    return faults


def missing_files(text):
    """Paths in code style that begin with a folder of ours and lead nowhere."""
    words = [word for code in CODE.findall(text) for word in code.split()]
    return [word for word in words if word.partition("/")[0] in FOLDERS and "/" in word and not (HOME / word).exists()]


def quoted_tests(text):
    """Names of tests a document gives that no file has."""
    every = "".join(path.read_text() for path in (HOME / "tests").rglob("test_*.py"))
    return [
        name for name in re.findall(r"\btest_\w+(?!\w*\.py)\b", text) if f"def {name}(" not in every and f"{name}.py" not in text
    ]


def tables(text):
    """Each table as the list of its rows, and a row as the list of its cells, without head and rule."""
    rows = [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
        for table in TABLES.findall(text)
    ]
    return [table for table in rows if table]


def settings_read():
    """What directory/settings.py reads from the environment: name → what it takes without it, where that is a plain value."""
    found = {}
    for node in ast.walk(ast.parse((HOME / "directory" / "settings.py").read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "env":
            name, default = node.args[0].value, node.args[1]
            found[name] = default.value if isinstance(default, ast.Constant) else None
    return found


def environment_read(source):
    """What a file asks `os.environ` for by name."""
    asked = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get":
            asked.add(node.args[0].value)
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            asked.add(node.slice.value)
    return asked


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(HOME)))
def test_every_link_leads_somewhere(path):
    assert dead_links(path.read_text(), path.parent) == []


def test_every_file_that_is_named_is_there():
    assert named({path: missing_files(path.read_text()) for path in DOCUMENTS}) == {}


def test_every_test_that_is_named_is_there():
    assert named({path: quoted_tests(path.read_text()) for path in DOCUMENTS}) == {}


def test_readme_lists_the_folders_there_are():
    [listed] = [rows for rows in tables((HOME / "README.md").read_text()) if rows[0][0] == "`directory/`"]
    assert sorted(row[0].strip("`/") for row in listed) == FOLDERS


def test_readme_leads_to_every_document():
    linked = {(HOME / link.partition("#")[0]).resolve() for link in LINK.findall((HOME / "README.md").read_text())}
    assert {path for path in (HOME / "docs").glob("*.md") if path not in linked} == set()


def test_the_settings_that_are_explained_are_those_that_are_read():
    ours, _ = tables((HOME / "docs" / "operating.md").read_text())[:2]
    read = settings_read()
    assert sorted(row[0].strip("`") for row in ours) == sorted(read)
    said = {row[0].strip("`"): row[1] for row in ours}
    assert [name for name, default in read.items() if default and str(default) not in said[name]] == []


def test_what_programs_around_it_read_is_explained_too():
    _, theirs = tables((HOME / "docs" / "operating.md").read_text())[:2]
    sources = [
        Source(name, (HOME / name).read_text())
        for name in tracked()
        if name.endswith(".py") and not name.startswith("benchmarks/")
    ]
    asked = set().union(*(environment_read(source) for source in sources)) - FRAMEWORKS - settings_read().keys()
    assert sorted(row[0].strip("`") for row in theirs) == sorted(asked)


def test_readme_explains_no_setting_that_operating_does_not():
    explained = settings_read().keys() | {"DEMO_PASSWORD"}
    [short] = [rows for rows in tables((HOME / "README.md").read_text()) if rows[0][0] == "`PORT`"]
    assert {row[0].strip("`") for row in short} <= explained


def test_readme_names_the_accounts_the_demonstration_opens():
    from directory.demo.signins import EMAILS
    from scripts.prepare import WHAT_THEY_DO

    [listed] = [rows for rows in tables((HOME / "README.md").read_text()) if "@" in rows[0][0]]
    assert listed == [[f"`{email}`", WHAT_THEY_DO[email.partition("@")[0]]] for email in EMAILS]


def test_the_figures_are_of_every_line_the_benchmarks_print():
    from benchmarks import answer

    said = (HOME / "docs" / "performance.md").read_text()
    assert [name for name in ("no-op", *answer.PAGES, answer.AFRESH) if said.count(f"\n  {name} ") != 2] == []


def test_the_figures_of_finding_are_of_every_line_too():
    from benchmarks import search

    said = (HOME / "docs" / "performance.md").read_text()
    assert [name for name in search.LINES if said.count(f"\n  {name}  ") < 2] == []


def test_decisions_are_numbered_without_a_gap():
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    titles = [path.read_text().splitlines()[0] for path in DECISIONS]
    assert [title.split()[1] for title in titles] == [f"{number}." for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_why_what_then_and_how_we_know(path):
    text = path.read_text()
    assert re.findall(r"^## (.*)$", text, re.M) == HEADINGS
    assert len(text.split()) < 700
    assert re.search(r"`tests/|`\./test`|python -m benchmarks", text.partition("## How we know")[2])


def test_every_decision_is_listed_by_its_title():
    listed = dict(re.findall(r"^- \[(.*)\]\((.*)\)$", (HOME / "docs" / "decisions" / "README.md").read_text(), re.M))
    assert listed == {path.read_text().splitlines()[0].removeprefix("# "): path.name for path in DECISIONS}


def test_the_gates_see_what_is_not_there():
    assert dead_links("[a](nowhere.md) [b](README.md#nothing) [c](https://example.org/)", HOME) == [
        "nowhere.md",
        "README.md#nothing",
    ]
    assert dead_links("[b](README.md#two-commands)", HOME) == []
    assert missing_files("see `areas/maps.py` and `areas/lookup.py` or `./run`") == ["areas/maps.py"]
    assert quoted_tests("as test_the_moon_is_" + "cheese shows") == ["test_the_moon_is_" + "cheese"]
    assert environment_read(Source("a.py", "os.environ.get('A'); os.environ['B']; os.environ.items()")) == {"A", "B"}
    assert Path(HOME / "run").exists()
