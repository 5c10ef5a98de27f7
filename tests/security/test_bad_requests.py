"""A request that no browser of ours would send gets a plain answer, the same on either database, and never a broken page."""

import pytest
from django.test import Client

from tests.profiles.world import words

pytestmark = pytest.mark.at_length

EVERYWHERE = [
    "/",
    "/duty/",
    "/sign-in/",
    "/find/hv/",
    "/people/zzzzzzzzzz/",
    "/agencies/nobody/",
    "/static/css/app.css",
    "/nope/",
]


@pytest.fixture
def knocking(town):
    """Somebody who has signed in, and for whom an error in a view is an error here."""
    return town.client("prac")


@pytest.mark.parametrize("bad", ["%00", "a%00b/", "?q=%00", "?x=1&%00=2"])
def test_a_nul_in_an_address_is_refused_with_a_page(knocking, bad):
    for address in EVERYWHERE:
        response = knocking.get(f"{address}{bad}")
        assert response.status_code == 400, address
        assert "This address cannot be read" in words(response)


@pytest.mark.parametrize("bad", ["?{}", "{}/", "?q={}"])
def test_an_address_without_an_end_is_refused(knocking, bad):
    for address in EVERYWHERE:
        assert knocking.get(address + bad.format("x" * 100_000)).status_code == 400, address


@pytest.mark.parametrize("bad", ["%ff", "%c3%28", "%ed%a0%80", "%e2%28%a1", "%f0%9f", "%C0%AF", "%u0041"])
def test_bytes_that_are_no_text_lead_nowhere(knocking, bad):
    for address in ("/people/{}/", "/agencies/{}/", "/areas/{}/", "/find/{}/", "/search/{}/", "/begin/{}/", "/{}"):
        response = knocking.get(address.format(bad))
        assert response.status_code in (404, 410) or response["Location"] == "/", address


@pytest.mark.parametrize("bad", ["%ff", "%c3%28", "%ed%a0%80"])
def test_bytes_that_are_no_text_in_a_query_or_a_form_are_read_as_best_they_can(knocking, bad):
    form = "application/x-www-form-urlencoded"
    assert knocking.get("/find/hv/", QUERY_STRING=f"area={bad}").status_code == 404
    assert knocking.post("/find/", f"role=hv&area={bad}", content_type=form).status_code == 200
    assert knocking.post("/suggest/schools/", f"q={bad}", content_type=form).json() == {"suggestions": []}
    assert knocking.post("/search/", f"q={bad}", content_type=form).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/people/9223372036854775808/", "/people/1/", "/people/" + "9" * 5000 + "/", "/posts/0000000000/", "/people/ZZZZZZZZZZ/",
        "/people/zzzzzzzzzz", "/people/zzzzzzzzzz/edit/", "/agencies/" + "a" * 5000 + "/", "/agencies/a_b/", "/areas/" + "A" * 5000 + "/",
        "/.git/config", "/.env", "/settings.py", "/static/../directory/settings.py", "/static/..%2f..%2fdirectory/settings.py",
        "/nope/", "/wp-login.php", "/server-status", "/debug/", "/__debug__/", "/%2e%2e/%2e%2e/etc/passwd",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found_and_says_nothing_more(knocking, address):
    response = knocking.get(address, follow=True)
    assert response.status_code == 404
    assert "Page not found" in words(response)
    for secret in ("urlconf", "settings.py", "Traceback", "DEBUG", "SECRET"):
        assert secret not in response.content.decode().replace(address, "")


@pytest.mark.parametrize(
    "page", ["999999999999999999999999999999", "-1", "0", "NaN", "1e309", "%D9%A3", "", "2;DROP", "last", "1&page=2", "01"]
)
def test_a_page_that_is_none_is_the_nearest_there_is(town, knocking, page):
    response = knocking.get(f"/agencies/{town.world.council.slug}/?page={page}")
    assert response.status_code == 200
    assert town.world.council.name in words(response)


