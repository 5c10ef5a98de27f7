"""Rows by the million: copied in as the engine does it best, with the indexes made afterwards and the planner told."""

from contextlib import contextmanager
from io import StringIO
from itertools import islice

AT_ONCE = 50_000
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE tbl_name = %s AND type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN "
    "(SELECT conindid::regclass::text FROM pg_constraint WHERE conindid <> 0)",
}


@contextmanager
def without_indexes(connection, *models):
    """Inside, the tables of these models have none but those of their constraints."""
    with connection.cursor() as cursor:
        made = []
        for model in models:
            cursor.execute(INDEXES[connection.vendor], [model._meta.db_table])
            made += cursor.fetchall()
        for name, _sql in made:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for _name, sql in made:
            cursor.execute(sql)


def settle(connection):
    """Tells PostgreSQL's planner what is there now, which may take longer than a page may; SQLite goes by its rules of thumb."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; ANALYZE; RESET statement_timeout")


def write(connection, model, names, rows):
    """Adds `rows` of values for the fields `names`; every other field has its default, and none of them differs from row to row."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    others = [field for name, field in fields.items() if name not in names and not field.primary_key]
    rest = [field.get_db_prep_save(field.get_default(), connection) for field in others]
    columns = ", ".join(f'"{field.column}"' for field in [*(fields[name] for name in names), *others])
    rows = ([*row, *rest] for row in rows)
    with connection.cursor() as cursor:
        while some := list(islice(rows, AT_ONCE)):
            if connection.vendor == "sqlite":
                marks = ", ".join(["%s"] * len(some[0]))
                cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})', some)
            else:
                lines = "".join("\t".join(map(_copied, row)) + "\n" for row in some)
                cursor.copy_expert(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN', StringIO(lines))


def _copied(value):
    """A value as COPY reads it; ours hold no tab, no end of line and no backslash."""
    return r"\N" if value is None else str(value)
