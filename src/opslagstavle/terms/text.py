"""Texts in several languages."""

from __future__ import annotations

Texts = dict[str, str]
"""``{language: text}`` by two-letter ISO 639-1 code, in the order the document has them."""


def pick(texts: Texts, *languages: str) -> str:
    """The text in the first of ``languages`` there is, else in whatever language comes first, else "".

    >>> pick({"fr": "linge", "da": "vask"}, "da", "en")
    'vask'
    """
    for language in languages:
        if texts.get(language):
            return texts[language]
    return next(iter(texts.values()), "")
