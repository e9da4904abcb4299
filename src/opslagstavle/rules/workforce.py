"""An enterprise's staff as facts of the rules: one reading of the counts for all of them."""

from __future__ import annotations

from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.rules.expression import Value


def staff_facts(workforce: Workforce) -> dict[str, Value]:
    """The counts by the names the rules ask for. They are private: what is computed from them may be told, they may not."""
    return {
        "heads": workforce.heads,
        "flex_jobs": workforce.flex_jobs,
        "protected_jobs": workforce.protected_jobs,
        "wage_subsidy": workforce.wage_subsidy,
        "placements": workforce.placements,
        "special_terms": workforce.special_terms,
    }
