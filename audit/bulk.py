"""Rows by the thousand, written as each engine takes them quickest: no objects, one statement for many."""

import csv
import secrets
from io import StringIO

from django.db import connection

AT_ONCE = 1000
AS_THEY_ARE = {
    "BigAutoField",
    "BigIntegerField",
    "BooleanField",
    "CharField",
    "ForeignKey",
    "IntegerField",
    "OneToOneField",
    "PositiveSmallIntegerField",
    "SmallIntegerField",
    "TextField",
}


def reserve(model, count):
    """As many primary keys of a table that only grows, in order; nobody else is given them."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Whoever has been given a number holds the table until the row is there: see audit/chain.py.
            cursor.execute(f'LOCK TABLE "{table}" IN ROW EXCLUSIVE MODE')
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
            return [key for (key,) in cursor.fetchall()]
        # Whoever writes on SQLite is alone until the transaction ends.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        first = (cursor.fetchone() or (0,))[0] + 1
    return list(range(first, first + count))


def insert(model, names, rows):
    """Adds rows of values for the fields `names`; the others have no default that matters."""
    fields = [model._meta.get_field(name) for name in names]
    rows = _ready(fields, rows)
    if not rows:
        return
    columns = ", ".join(f'"{field.column}"' for field in fields)
    into = f'"{model._meta.db_table}" ({columns})'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, into, rows)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608 - our own names


def _copy(cursor, into, rows):
    """PostgreSQL takes a file of CSV several times quicker than statements. Nothing is said by a word that no value can be."""
    nothing, file = secrets.token_hex(16), StringIO()
    csv.writer(file).writerows([[nothing if value is None else value for value in row] for row in rows])
    file.seek(0)
    with connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {into} FROM STDIN (FORMAT csv, NULL '{nothing}')", file)


def create(model, things):
    """Saves many new instances and gives them their primary keys, as `bulk_create` would in half the time; sends no signals."""
    things, fields = list(things), model._meta.local_concrete_fields
    for key, thing in zip(reserve(model, len(things)), things, strict=True):
        thing.pk, thing._state.adding, thing._state.db = key, False, connection.alias
    rows = ([getattr(thing, field.attname) for field in fields] for thing in things)
    insert(model, [field.name for field in fields], rows)


def update(model, names, things):
    """Saves these fields of many saved instances."""
    fields = [model._meta.get_field(name) for name in names]
    values = _ready(fields, ([getattr(thing, field.attname) for field in fields] for thing in things))
    rows = [[*row, thing.pk] for row, thing in zip(values, things, strict=True)]
    table = model._meta.db_table
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            changes = ", ".join(f'"{field.column}" = told."{field.column}"' for field in fields)
            columns = ", ".join(f'"{field.column}"' for field in fields)
            marks = ", ".join(f"%s::{field.db_type(connection)}" for field in fields)
            told = f'(VALUES %s) AS told ({columns}, id) WHERE "{table}".id = told.id'
            _execute_values(cursor, f'UPDATE "{table}" SET {changes} FROM {told}', rows, f"({marks}, %s)")  # noqa: S608 - our own names
        else:
            changes = ", ".join(f'"{field.column}" = %s' for field in fields)
            cursor.executemany(f'UPDATE "{table}" SET {changes} WHERE "id" = %s', rows)  # noqa: S608 - our own names


def _ready(fields, rows):
    """Rows of values as the database takes them; text and numbers are as they are, and asking costs more than writing them."""
    rows = [list(row) for row in rows]
    for nth, field in enumerate(fields):
        if field.get_internal_type() not in AS_THEY_ARE:
            for row in rows:
                if row[nth] is not None:
                    value = field.get_db_prep_save(row[nth], connection)
                    # What Django wraps JSON in for PostgreSQL.
                    row[nth] = value.dumps(value.adapted) if hasattr(value, "dumps") else value
    return rows


def _execute_values(cursor, statement, rows, marks):
    from psycopg2.extras import execute_values

    with connection.wrap_database_errors:
        execute_values(cursor.cursor, statement, rows, template=marks, page_size=AT_ONCE)
