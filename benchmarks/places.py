"""What looking a postcode up costs: microseconds in process, and memory for each worker."""

import argparse
import multiprocessing
import random
import sqlite3
import statistics
import sys
import time
from pathlib import Path

from django.conf import settings

BUDGET_US = 20  # the median of one look-up in process, in microseconds
BUDGET_VIEW = 2  # times a page that does nothing


def main(argv):
    """Prints the figures; the exit code is 1 when there is no file to look in or the median is over the budget."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks places")
    parser.add_argument("--count", type=int, default=20_000, help="postcodes drawn at random (default 20,000)")
    count = parser.parse_args(argv).count
    if not Path(settings.POSTCODES_FILE).exists():
        print("There is no file of postcodes. Run load_postcodes first.", file=sys.stderr)
        return 1
    drawn = postcodes(count)
    figures = look_ups(drawn)
    print(f"Look-up of {count:,} postcodes drawn at random from the whole file, in process:")
    for name, value in figures.items():
        print(f"  {name:<34}{value:10.1f} µs")
    ratio = view_ratio(drawn[:1000])
    print(f"  {'a page that looks one up':<34}{ratio:10.2f} × a page that does nothing")
    print(f"Memory one worker adds for it, after {count:,} look-ups (in a fresh process):")
    for name, value in memory(drawn).items():
        print(f"  {name:<34}{value / 1024:10.1f} MiB")
    size = Path(settings.POSTCODES_FILE).stat().st_size
    print(f"  {'the file itself, on disk':<34}{size / 1024 / 1024:10.1f} MiB")
    return int(figures["locate, median"] > BUDGET_US or ratio > BUDGET_VIEW)


def postcodes(count):
    """The same `count` postcodes every time, drawn evenly from the whole file."""
    connection = sqlite3.connect(f"file:{settings.POSTCODES_FILE}?mode=ro&immutable=1", uri=True)
    every = [code for (code,) in connection.execute("SELECT code FROM postcode")]
    connection.close()
    return random.Random(2720556).choices(every, k=count)


def look_ups(drawn):
    """Microseconds of `locate`, and of the bare query it rests on, over the same postcodes."""
    from areas.lookup import locate

    bare = sqlite3.connect(f"file:{settings.POSTCODES_FILE}?mode=ro&immutable=1", uri=True)
    query = "SELECT profile, easting, northing, ended FROM postcode WHERE code = ?"
    plain = min((timed(lambda code: bare.execute(query, (code,)).fetchone(), drawn) for _ in range(3)), key=statistics.median)
    bare.close()
    # Other work on the machine can only make a pass slower, so the quickest of three says most about the code.
    whole = min((timed(locate, drawn) for _ in range(3)), key=statistics.median)
    missing = timed(locate, ["ZZ99 9ZZ"] * 2000)
    part = timed(locate, [code.split(" ")[0] for code in drawn[:5000]])
    return {
        "locate, median": statistics.median(whole),
        "locate, 99th percentile": statistics.quantiles(whole, n=100)[98],
        "a postcode that is not held, median": statistics.median(missing),
        "a district only, median": statistics.median(part),
        "the bare SQL, median": statistics.median(plain),
    }


def timed(call, values):
    """Microseconds of each call."""
    taken = []
    for value in values:
        start = time.perf_counter_ns()
        call(value)
        taken.append((time.perf_counter_ns() - start) / 1000)
    return taken


def memory(drawn):
    """KiB that the first look-ups add to a process: all resident, its share of what is shared, and what is its own alone."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        before, after = pool.apply(_measure, (str(settings.POSTCODES_FILE), drawn))
    names = {"Rss": "resident (RSS)", "Pss": "its share (PSS, one worker)", "Private_Dirty": "its own alone"}
    return {label: after[name] - before[name] for name, label in names.items()}


def _measure(path, drawn):
    import os

    os.environ["POSTCODES_FILE"] = path
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")
    import django

    django.setup()
    from areas.lookup import locate

    before = _smaps()
    for postcode in drawn:
        locate(postcode)
    return before, _smaps()


def _smaps():
    """KiB by kind, from the kernel."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    return {name: int(value.split()[0]) for name, value in (line.split(":") for line in lines)}


def view_ratio(drawn):
    """How many times the CPU of a page that does nothing a page takes that looks a postcode up besides, middleware and all.

    Both are asked in turn, so that whatever else the machine does falls on both alike. Neither touches the database.
    """
    from django.test import Client

    settings.ALLOWED_HOSTS, settings.ROOT_URLCONF = ["testserver"], "benchmarks.noop_urls"
    client, taken = Client(), {"nothing": [], "look-up": []}
    for postcode in drawn:
        for page, times in taken.items():
            start = time.process_time_ns()
            response = client.get(f"/{page}/{postcode}/")
            times.append(time.process_time_ns() - start)
            assert response.status_code == 200, response.status_code
    return statistics.median(taken["look-up"]) / statistics.median(taken["nothing"])
