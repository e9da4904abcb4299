"""On what conditions a lot is let, in plain words: what must be in an offer, how it is sent, what comes after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opslagstavle.notices import notice as library
from opslagstavle.notices.schema import term
from opslagstavle.terms.text import Texts
from opslagstavle_site.notices import words
from opslagstavle_site.notices.facts import Fact, host, link, quoting, stated
from opslagstavle_site.web.codelists import label
from opslagstavle_site.web.language import in_reader_language, reader_language
from opslagstavle_site.web.names import language_name

VARIANT_NAMES = {
    "allowed": gettext_lazy("Allowed"),
    "required": gettext_lazy("Must be offered"),
    "not-allowed": gettext_lazy("Not allowed"),
}
FRAMEWORK_NAMES = {
    "fa-wo-rc": gettext_lazy("Yes, without a new competition for each order"),
    "fa-w-rc": gettext_lazy("Yes, with a new competition for each order"),
    "fa-mix": gettext_lazy("Yes, with a new competition for some orders"),
}
NOT_ELECTRONIC_NAMES = {
    "ipr-iss": gettext_lazy("because of copyright or patents"),
    "phy-mod": gettext_lazy("because a model is part of the offer"),
    "sen-info": gettext_lazy("because information must be protected"),
    "sp-of-eq": gettext_lazy("because the buyer would need special equipment"),
    "tdf-non-av": gettext_lazy("because it takes programs that few have"),
}
OBLIGATION_NAMES = {
    "none": gettext_lazy("No demands"),
    "subc-chng": gettext_lazy("Changes of subcontractors must be reported"),
    "subc-min": gettext_lazy("A part of the contract must go to subcontractors"),
    "subc-oblig-2009-81": gettext_lazy("The buyer may demand that subcontracts are put out to competition"),
}
INDICATION_NAMES = {
    "none": gettext_lazy("Nothing"),
    "shar-subc": gettext_lazy("The share that goes to subcontractors"),
    "subc-oblig": gettext_lazy("Which subcontractors are used, as far as they are demanded"),
    "subc-noblig": gettext_lazy("Which subcontractors are used beyond what is demanded"),
    "subj-oblig": gettext_lazy("What subcontractors do, as far as they are demanded"),
    "subj-noblig": gettext_lazy("What subcontractors do beyond what is demanded"),
}

LONG = 240


@dataclass(frozen=True, slots=True)
class Criterion:
    """``language`` is that of what is quoted."""

    name: str
    weight: str
    description: str
    language: str

    @property
    def is_long(self) -> bool:
        return len(self.description) > LONG


def condition_facts(lot: library.Lot, notice: library.Notice) -> list[Fact]:
    """Only what is stated, and of what is refused only what a bidder would ask for."""
    return stated(_facts(lot, notice.format))


def _facts(lot: library.Lot, source: str) -> Iterable[Fact]:
    def fact(label: str, value: str, field: str, said: Texts | None = None) -> Fact:
        return quoting(label, value, term(source, field), said or {})

    yield fact(_("Options"), _options(lot), "lot.options", lot.options_descriptions)
    yield fact(_("Renewal"), _renewal(lot), "lot.renewals", lot.renewal_descriptions)
    yield from _framework(lot, source)
    yield fact(_("Variants"), words.named(VARIANT_NAMES, lot.variants), "lot.variants")
    yield fact(_("Languages of offers"), _languages(lot.offer_languages), "lot.offer_languages")
    yield fact(_("How to send the offer"), _submission(lot), "lot.submission", lot.submission_descriptions)
    yield fact(_("Offers hold good for"), words.duration(lot.offer_validity), "lot.offer_validity")
    yield fact(_("Deadline for questions"), words.when(lot.deadline_questions), "lot.deadline_questions")
    yield fact(_("Offers are opened"), words.when(lot.opening), "lot.opening")
    yield fact(_("Guarantee"), words.yes_no(lot.guarantee), "lot.guarantee", lot.guarantee_descriptions)
    yield fact(_("How many are invited"), _candidates(lot), "lot.candidates_minimum")
    yield fact(_("Conditions for carrying out the contract"), "", "lot.execution_terms", lot.execution_terms)
    yield from _subcontracting(lot.subcontracting, source)
    yield fact(
        _("Electronic auction"), words.yes_no(lot.electronic_auction or None), "lot.electronic_auction"
    )
    yield fact(_("Money from the EU"), words.yes_no(lot.eu_funds or None), "lot.eu_funds")
    yield fact(_("Suited to social enterprises"), _suited(lot), "lot.suitable_for_social_enterprises")


def _options(lot: library.Lot) -> str:
    return "" if lot.options_descriptions else words.yes_no(lot.options)


def _renewal(lot: library.Lot) -> str:
    if not lot.renewals:
        return words.yes_no(lot.renewable)
    return ngettext("Once at most", "%(n)s times at most", lot.renewals) % {"n": lot.renewals}


def _framework(lot: library.Lot, source: str) -> Iterable[Fact]:
    terms = lot.framework_terms
    if terms is None:
        return
    kind = words.named(FRAMEWORK_NAMES, terms.kind)
    yield Fact(_("Framework agreement"), kind, term(source, "lot.framework"))
    members = f"{terms.participants}" if terms.participants else ""
    yield Fact(_("Most enterprises in the agreement"), members, term(source, "lot.framework.participants"))
    # Some senders write 0 where they mean that nothing is stated.
    most = terms.maximum if terms.maximum and terms.maximum.amount else None
    yield Fact(_("Most that may be bought"), words.worth(most, None), term(source, "lot.framework.maximum"))
    yield quoting(
        _("Why it runs for long"), "", term(source, "lot.framework.justification"), terms.justification
    )


def _languages(codes: Iterable[str]) -> str:
    return ", ".join(map(language_name, codes))


def _submission(lot: library.Lot) -> str:
    way = words.named(words.SUBMISSION_NAMES, lot.submission)
    return ", ".join(filter(None, (way, words.named(NOT_ELECTRONIC_NAMES, lot.submission_reason))))


def _candidates(lot: library.Lot) -> str:
    least, most = lot.candidates_minimum, lot.candidates_maximum
    if least and most:
        return f"{least}" if least == most else f"{least}–{most}"
    if least:
        return _("At least %(n)s") % {"n": least}
    return _("At most %(n)s") % {"n": most} if most else ""


def _subcontracting(said: library.Subcontracting | None, source: str) -> Iterable[Fact]:
    if said is None:
        return
    obligations = "\n".join(words.named(OBLIGATION_NAMES, code) for code in said.obligations)
    yield quoting(_("Subcontractors"), obligations, term(source, "lot.subcontracting"), said.descriptions)
    told = "\n".join(words.named(INDICATION_NAMES, code) for code in said.indications if code != "none")
    yield Fact(_("The offer must tell"), told, term(source, "lot.subcontracting.indications"))
    share = _span(said.minimum, said.maximum)
    yield Fact(_("Share for subcontractors"), share, term(source, "lot.subcontracting.minimum"))


def _span(least: Decimal | None, most: Decimal | None) -> str:
    """Per cent. From nothing to everything says nothing."""
    low, high = least or None, None if most is None or most >= 100 else most
    if low is not None and high is not None:
        return f"{percent(low)}–{percent(high)} %"
    if low is not None:
        return _("At least %(n)s") % {"n": f"{percent(low)} %"}
    return _("At most %(n)s") % {"n": f"{percent(high)} %"} if high is not None else ""


def percent(share: Decimal) -> str:
    number = f"{share.normalize():f}"
    return number.replace(".", ",") if reader_language() == "da" else number


def _suited(lot: library.Lot) -> str:
    if lot.suitable_for_social_enterprises is None:
        return ""
    if not lot.suitable_for_social_enterprises:
        return _("No")
    return _("Yes, says the buyer. That is a remark: nothing is reserved for them")


def document_facts(lots: list[library.Lot]) -> list[Fact]:
    """Where documents are and offers go, each address once."""
    found: dict[str, str] = {}
    for lot in lots:
        for document in lot.documents or (_only(lot.documents_url),):
            found.setdefault(link(document.url), _document(document))
    for lot in lots:
        found.setdefault(
            link(lot.submission_url), f"{_('Where to send the offer')} ({host(lot.submission_url)})"
        )
    return [Fact(name, "", "", url) for url, name in found.items() if url]


def _only(url: str | None) -> library.DocumentLink:
    return library.DocumentLink(url or "")


def _document(document: library.DocumentLink) -> str:
    name = f"{_('Procurement documents')} ({host(document.url)})"
    asked = _("access must be asked for") if document.restricted else ""
    return ", ".join(filter(None, (name, asked)))


def award_criterion(criterion: library.AwardCriterion) -> Criterion:
    kind = words.named(words.CRITERION_NAMES, criterion.kind)
    name, language = in_reader_language(criterion.names)
    description, description_language = in_reader_language(criterion.descriptions)
    if not name and not kind:
        name, language, description = description, description_language, ""
    alike = name.casefold() == kind.casefold()
    if description.casefold() == name.casefold():
        description = ""
    return Criterion(
        name=": ".join(part for part in (kind, "" if alike else name.rstrip(": ")) if part) or _("Criterion"),
        weight=_weight(criterion),
        description=description,
        language=description_language if description else language,
    )


def demands(lot: library.Lot) -> list[Criterion]:
    """What a bidder must show."""
    return [_demand(criterion) for criterion in lot.selection_criteria if _is_demanded(criterion)]


def _is_demanded(criterion: library.SelectionCriterion) -> bool:
    """Not said to be unused, and said to be something."""
    said = criterion.names or criterion.descriptions or criterion.code or criterion.in_documents
    return criterion.used is not False and bool(said)


def _demand(criterion: library.SelectionCriterion) -> Criterion:
    kind = words.named(words.SELECTION_NAMES, criterion.kind)
    official = label("selection-criterion", criterion.code or "", reader_language())
    name, language = in_reader_language(criterion.names)
    description, said_in = in_reader_language(criterion.descriptions)
    where = words.named(words.CRITERION_NAMES, "documents") if criterion.in_documents else ""
    parts = dict.fromkeys(part for part in (kind, name.rstrip(": ") or official, where) if part)
    return Criterion(
        name=": ".join(parts) or _("Demand"),
        weight="",
        description=description,
        language=said_in if description else language if name else reader_language(),
    )


def _weight(criterion: library.AwardCriterion) -> str:
    if criterion.weight is None:
        return criterion.weight_text or ""
    number = f"{criterion.weight.normalize():f}"
    if reader_language() == "da":
        number = number.replace(".", ",")
    form = (criterion.weight_kind or "")[:3]
    forms = {"per": "%s %%", "poi": _("%s points"), "ord": _("no. %s in importance")}
    return forms.get(form, "%s") % number
