"""A council, a force, two kinds of agency and two roles: as little as a post needs."""

from datetime import UTC, datetime

import pytest

from accounts.models import User
from agencies import actions
from agencies.models import AgencyKind, Role
from areas.models import Area
from areas.words import fold

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def make_area(code, name, kind="authority", **details):
    return Area.objects.create(code=code, name=name, name_key=fold(name), kind=kind, **details)


def make_role(code, kind, agency_kind, order=0):
    return Role.objects.create(
        code=code,
        slug=code.lower().replace("_", "-"),
        name=code.title(),
        everyday_name=code.title(),
        agency_kind=agency_kind,
        audience="children",
        kind=kind,
        resolves_on="home",
        question="Where does the child live?",
        order=order,
    )


@pytest.fixture
def at():
    return AT


@pytest.fixture
def no_postcodes(settings, tmp_path):
    """No file of postcodes is loaded."""
    settings.POSTCODES_FILE = tmp_path / "none.sqlite3"


@pytest.fixture
def leeds(db):
    return make_area("E08000035", "Leeds")


@pytest.fixture
def headingley(db):
    return make_area("E05011395", "Headingley & Hyde Park", "ward")


@pytest.fixture
def admin(db):
    return User.objects.create(email="admin@example.org", name="Perpetua Gill")


@pytest.fixture
def council_kind(db):
    return AgencyKind.objects.create(code="la_children", name="Council children's services", sector="social_care")


@pytest.fixture
def visitor(council_kind):
    return make_role("HV", Role.Kind.PERSON, council_kind)


@pytest.fixture
def front_door(council_kind):
    return make_role("FRONT_DOOR_CHILD", Role.Kind.DESK, council_kind, order=1)


@pytest.fixture
def council(council_kind, leeds, admin):
    return actions.add_agency(name="Leeds children's services", kind=council_kind, area=leeds, by=admin, at=AT)


@pytest.fixture
def refuge(council_kind, admin):
    return actions.add_agency(name="Hollin House", kind=council_kind, confidential=True, by=admin, at=AT)


@pytest.fixture
def post(visitor, council, admin):
    return actions.add_post(role=visitor, agency=council, title="Health visitor, Chapel Allerton", by=admin, at=AT)
