"""When what falls due, and the training a cadre must have had."""

import pytest

from tests.policies.asking import answer

VILLAGE, GENERAL, LINFEN, HEBEI, NINGXIA = (
    "inner-mongolia-village",
    "inner-mongolia-general",
    "linfen",
    "hebei",
    "ningxia",
)
QUARTERS = ["2019-03-31", "2019-06-30", "2019-09-30", "2019-12-31"]
HALVES = ["2019-06-30", "2019-12-31"]
YEAR = ["2019-12-31"]
TWO_MONTHS = ["2019-02-28", "2019-04-30", "2019-06-30", "2019-08-31", "2019-10-31", "2019-12-31"]
MONTHS = [
    "2019-01-31", "2019-02-28", "2019-03-31", "2019-04-30", "2019-05-31", "2019-06-30",
    "2019-07-31", "2019-08-31", "2019-09-30", "2019-10-31", "2019-11-30", "2019-12-31",
]  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "party", "article", "dates"),
    [
        (VILLAGE, "team", "13.4", QUARTERS),
        (VILLAGE, "cadre", "13.4", HALVES),
        (VILLAGE, "unit", "31", YEAR),
        (VILLAGE, "county", "34", []),
        (VILLAGE, "team", "9", []),
        (GENERAL, "region_office", "12.2", TWO_MONTHS),
        (GENERAL, "team", "12.3", MONTHS),
        (GENERAL, "cadre", "12.4", HALVES),
        (GENERAL, "region_office", "11", YEAR),
        (LINFEN, "team", "9", HALVES),
        (LINFEN, "county", "9.1", QUARTERS),
        (LINFEN, "county", "9.4", MONTHS),
        (LINFEN, "city", "16", []),
        (LINFEN, "city", "18", YEAR),
        (HEBEI, "cadre", "6.7", MONTHS),
        (HEBEI, "cadre", "6.8", TWO_MONTHS),
        (HEBEI, "unit", "9.2", QUARTERS),
        (HEBEI, "unit", "9.4", HALVES),
        (HEBEI, "unit", "9.5", YEAR),
        (HEBEI, "unit", "10", HALVES),
        (HEBEI, "county", "14.2", QUARTERS),
        (HEBEI, "county", "14.4", TWO_MONTHS),
        (HEBEI, "county", "13.5", HALVES),
        (HEBEI, "region_office", "13.5", []),
        (HEBEI, "township", "15.3", []),
        (NINGXIA, "cadre", "15", QUARTERS),
        (NINGXIA, "township", "5.4", MONTHS),
        (NINGXIA, "unit", "5.5", QUARTERS),
        (NINGXIA, "county", "12", QUARTERS),
        (NINGXIA, "team", "annex1.2.4", ["2019-06-20", "2019-11-30"]),
        (NINGXIA, "region_office", "11.1", []),
    ],
)
def test_due_dates_of_an_article(policy: str, party: str, article: str, dates: list) -> None:
    assert answer(policy, "duties", on="2019-06-03", party=party, year=2019, article=article)["dates"] == dates


def test_duties_come_in_date_order_and_irregular_ones_last() -> None:
    given = answer(HEBEI, "duties", on="2019-06-03", party="unit", year=2019)
    assert given["duties"] == [
        {"article": "9.2", "act": "study", "to": [], "due": QUARTERS},
        {"article": "9.4", "act": "written_report", "to": ["unit_level_org"], "due": HALVES},
        {"article": "10", "act": "visit", "to": [], "due": HALVES},
        {"article": "9.5", "act": "written_report", "to": ["unit_level_org"], "due": YEAR},
        {"article": "10", "act": "visit", "to": [], "due": []},
    ]
    assert given["dates"] == QUARTERS


def test_a_leap_february_ends_on_the_29th() -> None:
    given = answer(HEBEI, "duties", on="2019-06-03", party="cadre", year=2020, article="6.8")
    assert given["dates"][0] == "2020-02-29"


def test_nothing_is_due_before_the_text_takes_effect() -> None:
    given = answer(GENERAL, "duties", party="team", year=2018, article="12.1")
    assert given["dates"][:3] == ["2018-05-31", "2018-06-05", "2018-06-30"]


@pytest.mark.parametrize(
    ("policy", "facts", "expected"),
    [
        (LINFEN, {"sessions": 1}, "short"),
        (LINFEN, {"sessions": 2}, "met"),
        (LINFEN, {"sessions": 1, "role": "first_secretary", "dispatch_level": "city"}, "short"),
        (HEBEI, {"sessions": 0}, "short"),
        (HEBEI, {"sessions": 1}, "met"),
        (NINGXIA, {"days_off_job": 4.5}, "short"),
        (NINGXIA, {"days_off_job": 5}, "met"),
        (VILLAGE, {}, "silent"),
        (GENERAL, {}, "silent"),
    ],
)
def test_training(policy: str, facts: dict, expected: str) -> None:
    given = answer(policy, "training", **{"role": "member", "dispatch_level": "county", **facts})
    assert given["outcome"] == expected
