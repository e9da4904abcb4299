"""One model for every notice, lot by lot. Missing is None or empty, never a guess. Its parts stand in ``parts.py``.

Where each field is read from stands in the tables of each format (``*_fields.py``); ``json_schema.py`` prints them together.
Texts are ``{language: text}`` with two-letter ISO 639-1 codes, in every language the notice carries.
Codes are kept as the format has them (CPV: eight digits without check digit; NUTS: two to five characters).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from opslagstavle.notices.parts import (
    AwardCriterion,
    Change,
    Correction,
    Deadline,
    DocumentLink,
    Duration,
    Framework,
    Modification,
    Money,
    MoneyRange,
    Organisation,
    Place,
    SelectionCriterion,
    Subcontracting,
)
from opslagstavle.terms.text import Texts

__all__ = [
    "Award",
    "AwardCriterion",
    "Change",
    "Correction",
    "Deadline",
    "DocumentLink",
    "Duration",
    "Framework",
    "Lot",
    "LotResult",
    "Modification",
    "Money",
    "MoneyRange",
    "Notice",
    "Organisation",
    "Place",
    "Procedure",
    "SelectionCriterion",
    "Stage",
    "Subcontracting",
]


class Stage(StrEnum):
    """What a notice is for (eForms BT-03 form type; legacy: the form's number and NOTICE/@TYPE)."""

    PLANNING = "planning"
    COMPETITION = "competition"
    RESULT = "result"
    DIRECT_AWARD = "direct-award"  # voluntary ex-ante transparency: no competition
    MODIFICATION = "modification"
    CHANGE = "change"  # a correction published on its own (legacy F14, eForms "corr")
    BUYER_PROFILE = "buyer-profile"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot; a notice without lots has one whose ``number`` is the format's own ("LOT-0000", "1")."""

    number: str
    kind: str = "Lot"  # Lot, Part (planning) or LotsGroup
    titles: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    additional_information: Texts = field(default_factory=dict)
    nature: str | None = None  # services, supplies, works
    additional_natures: tuple[str, ...] = ()
    cpv: str | None = None
    additional_cpv: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    estimated_value: Money | None = None
    estimated_value_range: MoneyRange | None = None
    duration: Duration | None = None
    deadline_offers: Deadline | None = None
    deadline_requests: Deadline | None = None
    deadline_interest: Deadline | None = None
    reserved_participation: tuple[str, ...] | None = None  # none, res-ws, res-pub-ser; None = not stated
    reserved_execution: bool | None = None
    strategic: tuple[str, ...] = ()  # env-imp, inn-pur, soc-obj, none
    social_objectives: tuple[str, ...] = ()
    sme_suitable: bool | None = None
    award_criteria: tuple[AwardCriterion, ...] = ()
    selection_criteria: tuple[SelectionCriterion, ...] = ()
    options: bool | None = None  # eForms states options by describing them
    options_descriptions: Texts = field(default_factory=dict)  # BT-54
    renewals: int | None = None  # BT-58, the most there may be; 0 is stated as none
    renewable: bool | None = None
    renewal_descriptions: Texts = field(default_factory=dict)  # BT-57
    variants: str | None = None  # BT-63: allowed, required, not-allowed
    framework: bool | None = None
    framework_terms: Framework | None = None
    dynamic_purchasing: bool | None = None
    electronic_auction: bool | None = None  # BT-767
    subcontracting: Subcontracting | None = None
    offer_languages: tuple[str, ...] = ()  # BT-97
    offer_validity: Duration | None = None  # BT-98
    opening: Deadline | None = None  # BT-132, when offers are opened
    deadline_questions: Deadline | None = None  # BT-13
    guarantee: bool | None = None  # BT-751
    guarantee_descriptions: Texts = field(default_factory=dict)  # BT-75
    execution_terms: Texts = field(default_factory=dict)  # BT-70, conditions for carrying the contract out
    eu_funds: bool | None = None  # BT-60
    suitable_for_social_enterprises: bool | None = (
        None  # OCDS suitability.vcse: a remark, it reserves nothing
    )
    candidates_minimum: int | None = None  # BT-50
    candidates_maximum: int | None = None  # BT-51
    documents: tuple[DocumentLink, ...] = ()
    documents_url: str | None = None
    submission_url: str | None = None
    submission: str | None = None  # BT-17, electronic offers: required, allowed, not-allowed
    submission_reason: str | None = None  # BT-19, why they are not required: a code
    submission_descriptions: Texts = field(default_factory=dict)  # BT-745, how else

    @property
    def deadline(self) -> Deadline | None:
        """The date to act by: offers, else requests to take part, else expressions of interest."""
        return self.deadline_offers or self.deadline_requests or self.deadline_interest

    @property
    def all_cpv(self) -> tuple[str, ...]:
        """Main code first, each once."""
        codes = (self.cpv, *self.additional_cpv) if self.cpv else self.additional_cpv
        return tuple(dict.fromkeys(codes))


@dataclass(frozen=True, slots=True)
class Award:
    """One winning offer or contract: who together, for how much."""

    winners: tuple[Organisation, ...] = ()
    contract_number: str | None = None
    titles: Texts = field(default_factory=dict)
    value: Money | None = None
    value_range: MoneyRange | None = None
    concluded: date | None = None
    subcontracted: bool | None = None
    subcontracted_value: Money | None = None  # BT-553
    subcontracted_share: Decimal | None = None  # BT-555, per cent
    subcontracting_descriptions: Texts = field(default_factory=dict)  # BT-554
    variant: bool | None = None  # BT-193


@dataclass(frozen=True, slots=True)
class LotResult:
    """What came out for one or more lots. No awards is an answer: ``outcome`` and ``reason`` say which."""

    lots: tuple[str, ...] = ()
    outcome: str | None = None  # awarded, not-awarded, open (BT-142: selec-w, clos-nw, open-nw)
    reason: str | None = None  # BT-144 code or the legacy element that says why
    awards: tuple[Award, ...] = ()
    offers_received: int | None = None
    offers_by_kind: dict[str, int] = field(default_factory=dict)  # BT-760 code or legacy element → BT-759
    lowest_offer: Money | None = None  # BT-710
    highest_offer: Money | None = None  # BT-711
    framework_maximum: Money | None = None  # BT-709


@dataclass(frozen=True, slots=True)
class Procedure:
    """What is said of the procedure as a whole, above its lots."""

    identifier: str | None = None  # BT-04
    reference: str | None = None  # the buyer's own number
    titles: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    additional_information: Texts = field(default_factory=dict)
    kind: str | None = None  # open, restricted, neg-w-call, neg-wo-call, ...
    accelerated: bool | None = None
    framework: bool | None = None
    dynamic_purchasing: bool | None = None
    nature: str | None = None
    cpv: str | None = None
    additional_cpv: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    estimated_value: Money | None = None
    estimated_value_range: MoneyRange | None = None
    framework_maximum: Money | None = None  # BT-271
    awarded_value: Money | None = None
    awarded_value_range: MoneyRange | None = None  # legacy: lowest and highest offer that were considered
    features: Texts = field(default_factory=dict)  # BT-88, how the procedure runs
    accelerated_descriptions: Texts = field(default_factory=dict)  # BT-1351
    direct_award_reason: str | None = None  # BT-136 code, or the legacy element that says why
    direct_award_descriptions: Texts = field(default_factory=dict)  # BT-135
    direct_award_after: str | None = None  # BT-1252, the earlier procedure that led to it
    lots_all_required: bool | None = None  # BT-763
    lots_maximum_offered: int | None = None  # BT-31
    lots_maximum_awarded: int | None = None  # BT-33


@dataclass(frozen=True, slots=True)
class Notice:
    """A published notice. ``publication_number`` is normalised ("672025-2023")."""

    format: str  # eforms, ted-r209, ted-r208, ocds
    format_version: str | None
    stage: Stage
    notice_type: str | None = None  # cn-standard ...; legacy: F02 ...
    subtype: str | None = None  # eForms 1-40, CEI, E1-E6, T01, T02, X01, X02
    publication_number: str | None = None
    notice_id: str | None = None  # BT-701
    version: str | None = None  # BT-757
    published: date | None = None
    dispatched: date | None = None
    language: str | None = None
    languages: tuple[str, ...] = ()
    legal_basis: str | None = None
    buyers: tuple[Organisation, ...] = ()
    procedure: Procedure = field(default_factory=Procedure)
    lots: tuple[Lot, ...] = ()
    results: tuple[LotResult, ...] = ()
    correction: Correction | None = None
    modifications: tuple[Modification, ...] = ()
    earlier_notices: tuple[
        str, ...
    ] = ()  # of the same procedure: publication numbers, or ids where that is all there is
    announced_by: tuple[
        str, ...
    ] = ()  # planning notices before it (BT-125); one may announce several procedures
    ocid: str | None = None  # OCDS: the contracting process
    publisher: str | None = None  # OCDS: who publishes the release
    url: str | None = None

    @property
    def winners(self) -> tuple[Organisation, ...]:
        """Everyone who won something, in order, each award's members once."""
        return tuple(winner for result in self.results for award in result.awards for winner in award.winners)
