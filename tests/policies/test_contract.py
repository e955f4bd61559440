"""Every example of the contract, and those at its boundaries, is answered as it says. Cases are edited by hand in cases/."""

import json
from pathlib import Path
from typing import Any

import pytest

from policies.facade import ask, default_calendar
from tests.policies.asking import library

FILES = sorted((Path(__file__).parent / "cases").glob("*.json"))
BY_FILE = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in FILES}
CASES = BY_FILE["contract"]
ALL = [case for cases in BY_FILE.values() for case in cases]


@pytest.mark.parametrize("case", ALL, ids=[case["id"] for case in ALL])
def test_case_is_answered_as_the_contract_says(case: dict[str, Any]) -> None:
    question = {key: value for key, value in case.items() if key not in ("expect", "note")}
    answer = ask(question, library=library(), calendar=default_calendar())
    expected = case["expect"]
    if expected == {"error": True}:
        assert "error" in answer
    else:
        assert {key: answer.get(key) for key in expected} == expected


def test_ids_are_used_once() -> None:
    assert len({case["id"] for case in ALL}) == len(ALL)
