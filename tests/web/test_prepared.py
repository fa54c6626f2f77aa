"""web/prepared.py: a query is built once, and asked with other values."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    JSONField,
    QuerySet,
    UUIDField,
    Value,
)
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from web.prepared import Given, Prepared

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Person(NamedTuple):
    """A user, as the queries below find one."""

    name: str
    joined: datetime


@pytest.fixture
def people(db: None) -> list[User]:
    return [
        User.objects.create_user(name, date_joined=NOW + timedelta(days=day), is_staff=day == 1)
        for day, name in enumerate(("ada", "bob", "cleo"))
    ]


def built(queries: list[int]) -> Prepared[Person]:
    """Ask for people by name; each building is counted."""

    def by_name(name: Given) -> QuerySet[Any, Any]:
        queries.append(1)
        return User.objects.filter(username=name).values_list("username", "date_joined")

    return Prepared(Person, by_name, name=CharField())


def test_it_is_built_once_and_answers_each_time(people: list[User]) -> None:
    buildings: list[int] = []
    by_name = built(buildings)

    found = [by_name(name=name) for name in ("ada", "cleo", "nobody")]

    assert found == [[Person("ada", NOW)], [Person("cleo", NOW + timedelta(days=2))], []]
    assert buildings == [1]


def test_it_is_one_statement(
    people: list[User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    by_name = built([])

    with django_assert_num_queries(1):
        by_name(name="ada")


def test_a_value_is_never_part_of_the_sql(people: list[User]) -> None:
    by_name = built([])
    by_name(name="ada")

    assert by_name(name="' OR 1=1 --") == []


def test_values_find_their_places(people: list[User]) -> None:
    def between(first: Given, last: Given, staff: Given) -> QuerySet[Any, Any]:
        found = User.objects.filter(date_joined__range=(first, last)).exclude(is_staff=staff)
        return found.order_by("-username").values_list("username", "date_joined")

    ask = Prepared(
        Person, between, last=DateTimeField(), first=DateTimeField(), staff=BooleanField()
    )

    found = ask(staff=True, first=NOW, last=NOW + timedelta(days=3))

    assert [person.name for person in found] == ["cleo", "ada"]
    assert [p.name for p in ask(staff=False, first=NOW, last=NOW + timedelta(days=1))] == ["bob"]


def test_columns_come_back_as_their_fields_have_them(people: list[User]) -> None:
    key = uuid4()

    def constants(pk: Given, key: Given, data: Given) -> QuerySet[Any, Any]:
        found = User.objects.filter(pk=pk)
        return found.values_list("date_joined", key, data)

    class Row(NamedTuple):
        at: datetime
        key: UUID
        data: Any

    ask = Prepared(Row, constants, pk=BigIntegerField(), key=UUIDField(), data=JSONField())

    assert ask(pk=people[0].pk, key=key, data={"a": [1, None]}) == [Row(NOW, key, {"a": [1, None]})]


def test_unions_and_slices_are_kept(people: list[User]) -> None:
    def both(name: Given) -> QuerySet[Any, Any]:
        ones = User.objects.filter(username=name).values_list("username", "date_joined")
        staff = User.objects.filter(is_staff=True).values_list(Value("staff"), "date_joined")
        return ones.union(staff, all=True).order_by("-date_joined")[:1]

    ask = Prepared(Person, both, name=CharField())

    assert [ask(name=name)[0].name for name in ("ada", "cleo")] == ["staff", "cleo"]


def test_a_value_that_is_missing_is_a_mistake(people: list[User]) -> None:
    with pytest.raises(KeyError):
        built([])()


@pytest.mark.django_db(transaction=True)
def test_each_thread_builds_its_own() -> None:
    buildings: list[int] = []
    by_name = built(buildings)

    def ask() -> None:
        by_name(name="ada")
        connection.close()

    by_name(name="ada")
    thread = Thread(target=ask)
    thread.start()
    thread.join()
    by_name(name="ada")

    assert buildings == [1, 1]


def test_a_lock_is_kept(people: list[User]) -> None:
    def locked(name: Given) -> QuerySet[Any, Any]:
        found = User.objects.select_for_update(no_key=True).filter(username=name)
        return found.values_list("username", "date_joined")

    ask = Prepared(Person, locked, name=CharField())

    with CaptureQueriesContext(connection) as asked:
        ask(name="ada")
        ask(name="bob")

    locks = ["FOR NO KEY UPDATE" in query["sql"] for query in asked]
    assert locks == [connection.vendor == "postgresql"] * 2
