"""The organisations of a notice as parties, each once with all its roles, under ids that are the same in every run."""

from __future__ import annotations

import hashlib
import re

from opslagstavle.notices import ocds_codes as codes
from opslagstavle.notices.notice import Organisation
from opslagstavle.notices.ocds_release_values import Object, address, filled, unused, worded

_WITH_REGISTER = re.compile(r"([A-Z]{2}-[A-Z]{2,6})-(\S+)")
_SCHEMES = {
    "eforms": ("eu-buyer-legal-type", "eu-main-activity"), "ocds": ("TED_CA_TYPE", "COFOG"),
    "ted-r209": ("TED_CA_TYPE", "TED_CA_ACTIVITY"),
}  # fmt: skip
"""What legal types and activities are taken from, by format of the notice; OCDS names activities in words."""
_SIZES = ("micro", "small", "medium", "large", "sme")


class PartyList:
    """Collects parties; ``refer`` gives the reference that stands where the party acts."""

    def __init__(self, home: str, notice_format: str) -> None:
        self._home, self._format = home, notice_format
        self._known: list[tuple[Organisation, Object]] = []
        self._ids: set[str] = set()

    def refer(self, organisation: Organisation, role: str) -> Object:
        party = self._party(organisation)
        if role not in party["roles"]:
            party["roles"].append(role)
        return filled(id=party["id"], name=party.get("name"))

    def written(self) -> list[Object]:
        return [party for _, party in self._known]

    def _party(self, organisation: Organisation) -> Object:
        for known, party in self._known:
            if known == organisation:
                return party
        party = {"id": unused(_identity(organisation), self._ids), "roles": [], **self._said(organisation)}
        self._known.append((organisation, party))
        return party

    def _said(self, organisation: Organisation) -> Object:
        names = organisation.names or ({self._home: organisation.name} if organisation.name else {})
        said = worded("name", names, self._home)
        if "name" not in said and organisation.name:
            said = {"name": organisation.name, **said}
        return {
            **said,
            **filled(
                identifier=_identifier(organisation),
                address=filled(
                    streetAddress=organisation.address, locality=organisation.town, region=organisation.nuts,
                    postalCode=organisation.postal_code, country=organisation.country,
                ),
                contactPoint=filled(
                    name=organisation.contact_name, email=organisation.email, telephone=organisation.phone
                ),
                details=filled(
                    url=address(organisation.website),
                    scale=organisation.size if organisation.size in _SIZES else None,
                    classifications=self._classifications(organisation),
                ),
            ),
        }  # fmt: skip

    def _classifications(self, organisation: Organisation) -> list[Object]:
        legal_type, activity = _SCHEMES.get(self._format, _SCHEMES["ted-r209"])
        found = [filled(scheme=legal_type, id=organisation.legal_type)] if organisation.legal_type else []
        if organisation.activity:
            part = "description" if activity == "COFOG" else "id"
            found.append({"scheme": activity, part: organisation.activity})
        return found


def _identity(organisation: Organisation) -> str:
    """The register and number where both are known, else made from name and number."""
    if organisation.cvr:
        return f"{codes.CVR}-{organisation.cvr}"
    printed = organisation.identifier or ""
    if _WITH_REGISTER.fullmatch(printed):
        return printed
    said = "\n".join((printed, organisation.name or "", *organisation.names.values()))
    return f"org-{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def _identifier(organisation: Organisation) -> Object:
    if organisation.cvr:
        return filled(scheme=codes.CVR, id=organisation.cvr, legalName=organisation.name)
    if found := _WITH_REGISTER.fullmatch(organisation.identifier or ""):
        return filled(scheme=found[1], id=found[2], legalName=organisation.name)
    return filled(
        id=organisation.identifier, legalName=organisation.name if organisation.identifier else None
    )
