"""Files are named after what they hold, say what that is, stay short, and speak of nothing but the product."""

import ast
import re

import pytest

from tests.architecture.reading import HOME, PACKAGES, Source, readable, sources

BANNED_NAMES = {"utils", "util", "helpers", "helper", "services", "service", "common", "mixins", "misc", "core"}
LONGEST = 400
# In brackets so that this file does not find itself.
WORKPLACE = re.compile(
    r"/w[o]rk/|/f[a]rm/|/r[o]ot/|/h[o]me/\w|/U[s]ers/|\.\./sh[a]red|\.libr[a]ry\b|bash_j[o]bs"
    r"|pythonh[o]sted|pyp[i]\.org/simple|registry\.npm[j]s|deb\.deb[i]an"
)
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b|[Cc]oming so[o]n|NotImplemente[d]Error|lorem ips[u]m")
WAIVED = re.compile(
    r"mark_s[a]fe|\|s[a]fe\b|autoescape o[f]f|\.ra[w]\(|\.extr[a]\(|csrf_exemp[t]|except Exceptio[n]|except[:]|sys\.pat[h]\.append"
)
# What runs text as a program, makes objects of bytes somebody sent, writes text as markup, or stays behind in a browser.
NEVER = re.compile(
    r"\b(eva[l]|exe[c])\(|pickl[e]|yaml\.loa[d]|os\.syste[m]|shell=Tru[e]|(inner|outer)HTM[L]\s*\+?=|insertAdjacentHTM[L]|document\.writ[e]"
    r"|new Functio[n]|localStorag[e]|sessionStorag[e]|indexedD[B]|__import_[_]"
)
ALONE = re.compile(r"# no[q]a(?!: [A-Z]+\d+.* - \S)|# type: i[g]nore(?!.* - \S)|fmt: o[f]f")


def lines_with(pattern, files):
    """`path:line` of every line that the pattern finds."""
    return [
        f"{path}:{number} {line.strip()[:100]}"
        for path, text in files
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def code(*endings):
    return readable(*(endings or (".py", ".html", ".txt", ".js", ".css", ".sh", ".md", ".toml")))


def banned_names(paths):
    return [path for path in paths if BANNED_NAMES.intersection(part.partition(".")[0] for part in path.split("/"))]


def without_opening_sentence(source):
    """Whether a module that holds anything does not begin by saying what."""
    return bool(source.tree.body) and not ast.get_docstring(source.tree)


def test_no_file_is_a_drawer_for_odds_and_ends():
    assert banned_names(source.path for source in sources()) == []


def test_every_module_opens_with_what_it_is():
    written = [source for source in sources() if not source.inside("migrations")]
    assert [source.path for source in written if without_opening_sentence(source)] == []


def test_no_file_outgrows_one_noun():
    long = [(path, text.count("\n")) for path, text in readable(".py", ".html", ".js") if "/migrations/" not in path]
    assert [(path, lines) for path, lines in long if lines > LONGEST] == []


def test_the_product_speaks_only_of_itself():
    assert lines_with(WORKPLACE, readable()) == []


def test_nothing_is_left_unfinished_on_its_face():
    assert lines_with(UNFINISHED, code()) == []


def test_nothing_escapes_escaping():
    ours = [(path, text) for path, text in code(".py", ".html", ".txt") if not path.startswith("tests/")]
    assert lines_with(WAIVED, ours) == []


def test_nothing_runs_what_somebody_sent_or_stays_behind_in_a_browser():
    elsewhere = ("tests/", "scripts/", "static/vendor/")
    ours = [(path, text) for path, text in code(".py", ".html", ".js") if not path.startswith(elsewhere)]
    assert lines_with(NEVER, ours) == []
    assert len(lines_with(NEVER, [("a.js", "box.innerHTML = text\nlocalStorage.text = text")])) == 2


def test_a_waived_check_says_which_and_why():
    assert lines_with(ALONE, code(".py")) == []


def test_no_package_is_left_out_of_coverage_or_the_import_contracts():
    import tomllib

    tools = tomllib.loads((HOME / "pyproject.toml").read_text())["tool"]
    assert sorted(tools["coverage"]["run"]["source"]) == sorted([*PACKAGES, "templates"])
    assert sorted(tools["importlinter"]["root_packages"]) == PACKAGES


@pytest.mark.parametrize("path", ["contacts/utils.py", "common/models.py", "agencies/services.py", "accounts/mixins.py"])
def test_the_gate_sees_a_drawer(path):
    assert banned_names([path, "contacts/models.py"]) == [path]


def test_the_gate_sees_a_module_that_does_not_introduce_itself():
    assert without_opening_sentence(Source("contacts/views.py", "import os"))
    assert not without_opening_sentence(Source("contacts/__init__.py", ""))


@pytest.mark.parametrize(
    "pattern, line",
    [
        (WORKPLACE, "open('/ro" + "ot/notes')"),
        (WORKPLACE, "see ../sha" + "red/notes"),
        (WORKPLACE, "--index https://pypi.o" + "rg/simple"),
        (UNFINISHED, "# TO" + "DO later"),
        (WAIVED, "return mark_" + "safe(text)"),
        (WAIVED, "{{ text|" + "safe }}"),
        (WAIVED, "except Excep" + "tion:"),
        (WAIVED, "Post.objects.ra" + "w('…')"),
        (ALONE, "import os  # no" + "qa"),
        (ALONE, "import os  # no" + "qa: F401"),
    ],
)
def test_the_gate_sees_a_line_nobody_should_write(pattern, line):
    assert lines_with(pattern, [("a.py", line)]) != []


def test_the_gate_accepts_a_waiver_with_its_reason():
    assert lines_with(ALONE, [("a.py", "import os  # no" + "qa: E402 - it needs the line above")]) == []
