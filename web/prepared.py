"""Statements that are built once and sent again and again.

Django works the SQL of a query out anew each time, from its filters, joins and annotations. For a
lesson or an answer, which ask the same few questions about other people, that was most of the
work. Here a query is still written with Django; only its SQL is kept, by each thread.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import local
from types import SimpleNamespace
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, Model, Q, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.sql.subqueries import InsertQuery, UpdateQuery
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")
Built = TypeVar("Built")


def fields_of(model: type[Model]) -> list[str]:
    """Name the columns of a model in their order, as ``Model.from_db`` takes them."""
    return [
        field.attname
        for field in model._meta.concrete_fields  # noqa: SLF001 - Django's documented interface
    ]


class Given(Expression):
    """The place in a statement of a value that is known only when it is sent."""

    def __init__(self, name: str, field: "Field[Any, Any]", place: int | None = None) -> None:
        super().__init__(output_field=field)
        self.name, self.place = name, place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Stand among the parameters until the value comes."""
        return "%s", (self,)

    def bound(self, values: Mapping[str, Any], connection: Any) -> Any:
        """Return the value as the database takes it."""
        value = values[self.name]
        one = value if self.place is None else value[self.place]
        return self.output_field.get_db_prep_value(one, connection)


class Many:
    """Says that a list of at least one value is given, for ``__in``.

    It is filled up with its last value to the next power of two, so that lists of all lengths
    share a few statements.
    """

    def __init__(self, field: "Field[Any, Any]") -> None:
        self.field = field

    def filled(self, values: Sequence[Any]) -> list[Any]:
        """Return the list in the length that its statement has."""
        wanted = 1 << (len(values) - 1).bit_length()
        return [*values, *[values[-1]] * (wanted - len(values))]


class _Statement(ABC, Generic[Built]):
    """What a thread has built for its connection, by the sizes that the SQL depends on."""

    def __init__(self) -> None:
        self._local = local()

    def _built(self, *sizes: int) -> Built:
        connection, kept = connections[DEFAULT_DB_ALIAS], vars(self._local)
        if kept.get("connection") is not connection:
            kept.update(connection=connection, built={})
        built: dict[tuple[int, ...], Built] = kept["built"]
        if sizes not in built:
            built[sizes] = self._build(connection, *sizes)
        return built[sizes]

    @abstractmethod
    def _build(self, connection: Any, *sizes: int) -> Built:
        """Work the SQL out."""


class _Query(NamedTuple):
    connection: Any
    sql: str
    parameters: tuple[Any, ...]
    locks: bool
    converted: Callable[[list[tuple[Any, ...]]], Iterable[Sequence[Any]]]
    """Makes of the columns that the database has what their fields have."""


class Prepared(_Statement[_Query], Generic[Row]):
    """A query that ``build`` writes, with a ``Given`` for each of the fields in ``given``.

    Each row that it finds becomes a ``row``, made of the columns in their order. Given values are
    not None: a NULL would change the SQL.
    """

    def __init__(
        self,
        row: Callable[..., Row],
        build: Callable[..., QuerySet[Any, Any]],
        **given: "Field[Any, Any] | Many",
    ) -> None:
        super().__init__()
        self._row, self._written, self._given = row, build, given
        self._many = {name: one for name, one in given.items() if isinstance(one, Many)}

    def __call__(self, **values: Any) -> list[Row]:
        """Ask, with the values of now."""
        values |= {name: many.filled(values[name]) for name, many in self._many.items()}
        query = self._built(*(len(values[name]) for name in self._many))
        if query.locks and query.connection.get_autocommit():
            raise TransactionManagementError("a lock is kept until the end of a transaction")
        bound = [
            one.bound(values, query.connection) if isinstance(one, Given) else one
            for one in query.parameters
        ]
        with query.connection.cursor() as cursor:
            cursor.execute(query.sql, bound)
            found = cursor.fetchall()
        return [self._row(*columns) for columns in query.converted(found)]

    def first(self, **values: Any) -> Row | None:
        """Ask, and return the first row, if there is one."""
        return next(iter(self(**values)), None)

    def _build(self, connection: Any, *sizes: int) -> _Query:
        places: dict[str, Any] = {
            name: Given(name, field)
            for name, field in self._given.items()
            if not isinstance(field, Many)
        }
        for (name, many), size in zip(self._many.items(), sizes, strict=True):
            places[name] = [Given(name, many.field, place) for place in range(size)]
        written = self._written(**places).query
        compiler = written.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(columns)
        return _Query(
            connection,
            sql,
            parameters,
            written.select_for_update,
            lambda found: compiler.apply_converters(found, converters),
        )


class _Write(NamedTuple):
    connection: Any
    sql: str
    fields: tuple[tuple[str, Any], ...]
    """Name and field of each parameter, in their order."""

    def send(self, *rows: Mapping[str, Any]) -> None:
        bound = [
            field.get_db_prep_save(row[name], self.connection)
            for row in rows
            for name, field in self.fields
        ]
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql, bound)


class Insertion(_Statement[_Write]):
    """Writes rows of some ``columns``, all of them in one statement.

    A row that has its ``unique`` columns in common with one that is there changes the columns
    ``update`` of that one instead.
    """

    def __init__(
        self,
        model: type[Model],
        columns: Sequence[str],
        *,
        unique: Sequence[str] = (),
        update: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._model, self._columns, self._unique, self._update = model, columns, unique, update

    def __call__(self, *rows: Mapping[str, Any]) -> None:
        """Write rows: their values by column."""
        self._built(len(rows)).send(*rows)

    def _build(self, connection: Any, *sizes: int) -> _Write:
        fields, (number,) = _fields(self._model, self._columns), sizes
        query = InsertQuery(
            self._model,
            on_conflict=OnConflict.UPDATE if self._unique else None,
            unique_fields=_fields(self._model, self._unique),
            update_fields=_fields(self._model, self._update),
        )
        row: Any = SimpleNamespace(
            **{field.attname: Given(field.attname, field) for field in fields}
        )
        query.insert_values(fields, [row] * number, raw=True)
        ((sql, _),) = query.get_compiler(connection=connection).as_sql()
        return _Write(connection, sql, tuple(zip(self._columns, fields, strict=True)))


class Change(_Statement[_Write]):
    """Writes some ``columns`` of the row that has a certain ``pk``."""

    def __init__(self, model: type[Model], columns: Sequence[str]) -> None:
        super().__init__()
        self._model, self._columns = model, columns

    def __call__(self, **values: Any) -> None:
        """Write the values of the columns, to the row whose pk is given beside them."""
        self._built().send(values)

    def _build(self, connection: Any, *sizes: int) -> _Write:
        names = (*self._columns, "pk")
        named = dict(zip(names, _fields(self._model, names), strict=True))
        places = {name: Given(name, field) for name, field in named.items()}
        query = UpdateQuery(self._model)
        query.add_q(Q(pk=places.pop("pk")))
        query.add_update_values(places)
        sql, _ = query.get_compiler(connection=connection).as_sql()
        return _Write(connection, sql, tuple(named.items()))


def _fields(model: type[Model], names: Sequence[str]) -> list[Any]:
    meta = model._meta  # noqa: SLF001 - Django's documented interface
    return [meta.pk if name == "pk" else meta.get_field(name) for name in names]
