"""A social enterprise: what it does, where, how much, and what is known of its standing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.terms.text import Texts

Period = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Capacity:
    """How much one can do: ``amount`` of a ``unit`` in words ("kg linned", "meals") in each ``period``."""

    amount: Decimal
    unit: str
    period: Period


@dataclass(frozen=True, slots=True)
class Reference:
    """Work done before: for whom, what, in which years (``until`` None: still, or not stated), for how much in all (DKK)."""

    buyer: str
    work: str
    since: int | None = None
    until: int | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Enterprise:
    """``key`` identifies it to whoever asked (CVR number or an id of theirs).

    ``kinds`` are keys of ``terms.kinds``; ``cpv`` further codes. ``places`` are the areas it serves: NUTS codes ("DK" =
    nationwide) and municipalities (``terms.municipalities``); ``reach_km`` how far it goes from ``municipality``, its own
    (three digits), as the crow flies.
    ``registered``: in the register of social enterprises (RSV); it alone proves nothing about a reserved contract.
    ``integration_is_main_aim``: the other half of the test for a reserved contract (udbudsloven § 54).
    """

    key: str
    name: str
    cvr: str | None = None
    descriptions: Texts = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    town: str | None = None
    municipality: str | None = None
    reach_km: int | None = None
    capacities: tuple[Capacity, ...] = ()
    references: tuple[Reference, ...] = ()
    registered: bool | None = None
    registered_checked: date | None = None
    integration_is_main_aim: bool | None = None
    workforce: Workforce = field(default_factory=Workforce)
