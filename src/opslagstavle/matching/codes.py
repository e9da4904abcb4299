"""The CPV codes of a lot and of an enterprise, ready to be compared by prefix."""

from __future__ import annotations

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.matching.score import ADDITIONAL_CODE
from opslagstavle.notices.notice import Lot, Notice
from opslagstavle.terms import cpv
from opslagstavle.terms.kinds import KINDS, Kind


def lot_codes(lot: Lot, notice: Notice | None) -> dict[str, float]:
    """Normalised CPV codes with their weight; the procedure's where the lot has none."""
    owner = lot if lot.all_cpv or notice is None else notice.procedure
    main = ((owner.cpv, 1.0),) if owner.cpv else ()
    weighed = (*((code, ADDITIONAL_CODE) for code in owner.additional_cpv), *main)
    return {code: weight for printed, weight in weighed if (code := cpv.normalise(printed))}


def enterprise_codes(enterprise: Enterprise) -> tuple[str, ...]:
    """The enterprise's own codes and its kinds' prefixes, filled up to eight digits, each once."""
    printed = (*enterprise.cpv, *(code for kind in kinds(enterprise) for code in kind.cpv))
    return tuple(dict.fromkeys(code.ljust(8, "0")[:8] for code in printed))


def prefixes(codes: dict[str, float]) -> dict[str, float]:
    """Every CPV prefix of two digits or more, with the weight of the heaviest code below it."""
    found: dict[str, float] = {}
    for code, weight in codes.items():
        digits = cpv.prefix(code)
        for length in range(cpv.SHORTEST, len(digits) + 1):
            found[digits[:length]] = max(found.get(digits[:length], 0.0), weight)
    return found


def kinds(enterprise: Enterprise) -> tuple[Kind, ...]:
    """The kinds of work an enterprise has chosen; keys the table does not know are passed over."""
    return tuple(KINDS[key] for key in enterprise.kinds if key in KINDS)
