"""Every read of the index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from opslagstavle.terms.questions import Question, Want, ask
from opslagstavle.terms.searching import ANYWHERE, IN_TITLE, LOOSE, WHOLE_IN_TITLE, fold
from opslagstavle.terms.spelling import Known, forgiven, meant
from opslagstavle_site.search.models import Entry, Term
from opslagstavle_site.search.rows import Among, holds
from opslagstavle_site.web.kept import lately

MOST = 5000
"""As much as one question gives."""
RECENT = 100_000
"""Among so many of the newest entries the newest hits are looked for: to put a million hits in order takes seconds."""
MOST_NEIGHBOURS = 2000
A_FEW = 100
"""Rows that are asked for to know whether there is one. For the first row alone PostgreSQL would rather read the table through
than ask the index, and for a word that stands nowhere that is half a minute at a million."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a question in one corpus.

    ``asked`` is what was typed; ``corrected`` what was searched instead, "" where that is the same; ``left_out`` the words that
    were given up, because nothing has them all; ``suggested`` is what may have been meant, though something was found.
    ``numbers`` are what was found, ``good`` and ``best`` some of it; ``narrowed``: there is too much, this is a part.
    """

    corpus: str
    asked: str
    question: Question
    corrected: str = ""
    left_out: tuple[str, ...] = ()
    suggested: str = ""
    numbers: tuple[int, ...] = ()
    good: frozenset[int] = frozenset()
    best: frozenset[int] = frozenset()
    narrowed: Literal["", "title", "newest"] = ""

    def among(self) -> Among:
        """Is a row one of those found? For ``filter``."""
        return Among(self.numbers)

    def tier(self) -> Case:
        """Orders what was found: all words in the title, all in the title if compounds are taken apart, anywhere."""
        return Case(
            When(Among(self.best), then=Value(0)),
            When(Among(self.good - self.best), then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )

    @property
    def tokens(self) -> frozenset[str]:
        """What is shown as a hit."""
        return self.question.tokens


def find(corpus: str, typed: str) -> Found:
    """What somebody means who typed this: as it stands if that finds something, else mended, else with fewer words."""
    text = " ".join(typed.replace("\0", " ").split())
    asked = Found(corpus, text, ask(text))
    if asked.question.says_nothing:
        return asked
    if found := _with_hits(asked):
        return replace(found, suggested=_suggested(found.question, text))
    mended, corrected = _mended(asked.question, text)
    tried = replace(asked, question=mended, corrected=corrected)
    if corrected and (found := _with_hits(tried)):
        return found
    for fewer in _with_fewer(mended):
        left_out = tuple(want.typed for want in mended.wants if want not in fewer.wants)
        if found := _with_hits(replace(tried, question=fewer, left_out=left_out)):
            return found
    return asked


def find_lately(corpus: str, typed: str) -> Found:
    """As ``find``; what was found for another reader a moment ago will do. Common words are typed by everybody, and cost most."""
    return lately(f"found {corpus} {typed}", lambda: find(corpus, typed), settings.KEEP_PAGES_SECONDS)


def _with_hits(found: Found) -> Found | None:
    """As it is asked if that finds something, else loosely; None where neither does."""
    for mark in (ANYWHERE, LOOSE):
        if some := _some(found, mark):
            return _gathered(found, some)
    return None


def _gathered(found: Found, some: list[int]) -> Found:
    """Everything, and which of it is better. Of more than anyone reads only what has the words in the title, or is newest.

    A common word of a board that was kept for years has a hundred thousand hits: to count them by every filter takes seconds.
    """
    good, best = _some(found, IN_TITLE), _some(found, WHOLE_IN_TITLE)
    gathered = replace(found, good=frozenset(good), best=frozenset(best))
    if len(some) <= MOST:
        return replace(gathered, numbers=tuple(some))
    for narrower in (good, best):
        if 0 < len(narrower) <= MOST:
            return replace(gathered, numbers=tuple(narrower), narrowed="title")
    # Whatever is left is all alike: of the best there are too many, or none at all.
    mark = WHOLE_IN_TITLE if best else IN_TITLE if good else ANYWHERE
    return replace(found, numbers=_newest(found, mark), narrowed="newest")


def _newest(found: Found, mark: str) -> tuple[int, ...]:
    every = Entry.objects.filter(corpus=found.corpus).order_by("-number").values_list("number", flat=True)
    oldest = every[RECENT : RECENT + 1].first() or 0
    rows = _entries(found.question, mark, found.corpus).filter(corpus=found.corpus, number__gt=oldest)
    return tuple(rows.order_by("-number").values_list("number", flat=True)[:MOST])


def _some(found: Found, mark: str) -> list[int]:
    """At most one more than are wanted, in no order: to know whether there are more costs little so."""
    rows = _entries(found.question, mark, found.corpus)
    return list(rows.values_list("number", flat=True)[: MOST + 1])


def stamps(corpus: str) -> dict[int, str]:
    """Number → stamp of everything indexed."""
    return dict(Entry.objects.filter(corpus=corpus).values_list("number", "stamp"))


def _entries(question: Question, mark: str, corpus: str = "") -> QuerySet[Entry]:
    if question.says_nothing:
        return Entry.objects.none()
    rows = Entry.objects.filter(holds(question, mark, corpus))
    for ways in question.phrases:
        rows = rows.filter(Q(*(("tokens__contains", f" {way} ") for way in ways), _connector=Q.OR))
    return rows


def _suggested(question: Question, text: str) -> str:
    """Of a compound that stands nowhere as it was typed only the parts were found: perhaps it was a slip of the pen."""
    wants = [want for want in question.wants if want.parts]
    whole = [replace(want, parts=()) for want in wants]
    strange = [want for want in whole if not _is_any(Question((want,)), ANYWHERE)]
    return _mended(Question(tuple(strange)), text)[1] if strange else ""


def _mended(question: Question, text: str) -> tuple[Question, str]:
    """The question with every word that stands nowhere replaced by the one that was meant, if there is one; and the text so."""
    wants = []
    for want in question.wants:
        known = None if _stands_somewhere(want) else _meant(want)
        if known:
            text = re.sub(rf"(?<!\w){re.escape(want.typed)}(?!\w)", known.shown, text, flags=re.IGNORECASE)
        wants.append(ask(known.shown).wants[0] if known and ask(known.shown).wants else want)
    mended = replace(question, wants=tuple(wants))
    return mended, text if mended != question else ""


def stands_somewhere(word: str) -> bool:
    """Has anything that can be found this word?"""
    question = ask(word)
    return not question.says_nothing and _is_any(question, LOOSE)


def _stands_somewhere(want: Want) -> bool:
    return _is_any(Question((want,)), LOOSE)


def _is_any(question: Question, mark: str) -> bool:
    """The same towns and the same slips are typed again and again."""
    rows = _entries(question, mark).values_list("pk", flat=True)[:A_FEW]
    return lately(f"any {mark} {question}", lambda: bool(rows), settings.KEEP_PAGES_SECONDS)


def _meant(want: Want) -> Known | None:
    form = fold(want.typed)
    most = forgiven(form)
    if not most or form.isdigit():
        return None
    near = Q(head=form[:2]) | Q(tail=form[-2:])
    rows = Term.objects.filter(near, length__gte=len(form) - most, length__lte=len(form) + most)
    among = rows.order_by("-weight", "form").values_list("form", "shown", "weight")[:MOST_NEIGHBOURS]
    return meant(form, (Known(*row) for row in among))


def _with_fewer(question: Question) -> Iterator[Question]:
    """Without words that stand nowhere, then without one of the words, the last first, then only the first few."""
    wants = [want for want in question.wants if _stands_somewhere(want)]
    if len(wants) < len(question.wants):
        yield replace(question, wants=tuple(wants))
    for at in reversed(range(len(wants))):
        yield replace(question, wants=(*wants[:at], *wants[at + 1 :]))
    for count in range(len(wants) - 2, 0, -1):
        yield replace(question, wants=tuple(wants[:count]))
