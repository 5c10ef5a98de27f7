"""Rows by the thousand, written as each engine takes them quickest: no objects, one statement for many."""

from django.db import connection

AT_ONCE = 1000
AS_THEY_ARE = {str, int, type(None)}


def reserve(model, count):
    """As many primary keys of a table that only grows, in order; nobody else is given them."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
            return [key for (key,) in cursor.fetchall()]
        # Whoever writes on SQLite is alone until the transaction ends.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        first = (cursor.fetchone() or (0,))[0] + 1
    return list(range(first, first + count))


def insert(model, names, rows):
    """Adds rows of values for the fields `names`; the others have no default that matters."""
    fields = [model._meta.get_field(name) for name in names]
    rows = [[_ready(field, value) for field, value in zip(fields, row, strict=True)] for row in rows]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    start = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES '  # noqa: S608 - our own names
    marks = f"({', '.join(['%s'] * len(fields))})"
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _execute_values(cursor, f"{start}%s", rows, marks)
        else:
            cursor.executemany(start + marks, rows)


def update(model, names, things):
    """Saves these fields of many saved instances."""
    fields = [model._meta.get_field(name) for name in names]
    rows = [[*(_ready(field, getattr(thing, field.attname)) for field in fields), thing.pk] for thing in things]
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


def _ready(field, value):
    """A value as the database takes it; text and numbers are as they are, and asking costs more than writing them."""
    return value if type(value) in AS_THEY_ARE else field.get_db_prep_save(value, connection)


def _execute_values(cursor, statement, rows, marks):
    from psycopg2.extras import execute_values

    execute_values(cursor.cursor, statement, rows, template=marks, page_size=AT_ONCE)
