"""Every example of the contract is answered as it says. The cases are in cases/contract.json, to be edited by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from policies.facade import ask, default_calendar
from tests.policies.asking import library

CASES = json.loads((Path(__file__).parent / "cases" / "contract.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case_is_answered_as_the_contract_says(case: dict[str, Any]) -> None:
    question = {key: value for key, value in case.items() if key not in ("expect", "note")}
    answer = ask(question, library=library(), calendar=default_calendar())
    expected = case["expect"]
    if expected == {"error": True}:
        assert "error" in answer
    else:
        assert {key: answer.get(key) for key in expected} == expected


def test_ids_are_used_once() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES)
