"""What can go wrong, named by what to do next."""

from __future__ import annotations


class OpslagstavleError(Exception):
    """Base of all errors this library raises on purpose."""


class UnreadableNotice(OpslagstavleError):
    """One document cannot be read: keep its bytes, say why, go on with the next.

    ``where`` is a place a person can find: a line number or an element path.
    """

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(f"{reason} ({where})" if where else reason)
        self.reason = reason
        self.where = where


class UnknownFormat(UnreadableNotice):
    """Well-formed, but no format this library reads: look for a reader before trying again."""


class BadCodelist(OpslagstavleError):
    """A code list file is not what its publisher released (checksum or shape)."""


class BadEnterprise(OpslagstavleError):
    """An enterprise's description cannot be used: mend the named field."""


class BadSheet(OpslagstavleError):
    """A list cannot be read as a whole: ``kind`` is one of ``enterprises.sheets.PROBLEMS``, ``evidence`` what was found."""

    def __init__(self, kind: str, **evidence: str) -> None:
        told = ", ".join(f"{name}: {value}" for name, value in evidence.items())
        super().__init__(f"{kind} ({told})" if told else kind)
        self.kind = kind
        self.evidence = evidence


class BadRecord(OpslagstavleError):
    """One record of the central business register cannot be used: ``where`` in it, and what was expected there."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}" if where else reason)
        self.where = where
        self.reason = reason
