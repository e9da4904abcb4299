"""The bridge between an enterprise's rows and the library's ``Enterprise``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from opslagstavle.enterprises import enterprise as library
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle_site.enterprises.models import Enterprise, WorkforceCount

COUNTS = ("heads", "flex_jobs", "protected_jobs", "wage_subsidy", "placements", "special_terms")
CAPACITIES: TypeAdapter[tuple[library.Capacity, ...]] = TypeAdapter(tuple[library.Capacity, ...])
REFERENCES: TypeAdapter[tuple[library.Reference, ...]] = TypeAdapter(tuple[library.Reference, ...])


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
