"""What can go wrong, named by what to do next."""

from __future__ import annotations

from types import MappingProxyType


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


class BadFacts(OpslagstavleError):
    """A fact cannot be used: ``name`` of it, ``reason`` (one of ``REASONS``), and what was ``said``."""

    REASONS = MappingProxyType({
        "no_fact": "no rule asks for this",
        "no_number": "not a number",
        "not_whole": "not a whole number",
        "out_of_range": "too small or too large",
        "no_answer": "write yes or no",
        "no_choice": "none of the choices",
        "no_day": "not a day (write 2026-03-01)",
        "unreadable": "no facts can be read from it (write name: value, a line each)",
        "impossible": "does not go with the other facts",
    })  # fmt: skip

    def __init__(self, name: str, reason: str, said: str) -> None:
        super().__init__(f"{name}: {self.REASONS[reason]}" + (f": {said!r}" if said else ""))
        self.name = name
        self.reason = reason
        self.said = said
