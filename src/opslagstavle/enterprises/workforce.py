"""Who works in an enterprise, counted by kind of employment, and what may be said of it in public.

Small counts identify people, so the public is told yes, no or not stated; the counts stay with the enterprise and the entrance.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Workforce:
    """Heads, None where not stated. ``special_terms`` is everyone on special terms where only the sum is known."""

    heads: int | None = None
    flex_jobs: int | None = None
    protected_jobs: int | None = None
    wage_subsidy: int | None = None
    placements: int | None = None
    special_terms: int | None = None
