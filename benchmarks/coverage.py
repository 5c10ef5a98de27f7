"""What it costs to find the posts that answer for a role and a place, in directories of several sizes, on both engines."""

import argparse
import json
import random
import statistics
import sys
import time

# Milliseconds in process that finding and ranking the posts of a role and its stand-ins may take, for 95 of 100, at any size.
BUDGET = {"SQLite": 10, "PostgreSQL": 25}
SIZES = "1000,100000"
ROUNDS = 3  # of each question the quickest counts: what else the machine does comes and goes
LINES = {
    "median": "ms", "95th percentile": "ms", "coverages met, median": "rows", "coverages met, 95th percentile": "rows",
    "building": "s",
}  # fmt: skip
COUNCILS, LOCALITIES = 361, 20  # at most; as many localities in each council
WIDE, WIDER = 0.3, 0.05  # of the posts so many answer for a whole council, and so many for something larger too


def main(argv):
    """Prints each engine's figures for each size; the exit code is 1 when one of them is over its budget."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks coverage")
    parser.add_argument("--posts", default=SIZES, help=f"sizes, separated by commas (default {SIZES}; a million takes long)")
    parser.add_argument("--asked", type=int, default=400)
    parser.add_argument("--keep", help="a folder with a short path in which the directories are kept for the next time")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.inside:
        json.dump(measure(options.inside, options.asked), sys.stdout)
        return 0
    from benchmarks import fresh

    over, before = False, {}
    for size in map(int, options.posts.split(",")):
        with fresh.databases(options.keep and f"{options.keep}/posts{size}") as every:
            for engine, database, folder in every:
                figures = fresh.inside("coverage", database, folder, size, "--asked", options.asked)
                print(
                    f"{engine}, {size:,} posts, {figures['coverages']:,} coverages, {options.asked} questions, "
                    f"the quickest of {ROUNDS} rounds of each:"
                )
                for name, unit in LINES.items():
                    if figures[name] is not None:
                        print(f"  {name:<30}{figures[name]:10.2f} {unit}", flush=True)
                late = figures["95th percentile"]
                if engine in before:
                    grown = late / before[engine][1]
                    print(
                        f"  {'growth of the 95th percentile':<30}{grown:10.2f} × for {size / before[engine][0]:.0f} × the posts"
                    )
                before[engine] = size, late
                over = over or late > BUDGET[engine]
    return int(over)


def measure(size, asked):
    """The figures of LINES for so many posts in the database in use, which may hold them already."""
    from django.db import connection

    from agencies.models import Coverage, Post
    from benchmarks.bulk import settle

    built = None if Post.objects.exists() else build(size)
    settle(connection)
    drawn = list(questions(random.Random(25), asked))
    met = [matches(*question)[1] for question in drawn]
    taken = []
    for question in drawn:
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            matches(*question)
            times.append((time.perf_counter() - began) * 1000)
        taken.append(min(times))
    return {
        "coverages": Coverage.objects.count(), "median": statistics.median(taken), "95th percentile": late(taken),
        "coverages met, median": statistics.median(met), "coverages met, 95th percentile": late(met), "building": built,
    }  # fmt: skip


def late(values):
    return statistics.quantiles(values, n=20)[18]


def matches(role, places, day):
    """Who answers for a role and those that stand in for it at these places: (how many, of how many coverages)."""
    from agencies.snapshot import roles
    from directory.finder.answer import STAND_INS, _covering
    from directory.finder.matching import match, match_anywhere

    chain = [other for other in roles().stand_ins[role.pk] if other.pk != role.pk]
    rows, _named = _covering(places, day, [role, *chain])
    found = match(role.resolves_on.split("|"), rows[role.pk], places)
    for other in chain:
        found += match_anywhere(rows[other.pk], places)[:STAND_INS]
    return len(found), sum(map(len, rows.values()))


def questions(chance, count):
    """Roles that go by a place on the map, each as often as there are posts of it, with a place and all it lies in."""
    from agencies.models import Post
    from agencies.snapshot import roles
    from areas.models import Area, Nesting
    from benchmarks.crowd import AT
    from directory.finder.matching import KEYS, Places, Target
    from directory.finder.places import SIZE

    by_place = [pk for pk, role in roles().by_pk.items() if KEYS[role.proper_keys[0]][0] == "main"]
    posts = list(Post.objects.filter(role__in=by_place).order_by("pk").values_list("pk", flat=True))
    for pk in chance.choices(posts, k=count):
        role, council = Post.objects.values_list("role_id", "agency__area_id").get(pk=pk)
        local = chance.choice(Nesting.objects.filter(within=council, area__kind="local").values_list("area_id", flat=True))
        around = Area.objects.filter(pk__in=[local, *Nesting.objects.filter(area=local).values_list("within_id", flat=True)])
        targets = [Target("area", area.pk, area.name) for area in sorted(around, key=lambda area: SIZE.index(area.kind))]
        yield roles().by_pk[role], Places(main=tuple(targets)), AT.date()


def build(size):
    """Saves so many posts, three coverages each, spread over the councils and what lies in and around them; returns the seconds."""
    from django.db import connection, transaction

    from agencies.models import Coverage, Post

    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        _build(connection, size, Post, Coverage)
    return time.perf_counter() - began


def _build(connection, size, Post, Coverage):
    from agencies.models import Role
    from benchmarks.bulk import without_indexes, write

    chance = random.Random(496)
    councils, around, localities, teams = grounds(size)
    roles = list(Role.objects.order_by("pk").values_list("pk", flat=True))
    # Some roles are held by very many, most by few.
    drawn = chance.choices(roles, [1 / (nth + 1) ** 0.5 for nth in range(len(roles))], k=size)
    homes = chance.choices(councils, k=size)

    def posts():
        for nth, (role, council) in enumerate(zip(drawn, homes, strict=True), 1):
            team = chance.choice(teams[council])
            yield nth, f"{nth:010}", role, team.agency_id, team.pk, f"Post {nth}"

    def coverages():
        for nth, (role, council) in enumerate(zip(drawn, homes, strict=True), 1):
            near = localities[council]
            covered = chance.sample(near, min(3, len(near)))
            if (wide := chance.random()) < WIDE:
                covered = [council, covered[0], chance.choice(around[council]) if wide < WIDER else covered[1]]
            for area in covered:
                yield nth, role, area, "residence"

    with without_indexes(connection, Post, Coverage):
        write(connection, Post, ["id", "key", "role", "agency", "team", "title"], posts())
        write(connection, Coverage, ["post", "role", "area", "basis"], coverages())


def grounds(size):
    """Councils, the larger areas around each, the localities in each and the teams of each, by primary key."""
    from agencies.models import Agency, AgencyKind, Team
    from areas.models import Area, Nesting
    from benchmarks.crowd import PATTERNS, PLACES

    kind = AgencyKind.objects.get(code="la_children")
    councils = list(Area.objects.filter(kind="authority").order_by("code")[: min(COUNCILS, max(20, size // 100))])
    around = {council.pk: [] for council in councils}
    for nesting in Nesting.objects.filter(area__in=councils).order_by("pk"):
        around[nesting.area_id].append(nesting.within_id)
    parts = PLACES[: min(LOCALITIES, 3 + size // 50_000)]
    made = Area.objects.bulk_create(
        Area(code=f"local:{area.code}-{part}", kind="local", local_kind="locality", name=f"{area.name} {part}")
        for area in councils
        for part in parts
    )
    localities = {area.pk: made[nth * len(parts) : (nth + 1) * len(parts)] for nth, area in enumerate(councils)}
    Nesting.objects.bulk_create(
        Nesting(area=locality, within_id=within)
        for council, inside in localities.items()
        for locality in inside
        for within in (council, *around[council])
    )
    agencies = Agency.objects.bulk_create(
        Agency(name=pattern.format(area.name), slug=f"{area.code}-{nth}", kind=kind, area=area)
        for area in councils
        for nth, pattern in enumerate(PATTERNS)
    )
    teams = {area.pk: [] for area in councils}
    for team in Team.objects.bulk_create(Team(agency=agency, name=f"{part} team") for agency in agencies for part in PLACES[:3]):
        teams[team.agency.area_id].append(team)
    countries = set(Area.objects.filter(kind="country").values_list("pk", flat=True))
    around = {council: [area for area in areas if area not in countries] or [council] for council, areas in around.items()}
    localities = {council: [area.pk for area in inside] for council, inside in localities.items()}
    return [area.pk for area in councils], around, localities, teams
