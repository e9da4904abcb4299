"""What can go wrong when a source is asked, named by what to do next."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """The kinds that a reader is told apart; the words for each stand with the page that shows them."""

    UNREACHABLE = "unreachable"  # no connection: it is down, or there is no network here
    BUSY = "busy"  # it asks us to come back later (429, 503)
    BROKEN = "broken"  # a fault of theirs (5xx)
    SLOW = "slow"  # no answer in time
    CUT = "cut"  # the answer broke off
    LOGIN = "login"  # a page that asks to log in, or whether we are a robot, in place of the answer
    SHAPE = "shape"  # an answer of another shape than is documented
    MISSING = "missing"  # 404: not there, or not there yet
    REFUSED = "refused"  # they, or our own guard, do not allow it
    TOO_LARGE = "too-large"
    OURS = "ours"  # our own fault, while we asked or kept
    PARTLY = "partly"  # the rest came, this part did not


PASSING = frozenset({Fault.UNREACHABLE, Fault.BUSY, Fault.BROKEN, Fault.SLOW, Fault.CUT})
"""Worth another try soon."""


class SourceFault(Exception):
    """One kind of fault, and the reason in words for staff. ``wait``: seconds the other side asked us to wait."""

    def __init__(self, kind: Fault, reason: str, *, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.wait = wait

    @property
    def passing(self) -> bool:
        return self.kind in PASSING
