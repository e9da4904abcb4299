"""The parameters as they are published: ``data/parameters/*.yaml``, and ``data/clocks/*.yaml`` for each municipality."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from typing import Any

from opslagstavle.rules.parameters import Entry, Parameter, Parameters, Source
from opslagstavle.terms.tables import read_table

DATA = files("opslagstavle.rules").joinpath("data")
FOLDERS = (DATA.joinpath("parameters"), DATA.joinpath("clocks"))


class _File(Entry):
    """``known``: when its values were read, unless one says otherwise."""

    known: date
    sources: dict[str, Source]
    parameters: dict[str, dict[str, Any]]


@cache
def published() -> Parameters:
    """Those of both folders. ValueError names the file and the place of what is wrong in it."""
    sources: dict[str, Source] = {}
    parameters: dict[str, Parameter] = {}
    for path in chain.from_iterable(map(tables, FOLDERS)):
        for name, source in _file(path).sources.items():
            if sources.setdefault(name, source) != source:
                raise ValueError(f"{path.name}: another source is called {name}")
        for each in _parameters(_file(path)):
            if parameters.setdefault(each.name, each) is not each:
                raise ValueError(f"{path.name}: {each.name} is there twice")
    for each in parameters.values():
        if strange := {entry.source for entry in each.values} - set(sources):
            raise ValueError(f"{each.name}: no source is called {', '.join(sorted(strange))}")
    return Parameters(parameters, sources)


def _file(path: Traversable) -> _File:
    try:
        return _File.model_validate(read_table(path))
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def _parameters(file: _File) -> Iterator[Parameter]:
    for name, said in file.parameters.items():
        values = [{"known": file.known, **entry} for entry in said["values"]]
        yield Parameter.model_validate({**said, "name": name, "values": values})


def tables(folder: Traversable) -> list[Traversable]:
    return sorted(
        (path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name
    )
