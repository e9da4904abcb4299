"""Lots of a notice as lots and items of OCDS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from opslagstavle.notices import ocds_codes as codes
from opslagstavle.notices.notice import AwardCriterion, Lot, Notice, Place, Procedure
from opslagstavle.notices.ocds_release_values import (
    PERIOD,
    Object,
    address,
    filled,
    moment,
    money,
    period,
    share,
    whole,
    worded,
)
from opslagstavle.terms import cpv as cpv_codes

_GROUP = "LotsGroup"
_NATURES, _RESERVED, _GOALS = (
    codes.reverse(codes.NATURES),
    codes.reverse(codes.RESERVED),
    codes.reverse(codes.GOALS),
)
_SOCIAL, _FRAMEWORKS = codes.reverse(codes.SOCIAL_GOALS), codes.reverse(codes.FRAMEWORKS)
_POLICIES, _WEIGHTS, _FIXED = (
    codes.reverse(codes.POLICIES),
    codes.reverse(codes.WEIGHTS),
    codes.reverse(codes.FIXED),
)


class LotList:
    """The lots of one notice under ids that are unique: numbers may be missing or printed twice."""

    def __init__(self, notice: Notice, home: str, country: str | None) -> None:
        self._notice, self._home, self._country = notice, home, country
        self.lots = tuple(lot for lot in notice.lots if lot.kind != _GROUP)
        self._groups = tuple(lot for lot in notice.lots if lot.kind == _GROUP)
        self.ids = _ids(self.lots)

    def known(self, numbers: Iterable[str]) -> list[str]:
        """As they are called here; what is about a group or a lot of another notice keeps its number."""
        called = {
            lot.number: identifier
            for lot, identifier in reversed(list(zip(self.lots, self.ids, strict=True)))
        }
        return list(dict.fromkeys(called.get(number, number) for number in numbers if number))

    def written(self) -> list[Object]:
        return [
            {"id": identifier, **self._lot(lot)} for lot, identifier in zip(self.lots, self.ids, strict=True)
        ]

    def groups(self) -> list[Object]:
        pairs = zip(self._groups, _ids(self._groups), strict=True)
        return [
            {
                "id": identifier,
                **worded("title", lot.titles, self._home),
                **worded("description", lot.descriptions, self._home),
            }
            for lot, identifier in pairs
        ]

    def items(self) -> list[Object]:
        """One for each lot, and one of no lot for what only the procedure says of places."""
        found = [
            filled(
                id=identifier, relatedLot=identifier, **self._what(lot.cpv, lot.additional_cpv, lot.places)
            )
            for lot, identifier in zip(self.lots, self.ids, strict=True)
        ]
        procedure = self._notice.procedure
        if procedure.places:
            found.append(filled(id="procedure", **self._what(None, (), procedure.places)))
        return [item for item in found if item.keys() - {"id", "relatedLot"}]

    def deadline(self, lot: Lot) -> str | None:
        two_stages = self._notice.procedure.kind in codes.TWO_STAGES
        dates = (
            (lot.deadline_requests, lot.deadline_offers)
            if two_stages
            else (lot.deadline_offers, lot.deadline_requests)
        )
        return moment(dates[0] or dates[1], self._country)

    def _lot(self, lot: Lot) -> Object:
        home = self._home
        return {
            **worded("title", lot.titles, home),
            **worded("description", lot.descriptions, home),
            **value_and_range(lot),
            **filled(
                mainProcurementCategory=_NATURES.get(lot.nature or ""),
                additionalProcurementCategories=[_NATURES.get(each, each) for each in lot.additional_natures],
                contractPeriod=period(lot.duration),
                **{PERIOD: filled(endDate=self.deadline(lot))},
                enquiryPeriod=filled(endDate=moment(lot.deadline_questions, self._country)),
                bidOpening=filled(date=moment(lot.opening, self._country)),
                hasOptions=lot.options,
                options=worded("description", lot.options_descriptions, home),
                hasRenewal=lot.renewable,
                renewal=filled(maximumRenewals=lot.renewals, **worded("description", lot.renewal_descriptions, home)),
                suitability=filled(sme=lot.sme_suitable, vcse=lot.suitable_for_social_enterprises),
                otherRequirements=filled(reservedParticipation=_reserved(lot)),
                contractTerms=filled(
                    reservedExecution=lot.reserved_execution, **worded("performanceTerms", lot.execution_terms, home)
                ),
                submissionTerms=self._submission(lot),
                submissionMethodDetails=address(lot.submission_url),
                secondStage=filled(
                    minimumCandidates=lot.candidates_minimum, maximumCandidates=lot.candidates_maximum
                ),
                techniques=self._techniques(lot),
                subcontractingTerms=self._subcontracting(lot),
                awardCriteria=filled(criteria=_award_criteria(lot, home)),
                selectionCriteria=filled(criteria=_selection_criteria(lot, home)),
                **_sustainability(lot),
            ),
        }  # fmt: skip

    def _submission(self, lot: Lot) -> Object:
        return filled(
            electronicSubmissionPolicy=_POLICIES.get(lot.submission or ""),
            variantPolicy=_POLICIES.get(lot.variants or ""),
            languages=list(lot.offer_languages),
            bidValidityPeriod=period(lot.offer_validity),
            requiresGuarantees=lot.guarantee,
            subcontractingClauses=list(lot.subcontracting.indications) if lot.subcontracting else None,
            **worded("depositsGuarantees", lot.guarantee_descriptions, self._home),
        )

    def _techniques(self, lot: Lot) -> Object:
        terms = lot.framework_terms
        agreement = terms and filled(
            method=_FRAMEWORKS.get(terms.kind or ""),
            maximumParticipants=terms.participants,
            value=money(terms.maximum),
            **worded("periodRationale", terms.justification, self._home),
        )
        return filled(
            hasFrameworkAgreement=lot.framework,
            frameworkAgreement=agreement,
            hasDynamicPurchasingSystem=lot.dynamic_purchasing,
            hasElectronicAuction=lot.electronic_auction,
        )

    def _subcontracting(self, lot: Lot) -> Object | None:
        asked = lot.subcontracting
        if asked is None:
            return None
        return filled(
            competitiveMinimumPercentage=share(asked.minimum),
            competitiveMaximumPercentage=share(asked.maximum),
            **worded("description", asked.descriptions, self._home),
        )

    def _what(self, cpv: str | None, additional: tuple[str, ...], places: tuple[Place, ...]) -> Object:
        return filled(
            classification=classification(cpv),
            additionalClassifications=[found for code in additional if (found := classification(code))],
            deliveryAddresses=[found for place in places if (found := self._place(place))],
        )

    def _place(self, place: Place) -> Object:
        return filled(
            locality=place.town, postalCode=place.postal_code, region=place.nuts, country=place.country,
            **worded("description", place.description, self._home),
        )  # fmt: skip


def _ids(lots: tuple[Lot, ...]) -> list[str]:
    printed = [lot.number or str(position) for position, lot in enumerate(lots, start=1)]
    times = Counter(printed)
    seen: Counter[str] = Counter()
    found = []
    for number in printed:
        seen[number] += 1
        found.append(number if times[number] == 1 or seen[number] == 1 else f"{number}~{seen[number]}")
    return found


def classification(cpv: str | None) -> Object | None:
    return {"scheme": "CPV", "id": cpv} if cpv_codes.normalise(cpv) else None


def value_and_range(said: Lot | Procedure) -> Object:
    """An interval is its lowest value and, as the value, its highest."""
    interval = said.estimated_value_range
    if interval is None or said.estimated_value is not None:
        return filled(value=money(said.estimated_value))
    low, high = (
        {"amount": amount, "currency": interval.currency} for amount in (interval.low, interval.high)
    )
    return {"minValue": low, "value": high}


def _reserved(lot: Lot) -> list[str]:
    """OCDS has no word for "none": what is not reserved is not mentioned."""
    return [_RESERVED.get(code, code) for code in lot.reserved_participation or () if code != "none"]


def _sustainability(lot: Lot) -> Object:
    if lot.strategic == ("none",) and not lot.social_objectives:
        return {"hasSustainability": False}
    social = [_SOCIAL.get(code, "social") for code in lot.social_objectives]
    goals = [_GOALS[code] for code in lot.strategic if code in _GOALS and not (code == "soc-obj" and social)]
    found = [{"goal": goal} for goal in dict.fromkeys([*goals, *social])]
    return {"hasSustainability": True, "sustainability": found} if found else {}


def _award_criteria(lot: Lot, home: str) -> list[Object]:
    found = (
        filled(
            type=criterion.kind if criterion.kind in ("price", "cost", "quality") else None,
            numbers=_numbers(criterion),
            **worded("name", criterion.names, home),
            **worded("description", criterion.descriptions, home),
        )
        for criterion in lot.award_criteria
    )
    return [criterion for criterion in found if criterion]


def _numbers(criterion: AwardCriterion) -> list[Object]:
    if criterion.weight is None:
        return []
    kind = criterion.weight_kind or ""
    return [filled(number=_plain(criterion.weight), weight=_WEIGHTS.get(kind), fixed=_FIXED.get(kind))]


def _plain(number: Any) -> Any:
    found = whole(number)
    return number if found is None else found


def _selection_criteria(lot: Lot, home: str) -> list[Object]:
    found = (
        filled(
            type=each.kind,
            **worded("name", each.names, home),
            **worded("description", each.descriptions, home),
        )
        for each in lot.selection_criteria
        if each.used is not False
    )
    return [criterion for criterion in found if criterion.keys() - {"type"}]
