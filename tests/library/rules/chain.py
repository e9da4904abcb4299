"""Works out a note of a value that was computed: "Beregnet som 98 % × 18.866 til nærmeste krone: …", from left to right."""

from __future__ import annotations

import re
from fractions import Fraction

from opslagstavle.rules.expression import exact
from opslagstavle.rules.parameters import Dated

NOTE = re.compile(r"Beregnet som ([^:]+)")
STEP = re.compile(r"(×|/|til nærmeste)?\s*(\d[\d.]*(?:,\d+)?\s*%|\d[\d.]*(?:,\d+)?(?: kr\.)?|krone|øre)\s*")
NEAREST = {"krone": Fraction(1), "øre": Fraction(1, 100)}


def computed(entry: Dated) -> Fraction | None:
    """What the note says the value is; None where it says nothing of the kind."""
    told = NOTE.match(entry.note)
    return worked_out(told[1]) if told else None


def worked_out(told: str) -> Fraction:
    """
    >>> worked_out("98 % × 4.180 til nærmeste 5 kr. × 52 / 12 til nærmeste krone")
    Fraction(17745, 1)
    """
    found, place = Fraction(1), 0
    while place < len(told.rstrip()):
        step = STEP.match(told, place)
        if step is None:
            raise ValueError(f"cannot be worked out from here: {told[place:]!r}")
        found, place = _after(found, step[1] or "×", _number(step[2])), step.end()
    return found


def _after(before: Fraction, sign: str, number: Fraction) -> Fraction:
    if sign == "til nærmeste":
        return ((before / number + Fraction(1, 2)) // 1) * number
    return before * number if sign == "×" else before / number


def _number(printed: str) -> Fraction:
    if printed in NEAREST:
        return NEAREST[printed]
    bare = printed.replace("kr.", "").replace("%", "").strip().replace(".", "").replace(",", ".")
    return exact(Fraction(bare)) / Fraction(100 if "%" in printed else 1)
