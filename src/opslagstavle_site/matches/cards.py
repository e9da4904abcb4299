"""A match in words: why, why not, what is not stated, and by which route, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opslagstavle.finding import Finding
from opslagstavle.matching.outcome import Contribution, Match, Route
from opslagstavle.notices.schema import in_format
from opslagstavle.terms.kinds import KINDS
from opslagstavle_site.enterprises.cards import EnterpriseCard, enterprise_card
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.guide.cards import rule_url
from opslagstavle_site.matches.models import EarlierMatch
from opslagstavle_site.matches.models import Match as MatchRow
from opslagstavle_site.matches.rows import to_library
from opslagstavle_site.matches.words import how_sure, place, quoted, sentence
from opslagstavle_site.notices.cards import LotCard
from opslagstavle_site.notices.models import Lot
from opslagstavle_site.notices.rows import to_notice
from opslagstavle_site.notices.words import cpv_name, kind_of_code
from opslagstavle_site.web.language import reader_language

ROUTE_NAMES = {
    Route.ALONE: gettext_lazy("Bid alone"),
    Route.RESERVED: gettext_lazy("Reserved contract"),
    Route.DIRECT: gettext_lazy("Direct purchase"),
    Route.SUBCONTRACTOR: gettext_lazy("As subcontractor"),
    Route.WON: gettext_lazy("Won already"),
    Route.NOT_FOR_YOU: gettext_lazy("Not for you"),
}
CONTRIBUTION_NAMES = {
    "text": gettext_lazy("Words"),
    "cpv": gettext_lazy("Kind of work"),
    "place": gettext_lazy("Place"),
}

RULE_OF = {
    "reserved_participation": "reserved",
    "reserved_execution": "reserved",
    "reservation_doubtful": "reserved",
    "reserved_for_public_service": "reserved_services",
    "registration": "registration",
    "threshold": "thresholds",
    "social_objectives": "clauses",
}
"""Finding → the rule whose page explains it."""
MOST_WORDS = 6
TELLING = 0.2
"""Of the strongest word's weight: what counts for less says nothing to a reader ("cirka", "ton")."""
ASIDE = 0.5
"""A word that stands aside tells less: only in the enterprise's description, or only in the lot's."""
HERE = ("inside", "nationwide", "partly", "anywhere")


