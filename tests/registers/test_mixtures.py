"""Layouts, wordings and notations mixed at random still give the same months."""

import random
from typing import Any

import pytest

from tests.registers.layouts import SEPARATE, Style, laid_out
from tests.registers.test_layouts import IDENTITIES, LEGENDS, SUBTOTALS, check, months_of
from tests.registers.truths import people_of


def mixture(seed: int) -> Style:
    chance = random.Random(seed)
    signs, legend = LEGENDS[chance.choice(list(LEGENDS))]
    halves = chance.choice([*SEPARATE, "columns", "rows"])
    chosen: dict[str, Any] = {
        "signs": signs,
        "legend": legend,
        "legend_place": chance.choice(["top", "bottom"]),
        "identity": IDENTITIES[chance.choice(list(IDENTITIES))],
        "days": chance.choice(["numbers", "texts", "1日", "1号", "10月1日", "numerals", "dates"]),
        "halves": halves,
        "group_row": chance.random() < 0.6,
        "weekday_row": halves != "columns" and chance.random() < 0.3,
        "blocks": halves not in ("rows", "columns") and chance.random() < 0.2,
        "repeat_header_every": chance.choice([0, 0, 9]),
        "merge_places": halves != "rows" and chance.random() < 0.4,
    }
    if halves not in ("rows", "columns") and not chosen["blocks"]:
        chosen["subtotals"] = chance.choice([(), SUBTOTALS, SUBTOTALS[:2]])
        chosen["subtotals_first"] = chance.random() < 0.3
    return Style(**chosen)


@pytest.mark.parametrize("seed", range(120))
def test_a_random_mixture_is_read_exactly(seed: int) -> None:
    people = people_of(random.Random(seed).choice(["xiji", "horqin"]))[:30]
    known = months_of(people, seed=seed)
    check(laid_out(known, mixture(seed)), known)
