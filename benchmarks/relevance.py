"""Whether what people type finds whom they mean: written queries over a made-up crowd, judged, on both engines."""

import argparse
import csv
import json
import sys
from pathlib import Path

JUDGED = Path(__file__).parent / "judged"
RECALL, MRR, APART = 0.95, 0.90, 0.02
CONSIDERED = 10


def main(argv):
    """Prints recall@10 and the mean reciprocal rank of each engine; the exit code is 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks relevance")
    parser.add_argument("--contacts", type=int, default=10_000, help="people in the crowd (default 10,000)")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.inside:
        json.dump(measure(options.contacts), sys.stdout)
        return 0
    from benchmarks import fresh

    figures, found = {}, {}
    with fresh.databases() as every:
        for engine, database, folder in every:
            figures[engine] = fresh.inside("relevance", database, folder, "--contacts", options.contacts)
    count = len(table("queries"))
    print(f"{count} written queries over {options.contacts:,} made-up people and {len(table('people'))} of whom they ask:")
    for engine, places in figures.items():
        recall, mrr = judge(places)
        found[engine] = recall, mrr
        print(f"  {engine:<12} recall@10 {recall:.3f}   MRR {mrr:.3f}")
        for row, place in zip(table("queries"), places, strict=True):
            if place != 1:
                print(
                    f"    {row['typed']!r}: {'not among the first ten' if place is None else f'in place {place}'}",
                    file=sys.stderr,
                )
    apart = max(max(values) - min(values) for values in zip(*found.values(), strict=True))
    print(f"  the two engines are {apart:.3f} apart")
    return int(apart > APART or any(recall < RECALL or mrr < MRR for recall, mrr in found.values()))


def table(name):
    """The rows of one of the tables in the folder `judged`."""
    with (JUDGED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judge(places):
    """Recall among the first ten, and the mean of one over the place, of a list of places (None for not found)."""
    return sum(place is not None for place in places) / len(places), sum(1 / place for place in places if place) / len(places)


def measure(contacts):
    """For each query the place of what was wanted among the first ten found, or None."""
    from benchmarks.crowd import AT, gather
    from search.find import find

    gather(contacts, table("people"))
    places = []
    for row in table("queries"):
        titles = [hit.title for hit in find(row["typed"], day=AT.date())[:CONSIDERED]]
        places.append(titles.index(row["wanted"]) + 1 if row["wanted"] in titles else None)
    return places
