"""The honest set itself: sixty sentences, each with kinds that exist."""

from __future__ import annotations

from opslagstavle.terms.kinds import KINDS
from tests.library.plain_sentences import SENTENCES


def test_sixty_sentences_name_kinds_that_exist() -> None:
    assert len(SENTENCES) == 60
    assert len({text for text, _ in SENTENCES}) == 60
    assert {key for _, keys in SENTENCES for key in keys} <= KINDS.keys()
    assert len({keys[0] for _, keys in SENTENCES}) >= 50