@dataclass(frozen=True, slots=True)
class Reason:
    """What of one kind counted towards the score; ``share`` of it in whole percent."""

    kind_name: str
    lines: list[str]
    share: int


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words, with the business term or paragraph it rests on, and where the rule is explained ("": nowhere)."""

    name: str
    text: str
    source: str
    rule_url: str = ""


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
    versions: str


@dataclass(frozen=True, slots=True)
class EarlierCard:
    """How a pair was judged when somebody saw it: ``said`` are the findings, in the order they are always in."""

    route_name: str
    route_reason: str
    computed_on: date
    replaced_on: date
    versions: str
    said: list[str]


def earlier_card(row: EarlierMatch) -> EarlierCard:
    found = to_library(row)
    return EarlierCard(
        str(ROUTE_NAMES[found.route]), sentence(found.route_reason), row.computed_on, row.replaced_on, row.versions,
        [sentence(finding) for finding in found.findings],
    )  # fmt: skip


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
        reasons=list(_brief(found, row.enterprise)),
    )


def match_detail(row: MatchRow | EarlierMatch, lot: LotCard, best: float) -> MatchDetail:
    """``row`` with its lot, the whole notice, and the enterprise."""
    found = to_library(row)
    notice_format = to_notice(row.lot.notice).format
    said = [_said(finding, found, row, notice_format) for finding in found.findings]
    return MatchDetail(
        lot=lot,
        enterprise=enterprise_card(row.enterprise),
        route=found.route.value,
        route_name=str(ROUTE_NAMES[found.route]),
        route_reason=sentence(found.route_reason),
        route_source=in_format(notice_format, found.route_reason.reference) + how_sure(found.route_reason),
        points=found.score,
        percent=_percent(row.score, best),
        contributions=reasons(found, row.enterprise),
        findings={
            name: [line for line, finding in zip(said, found.findings, strict=True) if finding.holds is holds]
            for name, holds in (("for", True), ("against", False), ("not_stated", None))
        },
        computed_on=row.computed_on,
        versions=row.versions,
    )


def _said(finding: Finding, found: Match, row: MatchRow | EarlierMatch, notice_format: str) -> Said:
    """Of the words two sides share the finding keeps all; a reader is told the few that tell something."""
    if finding.name == "work":
        told = "; ".join(map(word_of, telling(found.contributions, row.enterprise)))
        finding = replace(finding, evidence={**finding.evidence, "words": told})
    rule = RULE_OF.get(finding.name)
    return Said(
        finding.name,
        sentence(finding),
        in_format(notice_format, finding.reference) + how_sure(finding),
        rule_url(rule, row.lot.published) if rule else "",
    )


def reasons(found: Match, enterprise: Enterprise) -> list[Reason]:
    """What the score consists of, kind by kind, with its share in whole percent."""
    lines = []
    for kind, name in CONTRIBUTION_NAMES.items():
        parts = [part for part in found.contributions if part.kind == kind]
        if parts:
            share = sum(part.weight for part in parts) / found.score if found.score else 0.0
            shown = telling(parts, enterprise) if kind == "text" else parts
            said = list(dict.fromkeys(contribution_words(part) for part in shown))
            if more := len(parts) - len(shown):
                said.append(ngettext("and %(n)s weaker word", "and %(n)s weaker words", more) % {"n": more})
            lines.append(Reason(str(name), said, round(100 * share)))
    return lines


def _brief(found: Match, enterprise: Enterprise) -> Iterable[str]:
    """What speaks for a match, in a line for each kind of reason."""
    if words := [word_of(part) for part in telling(found.contributions, enterprise)]:
        yield _("Shared words: %(words)s") % {"words": quoted(words)}
    for part in found.contributions:
        if part.kind == "cpv" and (name := kind_of_code(part.evidence["lot"])):
            yield _("Kind of work: %(name)s") % {"name": name}
        elif part.kind == "place" and part.evidence["relation"] in HERE:
            yield place(part.evidence)


def telling(parts: Iterable[Contribution], enterprise: Enterprise) -> list[Contribution]:
    """The few shared words that tell a reader most, strongest first: in the reader's language where there are any."""
    texts = [part for part in parts if part.kind == "text"]
    spoken = _spoken(enterprise)
    texts = [part for part in texts if spoken & set(part.evidence["enterprise"].split(", "))] or texts
    enough = TELLING * max(map(_strength, texts), default=0.0)
    ranked = sorted(texts, key=lambda part: _strength(part) * _titled(part), reverse=True)
    strong = [part for part in ranked if _strength(part) >= enough]
    return list({word_of(part): part for part in reversed(strong)}.values())[::-1][:MOST_WORDS]


def _strength(part: Contribution) -> float:
    return part.weight * (1.0 if part.evidence["declared"] == "yes" else ASIDE)


def _titled(part: Contribution) -> float:
    return 1.0 if "title" in part.evidence["field"] else ASIDE


def word_of(part: Contribution) -> str:
    """One form of the lot's word: as in a dictionary if it stands there so, else the shortest."""
    forms = part.evidence["lot"].split(", ")
    lemma = part.feature.removeprefix("text:")
    return lemma if lemma in forms else min(forms, key=len)


def _spoken(enterprise: Enterprise) -> set[str]:
    """The words an enterprise and its kinds of work use in the reader's language."""
    reader = reader_language()
    own = _words(enterprise.descriptions.get(reader, ""))
    return own.union(*(_kind_words(key, reader) for key in enterprise.kinds if key in KINDS))


@lru_cache
def _kind_words(key: str, language: str) -> frozenset[str]:
    kind = KINDS[key]
    entries = kind.words_da if language == "da" else kind.words_en
    return frozenset(_words(" ".join((kind.name(language), *entries))))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w-]+", text.casefold()))


def _percent(score: float, best: float) -> int:
    return round(100 * score / best) if best else 0


def match_url(lot: Lot, enterprise: Enterprise) -> str:
    return reverse("matches:match", args=[lot.notice.key, lot.number, enterprise.key])


def contribution_words(part: Contribution) -> str:
    said = part.evidence
    if part.kind == "text":
        where = _("in the title") if "title" in said["field"] else _("in the description")
        return _("“%(word)s” %(where)s") % {"word": word_of(part), "where": where}
    if part.kind == "cpv":
        return _("CPV %(code)s is close to what the enterprise does (%(digits)s digits in common)") % {
            "code": cpv_name(said["lot"]), "digits": said["depth"],
        }  # fmt: skip
    return place(said)
