"""Lots of a release. Without lots the call itself is one, called "1".

What is said of the call holds for its lots (periods, terms, who may take part); what describes (title, text, value) holds
for a lot only where it is the only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from opslagstavle.notices import ocds_codes as codes
from opslagstavle.notices.eforms_values import first, firsts, lists, texts
from opslagstavle.notices.notice import (
    AwardCriterion,
    DocumentLink,
    Duration,
    Framework,
    Lot,
    MoneyRange,
    Place,
    SelectionCriterion,
    Subcontracting,
)
from opslagstavle.notices.ocds_values import is_nuts
from opslagstavle.notices.paths import Record

ALONE = "1"
_OF_ONE_LOT = frozenset({
    "titles", "descriptions", "estimated_value", "minimum_value", "maximum_value", "status", "status_details",
})  # fmt: skip
_ONCE = (
    "nature", "sme_suitable", "suitable_for_social_enterprises", "reserved_execution", "options", "renewable", "renewals",
    "variants", "submission", "submission_url", "framework", "dynamic_purchasing", "electronic_auction", "opening",
    "guarantee", "deadline_questions", "candidates_minimum", "candidates_maximum",
)  # fmt: skip
_LISTS = ("additional_natures", "offer_languages")
_TEXTS = (
    "titles", "descriptions", "options_descriptions", "renewal_descriptions", "execution_terms", "guarantee_descriptions",
)  # fmt: skip
_PERCENT = re.compile(r"\s*([0-9]{1,3}(?:[.,][0-9]+)?)\s*(%?)\s*")
_PART = re.compile(r"PAR-[0-9]{4}")  # as eForms numbers the parts of a planned procedure
_NOT_ELECTRONIC = "not-allowed"


class Lots:
    """What is common to the lots of one call."""

    def __init__(self, call: Record, kind: str | None, home: str, *, eu_funds: bool | None) -> None:
        self._call, self._home, self._eu_funds = call, home, eu_funds
        self._two_stages = kind in codes.TWO_STAGES
        self._lots: list[Record] = [lot for lot in call.get("lots", ()) if "number" in lot]
        self.documents: list[Record] = [
            each for each in call.get("documents", ()) if "url" in each and not is_page(each)
        ]

    def read(self) -> tuple[Lot, ...]:
        return tuple(map(self._lot, self._lots or [{"number": [ALONE]}]))

    def places(self, items: Iterable[Record]) -> tuple[Place, ...]:
        found = (place for item in items for place in _places(item, self._home))
        return _unique(found)

    def items(self, number: str | None) -> list[Record]:
        """Those of a lot; ``None``: those that name no lot. An only lot has these too, where none names it."""
        items: list[Record] = self._call.get("items", [])
        of_none = [item for item in items if "lots" not in item]
        if number is None or (len(self._lots) <= 1 and len(of_none) == len(items)):
            return of_none
        return [item for item in items if number in item.get("lots", ())]

    def _lot(self, own: Record) -> Lot:
        alone = len(self._lots) <= 1
        common = {name: value for name, value in self._call.items() if alone or name not in _OF_ONE_LOT}
        record: Record = {**{name: value for name, value in common.items() if name != "lots"}, **own}
        number: str = first(own, "number")
        items = self.items(number)
        documents = tuple(self._documents(number))
        return Lot(
            number=number,
            kind="Part" if _PART.fullmatch(number) else "Lot",
            **firsts(record, _ONCE),
            **lists(record, _LISTS),
            **texts(record, _TEXTS, self._home),
            **value_and_range(record),
            **self._deadlines(record),
            **_codes(items, self._call, alone=not self._lots),
            **_conditions(record, self._home),
            places=self.places(items),
            award_criteria=tuple(_award_criteria(record, self._home)),
            selection_criteria=tuple(_selection_criteria(record, self._home)),
            eu_funds=self._eu_funds,
            documents=documents,
            documents_url=self._documents_url(number),
        )

    def _deadlines(self, record: Record) -> dict[str, Any]:
        """In two stages the period ends with the requests to take part."""
        name = "deadline_requests" if self._two_stages else "deadline_offers"
        ends = {name: record["deadline"][0]} if "deadline" in record else {}
        interest = (each for each in self._call.get("interest", ()) if _is_of(each, first(record, "number")))
        return {**ends, **firsts(next(interest, {}), ("deadline_interest",))}

    def _of_lot(self, number: str) -> Iterator[Record]:
        return (each for each in self.documents if _is_of(each, number))

    def _documents(self, number: str) -> Iterator[DocumentLink]:
        for address in dict.fromkeys(first(each, "url") for each in self._of_lot(number)):
            known = next(each for each in self.documents if first(each, "url") == address)
            yield DocumentLink(address, **lists(known, ("languages",)))

    def _documents_url(self, number: str) -> str | None:
        found = list(self._of_lot(number))
        bidding = [each for each in found if first(each, "kind") == "biddingDocuments"]
        return next((str(each["url"][0]) for each in bidding or found), None)


def _is_of(part: Record, number: str) -> bool:
    """What names no lot is for all."""
    return "lots" not in part or number in part["lots"]


def is_page(document: Record) -> bool:
    """The notice itself, rather than a document of the procurement."""
    return first(document, "kind") in codes.NOTICE_DOCUMENTS


def value_and_range(record: Record) -> dict[str, Any]:
    """A value with a smaller one before it is an interval, and no estimate."""
    value, low, high = (first(record, name) for name in ("estimated_value", "minimum_value", "maximum_value"))
    high = high or value
    if low and high and low.currency == high.currency and low.amount < high.amount:
        return {"estimated_value_range": MoneyRange(low.amount, high.amount, low.currency)}
    return {"estimated_value": value} if value else {}


def _codes(items: list[Record], call: Record, *, alone: bool) -> dict[str, Any]:
    """The first item's code is the lot's, where items have none the call's; without lots all of the call's are."""
    main = [code for item in items for code in item.get("cpv", ())] or call.get("cpv", [])[:1]
    others = [code for item in items for code in item.get("additional_cpv", ())]
    others += call.get("additional_cpv", []) if alone else []
    found = list(dict.fromkeys([*main, *others]))
    if not main:
        return {"additional_cpv": tuple(found)} if found else {}
    return {"cpv": found[0], "additional_cpv": tuple(found[1:])}


def _conditions(record: Record, home: str) -> dict[str, Any]:
    reserved = record.get("reserved_participation")
    goals = [goal for goal in record.get("strategic", ()) if goal]
    strategic = tuple(dict.fromkeys(filter(None, map(_strategic, goals))))
    social = tuple(dict.fromkeys(codes.SOCIAL_GOALS[goal] for goal in goals if goal in codes.SOCIAL_GOALS))
    found: dict[str, Any] = {
        "reserved_participation": tuple(dict.fromkeys(reserved)) if reserved else None,
        "strategic": strategic or (("none",) if first(record, "sustainable") is False else ()),
        "social_objectives": social,
        "duration": _duration(record, "duration", "day"),
        "offer_validity": _duration(record, "offer_validity", "day"),
        "framework_terms": _part(Framework, record, "framework_terms.", ("justification",), home),
        "subcontracting": _part(
            Subcontracting, record, "subcontracting.", ("descriptions",), home, ("indications",)
        ),
    }
    if "submission" not in record and "submission_method" in record:
        found["submission"] = (
            "allowed" if "electronicSubmission" in record["submission_method"] else _NOT_ELECTRONIC
        )
    return found


def _strategic(goal: str) -> str | None:
    """Goals are told in parts: "environmental.circularEconomy" is one of "environmental"."""
    return codes.GOALS.get(goal) or codes.GOALS.get(goal.partition(".")[0])


def _duration(record: Record, prefix: str, unit: str) -> Duration | None:
    stated = {part: first(record, f"{prefix}.{part}") for part in ("amount", "start", "end")}
    if not any(value is not None for value in stated.values()):
        return None
    return Duration(unit=unit if stated["amount"] is not None else None, **stated)


def _part(
    made: type[Any],
    record: Record,
    prefix: str,
    in_languages: tuple[str, ...],
    home: str,
    several: tuple[str, ...] = (),
) -> Any:
    of_part = {name[len(prefix) :]: value for name, value in record.items() if name.startswith(prefix)}
    if not of_part:
        return None
    once = [name for name in of_part if name not in in_languages and name not in several]
    return made(**firsts(of_part, once), **lists(of_part, several), **texts(of_part, in_languages, home))


def _places(item: Record, home: str) -> Iterator[Place]:
    for record in item.get("places", ()):
        region, country = first(record, "nuts"), first(record, "country")
        is_code = bool(region) and is_nuts(region, country)
        descriptions = list(record.get("description", ()))
        if region and not is_code:
            descriptions.insert(0, (None, region))
        if country and len(country) > 2:
            descriptions.append((None, country))
        yield Place(
            nuts=region if is_code else None,
            country=country if country and len(country) == 2 else None,
            **firsts(record, ("town", "postal_code")),
            **texts({"description": descriptions} if descriptions else {}, ("description",), home),
        )
    if first(item, "location_scheme") == "NUTS":
        yield from (Place(nuts=code) for code in item.get("location", ()) if is_nuts(code))
    if "place_description" in item:
        yield Place(description=texts(item, ("place_description",), home)["place_description"])


def _unique(found: Iterable[Place]) -> tuple[Place, ...]:
    unique: list[Place] = []
    for place in found:
        if place != Place() and place not in unique:
            unique.append(place)
    return tuple(unique)


def _award_criteria(record: Record, home: str) -> Iterator[AwardCriterion]:
    for criterion in record.get("award_criteria", ()):
        said = texts(criterion, ("names", "descriptions"), home)
        weight, kind = _weight(criterion)
        if weight is None and (
            printed := _PERCENT.fullmatch(next(iter(said.get("descriptions", {}).values()), ""))
        ):
            # Publishers that came from the older forms print the weight where the description belongs.
            weight, kind = Decimal(printed[1].replace(",", ".")), "per-exa" if printed[2] else None
            del said["descriptions"]
        yield AwardCriterion(kind=first(criterion, "kind"), **said, weight=weight, weight_kind=kind)


def _weight(criterion: Record) -> tuple[Decimal | None, str | None]:
    """Thresholds are no weights."""
    numbers = (each for each in criterion.get("numbers", ()) if "threshold" not in each)
    found = next((each for each in numbers if "weight" in each), None)
    return (None, None) if found is None else (first(found, "weight"), first(found, "weight_kind"))


def _selection_criteria(record: Record, home: str) -> Iterator[SelectionCriterion]:
    for criterion in record.get("selection_criteria", ()):
        yield SelectionCriterion(
            **firsts(criterion, ("kind",)), **texts(criterion, ("names", "descriptions"), home)
        )
