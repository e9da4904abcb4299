"""Counts of people and enterprises as the public may see them: small ones identify, so they are hidden for good."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

FEW = 5
"""Fewer than this are hidden."""
Name = TypeVar("Name", bound=Hashable)


def hidden(counts: Mapping[Name, int]) -> dict[Name, int | None]:
    """The counts of a whole that is known, None for those that are hidden.

    Where one is hidden alone, the smallest of the others is hidden with it: else it would be what is left of the whole.
    Nothing is said by nobody, so 0 is never hidden.

    >>> hidden({"yes": 40, "no": 3, "open": 7})
    {'yes': 40, 'no': None, 'open': None}
    >>> hidden({"yes": 40, "no": 0})
    {'yes': 40, 'no': 0}
    """
    few = {name for name, count in counts.items() if 0 < count < FEW}
    others = [name for name, count in counts.items() if count >= FEW]
    if len(few) == 1 and others:
        few.add(min(others, key=lambda name: counts[name]))
    return {name: None if name in few else count for name, count in counts.items()}
