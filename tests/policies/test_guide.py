"""The guide's examples are what the program accepts."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from policies.kinds import KINDS, ONE_RULE
from policies.policy import Fact
from policies.readings import Reading

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "办法编写指南.md").read_text(encoding="utf-8")
TABLES = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", GUIDE, re.S)]
RULES = [rule for table in TABLES for rule in table.get("rule", [])]


@pytest.mark.parametrize("rule", RULES, ids=[f"{rule['kind']}-{place}" for place, rule in enumerate(RULES)])
def test_each_example_is_a_rule(rule: dict[str, Any]) -> None:
    assert ONE_RULE.validate_python(rule).kind == rule["kind"]


def test_readings_and_facts_of_the_guide_are_read() -> None:
    assert [Reading.model_validate(item).default for table in TABLES for item in table.get("reading", [])] == ["7"]
    assert [Fact.model_validate(fact).type for table in TABLES for fact in table.get("facts", {}).values()] == [
        "number",
        "number",
    ]


def test_every_kind_is_named_with_its_chinese() -> None:
    assert [kind for kind, (title, _) in KINDS.items() if f"| {kind} | {title} |" not in GUIDE] == []
