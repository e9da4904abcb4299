"""What a fact on screen says it was read from is what the tables read."""

from __future__ import annotations

import pytest

from opslagstavle.notices.paths import describe
from opslagstavle.notices.schema import EFORMS, OCDS, ROWS, TABLES, TED, TED208, in_format, term


@pytest.mark.parametrize("notice_format", ROWS)
def test_every_row_is_in_its_table(notice_format: str) -> None:
    there = {name for name, _, _ in describe(TABLES[notice_format])}
    assert set(ROWS[notice_format].values()) <= there


@pytest.mark.parametrize("field", ROWS[EFORMS])
def test_every_field_has_a_business_term(field: str) -> None:
    assert term(EFORMS, field).startswith(("BT-", "OPP-", "OPT-"))


@pytest.mark.parametrize(("field", "box"), [
    ("lot.deadline_requests", "IV.3.4 RECEIPT_LIMIT_DATE"),
    ("lot.places", "II.1.2, II.2 NUTS"),
    ("lot.reserved_participation", "III.2.1, III.2.4 RESERVED_CONTRACTS"),
    ("lot.titles", "annex B"),
    ("procedure.reference", "IV.3.1 FILE_REFERENCE_NUMBER"),
    ("lot.social_objectives", ""),
])  # fmt: skip
def test_the_older_forms_have_other_boxes(field: str, box: str) -> None:
    assert term(TED208, field) == box


@pytest.mark.parametrize(("field", "eforms", "ted"), [
    ("lot.deadline_offers", "BT-131", "IV.2.2 DATE_RECEIPT_TENDERS"),
    ("lot.places", "BT-5071", "II.2.3 NUTS"),
    ("lot.reserved_participation", "BT-71", "III.1.5, III.1.4"),
    ("notice.published", "OPP-012", "DATE_PUB"),
    ("procedure.kind", "BT-105", "IV.1.1"),
    ("organisation.name", "BT-500", "I.1 OFFICIALNAME"),
    ("lot.social_objectives", "BT-775", ""),
])  # fmt: skip
def test_each_format_names_its_own(field: str, eforms: str, ted: str) -> None:
    assert (term(EFORMS, field), term(TED, field)) == (eforms, ted)


def test_ocds_names_its_own_paths() -> None:
    assert term(OCDS, "lot.reserved_participation") == "tender/lots/otherRequirements/reservedParticipation"
    assert in_format(OCDS, "BT-71; direktiv 2014/24/EU art. 20") == (
        "tender/lots/otherRequirements/reservedParticipation; direktiv 2014/24/EU art. 20"
    )


def test_what_is_unknown_has_no_term() -> None:
    assert term("csv", "lot.places") == term(EFORMS, "lot.colour") == ""


@pytest.mark.parametrize(("reference", "eforms", "ted"), [
    ("BT-131, BT-1311, BT-630", "BT-131, BT-1311, BT-630", "IV.2.2 DATE_RECEIPT_TENDERS"),
    ("BT-775", "BT-775", ""),
    ("OPT-300-Tenderer", "OPT-300", "V.2.3, V.3.3, VII.1.7 OFFICIALNAME"),
    ("lov nr. 711 af 25/06/2014", "lov nr. 711 af 25/06/2014", "lov nr. 711 af 25/06/2014"),
    ("BT-71; direktiv 2014/24/EU art. 20", "BT-71; direktiv 2014/24/EU art. 20",
     "III.1.5, III.1.4; direktiv 2014/24/EU art. 20"),
])  # fmt: skip
def test_references_are_brought_to_the_notices_format(reference: str, eforms: str, ted: str) -> None:
    assert (in_format(EFORMS, reference), in_format(TED, reference)) == (eforms, ted)
