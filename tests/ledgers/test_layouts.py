"""People laid out in random ways are read back as they were."""

import pytest

from cadres.ledger.problems import ERROR
from cadres.ledger.roster import read_roster
from tests.ledgers.layouts import PLACES, lay_out


@pytest.mark.parametrize("seed", range(100))
def test_people_in_any_layout_are_read_as_they_were_put_in(seed: int) -> None:
    layout = lay_out(seed)
    reading = read_roster(layout.content, county=layout.county, places=PLACES)
    read = [
        {key: cadre[key] for key in expected if key in cadre}
        for cadre, expected in zip(reading.cadres, layout.people, strict=False)
    ]
    assert [problem for problem in reading.problems if problem.severity == ERROR] == []
    assert reading.rows == len(layout.people)
    assert read == layout.people
