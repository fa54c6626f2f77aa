"""What everybody gets at every URL, by every method: read from a table, and asked of the site."""

import csv
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve

from courses.models import QuestionVersion
from quizzes.cards import version_ticket
from quizzes.models import AttemptEvent
from tests.security.addresses import Address
from tests.security.world import ROLES

TABLE = Path(__file__).with_name("matrix.csv")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
SAFE = METHODS[:3]
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
FORM = "application/x-www-form-urlencoded"
SIGN_IN = ("302 account_login", "302 account_reauthenticate")
KEY = UUID("11111111-1111-4111-8111-111111111111")
"""Of the forms that are sent."""


@dataclass(frozen=True)
class Line:
    """One line of the table: what each role gets at an object by some methods."""

    url: str
    object: str
    methods: tuple[str, ...]
    cells: dict[str, str]
    may_change: frozenset[str]
    """Tables that may change although something was only looked at, or refused."""


@dataclass(frozen=True)
class Reply:
    """What somebody got."""

    cell: str
    """The status, and of a redirect the name of the page that it leads to."""
    changed: frozenset[str]
    """Tables that are not as before."""
    response: Any

    @property
    def refused(self) -> bool:
        """Whether nothing was to be done."""
        return self.response.status_code >= 400 or self.cell in SIGN_IN


def lines() -> list[Line]:
    """Read the table."""
    with TABLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Line(
            row["url"],
            row["object"],
            tuple(row["method"].split()),
            {role: row[role] for role in ROLES},
            frozenset(row["may change"].split()),
        )
        for row in rows
    ]


def tables() -> dict[str, str]:
    """Return a digest of the rows of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name from the database
            rows = sorted(map(repr, cursor.fetchall()))
            found[table] = sha256(str(rows).encode()).hexdigest()
    return found


class Asking:
    """Requests addresses as somebody, and undoes whatever that has changed."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.cookies = deepcopy(client.cookies)
        self.before = tables()
        self.wrote = False

    def ask(self, address: Address, method: str, **headers: str) -> Reply:
        """Send one request; a form is sent as a page would."""
        self.client.cookies, self.wrote = deepcopy(self.cookies), False
        cache.clear()  # of what is counted for limits
        body = "" if method in SAFE else urlencode(body_of(address))
        with transaction.atomic(), connection.execute_wrapper(self._watch):
            response = self.client.generic(
                method, address.url, body, FORM, secure=True, headers=headers
            )
            changed = self._changed()
            transaction.set_rollback(True)
        return Reply(cell_of(response), changed, response)

    def _changed(self) -> frozenset[str]:
        if not self.wrote:
            return frozenset()
        return frozenset(name for name, rows in tables().items() if rows != self.before[name])

    def _watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.wrote = self.wrote or sql.startswith(WRITES)
        return execute(sql, params, many, context)


def cell_of(response: Any) -> str:
    """Write a response as the table does."""
    if "Location" not in response:
        return str(response.status_code)
    page = resolve(urlsplit(response["Location"]).path).view_name
    return f"{response.status_code} {page}"


def body_of(address: Address) -> dict[str, str]:
    """Return what a page would send to an address: an answer that says nothing."""
    ticket = {"key": str(KEY), "sequence": "0", "answer": "", "choice": ""}
    if address.name == "quizzes:begin":
        known = QuestionVersion.objects.filter(question__key=address.object).first()
        return ticket | {"version": version_ticket(known) if known else ""}
    if address.name in ("quizzes:answer", "quizzes:draft"):
        events = AttemptEvent.objects.filter(attempt__key=address.args[0])
        return ticket | {"sequence": str(events.count())}
    if address.name == "quizzes:report":
        return ticket | {"text": "A typo."}
    starts = ("quizzes:start", "quizzes:practise", "learners:practise")
    return ticket if address.name in starts else {}
