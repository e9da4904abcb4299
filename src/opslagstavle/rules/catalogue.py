"""Every rule there is, by its key."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from opslagstavle.rules.clocks import CLOCKS
from opslagstavle.rules.net_increase import NET_INCREASE
from opslagstavle.rules.quota import QUOTA
from opslagstavle.rules.registration import DIVIDEND, REGISTRATION
from opslagstavle.rules.rule import Rule

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.key: rule
        for rule in (
            QUOTA,
            NET_INCREASE,
            REGISTRATION,
            DIVIDEND,
            CLOCKS,
        )
    }
)
