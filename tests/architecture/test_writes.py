"""Only actions change data, and each of them says who did it, and when, and leaves a record."""

import ast

import pytest

from tests.architecture.reading import Source, sources

WRITES = {"save", "create", "get_or_create", "update_or_create", "delete"}
# What a chain of calls holds when it ends in rows, so that `.update()` is theirs and not a dictionary's.
ROWS = {"objects", "filter", "exclude", "all", "select_for_update"}
# A cache and a session hold nothing that anybody would ask about later.
NOT_ROWS = {"cache", "session", "caches"}
# The index follows changes that have left their record, and seals are made of records.
MAY_WRITE = {"audit/chain.py", "audit/log.py", "search/index.py"}


def chain(node):
    """The names along a chain of attributes and calls: `Post.objects.filter(…).update` gives Post, objects, filter, update."""
    names = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return [node.id, *names[::-1]] if isinstance(node, ast.Name) else names[::-1]


def is_write(call):
    if not isinstance(call.func, ast.Attribute):
        return False
    *before, verb = chain(call.func)
    if verb in WRITES or verb.startswith("bulk_"):
        return not NOT_ROWS.intersection(before)
    return verb == "update" and bool(ROWS.intersection(before))


def writes_outside_actions(source):
    """Every place in the file that changes rows although the file is no `actions.py`."""
    if source.name == "actions.py" or source.path in MAY_WRITE or source.inside("migrations", "actions"):
        return []
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call) and is_write(node)]
    return [f"{source.path}:{call.lineno} calls .{call.func.attr}()" for call in calls]


def calls_of(function):
    return [node for node in ast.walk(function) if isinstance(node, ast.Call)]


def leaves_a_record(function):
    """It records what it did, or hands `by` and `at` on to another action, which does."""
    for call in calls_of(function):
        if chain(call.func)[-1:] == ["record"] or {"by", "at"} <= {keyword.arg for keyword in call.keywords}:
            return True
    return False


def faults_of_actions(source):
    """What is wrong with the public functions of an `actions.py`."""
    if source.name != "actions.py" and not source.inside("actions"):
        return []
    faults = []
    for function in source.tree.body:
        if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
            continue
        where, arguments = f"{source.path}: {function.name}", function.args
        if arguments.args or arguments.posonlyargs or arguments.vararg:
            faults.append(f"{where} can be called without naming its arguments")
        if missing := {"by", "at"} - {argument.arg for argument in arguments.kwonlyargs}:
            faults.append(f"{where} does not take {' and '.join(sorted(missing))}")
        if not any("atomic" in chain(decorator) for decorator in function.decorator_list):
            faults.append(f"{where} is not one transaction")
        if not leaves_a_record(function):
            faults.append(f"{where} leaves no record")
    return faults


def test_only_actions_change_data():
    assert [fault for source in sources() for fault in writes_outside_actions(source)] == []


def test_every_action_names_its_actor_and_time_and_records_itself():
    assert [fault for source in sources() for fault in faults_of_actions(source)] == []


@pytest.mark.parametrize(
    "line",
    [
        "post.save()",
        "Post.objects.create(role=role)",
        "Post.objects.bulk_create(posts)",
        "Post.objects.get_or_create(role=role)",
        "Post.objects.filter(role=role).update(name='')",
        "agency.posts.all().delete()",
        "form.save()",
    ],
)
def test_the_gate_sees_a_write_outside_actions(line):
    assert writes_outside_actions(Source("contacts/views.py", line)) != []
    assert writes_outside_actions(Source("contacts/actions.py", line)) == []


def test_the_gate_lets_a_dictionary_and_the_cache_be():
    assert writes_outside_actions(Source("contacts/views.py", "context.update(posts=posts)\ncache.delete('x')")) == []


GOOD = """
@transaction.atomic
def verify(*, point, by, at):
    record("verified", point, by=by, at=at)
"""


@pytest.mark.parametrize(
    "good, bad, fault",
    [
        ("(*, point", "(point", "can be called without naming its arguments"),
        ("point, by, at)", "point, at)", "does not take by"),
        ("point, by, at)", "point, by)", "does not take at"),
        ("@transaction.atomic\n", "", "is not one transaction"),
        ('record("verified", point, by=by, at=at)', "point.save()", "leaves no record"),
    ],
)
def test_the_gate_sees_an_action_that_breaks_its_form(good, bad, fault):
    assert faults_of_actions(Source("contacts/actions.py", GOOD)) == []
    assert good in GOOD
    assert fault in "; ".join(faults_of_actions(Source("contacts/actions.py", GOOD.replace(good, bad))))
