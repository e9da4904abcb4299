"""Who works in an enterprise, counted by kind of employment, and what may be said of it in public.

Small counts identify people, so the public is told yes, no or not stated; the counts stay with the enterprise and the entrance.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

THIRTY_PERCENT = Fraction(30, 100)
"""Share of disabled or disadvantaged staff a reserved contract asks for (Directive 2014/24 article 20(1), udbudsloven § 54)."""


@dataclass(frozen=True, slots=True)
class Workforce:
    """Heads, None where not stated. ``special_terms`` is everyone on special terms where only the sum is known."""

    heads: int | None = None
    flex_jobs: int | None = None
    protected_jobs: int | None = None
    wage_subsidy: int | None = None
    placements: int | None = None
    special_terms: int | None = None

    def share_at_least(self, share: Fraction = THIRTY_PERCENT) -> bool | None:
        """Is at least ``share`` of the heads on special terms? None when the stated counts leave it open."""
        if not self.heads:
            return None
        if self.special_terms is not None:
            return Fraction(self.special_terms, self.heads) >= share
        kinds = (self.flex_jobs, self.protected_jobs, self.wage_subsidy)
        known = sum(count for count in kinds if count is not None)
        if Fraction(known, self.heads) >= share:
            return True
        return None if None in kinds else False
