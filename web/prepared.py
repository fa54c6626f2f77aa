"""Queries that are built once and asked again and again.

Django works the SQL of a query out anew each time, from its filters, joins and annotations. For a
lesson or an answer, which ask the same few questions about other people, that was most of the
work. Here the query is still written with Django; only its SQL is kept, by each thread.
"""

from collections.abc import Callable
from threading import local
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


def fields_of(model: type[Model]) -> list[str]:
    """Name the columns of a model in their order, as ``Model.from_db`` takes them."""
    return [
        field.attname
        for field in model._meta.concrete_fields  # noqa: SLF001 - Django's documented interface
    ]


class Given(Expression):
    """The place in a query of a value that is known only when the query is asked."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Stand among the parameters until the value comes."""
        return "%s", (self,)


class _Built(NamedTuple):
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]


class Prepared(Generic[Row]):
    """A query that ``build`` writes, with a ``Given`` for each of the fields in ``given``.

    Each row that it finds becomes a ``row``, made of the columns in their order. Given values are
    single ones and not None: a list or a NULL would change the SQL.
    """

    def __init__(
        self,
        row: Callable[..., Row],
        build: Callable[..., QuerySet[Any, Any]],
        **given: "Field[Any, Any]",
    ) -> None:
        self._row = row
        self._build = build
        self._given = given
        self._kept = local()

    def __call__(self, **values: Any) -> list[Row]:
        """Ask, with the values of now."""
        compiler, sql, parameters = self._built()
        ready = {
            name: field.get_db_prep_value(values[name], compiler.connection)
            for name, field in self._given.items()
        }
        bound = [ready[one.name] if isinstance(one, Given) else one for one in parameters]
        with compiler.connection.cursor() as cursor:
            cursor.execute(sql, bound)
            found = cursor.fetchall()
        return [self._row(*columns) for columns in compiler.results_iter([found])]

    def _built(self) -> _Built:
        """Return the query as the connection of this thread has it."""
        connection = connections[DEFAULT_DB_ALIAS]
        kept: _Built | None = getattr(self._kept, "built", None)
        if kept is None or kept.compiler.connection is not connection:
            places = {name: Given(name, field) for name, field in self._given.items()}
            compiler = self._build(**places).query.get_compiler(connection=connection)
            kept = self._kept.built = _Built(compiler, *compiler.as_sql())
        return kept
