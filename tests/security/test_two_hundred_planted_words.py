"""Two hundred postcodes, invented names and nonsense words go through every box; then everything that is kept is searched for them."""

import re
from itertools import cycle
from urllib.parse import unquote_plus

import pytest

from tests.security.test_nothing_typed_leaks import kept, logged  # noqa: F401 - a fixture

pytestmark = pytest.mark.at_length

PLANTED = 200
FIND = ["postcode", "school", "practice", "area", "authority", "provider", "role", "at", "fold", "unsure", "raise", "place_is"]
BEGINNINGS = "bramb quill thist fenn gorsh wrenn ashl peverk oswin hallow".split()
ENDINGS = "lethwaite ingfarrow wickstead underbarrow elscombe orthanger".split()
# What a seal looks like: it opens only with the key, so whatever letters it happens to hold say nothing.
SEALED = re.compile(r"gAAAA[\w=-]+")
ADDRESSES = re.compile(r'(?:href|action|src|content|data-[a-z-]+)="([^"]*)"')


def postcodes(chance, many):
    """Whole postcodes of seven letters and digits from all over the country, as people write them."""
    from areas.postcodes import Postcode, parse

    found = []
    while len(found) < many:
        area = chance.choice(["LS", "BD", "NE", "SW", "SE", "BT", "EH", "CF", "NG", "GU"])
        typed = f"{area}{chance.randrange(10, 30)} {chance.randrange(1, 9)}{''.join(chance.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"
        if isinstance(parse(typed), Postcode) and typed not in found:
            found.append(typed)
    return found


def planted(chance):
    """Two hundred things somebody might type, each found nowhere else."""
    names = [f"{chance.choice('abcdefgh')}zq{start}{end}".title() for start in BEGINNINGS for end in ENDINGS]
    codes = postcodes(chance, 80)
    nonsense = ["".join(chance.choices("bcdfghjklmnpqrstvwxz", k=12)) for _ in range(PLANTED - len(codes) - len(names))]
    words = [*codes, *names, *nonsense]
    chance.shuffle(words)
    assert len(set(words)) == PLANTED
    return words


def flat(text):
    return "".join(unquote_plus(SEALED.sub("", text)).lower().split())


def leaks(words, text):
    """Which of the words stand in a text, however spaced, escaped or capitalised."""
    held = flat(text)
    return [word for word in words if flat(word) in held]


def forms(word, field, nth, full):
    """Boxes with the word in them: all there are in a full run, else the form, the one box, and two others in turn: (address, form)."""
    every = list(all_forms(word, field))
    return every if full else [every[0], every[4], *(every[(nth * 2 + more) % len(every)] for more in range(2))]


def all_forms(word, field):
    yield "/find/", {"role": "hv", field: word}
    yield "/find/", {field: word}
    yield "/find/", {"role": "hv", "asked": "practice", "practice": word, "kept_area": "E08000035", "again": "/find/ask/x/"}
    yield "/find/", {"role": "police-front-door", "asked": "place", "postcode_instead": word, "kept_area": word}
    yield "/search/", {"q": word}
    yield "/search/", {"q": f"urgent health visitor {word}"}
    yield "/suggest/", {"q": word}
    for name in ("schools", "practices", "places", "agencies"):
        yield f"/suggest/{name}/", {"q": word}
    yield "/patch/", {"area": word}


def test_none_of_two_hundred_words_is_kept_anywhere(town, signed_in, logged, chance, scaled):  # noqa: F811 - the fixture
    words, found, fields = planted(chance), [], cycle(FIND)
    answered = 0
    for nth, word in enumerate(words):
        for address, form in forms(word, next(fields), nth, scaled(10) == 10):
            response = signed_in.post(address, form)
            assert response.status_code < 500, (address, form)
            seen = [str(response.headers), response.cookies.output()]
            if response.status_code == 302:
                answered += 1
                seen += [response["Location"]]
                response = signed_in.get(response["Location"])
                assert response.status_code < 500, (address, form)
                seen += [str(response.headers), response.cookies.output()]
            # Where the page leads, and what its scripts and histories may read; what was typed may stand in the box itself.
            seen += ADDRESSES.findall(response.content.decode())
            found += [(word, address, form) for text in seen if leaks([word], text)]
    assert found == []
    assert answered > PLANTED
    assert leaks(words, logged()) == []
    assert leaks(words, kept()) == []


def test_a_word_that_did_stay_would_be_found(town, signed_in):
    session = signed_in.session
    session["last"] = "Bzqbramblethwaite"
    session.save()
    assert leaks(["Bzqbramblethwaite", "LS10 4QX"], kept()) == ["Bzqbramblethwaite"]
    assert leaks(["LS10 4QX"], "/find/hv/?postcode=ls10+4qx") == ["LS10 4QX"]
