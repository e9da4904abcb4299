"""The bridge between an enterprise's rows and the library's ``Enterprise``."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict
from datetime import date
from typing import Any, TypedDict

from pydantic import TypeAdapter

from opslagstavle.enterprises import enterprise as library
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.terms.kinds import fold
from opslagstavle_site.enterprises.models import Enterprise, WorkforceCount

COUNTS = ("heads", "flex_jobs", "protected_jobs", "wage_subsidy", "placements", "special_terms")
CAPACITIES: TypeAdapter[tuple[library.Capacity, ...]] = TypeAdapter(tuple[library.Capacity, ...])
REFERENCES: TypeAdapter[tuple[library.Reference, ...]] = TypeAdapter(tuple[library.Reference, ...])


class Known(TypedDict, total=False):
    """What a row has and the library's enterprise does not."""

    status: Enterprise.Status
    website: str
    email: str
    phone: str
    registered_by: Enterprise.Evidence | str
    registered_proof: str
    company_form: str
    cvr_state: str
    cvr_checked: date | None
    advertising_protected: bool | None
    confirmed_on: date | None


def to_library(row: Enterprise) -> library.Enterprise:
    """With its workforce, if any is stated: ask for the row with ``select_related("workforce")``."""
    counts: WorkforceCount | None = getattr(row, "workforce", None)
    return library.Enterprise(
        key=row.key,
        name=row.name,
        cvr=row.cvr,
        descriptions=row.descriptions,
        kinds=tuple(row.kinds),
        cpv=tuple(row.cpv),
        places=tuple(row.places),
        town=row.town or None,
        municipality=row.municipality or None,
        reach_km=row.reach_km,
        capacities=CAPACITIES.validate_python(row.capacities),
        references=REFERENCES.validate_python(row.references),
        registered=row.registered,
        registered_checked=row.registered_checked,
        integration_is_main_aim=row.integration_is_main_aim,
        workforce=Workforce(**{name: getattr(counts, name) for name in COUNTS}) if counts else Workforce(),
    )


def columns(enterprise: library.Enterprise) -> dict[str, Any]:
    """The public row's values; the counts are ``asdict(enterprise.workforce)``."""
    return {
        "name": enterprise.name,
        "cvr": enterprise.cvr,
        "descriptions": enterprise.descriptions,
        "kinds": list(enterprise.kinds),
        "cpv": list(enterprise.cpv),
        "places": list(enterprise.places),
        "town": enterprise.town or "",
        "municipality": enterprise.municipality or "",
        "reach_km": enterprise.reach_km,
        "capacities": CAPACITIES.dump_python(enterprise.capacities, mode="json"),
        "references": REFERENCES.dump_python(enterprise.references, mode="json"),
        "registered": enterprise.registered,
        "registered_checked": enterprise.registered_checked,
        "integration_is_main_aim": enterprise.integration_is_main_aim,
    }


def counts(enterprise: library.Enterprise) -> dict[str, int | None]:
    return asdict(enterprise.workforce)


def plain(value: Any) -> Any:
    """As JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


_COMPANY_FORM = re.compile(r"( (aps|a s|as|ivs|i s|is|k s|ks|p s|amba|a m b a|fmba|f m b a|smba|s m b a))+$")


def plain_name(name: str) -> str:
    """A name as it is compared: case, signs, spelling of æ ø å and the company form left aside.

    >>> plain_name("Vaskeriet Anker ApS") == plain_name("VASKERIET ANKER")
    True
    """
    return _COMPANY_FORM.sub("", fold(name))


def hash_of(what: str, value: str) -> str:
    """What is kept of a removed entry's ``key``, ``cvr`` or ``name``."""
    return hashlib.sha256(f"{what}:{value}".encode()).hexdigest()
