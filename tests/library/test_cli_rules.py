"""The rules on the command line: the official example, what is asked, and months in lines and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from opslagstavle import cli
from opslagstavle.rules.catalogue import RULES

OFFICIAL = "{hourly_wage: 200, weekly_hours: 18}"
V1 = "{hourly_wage: 200, weekly_hours: 18, pension: 0, refund_week: 53, high_allowance: yes}"


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return tmp_path / "facts.yaml"


def told(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert cli.main([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


def test_the_official_calculators_example(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts.write_text(OFFICIAL)
    printed = told(capsys, "judge", "flexjob", facts, "--on", "2024-06-01", "--json")
    said: dict[str, Any] = json.loads(printed)
    assert said["values"]["subsidy"] == 15272
    assert said["values"]["total_income"] == 30872
    assert '"subsidy": 15272,' in printed
    assert said["answers"]["full_time"]["exact"] == "96200/3"
    lines = told(capsys, "judge", "flexjob", facts, "--on", "2024-06-01").splitlines()
    assert "subsidy: 15272 DKK/month" in lines
    assert "total_income: 30872 DKK/month" in lines


def test_months_of_a_flex_job(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts.write_text(V1)
    lines = told(capsys, "months", "flexjob", facts, "--on", "2024-06-01").splitlines()
    first = next(line for line in lines if "2024-06 week" in line)
    amounts = ["15,600", "15,272", "3,054", "1,668", "30,872", "-15,600", "-10,549", "-4,723"]
    assert first.split()[-8:] == amounts
    assert "unverified" not in first
    assert next(line for line in lines if "2025-01 week" in line).endswith("[unverified]")
    assert len([line for line in lines if " week " in line]) == 12
    said = json.loads(
        told(capsys, "months", "flexjob", facts, "--on", "2024-06-01", "--months", "1", "--json")
    )
    (month,) = said["months"]
    assert month["amounts"]["balance_municipality"] == {
        "value": -10549.12, "exact": "-10549.12", "status": "law",
    }  # fmt: skip


def test_months_of_an_investment_ask_for_what_is_assumed(
    facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts.write_text(V1)
    printed = told(capsys, "months", "investment", facts, "--on", "2024-06-01", "--months", "3")
    assert "breaks even: not stated" in printed
    assert (
        "ask otherwise_months: For how many months would the person else have been on the unemployment allowance?"
        in printed
    )


def test_months_that_are_not_known_say_where_to_look(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts.write_text(V1)
    printed = told(capsys, "months", "flexjob", facts, "--on", "2026-12-01", "--months", "2")
    assert "not known from 2027-01 on: flexjob.highest. Where to look: The ministry's yearly guide" in printed


@pytest.mark.parametrize(
    ("arguments", "content", "said"),
    [
        (("--on", "9999-12-01"), V1, "no later than 9000"),
        (("--on", "2024-06-01", "--months", "241"), V1, "from 1 to 240 months"),
        (("--on", "2024-06-01"), "{hourly_pay: 200}", "hourly_pay: no rule asks for this"),
        (("--on", "2024-06-01"), "hourly_wage: [", "no facts can be read from it"),
    ],
)
def test_wrong_questions_are_answered_in_words(
    arguments: tuple[str, ...], content: str, said: str, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts.write_text(content)
    assert cli.main(["months", "flexjob", str(facts), *arguments]) == 2
    assert said in capsys.readouterr().err


def test_rules_lists_what_each_asks_and_answers(capsys: pytest.CaptureFixture[str]) -> None:
    listed = [json.loads(line) for line in told(capsys, "rules", "--json").splitlines()]
    assert [rule["rule"] for rule in listed] == list(RULES)
    flexjob = next(rule for rule in listed if rule["rule"] == "flexjob")
    assert {"hourly_wage", "weekly_hours"} <= set(flexjob["facts"])
    assert flexjob["fields"]["subsidy"] == "DKK/month"
    assert "flexjob_before_2013" in told(capsys, "rules")
