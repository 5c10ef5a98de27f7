"""Has the database itself refuse to change or delete an event.

A trigger also refuses what goes round our code: a query typed by hand, or a fault of ours. Whoever may drop triggers can still
tamper; finding that out is what digests and seals are for. They are put back after every migration, because SQLite changes a table by
making a new one, without its triggers. `flush` is refused too, on SQLite by these, as it should be: a history is not emptied.
"""

from django.db import connections

from .models import Event, EventScope, Seal

SAYS = "Events are only ever added."
# Each table, and what the names of its triggers begin with.
TABLES = {Event._meta.db_table: "audit_event", EventScope._meta.db_table: "audit_scope", Seal._meta.db_table: "audit_seal"}
VERBS = ("UPDATE", "DELETE")

ON_SQLITE = "CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END"

# A restrict_violation arrives as the same IntegrityError that SQLite's ABORT does.
FUNCTION = """
CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{says}' USING ERRCODE = 'restrict_violation'; END $$
"""
ON_POSTGRESQL = "CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()"


def names(stem=""):
    """The triggers that stand on the tables, one for each verb a table refuses; with a `stem`, those of that table."""
    return [f"{each}_no_{verb.lower()}" for each in ([stem] if stem else TABLES.values()) for verb in VERBS]


def stand(using, **signal):
    """Make the triggers that are missing in the database `using`; after a migration of this app, or its removal."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table, stem in TABLES.items():
            if table in there:
                _stand(connection, cursor, table, stem)


def _stand(connection, cursor, table, stem):
    pairs = list(zip(names(stem), VERBS, strict=True))
    if connection.vendor == "sqlite":
        for name, verb in pairs:
            cursor.execute(ON_SQLITE.format(name=name, verb=verb, table=table, says=SAYS))
        return
    # Only what is missing: making a trigger waits for everybody who is writing.
    cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [table])
    standing = {name for (name,) in cursor.fetchall()}
    for name, verb in pairs:
        if name not in standing:
            cursor.execute(FUNCTION.format(says=SAYS))
            cursor.execute(ON_POSTGRESQL.format(name=name, verb=verb, table=table))
