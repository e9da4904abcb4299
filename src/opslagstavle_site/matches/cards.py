"""A match in words: why, why not, what is not stated, and by which route, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.template.defaultfilters import date as shown_date
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opslagstavle.finding import Finding
from opslagstavle.matching.outcome import Contribution, Match, Route
from opslagstavle.terms import money, nuts
from opslagstavle_site.enterprises.cards import EnterpriseCard, enterprise_card
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.matches.models import Match as MatchRow
from opslagstavle_site.matches.rows import to_library
from opslagstavle_site.notices.cards import LotCard, reader_language, stage_name
from opslagstavle_site.notices.models import Lot
from opslagstavle_site.notices.sources.codelists import label

ROUTE_NAMES = {
    Route.ALONE: gettext_lazy("Bid alone"),
    Route.RESERVED: gettext_lazy("Reserved contract"),
    Route.SUBCONTRACTOR: gettext_lazy("As subcontractor"),
    Route.NOT_FOR_YOU: gettext_lazy("Not for you"),
}
CONTRIBUTION_NAMES = {
    "text": gettext_lazy("Words"),
    "cpv": gettext_lazy("Kind of work"),
    "place": gettext_lazy("Place"),
}
ANSWERS = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no"), "not_stated": gettext_lazy("not stated")}
LANGUAGE_NAMES = {"da": gettext_lazy("Danish"), "en": gettext_lazy("English")}


@dataclass(frozen=True, slots=True)
class Reason:
    """What of one kind counted towards the score; ``share`` of it in whole percent."""

    kind_name: str
    words: list[str]
    share: int


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words, with the business term or paragraph it rests on."""

    name: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class MatchCard:
    """``percent`` is the score beside the best of the same list, ``points`` the score itself."""

    url: str
    enterprise: EnterpriseCard
    lot: LotCard
    route: str
    route_name: str
    points: float
    percent: int
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class MatchDetail:
    """``findings`` has "for", "against" and "not_stated". ``percent`` is beside the best match of the same lot."""

    lot: LotCard
    enterprise: EnterpriseCard
    route: str
    route_name: str
    route_reason: str
    route_source: str
    points: float
    percent: int
    contributions: list[Reason]
    findings: dict[str, list[Said]]
    computed_on: date


def match_card(row: MatchRow, lot: LotCard, best: float) -> MatchCard:
    """``row`` with its lot, notice and enterprise."""
    found = to_library(row)
    return MatchCard(
        url=match_url(row.lot, row.enterprise),
        enterprise=enterprise_card(row.enterprise),
        lot=lot,
        route=found.route.value,
        route_name=str(ROUTE_NAMES[found.route]),
        points=found.score,
        percent=_percent(row.score, best),
        reasons=list(dict.fromkeys(contribution_words(part) for part in found.contributions))[:3],
    )


def match_detail(row: MatchRow, lot: LotCard, best: float) -> MatchDetail:
    found = to_library(row)
    return MatchDetail(
        lot=lot,
        enterprise=enterprise_card(row.enterprise),
        route=found.route.value,
        route_name=str(ROUTE_NAMES[found.route]),
        route_reason=sentence(found.route_reason),
        route_source=found.route_reason.reference,
        points=found.score,
        percent=_percent(row.score, best),
        contributions=reasons(found),
        findings={
            "for": _said(found, True),
            "against": _said(found, False),
            "not_stated": _said(found, None),
        },
        computed_on=row.computed_on,
    )


def reasons(found: Match) -> list[Reason]:
    """What the score consists of, kind by kind; words that stand for the same thing once."""
    lines = []
    for kind, name in CONTRIBUTION_NAMES.items():
        parts = [part for part in found.contributions if part.kind == kind]
        if parts:
            share = sum(part.weight for part in parts) / found.score if found.score else 0.0
            words = list(dict.fromkeys(contribution_words(part) for part in parts))
            lines.append(Reason(str(name), words, round(100 * share)))
    return lines


def _percent(score: float, best: float) -> int:
    return round(100 * score / best) if best else 0


def match_url(lot: Lot, enterprise: Enterprise) -> str:
    return reverse("matches:match", args=[lot.notice.key, lot.number, enterprise.key])


