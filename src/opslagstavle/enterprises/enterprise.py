"""A social enterprise: what it does, where, and what is known of its standing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.terms.text import Texts


@dataclass(frozen=True, slots=True)
class Enterprise:
    """``key`` identifies it to whoever asked (CVR number or an id of theirs).

    ``kinds`` are keys of ``terms.kinds``; ``cpv`` further codes; ``places`` NUTS codes it serves ("DK" = nationwide).
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
    registered: bool | None = None
    registered_checked: date | None = None
    integration_is_main_aim: bool | None = None
    workforce: Workforce = field(default_factory=Workforce)
