"""Builds the file of postcodes whole and puts it in place in one step, or leaves the old one as it was."""

import fcntl
import math
import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from areas.sidefile import CELL, CELLS_UP, FORMAT, IRISH_COLUMNS, NEAR

SCHEMA = """
PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;
PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE name (code TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE authority (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, irish INTEGER NOT NULL);
CREATE TABLE profile (id INTEGER PRIMARY KEY, authority INTEGER REFERENCES authority, ward TEXT, icb TEXT, force TEXT);
CREATE TABLE postcode (
    code TEXT PRIMARY KEY, profile INTEGER NOT NULL REFERENCES profile, easting INTEGER, northing INTEGER, ended INTEGER
) WITHOUT ROWID;
CREATE TABLE district (code TEXT, authority INTEGER REFERENCES authority, count INTEGER NOT NULL,
    PRIMARY KEY (code, authority)) WITHOUT ROWID;
CREATE TABLE sector (code TEXT, authority INTEGER REFERENCES authority, count INTEGER NOT NULL,
    PRIMARY KEY (code, authority)) WITHOUT ROWID;
CREATE TABLE near (cell INTEGER, authority INTEGER REFERENCES authority, easting INTEGER NOT NULL, northing INTEGER NOT NULL,
    PRIMARY KEY (cell, authority)) WITHOUT ROWID;
"""


class CannotBuild(Exception):
    """Why the file was not built, as one sentence for the operator."""


@dataclass
class Source:
    """Where postcodes come from.

    `rows` yields (code "LS7 4AA", profile number, easting, northing, ended yyyymm), the last three None when unknown, and fills
    `profiles` with {(authority, ward, icb, force): number} as it goes. `names` is {code: (kind, name)}. `place()` says where in
    the source the last row came from.
    """

    name: str
    rows: object
    profiles: dict
    version: object
    label: str
    names: dict = field(default_factory=dict)
    place: object = staticmethod(lambda: "")


@dataclass(frozen=True)
class Edition:
    """What is known of one built file: its version, what to call its age, where it came from, and how many postcodes."""

    version: str
    label: str
    source: str
    count: int
    built_at: str


