"""Where things stand in an eForms notice, as far as several of its tables share it."""

from __future__ import annotations

from opslagstavle.notices.eforms_values import cpv, money, one_of, said, text
from opslagstavle.notices.paths import Field, Table

NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
    "efext": "http://data.europa.eu/p27/eforms-ubl-extensions/1",
    "efac": "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1",
    "efbc": "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1",
}
EXTENSION = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"
RESULT = f"{EXTENSION}/efac:NoticeResult"
PROJECT = "cac:ProcurementProject"
PROCESS = "cac:TenderingProcess"
TERMS = "cac:TenderingTerms"

nature = one_of({code: code for code in ("works", "supplies", "services")})


def project(of: str, prefix: str = "") -> tuple[Field, ...]:
    """What a procedure and a lot both say of themselves."""
    return (
        Field(f"{prefix}titles", f"BT-21-{of}", f"{PROJECT}/cbc:Name", said),
        Field(f"{prefix}descriptions", f"BT-24-{of}", f"{PROJECT}/cbc:Description", said),
        Field(f"{prefix}additional_information", f"BT-300-{of}", f"{PROJECT}/cbc:Note", said),
        Field(f"{prefix}nature", f"BT-23-{of}", f"{PROJECT}/cbc:ProcurementTypeCode", nature),
        Field(f"{prefix}cpv", f"BT-262-{of}",
              f"{PROJECT}/cac:MainCommodityClassification/cbc:ItemClassificationCode", cpv),
        Field(f"{prefix}additional_cpv", f"BT-263-{of}",
              f"{PROJECT}/cac:AdditionalCommodityClassification/cbc:ItemClassificationCode", cpv),
        Field(f"{prefix}estimated_value", f"BT-27-{of}",
              f"{PROJECT}/cac:RequestedTenderTotal/cbc:EstimatedOverallContractAmount", money),
    )  # fmt: skip


def places(of: str, prefix: str = "") -> Table:
    address = "cac:Address"
    return Table(f"{prefix}places", f"BG-708 ({of})", f"{PROJECT}/cac:RealizedLocation", (
        Field("nuts", f"BT-5071-{of}", f"{address}/cbc:CountrySubentityCode", text),
        Field("country", f"BT-5141-{of}", f"{address}/cac:Country/cbc:IdentificationCode", text),
        Field("town", f"BT-5131-{of}", f"{address}/cbc:CityName", text),
        Field("postal_code", f"BT-5121-{of}", f"{address}/cbc:PostalZone", text),
        Field("description", f"BT-728-{of}", "cbc:Description", said),
        Field("anywhere", f"BT-727-{of}", f"{address}/cbc:Region", text),
    ))  # fmt: skip
