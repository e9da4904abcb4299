"""The bridge between an entry of the register and the facts that rules ask for."""

from __future__ import annotations

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.rules.expression import Value

COUNTS = ("heads", "flex_jobs", "protected_jobs", "wage_subsidy", "placements")
"""Facts that are called as the register calls its counts."""
KNOWN = (*COUNTS, "integration_is_main_aim")
"""Every fact that an entry may state."""


def facts_of(enterprise: Enterprise) -> dict[str, Value]:
    """What the register knows of an enterprise, as facts; what is not stated there is left out."""
    known: dict[str, Value] = {name: getattr(enterprise.workforce, name) for name in COUNTS}
    known["integration_is_main_aim"] = enterprise.integration_is_main_aim
    return {name: value for name, value in known.items() if value is not None}
