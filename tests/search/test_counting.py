"""In how many documents each word stands is known on both engines, however many there are."""

import pytest
from django.db import OperationalError, connection, transaction

from search import engines, index
from search.engines import postgresql


def counted(*words):
    """Those of the words that are known, with in how many documents they stand."""
    every = dict(engines.counts(connection))
    return {word: every[word] for word in words if word in every}


def test_words_are_counted_however_long_it_takes_to_read_them(leeds):
    leeds.listed("Hêvî Amin")
    if connection.vendor != "postgresql":
        return  # SQLite keeps a list of its words by itself
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY VIEW search_document AS SELECT d.* FROM public.search_document d, pg_sleep(0.4)")
        cursor.execute("SET statement_timeout = 200")
    with pytest.raises(OperationalError, match="statement timeout"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_document")

    index.count_words()
    assert counted("amin") == {"amin": 1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        assert cursor.fetchone() == ("200ms",)  # the next page is held to it again


def test_where_documents_are_many_a_search_reads_what_was_last_counted(leeds, monkeypatch):
    if connection.vendor != "postgresql":
        return
    monkeypatch.setattr(postgresql, "COUNTED_AT_ONCE", 0)
    person = leeds.listed("Hêvî Amin")
    index.count_words()
    leeds.listed("Rowan Amin")
    assert counted("amin", "rowan") == {"amin": 1}

    gone = person.pk
    person.delete()
    index.refresh("person", [gone])
    index.count_words()
    assert counted("amin", "rowan", "hevi") == {"amin": 1, "rowan": 1}


def test_before_the_first_count_a_search_counts_by_itself(leeds, monkeypatch):
    monkeypatch.setattr(postgresql, "COUNTED_AT_ONCE", 0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_counted")
    leeds.listed("Hêvî Amin")

    assert counted("amin") == {"amin": 1}
    assert leeds.people("hevi amyn") == ["Hêvî Amin"]
