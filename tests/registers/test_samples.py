"""The sample sheets are read as a careful clerk reads them, to the last half day."""

from pathlib import Path
from typing import Any

import pytest

from accounts.files.workbooks.refusals import FileRefused
from attendance.sheets import read_register, to_truth
from tests.ledgers.hostile import hostile
from tests.ledgers.layouts import SAMPLES
from tests.registers.truths import HERE, LEDGERS, people_of, truth_of

COUNTIES = ["jixian", "fuping", "xiji"]
HOSTILE = {"bomb-roster": "too_large", "truncated-roster": "truncated_file", "entity-roster": "external_entity"}


def read(path: Path, *, county: str, truth: dict[str, Any]) -> dict[str, Any]:
    reading = to_truth(read_register(path, county=truth["county"], people=people_of(county)))
    return reading | {"file": truth["file"], "roster": truth["roster"]}


@pytest.mark.parametrize("county", COUNTIES)
def test_a_sample_month_equals_its_truth(county: str) -> None:
    truth = truth_of(f"{county}-attendance-2018-10")
    assert read(HERE / f"{county}-attendance-2018-10.xlsx", county=county, truth=truth) == truth


def test_three_months_of_a_year_equal_their_truth() -> None:
    truth = truth_of("horqin-attendance-2019")
    sheets = ["2月", "6月", "9月"]
    truth["months"] = [month for month in truth["months"] if month["sheet"] in sheets]
    truth["errors"] = [error for error in truth["errors"] if error["sheet"] in sheets]
    truth["rows"] = sum(len(month["people"]) for month in truth["months"])
    assert read(HERE / "horqin-attendance-2019-three-months.xlsx", county="horqin", truth=truth) == truth


@pytest.mark.skipif(not LEDGERS.exists(), reason="the full year lies beside the project only where it was made")
def test_a_whole_year_equals_its_truth() -> None:
    truth = truth_of("horqin-attendance-2019")
    assert read(LEDGERS / "horqin-attendance-2019.xlsx", county="horqin", truth=truth) == truth


@pytest.mark.parametrize(("name", "kind"), HOSTILE.items())
def test_a_hostile_file_is_refused(name: str, kind: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_register(hostile(name), county="130624", people=[])
    assert refusal.value.kind == kind


@pytest.mark.parametrize("name", ["xiji-roster", "general-teams", "not-a-roster"])
def test_what_is_no_register_is_refused_as_a_whole(name: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_register(SAMPLES / f"{name}.xlsx", county="640422", people=people_of("xiji"))
    assert refusal.value.kind == "not_a_register"


def test_a_year_can_be_read_with_the_roster_of_one_person() -> None:
    people = [person for person in people_of("horqin") if person.name == "朱欣娟"]
    reading = read_register(HERE / "horqin-attendance-2019-three-months.xlsx", county="150521", people=people)
    assert [len(reading.lines), {problem.kind for problem in reading.problems}] == [3, {"not_in_roster"}]
