"""Findings in words: one sentence for each finding the library can make, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opslagstavle.finding import Finding
from opslagstavle.rules.parameters import Status
from opslagstavle.terms import money
from opslagstavle_site.notices.words import aims, cpv_name, limited, place_name, stage_name
from opslagstavle_site.notices.words import day as shown_day
from opslagstavle_site.web.language import reader_language
from opslagstavle_site.web.names import language_name

ANSWERS = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no"), "not_stated": gettext_lazy("not stated")}


def sentence(finding: Finding) -> str:
    """The finding in words. Every finding the library can make has its sentence here (a test sees to it)."""
    return SENTENCES[finding.name]({**finding.evidence, "holds": str(finding.holds)})


def how_sure(finding: Finding) -> str:
    """What to add to a paragraph that was not read in the law itself, by the status the rule's judgement has."""
    told = {
        Status.SECONDARY: _("read where others quote it, not in the act itself"),
        Status.UNVERIFIED: _("not verified"),
    }
    status = finding.evidence.get("status", "")
    return f" ({told[Status(status)]})" if status in told else ""


def _work(said: dict[str, str]) -> str:
    parts = []
    if words := said.get("words"):
        parts.append(
            _("The notice mentions %(words)s, which the enterprise works with.")
            % {"words": quoted(words.split("; "))}
        )
    if code := said.get("lot_code"):
        parts.append(
            _("The notice has CPV %(code)s, which is close to what the enterprise does.")
            % {"code": cpv_name(code)}
        )
    return " ".join(parts) or _("Neither words nor codes of the notice are what the enterprise says it does.")


def place(said: dict[str, str]) -> str:
    known = {
        "inside": _("The work is in the area of the enterprise (%(lot)s)."),
        "nationwide": _("The enterprise works in all of Denmark, and the work is there (%(lot)s)."),
        "anywhere": _("The work can be done anywhere."),
        "partly": _(
            "Part of the work is where the enterprise works (%(enterprise)s), part is not (%(left)s)."
        ),
        "wider": _(
            "The notice only names a wide area (%(lot)s), and the enterprise works in a part of it (%(enterprise)s): "
            "ask where the work is."
        ),
        "near": _("The work (%(lot)s) is near the area of the enterprise (%(enterprise)s), but outside it."),
        "same_country": _("The work (%(lot)s) is outside the area of the enterprise (%(enterprise)s)."),
        "outside": _("The work (%(lot)s) is outside the area of the enterprise (%(enterprise)s)."),
        "not_stated": _("The place is not stated."),
    }
    text = known.get(said["relation"], known["not_stated"])
    return text % {name: areas(said.get(name, "")) for name in ("lot", "enterprise", "left")}


def _stage(said: dict[str, str]) -> str:
    asking = {
        "competition": _("This is a call for offers."),
        "planning": _("The buyer is still planning the purchase."),
    }
    return asking.get(said["stage"]) or _no_call(said)


def _deadline(said: dict[str, str]) -> str:
    if said["state"] == "not_stated":
        return _("No deadline is stated.")
    day = shown_day(date.fromisoformat(said["day"]))
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
    if said.get("why") == "length":
        return _(
            "The reservation may be a mistake: such a contract may run three years at most. Ask the buyer."
        )
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
    return _("The buyer names social aims: %(aims)s.") % {"aims": aims(said["codes"].split(", "))}


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


def _threshold(said: dict[str, str]) -> str:
    if "day" not in said:
        return _(
            "Whether the purchase reaches the EU threshold is not stated: the day of publication is missing."
        )
    texts = {
        "above": _(
            "The purchase reaches the EU threshold of %(day)s%(limit)s. Whether the enterprise has the documents an EU procedure "
            "asks for is not stated."
        ),
        "below": _(
            "The purchase is below the EU threshold of %(day)s%(limit)s, so fewer rules apply to how it is bought."
        ),
        "not_stated": _("Whether the purchase reaches the EU threshold of %(day)s%(limit)s is not stated."),
    }
    return texts[said["state"]] % {"day": shown_day(date.fromisoformat(said["day"])), "limit": _limit(said)}


def _limit(said: dict[str, str]) -> str:
    """Nothing where it depends on what is not stated."""
    if "threshold" not in said:
        return ""
    return f" ({money.shown(Decimal(said['threshold']), said['currency'], reader_language())})"


def _direct(said: dict[str, str]) -> str:
    return _(
        "The purchase is planned, and small enough to be bought without a competition, unless somebody abroad has a clear "
        "interest in it. Talk to the buyer now."
    )


def _language(said: dict[str, str]) -> str:
    return _("The notice is written in %(language)s.") % {"language": language_name(said["notice"])}


def _open_to_all(said: dict[str, str]) -> str:
    return _("The contract is not reserved, and the enterprise may bid like anyone else.")


def _test_met(said: dict[str, str]) -> str:
    return _("The contract is reserved, and what the enterprise has stated meets the test.")


def _to_be_shown(said: dict[str, str]) -> str:
    named = {
        "share_at_least_30": _("that at least 30 percent of staff are on special terms"),
        "integration_is_main_aim": _("that integration is the main aim"),
        "public_service_mission": _("a public service mission"),
        "profit_reinvested": _("that profit is reinvested"),
        "participation": _("that employees or users take part in the management"),
        "same_award_before": _("no such contract from this buyer in three years"),
    }
    missing = [named.get(name, name) for name in said["to_show"].split(", ")]
    return _("The contract is reserved. The enterprise must show: %(missing)s.") % {
        "missing": "; ".join(missing)
    }


def _won_by(said: dict[str, str]) -> str:
    return _("The contract is awarded to %(winners)s: offer them a part of the work.") % {
        "winners": limited(filter(None, said["winners"].split("; ")), 3) or _("somebody who is not named")
    }


def _own_award(said: dict[str, str]) -> str:
    return _("The enterprise has won this contract itself (%(winner)s).") % {"winner": said["winner"]}


def _no_winner(said: dict[str, str]) -> str:
    return _("The competition is over, and no winner is named.")


def _no_call(said: dict[str, str]) -> str:
    return _("This is not a call for offers (%(stage)s).") % {"stage": stage_name(said["stage"])}


SENTENCES: dict[str, Callable[[dict[str, str]], str]] = {
    "work": _work,
    "place": place,
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
    "threshold": _threshold,
    "language": _language,
    "direct_purchase": _direct,
    "open_to_all": _open_to_all,
    "test_met": _test_met,
    "test_not_met": _test,
    "to_be_shown": _to_be_shown,
    "won_by": _won_by,
    "own_award": _own_award,
    "no_winner_named": _no_winner,
    "no_call": _no_call,
    "deadline_passed": _deadline,
}


def _answer(answer: str) -> str:
    return str(ANSWERS[answer])


def areas(codes: str) -> str:
    """NUTS codes in words, a few of them."""
    return limited([place_name(code) for code in codes.split(", ") if code], 3)


def quoted(words: Iterable[str]) -> str:
    return ", ".join(_("“%(word)s”") % {"word": word} for word in words)
