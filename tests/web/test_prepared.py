"""web/prepared.py: a statement is built once, and sent with other values."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, connection, transaction
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
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from web.prepared import Change, Given, Insertion, Many, Prepared

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


BLANK = {
    **dict.fromkeys(("password", "first_name", "last_name", "email"), ""),
    "is_superuser": False,
    "is_active": True,
}


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


def test_the_first_row_may_be_asked_for(people: list[User]) -> None:
    by_name = built([])

    assert by_name.first(name="ada") == Person("ada", NOW)
    assert by_name.first(name="nobody") is None


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


def locked_person() -> Prepared[Person]:
    def locked(name: Given) -> QuerySet[Any, Any]:
        found = User.objects.select_for_update(no_key=True).filter(username=name)
        return found.values_list("username", "date_joined")

    return Prepared(Person, locked, name=CharField())


def test_a_lock_is_kept(people: list[User]) -> None:
    ask = locked_person()

    with CaptureQueriesContext(connection) as asked:
        ask(name="ada")
        ask(name="bob")

    locks = ["FOR NO KEY UPDATE" in query["sql"] for query in asked]
    assert locks == [connection.vendor == "postgresql"] * 2


@pytest.mark.django_db(transaction=True)
def test_a_lock_needs_a_transaction_each_time() -> None:
    ask = locked_person()
    with transaction.atomic():
        ask(name="ada")

    with pytest.raises(TransactionManagementError):
        ask(name="ada")


def test_lists_of_all_lengths_share_a_few_statements(people: list[User]) -> None:
    lengths: list[int] = []

    def among(names: list[Any]) -> QuerySet[Any, Any]:
        lengths.append(len(names))
        found = User.objects.filter(username__in=names).order_by("username")
        return found.values_list("username", "date_joined")

    ask = Prepared(Person, among, names=Many(CharField()))
    wanted = ["cleo", "ada", "nobody", "else", "bob"]

    found = [[person.name for person in ask(names=wanted[:n])] for n in (1, 2, 3, 4, 5)]

    assert found == [["cleo"], *[["ada", "cleo"]] * 3, ["ada", "bob", "cleo"]]
    assert lengths == [1, 2, 4, 8]


GROUPS = Insertion(Group, ("name",))
PEOPLE = Insertion(
    User,
    ("username", "date_joined", "is_staff", *BLANK),
    unique=("username",),
    update=("is_staff", "date_joined"),
)


def test_rows_are_written_in_one_statement(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        GROUPS({"name": "authors"}, {"name": "readers"})
    GROUPS({"name": "guests"})

    assert set(Group.objects.values_list("name", flat=True)) == {"authors", "readers", "guests"}


def test_a_row_that_is_there_already_is_an_error(db: None) -> None:
    GROUPS({"name": "authors"})

    with pytest.raises(IntegrityError), transaction.atomic():
        GROUPS({"name": "authors"})


def test_a_row_that_is_there_already_is_changed_where_that_is_said(people: list[User]) -> None:
    later = NOW + timedelta(days=9)
    rows = [
        BLANK | {"username": name, "date_joined": later, "is_staff": True, "email": "new"}
        for name in ("ada", "dora")
    ]

    PEOPLE(*rows)

    ada, dora = User.objects.get(pk=people[0].pk), User.objects.get(username="dora")
    assert (ada.date_joined, ada.is_staff, ada.email) == (later, True, "")
    assert (dora.date_joined, dora.is_staff, dora.email) == (later, True, "new")
    assert User.objects.count() == 4


def test_a_change_is_one_of_one_row(
    people: list[User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    change = Change(User, ("is_staff", "date_joined"))
    ada, _, cleo = people

    for person, day in ((ada, 4), (cleo, 5)):
        with django_assert_num_queries(1):
            change(pk=person.pk, date_joined=NOW + timedelta(days=day), is_staff=False)

    found = User.objects.order_by("pk").values_list("is_staff", "date_joined")
    assert [(staff, (at - NOW).days) for staff, at in found] == [(False, 4), (True, 1), (False, 5)]
