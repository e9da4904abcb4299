"""Is a purchase above or below the EU threshold, as far as its notice says? Judged by ``rules.thresholds``.

The values of the period of the notice's publication count (the competition authority's rule), whatever day it is read on. What is
compared is the whole procedure, not the lot: lots are added up. Notices of buyers abroad, of utilities, concessions and defence
are under other thresholds, and nothing is said of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from opslagstavle.finding import Finding
from opslagstavle.notices.notice import Lot, Money, MoneyRange, Notice, Organisation
from opslagstavle.rules.expression import Value, exact
from opslagstavle.rules.parameters import weakest
from opslagstavle.rules.rule import Judgement, judge
from opslagstavle.rules.thresholds import BELOW, THRESHOLDS

CLASSIC = (None, "32014L0024", "32004L0018", "other")
"""Acts these thresholds belong to; ``other`` is a national notice, for what lies below them."""
LIGHT_NOTICES = ("social", "F21")
ORDINARY_NOTICES = ("standard", "F02", "F03")
STATE = ("cga", "MINISTRY", "NATIONAL_AGENCY")
NOT_STATE = ("la", "ra", "body-pl-la", "body-pl-ra", "REGIONAL_AUTHORITY", "REGIONAL_AGENCY")
LOCAL_NAMES = frozenset(("kommune", "region"))
"""Words in the names of local authorities, for notices that do not say what kind of buyer it is."""
FACTS = {"DKK": "contract_value", "EUR": "contract_value_eur"}
NO_VALUE = Decimal(1)
"""Where a field must be filled in, 0 and 1 stand for nothing."""
STATES = {True: "above", False: "below", None: "not_stated"}
ENDLESS = Decimal(10) ** 12
REFERENCE = "BT-27, BT-271; KFST: tærskelværdier"


@dataclass(frozen=True, slots=True)
class Worth:
    """From ``low`` to ``high``, which is endless where some lots do not say."""

    low: Decimal
    high: Decimal
    currency: str


def threshold(lot: Lot, notice: Notice) -> Finding | None:
    """*above*, *below* or *not stated*, with the threshold it was compared with.

    Below speaks for: fewer rules apply to the purchase. Above leaves open whether the enterprise has what an EU procedure asks
    for.
    """
    if not _is_here(notice):
        return None
    judged = _judged(lot, notice)
    answers = {each.answers["above_threshold"].holds for each in judged}
    state = STATES[answers.pop()] if len(answers) == 1 else "not_stated"
    evidence = {"state": state, **_limit(judged)}
    if notice.published:
        evidence["day"] = notice.published.isoformat()
    return Finding("threshold", state == "below" or None, evidence, REFERENCE)


def direct_purchase(lot: Lot, notice: Notice) -> Finding | None:
    """May the buyer buy this directly, if nobody abroad is interested? None where it may not, more is open, or no law was read.

    Whether there is a clear cross-border interest stands in no notice: it is the buyer's to judge, and the first thing to ask.
    """
    judged = _judged(lot, notice) if _is_here(notice) else []
    answers = [each.answers["may_be_bought_directly"] for each in judged]
    if not answers or any(answer.holds is not True for answer in answers):
        return None
    status = weakest(*(answer.status for answer in answers)).value
    evidence = {"to_ask": "cross_border_interest", **_limit(judged), "status": status}
    return Finding("direct_purchase", None, evidence, f"BT-27; {BELOW}")


def worth(lot: Lot, notice: Notice) -> Worth | None:
    """What the whole purchase is worth, at least and at most: as the procedure says, else all lots together."""
    above = notice.procedure
    if said := _amount(above.estimated_value, above.framework_maximum, above.estimated_value_range):
        return said
    lots = [each for each in notice.lots if each.kind == lot.kind] or [lot]
    stated = [amount for each in lots if (amount := _of_lot(each))]
    if len({amount.currency for amount in stated}) != 1:
        return None
    high = sum(amount.high for amount in stated) if len(stated) == len(lots) else ENDLESS
    return Worth(sum((amount.low for amount in stated), Decimal()), Decimal(high), stated[0].currency)


def _of_lot(lot: Lot) -> Worth | None:
    maximum = lot.framework_terms.maximum if lot.framework_terms else None
    return _amount(lot.estimated_value, maximum, lot.estimated_value_range)


def _amount(value: Money | None, maximum: Money | None, between: MoneyRange | None) -> Worth | None:
    """The largest that is stated: of a framework it is what may be bought under it that counts."""
    stated = [each for each in (value, maximum) if each and each.amount > NO_VALUE]
    if stated:
        most = max(stated, key=lambda each: each.amount)
        return Worth(most.amount, most.amount, most.currency)
    if between and between.high > NO_VALUE:
        return Worth(between.low, between.high, between.currency)
    return None


def _is_here(notice: Notice) -> bool:
    """A Danish buyer, under an act these thresholds belong to."""
    countries = {buyer.country for buyer in notice.buyers}
    return "DK" in countries and countries <= {None, "DK"} and notice.legal_basis in CLASSIC


def _judged(lot: Lot, notice: Notice) -> list[Judgement]:
    """One judgement for each thing it may be and each end of what it is worth. None without a day of publication."""
    if notice.published is None:
        return []
    found = worth(lot, notice)
    ends = dict.fromkeys((found.low, found.high)) if found and found.currency in FACTS else (None,)
    currency = found.currency if found else ""
    buyer = _buyer_kind(notice.buyers)
    return [
        _judge(kind, buyer, currency, end, notice.published)
        for kind in _contract_kinds(lot, notice)
        for end in ends
    ]


@lru_cache(maxsize=4_000)
def _judge(
    kind: str | None, buyer: str | None, currency: str, amount: Decimal | None, published: date
) -> Judgement:
    facts: dict[str, Value] = {"contract_kind": kind, "buyer_kind": buyer, "cross_border_interest": False}
    if amount is not None:
        facts[FACTS[currency]] = exact(amount)
    return judge(THRESHOLDS, facts, published)


def _limit(judged: list[Judgement]) -> dict[str, str]:
    """The threshold, where it is the same whatever is still open, and how sure it is."""
    limits = {each["threshold"] for each in judged}
    if len(limits) != 1 or None in limits:
        return {}
    status = weakest(*(each.answers["threshold"].status for each in judged))
    return {"threshold": str(limits.pop()), "currency": "DKK", "status": status.value}


def _contract_kinds(lot: Lot, notice: Notice) -> tuple[str | None, ...]:
    """What it may be: a service is of the light regime or not, which only some notices tell."""
    nature = lot.nature or notice.procedure.nature
    if nature != "services":
        return ({"supplies": "goods", "works": "works"}.get(nature or ""),)
    kind = notice.notice_type or ""
    if kind.endswith(LIGHT_NOTICES):
        return ("light",)
    return ("services",) if kind.endswith(ORDINARY_NOTICES) else ("services", "light")


def _buyer_kind(buyers: tuple[Organisation, ...]) -> str | None:
    """Bodies governed by public law are of either kind, so they are not stated."""
    kinds = {_kind_of(buyer) for buyer in buyers}
    return kinds.pop() if len(kinds) == 1 else None


def _kind_of(buyer: Organisation) -> str | None:
    if buyer.legal_type in STATE:
        return "state"
    named = set((buyer.name or "").casefold().split())
    return "municipality" if buyer.legal_type in NOT_STATE or named & LOCAL_NAMES else None