def contribution_words(part: Contribution) -> str:
    said = part.evidence
    if part.kind == "text":
        where = _("in the title") if "title" in said["field"] else _("in the description")
        return _("“%(lot)s” %(where)s; the enterprise writes “%(enterprise)s”") % {
            "lot": said["lot"], "where": where, "enterprise": said["enterprise"],
        }  # fmt: skip
    if part.kind == "cpv":
        return _("CPV %(code)s is close to what the enterprise does (%(digits)s digits in common)") % {
            "code": _code(said["lot"]), "digits": said["depth"],
        }  # fmt: skip
    return _place({"relation": said["relation"], "lot": said["lot"], "enterprise": said["enterprise"]})


def sentence(finding: Finding) -> str:
    """The finding in words. Every finding the library can make has its sentence here (a test sees to it)."""
    return SENTENCES[finding.name]({**finding.evidence, "holds": str(finding.holds)})


def _said(found: Match, holds: bool | None) -> list[Said]:
    chosen = (finding for finding in found.findings if finding.holds is holds)
    return [Said(finding.name, sentence(finding), finding.reference) for finding in chosen]


def _work(said: dict[str, str]) -> str:
    parts = []
    if words := said.get("words"):
        parts.append(
            _("The notice mentions %(words)s, which the enterprise works with.")
            % {"words": _quoted(words.split("; "))}
        )
    if code := said.get("lot_code"):
        parts.append(
            _("The notice has CPV %(code)s, which is close to what the enterprise does.")
            % {"code": _code(code)}
        )
    return " ".join(parts) or _("Neither words nor codes of the notice are what the enterprise says it does.")


def _place(said: dict[str, str]) -> str:
    known = {
        "inside": _("The work is in the area of the enterprise (%(lot)s)."),
        "nationwide": _("The enterprise works in all of Denmark, and the work is there (%(lot)s)."),
        "anywhere": _("The work can be done anywhere."),
        "wider": _("The notice only names a wide area (%(lot)s): ask where in it the work is."),
        "near": _("The work (%(lot)s) is near the area of the enterprise (%(enterprise)s), but outside it."),
        "same_country": _("The work (%(lot)s) is outside the area of the enterprise (%(enterprise)s)."),
        "outside": _("The work (%(lot)s) is outside the area of the enterprise (%(enterprise)s)."),
        "not_stated": _("The place is not stated."),
    }
    text = known.get(said["relation"], known["not_stated"])
    return text % {"lot": _areas(said.get("lot", "")), "enterprise": _areas(said.get("enterprise", ""))}


def _stage(said: dict[str, str]) -> str:
    open_stages = ("competition", "planning")
    if said["stage"] in open_stages:
        return _("The work can still be won (%(stage)s).") % {"stage": stage_name(said["stage"])}
    return _("This is not a call for offers (%(stage)s).") % {"stage": stage_name(said["stage"])}


def _deadline(said: dict[str, str]) -> str:
    if said["state"] == "not_stated":
        return _("No deadline is stated.")
    day = shown_date(date.fromisoformat(said["day"]), "DATE_FORMAT")
    if said["state"] == "doubtful":
        return _("The deadline (%(day)s) can hardly be right: ask the buyer.") % {"day": day}
    # How many days are left is shown where the reader is; this sentence is kept, and would grow old.
    return (
        _("The deadline was %(day)s.") if said["state"] == "passed" else _("The deadline is %(day)s.")
    ) % {"day": day}


def _reserved(said: dict[str, str]) -> str:
    if said["flag"] == "not_stated":
        return _("Whether the contract is reserved is not stated.")
    if said["flag"] == "none":
        return _("The contract is not reserved: anyone who meets the conditions may bid.")
    return _test(said)


def _test(said: dict[str, str]) -> str:
    return _(
        "The contract is reserved. At least 30 %% of staff on special terms: %(share)s. Integration is the main aim: %(aim)s."
    ) % {"share": _answer(said["share_at_least_30"]), "aim": _answer(said["integration_is_main_aim"])}


def _public_service(said: dict[str, str]) -> str:
    return _(
        "Reserved for organisations with a public service mission: the bidder must show purpose, reinvested profit, "
        "participation of employees or users, and no such contract from this buyer in three years."
    )


