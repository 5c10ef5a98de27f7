"""A directory of any size answers by its indexes; what it costs in a large one is measured by `python -m benchmarks coverage`."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from agencies.models import Coverage, Post
from benchmarks import coverage
from directory.finder import facts

DAY = date(2026, 11, 24)


@pytest.fixture
def crowded(db):
    """Places, roles, and what the benchmark found when it had made up three hundred posts."""
    call_command("load_places", verbosity=0)
    call_command("load_roles", verbosity=0)
    return coverage.measure(300, 20)


def indexes(model):
    with connection.cursor() as cursor:
        return {
            name for name, made in connection.introspection.get_constraints(cursor, model._meta.db_table).items() if made["index"]
        }


def test_the_benchmark_makes_up_posts_and_finds_them(db, crowded):
    assert crowded.keys() == {*coverage.LINES, "coverages"}
    assert (Post.objects.count(), Coverage.objects.count()) == (300, 900)
    assert crowded["coverages met, median"] >= 1
    assert crowded["95th percentile"] >= crowded["median"] > 0


def test_rows_that_came_in_bulk_leave_the_indexes_as_they_were(db, crowded):
    assert {"coverage_role_area", "coverage_role_setting", "coverage_role_agency"} <= indexes(Coverage)
    assert {f"agencies_post_{name}" for name in ("role_id", "agency_id", "team_id")} <= {
        name.rpartition("_")[0] for name in indexes(Post)
    }


def test_a_role_and_a_place_are_looked_up_by_the_index_that_holds_both(db, crowded):
    if connection.vendor != "sqlite":
        return  # PostgreSQL goes by its statistics, and three hundred posts are few
    role, area = Coverage.objects.values_list("role_id", "area_id").first()
    plan = facts.COVERING_SOME.make([area, area], [-1], [-1], DAY, [role]).explain()
    for name in ("coverage_role_area", "coverage_role_setting", "coverage_role_agency"):
        assert name in plan, plan
