"""Every rule there is, by its key."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from opslagstavle.rules.clauses import CLAUSES
from opslagstavle.rules.clocks import CLOCKS
from opslagstavle.rules.flexjob import FLEXJOB
from opslagstavle.rules.flexjob_before_2013 import FLEXJOB_BEFORE_2013
from opslagstavle.rules.investment import INVESTMENT
from opslagstavle.rules.net_increase import NET_INCREASE
from opslagstavle.rules.protected_job import FLEXBONUS, PROTECTED_JOB
from opslagstavle.rules.quota import QUOTA
from opslagstavle.rules.refund import REFUND
from opslagstavle.rules.registration import DIVIDEND, REGISTRATION
from opslagstavle.rules.reserved import RESERVED
from opslagstavle.rules.reserved_services import RESERVED_SERVICES
from opslagstavle.rules.rule import Rule
from opslagstavle.rules.thresholds import THRESHOLDS

RULES: Mapping[str, Rule] = MappingProxyType({
    rule.key: rule
    for rule in (
        RESERVED,
        RESERVED_SERVICES,
        THRESHOLDS,
        CLAUSES,
        QUOTA,
        NET_INCREASE,
        FLEXJOB,
        FLEXJOB_BEFORE_2013,
        PROTECTED_JOB,
        FLEXBONUS,
        REFUND,
        INVESTMENT,
        REGISTRATION,
        DIVIDEND,
        CLOCKS,
    )
})  # fmt: skip
