"""What notices, lots and results consist of: amounts, places, times, organisations, conditions. Missing is None or empty.

Texts are ``{language: text}`` with two-letter ISO 639-1 codes. ``notice.py`` puts these together and hands them on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from opslagstavle.terms.text import Texts


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
class SelectionCriterion:
    """What a bidder must show (BG-702). ``kind`` is suitability, economic or technical; ``used`` False: said not to apply.

    ``code`` says more closely what (BT-809 and, until SDK 1.11, BT-747), as printed.
    """

    kind: str | None = None
    code: str | None = None
    names: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    used: bool | None = None  # BT-748
    in_documents: bool | None = (
        None  # BT-821; legacy *_CRITERIA_DOC: told in full in the procurement documents
    )


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """Where procurement documents are. ``restricted``: one must ask for access (BT-14)."""

    url: str
    restricted: bool | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework agreement's terms. ``kind`` is BT-765: fa-wo-rc, fa-w-rc, fa-mix; None where only "yes" is said."""

    kind: str | None = None
    participants: int | None = None  # BT-113, the most there may be
    maximum: Money | None = None  # BT-271
    justification: Texts = field(default_factory=dict)  # BT-109, of more than four years


@dataclass(frozen=True, slots=True)
class Subcontracting:
    """What a buyer asks about subcontractors. Shares are percentages of the contract's value.

    ``obligations`` are BT-65 codes (none, subc-chng, subc-min, subc-oblig-2009-81); ``indications`` BT-651 codes (what an offer
    must tell of its subcontractors), as printed.
    """

    obligations: tuple[str, ...] = ()
    indications: tuple[str, ...] = ()
    minimum: Decimal | None = None  # BT-64
    maximum: Decimal | None = None  # BT-729
    descriptions: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One place of a correction: what stood there and what shall. ``lots`` empty: the notice as a whole.

    ``section`` is the box or the section changed as printed ("IV.2.2", "LOT-0001"). A correction that is a patch (legacy F14)
    gives deadlines as ``Deadline`` too, so that they can be put in place. eForms prints what has changed in one text
    (BT-141): ``descriptions``.
    """

    section: str | None = None
    lots: tuple[str, ...] = ()
    labels: Texts = field(default_factory=dict)
    before: Texts = field(default_factory=dict)
    after: Texts = field(default_factory=dict)
    deadline_before: Deadline | None = None
    deadline_after: Deadline | None = None
    descriptions: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Correction:
    """That and how this notice changes an earlier one. ``patch``: only the changes are printed, not the whole notice again."""

    changes: str | None = None  # number or id of the notice that is changed
    reason: str | None = None  # BT-140 code
    descriptions: Texts = field(default_factory=dict)
    entries: tuple[Change, ...] = ()
    documents_changed: bool | None = None  # BT-718
    patch: bool = False


@dataclass(frozen=True, slots=True)
class Modification:
    """How a running contract is changed (eForms BG-64; legacy F20 VII.2)."""

    contract: str | None = None  # the contract's number as printed
    reason: str | None = None  # BT-200 code; legacy ADDITIONAL_NEED, UNFORESEEN_CIRCUMSTANCE
    reason_descriptions: Texts = field(default_factory=dict)  # BT-201
    descriptions: Texts = field(default_factory=dict)  # BT-202
    sections: tuple[str, ...] = ()  # BT-1501(s)
    value_before: Money | None = None
    value_after: Money | None = None
