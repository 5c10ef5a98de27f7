"""Keeps the SQL that Django compiled for a query, so that a page asked for all day does not build the same query each time.

Building the dozen queries of an answer costs several times what the database needs to answer them (`python -m benchmarks
answer`). The queries stay ordinary querysets, written once with markers in place of values; Django's own compiler turns them
into SQL and its own converters read the rows, so both engines stay Django's business.
"""

from datetime import UTC, date, datetime, timedelta

from django.db import connection

# Markers are values nobody stores, so that each can be found again among the parameters of the SQL.
FIRST_ID = -9_000_000_000_000
FIRST_DAY = date(1600, 1, 1)
NOBODY = -1


class Prepared:
    """A queryset written as a function of its values, compiled once for each shape and then only run.

    `make` takes lists of primary keys or codes, dates or aware instants and returns a queryset of `values_list`. Calling the result
    with values gives the rows as tuples. Lists are padded to the next power of two, so there are few shapes.
    """

    def __init__(self, make):
        self.make = make
        self.compiled = {}

    def __call__(self, *values):
        values = [_padded(value) if _is_list(value) else value for value in values]
        shape = (connection.vendor, *(len(value) if _is_list(value) else 0 for value in values))
        sql, places, converters, compiler = self.compiled.get(shape) or self._compile(shape, values)
        flat = [_adapted(each) for value in values for each in (value if _is_list(value) else [value])]
        with connection.cursor() as cursor:
            cursor.execute(sql, [fixed if index is None else flat[index] for index, fixed in places])
            rows = cursor.fetchall()
        return [tuple(row) for row in compiler.apply_converters(rows, converters)] if converters else rows

    def _compile(self, shape, values):
        markers, flat = [], []
        for value in values:
            made = [_marker(each, len(flat) + nth) for nth, each in enumerate(value if _is_list(value) else [value])]
            markers.append(made if _is_list(value) else made[0])
            flat += made
        compiler = self.make(*markers).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        known = {_adapted(marker): index for index, marker in enumerate(flat)}
        places = [(known.get(parameter), parameter) for parameter in parameters]
        converters = compiler.get_converters([select[0] for select in compiler.select])
        self.compiled[shape] = sql, places, converters, compiler
        return self.compiled[shape]


def _is_list(value):
    return not isinstance(value, date | int | str)


def _padded(values):
    """The values and enough repeats of the first to make a power of two; a list of nobody when there are none."""
    values = list(values) or [NOBODY]
    return values + values[:1] * ((1 << (len(values) - 1).bit_length()) - len(values))


def _marker(value, nth):
    """A value of the same type that no row has and no other marker is."""
    if isinstance(value, datetime):
        return datetime(FIRST_DAY.year, 1, 1, tzinfo=UTC) + timedelta(days=nth)
    if isinstance(value, date):
        return FIRST_DAY + timedelta(days=nth)
    return f"\N{SYMBOL FOR NULL}{nth}" if isinstance(value, str) else FIRST_ID - nth


def _adapted(value):
    """The value as this engine's driver wants it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
