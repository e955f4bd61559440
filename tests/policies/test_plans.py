"""What the tally is told to count, and which regulation applies where."""

from datetime import date
from decimal import Decimal

import pytest

from policies.facade import absence_plan, presence_plan
from tests.policies.asking import library

VILLAGE, GENERAL, LINFEN, HEBEI, NINGXIA = (
    "inner-mongolia-village",
    "inner-mongolia-general",
    "linfen",
    "hebei",
    "ningxia",
)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (VILLAGE, [("year", "day", "OV", "", 200, False, "cadre", ("12",))]),
        (GENERAL, [("month", "day", "CV", "O", 20, False, "cadre", ("9",))]),
        (LINFEN, []),
        (HEBEI, [("month", "day", "V", "O", 25, False, "cadre", ("5",))]),
        (
            NINGXIA,
            [
                ("month", "workday", "OV", "", 20, True, "cadre", ("4",)),
                ("year", "workday", "OV", "", 240, True, "team", ("annex1.2.5",)),
            ],
        ),
    ],
)
def test_presence_plans(code: str, expected: list) -> None:
    plans = presence_plan(library().versions[code][0])
    assert [
        (
            plan.count.window,
            plan.count.unit,
            plan.count.counts,
            plan.count.silent,
            plan.count.required,
            plan.count.capped,
            plan.object,
            plan.articles,
        )
        for plan in plans
    ] == expected


def test_readings_change_what_is_counted() -> None:
    plan = presence_plan(library().versions[HEBEI][0], readings={"official_days": "counted"})[0]
    assert (plan.count.counts, plan.count.silent) == ("OV", "")


def test_equal_numbers_can_share_a_statement() -> None:
    policy = library().versions[HEBEI][0]
    assert presence_plan(policy)[0].count == presence_plan(policy)[0].count
    assert len({plan.count for policy in library().policies for plan in presence_plan(policy)}) == 5


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (VILLAGE, [(15, 30, "day", "ladder", ("23.1",))]),
        (GENERAL, [(15, 30, "day", "reselect", ("16",))]),
        (LINFEN, [(15, 30, "day", "recall", ("9.5.4",))]),
        (HEBEI, []),
        (NINGXIA, [(None, Decimal(15), "workday", "return", ("12",))]),
    ],
)
def test_absence_plans(code: str, expected: list) -> None:
    plans = absence_plan(library().versions[code][0])
    assert [(p.consecutive_over, p.total_over, p.unit, p.disposition, p.articles) for p in plans] == expected


@pytest.mark.parametrize(
    ("place", "kind", "on", "code"),
    [
        ("152201100201", "village", date(2019, 6, 1), VILLAGE),
        ("152201100201", "village", date(2018, 6, 1), None),
        ("152201000000", "general", date(2018, 6, 1), GENERAL),
        ("141028102204", "village", date(2018, 9, 1), LINFEN),
        ("141128102204", "village", date(2018, 9, 1), None),
        ("130722100200", "village", date(2018, 9, 1), HEBEI),
        ("130722100200", "general", date(2018, 9, 1), None),
        ("640122100200", "village", date(2016, 9, 1), NINGXIA),
        ("440122100200", "village", date(2019, 9, 1), None),
    ],
)
def test_the_regulation_of_a_place_a_kind_of_team_and_a_day(place: str, kind: str, on: date, code: str | None) -> None:
    found = library().applicable(place, kind, on)
    assert (found.code if found else None) == code


def test_each_regulation_is_found_from_its_first_day_on() -> None:
    for policy in library().policies:
        first = policy.heading.effective
        assert library().find(policy.code, first) is policy
        assert library().find(policy.code, date.fromordinal(first.toordinal() - 1)) is None
