"""Every rule there is, by its key."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from opslagstavle.rules.clauses import CLAUSES
from opslagstavle.rules.quota import QUOTA
from opslagstavle.rules.reserved import RESERVED
from opslagstavle.rules.reserved_services import RESERVED_SERVICES
from opslagstavle.rules.rule import Rule
from opslagstavle.rules.thresholds import THRESHOLDS

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.key: rule for rule in (QUOTA, RESERVED, RESERVED_SERVICES, THRESHOLDS, CLAUSES)}
)
