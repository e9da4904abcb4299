"""The rules for programs: what they ask, and what they say of a case. Nothing that is sent is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from opslagstavle.errors import BadFacts
from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.facts import read_facts
from opslagstavle.rules.pages import pages
from opslagstavle.rules.report import as_data
from opslagstavle.rules.rule import Rule, judge
from opslagstavle_site.guide import shapes
from opslagstavle_site.guide.forms import EARLIEST, LATEST
from opslagstavle_site.web.programs import NOT_UNDERSTOOD, READ, Misunderstood, Refused

router = Router(tags=["rules"])
LONGEST = 100
Key = Annotated[str, Path(description=_("Key of the rule, see /rules"), max_length=60)]
Language = Annotated[Literal["da", "en"], Query(description=_("Language of the questions"))]
Day = Annotated[date | None, Query(description=_("As the law was on this day; without it, today"))]


@router.get(
    "/rules", response={200: list[shapes.RuleShape], **READ}, operation_id="rules",
    summary=_("The rules: what they ask for and what they answer"),
)  # fmt: skip
def rules(request: HttpRequest, lang: Language = "da") -> list[shapes.RuleShape]:
    return [shapes.rule_shape(rule, pages()[key], lang) for key, rule in RULES.items()]


@router.get(
    "/rules/{key}", response={200: shapes.JudgementShape, **READ}, operation_id="rule", exclude_unset=True,
    by_alias=True, summary=_("What a rule says of a case; each fact by its name in the address"),
)  # fmt: skip
def rule(request: HttpRequest, key: Key, on: Day = None, lang: Language = "da") -> dict[str, Any]:
    facts = {name: value for name, value in request.GET.items() if name not in ("on", "lang")}
    return _judged(_rule_or_refuse(key), facts, on, lang, "query")


@router.post(
    "/rules/{key}", response={200: shapes.JudgementShape, **READ}, operation_id="judge_case", exclude_unset=True,
    by_alias=True, summary=_("The same, with the facts in the body: they are in no address, and are not kept"),
)  # fmt: skip
def judge_case(request: HttpRequest, key: Key, body: shapes.CaseBody) -> dict[str, Any]:
    return _judged(_rule_or_refuse(key), body.facts, body.on, body.lang, "body.facts")


def _rule_or_refuse(key: str) -> Rule:
    if key not in RULES:
        raise Refused(404, "There is no such rule; /rules lists them.")
    return RULES[key]


def _judged(rule: Rule, said: Mapping[str, Any], on: date | None, lang: str, where: str) -> dict[str, Any]:
    day = on or timezone.localdate()
    if not EARLIEST <= day <= LATEST:
        raise _refused(f"{where.partition('.')[0]}.on", "a day between 1990 and 2100 is needed")
    if strange := [name for name in said if name not in rule.facts]:
        raise _refused(
            f"{where}.{strange[0][:50]}", f"not asked for; one can say {', '.join(rule.facts)}"[:300]
        )
    if long := [name for name, value in said.items() if isinstance(value, str) and len(value) > LONGEST]:
        raise _refused(f"{where}.{long[0]}", f"longer than {LONGEST} signs")
    try:
        facts = read_facts(said)
    except BadFacts as error:
        raise _refused(f"{where}.{error.name}", BadFacts.REASONS[error.reason]) from error
    return as_data(judge(rule, facts, day), lang)


def _refused(where: str, message: str) -> Refused:
    return Refused(422, NOT_UNDERSTOOD, [Misunderstood(where=where, message=message)])
