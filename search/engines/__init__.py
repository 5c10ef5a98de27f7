"""What differs between the two databases: how the index is kept, and how it is asked. Each engine is one module."""

from django.db import connections

from ..models import Document
from . import postgresql, sqlite

TABLE = Document._meta.db_table
MOST = 200
SHOWN = "id, kind, thing, key, title, label, boost"


def engine(connection):
    """The module for this connection's database."""
    return sqlite if connection.vendor == "sqlite" else postgresql


def stand(using, **signal):
    """Makes what is missing of the index in the database `using`, after every migration: changing a table can take it away."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if TABLE in connection.introspection.table_names(cursor):
            engine(connection).stand(connection)


def anew(connection):
    """A context in which every document is written anew: the engine's own index is made once at its end, not row by row."""
    return engine(connection).anew(connection)


def tidy(connection):
    """Brings the engine's own figures up to date after everything was written anew."""
    engine(connection).tidy(connection)


def faults(connection):
    """What is wrong with the engine's own index, one sentence each."""
    return engine(connection).faults(connection)


def matching(connection, groups, *, day, seen, kinds, unordered=False, limit=MOST):
    """At most `limit` documents that hold a term of each group, the oldest first: rows of id, name_text and work_text."""
    return engine(connection).matching(connection, groups, day=day, seen=seen, kinds=kinds, unordered=unordered, limit=limit)


def shown(connection, pks):
    """What a list shows of these documents: rows of SHOWN, with the facets as JSON that nobody has read yet."""
    if not pks:
        return []
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(pks))
        cursor.execute(f"SELECT {SHOWN}, CAST(facets AS text) FROM {TABLE} WHERE id IN ({marks})", list(pks))  # noqa: S608 - ours
        return cursor.fetchall()


def with_number(connection, digits, *, day, seen, kinds, limit=MOST):
    """The ids of documents with a telephone number that holds these digits."""
    return engine(connection).with_number(connection, digits, day=day, seen=seen, kinds=kinds, limit=limit)


def count(connection):
    """Counts the words of the index for `counts`, where the engine does not do so by itself."""
    engine(connection).count(connection)


def counts(connection):
    """Every word of the index with the number of documents that hold it."""
    return engine(connection).counts(connection)
