"""Slips of the pen: how far two words are apart, and which of some known words was meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

SHORTEST = 4
"""Shorter words have too many neighbours."""
LONG = 8
"""From here on two slips are forgiven."""


class Known(NamedTuple):
    """``form`` is folded, ``shown`` as it is written; ``weight`` how often it was met."""

    form: str
    shown: str
    weight: int


def forgiven(form: str) -> int:
    """How many slips are forgiven in a word of this length.

    >>> forgiven("sne"), forgiven("kantnie"), forgiven("rengoerng")
    (0, 1, 2)
    """
    return 0 if len(form) < SHORTEST else 1 if len(form) < LONG else 2


def distance(one: str, other: str, most: int) -> int:
    """Letters left out, put in, changed, or changed places, at the least; ``most + 1`` for whatever is further apart.

    >>> distance("kantnie", "kantine", 2), distance("rengoeing", "rengoering", 2), distance("sne", "vask", 2)
    (1, 1, 3)
    """
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, match in enumerate(other, start=1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != match))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == match:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)


def meant(form: str, among: Iterable[Known]) -> Known | None:
    """The nearest of the known words; of equally near ones the one met most often, then the first by the alphabet.

    >>> meant("kantnie", [Known("kantine", "kantine", 9), Known("kanten", "kanten", 50)]).shown
    'kantine'
    """
    most = forgiven(form)
    near = (
        (distance(form, each.form, most), -each.weight, each.form, each)
        for each in among
        if each.form != form
    )
    best = min((each for each in near if each[0] <= most), default=None)
    return best[3] if best and most else None
