"""What finding costs in directories of several sizes, on both engines: time in process, size, and the price of one edit."""

import argparse
import json
import random
import statistics
import sys
import time

# Milliseconds in process that a search may take, by the size of the directory: the figure of LINES and its most.
BUDGET = {100_000: {"95th percentile": 25}, 1_000_000: {"median": 15, "95th percentile": 75}}
SUGGESTED_IN = 100  # milliseconds of the whole page, at any size
SIZES = "10000,100000"
EDITS = 100
ROUNDS = 3  # of each search the quickest counts: what else the machine does comes and goes
LINES = {
    "median": "ms", "95th percentile": "ms", "95th percentile, misspelt": "ms", "part of a number, median": "ms",
    "suggestions, 95th percentile": "ms", "reading all words": "ms", "one edit, median": "ms", "one edit, 95th percentile": "ms",
    "writing everything": "s", "size of the index": "MiB", "size of the documents": "MiB",
}  # fmt: skip


def main(argv):
    """Prints each engine's figures for each size; the exit code is 1 when one of them is over its budget."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks search")
    parser.add_argument("--contacts", default=SIZES, help=f"sizes, separated by commas (default {SIZES}; a million takes long)")
    parser.add_argument("--searches", type=int, default=600)
    parser.add_argument("--keep", help="a folder with a short path in which the directories are kept for the next time")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.inside:
        json.dump(measure(options.inside, options.searches), sys.stdout)
        return 0
    from benchmarks import fresh

    over, medians = False, {}
    for size in map(int, options.contacts.split(",")):
        with fresh.databases(options.keep and f"{options.keep}/{size}") as every:
            for engine, database, folder in every:
                figures = fresh.inside("search", database, folder, size, "--searches", options.searches)
                print(
                    f"{engine}, {size:,} people, {figures['documents']:,} documents, "
                    f"{options.searches} searches, the quickest of {ROUNDS} rounds of each:"
                )
                for name, unit in LINES.items():
                    if figures[name] is not None:
                        print(f"  {name:<30}{figures[name]:10.2f} {unit}", flush=True)
                if before := medians.get(engine):
                    grown = figures["median"] / before[1]
                    print(f"  {'growth of the median':<30}{grown:10.2f} × for {size / before[0]:.0f} × the people")
                medians[engine] = size, figures["median"]
                most = {**BUDGET.get(size, {}), "suggestions, 95th percentile": SUGGESTED_IN}
                over = over or any(figures[name] > limit for name, limit in most.items())
    return int(over)


def measure(size, searches):
    """The figures of LINES for a crowd of this size in the database in use, which may hold it already."""
    from django.db import connection

    from benchmarks.bulk import settle
    from benchmarks.crowd import AT, gather
    from contacts.models import Practitioner
    from search import find
    from search.models import Document

    built = None if Practitioner.objects.exists() else gather(size)
    settle(connection)
    began = time.perf_counter()
    find.vocabulary()
    read = (time.perf_counter() - began) * 1000
    chance = random.Random(11)
    typed = [text for people in sample(chance, searches) for text in asked(people, chance)]
    chance.shuffle(typed)
    taken = {"plain": [], "misspelt": [], "number": []}
    for sort, text in typed[:searches]:
        taken[sort].append(min(timed(find.find, text, day=AT.date()) for _ in range(ROUNDS)))
    every = [each for times in taken.values() for each in times]
    suggested = suggestions([text for _sort, text in typed[: searches // 3]])
    edits = edit(chance)
    index_size, table_size = sizes(connection)
    return {
        "documents": Document.objects.count(), "median": statistics.median(every), "95th percentile": late(every),
        "95th percentile, misspelt": late(taken["misspelt"]), "part of a number, median": statistics.median(taken["number"]),
        "suggestions, 95th percentile": late(suggested),
        "reading all words": read, "one edit, median": statistics.median(edits), "one edit, 95th percentile": late(edits),
        "writing everything": built, "size of the index": index_size, "size of the documents": table_size,
    }  # fmt: skip


def timed(call, *arguments, **named):
    """Milliseconds of the wall clock that a call takes."""
    began = time.perf_counter()
    call(*arguments, **named)
    return (time.perf_counter() - began) * 1000


def suggestions(typed):
    """Milliseconds of the whole answer to somebody who has typed the first half of each of these, signed in."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    user, _new = get_user_model().objects.get_or_create(email="benchmark@example.org")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    halves = [text[: max(3, len(text) // 2)] for text in typed]
    assert client.post("/suggest/", {"q": "smith"}).status_code == 200
    return [min(timed(client.post, "/suggest/", {"q": half}) for _ in range(ROUNDS)) for half in halves]


def late(times):
    return statistics.quantiles(times, n=20)[18]


def sample(chance, count):
    """Some people of the crowd with what they do and where: (name, title of the post, number)."""
    from contacts.models import Appointment

    keys = list(Appointment.objects.order_by("pk").values_list("pk", flat=True))
    drawn = [keys[chance.randrange(len(keys))] for _ in range(count // 3)]
    columns = ("pk", "practitioner__name", "post__title", "practitioner__contact_points__value")
    found = {pk: said for pk, *said in Appointment.objects.filter(pk__in=drawn).values_list(*columns)}
    return [found[pk] for pk in drawn]


def asked(person, chance):
    """What somebody might type to reach this person, in six ways: (sort, text)."""
    name, title, number = person
    role, _comma, place = title.rpartition(", ")
    last = name.split()[-1]
    at = chance.randrange(1, len(last))
    wrong = last[:at] + chance.choice(["", "e", "a"]) + last[at + 1 :]
    yield "plain", name
    yield "plain", f"{last} {role}"
    yield "plain", f"{role} {place}"
    yield "plain", last[:4]
    yield "misspelt", f"{name.split()[0]} {wrong} {place}"
    yield "number", "".join(filter(str.isdigit, number))[-6:]


def edit(chance):
    """Milliseconds of renaming somebody and writing the index anew, committed, for some of the crowd."""
    from django.db import transaction

    from contacts.models import Practitioner
    from search import index

    taken = []
    keys = list(Practitioner.objects.order_by("pk").values_list("pk", flat=True)[:50_000])
    for pk in chance.sample(keys, EDITS):
        began = time.perf_counter()
        with transaction.atomic():
            Practitioner.objects.filter(pk=pk).update(known_as="Somebody")
            index.refresh("person", [pk])
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def sizes(connection):
    """MiB of what the engine keeps for searching, and of the documents themselves."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_words%%' OR name LIKE 'search_digits%%'")
            (index,) = cursor.fetchone()
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name = 'search_document'")
        else:
            cursor.execute("SELECT pg_relation_size('search_held') + pg_relation_size('search_digits')")
            (index,) = cursor.fetchone()
            cursor.execute("SELECT pg_table_size('search_document')")
        (table,) = cursor.fetchone()
    return index / 2**20, table / 2**20
