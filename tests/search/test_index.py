"""The index says what the tables say, whatever happens to them; nobody is found who may not be."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from search import engines, index
from search.models import Document


def test_what_is_added_is_found_at_once_by_name_role_agency_and_place(leeds):
    east = leeds.locality("Harehills")
    post = leeds.opened("Health visitor, east", covers=[east])
    leeds.appointed(leeds.listed("Hêvî Amin", rank="Sister"), post)

    for words in ("amin", "hevi amin", "health visitor amin", "amin childrens services", "visitor harehills", "sister amin"):
        assert "Hêvî Amin" in leeds.people(words), words
    assert leeds.finds("health visitor east")[0] == "Health visitor, east"
    assert index.disagreements() == []


def test_a_change_that_is_taken_back_leaves_no_trace_in_the_index(leeds):
    leeds.listed("Samir Kowalski")
    with transaction.atomic():
        leeds.listed("Juniper Vale")
        assert leeds.people("juniper vale") == ["Juniper Vale"]
        transaction.set_rollback(True)

    assert leeds.people("juniper vale") == []
    assert leeds.people("samir kowalski") == ["Samir Kowalski"]
    assert index.disagreements() == []


def test_what_is_renamed_is_found_by_its_new_name_with_everything_that_names_it(leeds):
    post = leeds.opened("Health visitor, north", team=leeds.team)
    leeds.appointed(leeds.listed("Hêvî Amin"), post)
    leeds.team.name = "Marigold team"
    leeds.team.save()
    index.refresh("team", [leeds.team.pk])

    assert leeds.finds("marigold") == ["Marigold team", "Health visitor, north", "Hêvî Amin"]
    assert leeds.finds("north", kinds=["team"]) == []
    assert index.disagreements() == []


def test_what_is_deleted_is_found_no_more(leeds):
    person = leeds.listed("Hêvî Amin", "07700 900123")
    pk = person.pk
    person.delete()
    index.refresh("person", [pk])

    assert leeds.finds("amin") == []
    assert leeds.finds("900123") == []
    assert index.disagreements() == []


def test_a_load_that_changes_much_writes_everything_once_at_its_end(leeds):
    with index.gathered():
        leeds.listed("Hêvî Amin")
        leeds.listed("Samir Kowalski")
        assert leeds.people("amin") == []

    assert leeds.people("amin") == ["Hêvî Amin"]
    assert leeds.people("kowalski") == ["Samir Kowalski"]


def test_a_load_that_fails_writes_nothing(leeds):
    def load():
        with transaction.atomic(), index.gathered():
            leeds.listed("Hêvî Amin")
            leeds.appointed(None, leeds.opened("Health visitor, west"))

    with pytest.raises(AttributeError):
        load()

    assert leeds.people("amin") == []
    assert index.disagreements() == []


def test_somebody_is_found_in_a_post_while_they_hold_it(leeds):
    post = leeds.opened("Named nurse, Leeds")
    leeds.appointed(leeds.listed("Was Before"), post, ends_on=date(2026, 11, 22))
    leeds.appointed(leeds.listed("Till Friday"), post, ends_on=date(2026, 11, 27))
    leeds.appointed(leeds.listed("Starts Later"), post, starts_on=date(2026, 11, 28))

    assert leeds.people("named nurse leeds") == ["Till Friday"]
    assert leeds.people("named nurse leeds", day=date(2026, 11, 27)) == ["Till Friday"]
    assert leeds.people("named nurse leeds", day=date(2026, 11, 28)) == ["Starts Later"]
    assert leeds.people("was before", day=date(2026, 11, 28)) == []


def test_a_restricted_person_is_not_in_the_index_at_all(leeds):
    post = leeds.opened("Health visitor, west")
    hidden = leeds.listed("Ottoline Quince", "07700 900456", restricted=True)
    leeds.reached(hidden, "ottoline.quince@example.org", kind="email")
    leeds.appointed(hidden, post)

    for words in ("ottoline quince", "ottolin quinse", "07700 900456", "900456", "ottoline.quince@example.org", "o quince"):
        assert leeds.finds(words, kinds=["person"]) == [], words
    assert leeds.finds("health visitor west", kinds=["post"]) == ["Health visitor, west"]
    assert not Document.objects.filter(kind="person").exists()
    assert not any("ottolin" in word or "quince" in word for word, _count in engines.counts(connection))


def test_somebody_who_becomes_restricted_is_gone_from_the_index(leeds):
    person = leeds.listed("Ottoline Quince")
    assert leeds.people("quince") == ["Ottoline Quince"]
    person.restricted = True
    person.save()
    index.refresh("person", [person.pk])

    assert leeds.finds("quince") == []
    assert leeds.finds("ottolin") == []


def test_a_number_for_colleagues_finds_the_person_for_colleagues_only(leeds):
    post = leeds.opened("Health visitor, west")
    person = leeds.listed("Hêvî Amin")
    leeds.reached(person, "07700 900789", audience="agency")
    leeds.reached(person, "07700 900790", audience="nobody")
    leeds.appointed(person, post)

    assert leeds.finds("900789") == []
    assert leeds.finds("900789", seen=("professional", f"agency:{leeds.council.pk}")) == ["Hêvî Amin"]
    assert leeds.finds("900789", seen=("professional", "agency:0")) == []
    assert leeds.finds("900790", seen=("professional", f"agency:{leeds.council.pk}")) == []


def test_who_may_see_is_asked_before_the_two_hundred_are_counted(leeds):
    rows = [
        Document(kind="person", thing=nth, key=f"k{nth}", title="Hidden", name_text="amin", visibility="agency:0")
        for nth in range(1000, 1250)
    ]
    Document.objects.bulk_create(rows)
    leeds.listed("Hêvî Amin")

    assert leeds.people("amin") == ["Hêvî Amin"]


def test_a_part_of_a_number_finds_whom_it_reaches(leeds):
    leeds.listed("Hêvî Amin", "+44 7700 900123")
    leeds.reached(leeds.team, "0113 496 0777")

    for part in ("07700 900123", "+44 7700 900 123", "(0)7700-900", "900123", "0900"):
        assert "Hêvî Amin" in leeds.finds(part), part
    assert leeds.finds("4960777") == ["Team North"]
    assert leeds.finds("123") == []


def test_numbers_are_found_from_both_ends_where_the_database_has_no_index_for_their_middle(leeds):
    if connection.vendor != "postgresql":
        return  # SQLite always has one
    leeds.listed("Hêvî Amin", "07700 900123")
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX search_digits")

    assert leeds.finds("07700 9") == ["Hêvî Amin"]
    assert leeds.finds("900123") == ["Hêvî Amin"]


def test_a_mailbox_is_found_whole_or_not_at_all(leeds):
    leeds.reached(leeds.listed("Hêvî Amin"), "hevi.amin@example.org", kind="email")

    assert leeds.finds("Hevi.Amin@example.org") == ["Hêvî Amin"]
    assert leeds.finds("hevi.a@example.org") == []


def test_the_command_writes_everything_anew_and_says_where_index_and_tables_disagree(leeds):
    leeds.person("Never Indexed")
    with pytest.raises(CommandError, match="is not found as it should be"):
        call_command("rebuild_search", "--check")

    said = StringIO()
    call_command("rebuild_search", stdout=said)
    call_command("rebuild_search", "--check", stdout=said)
    assert "of kind person" in said.getvalue()
    assert "The index agrees with the tables." in said.getvalue()
    assert leeds.people("never indexed") == ["Never Indexed"]


def test_an_index_that_lost_its_triggers_says_so_and_is_put_right_after_a_migration(leeds):
    if connection.vendor != "sqlite":
        return  # PostgreSQL keeps the words in the same row
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_document_added")
    leeds.listed("Hêvî Amin")
    assert any("has lost search_document_added" in fault for fault in index.disagreements())

    engines.stand("default")
    assert index.disagreements() == []
    assert leeds.people("amin") == ["Hêvî Amin"]


def test_the_words_of_a_document_are_those_in_the_index(leeds):
    if connection.vendor != "sqlite":
        return
    leeds.listed("Hêvî Amin")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_words")
    assert any("are not those in the index" in fault for fault in index.disagreements())
