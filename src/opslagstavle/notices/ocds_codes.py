"""Codes of OCDS and its extensions beside ours, for reading and for writing.

The codes of the extensions are those of the profile OCDS for eForms (standard.open-contracting.org/profiles/eforms).
"""

from __future__ import annotations

from collections.abc import Mapping

from opslagstavle.notices.notice import Stage


def reverse(meanings: Mapping[str, str]) -> dict[str, str]:
    """Ours to theirs; where several of theirs mean the same, the first."""
    return {ours: theirs for theirs, ours in reversed(list(meanings.items()))}


STAGES: dict[str, Stage] = {
    "contractAmendment": Stage.MODIFICATION,
    "tenderCancellation": Stage.RESULT, "award": Stage.RESULT, "awardUpdate": Stage.RESULT,
    "awardCancellation": Stage.RESULT, "contract": Stage.RESULT, "contractUpdate": Stage.RESULT,
    "contractTermination": Stage.RESULT, "implementation": Stage.RESULT, "implementationUpdate": Stage.RESULT,
    "tender": Stage.COMPETITION, "tenderAmendment": Stage.COMPETITION, "tenderUpdate": Stage.COMPETITION,
    "planning": Stage.PLANNING, "planningUpdate": Stage.PLANNING,
}  # fmt: skip
"""releaseTag to stage; of several tags the first in this table decides. A cancelled call is no competition any more."""

CALLED_OFF = frozenset({"cancelled", "unsuccessful", "withdrawn"})
"""Statuses of a call, a lot or an award that say that nothing comes of it."""

NATURES = {"goods": "supplies", "services": "services", "works": "works"}
RESERVED = {"shelteredWorkshop": "res-ws", "publicServiceMissionOrganization": "res-pub-ser"}
GOALS = {
    "economic.innovativePurchase": "inn-pur", "environmental": "env-imp", "social": "soc-obj",
}  # fmt: skip
"""sustainabilityGoal to BT-06."""
SOCIAL_GOALS = {
    "social.accessibility": "acc-all", "social.ethnicEquality": "et-eq", "social.genderEquality": "gen-eq",
    "social.humanRightsInSupplyChains": "hum-right", "social.disadvantagedEmploymentOpportunities": "opp",
    "social.laborRightsPromotion": "work-cond",
}  # fmt: skip
"""sustainabilityGoal to BT-775."""
FRAMEWORKS = {
    "withoutReopeningCompetition": "fa-wo-rc", "withReopeningCompetition": "fa-w-rc",
    "withAndWithoutReopeningCompetition": "fa-mix",
}  # fmt: skip
POLICIES = {"required": "required", "allowed": "allowed", "notAllowed": "not-allowed"}
WEIGHTS = {
    "percentageExact": "per-exa", "percentageRangeMiddle": "per-mid", "decimalExact": "dec-exa",
    "decimalRangeMiddle": "dec-mid", "pointsExact": "poi-exa", "pointsRangeMiddle": "poi-mid", "orderOfImportance": "ord-imp",
}  # fmt: skip
FIXED = {"totalValue": "fix-tot", "unitValue": "fix-unit"}
MEASURES = {
    "bids": "tenders", "electronicBids": "t-esubm", "smeBids": "t-sme", "microBids": "t-micro", "smallBids": "t-small",
    "mediumBids": "t-med", "foreignBidsFromEU": "t-oth-eea", "foreignBidsFromNonEU": "t-no-eea", "requests": "part-req",
    "disqualifiedBids": "t-verif-inad", "tendersAbnormallyLow": "t-verif-inad-low", "abnormallyLowBids": "t-verif-inad-low",
}  # fmt: skip
"""statistic to BT-760. The list of OCDS is open, so what has no code there (t-large, t-no-verif) keeps ours."""
LOWEST, HIGHEST = "lowestValidBidValue", "highestValidBidValue"

METHODS = {
    "open": "open", "restricted": "selective", "neg-w-call": "selective", "comp-dial": "selective",
    "innovation": "selective", "comp-tend": "selective", "neg-wo-call": "limited", "oth-single": "open",
    "oth-mult": "selective", "exp-int-rail": "selective",
}  # fmt: skip
"""Kind of procedure (BT-105) to procurementMethod."""
KINDS_IN_WORDS = {
    "open procedure": "open", "restricted procedure": "restricted", "competitive procedure with negotiation": "neg-w-call",
    "negotiated procedure with prior publication": "neg-w-call", "competitive dialogue": "comp-dial",
    "innovation partnership": "innovation", "negotiated procedure without prior publication": "neg-wo-call",
    "negotiated without publication of a contract notice": "neg-wo-call",
}  # fmt: skip
"""procurementMethodDetails as seen, in lower case and without what stands in brackets behind them."""
TWO_STAGES = frozenset({"restricted", "neg-w-call", "comp-dial", "innovation"})
"""First one asks to take part: the call's period ends with the requests, not with the offers."""

NOTICE_DOCUMENTS = (
    "awardNotice", "tenderNotice", "contractNotice", "plannedProcurementNotice", "marketEngagementNotice",
)  # fmt: skip
"""documentType of the notice's own page; the latest stage first."""
SCALES = frozenset({"micro", "small", "medium", "large", "sme"})
LEGAL_TYPES = ("eu-buyer-legal-type", "TED_CA_TYPE")
ACTIVITIES = ("eu-main-activity", "COFOG", "TED_CA_ACTIVITY")
CVR = "DK-CVR"
EUROPEAN_UNION = "European Union"

COUNTRY_NAMES = {
    "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "united kingdom": "GB",
    "great britain": "GB", "uk": "GB", "eng": "GB", "isle of man": "IM", "denmark": "DK", "danmark": "DK", "sweden": "SE",
    "norway": "NO", "finland": "FI", "iceland": "IS", "germany": "DE", "netherlands": "NL", "the netherlands": "NL",
    "belgium": "BE", "france": "FR", "ireland": "IE", "republic of ireland": "IE", "spain": "ES", "portugal": "PT",
    "italy": "IT", "austria": "AT", "switzerland": "CH", "poland": "PL", "czech republic": "CZ", "czechia": "CZ",
    "slovakia": "SK", "hungary": "HU", "slovenia": "SI", "croatia": "HR", "romania": "RO", "bulgaria": "BG", "greece": "GR",
    "cyprus": "CY", "malta": "MT", "estonia": "EE", "latvia": "LV", "lithuania": "LT", "luxembourg": "LU",
    "united states": "US", "united states of america": "US", "usa": "US", "canada": "CA", "australia": "AU", "india": "IN",
}  # fmt: skip
"""Printed names that mean one country, in lower case; all others ("Europe", "Channel Islands") stay text."""
NUTS_COUNTRIES = frozenset({
    "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IS", "IT", "LI",
    "LT", "LU", "LV", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR", "UK",
})  # fmt: skip
