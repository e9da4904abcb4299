"""Tables of our own, written in YAML beside the code that reads them."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import Any

import yaml

# Every scalar is text to the base loader: quick, a number keeps its zeros, and "no" stays a word.
# PyYAML can be built without the compiled one.
_Loader: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_table(path: Traversable) -> Any:
    """Text, lists and mappings, as they are written."""
    return yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 (builds nothing else)
