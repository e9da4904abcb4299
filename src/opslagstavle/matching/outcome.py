"""What a comparison gives. No words are read here, so whoever only shows matches imports this module alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from opslagstavle.finding import Finding

VERSION = "5"
"""Changes whenever the same lot and enterprise would come out differently, so that stored matches are made again."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One summand of a score. ``feature`` put into ``Weights.without`` takes exactly ``weight`` away.

    ``evidence``: text has ``lot`` and ``enterprise`` (the words that stood there), ``field`` (where in the lot) and
    ``declared`` (yes: a word of a kind of work the enterprise chose; no: only of its description); cpv has ``lot`` and
    ``enterprise`` (codes) and ``depth`` (digits in common); place has ``lot``, ``enterprise`` (NUTS and
    municipalities), ``relation``, and ``left``: of several places those that are not served.
    """

    kind: Literal["text", "cpv", "place"]
    feature: str
    weight: float
    evidence: dict[str, str] = field(default_factory=dict)


class Route(StrEnum):
    """The roads that notices lead to; WON is the end of one: the work is the enterprise's already.

    DIRECT is a purchase below the threshold that the buyer may make without a competition. One road of the field is not here
    yet: *together* needs partners' profiles, and comes with them.
    """

    ALONE = "alone"
    RESERVED = "reserved"
    DIRECT = "direct"
    SUBCONTRACTOR = "subcontractor"
    WON = "won"
    NOT_FOR_YOU = "not_for_you"


@dataclass(frozen=True, slots=True)
class Match:
    """``score`` is the sum of the contributions' weights, exactly, and knows nothing of findings or route.

    ``route_reason.holds``: the road is open (True), closed (False), or None: something must be shown or asked first.
    """

    score: float
    contributions: tuple[Contribution, ...]
    findings: tuple[Finding, ...]
    route: Route
    route_reason: Finding