def _doubtful(said: dict[str, str]) -> str:
    return _(
        "The reservation may be a mistake: it is not work that social enterprises usually do. Ask the buyer."
    )


def _execution(said: dict[str, str]) -> str:
    return _(
        "The work must be done in sheltered employment programmes. At least 30 %% of staff on special terms: %(share)s."
    ) % {"share": _answer(said["share_at_least_30"])}


def _registration(said: dict[str, str]) -> str:
    return _(
        "Registered as a social enterprise: %(answer)s. Registration alone neither opens nor closes this contract."
    ) % {"answer": _answer(said["registered"])}


def _objectives(said: dict[str, str]) -> str:
    named = [label("social-objective", code, reader_language()) or code for code in said["codes"].split(", ")]
    return _("The buyer names social aims: %(aims)s.") % {"aims": ", ".join(named)}


def _sme(said: dict[str, str]) -> str:
    if said["holds"] == "True":
        return _("The buyer says that it suits small and medium-sized enterprises.")
    return _("The buyer says that it does not suit small and medium-sized enterprises.")


def _value(said: dict[str, str]) -> str:
    if said["state"] == "not_stated":
        return _("How much the contract is worth is not stated.")
    if "amount" in said:
        value = money.shown(Decimal(said["amount"]), said["currency"], reader_language())
    else:
        value = money.shown_range(
            Decimal(said["low"]), Decimal(said["high"]), said["currency"], reader_language()
        )
    return _("The contract is worth %(value)s; whether the enterprise has the capacity is not stated.") % {
        "value": value
    }


def _language(said: dict[str, str]) -> str:
    return _("The notice is written in %(language)s.") % {
        "language": str(LANGUAGE_NAMES.get(said["notice"], said["notice"].upper()))
    }


def _open_to_all(said: dict[str, str]) -> str:
    return _("The contract is not reserved, and the enterprise may bid like anyone else.")


def _test_met(said: dict[str, str]) -> str:
    return _("The contract is reserved, and what the enterprise has stated meets the test.")


def _to_be_shown(said: dict[str, str]) -> str:
    named = {
        "share_at_least_30": _("that at least 30 percent of staff are on special terms"),
        "integration_is_main_aim": _("that integration is the main aim"),
        "purpose": _("a public service mission"),
        "reinvestment": _("that profit is reinvested"),
        "participation": _("that employees or users take part in the management"),
        "no_award_three_years": _("no such contract from this buyer in three years"),
    }
    missing = [named.get(name, name) for name in said["to_show"].split(", ")]
    return _("The contract is reserved. The enterprise must show: %(missing)s.") % {
        "missing": "; ".join(missing)
    }


def _won_by(said: dict[str, str]) -> str:
    return _("The contract is awarded to %(winners)s: offer them a part of the work.") % {
        "winners": said["winners"].replace("; ", ", ") or _("somebody who is not named")
    }


def _no_winner(said: dict[str, str]) -> str:
    return _("The competition is over, and no winner is named.")


def _no_call(said: dict[str, str]) -> str:
    return _("This is not a call for offers (%(stage)s).") % {"stage": stage_name(said["stage"])}


SENTENCES: dict[str, Callable[[dict[str, str]], str]] = {
    "work": _work,
    "place": _place,
    "stage": _stage,
    "deadline": _deadline,
    "reserved_participation": _reserved,
    "reserved_for_public_service": _public_service,
    "reservation_doubtful": _doubtful,
    "reserved_execution": _execution,
    "registration": _registration,
    "social_objectives": _objectives,
    "sme_suitable": _sme,
    "value": _value,
    "language": _language,
    "open_to_all": _open_to_all,
    "test_met": _test_met,
    "test_not_met": _test,
    "to_be_shown": _to_be_shown,
    "won_by": _won_by,
    "no_winner_named": _no_winner,
    "no_call": _no_call,
    "deadline_passed": _deadline,
}


def _answer(answer: str) -> str:
    return str(ANSWERS[answer])


def _areas(codes: str) -> str:
    return ", ".join(nuts.name(code, reader_language()) or code for code in codes.split(", ") if code)


def _code(code: str) -> str:
    return f"{code} {label('cpv', code, reader_language())}".strip()


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
