"""Reads pages the way a person does: cards, rungs and sentences, not markup."""

import html
import re

CARD = re.compile(r'<article[^>]*data-card="(\w+)"[^>]*>(.*?)</article>', re.S)


def words(markup):
    """The words of some markup, one space between them."""
    said = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())
    return re.sub(r" ([,.;:])", r"\1", said)


def main(response):
    """The words of a page's main part and what stands right above it."""
    page = response.content.decode()
    found = re.search(r'<div class="app-before">(.*?)</main>', page, re.S)
    return words(found[1] if found else page)


def cards(response):
    """The cards of an answer, in order: (kind, words)."""
    return [(kind, words(markup)) for kind, markup in CARD.findall(response.content.decode())]


def ring(response):
    """The words of the card to ring first."""
    return next(text for kind, text in cards(response) if kind == "ring")


def title(response):
    """The page's title."""
    return words(re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)[1])
