"""The bridge between an entry of the register and the facts that rules ask for."""

from __future__ import annotations

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.rules.expression import Value
from opslagstavle.rules.workforce import staff_facts

COUNTS = ("heads", "flex_jobs", "protected_jobs", "wage_subsidy", "placements", "special_terms")
"""Facts that are called as the register calls its counts."""
MAIN_AIM = "integration_main_aim"
KNOWN = (*COUNTS, MAIN_AIM)
"""Every fact that an entry may state."""


def facts_of(enterprise: Enterprise) -> dict[str, Value]:
    """What the register knows of an enterprise, as facts; what is not stated there is left out."""
    known = {**staff_facts(enterprise.workforce), MAIN_AIM: enterprise.integration_is_main_aim}
    return {name: value for name, value in known.items() if value is not None}
