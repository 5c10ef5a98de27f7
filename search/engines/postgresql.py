"""The index in PostgreSQL: a column of words that follows its document by itself, and an index over it."""

from contextlib import contextmanager

from django.db import DatabaseError, transaction

from ..models import Document

TABLE = Document._meta.db_table
# Our own words only, so the plain configuration takes them as they are. A number is also kept from its end, for the case that the
# extension below is not to be had: then the beginning and the end of a number are found, and the middle is not.
COLUMN = f"""
ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS held tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', name_text), 'A') || setweight(to_tsvector('simple', work_text), 'B')
    || setweight(to_tsvector('simple', digits || ' ' || reverse(digits)), 'D')) STORED
"""
# Without a list of pending rows: the first searches after an import would wait for it.
INDEX = f"CREATE INDEX IF NOT EXISTS search_held ON {TABLE} USING gin (held) WITH (fastupdate = off)"
EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
DIGITS = f"CREATE INDEX IF NOT EXISTS search_digits ON {TABLE} USING gin (digits gin_trgm_ops)"
COUNTED = "CREATE TABLE IF NOT EXISTS search_counted (word text PRIMARY KEY, documents integer NOT NULL)"
EVERY_WORD = f"SELECT word, ndoc FROM ts_stat('SELECT held FROM {TABLE}', 'ab')"  # noqa: S608 - our own table's name
COUNT_ANEW = f"""
WITH every AS MATERIALIZED ({EVERY_WORD}),
gone AS (DELETE FROM search_counted WHERE word NOT IN (SELECT word FROM every))
INSERT INTO search_counted SELECT word, ndoc FROM every
ON CONFLICT (word) DO UPDATE SET documents = excluded.documents WHERE search_counted.documents <> excluded.documents
"""  # noqa: S608 - as above
# Up to so many documents their words are counted when they are asked for; of more, the worker's last count is read.
COUNTED_AT_ONCE = 20_000


def stand(connection):
    """Makes what is missing. The extension for parts of numbers is optional: whoever hosts the database may refuse it."""
    with _unhurried(connection) as cursor:
        cursor.execute(COUNTED)
        standing = _standing(cursor)
        if "search_held" not in standing:
            cursor.execute(COLUMN)
            cursor.execute(INDEX)
        if "search_digits" not in standing:
            try:
                with transaction.atomic(using=connection.alias):
                    cursor.execute(EXTENSION)
                    cursor.execute(DIGITS)
            except DatabaseError:
                return


@contextmanager
def _unhurried(connection):
    """A cursor in a transaction whose statements may read or write everything: the limit of the settings is meant for pages."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        (limit,) = cursor.fetchone()
        cursor.execute("SET LOCAL statement_timeout = 0")
        yield cursor
        # The transaction may be part of a longer one.
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [limit])


@contextmanager
def anew(connection):
    """Where nothing is found yet, the indexes are made after the rows. Elsewhere they stay: people are searching meanwhile."""
    with _unhurried(connection) as cursor:
        empty = not Document.objects.exists()
        if empty:
            cursor.execute("DROP INDEX IF EXISTS search_held, search_digits")
        yield
        if empty:
            stand(connection)


def _standing(cursor):
    cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s AND schemaname = current_schema()", [TABLE])
    return {name for (name,) in cursor.fetchall()}


def tidy(connection):
    """Tells the planner what is there now, and counts the words."""
    with _unhurried(connection) as cursor:
        cursor.execute(f"ANALYZE {TABLE}")
    count(connection)


def faults(connection):
    """The column follows by itself, so only its absence can be wrong."""
    with connection.cursor() as cursor:
        gone = {"search_held"} - _standing(cursor)
        return [f"The index has lost {', '.join(sorted(gone))}; migrate puts it back."] if gone else []


def matching(connection, groups, *, day, seen, kinds, unordered, limit):
    """The matches first, as one step of its own: else the planner may walk all documents in order, hoping to meet some soon.

    For the same reason it is not told how few are enough: that stands in a query of its own, which it does not look into.
    """
    where, given = _may_be_found(day, seen, kinds)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH met AS MATERIALIZED (SELECT d.id FROM {TABLE} d WHERE d.held @@ %s::tsquery AND {where}"  # noqa: S608 - ours
            f" {'LIMIT (SELECT %s)' if unordered else ''}) SELECT d.id, d.name_text, d.work_text FROM {TABLE} d"
            " WHERE d.id IN (SELECT id FROM met ORDER BY id LIMIT %s) ORDER BY d.id",
            [expression(groups), *given, *([limit] if unordered else []), limit],
        )
        return cursor.fetchall()


def expression(groups):
    """The groups as a tsquery: each word in quotes, nothing in it but letters and digits."""
    return " & ".join(f"({' | '.join(map(_term, group))})" for group in groups)


def _term(term):
    marks = "A" if term.in_names else "AB"
    if term.spelt:
        return " | ".join(f"'{word}':{marks}" for word in term.spelt)
    return f"'{term.text}':{'*' if term.prefix else ''}{marks}"


def with_number(connection, digits, *, day, seen, kinds, limit):
    """Wherever the digits stand in a number; without the extension, only at its beginning or end."""
    where, given = _may_be_found(day, seen, kinds)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('search_digits') IS NOT NULL")
        if cursor.fetchone()[0]:
            asked, values = "d.digits LIKE %s", [f"%{digits}%"]
        else:
            asked, values = "d.held @@ %s::tsquery", [f"'{digits}':*D | '{digits[::-1]}':*D"]
        cursor.execute(
            f"WITH met AS MATERIALIZED (SELECT d.id FROM {TABLE} d WHERE {asked} AND {where})"  # noqa: S608 - ours
            " SELECT id FROM met ORDER BY id LIMIT %s",
            [*values, *given, limit],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _may_be_found(day, seen, kinds):
    """The condition that a document may be found by whoever asks, on this day, with its parameters."""
    where = "d.visibility = ANY(%s) AND (d.starts_on IS NULL OR d.starts_on <= %s) AND (d.ends_on IS NULL OR d.ends_on >= %s)"
    if kinds:
        return f"{where} AND d.kind = ANY(%s)", [list(seen), day, day, list(kinds)]
    return where, [list(seen), day, day]


def count(connection):
    """Keeps how many documents hold each word, for `counts`: that means reading all of them, for too long to keep a page waiting."""
    with _unhurried(connection) as cursor:
        cursor.execute(COUNT_ANEW)


def counts(connection):
    """As last counted, where the documents are many; else, or before the first count, from the column of every document."""
    with _unhurried(connection) as cursor:
        cursor.execute(f"SELECT 1 FROM {TABLE} OFFSET %s LIMIT 1", [COUNTED_AT_ONCE])  # noqa: S608 - our own table's name
        if cursor.fetchone():
            cursor.execute("SELECT word, documents FROM search_counted")
            if found := cursor.fetchall():
                return found
        cursor.execute(EVERY_WORD)
        return cursor.fetchall()
