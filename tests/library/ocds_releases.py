"""OCDS releases of our own making: a reserved call of a Danish town, and what came of it."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import Notice

OCID = "ocds-abc123-kantine-7"
BUYER = {
    "id": "DK-CVR-99990015", "name": "Byen Nørreby", "roles": ["buyer"],
    "identifier": {"scheme": "DK-CVR", "id": "64942212", "legalName": "Byen Nørreby"},
    "address": {
        "streetAddress": "Torvet 1", "locality": "Nørreby", "postalCode": "8000", "region": "DK042", "countryName": "Denmark",
    },
    "contactPoint": {"name": "Kontoret", "email": "udbud@noerreby.example", "telephone": "+45 11 22 33 44"},
    "details": {"url": "https://noerreby.example", "classifications": [
        {"scheme": "TED_CA_TYPE", "id": "Local authority"}, {"scheme": "COFOG", "id": "01", "description": "General services"},
    ]},
}  # fmt: skip
SUPPLIER = {
    "id": "GB-COH-01234567", "name": "Green Hands CIC", "roles": ["supplier"], "details": {"scale": "micro", "vcse": True},
    "identifier": {"scheme": "GB-COH", "id": "01234567"}, "address": {"countryName": "England"},
}  # fmt: skip


def call() -> dict[str, Any]:
    """Two lots, of which the first says everything there is to say."""
    return {
        "ocid": OCID, "id": "1", "date": "2026-03-02T23:30:00+01:00", "tag": ["tender"], "initiationType": "tender",
        "language": "da", "publisher": {"name": "Byernes indkøb"}, "parties": [deepcopy(BUYER)],
        "buyer": {"id": BUYER["id"], "name": BUYER["name"]}, "description": "Læs det hele.",
        "tender": {
            "id": "2f6d0f0e-0000-4000-8000-0000000000aa", "identifiers": [{"id": "K-7", "scheme": "internal"}],
            "title": "Kantinedrift", "title_en": "Canteens", "description": "To kantiner",
            "status": "active", "mainProcurementCategory": "services", "procurementMethod": "selective",
            "procurementMethodDetails": "Restricted procedure", "legalBasis": {"scheme": "CELEX", "id": "32014L0024"},
            "classification": {"scheme": "CPV", "id": "55512000-2"}, "value": {"amount": 250000.10, "currency": "DKK"},
            "procedure": {"isAccelerated": True, "acceleratedRationale": "Kantinen lukker"},
            "lotDetails": {"maximumLotsBidPerSupplier": 2147483647, "maximumLotsAwardedPerSupplier": 1},
            "submissionMethod": ["electronicSubmission"], "submissionMethodDetails": "https://udbud.example/7",
            "tenderPeriod": {"endDate": "2026-04-01T12:00:00+02:00"},
            "lots": [_everything(), {"id": "B", "title": "Søkantinen", "value": {"amount": 90000, "currency": "DKK"}}],
            "items": [
                {"id": "1", "relatedLot": "A", "classification": {"scheme": "CPV", "id": "55512000"},
                 "additionalClassifications": [{"scheme": "CPV", "id": "55523000"}, {"scheme": "UNSPSC", "id": "90101700"}],
                 "deliveryAddresses": [
                     {"region": "DK042", "countryName": "Denmark", "locality": "Nørreby"}, {"region": "Østjylland"},
                 ],
                 "deliveryLocation": {"gazetteer": {"scheme": "NUTS", "identifiers": ["DK041"]}}},
                {"id": "2", "deliveryAddresses": [{"countryName": "Danmark"}]},
            ],
            "documents": [
                {"id": "n", "documentType": "tenderNotice", "url": "https://portal.example/7"},
                {"id": "d", "documentType": "biddingDocuments", "url": "https://udbud.example/7/docs", "language": "da"},
                {"id": "b", "url": "https://udbud.example/7/b", "relatedLots": ["B"]},
            ],
        },
        "relatedProcesses": [
            {"id": "1", "relationship": ["planning"], "scheme": "EU-OJ", "identifier": "2025/S 214-672025"},
            {"id": "2", "relationship": ["framework"], "identifier": "ocds-abc123-ramme"},
        ],
    }  # fmt: skip


def _everything() -> dict[str, Any]:
    return {
        "id": "A", "title": "Rådhuskantinen", "description": "Frokost til 200",
        "value": {"amount": 160000.10, "currency": "DKK"},
        "minValue": {"amount": 100000, "currency": "DKK"},
        "contractPeriod": {"startDate": "2026-06-01T00:00:00Z", "durationInDays": 720},
        "hasOptions": True, "options": {"description": "Et år mere"}, "hasRenewal": True,
        "renewal": {"maximumRenewals": 2, "description": "To gange"}, "suitability": {"sme": True, "vcse": True},
        "otherRequirements": {"reservedParticipation": ["shelteredWorkshop"]},
        "contractTerms": {"reservedExecution": False, "performanceTerms": "Løn efter overenskomst"},
        "hasSustainability": True,
        "sustainability": [{"goal": "social.disadvantagedEmploymentOpportunities"}, {"goal": "environmental"}],
        "submissionTerms": {
            "electronicSubmissionPolicy": "required", "variantPolicy": "notAllowed", "languages": ["da", "en"],
            "bidValidityPeriod": {"durationInDays": 90}, "depositsGuarantees": "Ingen", "requiresGuarantees": False,
            "subcontractingClauses": ["subc-oblig"],
        },
        "subcontractingTerms": {"competitiveMaximumPercentage": 0.3, "description": "Navne ønskes"},
        "secondStage": {"minimumCandidates": 3, "maximumCandidates": 5}, "bidOpening": {"date": "2026-04-01T13:00:00+02:00"},
        "enquiryPeriod": {"endDate": "2026-03-20"},
        "techniques": {
            "hasFrameworkAgreement": True, "hasDynamicPurchasingSystem": False, "hasElectronicAuction": False,
            "frameworkAgreement": {
                "method": "withReopeningCompetition", "maximumParticipants": 3, "value": {"amount": 1000000, "currency": "DKK"},
            },
        },
        "awardCriteria": {"criteria": [
            {"type": "quality", "name": "Smag", "numbers": [{"number": 60, "weight": "percentageExact"}]},
            {"type": "price", "description": "40 %"},
        ]},
        "selectionCriteria": {"criteria": [{"type": "technical", "description": "To referencer", "minimum": "En fra i år"}]},
    }  # fmt: skip


def result() -> dict[str, Any]:
    """One lot won by two together, another without an offer."""
    return {
        "ocid": OCID, "id": "2", "date": "2026-06-01T00:00:00Z", "tag": ["award", "contract"], "language": "da",
        "parties": deepcopy([BUYER, SUPPLIER]), "buyer": {"id": BUYER["id"]},
        "tender": {"id": "K-7", "title": "Kantinedrift", "lots": [{"id": "A"}, {"id": "B"}]},
        "awards": [
            {"id": "a1", "status": "active", "relatedLots": ["A"], "value": {"amount": 150000.25, "currency": "DKK"},
             "suppliers": [{"id": SUPPLIER["id"]}, {"id": "x", "name": "Madkunsten"}],
             "hasSubcontracting": True, "subcontracting": {"minimumPercentage": 0.1, "description": "Opvask"}},
            {"id": "a2", "status": "unsuccessful", "statusDetails": "no-rece", "relatedLots": ["B"]},
        ],
        "contracts": [{"id": "c1", "awardID": "a1", "dateSigned": "2026-05-20T00:00:00Z", "title": "Kontrakt 1"}],
        "bids": {"statistics": [
            {"id": "1", "measure": "bids", "value": 4, "relatedLots": ["A"]},
            {"id": "2", "measure": "smeBids", "value": 3, "relatedLot": "A"},
            {"id": "3", "measure": "lowestValidBidValue", "value": 140000, "currency": "DKK", "relatedLots": ["A"]},
        ]},
    }  # fmt: skip


def as_bytes(release: Any) -> bytes:
    return json.dumps(release, ensure_ascii=False, indent=1).encode()


def read(release: Any) -> Notice:
    return read_notice(as_bytes(release))
