"""Who pays whom, month by month: amounts of a rule's answers, spread over the days of each month.

A month is a month of the calendar, judged by the law of its first day. Where the week of the refund ladder changes within
a month, each part counts by its days. What a party gets and pays is made from the transfers alone, so nothing gets lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from opslagstavle.rules.expression import Number, Value, exact, is_number
from opslagstavle.rules.parameters import Found, Parameters, Status, weakest
from opslagstavle.rules.rule import Judgement, Rule, judge
from opslagstavle.terms.dates import months_before

LADDER, WEEK = "refund.share", "refund_week"
PARTIES = ("person", "employer", "municipality", "state")
OUTSIDE = "outside"
MOST_MONTHS = 240
"""Nobody plans further ahead, and the law does not hold so long."""
LAST_YEAR = 9000
"""The calendar ends in 9999."""


@dataclass(frozen=True, slots=True)
class Amount:
    """``value`` None: not stated, or not known for the month."""

    value: Number | None
    status: Status = Status.LAW

    def __add__(self, other: Amount) -> Amount:
        if self.value is None or other.value is None:
            return Amount(None, weakest(self.status, other.status))
        return Amount(exact(Fraction(self.value + other.value)), weakest(self.status, other.status))

    def times(self, factor: Number | None) -> Amount:
        """By a factor; nothing of what is not known is nothing."""
        if factor == 0:
            return NOTHING
        if self.value is None or factor is None:
            return Amount(None, self.status)
        return Amount(exact(Fraction(self.value * factor)), self.status)


NOTHING = Amount(0)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money from one party to another, on a paragraph. Its ``name`` has a label, and mostly is that of an answer."""

    name: str
    payer: str
    receiver: str
    reference: str


@dataclass(frozen=True, slots=True)
class Column:
    """Of a table: its ``name`` has a label in both languages. ``kind``: a transfer, or a sum of transfers."""

    name: str
    kind: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a month, judged; ``weeks`` of the refund ladder where they are stated."""

    days: Fraction
    weeks: tuple[int, int] | None
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Month:
    """``amounts`` by the name of the column. ``parts`` say from what they are made, with every step and source."""

    number: int
    first: date
    last: date
    parts: tuple[Part, ...]
    amounts: Mapping[str, Amount]

    @property
    def weeks(self) -> tuple[int, int] | None:
        """The first and the last week of the refund ladder."""
        spans = [part.weeks for part in self.parts if part.weeks]
        return (spans[0][0], spans[-1][1]) if spans else None

    @property
    def status(self) -> Status:
        return weakest(*(amount.status for amount in self.amounts.values()))


@dataclass(frozen=True, slots=True)
class MonthTable:
    """``asks``: facts that would fill what is open, the next one first; ``missing``: what is not known, since which month."""

    rule: Rule
    on: date
    facts: Mapping[str, Value]
    columns: tuple[Column, ...]
    months: tuple[Month, ...]
    asks: tuple[str, ...]
    missing: Mapping[date, tuple[Found, ...]]
    break_even: int | None = None
    """The month from which on more was saved than spent, if the table has one and says so."""
    totals: Mapping[str, Amount] = field(default_factory=dict)


Amounts = Mapping[str, Amount]
Of = Callable[[str], Amount]


def parts_of(
    rule: Rule, facts: Mapping[str, Value], start: date, first: date, law: Parameters
) -> tuple[Part, ...]:
    """A month in parts: one for each rung of the refund ladder that its days lie on."""
    days = (_next(first) - first).days
    week = facts.get(WEEK)
    if not isinstance(week, int):
        return (Part(Fraction(1), None, judge(rule, facts, first, parameters=law)),)
    weeks = [week + (first - start + timedelta(days=day)).days // 7 for day in range(days)]
    return tuple(
        Part(
            Fraction(len(spell), days),
            (spell[0], spell[-1]),
            judge(rule, {**facts, WEEK: spell[0]}, first, parameters=law),
        )
        for spell in _by_rung(weeks, law.in_force(first)[LADDER])
    )


def _by_rung(weeks: Iterable[int], ladder: Found) -> list[list[int]]:
    spells: dict[Value, list[int]] = {}
    for week in weeks:
        spells.setdefault(ladder.entry.pick(week) if ladder.entry else None, []).append(week)
    return list(spells.values())


def average(parts: Iterable[Part]) -> Of:
    """An answer over the whole month, by the days of its parts."""

    def of(name: str) -> Amount:
        found = NOTHING
        for part in parts:
            answer = part.judgement.answers[name]
            value = answer.value if is_number(answer.value) else None
            found = found + Amount(value, answer.status).times(part.days)
        return found

    return of


def balance(amounts: Amounts, transfers: Sequence[Transfer], party: str) -> Amount:
    """What a party gets, less what it pays."""
    found = NOTHING
    for transfer in transfers:
        sign = (transfer.receiver == party) - (transfer.payer == party)
        found = found + amounts[transfer.name].times(sign)
    return found


def with_balances(amounts: Amounts, transfers: Sequence[Transfer]) -> dict[str, Amount]:
    return {**amounts, **{f"balance_{party}": balance(amounts, transfers, party) for party in PARTIES}}


def columns_of(transfers: Sequence[Transfer]) -> tuple[Column, ...]:
    moved = tuple(Column(each.name, "transfer", each.reference) for each in transfers)
    return (*moved, *(Column(f"balance_{party}", "balance") for party in PARTIES))


def firsts(on: date, count: int) -> Iterator[date]:
    """The first days of so many months, the month of ``on`` first."""
    if not 1 <= count <= MOST_MONTHS:
        raise ValueError(f"from 1 to {MOST_MONTHS} months, not {count}")
    if on.year > LAST_YEAR:
        raise ValueError(f"no later than {LAST_YEAR}, not {on}")
    return (months_before(on.replace(day=1), -number) for number in range(count))


def last_day(first: date) -> date:
    return _next(first) - timedelta(days=1)


def _next(first: date) -> date:
    return months_before(first, -1)


def asked(months: Sequence[Month], needed: Sequence[str]) -> tuple[str, ...]:
    """The facts that the needed answers still ask for, in their order."""
    told = (part.judgement.answers[name] for month in months for part in month.parts for name in needed)
    return tuple(dict.fromkeys(name for answer in told for name in answer.asks))


def not_known(months: Sequence[Month], needed: Sequence[str]) -> dict[date, tuple[Found, ...]]:
    """Parameters without a value, by the first day of the first month they are missing in."""
    seen: set[str] = set()
    found: dict[date, tuple[Found, ...]] = {}
    for month in months:
        answers = (part.judgement.answers[name] for part in month.parts for name in needed)
        missing = {each.parameter.name: each for answer in answers for each in answer.missing}
        new = tuple(each for name, each in missing.items() if name not in seen)
        seen |= set(missing)
        if new:
            found[month.first] = new
    return found


def totals(months: Sequence[Month], columns: Sequence[Column]) -> dict[str, Amount]:
    """Of every column but those that add up already."""
    found = {column.name: NOTHING for column in columns if column.kind != "running"}
    for month in months:
        for name in found:
            found[name] = found[name] + month.amounts[name]
    return found
