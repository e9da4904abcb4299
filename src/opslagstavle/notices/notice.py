"""One model for every notice, lot by lot. Missing is None or empty, never a guess.

Where each field is read from stands in the tables of ``eforms.py`` and ``ted_legacy.py``; ``schema.py`` prints both together.
Texts are ``{language: text}`` with two-letter ISO 639-1 codes, in every language the notice carries.
Codes are kept as the format has them (CPV: eight digits without check digit; NUTS: two to five characters).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from opslagstavle.terms.text import Texts


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
class Money:
    """An exact amount, excluding VAT unless the notice says otherwise; ``currency`` is ISO 4217."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class MoneyRange:
    """A value given as an interval (legacy RANGE_VALUE_COST, VAL_RANGE_*)."""

    low: Decimal
    high: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where work is done. ``nuts`` "00" and ``anywhere`` mean no fixed place; a bare country means all of it."""

    nuts: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2, Greece as GR, United Kingdom as GB
    town: str | None = None
    postal_code: str | None = None
    description: Texts = field(default_factory=dict)
    anywhere: str | None = None  # BT-727: anyw, anyw-cou, anyw-eea


@dataclass(frozen=True, slots=True)
class Duration:
    """How long, as stated: a number of units, or dates, or both."""

    amount: Decimal | None = None
    unit: str | None = None  # day, week, month, year; "unlimited" stands without an amount (eForms BT-538)
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day and, if stated, a clock time; ``offset`` is the printed UTC offset ("+01:00", "Z") or None."""

    day: date
    clock: time | None = None
    offset: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A buyer or winner as printed. ``identifier`` is the printed number, ``cvr`` the valid Danish one in it.

    Contact fields are shown as published and never logged.
    """

    name: str | None = None
    names: Texts = field(default_factory=dict)
    identifier: str | None = None
    cvr: str | None = None
    address: str | None = None
    town: str | None = None
    postal_code: str | None = None
    country: str | None = None
    nuts: str | None = None
    website: str | None = None
    contact_name: str | None = None
    email: str | None = None
    phone: str | None = None
    size: str | None = None  # micro, small, medium, large, or sme where only that is stated
    legal_type: str | None = None
    activity: str | None = None


@dataclass(frozen=True, slots=True)
class AwardCriterion:
    """``kind`` is quality, cost or price; ``weight`` a number as printed, ``weight_kind`` how to read it.

    ``kind`` "documents", without more: the criteria stand in the procurement documents only (legacy AC_PROCUREMENT_DOC).
    """

    kind: str | None = None
    names: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    weight: Decimal | None = None
    weight_kind: str | None = None
    weight_text: str | None = None  # what was printed, when it is no number


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
    documents_url: str | None = None
    submission_url: str | None = None

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


@dataclass(frozen=True, slots=True)
class LotResult:
    """What came out for one or more lots. No awards is an answer: ``outcome`` and ``reason`` say which."""

    lots: tuple[str, ...] = ()
    outcome: str | None = None  # awarded, not-awarded, open (BT-142: selec-w, clos-nw, open-nw)
    reason: str | None = None  # BT-144 code or the legacy element that says why
    awards: tuple[Award, ...] = ()
    offers_received: int | None = None


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
    awarded_value: Money | None = None
    awarded_value_range: MoneyRange | None = None  # legacy: lowest and highest offer that were considered


@dataclass(frozen=True, slots=True)
class Correction:
    """That and how this notice changes an earlier one."""

    changes: str | None = None  # number or id of the notice that is changed
    reason: str | None = None
    descriptions: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """A published notice. ``publication_number`` is normalised ("672025-2023")."""

    format: str  # eforms, ted-r209
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
    earlier_notices: tuple[str, ...] = ()  # publication numbers, or ids where that is all there is
    url: str | None = None

    @property
    def winners(self) -> tuple[Organisation, ...]:
        """Everyone who won something, in order, each award's members once."""
        return tuple(winner for result in self.results for award in result.awards for winner in award.winners)
