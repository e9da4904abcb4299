"""How each database is asked for tokens: the same question in FTS5's words and in those of a tsquery."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, Func, Value

from opslagstavle.terms.questions import Question, Want
from opslagstavle.terms.searching import ANYWHERE, CORPUS, IN_TITLE, LOOSE, WHOLE_IN_TITLE


@dataclass(frozen=True, slots=True)
class Dialect:
    """``quoted`` writes a token, the others stand between them."""

    quoted: Callable[[str], str]
    both: str
    either: str
    without: str


SQLITE = Dialect(lambda token: f'"{token}"', " AND ", " OR ", " NOT ")
POSTGRESQL = Dialect(lambda token: f"'{token}'", " & ", " | ", " & !")
"""Tokens are letters, digits and our own marks: there is nothing in them to be escaped."""


class Holds(Func):
    """Does the entry hold what a question wants? ``mark``: where it must stand."""

    output_field = BooleanField()
    arity = 4

    def __init__(self, sqlite: str, postgresql: str) -> None:
        super().__init__(F("pk"), F("tokens"), Value(sqlite), Value(postgresql))

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        pk, _tokens, asked, _other = self.get_source_expressions()
        column, nothing = compiler.compile(pk)
        value, parameters = compiler.compile(asked)
        inside = f"(SELECT rowid FROM search_index WHERE search_index MATCH {value})"  # noqa: S608 (a placeholder)
        return f"{column} IN {inside}", (*nothing, *parameters)

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        _pk, tokens, _other, asked = self.get_source_expressions()
        column, nothing = compiler.compile(tokens)
        value, parameters = compiler.compile(asked)
        # Word for word the expression of the index, or it would not be used.
        return f"search_tokens({column}) @@ {value}::tsquery", (*nothing, *parameters)


class Among(Func):
    """Is the row one of these? All numbers are one value: thousands of placeholders take longer than the answer."""

    output_field = BooleanField()
    arity = 3

    def __init__(self, numbers: Iterable[int], column: str = "pk") -> None:
        written = ",".join(map(str, sorted(numbers)))
        super().__init__(F(column), Value(f"[{written}]"), Value(f"{{{written}}}"))

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        column, value, parameters = self._compiled(compiler, 1)
        return f"{column} IN (SELECT value FROM json_each({value}))", parameters  # noqa: S608 (a placeholder)

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        column, value, parameters = self._compiled(compiler, 2)
        # One value with its braces: put together here, PostgreSQL would read the list anew for every row.
        return f"{column} = ANY({value}::bigint[])", parameters

    def _compiled(self, compiler: Any, written: int) -> tuple[str, str, tuple[Any, ...]]:
        expressions = self.get_source_expressions()
        column, nothing = compiler.compile(expressions[0])
        value, parameters = compiler.compile(expressions[written])
        return column, value, (*nothing, *parameters)


def holds(question: Question, mark: str, corpus: str = "") -> Holds:
    """``corpus`` "" is all of them."""
    return Holds(_written(question, mark, corpus, SQLITE), _written(question, mark, corpus, POSTGRESQL))


def _written(question: Question, mark: str, corpus: str, dialect: Dialect) -> str:
    wanted = [_want(want, mark, dialect) for want in question.all_wants]
    all_of = dialect.both.join([*([dialect.quoted(CORPUS + corpus)] if corpus else []), *wanted])
    none_of = [token for want in question.unwanted for token in want.wholes]
    return f"({all_of}){dialect.without}{_any(none_of, dialect)}" if none_of else all_of


def _want(want: Want, mark: str, dialect: Dialect) -> str:
    """Any of these will do. That all parts of a compound stand in a long text says little: in its title it says enough."""
    anywhere = ANYWHERE if mark == LOOSE else mark
    ways = [dialect.quoted(anywhere + token) for token in want.wholes]
    if mark == LOOSE:
        ways += [dialect.quoted(LOOSE + token) for token in want.wholes]
    if want.parts and mark != WHOLE_IN_TITLE:
        near = IN_TITLE if mark == ANYWHERE and len(want.parts) > 1 else anywhere
        ways.append(f"({dialect.both.join(dialect.quoted(near + part) for part in want.parts)})")
    return f"({dialect.either.join(ways)})"


def _any(tokens: Iterable[str], dialect: Dialect) -> str:
    return f"({dialect.either.join(map(dialect.quoted, dict.fromkeys(tokens)))})"
