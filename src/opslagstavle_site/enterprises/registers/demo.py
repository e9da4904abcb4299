"""The demo set's social enterprises: invented, all of Region Midtjylland, without company numbers."""

from __future__ import annotations

from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from opslagstavle.enterprises.enterprise import Enterprise

_FILE = files(__package__) / "demo_enterprises.yaml"


def enterprises() -> list[Enterprise]:
    """All of them, in the file's order."""
    return TypeAdapter(list[Enterprise]).validate_python(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
