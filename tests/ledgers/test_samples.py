"""The sample rosters are read as a careful clerk read them."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from accounts.files.workbooks.refusals import FileRefused
from cadres.ledger.roster import read_roster, to_truth
from tests.ledgers.hostile import hostile
from tests.ledgers.layouts import PLACES, SAMPLES

ROSTERS = ["jixian-roster", "fuping-roster", "xiji-roster", "horqin-roster", "general-teams", "broken-roster"]
REFUSED = ["not-a-roster", "truncated-roster", "bomb-roster", "entity-roster"]


def truth_of(name: str) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((SAMPLES / f"{name}.truth.json").read_text(encoding="utf-8"))
    return truth


def in_order(errors: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return sorted(tuple(str(error[key]) for key in ("sheet", "row", "column", "kind", "severity")) for error in errors)


@pytest.mark.parametrize("name", ROSTERS)
def test_roster_is_read_as_its_truth_says(name: str) -> None:
    truth = truth_of(name)
    read = to_truth(read_roster(SAMPLES / f"{name}.xlsx", county=truth["county"], places=PLACES))
    assert read["cadres"] == truth["cadres"]
    assert in_order(read["errors"]) == in_order(truth["errors"])
    assert read["rows"] == truth["rows"]


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_or_other_file_is_refused_at_once(name: str) -> None:
    content = hostile(name)
    started = time.monotonic()
    with pytest.raises(FileRefused) as refusal:
        read_roster(content, county="130624", places=PLACES)
    assert refusal.value.kind == truth_of(name)["errors"][0]["kind"]
    assert time.monotonic() - started < 2


def test_refusal_of_another_table_names_the_missing_columns_and_the_headers_seen() -> None:
    with pytest.raises(FileRefused) as refusal:
        read_roster(SAMPLES / "not-a-roster.xlsx", county="130624", places=PLACES)
    assert refusal.value.sentence == (
        "文件里找不到“姓名”、“派驻村”、“派出单位”一列，读不成名册。看到的表头是：序号、物资名称、规格型号、单位、数量、"
        "单价（元）、金额（元）、经手人。请补上该列，或改用本系统的模板。"
    )


def test_every_problem_of_the_broken_roster_has_a_sentence() -> None:
    reading = read_roster(Path(SAMPLES / "broken-roster.xlsx"), county="130624", places=PLACES)
    assert [problem for problem in reading.problems if not problem.sentence or "{" in problem.sentence] == []
