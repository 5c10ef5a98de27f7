"""Every thing that is ever recorded has a sentence."""

import ast

import pytest

from directory.history.telling import KINDS, TELLINGS
from tests.architecture.reading import sources


def verbs(tree):
    """The verbs that a piece of code records: the first argument of `record`, of `_record`, and every `verb=` handed on."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            given = [call.args[0]] if name in ("record", "_record") and call.args else []
            given += [keyword.value for keyword in call.keywords if keyword.arg == "verb"]
            yield from (each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str))


def untold(tree):
    return sorted({verb for verb in verbs(tree) if verb not in TELLINGS})


def test_every_verb_that_is_recorded_has_a_sentence():
    assert {source.path: untold(source.tree) for source in sources() if untold(source.tree)} == {}


def test_a_verb_without_a_sentence_is_noticed():
    assert untold(ast.parse('record("did something new", row, by=by, at=at)')) == ["did something new"]
    assert untold(ast.parse('_added(row, verb="made something", by=by, at=at)')) == ["made something"]
    assert untold(ast.parse('record("confirmed", row, by=by, at=at)')) == []


def test_every_sentence_is_recorded_somewhere():
    said = {verb for source in sources() if source.path != "directory/history/telling.py" for verb in verbs(source.tree)}
    assert set(TELLINGS) - said == set()


@pytest.mark.parametrize("verb", sorted(TELLINGS))
def test_a_sentence_reads_with_whatever_is_known(verb):
    known = dict.fromkeys(("who", "whose", "person", "post", "team", "agency"), "X")
    assert "%" not in str(TELLINGS[verb].says) % known
    assert TELLINGS[verb].kind in {"", *dict(KINDS)}
