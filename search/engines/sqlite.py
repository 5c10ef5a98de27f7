"""The index in SQLite: full-text tables that hold their own copy of the words and follow the documents by triggers."""

from contextlib import contextmanager

from ..models import Document

TABLE = Document._meta.db_table

TABLES = {
    "search_words": "CREATE VIRTUAL TABLE search_words USING fts5(name_text, work_text, tokenize='unicode61', prefix='2 3')",
    "search_digits": "CREATE VIRTUAL TABLE search_digits USING fts5(digits, tokenize='trigram')",
    "search_vocabulary": "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab('search_words', 'row')",
}
ADD_WORDS = "INSERT INTO search_words(rowid, name_text, work_text) VALUES (new.id, new.name_text, new.work_text);"
ADD_DIGITS = "INSERT INTO search_digits(rowid, digits) SELECT new.id, new.digits WHERE new.digits <> '';"
FORGET = "DELETE FROM search_words WHERE rowid = old.id; DELETE FROM search_digits WHERE rowid = old.id;"
TRIGGERS = {
    "search_document_added": f"AFTER INSERT ON {TABLE} BEGIN {ADD_WORDS} {ADD_DIGITS} END",
    "search_document_changed": f"AFTER UPDATE ON {TABLE} BEGIN {FORGET} {ADD_WORDS} {ADD_DIGITS} END",
    "search_document_gone": f"AFTER DELETE ON {TABLE} BEGIN {FORGET} END",
}
FILL = (
    "DELETE FROM search_words",
    "DELETE FROM search_digits",
    f"INSERT INTO search_words(rowid, name_text, work_text) SELECT id, name_text, work_text FROM {TABLE}",  # noqa: S608 - our own table's name
    f"INSERT INTO search_digits(rowid, digits) SELECT id, digits FROM {TABLE} WHERE digits <> ''",  # noqa: S608 - as above
)


def stand(connection):
    """Makes the tables and triggers that are missing; when any was, the words are copied anew, since they may not have followed.

    Changing a table makes SQLite forget its triggers without a word.
    """
    with connection.cursor() as cursor:
        missing = {name: made for name, made in TABLES.items() if name not in _standing(cursor)}
        lost = {name: made for name, made in TRIGGERS.items() if name not in _standing(cursor)}
        for made in missing.values():
            cursor.execute(made)
        for name, made in lost.items():
            cursor.execute(f"CREATE TRIGGER {name} {made}")
        if missing or lost:
            for statement in FILL:
                cursor.execute(statement)


@contextmanager
def anew(connection):
    """Without the triggers, since one statement copies all words in a fraction of the time they would take."""
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
    yield
    stand(connection)


def _standing(cursor):
    cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'search_%'")
    return {name for (name,) in cursor.fetchall()}


def tidy(connection):
    """Merges the pieces that writing much has left."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words(search_words) VALUES ('optimize')")
        cursor.execute("INSERT INTO search_digits(search_digits) VALUES ('optimize')")


def faults(connection):
    """What is missing, or does not follow the documents."""
    with connection.cursor() as cursor:
        standing = _standing(cursor)
        gone = [name for name in (*TABLES, *TRIGGERS) if name not in standing]
        if gone:
            return [f"The index has lost {', '.join(gone)}; migrate puts it back."]
        cursor.execute(
            f"SELECT count(*) FROM {TABLE} d LEFT JOIN search_words w ON w.rowid = d.id "  # noqa: S608 - our own table's name
            "WHERE w.rowid IS NULL OR w.name_text <> d.name_text OR w.work_text <> d.work_text"
        )
        (behind,) = cursor.fetchone()
        cursor.execute(f"SELECT count(*) FROM search_words WHERE rowid NOT IN (SELECT id FROM {TABLE})")  # noqa: S608 - as above
        (over,) = cursor.fetchone()
        return [f"The words of {behind + over} documents are not those in the index."] if behind or over else []


def matching(connection, groups, *, day, seen, kinds, unordered, limit):
    """FTS5 gives its rows in the order of their ids by itself, so that it can stop at the limit."""
    where, given = _may_be_found(day, seen, kinds)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT d.id, d.name_text, d.work_text FROM search_words JOIN {TABLE} d ON d.id = search_words.rowid "  # noqa: S608 - ours
            f"WHERE search_words MATCH %s AND {where} ORDER BY search_words.rowid LIMIT %s",
            [expression(groups), *given, limit],
        )
        return cursor.fetchall()


def expression(groups):
    """The groups as FTS5 asks for them: each word in quotes, nothing in it but letters and digits."""
    return " AND ".join(f"({' OR '.join(map(_term, group))})" for group in groups)


def _term(term):
    column = "name_text : " if term.in_names else ""
    if term.spelt:
        return " OR ".join(f'{column}"{word}"' for word in term.spelt)
    return f'{column}"{term.text}"{"*" if term.prefix else ""}'


def with_number(connection, digits, *, day, seen, kinds, limit):
    """Any three digits in a row and more are found wherever they stand."""
    where, given = _may_be_found(day, seen, kinds)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT d.id FROM search_digits JOIN {TABLE} d ON d.id = search_digits.rowid "  # noqa: S608 - our own table's name
            f"WHERE search_digits MATCH %s AND {where} ORDER BY search_digits.rowid LIMIT %s",
            [f'"{digits}"', *given, limit],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _may_be_found(day, seen, kinds):
    """The condition that a document may be found by whoever asks, on this day, with its parameters."""
    where = (
        f"d.visibility IN ({', '.join(['%s'] * len(seen))})"
        " AND (d.starts_on IS NULL OR d.starts_on <= %s) AND (d.ends_on IS NULL OR d.ends_on >= %s)"
    )
    if kinds:
        where += f" AND d.kind IN ({', '.join(['%s'] * len(kinds))})"
    return where, [*seen, day.isoformat(), day.isoformat(), *kinds]


def count(connection):
    """Nothing to do: FTS5 counts by itself."""


def counts(connection):
    """From the table that FTS5 keeps of its words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT term, doc FROM search_vocabulary")
        return cursor.fetchall()
