"""What a reader should know beside the answers of a rule, with its sources: ``data/notes/*.yaml``, a file for each rule."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from opslagstavle.rules.parameters import Entry, Source, Status
from opslagstavle.rules.published import tables
from opslagstavle.terms.tables import read_table
from opslagstavle.terms.text import Texts

FOLDER = files("opslagstavle.rules").joinpath("data", "notes")


class Note(Entry):
    """``status`` says how sure the text is: that of its weakest sentence."""

    title: Texts
    text: Texts
    status: Status
    sources: tuple[Source, ...]


@cache
def notes() -> Mapping[str, Mapping[str, Note]]:
    """By the key of the rule, then by the note's own, in the order they are to be read."""
    return {
        path.name.removesuffix(".yaml"): {
            key: Note.model_validate(said) for key, said in read_table(path).items()
        }
        for path in tables(FOLDER)
    }