AT = [
    "9999-12-31T23:59", "0001-01-01T00:00", "2026-02-30T10:00", "2026-11-23T25:00", "99999-01-01T00:00", "-2026-11-23T10:00", "now",
    "2026-11-23", "2026-11-23T10:00Z", "2026-11-23T10:00:00", "2026-03-29T01:30", "2026-10-25T01:30", "1970-01-01T00:00",
    "2026-11-23 10:00", "%D9%A2026-11-23T10:00", "1e9", "x" * 300,
]  # fmt: skip


@pytest.mark.parametrize("at", AT)
def test_a_moment_that_is_none_is_explained_and_an_odd_one_answered(town, knocking, at):
    for slug in ("hv", "everyone"):
        for fold in ("", "&fold=1", "&fold=9", "&fold=x"):
            address = f"/find/{slug}/?area={town.world.leeds.code}&at={at}{fold}"
            assert knocking.get(address).status_code == 200, address


@pytest.mark.parametrize(
    "query",
    [
        "sort=password",
        "offset=-5",
        "limit=1e9",
        "agency__users__password__startswith=a",
        "_method=DELETE",
        "debug=1",
        "format=json",
    ],
)
def test_what_nobody_asked_for_changes_nothing(town, knocking, query):
    from tests.profiles.world import without_tokens

    address = town.address("agency", "own agency")
    plain, dressed = knocking.get(address), knocking.get(f"{address}?{query}")
    assert without_tokens(dressed).replace(query, "") == without_tokens(plain)


def test_of_a_parameter_given_twice_the_last_counts_and_places_add_up(town, knocking):
    code = town.world.leeds.code
    twice = knocking.get(f"/find/hv/?area={code}&area={code}&at=nonsense&at=2026-11-23T10:00")
    assert "Give a date and time" not in words(twice)
    many = knocking.get("/find/hv/?" + "&".join([f"area={code}"] * 400))
    assert many.status_code == 200


@pytest.mark.parametrize(
    "status, body", [(400, {f"f{number}": "x" for number in range(1001)}), (413, {"q": "x" * 3_000_000})], ids=["many", "long"]
)
def test_a_form_larger_than_any_of_ours_is_refused(knocking, status, body):
    assert knocking.post("/search/", body).status_code == status


@pytest.mark.parametrize(
    "content_type, body",
    [
        ("application/json", b'{"q": "x"}'),
        ("application/json", b"{"),
        ("text/plain", b"q=x"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\nexa'),
        ("multipart/form-data; boundary=" + "x" * 5000, b""),
        ("application/x-www-form-urlencoded; charset=utf-7", b"q=+ADw-"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"q=x"),
        ("application/x-www-form-urlencoded", b"&&&===&q"),
        ("", b"q=x"),
    ],
)
def test_a_body_of_another_kind_is_no_form(town, content_type, body):
    for address in ("/search/", "/find/", "/suggest/schools/", "/sign-in/", "/patch/"):
        client = town.client("anon" if address == "/sign-in/" else "prac")
        assert client.generic("POST", address, body, content_type=content_type).status_code < 500, address


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "", "\xff"])
def test_only_our_own_host_is_answered(db, host):
    response = Client().get("/duty/", headers={"host": host})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"accept-language": "xx-" + "y" * 4000}, {"accept-language": "../../etc"}, {"cookie": "sid=%00; csrf=\"\"; =; ;"},
        {"cookie": "messages=notjson; sid=" + "é" * 10}, {"content-length": "-1"}, {"content-length": "many"},
        {"x-forwarded-host": "evil.example"}, {"x-forwarded-proto": "https"}, {"referer": "x" * 5000}, {"origin": "null"},
        {"x-http-method-override": "DELETE"}, {"range": "bytes=0-0,1-1"}, {"if-modified-since": "yesterday"},
    ],
)  # fmt: skip
def test_odd_headers_change_nothing(db, headers):
    response = Client().get("/duty/", headers=headers)
    assert response.status_code == 200
    assert "evil" not in response.content.decode()
