"""Every page named in Python exists and compiles, and no template brings its own script, style or scope."""

import ast
import re

import pytest
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template

from tests.architecture.reading import HOME, Source, readable, sources

OWN = ("templates/",)
INLINE = re.compile(
    r"<style\b|\sstyle=|\son[a-z]+=[\"']|href=[\"']javascript:|<script(?![^>]*\ssrc=)(?![^>]*type=.application/json)", re.I
)
COMPONENT = re.compile(r"{%\s*include\s+[\"']components/[^%]*%}")


def templates():
    return [(path, text) for path, text in readable(".html", ".txt") if path.startswith(OWN)]


def named_templates(source):
    """The template names written in a Python file, as `name` and where; the settings name files of another kind."""
    if source.path == "directory/settings.py":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[\w./-]*\w\.html", node.value):
            yield node.value, f"{source.path}:{node.lineno}"


def missing_templates(source):
    missing = []
    for name, where in named_templates(source):
        try:
            get_template(name)
        except TemplateDoesNotExist:
            missing.append(f"{where} names {name}")
    return missing


def inline(path, text):
    return [f"{path}: {found.group(0).strip()}" for found in INLINE.finditer(text)]


def open_scope(path, text):
    """Included components that see everything the page sees; with `only` they see what they are given."""
    return [f"{path}: {found.group(0)}" for found in COMPONENT.finditer(text) if not re.search(r"\bonly\s*%}$", found.group(0))]


def test_every_template_named_in_python_exists():
    assert [fault for source in sources() for fault in missing_templates(source)] == []


def test_every_template_compiles():
    for path, _ in templates():
        get_template(path.removeprefix("templates/"))


def test_no_page_brings_its_own_script_or_style():
    assert [fault for path, text in templates() for fault in inline(path, text)] == []


def test_components_see_only_what_they_are_given():
    assert [fault for path, text in templates() for fault in open_scope(path, text)] == []


def test_templates_are_found_where_they_are_looked_for():
    assert engines["django"].engine.dirs == [HOME / "templates"]


def test_the_gate_sees_a_template_that_is_not_there():
    assert missing_templates(Source("contacts/views.py", 'render(request, "contacts/nowhere.html")')) != []


@pytest.mark.parametrize(
    "line",
    [
        "<p style='color:red'>",
        "<style>p{}</style>",
        '<a onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
    ],
)
def test_the_gate_sees_script_and_style_in_a_page(line):
    assert inline("a.html", line) != []
    assert inline("a.html", '<script type="module" src="/static/app.js"></script><p class="style">') == []


def test_the_gate_sees_a_component_with_the_whole_page_in_view():
    assert open_scope("a.html", '{% include "components/phone.html" with number=number %}') != []
    assert open_scope("a.html", '{% include "components/phone.html" with number=number only %}') == []