@contextmanager
def _alone(target):
    """Waits for another build of the same file to finish, in this or any other process on the machine."""
    with open(f"{target}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def edition_at(path):
    """The `Edition` of the file at this path, or None when there is none of a format this code reads."""
    if not Path(path).exists():
        return None
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        meta = dict(connection.execute("SELECT key, value FROM meta"))
    except sqlite3.DatabaseError:
        return None
    finally:
        connection.close()
    if meta.get("format") != FORMAT:
        return None
    return Edition(meta["version"], meta["label"], meta["source"], int(meta["count"]), meta["built_at"])


def build(source, target, *, unless=None):
    """Build `target` from a `Source`, or from a function that gives one, and return its `Edition`.

    Written beside the target, flushed to the disk, then renamed over it: readers see the old file or the new one. When `unless`
    is the version the file already has, nothing is done. Raises `CannotBuild` with one sentence; the old file then stands.
    """
    target = Path(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        old = edition_at(target)
        if old is not None and old.version == unless:
            return old
        unfinished = Path(f"{target}.new")
        unfinished.unlink(missing_ok=True)  # left by a build that was killed
        try:
            edition = _write(source() if callable(source) else source, unfinished)
            _keep(unfinished, target)
        except sqlite3.Error as problem:
            raise CannotBuild(f"The file of postcodes could not be written: {problem}.") from problem
        finally:
            unfinished.unlink(missing_ok=True)
        return edition


def _keep(unfinished, target):
    for path, then in ((unfinished, lambda: os.replace(unfinished, target)), (target.parent, lambda: None)):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        then()


def _write(source, path):
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(SCHEMA)
        connection.execute("BEGIN")
        try:
            with closing(source.rows):
                connection.executemany("INSERT INTO postcode VALUES (?, ?, ?, ?, ?)", source.rows)
        except sqlite3.IntegrityError as problem:
            raise CannotBuild(f"{source.place()}: this postcode is there twice.") from problem
        count = connection.execute("SELECT count(*) FROM postcode").fetchone()[0]
        if not count:
            raise CannotBuild(f"{source.name} holds no postcodes.")
        _write_profiles(connection, source)
        _write_shares(connection)
        _write_borders(connection)
        edition = Edition(
            version=source.version(),
            label=source.label,
            source=source.name,
            count=count,
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        meta = {"format": FORMAT, **{name: str(value) for name, value in vars(edition).items()}}
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        connection.execute("COMMIT")
    finally:
        connection.close()
    return edition


def _write_profiles(connection, source):
    codes = sorted({authority for authority, *_ in source.profiles if authority})
    numbers = {code: number for number, code in enumerate(codes, start=1)}
    connection.executemany(
        "INSERT INTO authority VALUES (?, ?, ?)", [(numbers[code], code, code.startswith("N")) for code in codes]
    )
    connection.executemany(
        "INSERT INTO profile VALUES (?, ?, ?, ?, ?)",
        [(number, numbers.get(authority), ward, icb, force) for (authority, ward, icb, force), number in source.profiles.items()],
    )
    used = {code for profile in source.profiles for code in profile if code}
    connection.executemany(
        "INSERT INTO name VALUES (?, ?, ?)",
        [(code, kind, name) for code, (kind, name) in sorted(source.names.items()) if code in used],
    )


def _write_shares(connection):
    """How many postcodes each authority has in each sector and district; old postcodes count only where there is no other."""
    counted = connection.execute(
        """SELECT substr(code, 1, length(code) - 2), authority, sum(ended IS NULL), count(*)
           FROM postcode JOIN profile ON profile.id = profile WHERE authority IS NOT NULL GROUP BY 1, 2"""
    ).fetchall()
    sectors: dict[str, dict[int, list[int]]] = {}
    districts: dict[str, dict[int, list[int]]] = {}
    for sector, authority, live, ever in counted:
        for table, code in ((sectors, sector), (districts, sector.rsplit(" ", 1)[0])):
            counts = table.setdefault(code, {}).setdefault(authority, [0, 0])
            counts[0] += live
            counts[1] += ever
    for name, table in (("sector", sectors), ("district", districts)):
        rows = []
        for code, by_authority in sorted(table.items()):
            which = 0 if any(live for live, _ in by_authority.values()) else 1
            rows += [(code, authority, counts[which]) for authority, counts in by_authority.items() if counts[which]]
        connection.executemany(f"INSERT INTO {name} VALUES (?, ?, ?)", rows)  # noqa: S608 - one of two names


def _write_borders(connection):
    """For each small square with postcodes near a border: a nearest postcode of each other authority.

    Exact to some tens of metres: the nearest to the middle of the square, at most 177 m from where anybody stands in it, is
    kept, and the look-up measures to it. It is always a real postcode there, so a distance is never too short.
    """
    around = [column * 2000 + row for column in (-1, 0, 1) for row in (-1, 0, 1)]
    squares: dict[int, set[int]] = {}
    live = "postcode JOIN profile ON profile.id = profile JOIN authority ON authority.id = authority"
    kilometre = "(easting / 1000 + 1000 * irish) * 2000 + northing / 1000"
    for square, authority in connection.execute(
        f"SELECT DISTINCT {kilometre}, authority FROM {live} WHERE easting IS NOT NULL AND ended IS NULL"  # noqa: S608 - ours
    ):
        squares.setdefault(square, set()).add(authority)
    mixed = [
        (square,)
        for square, authorities in squares.items()
        if any((other := squares.get(square + step)) and (len(other) > 1 or other != authorities) for step in around)
    ]
    connection.execute("CREATE TEMP TABLE mixed (id INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO mixed VALUES (?)", mixed)

    points: dict[int, dict[int, list[tuple[int, int]]]] = {}
    for cell, authority, easting, northing in connection.execute(
        # One point of each authority for each 100 metres is near enough, and half the work.
        f"SELECT (easting / {CELL} + {IRISH_COLUMNS} * irish) * {CELLS_UP} + northing / {CELL}, authority, easting, northing"  # noqa: S608 - ours
        f" FROM {live} JOIN mixed ON mixed.id = {kilometre} WHERE easting IS NOT NULL AND ended IS NULL"
        " GROUP BY irish, easting / 100, northing / 100, authority"
    ):
        points.setdefault(cell, {}).setdefault(authority, []).append((easting, northing))
    connection.executemany("INSERT INTO near VALUES (?, ?, ?, ?)", sorted(_nearest(points)))
    connection.execute("DROP TABLE mixed")


def _nearest(points):
    """(cell, authority, easting, northing) of the point nearest the middle of each cell, for authorities with one in reach."""
    reach = range(-NEAR // CELL - 1, NEAR // CELL + 2)
    steps = sorted(
        (CELL * math.hypot(across, up), across * CELLS_UP + up)
        for across in reach
        for up in reach
        if math.hypot(max(abs(across) - 1, 0), max(abs(up) - 1, 0)) * CELL < NEAR
    )
    corner = CELL / math.sqrt(2)
    # 0 marks a cell of several authorities, so that most of the country is passed over with one comparison a cell.
    only = {cell: next(iter(here)) if len(here) == 1 else 0 for cell, here in points.items()}
    get = only.get
    for cell, mine in only.items():
        hits = [step for step in steps if get(cell + step[1], mine) != mine or (not mine and cell + step[1] in only)]
        if not hits:
            continue
        column, row = divmod(cell, CELLS_UP)
        east, north = (column % IRISH_COLUMNS + 0.5) * CELL, (row + 0.5) * CELL
        best: dict[int, tuple[float, int, int]] = {}
        for distance, step in hits:
            for authority, found in points[cell + step].items():
                if authority == mine or (authority in best and best[authority][0] < distance - corner):
                    continue
                nearest = min((math.hypot(e - east, n - north), e, n) for e, n in found)
                if nearest[0] <= NEAR + corner and nearest < best.get(authority, (math.inf,)):
                    best[authority] = nearest
        for authority, (_, easting, northing) in best.items():
            yield cell, authority, easting, northing
