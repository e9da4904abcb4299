"""A finding: one thing that was looked at, what came out, and what it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """``holds`` is True (speaks for), False (speaks against) or None (not stated: silence is not refusal).

    ``evidence`` names what was compared, ready to be put into a sentence: codes, words, dates as strings.
    ``reference`` is the business term or paragraph the finding rests on.
    """

    name: str
    holds: bool | None
    evidence: dict[str, str] = field(default_factory=dict)
    reference: str = ""
