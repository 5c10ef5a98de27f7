"""Reads the file of postcodes: one read-only SQLite file beside the database, replaced whole and never changed.

A new file is noticed within a second. Connections are kept between look-ups and lent to one thread at a time, so a server that
starts and stops its threads holds no more of them than look-ups ever ran at once.
"""

import logging
import os
import sqlite3
import time
from collections import deque

from django.conf import settings

# What this code can read; a file of another format counts as no file until it is built again.
FORMAT = "1"

# Border cells: squares of this many metres, numbered column by column; the Irish grid's columns follow the British ones.
CELL = 250
CELLS_UP = 8000
IRISH_COLUMNS = 4000

# How near another council is near, in metres.
NEAR = 1000

_LOOK_AGAIN_AFTER = 1.0  # seconds

log = logging.getLogger(__name__)


def cell_of(easting, northing, irish):
    """The number of the border cell in which a point lies."""
    return (easting // CELL + (IRISH_COLUMNS if irish else 0)) * CELLS_UP + northing // CELL


class SideFile:
    """One opened edition of the file. Its methods answer in codes; names and nesting are the look-up's business."""

    def __init__(self, path):
        self._address = f"file:{path}?mode=ro&immutable=1"
        self._idle = deque()
        self.meta = dict(self.all("SELECT key, value FROM meta"))
        if self.meta.get("format") != FORMAT:
            raise sqlite3.DatabaseError(f"format {self.meta.get('format')}, not {FORMAT}")
        self.authorities = dict(self.all("SELECT id, code FROM authority"))
        self.names = {code: (kind, name) for code, kind, name in self.all("SELECT code, kind, name FROM name")}
        # What the look-up makes of this edition's profiles is kept with the edition, and goes with it.
        self.kept = {}

    def __del__(self):
        while self._idle:
            self._idle.pop().close()

    def _open(self):
        connection = sqlite3.connect(self._address, uri=True, check_same_thread=False, isolation_level=None)
        # Pages come from the kernel's cache, shared by all workers; the file is never cut short under a mapping, only replaced.
        connection.executescript("PRAGMA mmap_size=268435456; PRAGMA cache_size=-64; PRAGMA query_only=1;")
        return connection

    def one(self, sql, params=()):
        """The first row of a query, or None."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._open()
        try:
            return connection.execute(sql, params).fetchone()
        finally:
            self._idle.append(connection)

    def all(self, sql, params=()):
        """Every row of a query."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._open()
        try:
            return connection.execute(sql, params).fetchall()
        finally:
            self._idle.append(connection)

    def postcode(self, spaced):
        """(profile, easting, northing, ended as yyyymm or None) of a postcode, or None when it is not held."""
        return self.one("SELECT profile, easting, northing, ended FROM postcode WHERE code = ?", (spaced,))

    def profile(self, number):
        """(authority number, ward, ICB, force) of a profile; each may be None."""
        return self.one("SELECT authority, ward, icb, force FROM profile WHERE id = ?", (number,))

    def profiles(self):
        """The number of every profile."""
        return [number for (number,) in self.all("SELECT id FROM profile")]

    def near(self, cell):
        """(authority number, easting, northing) of a nearest postcode of each other authority around a cell."""
        return self.all("SELECT authority, easting, northing FROM near WHERE cell = ?", (cell,))

    def shares(self, kind, written):
        """(authority number, postcodes) of each authority in a "sector", "district" or "area", the largest first."""
        if kind == "area":
            return self.all(
                "SELECT authority, sum(count) FROM district WHERE code >= ? AND code < ? GROUP BY authority"
                " ORDER BY sum(count) DESC, authority",
                (f"{written}0", f"{written}:"),
            )
        table = "sector" if kind == "sector" else "district"
        return self.all(
            f"SELECT authority, count FROM {table} WHERE code = ? ORDER BY count DESC, authority",  # noqa: S608 - one of two names
            (written,),
        )


class _Served:
    path = None
    identity = None
    side_file = None
    look_again_at = 0.0


_served = _Served()


def current():
    """The edition now served, or None while there is no file that can be read."""
    served, path = _served, settings.POSTCODES_FILE
    if time.monotonic() < served.look_again_at and path is served.path:
        return served.side_file
    return _look_again(path)


def _look_again(path):
    global _served
    served = _Served()
    served.path = path
    try:
        status = os.stat(path)
        served.identity = (os.fspath(path), status.st_ino, status.st_mtime_ns, status.st_size)
        same = served.identity == _served.identity
        served.side_file = _served.side_file if same else SideFile(path)
    except FileNotFoundError:
        pass
    except (OSError, sqlite3.Error) as problem:
        # Said once a second at most, and only while it lasts.
        log.error("The file of postcodes cannot be read: %s", problem)
        served.identity = None
    served.look_again_at = time.monotonic() + _LOOK_AGAIN_AFTER
    _served = served
    return served.side_file


def forget():
    """Looks at the file afresh next time; a forked process must not share its parent's connections."""
    global _served
    _served = _Served()


os.register_at_fork(after_in_child=forget)
