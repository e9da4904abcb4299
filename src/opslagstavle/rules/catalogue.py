"""Every rule there is, by its key."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from opslagstavle.rules.quota import QUOTA
from opslagstavle.rules.rule import Rule

RULES: Mapping[str, Rule] = MappingProxyType({rule.key: rule for rule in (QUOTA,)})
