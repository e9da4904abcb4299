"""Why and how it came about, in plain words: without competition, in a hurry, changed; and what offers there were."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opslagstavle.notices import notice as library
from opslagstavle.notices.schema import term
from opslagstavle.terms.text import Texts
from opslagstavle_site.notices import words
from opslagstavle_site.notices.conditions import percent
from opslagstavle_site.notices.facts import Fact, quoting, stated
from opslagstavle_site.web.codelists import label
from opslagstavle_site.web.language import in_reader_language, reader_language

_ONE = gettext_lazy("Only one enterprise can do it, for technical reasons")
_RIGHTS = gettext_lazy("Only one enterprise may do it, because of its rights")
_NO_OFFERS = gettext_lazy("No offers, or none that could be used, came in an earlier competition")
_URGENT = gettext_lazy("It is extremely urgent, and nobody could have foreseen it")
_SAME = gettext_lazy("The first supplier repeats what was put out to competition before")
_MORE = gettext_lazy("The first supplier must deliver more, so that things fit together")
_CHEAP = gettext_lazy("A special opportunity to buy cheaply, which is soon gone")
_ART = gettext_lazy("It is a work of art or a performance")
_CONTEST = gettext_lazy("It follows from a design contest")
_RESEARCH = gettext_lazy("It is research or development")
_PUBLIC = gettext_lazy("The supplier belongs to the public sector itself")
_OUTSIDE = gettext_lazy("The law does not demand a competition for this")
DIRECT_AWARD_NAMES = {
    "technical": _ONE, "D_TECHNICAL": _ONE,
    "exclusive": _RIGHTS, "other-exclusive": _RIGHTS, "sc-right": _RIGHTS, "D_EXCLUSIVE_RIGHT": _RIGHTS,
    "D_PROTECT_RIGHTS": _RIGHTS,
    "artistic": _ART, "D_ARTISTIC": _ART,
    "unsuitable": _NO_OFFERS, "irregular": _NO_OFFERS, "D_PROC_OPEN": _NO_OFFERS, "D_PROC_RESTRICTED": _NO_OFFERS,
    "D_NO_TENDERS_REQUESTS": _NO_OFFERS, "D_ALL_TENDERS": _NO_OFFERS, "NO_OPEN_RESTRICTED": _NO_OFFERS,
    "ONLY_IRREGULAR_INACCEPTABLE_TENDERERS": _NO_OFFERS,
    "urgency": _URGENT, "D_EXTREME_URGENCY": _URGENT, "crisis": _URGENT,
    "repetition": _SAME, "D_REPETITION_EXISTING": _SAME,
    "existing": _MORE, "additional": _MORE, "D_ADD_DELIVERIES_ORDERED": _MORE,
    "bargain": _CHEAP, "closure": _CHEAP, "liquidator": _CHEAP, "commodity": _CHEAP, "D_BARGAIN_PURCHASE": _CHEAP,
    "D_FROM_WINDING_PROVIDER": _CHEAP, "D_FROM_LIQUIDATOR_CREDITOR": _CHEAP, "D_COMMODITY_MARKET": _CHEAP,
    "contest": _CONTEST, "D_CONTRACT_AWARDED_DESIGN_CONTEST": _CONTEST,
    "rd": _RESEARCH, "resd": _RESEARCH, "D_PURE_RESEARCH": _RESEARCH, "D_MANUF_FOR_RESEARCH": _RESEARCH,
    "in-house": _PUBLIC, "int-oper": _PUBLIC,
    "below-thres": gettext_lazy("The contract is below the threshold"),
    "below-thres-sme": gettext_lazy("A small contract with a small or medium-sized enterprise"),
    "non-dir": _OUTSIDE, "serv-excl": _OUTSIDE, "D_OUTSIDE_SCOPE": _OUTSIDE, "D_SERVICES_LISTED": _OUTSIDE,
    "D_OTHER_SERVICES": _OUTSIDE, "dir81-annexii": _OUTSIDE,
    "D_PROC_NEGOTIATED_PRIOR_CALL_COMPETITION": _NO_OFFERS, "D_PROC_COMPETITIVE_DIALOGUE": _NO_OFFERS,
    "REASONS_PROVIDED_PARTICULAR_TENDERER_TECHNICAL": _ONE, "REASONS_PROVIDED_PARTICULAR_TENDERER_EXCLUSIVE_RIGHTS": _RIGHTS,
    "EXTREME_URGENCY_EVENTS_UNFORESEEABLE": _URGENT, "ADDITIONAL_WORKS": _MORE, "WORKS_REPETITION_EXISTING_WORKS": _SAME,
    "MANUFACTURED_BY_DIRECTIVE": _RESEARCH, "CONTRACT_RESEARCH_DIRECTIVE": _RESEARCH,
    "SUPPLIES_QUOTED_PURCHASED_COMMODITY_MARKET": _CHEAP,
    "AIR_MARITIME_TRANSPORT_FOR_ARMED_FORCES_DEPLOYMENT": gettext_lazy("It is transport for armed forces abroad"),
}  # fmt: skip
"""BT-136, and the elements of the older forms. Rarer codes have their official names."""
_BY_SMALL = gettext_lazy("%(n)s from small and medium-sized enterprises")
_BY_EEA = gettext_lazy("%(n)s from other countries of the EEA")
_BY_OTHERS = gettext_lazy("%(n)s from outside the EEA")
_ELECTRONIC = gettext_lazy("%(n)s sent electronically")
OFFER_NAMES = {
    "t-sme": _BY_SMALL, "NB_TENDERS_RECEIVED_SME": _BY_SMALL, "NB_PARTICIPANTS_SME": _BY_SMALL,
    "t-micro": gettext_lazy("%(n)s from micro enterprises"), "t-small": gettext_lazy("%(n)s from small enterprises"),
    "t-med": gettext_lazy("%(n)s from medium-sized enterprises"), "t-large": gettext_lazy("%(n)s from large enterprises"),
    "t-oth-eea": _BY_EEA, "NB_TENDERS_RECEIVED_OTHER_EU": _BY_EEA, "NB_PARTICIPANTS_OTHER_EU": _BY_EEA,
    "t-no-eea": _BY_OTHERS, "NB_TENDERS_RECEIVED_NON_EU": _BY_OTHERS,
    "t-esubm": _ELECTRONIC, "NB_TENDERS_RECEIVED_EMEANS": _ELECTRONIC, "OFFERS_RECEIVED_NUMBER_MEANING": _ELECTRONIC,
    "t-verif-inad": gettext_lazy("%(n)s that could not be accepted"),
    "t-verif-inad-low": gettext_lazy("%(n)s with a price that was too low to be believed"),
    "t-no-verif": gettext_lazy("%(n)s that were not checked"),
    "part-req": gettext_lazy("%(n)s requests to take part"),
}  # fmt: skip
"""BT-760, and the elements of the older forms. Of whatever kind: that number stands on its own."""
MODIFICATION_NAMES = {
    "add-wss": gettext_lazy("The supplier must do more than was agreed"),
    "ADDITIONAL_NEED": gettext_lazy("The supplier must do more than was agreed"),
    "mod-cir": gettext_lazy("Something happened that could not be foreseen"),
    "UNFORESEEN_CIRCUMSTANCE": gettext_lazy("Something happened that could not be foreseen"),
    "mod-minv": gettext_lazy("The change is small"),
    "mod-nons": gettext_lazy("The change is not essential"),
    "mod-repl": gettext_lazy("Another supplier takes over"),
    "mod-rev": gettext_lazy("The contract allows for it, by an option or a clause"),
    "other": gettext_lazy("Another reason"),
}
CORRECTION_NAMES = {
    "cancel": gettext_lazy("The notice is cancelled"),
    "cancel-intent": gettext_lazy("The buyer means to cancel the procurement"),
    "susp-review": gettext_lazy("The procurement is suspended because of a complaint"),
    "cor-buy": gettext_lazy("The buyer made a mistake"),
    "cor-esen": gettext_lazy("Whoever sent the notice made a mistake"),
    "cor-pub": gettext_lazy("The publisher made a mistake"),
    "info-release": gettext_lazy("Information that was held back is given now"),
    "update-add": gettext_lazy("New information"),
}
_STOPPED = ("cancel", "cancel-intent", "susp-review")


def warning(notice: library.Notice) -> list[Fact]:
    """What a reader must know before anything else: that there is nothing to answer any more."""
    reason = notice.correction.reason if notice.correction else None
    return [Fact(_("Please note"), words.named(CORRECTION_NAMES, reason))] if reason in _STOPPED else []


def background(notice: library.Notice) -> list[Fact]:
    """Why nobody was asked, why a contract is changed: what a reader of such a notice wonders."""
    changes = dict.fromkeys(words.named(MODIFICATION_NAMES, change.reason) for change in notice.modifications)
    said = (
        (_("Why without competition"), direct_award(notice.procedure)),
        (_("Why the contract is changed"), "\n".join(filter(None, changes))),
    )
    return [Fact(label, value) for label, value in said if value]


def direct_award(procedure: library.Procedure) -> str:
    code = procedure.direct_award_reason
    official = label("direct-award-justification", code or "", reader_language())
    return words.named(DIRECT_AWARD_NAMES, code) if code in DIRECT_AWARD_NAMES else official or code or ""


def reason_facts(notice: library.Notice) -> list[Fact]:
    """What stands behind the procedure. Only what is stated."""
    return stated(_facts(notice))


def _facts(notice: library.Notice) -> Iterable[Fact]:
    def fact(name: str, value: str, field: str, said: Texts | None = None) -> Fact:
        return quoting(name, value, term(notice.format, field), said or {})

    procedure, correction = notice.procedure, notice.correction
    yield fact(
        _("Why without competition"), direct_award(procedure), "procedure.direct_award_reason",
        procedure.direct_award_descriptions,
    )  # fmt: skip
    yield fact(_("After the procedure"), procedure.direct_award_after or "", "procedure.direct_award_after")
    hurry = words.yes_no(procedure.accelerated or None)
    yield fact(_("Accelerated procedure"), hurry, "procedure.accelerated", procedure.accelerated_descriptions)
    yield fact(_("How the procedure runs"), "", "procedure.features", procedure.features)
    yield fact(_("How many lots"), _lots(procedure), "procedure.lots_maximum_offered")
    most = procedure.framework_maximum
    value = words.worth(most if most and most.amount else None, None)
    yield fact(_("Most that may be bought"), value, "procedure.framework_maximum")
    for change in notice.modifications:
        number = f" ({change.contract})" if change.contract and len(notice.modifications) > 1 else ""
        reason = words.named(MODIFICATION_NAMES, change.reason)
        yield fact(
            _("Why the contract is changed") + number,
            reason,
            "modification.reason",
            change.reason_descriptions,
        )
        # Some senders say it twice.
        what = change.descriptions if change.descriptions != change.reason_descriptions else {}
        yield fact(_("What is changed") + number, "", "modification.descriptions", what)
        yield fact(_("Value before and after") + number, _values(change), "modification.value_after")
    if correction:
        reason = words.named(CORRECTION_NAMES, correction.reason)
        yield fact(_("Why the notice was changed"), reason, "correction.reason")
        documents = words.yes_no(correction.documents_changed)
        yield fact(_("Documents were changed too"), documents, "correction.documents_changed")


def _lots(procedure: library.Procedure) -> str:
    offered, awarded = procedure.lots_maximum_offered, procedure.lots_maximum_awarded
    return "\n".join(filter(None, (
        _("An offer must be for all lots") if procedure.lots_all_required else "",
        ngettext("An offer may be for one lot only", "An offer may be for %(n)s lots at most", offered)
        % {"n": offered} if offered else "",
        ngettext("One bidder gets one lot at most", "One bidder gets %(n)s lots at most", awarded)
        % {"n": awarded} if awarded else "",
    )))  # fmt: skip


def _values(change: library.Modification) -> str:
    before, after = words.worth(change.value_before, None), words.worth(change.value_after, None)
    return f"{before or _('Not stated')} → {after or _('Not stated')}" if before or after else ""


def offers(result: library.LotResult) -> list[str]:
    """Of what kind the offers were, and between which amounts; a line each."""
    counted = [
        str(OFFER_NAMES[kind]) % {"n": count}
        for kind, count in result.offers_by_kind.items() if count and kind in OFFER_NAMES
    ]  # fmt: skip
    lowest, highest = words.worth(result.lowest_offer, None), words.worth(result.highest_offer, None)
    most = words.worth(result.framework_maximum, None)
    span = {"low": lowest, "high": highest}
    return [line for line in (
        _("Of these: %(kinds)s") % {"kinds": ", ".join(dict.fromkeys(counted))} if counted else "",
        _("Offers from %(low)s to %(high)s") % span if lowest and highest and lowest != highest else "",
        _("At most %(n)s may be bought") % {"n": most} if most else "",
    ) if line]  # fmt: skip


def outcome_name(result: library.LotResult) -> str:
    """A reason alone is one for not awarding."""
    outcome = result.outcome or ("not-awarded" if result.reason and not result.awards else None)
    return ": ".join(filter(None, (words.named(words.OUTCOME_NAMES, outcome), _not_awarded(result))))


def _not_awarded(result: library.LotResult) -> str:
    official = label("non-award-justification", result.reason or "", reader_language())
    return words.named(words.REASON_NAMES, result.reason) if result.reason in words.REASON_NAMES else official


def handed_on(award: library.Award) -> str:
    """What of a contract goes to subcontractors."""
    if not award.subcontracted:
        return ""
    value = words.worth(award.subcontracted_value, None)
    share = f"{percent(award.subcontracted_share)} %" if award.subcontracted_share else ""
    how_much = ", ".join(filter(None, (share, value)))
    text, _language = in_reader_language(award.subcontracting_descriptions)
    said = _("A part goes to subcontractors") + (f" ({how_much})" if how_much else "")
    return ": ".join(filter(None, (said, text)))
