"""Social clauses: when one is lawful, and which contracts must ask for people under training.

The three conditions were told by those who ordered this rule; no law text was read for them, so every answer on them says that it
is unverified.
"""

from __future__ import annotations

from opslagstavle.rules.expression import Formula, choose, fact, parameter
from opslagstavle.rules.rule import Rule
from opslagstavle.rules.thresholds import WORKS, is_works, value

CONDITIONS = (
    "direktiv 2014/24/EU art. 70 og udbudsloven er ikke læst; se denansvarligeindkober.dk/sociale-klausuler"
)
TRAINING = "denansvarligeindkober.dk/sociale-klausuler"

large_enough = Formula(
    "training_large_enough",
    choose(
        is_works,
        value >= WORKS,
        ~fact("contract_kind").equals("goods") & (value >= parameter("clauses.training_services")),
    ),
    "",
    TRAINING,
)
"""The page names works and services, no goods."""
long_enough = Formula(
    "training_long_enough", fact("contract_months") >= parameter("clauses.training_months"), "", TRAINING
)

CLAUSES = Rule(
    "clauses",
    (
        Formula(
            "clause_lawful",
            fact("clause_about_the_contract") & fact("clause_proportionate") & fact("clause_announced"),
            "",
            CONDITIONS,
            "unverified",
        ),
        Formula("training_clause_asked_for", long_enough & large_enough, "", TRAINING),
        long_enough,
        large_enough,
    ),
)
