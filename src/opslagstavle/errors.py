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
