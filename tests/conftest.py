"""What every test stands on: quick hashing, plain static files, marks given by machine, and a browser that reports what it refused."""

import os
import random
import shutil
from pathlib import Path

import pytest
from django.conf import settings

# Playwright keeps an event loop on the main thread, where Django would otherwise refuse to touch the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

pytest_plugins = ["tests.postcodes_fixture", "tests.demo_fixture", "tests.emptying"]

DATABASES = {"db", "transactional_db"}
FULL = os.environ.get("FULL") == "1"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_configure(config):
    # Coverage of templates needs the line numbers that only debugging templates keep.
    settings.TEMPLATES[0]["OPTIONS"]["debug"] = True
    # Hashed file names exist only after collectstatic, and a good password hash is slow on purpose.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A test is one transaction, and may think for longer than a request may.
    if said := settings.DATABASES["default"].get("OPTIONS", {}).get("options"):
        settings.DATABASES["default"]["OPTIONS"]["options"] = f"{said} -c idle_in_transaction_session_timeout=600000"
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Marks each test by what it asks for, so that no mark can be forgotten, and sets aside what only the full run does."""
    set_aside = []
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
        elif not item.get_closest_marker("django_db") and not DATABASES.intersection(item.fixturenames):
            item.add_marker(pytest.mark.pure)
        if item.get_closest_marker("full") and not FULL:
            set_aside.append(item)
    if set_aside:
        config.hook.pytest_deselected(items=set_aside)
        items[:] = [item for item in items if item not in set_aside]


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """What a worker keeps of the roles and of the words of the index for a while belongs to the database of another test."""
    from agencies import snapshot
    from search import find

    snapshot.forget()
    find.forget()


@pytest.fixture
def scaled():
    """`scaled(n)` is n under ./test --full and a tenth of it, at least one, otherwise."""
    return lambda n: n if FULL else max(1, n // 10)


@pytest.fixture
def chance(request):
    """A random source that draws the same numbers for the same test every time."""
    return random.Random(request.node.nodeid)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        pytest.fail("No Chromium on this machine. On Debian: sudo apt install chromium", pytrace=False)
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    offline = ["--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*quiet, *offline]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def context(context):
    """A browser context whose pages fail the test when the security policy refused something or a script broke."""
    complaints = []

    def listen(page):
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))

    context.on("page", listen)
    context.on(
        "console", lambda line: "Content Security Policy" in line.text and complaints.append(f"{line.page.url}: {line.text}")
    )
    yield context
    assert complaints == []


@pytest.fixture
def axe_clean():
    """`axe_clean(page)` fails with every WCAG 2.2 AA rule the page breaks and the elements that break it."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page):
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
        assert [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]] == [], page.url

    return check
